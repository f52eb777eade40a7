"""How many messages one worker reads in a second, and whether more tickets make it slower.

A message is kept and read just as the mailbox's task does it, committed and all; sizes take turns, so
that whatever else the machine does falls on all of them alike. Beside it stands the least that any
mail desk does: parse the message and write two rows.
"""

import email
import email.policy
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from celery import current_app
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from tickets import commands
from tickets.bench.leftovers import taken_back
from tickets.bench.messages import Letters
from tickets.bench.table import Measured
from tickets.bench.timing import CannotMeasure, Spell, Spent, clocked
from tickets.load.database import worked_in
from tickets.mail.arriving import read_kept
from tickets.models import Change, IncomingMessage, MessageState

AT_A_TIME = 20
"""Messages of a kind that are read one after another in one turn."""
HEADINGS = ("messages", "tickets", "a second", "outside database", "× least", "× fewest", "queries")
KINDS: Mapping[str, Callable[[Letters], bytes]] = {
    "plain": Letters.plain,
    "HTML with a 20 kB PDF": Letters.html_with_pdf,
    "reply": Letters.reply,
}
LEAST = "parse and two inserts"
Results = dict[tuple[str, int], Spell]
"""By kind and number of tickets; a go is one message."""


def measure(databases: Mapping[int, str], goes: int, say: Callable[[str], None]) -> Measured:
    """Read messages of every kind in databases of so many tickets each, some turns of 20 after one that warms up."""
    found: Results = {(kind, tickets): Spell() for kind in (*KINDS, LEAST) for tickets in databases}
    with apart():
        for turn in range(goes + 1):
            say(f"Turn {turn} of {goes}: {AT_A_TIME} messages of each kind" if turn else "Warming up")
            for tickets, name in databases.items():
                with worked_in(name), taken_back():
                    for kind, spell in turn_of(tickets, found):
                        spell.goes += kind if turn else []
    return Measured("Messages read by one worker", HEADINGS, rows_of(found))


def turn_of(tickets: int, found: Results) -> Iterator[tuple[list[Spent], Spell]]:
    """Read some messages of every kind, and do the least for as many."""
    letters = Letters()
    for kind, write in KINDS.items():
        raws = [write(letters) for _ in range(AT_A_TIME)]
        yield [read_one(letters, raw) for raw in raws], found[kind, tickets]
    raws = [letters.plain() for _ in range(AT_A_TIME)]
    yield [do_least(letters, raw) for raw in raws], found[LEAST, tickets]


def read_one(letters: Letters, raw: bytes) -> Spent:
    """Keep and read one message; it must come to a ticket."""
    with clocked() as spent:
        kept = commands.keep_message(raw=raw, mailbox=letters.mailbox, at=timezone.now())
        taken = read_kept(kept.message.pk)
    if taken is None or taken.message.state != MessageState.FILED:
        state = taken.message.state if taken else "nothing"
        raise CannotMeasure(f"A message that should be on a ticket became: {state}.")
    return spent


def do_least(letters: Letters, raw: bytes) -> Spent:
    """Parse a message with Python's own library, keep it, and write its text to a second table, in one commit."""
    with clocked() as spent, transaction.atomic():
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        body = parsed.get_body(("plain",))
        mailbox, now = letters.mailbox, timezone.now()
        IncomingMessage.objects.create(
            trust_id=mailbox.trust_id,
            mailbox=mailbox,
            message_id=str(parsed["Message-ID"]),
            content_hash=secrets.token_hex(32),
            raw=raw,
            received_at=now,
            state=MessageState.TRIAGE,
        )
        Change.objects.create(
            trust_id=mailbox.trust_id,
            ticket=letters.some_ticket,
            verb="written down",
            note=body.get_content() if body else "",
            status=letters.some_ticket.status,
            happened_at=now,
        )
    return spent


def rows_of(found: Results) -> list[tuple[Any, ...]]:
    """A row for each kind and size, with its ratios to the least and to the fewest tickets."""
    fewest = min(tickets for _, tickets in found)
    rows = []
    for (kind, tickets), spell in found.items():
        least = spell.seconds / found[LEAST, tickets].seconds
        grown = spell.seconds / found[kind, fewest].seconds
        rows.append((kind, tickets, 1 / spell.seconds, spell.outside_share, least, grown, spell.queries))
    return rows


@contextmanager
def apart() -> Iterator[None]:
    """Inside, files go to a folder of their own, and what is handed to the queue meets no worker."""
    options = dict(current_app.conf.broker_transport_options)
    current_app.conf.broker_transport_options = {
        **options,
        "global_keyprefix": f"bench-{secrets.token_hex(6)}:",
    }
    folder = tempfile.mkdtemp(prefix="concierge-bench-")
    try:
        with override_settings(MEDIA_ROOT=Path(folder)):
            yield
        current_app.control.purge()
    finally:
        current_app.conf.broker_transport_options = options
        shutil.rmtree(folder, ignore_errors=True)
