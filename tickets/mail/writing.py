"""Writing a message down: its row, its place among the messages of a ticket, and what may stand in it."""

import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from concierge.people.models import User
from concierge.places.models import Trust
from tickets import tasks
from tickets.errors import WrongValue
from tickets.identifiers import mask
from tickets.mail.addresses import desk_mailbox, own_message_id, reply_address
from tickets.models import IncomingMessage, Interaction, Leg, Mailbox, OutgoingMessage, Ticket

LONGEST_SUBJECT = 250
LONGEST_THREAD = 12
"""Messages named in References: the first, which clients sort by, and the last ones."""
RECENT = 50
"""Messages of a ticket among which an earlier one to the same people is looked for."""
_AN_ID = re.compile(r"[^\s<>@]+@[^\s<>]+")


def title_for_mail(ticket: Ticket) -> str:
    """The words by which a message may name a ticket; the one place that decides what leaves the house."""
    return mask(ticket.title)


def write(
    *,
    trust: Trust,
    kind: str,
    to: Sequence[str],
    subject: str,
    text: str,
    at: datetime,
    ticket: Ticket | None = None,
    leg: Leg | None = None,
    person: User | None = None,
    interaction: Interaction | None = None,
    cc: Sequence[str] = (),
    is_automatic: bool = True,
) -> OutgoingMessage:
    """Keep a message as a row, to be sent once the transaction commits, and by the clock if that is missed.

    Raises WrongValue where there is no recipient, or an address is none.
    """
    to, cc = checked(to), checked(cc)
    if not to:
        raise WrongValue("Choose who it goes to.", field="to")
    mailbox = desk_mailbox(trust)
    before, thread = _thread(ticket, [*to, *cc], kind, person, _host(mailbox))
    message = OutgoingMessage.objects.create(
        trust=trust,
        ticket=ticket,
        leg=leg,
        interaction=interaction,
        person=person,
        ward_id=ticket.ward_id if ticket and person else None,
        kind=kind,
        to=to,
        cc=[address for address in cc if address not in to],
        reply_to=_answers_to(ticket, mailbox),
        subject=one_line(subject),
        text=text.replace("\x00", ""),
        is_automatic=is_automatic,
        message_id=own_message_id(_host(mailbox)),
        in_reply_to=before,
        references=thread,
        created_at=at,
        due_at=at,
    )
    tasks.send_soon(message)
    return message


def checked(addresses: Sequence[str]) -> list[str]:
    """Addresses without doubles, in the order given. Raises WrongValue for one that cannot be written to."""
    found: dict[str, str] = {}
    for address in addresses:
        address = address.strip()
        try:
            validate_email(address)
        except ValidationError:
            raise WrongValue(
                f"{one_line(address) or 'An empty line'} is not an e-mail address.", field="to"
            ) from None
        found.setdefault(address.lower(), address)
    return list(found.values())


def one_line(text: str) -> str:
    """A subject: one line without control characters, so that it can begin no header of its own."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_SUBJECT]


def thread_of(ticket: Ticket, addresses: Sequence[str], host: str) -> tuple[str, list[str]]:
    """What a new message to these people answers, and the messages before it, the first one first.

    The first of all is an id that stands for the ticket, so that a client keeps its messages together.
    """
    root = f"{ticket.reference.lower()}.ticket@{host}"
    sent = _last_sent(ticket, addresses)
    heard = _last_heard(ticket, addresses)
    thread = [*sent.references, sent.message_id] if sent else [root]
    if heard is not None and (sent is None or heard.received_at >= sent.created_at):
        thread.append(heard.message_id)
    thread = [each for each in dict.fromkeys(thread) if _AN_ID.fullmatch(each)]
    return thread[-1], [thread[0], *thread[1:][-LONGEST_THREAD:]]


def _thread(
    ticket: Ticket | None, addresses: Sequence[str], kind: str, person: User | None, host: str
) -> tuple[str, list[str]]:
    if ticket is not None:
        return thread_of(ticket, addresses, host)
    root = f"{kind}.{person.pk if person else 0}@{host}"
    return root, [root]


def _last_sent(ticket: Ticket, addresses: Sequence[str]) -> OutgoingMessage | None:
    wanted = {address.lower() for address in addresses}
    for message in ticket.messages_out.defer("text").order_by("-created_at", "-pk")[:RECENT]:
        if wanted & {str(address).lower() for address in [*message.to, *message.cc]}:
            return message
    return None


def _last_heard(ticket: Ticket, addresses: Sequence[str]) -> IncomingMessage | None:
    found = ticket.messages_in.filter(is_automatic=False, from_email__in=list(addresses))
    return found.defer("raw", "text").order_by("-received_at", "-pk").first()


def _answers_to(ticket: Ticket | None, mailbox: Mailbox | None) -> str:
    if mailbox is None:
        return ""
    return reply_address(ticket, mailbox) if ticket else mailbox.address


def _host(mailbox: Mailbox | None) -> str:
    address = mailbox.address if mailbox else parseaddr(settings.ENVIRONMENT.mail_from)[1]
    return address.rpartition("@")[2] or "localhost"
