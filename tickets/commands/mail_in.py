"""What came by e-mail: kept first, then read, then put where it belongs, by the program itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from concierge.people.models import User
from concierge.places.models import Ward
from tickets.choices import CLOSED, Source, Status
from tickets.commands.closing import reopen_ticket
from tickets.commands.mail_contacts import describe, log_message, moment_of, subject_line, words_of
from tickets.commands.mail_out import note_delivery
from tickets.commands.parts import keep_change
from tickets.commands.raising import raise_ticket
from tickets.errors import DomainError
from tickets.mail import notices
from tickets.mail.filing import Found, find_ticket, is_ours
from tickets.mail.keeping import BEGINNING, LARGEST_KEPT, fitting, identity_of, too_large
from tickets.mail.reading import Action, Bounce, ReadMessage
from tickets.mail.senders import Sender, sender_of, service_of
from tickets.models import IncomingMessage, Mailbox, MessageState, OutgoingMessage, OutgoingState, Ticket

TRIES = 3
"""How often reading a message is begun before it is left for the desk."""
AN_HOUR = timedelta(hours=1)
AUTOMATIC_AN_HOUR = 20
"""Most automatic messages of one address, or on one ticket, of which more is made than a note."""
RECEIPTS_AN_HOUR = 10
"""Most receipts that go to one address; two programs that thank each other stop here."""
NOTICE_LENGTH = 2_000
"""Letters of a message that a notice or a reason repeats."""
REPLIED = "answered by e-mail after it was closed"
IDENTIFIER_CAME = "NHS number came by e-mail"


@dataclass(frozen=True)
class Kept:
    """A message as a row; `is_new` is false where the same one had been kept before."""

    message: IncomingMessage
    is_new: bool


def keep_message(*, raw: bytes, mailbox: Mailbox, at: datetime, size: int | None = None) -> Kept:
    """Keep a message as it came, before anything is made of it; delivered again, it is the same row.

    So is one that was sent to two mailboxes of a trust.

    `size` says how many bytes it had where `raw` is only its beginning.
    """
    size = size or len(raw)
    raw = raw if len(raw) <= LARGEST_KEPT else raw[:BEGINNING]
    identity, reason = identity_of(raw), too_large(len(raw), size)
    message, is_new = IncomingMessage.objects.defer("raw").get_or_create(
        trust_id=mailbox.trust_id,
        message_id=identity.message_id,
        content_hash=identity.content_hash,
        defaults={
            "mailbox": mailbox,
            "raw": raw,
            "received_at": at,
            "state": MessageState.UNREADABLE if reason else MessageState.WAITING,
            "reason": reason,
        },
    )
    return Kept(message, is_new)


@transaction.atomic
def begin_reading(*, message_id: int) -> IncomingMessage | None:
    """Count one more try at a waiting message; None where there is nothing to read.

    A message whose reading was begun too often without an end, as when it takes its worker down
    with it, is left for the desk.
    """
    rows = IncomingMessage.objects.select_for_update(of=("self",)).select_related("mailbox").defer("raw")
    message = rows.filter(pk=message_id).first()
    if message is None or message.state != MessageState.WAITING:
        return None
    message.tries += 1
    message.save(update_fields=["tries"])
    if message.tries > TRIES:
        refuse_message(
            message=message, reason=f"Reading it was begun {TRIES} times and never came to its end."
        )
        return None
    return message


@transaction.atomic
def refuse_message(*, message: IncomingMessage, reason: str) -> IncomingMessage:
    """Leave a waiting message to the desk, with the reason why it could not be read."""
    message = lock_message(message)
    if message.state == MessageState.WAITING:
        message.state, message.reason = MessageState.UNREADABLE, fitting(reason, 500)
        message.save(update_fields=["state", "reason"])
    return message


@transaction.atomic
def file_message(*, message: IncomingMessage, read: ReadMessage, at: datetime) -> IncomingMessage:
    """Put a message that was read at `at` where it belongs; one that is no longer waiting stays as it is.

    On the ticket it is about; else a new one for the ward its sender works on; else the desk's
    list. What no person wrote is noted, thanked for by nothing, and reopens nothing. What it
    brings about happened when it came, however late it is read.
    """
    message = lock_message(message)
    if message.state != MessageState.WAITING:
        return message
    describe(message, read, at)
    if _says_nothing(read):
        message.state, message.reason = MessageState.UNREADABLE, _why_nothing(read)
    else:
        sender = sender_of(read.sender, message.trust_id)
        _file(message, read, sender, find_ticket(read, sender), message.received_at)
    message.save()
    return message


def _file(message: IncomingMessage, read: ReadMessage, sender: Sender, found: Found, at: datetime) -> None:
    message.is_reply = found.ticket is not None
    if _is_automatic(message, read, found):
        _note(message, read, found, at)
    elif found.ticket is not None:
        _answer(message, read, sender, found, at)
    else:
        _raise_or_ask(message, read, sender, at)
    if message.identifiers:
        flag_identifiers(message, User.objects.system(), at)


def _is_automatic(message: IncomingMessage, read: ReadMessage, found: Found) -> bool:
    """A person's words that a list carried to a ticket are hers; all else that a program sent is not."""
    if is_ours(message.message_id):
        return True
    by_program = read.is_auto_reply or read.is_bounce or read.is_feedback_report or read.is_loop
    return by_program or (read.is_list and found.ticket is None)


