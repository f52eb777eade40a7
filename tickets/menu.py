"""What the menu offers of tickets, by role."""

from concierge.people.roles import Role
from concierge.web.navigation import Entry

ENTRIES = (Entry("Administration", "administration", [Role.ADMINISTRATOR], order=90),)
