"""The region itself: what one ticket needs to know of its trusts, wards, people and services."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from tickets.load.calendar import Calendar
from tickets.load.wording import Wording


@dataclass(frozen=True)
class WardThere:
    """A ward as its tickets need it."""

    id: int
    trust: int
    """Which of the region's trusts, from 0."""
    sisters: tuple[tuple[int, int], ...]
    """Who has run it: from which day of the calendar, and the person's id; the first from the start."""
    concierge: int
    email: str

    def sister(self, day: int) -> int:
        """Who runs it on a day."""
        return next(person for since, person in reversed(self.sisters) if since <= day)


@dataclass(frozen=True)
class ServiceThere:
    """A service as its parts of tickets need it."""

    id: int
    name: str
    email: str
    chase_after_days: int
    people: tuple[int, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class TrustThere:
    """A trust of the region."""

    id: int
    desk: tuple[int, ...]
    """Ids of its concierges."""
    mailbox: int
    address: str
    services: dict[str, ServiceThere]
    processes: tuple[int, ...]
    """Ids, in the order of the demonstration's plans."""


@dataclass(frozen=True)
class Region:
    """All that is needed to make any ticket of the region, in whichever process makes it."""

    seed: int
    tickets: int
    trusts: tuple[TrustThere, ...]
    wards: tuple[WardThere, ...]
    weights: list[float]
    """How much the wards ask, added up one after another."""
    plan_weights: list[int]
    """How often each process is asked about, likewise."""
    system: int
    """Id of the author of what the clock does."""
    letter: str
    calendar: Calendar
    wordings: list[list[Wording]]
    now: int
    """The moment at which the log stands, in the calendar's seconds."""
    per_day: list[int]
    """How many tickets had come by the end of each day."""

    def day_of(self, number: int) -> int:
        """The day on which a ticket came."""
        return bisect_right(self.per_day, number)


def arrivals(calendar: Calendar, tickets: int) -> list[int]:
    """How many tickets had come by the end of each day: many on working days, few on others."""
    weights = [20 if calendar.is_working[day] else 4 for day in range(calendar.today)]
    total = sum(weights)
    return [tickets * so_far // total for so_far in accumulate(weights)]
