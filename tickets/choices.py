"""The words code branches on: stored value in lower case, label as staff say it."""

from django.db import models


class Status(models.TextChoices):
    RAISED = "raised", "Raised"
    IN_HAND = "in_hand", "In hand"
    WITH_WARD = "with_ward", "With the ward"
    PLANNED = "planned", "Planned"
    RESOLVED = "resolved", "Resolved"
    CONFIRMED = "confirmed", "Confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN = frozenset({Status.RAISED, Status.IN_HAND, Status.WITH_WARD, Status.PLANNED})
CLOSED = frozenset({Status.RESOLVED, Status.CONFIRMED, Status.WITHDRAWN})
ANSWERED = frozenset({Status.RESOLVED, Status.CONFIRMED})
"""Statuses in which a ticket has an outcome and a cause."""


class LegStatus(models.TextChoices):
    WITH_SERVICE = "with_service", "With the service"
    WITH_WARD = "with_ward", "With the ward"
    PLANNED = "planned", "Planned"
    DONE = "done", "Done"
    NOT_OURS = "not_ours", "Not ours"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN_LEG = frozenset({LegStatus.WITH_SERVICE, LegStatus.WITH_WARD, LegStatus.PLANNED})
ENDED_LEG = frozenset({LegStatus.DONE, LegStatus.NOT_OURS, LegStatus.WITHDRAWN})


class HolderKind(models.TextChoices):
    DESK = "desk", "The desk"
    WARD = "ward", "The ward"
    SERVICE = "service", "The service"
    SUPPLIER = "supplier", "A supplier"


class RootCause(models.TextChoices):
    """The six, fixed: a trust may word their definitions, never add to them."""

    CORPORATE_OVERLAP = "corporate_overlap", "Corporate overlap"
    COMPLEX_PROCESSES = "complex_processes", "Complex processes"
    CUSTOMER_SERVICE = "customer_service", "Customer service"
    COMMUNICATION = "communication", "Communication"
    CULTURE = "culture", "Culture"
    COMMERCIAL_CONTRACTS = "commercial_contracts", "Commercial contracts"


DEFINITIONS = {
    RootCause.CORPORATE_OVERLAP: "Two or more services each own a piece, do it twice, or each think it is the other's.",
    RootCause.COMPLEX_PROCESSES: "One process asks for too many steps, forms, signatures or approvals.",
    RootCause.CUSTOMER_SERVICE: "The right people knew what to do but were slow, could not be reached, or did not follow up.",
    RootCause.COMMUNICATION: "Nobody told the ward, or each other, what was needed, had changed or had been decided.",
    RootCause.CULTURE: "It is the way it is done here: habit, hierarchy or “not my job” stood in the way.",
    RootCause.COMMERCIAL_CONTRACTS: "An outside firm's contract, or how it is managed, set the delay or the limit.",
}
"""What each cause means, where a trust has not worded it for itself."""


class CauseFate(models.TextChoices):
    REMOVED = "removed", "Removed: it should not happen again"
    WORKED_ROUND = "worked_round", "Worked round: it can happen again"


class Channel(models.TextChoices):
    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    FACE_TO_FACE = "face_to_face", "Face to face"
    VIDEO = "video", "Video"
    CHAT = "chat", "Chat"
    LETTER = "letter", "Letter"
    WEBSITE = "website", "This website"


class Direction(models.TextChoices):
    IN = "in", "They contacted us"
    OUT = "out", "We contacted them"
    MEETING = "meeting", "A meeting"


class Counterpart(models.TextChoices):
    WARD = "ward", "The ward"
    SERVICE = "service", "A service"
    SUPPLIER = "supplier", "A supplier"
    OTHER = "other", "Somebody else"


class Source(models.TextChoices):
    """Which way in wrote an interaction or a ticket."""

    DESK = "desk", "The desk"
    WARD = "ward", "The ward"
    SERVICE = "service", "A service"
    PROGRAM = "program", "Another program"
    MAIL = "mail", "E-mail"
    IMPORT = "import", "An old log"


LOGS_ITSELF = frozenset({Source.WARD, Source.SERVICE, Source.MAIL, Source.IMPORT})
"""Sources whose interactions may have minutes that nobody recorded."""


class PatientEffect(models.TextChoices):
    NONE = "none", "No effect on patients"
    COMFORT = "comfort", "Affects comfort or dignity"
    DELAY = "delay", "Delays care or going home"
    SAFETY = "safety", "Could affect safety"


class PromiseOutcome(models.TextChoices):
    KEPT = "kept", "Kept"
    LATE = "late", "Kept late"
    BROKEN = "broken", "Broken"


class FaultKind(models.TextChoices):
    """Why an imported row waits for a person."""

    REFUSED = "refused", "Refused"
    CLASH = "clash", "Clash"
    COPY = "copy", "Copy"
