"""What leaves the building after a commit."""

import logging
from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from tickets.mail import sending
from tickets.models import OutgoingMessage

LONGEST_SENDING = 120
"""Seconds that handing over one message may take: a server can answer in time, word by word, for ever."""

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=LONGEST_SENDING)
def send_message(message_id: int) -> None:
    """Send one message; running it again sends nothing.

    A crash between handing it over and committing sends it twice: a service
    would rather be told twice than never.
    """
    sending.send(message_id, timezone.now())


def send_soon(message: OutgoingMessage) -> None:
    """Send a message once the transaction commits; if the queue is down, the clock finds the row."""
    transaction.on_commit(partial(_queue, message.pk))


def _queue(message_id: int) -> None:
    try:
        send_message.apply_async((message_id,), retry=False)
    except OperationalError as error:
        log.warning("Message %s waits for the clock, since the queue is down: %s", message_id, error)
