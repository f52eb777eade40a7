"""Handing messages over: each once, tried again after faults, and told to the desk when it is no use."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import format_datetime, formataddr, parseaddr
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from tickets.choices import Source
from tickets.mail.faults import FAILURES, LONGEST, Fault, fault_of
from tickets.models import Change, OutgoingMessage, OutgoingState

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 480))
"""How long after each failed try the next one comes: about a day, then the desk is told."""
AT_A_TIME = 200
"""Most messages that one sweep takes."""
LONGEST_SWEEP = 50.0
"""Seconds after which a sweep leaves the rest to the next."""
GIVEN_UP, CAME_BACK = "e-mail given up", "e-mail came back"
_VERBS = {OutgoingState.GIVEN_UP: GIVEN_UP, OutgoingState.BOUNCED: CAME_BACK}

log = logging.getLogger(__name__)


@transaction.atomic
def send(message_id: int, at: datetime, connection: BaseEmailBackend | None = None) -> Fault | None:
    """Hand one message over if it is due and nobody else is at it; what went wrong, or None.

    The row is locked from before the handing over until it is marked, so two workers never send
    the same one. A crash in between leaves it waiting: the mail server may have it already, and
    gets it again, with the same Message-ID.
    """
    rows = OutgoingMessage.objects.select_for_update(of=("self",), skip_locked=True)
    message = rows.due(at).select_related("trust", "ticket", "leg").filter(pk=message_id).first()
    if message is None:
        return None
    fault = _hand_over(message, connection)
    message.tries += 1
    if fault is None:
        message.state, message.sent_at, message.reason = OutgoingState.SENT, at, ""
        message.save(update_fields=["state", "sent_at", "reason", "tries"])
    elif fault.is_partial:
        message.sent_at = at
        mark_failed(message, OutgoingState.BOUNCED, fault.words, at)
    elif fault.is_final or message.tries > len(WAITS):
        mark_failed(message, OutgoingState.GIVEN_UP, fault.words, at)
    else:
        message.due_at, message.reason = at + WAITS[message.tries - 1], fault.words
        message.save(update_fields=["due_at", "reason", "tries"])
    return fault


def send_due(at: datetime) -> int:
    """Send what waits and is due, over one connection, until none is left or time is up. How many were tried.

    Once the server itself is at fault the rest wait for the next sweep, their tries uncounted.
    """
    due = OutgoingMessage.objects.due(at).order_by("due_at", "pk")
    tried, connection, started = 0, get_connection(), monotonic()
    try:
        for message_id in due.values_list("pk", flat=True)[:AT_A_TIME]:
            if monotonic() - started > LONGEST_SWEEP:
                break
            fault = _send_apart(message_id, at, connection)
            tried += 1
            if fault is not None and fault.is_servers:
                break
    finally:
        _close(connection)
    return tried


def mark_failed(message: OutgoingMessage, state: OutgoingState, reason: str, at: datetime) -> None:
    """Note on a locked message that it did not arrive, and put its ticket before the desk."""
    message.state, message.reason, message.failed_at = state, reason[:LONGEST], at
    message.save(update_fields=["state", "reason", "failed_at", "sent_at", "tries"])
    ticket = message.ticket
    if ticket is None:
        return
    Change.objects.create(
        trust_id=ticket.trust_id,
        ticket=ticket,
        leg=message.leg,
        verb=_VERBS[state],
        note=f"To {', '.join([*message.to, *message.cc])}: {message.reason}",
        status=ticket.status,
        happened_at=at,
        by=User.objects.system(),
    )


def compose(message: OutgoingMessage, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The message as it goes out. Raises ValueError for what no header may hold."""
    headers = {"Message-ID": f"<{message.message_id}>", "Date": _date(message)}
    if message.in_reply_to:
        headers["In-Reply-To"] = f"<{message.in_reply_to}>"
    if message.references:
        headers["References"] = " ".join(f"<{each}>" for each in message.references)
    if message.is_automatic:
        headers["Auto-Submitted"] = "auto-replied" if _thanks_for_mail(message) else "auto-generated"
        # Not "All": a report that it was delivered, or was not, is wanted.
        headers["X-Auto-Response-Suppress"] = "RN, NRN, OOF, AutoReply"
    return EmailMessage(
        subject=message.subject,
        body=message.text,
        from_email=formataddr((f"Concierge desk, {message.trust.name}", _sender())),
        to=message.to,
        cc=message.cc,
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
        connection=connection,
    )


def _thanks_for_mail(message: OutgoingMessage) -> bool:
    """Whether it answers an e-mail by itself, and says so (RFC 3834, 5)."""
    ticket = message.ticket
    return message.kind == "raised" and ticket is not None and ticket.source == Source.MAIL


def _sender() -> str:
    return parseaddr(settings.ENVIRONMENT.mail_from)[1]


def _date(message: OutgoingMessage) -> str:
    return format_datetime(timezone.localtime(message.created_at))


def _hand_over(message: OutgoingMessage, connection: BaseEmailBackend | None) -> Fault | None:
    used = connection or get_connection()
    try:
        letter = compose(message, used)
        letter.message()
    except (ValueError, LookupError) as error:
        return Fault(f"It cannot be written as an e-mail: {error}"[:LONGEST], is_final=True)
    fault = None
    try:
        used.open()
        letter.send()
    except FAILURES as error:
        fault = fault_of(error)
    if connection is None or fault is not None:
        _close(used)
    return fault


def _send_apart(message_id: int, at: datetime, connection: BaseEmailBackend) -> Fault | None:
    """Send one of many: what nobody foresaw is logged, and keeps no other message back."""
    try:
        return send(message_id, at, connection)
    except Exception:
        log.exception("Message %s could not be sent", message_id)
        _close(connection)
        return None


def _close(connection: BaseEmailBackend) -> None:
    with suppress(*FAILURES):
        connection.close()
