"""Fetching what a mailbox holds: each mailbox by itself, by one clock at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils import timezone

from tickets import commands
from tickets.mail.sources import Source, SourceFault, source_of
from tickets.mail.turns import Turn, alone
from tickets.models import Mailbox, MailboxKind

log = logging.getLogger(__name__)


@dataclass
class Taken:
    """What a poll has done so far, also where it is cut short."""

    new: int = 0


def to_poll() -> list[int]:
    """The mailboxes that are fetched from, by id."""
    fetched = Mailbox.objects.filter(is_active=True).exclude(kind=MailboxKind.PIPE)
    return list(fetched.order_by("pk").values_list("pk", flat=True))


def poll(mailbox_id: int, then: Callable[[int], None]) -> int:
    """Keep every message of a mailbox that is not kept yet, and note how it went. How many were new.

    `then` is called with the id of each row that is new, once it is committed.

    A message is marked as read only once its row is committed, so a crash in between fetches it
    again and knows it. Does nothing where another poll of the same mailbox goes on.
    """
    with alone(Turn.MAILBOX, mailbox_id) as is_alone:
        mailbox = Mailbox.objects.filter(pk=mailbox_id, is_active=True).first()
        if not is_alone or mailbox is None:
            return 0
        taken = Taken()
        try:
            _take(mailbox, then, taken)
        except DatabaseError:
            raise
        except Exception as fault:
            if not isinstance(fault, SourceFault):
                log.exception("Mailbox %s could not be read", mailbox)
            _note_fault(mailbox, str(fault) if isinstance(fault, SourceFault) else type(fault).__name__)
        else:
            _note_success(mailbox)
        return taken.new


def _take(mailbox: Mailbox, then: Callable[[int], None], taken: Taken) -> None:
    source = source_of(mailbox, timezone.now())
    try:
        for fetched in source.fetch(mailbox.cursor):
            found = commands.keep_message(
                raw=fetched.raw, mailbox=mailbox, at=timezone.now(), size=fetched.size
            )
            if found.is_new:
                taken.new += 1
                then(found.message.pk)
            source.settle(fetched)
            _advance(mailbox, fetched.cursor)
        _advance(mailbox, source.cursor())
    finally:
        _close(source)


def _advance(mailbox: Mailbox, cursor: str) -> None:
    if cursor and cursor != mailbox.cursor:
        mailbox.cursor = cursor
        Mailbox.objects.filter(pk=mailbox.pk).update(cursor=cursor)


def _note_success(mailbox: Mailbox) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(polled_at=timezone.now(), failed_at=None, fault="")


def _note_fault(mailbox: Mailbox, words: str) -> None:
    """Keep when it first failed: since then nothing has come in for certain."""
    log.warning("Mailbox %s: %s", mailbox, words)
    since = mailbox.failed_at or timezone.now()
    Mailbox.objects.filter(pk=mailbox.pk).update(failed_at=since, fault=words[:500] or "It gave no reason.")


def _close(source: Source) -> None:
    try:
        source.close()
    except Exception:
        log.exception("A mailbox could not be closed")
