"""Keep an NHS number in a ticket although the page warned, and say why."""

from datetime import datetime

from django.db import transaction

from concierge.people.models import User
from tickets import permissions
from tickets.commands.parts import keep_change, must_say
from tickets.errors import NotAllowed
from tickets.models import Ticket

KEPT = "NHS number kept"


@transaction.atomic
def keep_identifier(*, ticket: Ticket, reason: str, by: User, at: datetime) -> Ticket:
    """Write down why a text that looks as if it holds an NHS number was sent all the same.

    Raises NotAllowed unless `by` may write on the ticket, and WrongValue without a reason.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_record(by, ticket):
        raise NotAllowed("Only the ward, the desk and the services concerned can add to this ticket.")
    reason = must_say(reason, "identifier_reason", "Say why the number has to be there.")
    keep_change(ticket, KEPT, by, at, note=reason)
    return ticket
