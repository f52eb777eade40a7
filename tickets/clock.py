"""What time makes happen. Run often; each run finds what is due and calls commands."""

from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from concierge.people.models import User
from tickets import commands
from tickets.choices import Status
from tickets.errors import MoveRefused
from tickets.mail import arrivals, arriving, digests, polling, sending
from tickets.mail.turns import Turn, alone
from tickets.models import IdempotencyKey, IncomingMessage, MessageState, Promise, Ticket

AT_A_TIME = 500
"""Most tickets one run confirms, so that a run stays short after a long stop."""
ANSWERS_KEPT = timedelta(days=2)
"""How long a program that repeats a request with its key gets the first answer again."""

LONGEST_SWEEP = 50.0
"""Seconds after which a sweep leaves the rest to the next."""
LEFT_BEHIND = timedelta(minutes=2)
"""How long a kept message may wait before the clock reads it itself."""
LATE_TOLD_WITHIN = timedelta(days=2)
"""How long after it fell due a promise is still told to be late: news that old is none."""


@shared_task
def confirm_silent_tickets() -> int:
    """Confirm resolved tickets whose ward has said nothing for the set time. Returns how many."""
    now = timezone.now()
    silent = Ticket.objects.filter(
        status=Status.RESOLVED, to_be_coded=False, resolved_at__lte=now - settings.ENVIRONMENT.confirm_after
    )
    confirmed = 0
    for ticket in silent.order_by("resolved_at", "pk")[:AT_A_TIME]:
        try:
            commands.confirm_ticket(ticket=ticket, by=User.objects.system(), at=now)
        except MoveRefused:
            continue  # the ward reopened it between the query and now
        confirmed += 1
    return confirmed


@shared_task
def forget_old_answers() -> int:
    """Delete the answers kept for programs that repeat themselves, once nobody will. Returns how many."""
    old = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - ANSWERS_KEPT)
    return old.delete()[0]


@shared_task
def send_waiting_mail() -> int:
    """Send what is due and was not sent: the queue lost it, or the mail server was at fault. How many tries."""
    return sending.send_due(timezone.now())


@shared_task
def write_digests() -> int:
    """Write the digests whose hour has come. Returns how many."""
    return digests.write_due_digests(timezone.now())


@shared_task
def note_late_promises() -> int:
    """Write down the promises that fell due and were not kept, and let their wards know. Returns how many."""
    now = timezone.now()
    due = Promise.objects.filter(
        outcome="", leg__ended_at__isnull=True, due_at__lt=now, due_at__gte=now - LATE_TOLD_WITHIN
    )
    noted = 0
    for promise in due.select_related("leg").order_by("due_at", "pk")[:AT_A_TIME]:
        try:
            commands.note_late_promise(promise=promise, by=User.objects.system(), at=now)
        except MoveRefused:
            continue  # written down before, or settled between the query and now
        noted += 1
    return noted


@shared_task
def poll_mailboxes() -> int:
    """Have every mailbox fetched from, each by itself, so that one that hangs holds no other up. Returns how many."""
    found = polling.to_poll()
    for mailbox_id in found:
        arrivals.poll_mailbox.apply_async((mailbox_id,), expires=arrivals.LONGEST_POLL, retry=False)
    return len(found)


@shared_task
def read_waiting_messages() -> int:
    """Read what was kept and not read: the queue lost it, or its worker ended. Returns how many were begun."""
    left = IncomingMessage.objects.filter(
        state=MessageState.WAITING, received_at__lte=timezone.now() - LEFT_BEHIND
    )
    waiting = list(left.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    begun, started = 0, monotonic()
    with alone(Turn.SWEEP) as is_alone:
        for message_id in waiting if is_alone else []:
            if monotonic() - started > LONGEST_SWEEP:
                break
            arriving.read_kept(message_id)
            begun += 1
    return begun
