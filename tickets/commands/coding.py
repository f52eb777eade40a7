"""Code and recode: one rater's choice of one of the six causes."""

from datetime import datetime

from django.db import transaction

from concierge.people.models import User
from tickets import permissions
from tickets.choices import CauseFate, RootCause
from tickets.commands.parts import keep_change
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.models import Coding, Ticket

CODED = "coded"
RECODED = "recoded"
CODED_AGAIN = "coded by a second coder"


def check_causes(cause: str, contributing_cause: str | None) -> tuple[RootCause, RootCause | None]:
    """The two causes, if each is one of the six and they differ. Raises WrongValue."""
    if cause not in RootCause.values:
        raise WrongValue("Choose one of the six causes.", field="root_cause")
    if not contributing_cause:
        return RootCause(cause), None
    if contributing_cause not in RootCause.values or contributing_cause == cause:
        raise WrongValue("The contributing cause must be another of the six.", field="contributing_cause")
    return RootCause(cause), RootCause(contributing_cause)


@transaction.atomic
def code_ticket(
    *,
    ticket: Ticket,
    root_cause: RootCause,
    by: User,
    at: datetime,
    contributing_cause: RootCause | None = None,
    cause_fate: CauseFate | None = None,
    because: str = "",
) -> Ticket:
    """Choose, or choose again, the cause of a resolved ticket; history keeps the earlier choice.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where it has no outcome yet.
    """
    ticket = _codable(ticket, by)
    verb = CODED if ticket.to_be_coded else RECODED
    ticket.root_cause, ticket.contributing_cause = check_causes(root_cause, contributing_cause)
    ticket.to_be_coded = False
    ticket.cause_fate = cause_fate if cause_fate is not None else ticket.cause_fate
    ticket.save_as(by, reason=because or verb)
    keep_coding(ticket, root_cause, contributing_cause, by, at, reason=because or verb)
    keep_change(ticket, verb, by, at, note=because)
    return ticket


@transaction.atomic
def code_again(
    *, ticket: Ticket, cause: RootCause, by: User, at: datetime, contributing_cause: RootCause | None = None
) -> Coding:
    """A second coder's choice, made without seeing the first; the ticket keeps the first.

    Raises NotAllowed unless `by` is of the desk and did not code it first, and MoveRefused where
    it has no first coding or a second one already.
    """
    ticket = _codable(ticket, by)
    codings = ticket.codings.filter(resolution=ticket.times_reopened)
    first = codings.filter(is_second=False).first()
    if first is None or codings.filter(is_second=True).exists():
        raise MoveRefused("A second coder chooses once, after the first.")
    if first.rater_id == by.pk:
        raise NotAllowed("The second coder must be somebody else.")
    check_causes(cause, contributing_cause)
    coding = keep_coding(ticket, cause, contributing_cause, by, at, is_second=True, reason=CODED_AGAIN)
    keep_change(ticket, CODED_AGAIN, by, at)
    return coding


def keep_coding(
    ticket: Ticket,
    cause: RootCause,
    contributing_cause: RootCause | None,
    by: User,
    at: datetime,
    *,
    is_second: bool = False,
    reason: str = CODED,
) -> Coding:
    """Write a coding of the ticket's present resolution, or change the one there is."""
    key = {"ticket": ticket, "resolution": ticket.times_reopened, "is_second": is_second}
    coding = Coding.objects.filter(**key).first() or Coding(trust_id=ticket.trust_id, **key)
    coding.rater, coding.coded_at = by, at
    coding.cause, coding.contributing_cause = cause, contributing_cause or None
    coding.save_as(by, reason=reason)
    return coding


def _codable(ticket: Ticket, by: User) -> Ticket:
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_code(by, ticket):
        raise NotAllowed("Only the desk can code this ticket.")
    if not ticket.is_answered:
        raise MoveRefused(f"{ticket} has no outcome yet, so its cause cannot be chosen.")
    return ticket
