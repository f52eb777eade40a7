"""What the database refuses of what comes in: each constraint with a row that breaks it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from concierge.places.models import Trust
from tests.factories import NINE, TrustFactory
from tickets.models import IncomingMessage, Mailbox, Ticket


def mailbox(trust: Trust, **columns: Any) -> Mailbox:
    told = {"trust": trust, "address": f"desk{Mailbox.objects.count()}@desk.example", **columns}
    return Mailbox.objects.create(**told)


def message(trust: Trust, **columns: Any) -> IncomingMessage:
    told = {
        "trust": trust,
        "mailbox": columns.pop("mailbox", None) or mailbox(trust),
        "message_id": "1@trust.example",
        "content_hash": "f" * 64,
        "raw": b"From: ward@trust.example\n\nA kettle",
        "received_at": NINE,
        **columns,
    }
    return IncomingMessage.objects.create(**told)


BREAKS: dict[str, Callable[[Trust], object]] = {
    "mailbox_is_fetched_from_somewhere": lambda t: mailbox(t, kind="imap", host=""),
    "mailbox_fault_has_its_time": lambda t: mailbox(t, fault="It refused the password."),
    "message_is_kept_once": lambda t: [message(t, mailbox=box) for box in [mailbox(t)] for _ in range(2)],
    "message_filed_has_its_ticket": lambda t: message(t, state="filed"),
    "message_unreadable_says_why": lambda t: message(t, state="unreadable"),
    "message_settled_has_somebody_and_a_time": lambda t: message(t, settled_at=NINE),
    "message_set_aside_by_somebody": lambda t: message(t, state="set_aside"),
}
"""Each constraint on what comes in, with a row that breaks it."""


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_database_refuses(name: str, trust: Trust):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](trust)


CROSSINGS: dict[str, Callable[[Ticket], object]] = {
    "a mailbox": lambda ticket: message(ticket.trust, mailbox=mailbox(TrustFactory())),
    "a ticket": lambda ticket: message(TrustFactory(), ticket=ticket),
}


@pytest.mark.parametrize("what", list(CROSSINGS))
def test_no_message_points_into_another_trust(ticket: Ticket, what: str):
    with pytest.raises(IntegrityError, match="in_one_trust"):
        at_once(lambda: CROSSINGS[what](ticket))


def at_once(change: Callable[[], object]) -> None:
    """Make a change, and have the deferred constraints speak now rather than at the end."""
    with transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
