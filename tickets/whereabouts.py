"""Who has a ticket, since when, what happens next and by when, in people's words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from tickets.choices import HolderKind, LegStatus, Status
from tickets.models import Holding, Leg, Promise, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.working_days import add_working_days


def listed(names: list[str]) -> str:
    """Give "Estates", "Estates and Finance", "Estates, Finance and HR"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@dataclass(frozen=True)
class Place:
    """One who has a ticket or a part of it, and what is to happen there."""

    holder: HolderKind
    who: str
    since: datetime
    next_step: str
    by_when: date | None
    is_late: bool
    leg: Leg | None = None


@dataclass(frozen=True)
class Whereabouts:
    """All who have a ticket now, the most pressing first; none where it is done with."""

    places: tuple[Place, ...]
    next_step: str
    by_when: date | None
    is_late: bool

    @property
    def who(self) -> str:
        return listed(list(dict.fromkeys(place.who for place in self.places)))

    @property
    def since(self) -> datetime | None:
        return min((place.since for place in self.places), default=None)


def with_whereabouts(tickets: TicketQuerySet) -> TicketQuerySet:
    """Fetch beside tickets what `whereabouts_of` reads: four queries for any number of rows."""
    promises = Promise.objects.filter(outcome="").order_by("due_at", "pk")
    holdings = Holding.objects.filter(ended_at__isnull=True)
    legs = (
        Leg.objects.select_related("service")
        .order_by("opened_at", "pk")
        .prefetch_related(
            Prefetch("promises", promises, to_attr="open_promises"),
            Prefetch("holdings", holdings, to_attr="present_holdings"),
        )
    )
    return tickets.select_related("ward__site", "process", "concierge", "trust").prefetch_related(
        Prefetch("legs", legs, to_attr="all_legs")
    )


def whereabouts_of(ticket: Ticket, at: datetime, *, to_ward: bool = False) -> Whereabouts:
    """Say where a ticket of `with_whereabouts` is; `to_ward` words it for the ward itself."""
    legs: list[Leg] = ticket.all_legs  # type: ignore[attr-defined]
    today = timezone.localdate(at)
    if not ticket.is_open:
        return _closed(ticket, to_ward)
    open_legs = [leg for leg in legs if leg.is_open]
    places = [_place_of(leg, today, at, to_ward) for leg in open_legs] or [_at_the_desk(ticket, legs, today)]
    places.sort(key=lambda place: (not place.is_late, place.by_when or date.max))
    first = places[0]
    return Whereabouts(tuple(places), first.next_step, first.by_when, any(place.is_late for place in places))


def _closed(ticket: Ticket, to_ward: bool) -> Whereabouts:
    if ticket.status == Status.WITHDRAWN:
        return Whereabouts((), f"Withdrawn: {ticket.withdrawn_because}", None, False)
    if ticket.status == Status.CONFIRMED or ticket.resolved_at is None:
        return Whereabouts((), "Done.", None, False)
    until = timezone.localdate(ticket.resolved_at + settings.ENVIRONMENT.confirm_after)
    ward = "Your ward" if to_ward else str(ticket.ward)
    step = "Tell us if it is fixed." if to_ward else "The ward can confirm or reopen it."
    place = Place(HolderKind.WARD, ward, ticket.resolved_at, step, until, False)
    return Whereabouts((place,), step, until, False)


def _at_the_desk(ticket: Ticket, legs: list[Leg], today: date) -> Place:
    since = max([ticket.raised_at, *(leg.ended_at for leg in legs if leg.ended_at)])
    name = ticket.concierge.name if ticket.concierge else "the desk"
    if ticket.status == Status.RAISED:
        step = f"{name} will pass it to the right people."
    else:
        step = f"{name} will finish it, or pass it on."
    due = _target(ticket)
    return Place(HolderKind.DESK, "The desk", since, step, due, due is not None and due < today)


def _place_of(leg: Leg, today: date, at: datetime, to_ward: bool) -> Place:
    held: Holding = leg.present_holdings[0]  # type: ignore[attr-defined]
    promise: Promise | None = next(iter(leg.open_promises), None)  # type: ignore[attr-defined]
    who = {
        HolderKind.WARD: "Your ward" if to_ward else str(leg.ticket.ward),
        HolderKind.DESK: "The desk",
        HolderKind.SUPPLIER: held.supplier,
        HolderKind.SERVICE: str(leg.service),
    }[HolderKind(held.holder)]
    step, due, late = _next_of(leg, promise, today, at)
    return Place(HolderKind(held.holder), who, held.started_at, step, due, late, leg)


def _next_of(leg: Leg, promise: Promise | None, today: date, at: datetime) -> tuple[str, date | None, bool]:
    if leg.status == LegStatus.WITH_WARD:
        return f"{leg.service} asks: {leg.question}", None, False
    if leg.status == LegStatus.PLANNED and leg.planned_for is not None:
        return f"Planned: {leg.planned_because}", leg.planned_for, leg.planned_for < today
    if promise is not None:
        return (
            f"{leg.service} promised: {promise.what}",
            timezone.localdate(promise.due_at),
            promise.due_at < at,
        )
    due = _target(leg.ticket)
    if leg.chase_on is None:
        return f"{leg.service} is working on it.", due, due is not None and due < today
    chasing = "today" if leg.chase_on <= today else f"on {leg.chase_on:%A %-d %B}"
    return f"The desk will ask {leg.service} again {chasing}.", due, due is not None and due < today


def _target(ticket: Ticket) -> date | None:
    """The day by which the process should be done, where it has a target."""
    if ticket.process is None or ticket.process.target_days is None:
        return None
    return add_working_days(timezone.localdate(ticket.raised_at), ticket.process.target_days)
