"""What the demo knows about one process: its row, and how tickets about it tend to go."""

from dataclasses import dataclass, field

from tickets.choices import PatientEffect, RootCause

OVERLAP = RootCause.CORPORATE_OVERLAP
COMPLEX = RootCause.COMPLEX_PROCESSES
SLOW = RootCause.CUSTOMER_SERVICE
COMMS = RootCause.COMMUNICATION
CULTURE = RootCause.CULTURE
CONTRACTS = RootCause.COMMERCIAL_CONTRACTS

HR = "HR"
FINANCE = "Finance"
PROCUREMENT = "Procurement"
ESTATES = "Estates"
IT = "IT"


@dataclass(frozen=True)
class Plan:
    """One process. Words in braces are drawn from `slots`, once a ticket."""

    name: str
    service: str
    hint: str
    target_days: int
    share: int
    """How many of a thousand tickets are about it, roughly."""
    days: float
    """Working days from routing to the end, in the middle."""
    causes: dict[RootCause, int]
    """The six, weighed."""
    titles: tuple[str, ...]
    details: tuple[str, ...]
    requests: tuple[str, ...]
    promises: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    """What the ward may be asked, with its answer."""
    outcomes: tuple[str, ...]
    other_names: tuple[str, ...] = ()
    is_adopted: bool = False
    also: str = ""
    """A second service that often has a part too."""
    not_theirs: str = ""
    """A service that often gets it first and says “not ours”."""
    suppliers: tuple[str, ...] = ()
    """Firms that may have it for a while."""
    planned_because: tuple[str, ...] = ()
    """Reasons for planning it for a day; none where it is never planned."""
    effect: PatientEffect = PatientEffect.NONE
    """How patients may be touched, where the sister says so."""
    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
