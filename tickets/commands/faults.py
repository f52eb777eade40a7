"""Settle what an old log left for a person."""

from datetime import datetime

from django.db import transaction

from concierge.people.models import User
from tickets import permissions
from tickets.commands.parts import must_say
from tickets.errors import MoveRefused, NotAllowed
from tickets.models import ImportFault


@transaction.atomic
def settle_fault(*, fault: ImportFault, note: str, by: User, at: datetime) -> ImportFault:
    """Take a row off the list, saying what was done about it; the row itself is kept.

    Raises NotAllowed unless `by` works for the desk, MoveRefused where it is settled already,
    and WrongValue without a note.
    """
    fault = ImportFault.objects.select_for_update(of=("self",)).get(pk=fault.pk)
    if not permissions.is_desk(by, fault.trust_id):
        raise NotAllowed("Only the desk can settle this.")
    note = must_say(note, "note", "Say what was done about it.")
    if fault.settled_at is not None:
        raise MoveRefused("This row is settled already.")
    fault.settled_at, fault.settled_by, fault.settled_note = at, by, note[:300]
    fault.save(update_fields=["settled_at", "settled_by", "settled_note"])
    return fault
