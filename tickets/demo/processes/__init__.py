"""The demo trust's processes, service by service."""

from tickets.demo.processes.estates import ESTATES_PLANS
from tickets.demo.processes.finance import FINANCE_PLANS, SIGNATORY
from tickets.demo.processes.hr import HR_PLANS
from tickets.demo.processes.hr_staff import STAFF_PLANS
from tickets.demo.processes.it import IT_PLANS
from tickets.demo.processes.plan import Plan
from tickets.demo.processes.procurement import PROCUREMENT_PLANS

PLANS = (*HR_PLANS, *STAFF_PLANS, *FINANCE_PLANS, *PROCUREMENT_PLANS, *ESTATES_PLANS, *IT_PLANS)

__all__ = ["PLANS", "SIGNATORY", "Plan"]
