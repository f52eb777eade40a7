"""The roles a post can have, and what kind of place each belongs to."""

from django.db import models


class Role(models.TextChoices):
    SISTER = "sister", "Ward sister or charge nurse"
    DEPUTY = "deputy", "Deputy"
    WARD_CLERK = "ward_clerk", "Ward clerk"
    CONCIERGE = "concierge", "Concierge"
    DESK_LEAD = "desk_lead", "Desk lead"
    SERVICE = "service", "Service"
    SERVICE_LEAD = "service_lead", "Service lead"
    MANAGER = "manager", "Manager"
    OBSERVER = "observer", "Observer"
    ADMINISTRATOR = "administrator", "Administrator"


WARD_ROLES = [Role.SISTER, Role.DEPUTY, Role.WARD_CLERK]
DESK_ROLES = [Role.CONCIERGE, Role.DESK_LEAD]
SERVICE_ROLES = [Role.SERVICE, Role.SERVICE_LEAD]
TEAM_ROLES = DESK_ROLES + SERVICE_ROLES
TRUST_ROLES = [Role.MANAGER, Role.OBSERVER, Role.ADMINISTRATOR]
REPORT_ROLES = [Role.MANAGER, Role.OBSERVER, Role.DESK_LEAD, Role.CONCIERGE]
"""Who may read reports: figures about teams and processes, never about people."""
