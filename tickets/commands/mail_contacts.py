"""What a message becomes on its ticket: a contact, or a meeting, with its files."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from concierge.people.models import User
from tickets.choices import Channel, Counterpart, Direction, Source
from tickets.commands.contacts import Contact, correct_interaction, record_interaction
from tickets.commands.raising import attach_file
from tickets.errors import WrongValue
from tickets.mail.keeping import fitting
from tickets.mail.reading import Attachment, Invitation, ReadMessage
from tickets.mail.senders import Sender, service_of
from tickets.models import IncomingMessage, Interaction, Leg, OutgoingMessage, Service, Ticket
from tickets.models.ticket import TITLE_LENGTH

LONGEST_TEXT = 500_000
"""Letters kept of a message beside its raw bytes."""
LONGEST_NOTE = 60_000
"""Letters of a contact's note: what PostgreSQL's full-text search takes, with room for any alphabet."""
GOES_BACK = timedelta(days=14)
"""How far back a message's own date is believed."""
ASKS = frozenset({"REQUEST", "PUBLISH"})
"""Methods of an invitation that ask to a meeting, or move it."""
NO_SUBJECT = "An e-mail without a subject"
MOVED, CANCELLED = "meeting moved by e-mail", "meeting cancelled by e-mail"

_ANSWER_MARK = re.compile(
    r"^(?:\s*(?:re|aw|antw?|sv|vs|odp|ynt|fwd?|wg|tr|rv|enc|doorst|vl|vb|pd|回复|答复|转发)\s*(?:\[\d+\])?\s*[:：])+\s*",
    re.IGNORECASE,
)


def describe(message: IncomingMessage, read: ReadMessage, at: datetime) -> None:
    """Write down on the row what was read of the message."""
    message.subject = fitting(read.subject, 500)
    message.from_email = fitting(read.sender.email.lower(), 320)
    message.from_name = fitting(read.sender.name, 200)
    message.forwarded_from = fitting(read.forwarded_from.email if read.forwarded_from else "", 320)
    message.text = fitting(read.text, LONGEST_TEXT)
    message.is_automatic = read.is_automatic
    message.identifiers = min(len(read.nhs_numbers), 32_767)
    message.problems = fitting("\n".join(read.problems), 5_000)
    message.read_at = at


def log_message(
    message: IncomingMessage,
    read: ReadMessage,
    sender: Sender,
    *,
    by: User,
    at: datetime,
    answers: OutgoingMessage | None = None,
) -> None:
    """Log a message as a contact on its ticket, with its files; an invitation as the meeting it asks to.

    A meeting that is moved or cancelled corrects the contact it was logged as.
    """
    ticket = message.ticket
    assert ticket is not None
    contact = _contact(read, sender, ticket, answers)
    interaction = _meeting_known(read.invitation, ticket)
    if interaction is not None and read.invitation is not None:
        _correct_meeting(interaction, contact, read.invitation, by, at)
    else:
        interaction = _log(contact, read, ticket, _leg(contact.service, ticket, answers), by, at)
        message.interaction = interaction
        if read.invitation is not None and interaction.direction == Direction.MEETING:
            message.meeting = fitting(read.invitation.uid, 255)
    problems = [_keep_file(file, ticket, interaction, by, at) for file in read.attachments]
    message.problems = fitting("\n".join(filter(None, [message.problems, *problems])), 5_000)


def words_of(read: ReadMessage) -> str:
    """What the sender wrote, without what she quoted; all of it where nothing else is left."""
    text = fitting(read.reply_text.strip() or read.text.strip(), LONGEST_TEXT)
    if len(text) > LONGEST_NOTE:
        return f"{text[:LONGEST_NOTE]}…\n\nThe rest is in the message as it came."
    return text


def subject_line(read: ReadMessage) -> str:
    """A title for what is asked: the subject without its "Re:", else the first words."""
    subject = _ANSWER_MARK.sub("", " ".join(fitting(read.subject, 2_000).split()))
    first = next((line.strip() for line in words_of(read).split("\n") if line.strip()), "")
    title = subject or " ".join(first.split()) or NO_SUBJECT
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"


def moment_of(read: ReadMessage, at: datetime, earliest: datetime | None = None) -> datetime:
    """When the message was written, where its own date can be believed; else when it came."""
    earliest = earliest or at - GOES_BACK
    return read.date if read.date is not None and earliest <= read.date <= at else at


def _contact(read: ReadMessage, sender: Sender, ticket: Ticket, answers: OutgoingMessage | None) -> Contact:
    service = _service(sender, ticket, answers)
    counterpart = Counterpart.SERVICE if service else Counterpart.OTHER
    if service is None and sender.is_of_ward(ticket):
        counterpart = Counterpart.WARD
    return Contact(
        Channel.EMAIL,
        Direction.IN,
        counterpart,
        service=service,
        with_whom=fitting(_with_whom(read, sender), 200),
        note=words_of(read),
    )


