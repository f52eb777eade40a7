"""Pieces that several verbs share: who holds a leg, what the legs make of a ticket, its change rows."""

from datetime import date, datetime

from django.utils import timezone

from concierge.people.models import User
from tickets.choices import HolderKind, LegStatus, Status
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.models import Change, Holding, Leg, Promise, Ticket
from tickets.moves import Move
from tickets.permissions import may_work
from tickets.working_days import add_working_days


def take_turns_on(ticket_id: int) -> None:
    """Lock a ticket without reading it, for those who go on to lock something of its own."""
    Ticket.objects.select_for_update().values_list("pk").get(pk=ticket_id)


def lock_leg(leg: Leg) -> Leg:
    """Lock a leg's ticket first, then fetch the leg afresh, so that verbs on one ticket take turns."""
    take_turns_on(leg.ticket_id)
    return (
        Leg.objects.select_for_update(of=("self",))
        .select_related("ticket", "ticket__process__service", "ticket__ward", "service")
        .get(pk=leg.pk)
    )


def lock_promise(promise: Promise) -> Promise:
    """Lock a promise's ticket first, then fetch the promise afresh."""
    take_turns_on(promise.leg.ticket_id)
    return (
        Promise.objects.select_for_update(of=("self",))
        .select_related("leg__ticket", "leg__service")
        .get(pk=promise.pk)
    )


def open_leg_for(leg: Leg, by: User, verb: str) -> Leg:
    """Lock a leg that must be open and that the author may act on.

    Raises NotAllowed or MoveRefused, naming the verb.
    """
    leg = lock_leg(leg)
    if not may_work(by, leg):
        raise NotAllowed(f"Only the desk or {leg.service} can do this.")
    if not leg.is_open:
        raise MoveRefused(f"{leg.service}'s part has ended, so it cannot be {verb}.")
    return leg


def must_not_precede(at: datetime, earliest: datetime, what: str) -> None:
    if at < earliest:
        when = timezone.localtime(earliest).strftime("%-d %B %Y at %H:%M")
        raise WrongValue(f"This cannot have happened before {what} ({when}).", field="at")


def open_holding(leg: Leg, holder: HolderKind, at: datetime, supplier: str = "") -> None:
    Holding.objects.create(trust_id=leg.trust_id, leg=leg, holder=holder, supplier=supplier, started_at=at)


def end_holding(leg: Leg, at: datetime) -> None:
    """End what holds a leg; a holding that lasted no time is not kept."""
    current = leg.holdings.filter(ended_at__isnull=True).get()
    must_not_precede(at, current.started_at, f"{current} had it")
    if at == current.started_at:
        current.delete()
        return
    current.ended_at = at
    current.save(update_fields=["ended_at"])


def pass_to(leg: Leg, holder: HolderKind, at: datetime, supplier: str = "") -> None:
    """Let another hold an open leg from a moment on; the same holder simply goes on."""
    current = leg.holdings.filter(ended_at__isnull=True).get()
    must_not_precede(at, current.started_at, f"{current} had it")
    if (current.holder, current.supplier) == (holder, supplier):
        return
    end_holding(leg, at)
    open_holding(leg, holder, at, supplier)


def end_leg(leg: Leg, status: LegStatus, result: str, by: User, at: datetime, reason: str) -> None:
    """End an open leg and what held it."""
    end_holding(leg, at)
    leg.status, leg.ended_at, leg.result = status, at, result
    leg.question = leg.planned_because = ""
    leg.planned_for = leg.chase_on = None
    leg.save_as(by, reason=reason)


def chase_later(leg: Leg, after: date) -> None:
    """Put the next chase off by the service's patience, never bringing it nearer."""
    later = add_working_days(after, leg.service.chase_after_days)
    leg.chase_on = max(later, leg.chase_on or later)


def settle_status(ticket: Ticket) -> None:
    """Show with the ward or planned only while all open legs are; else in hand."""
    statuses = set(ticket.legs.open().values_list("status", flat=True))
    same = {
        frozenset({LegStatus.WITH_WARD}): Status.WITH_WARD,
        frozenset({LegStatus.PLANNED}): Status.PLANNED,
    }
    ticket.status = same.get(frozenset(LegStatus(status) for status in statuses), Status.IN_HAND)


def keep_change(
    ticket: Ticket,
    move: Move | str,
    by: User,
    at: datetime,
    *,
    leg: Leg | None = None,
    note: str = "",
    holder: str = "",
) -> None:
    """Write down that a verb was done, with the status it left."""
    Change.objects.create(
        trust_id=ticket.trust_id,
        ticket=ticket,
        leg=leg,
        verb=move if isinstance(move, str) else move.verb,
        note=note,
        status=ticket.status,
        holder=holder,
        happened_at=at,
        by=by,
    )


def must_say(text: str, field: str, message: str, *, at_most: int | None = None) -> str:
    """Strip a text that must hold words, `at_most` so many letters. Raises WrongValue."""
    text = text.strip()
    if not text:
        raise WrongValue(message, field=field)
    if at_most is not None and len(text) > at_most:
        raise WrongValue(f"This can have {at_most} letters; it has {len(text):,}.", field=field)
    return text
