"""Take, assign, pass the ward on: whose it is, in one step."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Ward
from tickets import permissions
from tickets.commands.parts import keep_change
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.models import Ticket

ASSIGNED = "assigned"
PASSED_ON = "passed on"


@transaction.atomic
def assign_ticket(*, ticket: Ticket, concierge: User, by: User, at: datetime) -> Ticket:
    """Name the one concierge of an open ticket; taking it is naming oneself.

    Raises NotAllowed unless both work for the desk, and MoveRefused where it is closed.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.is_desk(by, ticket.trust_id):
        raise NotAllowed("Only the desk can assign this ticket.")
    if ticket.trust_id not in standing_of(concierge).desks:
        raise WrongValue(f"{concierge} does not work for this desk.", field="concierge")
    if not ticket.is_open:
        raise MoveRefused(f"{ticket} is closed.")
    _assign(ticket, concierge, by, at)
    return ticket


@transaction.atomic
def hand_over_concierge(*, trust_id: int, leaver: User, to: User, by: User, at: datetime) -> list[Ticket]:
    """Give all open tickets of one concierge to another. Returns them.

    Raises NotAllowed unless `by` works for the desk, and WrongValue unless `to` does.
    """
    if not permissions.is_desk(by, trust_id):
        raise NotAllowed("Only the desk can hand tickets over.")
    if trust_id not in standing_of(to).desks or to == leaver:
        raise WrongValue("Choose somebody else of the desk.", field="to")
    mine = Ticket.objects.open().filter(trust_id=trust_id, concierge=leaver).order_by("pk")
    tickets = list(mine.select_for_update(of=("self",)))
    for ticket in tickets:
        _assign(ticket, to, by, at)
    return tickets


@transaction.atomic
def pass_ward_on(*, ward: Ward, to: User, by: User, at: datetime) -> list[Ticket]:
    """Make another of the ward the one the desk answers to, for every open ticket. Returns them.

    The tickets stay the ward's. Raises NotAllowed unless `by` is its sister, of the desk or an
    administrator, and WrongValue unless `to` has a post on the ward.
    """
    if not permissions.may_pass_on_ward(by, ward.pk, ward.trust_id):
        raise NotAllowed(f"Only the sister of {ward}, the desk or an administrator can pass it on.")
    if not to.posts.current(timezone.localdate(at)).filter(ward=ward).exists():
        raise WrongValue(f"{to} has no post on {ward} yet.", field="to")
    tickets = list(ward.tickets.open().select_for_update(of=("self",)).order_by("pk"))
    for ticket in tickets:
        ticket.contact = to
        ticket.save_as(by, reason=PASSED_ON, fields=["contact"])
        keep_change(ticket, PASSED_ON, by, at, note=to.name)
    return tickets


def _assign(ticket: Ticket, concierge: User, by: User, at: datetime) -> None:
    ticket.concierge = concierge
    ticket.save_as(by, reason=ASSIGNED, fields=["concierge"])
    keep_change(ticket, ASSIGNED, by, at, note=concierge.name)
