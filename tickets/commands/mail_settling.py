"""What the desk makes of messages that the program could not place by itself."""

from datetime import datetime

from django.db import transaction

from concierge.people.models import User
from concierge.places.models import Ward
from tickets import permissions
from tickets.choices import Source
from tickets.commands.mail_contacts import log_message, words_of
from tickets.commands.mail_in import flag_identifiers, lock_message, raise_for_sender, thread_receipt
from tickets.commands.raising import raise_ticket
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail.reading import ReadMessage, read
from tickets.mail.senders import Sender, sender_of
from tickets.merging import followed
from tickets.models import IncomingMessage, MessageState, Ticket

TO_PLACE = frozenset({MessageState.TRIAGE, MessageState.NOTED})
"""States from which the desk puts a message on a ticket; a noted one only while it has none."""


@transaction.atomic
def raise_from_message(
    *, message: IncomingMessage, ward: Ward, title: str, by: User, at: datetime, asked_by: str = ""
) -> Ticket:
    """Raise what a message asks for on behalf of a ward, with the message as its first contact.

    Somebody of that ward who wrote it herself is the one who asked, and gets her receipt. Raises
    NotAllowed unless `by` is of the desk, MoveRefused where it is settled already, and WrongValue
    for a ward of another trust.
    """
    message = _to_place(message, by)
    if ward.trust_id != message.trust_id:
        raise WrongValue("That ward belongs to another trust.", field="ward")
    found, sender = _read(message)
    if sender.user is not None and ward in sender.wards():
        message.ticket = raise_for_sender(message, found, sender.user, ward, title, at)
    else:
        message.ticket = raise_ticket(
            ward=ward,
            title=title,
            details=words_of(found),
            by=by,
            at=at,
            asked_by=asked_by[:200],
            source=Source.MAIL,
        )
    _file(message, found, sender, by, at)
    thread_receipt(message)
    return message.ticket


@transaction.atomic
def put_on_ticket(*, message: IncomingMessage, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """Put a message on a ticket there is, or on the one it was merged into.

    Raises NotAllowed unless `by` is of the desk, MoveRefused where it is settled already, and
    WrongValue for a ticket of another trust.
    """
    message = _to_place(message, by)
    if ticket.trust_id != message.trust_id:
        raise WrongValue("That ticket belongs to another trust.", field="ticket")
    found, sender = _read(message)
    message.ticket = Ticket.objects.lock(followed(ticket))
    message.is_reply = True
    _file(message, found, sender, by, at)
    return message.ticket


@transaction.atomic
def set_aside(*, message: IncomingMessage, by: User, at: datetime) -> IncomingMessage:
    """Take a message off the desk's list without a ticket; it is kept, and can be put back.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where it is settled already.
    """
    message = _of_desk(message, by)
    if message.state not in {MessageState.TRIAGE, MessageState.UNREADABLE}:
        raise MoveRefused("This message is settled already.")
    message.state, message.settled_by, message.settled_at = MessageState.SET_ASIDE, by, at
    message.save(update_fields=["state", "settled_by", "settled_at"])
    return message


@transaction.atomic
def put_back(*, message: IncomingMessage, by: User) -> IncomingMessage:
    """Undo setting a message aside.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where it was not set aside.
    """
    message = _of_desk(message, by)
    if message.state != MessageState.SET_ASIDE:
        raise MoveRefused("This message was not set aside.")
    was_read = message.read_at is not None
    message.state = MessageState.TRIAGE if was_read else MessageState.UNREADABLE
    message.settled_by = message.settled_at = None
    message.save(update_fields=["state", "settled_by", "settled_at"])
    return message


@transaction.atomic
def try_again(*, message: IncomingMessage, by: User) -> IncomingMessage:
    """Let a message that could not be read wait for reading once more, with its tries forgotten.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where it is not unreadable.
    """
    message = _of_desk(message, by)
    if message.state != MessageState.UNREADABLE:
        raise MoveRefused("This message was read already.")
    message.state, message.tries, message.reason = MessageState.WAITING, 0, ""
    message.save(update_fields=["state", "tries", "reason"])
    return message


def _of_desk(message: IncomingMessage, by: User) -> IncomingMessage:
    if not permissions.is_desk(by, message.trust_id):
        raise NotAllowed("Only the desk can settle its mail.")
    return lock_message(message)


def _to_place(message: IncomingMessage, by: User) -> IncomingMessage:
    message = _of_desk(message, by)
    if message.state not in TO_PLACE or message.ticket_id is not None:
        raise MoveRefused("This message is settled already.")
    return message


def _read(message: IncomingMessage) -> tuple[ReadMessage, Sender]:
    found = read(bytes(message.raw), desk_host=message.mailbox.address.rpartition("@")[2])
    return found, sender_of(found.sender, message.trust_id)


def _file(message: IncomingMessage, found: ReadMessage, sender: Sender, by: User, at: datetime) -> None:
    message.state, message.settled_by, message.settled_at = MessageState.FILED, by, at
    log_message(message, found, sender, by=by, at=at)
    flag_identifiers(message, by, at)
    message.save()
