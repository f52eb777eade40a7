"""The administrator's pages: wards, people and posts, services, processes, the causes' wording."""
