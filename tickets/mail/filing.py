"""Which ticket a message is about. The order is a promise to its readers, and tests hold each row of it.

1. In-Reply-To and References name a message that we sent or received.
2. It was sent to a signed reply address.
3. Its subject bears a reference, and its sender is already on that ticket.

A ticket that was merged into another is followed there. Nothing here changes a row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tickets.mail.addresses import ticket_of
from tickets.mail.reading import ReadMessage
from tickets.mail.senders import Sender, is_on
from tickets.merging import followed
from tickets.models import IncomingMessage, OutgoingMessage, Ticket
from tickets.references import as_reference

_DASH = re.compile(r"[\u2010-\u2015]")
_MENTIONED = re.compile(r"(?<![\w.+-])([a-z][-\u2010-\u2015 ]?\d{5,12})(?![\w-])", re.IGNORECASE)
MENTIONS_TRIED = 5
"""Most references of one subject that are looked up."""


@dataclass(frozen=True)
class Found:
    """The ticket a message is about, if any, and the message of ours that it answers, if that is known."""

    ticket: Ticket | None = None
    answers: OutgoingMessage | None = None


def find_ticket(read: ReadMessage, sender: Sender) -> Found:
    """The ticket of the sender's trust that a message is about, by the order above."""
    found = _by_thread(read, sender.trust_id)
    if found.ticket is None:
        found = Found(_by_address(read, sender.trust_id))
    if found.ticket is None and read.bounce is not None:
        found = _by_returned(read, sender.trust_id)
    if found.ticket is None:
        found = Found(_by_subject(read.subject, sender))
    return found


def is_ours(message_id: str) -> bool:
    """Whether a message is one that we sent, come back by a list or a rule of somebody's mailbox."""
    return bool(message_id) and OutgoingMessage.objects.filter(message_id=message_id).exists()


def _by_thread(read: ReadMessage, trust_id: int) -> Found:
    returned = [read.bounce.original_message_id] if read.bounce and read.bounce.original_message_id else []
    ids = [*returned, *read.in_reply_to, *reversed(read.references)]
    if not ids:
        return Found()
    sent = OutgoingMessage.objects.filter(trust_id=trust_id, message_id__in=ids, ticket__isnull=False)
    came = IncomingMessage.objects.filter(trust_id=trust_id, message_id__in=ids, ticket__isnull=False)
    letters = {letter.message_id: letter for letter in sent.select_related("ticket", "leg__service")}
    tickets = {message.message_id: message.ticket for message in came.defer("raw").select_related("ticket")}
    for named in ids:
        if named in letters:
            ticket = letters[named].ticket
            return Found(followed(ticket) if ticket else None, letters[named])
        if ticket := tickets.get(named):
            return Found(followed(ticket))
    return Found()


def _by_address(read: ReadMessage, trust_id: int) -> Ticket | None:
    found = (ticket_of(address) for address in read.recipients)
    return next((ticket for ticket in found if ticket is not None and ticket.trust_id == trust_id), None)


def _by_returned(read: ReadMessage, trust_id: int) -> Found:
    """What a mail server sent back without the id of our message: by its subject and whom it was for."""
    assert read.bounce is not None
    subject, recipient = read.bounce.original_subject or read.subject, read.bounce.recipient.lower()
    for ticket in _mentioned(subject, trust_id):
        for letter in ticket.messages_out.select_related("leg__service").order_by("-created_at", "-pk"):
            if recipient in {address.lower() for address in [*letter.to, *letter.cc]}:
                return Found(followed(ticket), letter)
    return Found()


def _by_subject(subject: str, sender: Sender) -> Ticket | None:
    """Only where the sender is on the ticket, or on the one it goes on in: a reference can be guessed."""
    for ticket in _mentioned(subject, sender.trust_id):
        goes_on = followed(ticket)
        if is_on(ticket, sender) or is_on(goes_on, sender):
            return goes_on
    return None


def _mentioned(subject: str, trust_id: int) -> Iterator[Ticket]:
    written = list(dict.fromkeys(_DASH.sub("-", found) for found in _MENTIONED.findall(subject)))
    for reference in filter(None, map(as_reference, written[:MENTIONS_TRIED])):
        yield from Ticket.objects.filter(trust_id=trust_id, reference=reference)
