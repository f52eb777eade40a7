"""One message in, one `ReadMessage` out, whatever the message holds."""

import hashlib
import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tickets import identifiers
from tickets.mail.reading.addresses import people, writer_of
from tickets.mail.reading.automatic import automatic_of, may_acknowledge
from tickets.mail.reading.bodies import Body, body_of
from tickets.mail.reading.bounces import bounce_of
from tickets.mail.reading.calendars import invitation_in
from tickets.mail.reading.charsets import cleaned, decoded
from tickets.mail.reading.forwards import forwarded_from, is_forward
from tickets.mail.reading.headers import Headers
from tickets.mail.reading.limits import MAX_MESSAGE_BYTES, MAX_REFERENCES, MAX_SUBJECT_CHARACTERS, Budget
from tickets.mail.reading.message import ReadMessage
from tickets.mail.reading.parts import Part, read_parts
from tickets.mail.reading.quoting import Reply, own_words

logger = logging.getLogger(__name__)

_ID = re.compile(r"<\s*([^\s<>]{1,250})\s*>")
_BARE_ID = re.compile(r"[^\s<>,;()\"]{1,200}@[^\s<>,;()\"]{1,200}")
_RECIPIENTS = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "resent-to",
    "apparently-to",
    "x-rcpt-to",
)
_UNREADABLE = "The message could not be read: {}."
_PLAIN_CHARACTERS = 20_000


def read(raw: bytes, *, desk_host: str = "desk.example") -> ReadMessage:
    """What the message says and what it is; never an error, and never more than a few seconds.

    `desk_host` is the host of the desk's own addresses: mail from it is our own, and a Reply-To at it is
    nobody's. What could not be read is told in `problems`; the rest is there all the same.
    """
    digest = hashlib.sha256(raw).hexdigest()
    budget = Budget()
    if len(raw) > MAX_MESSAGE_BYTES:
        budget.note("The message is larger than is read; its end is missing here.")
        raw = raw[:MAX_MESSAGE_BYTES]
    try:
        return _read(raw, digest, desk_host, budget)
    except Exception as error:
        logger.exception("A message could not be read: %s", digest)
        budget.note(_UNREADABLE.format(type(error).__name__))
        text = cleaned(decoded(raw[:_PLAIN_CHARACTERS], None))
        return ReadMessage(digest, text=text, reply_text=text, problems=tuple(budget.problems))


def _read(raw: bytes, digest: str, desk_host: str, budget: Budget) -> ReadMessage:
    root = read_parts(raw, budget)
    headers = root.headers
    body = body_of(root, budget)
    subject = headers.text("subject")[:MAX_SUBJECT_CHARACTERS]
    sender = writer_of(headers, desk_host)
    text = body.text
    bounce = bounce_of(root, text)
    found = automatic_of(root, sender, desk_host, is_bounce=bounce is not None)
    reply = _reply(body, subject, budget, is_report=bounce is not None or found.is_feedback_report)
    return ReadMessage(
        content_hash=digest,
        subject=subject,
        sender=sender,
        text=text,
        reply_text=reply.words,
        html_clean=body.html_clean,
        attachments=tuple(body.files),
        message_id=_first_id(headers.first("message-id")),
        in_reply_to=_ids(headers, "in-reply-to"),
        references=_ids(headers, "references"),
        date=_date(headers),
        recipients=_recipients(headers),
        invitation=invitation_in(body.calendars),
        forwarded_from=None if bounce else forwarded_from(root, body.marked, reply.forward_at),
        bounce=bounce,
        is_auto_reply=found.is_auto_reply,
        is_feedback_report=found.is_feedback_report,
        is_list=found.is_list,
        is_loop=found.is_loop,
        may_acknowledge=may_acknowledge(root, sender, found, desk_host, is_bounce=bounce is not None),
        nhs_numbers=_numbers(subject, text),
        problems=tuple(budget.problems + _missing(root)),
    )


def _reply(body: Body, subject: str, budget: Budget, *, is_report: bool) -> Reply:
    if is_report:
        return Reply(body.text, None, is_only_quoted=False)
    return own_words(body.marked, budget, is_forward=is_forward(subject))


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    value = " ".join(headers.all(name))
    found = _ID.findall(value) or _BARE_ID.findall(value)
    return tuple(dict.fromkeys(found[-MAX_REFERENCES:]))


def _first_id(value: str) -> str:
    match = _ID.search(value)
    return match.group(1) if match else "".join(value.strip("<> ").split()[:1])[:250]


def _date(headers: Headers) -> datetime | None:
    for value in [headers.first("date"), headers.first("received").rpartition(";")[2]]:
        try:
            moment = parsedate_to_datetime(value.strip())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            moment.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment
    return None


def _recipients(headers: Headers) -> tuple[str, ...]:
    found = [
        person.email for name in _RECIPIENTS for value in headers.all(name)[:50] for person in people(value)
    ]
    return tuple(dict.fromkeys(found))


def _numbers(subject: str, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.digits for found in identifiers.find(f"{subject}\n{text}")))


def _missing(root: Part) -> list[str]:
    return [] if root.headers.pairs else ["The message has no headers."]