def _note(message: IncomingMessage, read: ReadMessage, found: Found, at: datetime) -> None:
    """Note an automatic message on the ticket and the letter it answers, within limits."""
    message.state, message.is_automatic, message.ticket = MessageState.NOTED, True, found.ticket
    if _is_flood(message, at):
        message.reason = f"More than {AUTOMATIC_AN_HOUR} automatic messages in an hour: only kept."
    elif read.bounce is not None and found.answers is not None:
        failed = read.bounce.action is Action.FAILED
        note_delivery(
            message=found.answers,
            state=OutgoingState.BOUNCED if failed else OutgoingState.SENT,
            reason=_why_not_delivered(read.bounce),
            at=at,
        )


def _is_flood(message: IncomingMessage, at: datetime) -> bool:
    """Whether its address, or its ticket, has had as many automatic messages in an hour as are acted on."""
    earlier = IncomingMessage.objects.filter(is_automatic=True, received_at__gt=at - AN_HOUR)
    earlier = earlier.exclude(pk=message.pk)
    counts = [earlier.filter(from_email=message.from_email)[:AUTOMATIC_AN_HOUR].count()]
    if message.ticket is not None:
        counts.append(earlier.filter(ticket=message.ticket)[:AUTOMATIC_AN_HOUR].count())
    return max(counts) >= AUTOMATIC_AN_HOUR


def _answer(message: IncomingMessage, read: ReadMessage, sender: Sender, found: Found, at: datetime) -> None:
    assert found.ticket is not None
    ticket, system = Ticket.objects.lock(found.ticket), User.objects.system()
    message.state, message.ticket = MessageState.FILED, ticket
    log_message(message, read, sender, by=system, at=at, answers=found.answers)
    if _reopen(ticket, read, sender, at):
        return  # and the desk is told that it was
    if ticket.status in CLOSED:
        keep_change(ticket, REPLIED, system, at, note=sender.with_whom)
    notices.tell("answered", ticket, at, by=sender.user, text=words_of(read)[:NOTICE_LENGTH])


def _reopen(ticket: Ticket, read: ReadMessage, sender: Sender, at: datetime) -> bool:
    """Take a resolved ticket up again where its ward wrote; False where that is not so, or is refused."""
    if ticket.status != Status.RESOLVED or sender.user is None or not sender.is_of_ward(ticket):
        return False
    if read.is_automatic or ticket.resolved_at is None or at < ticket.resolved_at:
        return False
    because = words_of(read)[:NOTICE_LENGTH] or "Answered by e-mail."
    try:
        with transaction.atomic():
            reopen_ticket(ticket=ticket, because=because, by=sender.user, at=at)
    except DomainError:
        return False
    return True