def _with_whom(read: ReadMessage, sender: Sender) -> str:
    """Who wrote; of something forwarded also who wrote that, the person it may be about."""
    if read.forwarded_from is None:
        return sender.with_whom
    return f"{sender.with_whom}, forwarding {read.forwarded_from.name or read.forwarded_from.email}"


def _service(sender: Sender, ticket: Ticket, answers: OutgoingMessage | None) -> Service | None:
    """Which service wrote; a stranger who answers our letter to a service writes for it."""
    written_to = answers.leg.service if answers and answers.leg else None
    if sender.is_of_ward(ticket) and written_to is None:
        return None
    return service_of(sender) or (None if sender.user is not None else written_to)


def _leg(service: Service | None, ticket: Ticket, answers: OutgoingMessage | None) -> Leg | None:
    """The part our letter was about, else the open one of that service, else its latest."""
    if service is None:
        return None
    legs = ticket.legs.filter(service=service).select_related("service")
    if (
        answers is not None
        and answers.leg_id is not None
        and (asked := legs.filter(pk=answers.leg_id).first())
    ):
        return asked
    return legs.open().first() or legs.order_by("-opened_at", "-pk").first()


def _log(
    contact: Contact, read: ReadMessage, ticket: Ticket, leg: Leg | None, by: User, at: datetime
) -> Interaction:
    happened_at = moment_of(read, at, earliest=ticket.raised_at)
    if read.invitation is not None and read.invitation.starts_at is not None and _is_meeting(read.invitation):
        contact = _as_meeting(contact, read.invitation)
        happened_at = read.invitation.starts_at
    return record_interaction(
        ticket=ticket, contact=contact, by=by, at=happened_at, leg=leg, source=Source.MAIL
    )


def _is_meeting(invitation: Invitation | None) -> bool:
    return invitation is not None and invitation.method in ASKS and invitation.starts_at is not None


def _as_meeting(contact: Contact, invitation: Invitation) -> Contact:
    channel = Channel.VIDEO if invitation.is_video else Channel.FACE_TO_FACE
    lines = [invitation.summary, _times(invitation), invitation.location, "", contact.note]
    note = fitting("\n".join(lines).strip(), LONGEST_NOTE + 2_000)
    return replace(contact, channel=channel, direction=Direction.MEETING, note=note)


def _times(invitation: Invitation) -> str:
    if invitation.starts_at is None:
        return ""
    starts = timezone.localtime(invitation.starts_at)
    if invitation.is_all_day:
        return f"{starts:%-d %B %Y}, all day"
    ends = timezone.localtime(invitation.ends_at) if invitation.ends_at else starts
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%-d %B %Y, %H:%M}"
    return f"{starts:%-d %B %Y, %H:%M}" + (f" to {until}" if ends > starts else "")


def _meeting_known(invitation: Invitation | None, ticket: Ticket) -> Interaction | None:
    """The contact that an earlier message about the same meeting was logged as."""
    if invitation is None or not invitation.uid or invitation.method not in ASKS | {"CANCEL"}:
        return None
    earlier = IncomingMessage.objects.filter(ticket=ticket, meeting=invitation.uid, interaction__isnull=False)
    found = earlier.defer("raw").select_related("interaction__ticket").order_by("pk").first()
    return found.interaction if found else None


def _correct_meeting(
    meeting: Interaction, contact: Contact, invitation: Invitation, by: User, at: datetime
) -> None:
    """Move a meeting to its new time; one that is cancelled was only an e-mail. Its minutes stay."""
    is_cancelled = invitation.method == "CANCEL" or invitation.starts_at is None
    if is_cancelled:
        note = f"Cancelled: {invitation.summary}\n\n{meeting.note}"[:LONGEST_NOTE]
        channel, direction = Channel.EMAIL, Direction.IN
    else:
        contact = _as_meeting(contact, invitation)
        note, channel, direction = contact.note, contact.channel, contact.direction
    correct_interaction(
        interaction=meeting,
        contact=Contact(
            channel,
            direction,
            Counterpart(meeting.counterpart),
            service=meeting.service,
            with_whom=meeting.with_whom,
            desk_minutes=meeting.desk_minutes,
            ward_minutes=meeting.ward_minutes,
            service_minutes=meeting.service_minutes,
            note=note,
        ),
        happened_at=at if is_cancelled or invitation.starts_at is None else invitation.starts_at,
        because=CANCELLED if is_cancelled else MOVED,
        by=by,
        at=at,
    )


def _keep_file(
    file: Attachment, ticket: Ticket, interaction: Interaction | None, by: User, at: datetime
) -> str:
    """Keep one attachment with the ticket; what is wrong with it is told and it stays in the message.

    A picture within the text that the ticket has already, as a signature's logo, is not kept again.
    """
    digest = hashlib.sha256(file.content).hexdigest()
    if file.is_inline and ticket.files.filter(sha256=digest).exists():
        return ""
    content = ContentFile(file.content, name=fitting(file.name, 150) or "attachment")
    content.content_type = fitting(file.type, 100)  # type: ignore[attr-defined]
    try:
        attach_file(ticket=ticket, file=content, by=by, at=at, interaction=interaction)
    except WrongValue as refusal:
        return refusal.message
    return ""
