"""Promise, keep, break: what a service said it would do, by when."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from tickets.choices import PromiseOutcome
from tickets.commands.parts import keep_change, lock_promise, must_say, open_leg_for
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail import notices
from tickets.models import Leg, Promise
from tickets.permissions import may_work
from tickets.working_days import add_working_days

PROMISED = "promised"
KEPT = "promise kept"
BROKEN = "promise broken"
LATE = "promise late"


@transaction.atomic
def take_promise(
    *, leg: Leg, what: str, due_at: datetime, by: User, at: datetime, promised_by: str = ""
) -> Promise:
    """Write down what a service promised at `at`; the desk chases the day after it falls due.

    Raises NotAllowed unless `by` is of the desk or the service, MoveRefused where the part has
    ended, and WrongValue where it would be due before it was made.
    """
    leg = open_leg_for(leg, by, PROMISED)
    what = must_say(what, "what", "Say what was promised.", at_most=300)
    if due_at < at:
        raise WrongValue("A promise is for a time to come.", field="due_at")
    promise = Promise(
        trust_id=leg.trust_id,
        leg=leg,
        what=what,
        promised_by=promised_by.strip(),
        promised_at=at,
        due_at=due_at,
    )
    promise.save_as(by, reason=PROMISED)
    leg.chase_on = add_working_days(timezone.localdate(due_at), 1)
    leg.save_as(by, reason=PROMISED, fields=["chase_on"])
    keep_change(leg.ticket, PROMISED, by, at, leg=leg, note=what)
    notices.tell("promised", leg.ticket, at, by=by, leg=leg, promise=promise)
    return promise


@transaction.atomic
def keep_promise(*, promise: Promise, by: User, at: datetime) -> Promise:
    """Note that a promise was kept at `at`: in time, or late.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where it is settled.
    """
    promise = _open_promise(promise, by)
    _settle(promise, PromiseOutcome.KEPT if at <= promise.due_at else PromiseOutcome.LATE, by, at)
    keep_change(promise.leg.ticket, KEPT, by, at, leg=promise.leg, note=promise.what)
    return promise


@transaction.atomic
def break_promise(*, promise: Promise, because: str, by: User, at: datetime) -> Promise:
    """Note that a promise was not kept, and why. Raises as keeping does, and WrongValue without a reason."""
    promise = _open_promise(promise, by)
    because = must_say(because, "because", "Say what happened.", at_most=300)
    _settle(promise, PromiseOutcome.BROKEN, by, at, because)
    keep_change(promise.leg.ticket, BROKEN, by, at, leg=promise.leg, note=f"{promise.what}: {because}")
    notices.tell("promise_broken", promise.leg.ticket, at, by=by, leg=promise.leg, promise=promise)
    return promise


@transaction.atomic
def note_late_promise(*, promise: Promise, by: User, at: datetime) -> Promise:
    """Write down once that a promise fell due and was not kept, and let the ward know.

    Raises MoveRefused where it is settled, not due yet, its part has ended, or it is written down.
    """
    promise = lock_promise(promise)
    told = promise.leg.ticket.changes.filter(verb=LATE, leg=promise.leg, happened_at=promise.due_at)
    if not promise.is_open or promise.due_at >= at or not promise.leg.is_open or told.exists():
        raise MoveRefused("This promise is not late, or that is written down.")
    keep_change(promise.leg.ticket, LATE, by, promise.due_at, leg=promise.leg, note=promise.what)
    notices.tell("promise_late", promise.leg.ticket, at, by=by, leg=promise.leg, promise=promise)
    return promise


def settle_promises(leg: Leg, *, by: User, at: datetime, broken_because: str = "") -> None:
    """Settle all open promises of a leg that ends: kept or late where it is done, else broken."""
    for promise in leg.promises.select_for_update().filter(outcome="").order_by("pk"):
        if broken_because:
            _settle(promise, PromiseOutcome.BROKEN, by, at, broken_because)
        else:
            _settle(promise, PromiseOutcome.KEPT if at <= promise.due_at else PromiseOutcome.LATE, by, at)


def _open_promise(promise: Promise, by: User) -> Promise:
    promise = lock_promise(promise)
    if not may_work(by, promise.leg):
        raise NotAllowed(f"Only the desk or {promise.leg.service} can settle this promise.")
    if not promise.is_open:
        raise MoveRefused(f"This promise is settled: {promise.get_outcome_display().lower()}.")
    return promise


def _settle(promise: Promise, outcome: PromiseOutcome, by: User, at: datetime, because: str = "") -> None:
    if at < promise.promised_at:
        raise WrongValue("This cannot have happened before it was promised.", field="at")
    promise.outcome, promise.settled_at, promise.settled_because = outcome, at, because[:300]
    promise.save_as(by, reason=outcome.label)