def _raise_or_ask(message: IncomingMessage, read: ReadMessage, sender: Sender, at: datetime) -> None:
    wards = sender.wards()
    if len(wards) == 1:
        _raise(message, read, sender, wards[0], at)
    else:
        message.state, message.reason = MessageState.TRIAGE, _why_asked(sender, wards)


def _raise(message: IncomingMessage, read: ReadMessage, sender: Sender, ward: Ward, at: datetime) -> None:
    assert sender.user is not None
    message.ticket = raise_for_sender(message, read, sender.user, ward, subject_line(read), at)
    message.state = MessageState.FILED
    log_message(message, read, sender, by=User.objects.system(), at=at)
    thread_receipt(message)


def raise_for_sender(
    message: IncomingMessage, read: ReadMessage, asker: User, ward: Ward, title: str, at: datetime
) -> Ticket:
    """Raise what somebody of the ward asked by e-mail; her receipt goes out only where it may."""
    with notices.silent(unless=_may_thank(message, read, at)):
        return raise_ticket(
            ward=ward,
            title=title,
            details=words_of(read),
            by=asker,
            at=moment_of(read, at),
            source=Source.MAIL,
        )


def thread_receipt(message: IncomingMessage) -> None:
    """Make the receipt of a ticket an answer to the message that asked, before it leaves."""
    if "@" not in message.message_id:
        return
    receipts = OutgoingMessage.objects.filter(
        ticket=message.ticket, kind="raised", state=OutgoingState.WAITING
    )
    for receipt in receipts:
        receipt.references = [*receipt.references[:1], message.message_id]
        receipt.in_reply_to = message.message_id
        receipt.save(update_fields=["in_reply_to", "references"])


def flag_identifiers(message: IncomingMessage, by: User, at: datetime) -> None:
    """Say on a message's ticket that it holds NHS numbers; wherever it is shown they are hidden."""
    if message.identifiers and message.ticket is not None:
        found = "An e-mail holds an NHS number" if message.identifiers == 1 else "An e-mail holds NHS numbers"
        keep_change(
            message.ticket, IDENTIFIER_CAME, by, at, note=f"{found}. It is hidden wherever it is shown."
        )


def lock_message(message: IncomingMessage) -> IncomingMessage:
    """Fetch a message afresh, and keep others from settling it until the transaction ends."""
    rows = IncomingMessage.objects.select_for_update(of=("self",)).defer("raw")
    return rows.select_related("mailbox", "trust").get(pk=message.pk)


def _may_thank(message: IncomingMessage, read: ReadMessage, at: datetime) -> bool:
    """Whether a receipt may go out: the message allows it, and its sender has not had too many of late."""
    if not read.may_acknowledge:
        return False
    asked = IncomingMessage.objects.filter(from_email=message.from_email, received_at__gt=at - AN_HOUR)
    asked = asked.filter(state=MessageState.FILED, is_reply=False).exclude(pk=message.pk)
    return asked[:RECEIPTS_AN_HOUR].count() < RECEIPTS_AN_HOUR


def _why_not_delivered(bounce: Bounce) -> str:
    late = "" if bounce.action is Action.FAILED else "Delayed; its server is still trying. "
    told = " ".join(filter(None, [bounce.recipient, bounce.diagnostic or bounce.status]))
    return fitting(f"{late}{told}".strip() or "Its server gave no reason.", 500)


def _why_asked(sender: Sender, wards: list[Ward]) -> str:
    if wards:
        return fitting(
            f"{sender.name or sender.email} works on {' and '.join(map(str, wards))}: choose one.", 500
        )
    if sender.user is not None:
        return f"{sender.user.name} works on no ward of this trust."
    service = service_of(sender)
    return f"It came from {service}, and names no ticket." if service else "The sender is not known."


def _says_nothing(read: ReadMessage) -> bool:
    if read.sender.email or read.subject or read.attachments:
        return False
    return bool(read.problems) or not read.text.strip()


def _why_nothing(read: ReadMessage) -> str:
    return fitting(" ".join(read.problems) or "It is empty.", 500)
