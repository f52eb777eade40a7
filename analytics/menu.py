"""What readers of reports find in the menu."""

from concierge.people.roles import REPORT_ROLES
from concierge.web.navigation import Entry

ENTRIES = (Entry("Reports", "reports", REPORT_ROLES, order=60),)
