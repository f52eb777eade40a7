"""What leaves the building after a commit."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from tickets.mail import sending
from tickets.models import OutgoingMessage

LONGEST_SENDING = 120
"""Seconds that handing over one message may take: a server can answer in time, word by word, for ever."""


@shared_task(soft_time_limit=LONGEST_SENDING)
def send_message(message_id: int) -> None:
    """Send one message; running it again sends nothing.

    A crash between handing it over and committing sends it twice: a service
    would rather be told twice than never.
    """
    sending.send(message_id, timezone.now())


def send_soon(message: OutgoingMessage) -> None:
    """Send a message once the transaction commits; if the queue is down, the clock finds the row."""
    hand_over = partial(send_message.apply_async, (message.pk,), retry=False)
    transaction.on_commit(hand_over, robust=True)
