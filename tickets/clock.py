"""What time makes happen. Run often; each run finds what is due and calls commands."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from concierge.people.models import User
from tickets import commands
from tickets.choices import Status
from tickets.errors import MoveRefused
from tickets.models import IdempotencyKey, Ticket

AT_A_TIME = 500
"""Most tickets one run confirms, so that a run stays short after a long stop."""
ANSWERS_KEPT = timedelta(days=2)
"""How long a program that repeats a request with its key gets the first answer again."""


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
