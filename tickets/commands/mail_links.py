"""Answers given by a signed link: each link once, in the name of whom it was sent to."""

from datetime import datetime

from django.db import transaction

from concierge.people.models import User
from tickets import permissions
from tickets.choices import Status
from tickets.commands.closing import confirm_ticket, reopen_ticket
from tickets.commands.parts import keep_change
from tickets.commands.promises import take_promise
from tickets.commands.routing import finish_leg, give_back, hand_on
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail.links import Answer, Link
from tickets.models import Leg, Rating, Score, Service, Ticket, UsedLink

RATED = "rated by the ward"


@transaction.atomic
def answer_for_service(
    *, link: Link, text: str, at: datetime, due_at: datetime | None = None, to: Service | None = None
) -> Leg:
    """Do for a service what its link is for: done, a promise for a day, or not ours.

    History names the program as author, and the service and the address the link was sent to in
    its words. Raises MoveRefused for a link that was used or has expired, or a part that has
    ended, and WrongValue where something is missing.
    """
    assert link.leg_id is not None
    leg = Leg.objects.select_related("ticket", "service").get(pk=link.leg_id)
    _spend(link, leg.trust_id, at)
    by, signed = User.objects.system(), f"{leg.service}, by the link sent to {link.sent_to}"
    if link.answer == Answer.DONE:
        return finish_leg(leg=leg, result=_signed(text, signed), by=by, at=at)
    if link.answer == Answer.NOT_OURS and to is not None:
        return hand_on(leg=leg, to=to, because=_signed(text, signed), by=by, at=at)
    if link.answer == Answer.NOT_OURS:
        return give_back(leg=leg, because=_signed(text, signed), by=by, at=at)
    if due_at is None:
        raise WrongValue("Enter the day by which you will do it.", field="due_on")
    take_promise(leg=leg, what=text, due_at=due_at, promised_by=signed[:200], by=by, at=at)
    return leg


@transaction.atomic
def answer_for_ward(*, link: Link, at: datetime, score: Score | None = None, because: str = "") -> Ticket:
    """Confirm a ticket, with how well the ward was served, or open it again, as the sister written to.

    On a ticket that counts as fixed already, only the rating is kept. Raises MoveRefused for a
    link that was used, has expired or is of an earlier end of the ticket, and NotAllowed where she
    has left the ward.
    """
    assert link.person_id is not None
    person = User.objects.get(pk=link.person_id)
    ticket = Ticket.objects.lock(Ticket.objects.get(pk=link.ticket_id))
    if not person.is_active or not permissions.is_ward(person, ticket):
        raise NotAllowed(f"This link was sent to somebody who is no longer of {ticket.ward}.")
    if link.resolution != ticket.times_reopened:
        raise MoveRefused("The ticket was opened again since. A newer e-mail has newer links.")
    _spend(link, ticket.trust_id, at)
    if link.answer == Answer.NOT_FIXED:
        return reopen_ticket(ticket=ticket, because=because, by=person, at=at)
    if ticket.status != Status.CONFIRMED:
        ticket = confirm_ticket(ticket=ticket, by=person, at=at)
    elif score is None:
        raise MoveRefused("It counts as fixed already.")
    if score is not None:
        rate_ticket(ticket=ticket, score=score, by=person, at=at)
    return ticket


@transaction.atomic
def rate_ticket(*, ticket: Ticket, score: Score, by: User, at: datetime) -> Rating:
    """Keep how well a ward says it was served, once for each end of a ticket.

    Raises NotAllowed unless `by` is of the ward, and MoveRefused where there is no end to rate or
    it has a rating.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.is_ward(by, ticket):
        raise NotAllowed(f"Only {ticket.ward} can rate this.")
    if not ticket.is_answered:
        raise MoveRefused("It can be rated once it is resolved.")
    if ticket.ratings.filter(resolution=ticket.times_reopened).exists():
        raise MoveRefused("The ward has rated this already.")
    keep_change(ticket, RATED, by, at, note=Score(score).label)
    return Rating.objects.create(
        trust_id=ticket.trust_id,
        ticket=ticket,
        resolution=ticket.times_reopened,
        score=score,
        rated_at=at,
        rated_by=by,
    )


def _spend(link: Link, trust_id: int, at: datetime) -> None:
    """Use a link up; undone with the rest where what follows is refused."""
    if link.has_expired(at):
        raise MoveRefused("This link has expired. Answer the e-mail instead.")
    _, is_first = UsedLink.objects.get_or_create(
        token_hash=link.token_hash, defaults={"trust_id": trust_id, "used_at": at}
    )
    if not is_first:
        raise MoveRefused("This link has been used. Answer the e-mail if there is more to say.")


def _signed(text: str, who: str) -> str:
    return f"{text.strip()} ({who})" if text.strip() else ""
