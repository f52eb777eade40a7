"""Tasks of mail that comes in: the clock has mailboxes fetched from, and what they held is read."""

from contextlib import suppress

from celery import shared_task
from kombu.exceptions import OperationalError as QueueDown

from tickets.mail import arriving, polling

LONGEST_POLL = 300
"""Seconds after which fetching from one mailbox is left to the next poll."""
LONGEST_READING = 60
"""Seconds after which a message is left to the desk; reading one takes five at most, filing it far less."""


@shared_task(soft_time_limit=LONGEST_POLL)
def poll_mailbox(mailbox_id: int) -> int:
    """Keep what one mailbox holds and have it read; may run twice. Returns how many messages were new."""
    return polling.poll(mailbox_id, then=read_soon)


@shared_task(soft_time_limit=LONGEST_READING)
def read_message(message_id: int) -> None:
    """Read one kept message and put it where it belongs; running it again does nothing."""
    arriving.read_kept(message_id)


def read_soon(message_id: int) -> None:
    """Have a kept message read; if the queue is down, the clock finds the row."""
    with suppress(QueueDown):
        read_message.apply_async((message_id,), retry=False)
