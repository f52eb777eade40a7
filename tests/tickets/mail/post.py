"""Messages as they come, and a desk that takes them in. Nobody real is named."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from typing import Any

from tests.factories import NINE
from tickets import commands
from tickets.mail.addresses import reply_address
from tickets.mail.arriving import read_kept
from tickets.models import IncomingMessage, Interaction, Mailbox, OutgoingMessage, Ticket

DESK = "desk@desk.example"
_numbers = count(1)


def letter(
    sender: str,
    *,
    subject: str = "A new kettle",
    text: str = "Ours leaks.",
    to: str = DESK,
    message_id: str | None = None,
    date: datetime = NINE,
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A message; `in_reply_to="x"` and the like become headers."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(date)
    if message_id != "":
        message["Message-ID"] = f"<{message_id or f'{next(_numbers)}@trust.example'}>"
    for name, value in headers.items():
        message[name.replace("_", "-").title()] = value
    message.set_content(text)
    for name, content in (files or {}).items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def take_in(mailbox: Mailbox, raw: bytes, at: datetime = NINE) -> IncomingMessage:
    """Keep a message and read it, as poll and task do."""
    kept = commands.keep_message(raw=raw, mailbox=mailbox, at=at)
    read_kept(kept.message.pk)
    return IncomingMessage.objects.get(pk=kept.message.pk)


def sent(ticket: Ticket, to: str, **columns: Any) -> OutgoingMessage:
    """A message of ours on a ticket, as if it had left."""
    told = {
        "trust_id": ticket.trust_id,
        "ticket": ticket,
        "kind": "letter",
        "to": [to],
        "subject": ticket.title,
        "text": "Please.",
        "message_id": f"{next(_numbers)}@desk.example",
        "created_at": NINE,
        "due_at": NINE,
        "sent_at": NINE,
        "state": "sent",
        **columns,
    }
    return OutgoingMessage.objects.create(**told)


LATER = NINE + timedelta(hours=1)


def on(ticket: Ticket, mailbox: Mailbox) -> dict[str, str]:
    """What makes a message one about the ticket: it goes to the signed address."""
    return {"to": reply_address(ticket, mailbox)}


def contact_of(message: IncomingMessage) -> Interaction:
    assert message.interaction is not None
    return message.interaction
