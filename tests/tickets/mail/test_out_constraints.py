"""What the database refuses of what we send: each constraint with a row that breaks it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concierge.people.models import User
from tests.factories import NINE
from tickets.models import DigestLine, LetterTemplate, OutgoingMessage, Preference, Rating, Ticket


def message(ticket: Ticket, **columns: Any) -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        **{
            "trust_id": ticket.trust_id,
            "ticket": ticket,
            "kind": "letter",
            "to": ["hr@trust.example"],
            "subject": "A kettle",
            "text": "Please",
            "message_id": f"{OutgoingMessage.objects.count()}@desk.example",
            "created_at": NINE,
            "due_at": NINE,
            **columns,
        }
    )


def template(ticket: Ticket, **columns: Any) -> LetterTemplate:
    told = {"trust_id": ticket.trust_id, "name": "Request", "subject": "A", "body": "B", **columns}
    return LetterTemplate.objects.create(**told)


def rating(ticket: Ticket, score: int) -> Rating:
    return Rating.objects.create(
        trust_id=ticket.trust_id, ticket=ticket, score=score, rated_at=NINE, rated_by=ticket.raised_by
    )


def preference(person: User | None, hour: int) -> Preference:
    assert person is not None
    return Preference.objects.create(person=person, notice="*", digest_hour=hour)


BREAKS: dict[str, Callable[[Ticket], object]] = {
    "message_sent_has_its_time": lambda t: message(t, state="sent"),
    "message_that_failed_says_why": lambda t: message(t, state="given_up", failed_at=NINE),
    "message_that_failed_has_its_time": lambda t: message(t, state="given_up", reason="550"),
    "message_that_failed_is_settled_by_somebody": lambda t: message(
        t, state="given_up", reason="550", failed_at=NINE, settled_at=NINE
    ),
    "letter_template_name_is_unique_in_its_trust": lambda t: [
        template(t, name=name) for name in ("Request", "REQUEST")
    ],
    "letter_template_says_something": lambda t: template(t, body=""),
    "preference_is_said_once": lambda t: [preference(t.raised_by, 7) for _ in range(2)],
    "preference_digest_has_an_hour": lambda t: preference(t.raised_by, 24),
    "digest_line_says_something": lambda t: DigestLine.objects.create(
        trust_id=t.trust_id,
        person=t.raised_by,
        ticket=t,
        kind="raised",
        text="",
        created_at=NINE,
        due_at=NINE,
    ),
    "rating_is_given_once_for_a_resolution": lambda t: [rating(t, 5) for _ in range(2)],
    "rating_is_from_one_to_five": lambda t: rating(t, 6),
}
"""Each constraint on what we send, with a row that breaks it."""


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_database_refuses(name: str, ticket: Ticket):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](ticket)
