"""Resolve, confirm, reopen, withdraw."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from concierge.people.models import User
from concierge.people.standing import standing_of
from tickets import permissions
from tickets.choices import CauseFate, LegStatus, RootCause
from tickets.commands.coding import check_causes, keep_coding
from tickets.commands.parts import end_leg, keep_change, must_not_precede, must_say
from tickets.errors import LegStillOpen, MoveRefused, NotAllowed
from tickets.mail import notices
from tickets.models import Ticket
from tickets.moves import CONFIRM, REOPEN, RESOLVE, WITHDRAW

NO_OUTCOME: dict[str, Any] = {
    "outcome": "",
    "resolved_at": None,
    "root_cause": None,
    "contributing_cause": None,
    "cause_fate": "",
    "to_be_coded": False,
    "fixed_on_first_contact": None,
    "confirmed_at": None,
}
"""What a ticket says of its end while it has none."""


@transaction.atomic
def resolve_ticket(
    *,
    ticket: Ticket,
    outcome: str,
    root_cause: RootCause,
    cause_fate: CauseFate,
    by: User,
    at: datetime,
    contributing_cause: RootCause | None = None,
    fixed_on_first_contact: bool = False,
) -> Ticket:
    """Record what the ward received at `at`, why it had to ask, and whether the cause was removed.

    Raises NotAllowed unless `by` is of the desk or of a service that adopted its process,
    LegStillOpen, naming the services, while a part is open, and MoveRefused where it is closed.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_resolve(by, ticket):
        raise NotAllowed("Only the desk can resolve this ticket.")
    ticket.make(RESOLVE)
    _check_no_leg_is_open(ticket)
    must_not_precede(at, _last_moment(ticket), "the last thing done to it")
    ticket.outcome = must_say(outcome, "outcome", "Say what the ward received.")
    ticket.root_cause, ticket.contributing_cause = check_causes(root_cause, contributing_cause)
    ticket.cause_fate, ticket.fixed_on_first_contact = cause_fate, fixed_on_first_contact
    ticket.resolved_at = at
    ticket.save_as(by, reason=RESOLVE.verb)
    keep_coding(ticket, root_cause, contributing_cause, by, at)
    keep_change(ticket, RESOLVE, by, at, note=ticket.outcome)
    notices.tell("resolved", ticket, at, by=by)
    return ticket


@transaction.atomic
def confirm_ticket(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """Note that the ward has what it needed.

    Raises NotAllowed unless `by` is of the ward (or the clock), MoveRefused unless it is resolved.
    """
    ticket = Ticket.objects.lock(ticket)
    if not (permissions.is_ward(by, ticket) or standing_of(by).is_system):
        raise NotAllowed(f"Only {ticket.ward} can confirm this.")
    ticket.make(CONFIRM)
    ticket.confirmed_at = at
    ticket.save_as(by, reason=CONFIRM.verb)
    keep_change(ticket, CONFIRM, by, at)
    return ticket


@transaction.atomic
def reopen_ticket(*, ticket: Ticket, because: str, by: User, at: datetime) -> Ticket:
    """Take a ticket up again; its history keeps the outcome and cause it had.

    Raises NotAllowed unless `by` is of the ward or the desk, and MoveRefused where the ticket is
    not resolved or, for the ward, the reopen window has passed.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_withdraw(by, ticket):
        raise NotAllowed(f"Only {ticket.ward} or the desk can reopen this ticket.")
    because = must_say(because, "because", "Say what is still wrong.")
    resolved_at = ticket.resolved_at
    ticket.make(REOPEN)
    window = settings.ENVIRONMENT.reopen_window
    if resolved_at and at > resolved_at + window and not permissions.is_desk(by, ticket.trust_id):
        raise MoveRefused(
            f"It was resolved more than {window.days} days ago. Raise a new ticket, or ring the desk."
        )
    for column, value in NO_OUTCOME.items():
        setattr(ticket, column, value)
    ticket.times_reopened += 1
    ticket.save_as(by, reason=because)
    keep_change(ticket, REOPEN, by, at, note=because)
    notices.tell("reopened", ticket, at, by=by, text=because)
    return ticket


@transaction.atomic
def withdraw_ticket(*, ticket: Ticket, because: str, by: User, at: datetime) -> Ticket:
    """End a ticket that is not needed any more; its open parts end with it.

    Raises NotAllowed unless `by` is of the ward or the desk, and MoveRefused where it is closed.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_withdraw(by, ticket):
        raise NotAllowed(f"Only {ticket.ward} or the desk can withdraw this ticket.")
    because = must_say(because, "because", "Say why it is not needed any more.", at_most=300)
    ticket.make(WITHDRAW)
    for leg in ticket.legs.open().select_for_update().select_related("service"):
        end_leg(leg, LegStatus.WITHDRAWN, because, by, at, WITHDRAW.verb)
    ticket.withdrawn_at, ticket.withdrawn_because = at, because
    ticket.save_as(by, reason=because)
    keep_change(ticket, WITHDRAW, by, at, note=because)
    return ticket


def _check_no_leg_is_open(ticket: Ticket) -> None:
    names = [str(leg.service) for leg in ticket.legs.open().select_related("service").order_by("pk")]
    if names:
        raise LegStillOpen(
            f"{' and '.join(names)} still {'has a part' if len(names) == 1 else 'have parts'} open. "
            "Say that it is done, hand it on or give it back first."
        )


def _last_moment(ticket: Ticket) -> datetime:
    ends = [leg.ended_at for leg in ticket.legs.all() if leg.ended_at is not None]
    return max([ticket.raised_at, *ends])
