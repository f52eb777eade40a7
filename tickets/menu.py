"""What the menu offers of tickets, by role."""

from concierge.people.roles import DESK_ROLES, SERVICE_ROLES, WARD_ROLES, Role
from concierge.web.navigation import Entry

ENTRIES = (
    Entry("My wards", "ward_home", WARD_ROLES, order=10),
    Entry("Ask for something", "ask", WARD_ROLES, order=15),
    Entry("Desk", "desk", DESK_ROLES, order=20),
    Entry("Mail", "desk-mail", DESK_ROLES, order=22),
    Entry("Raise for a ward", "desk-raise", DESK_ROLES, order=25),
    Entry("My service", "service_home", SERVICE_ROLES, order=40),
    Entry("Tickets", "desk", [Role.MANAGER, Role.OBSERVER], order=70),
    Entry("Administration", "administration", [Role.ADMINISTRATOR], order=90),
)
