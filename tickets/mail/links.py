"""Signed links: what one answer about one part or ticket may be given with, by whom, and until when.

The link is all that its reader needs, so it opens one thing only, and says who was sent it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse

from concierge.people.models import User
from tickets.models import Leg, Ticket, UsedLink

SALT = "tickets.mail.links"
LASTS = timedelta(days=28)
"""How long a link can be used: twice as long as a ward may reopen, unless that is changed."""


class Answer(models.TextChoices):
    """What a link lets its reader do."""

    DONE = "done", "It is done"
    PROMISE = "promise", "We promise a day"
    NOT_OURS = "not_ours", "It is not ours"
    FIXED = "fixed", "It is fixed"
    NOT_FIXED = "not_fixed", "It is not fixed"


OF_SERVICES = (Answer.DONE, Answer.PROMISE, Answer.NOT_OURS)
OF_WARDS = (Answer.FIXED, Answer.NOT_FIXED)


@dataclass(frozen=True)
class Link:
    """What a token says: the answer it gives, about which part or ticket, who was sent it, until when."""

    answer: Answer
    ticket_id: int
    leg_id: int | None
    person_id: int | None
    """The sister it was sent to; None for a service."""
    sent_to: str
    """The address it was sent to."""
    resolution: int
    """How often the ticket had been reopened: the next resolution brings links of its own."""
    expires_at: datetime
    token_hash: str = ""

    def has_expired(self, at: datetime) -> bool:
        return at >= self.expires_at


def links_for_service(leg: Leg, sent_to: Iterable[str], at: datetime) -> dict[Answer, str]:
    """The addresses at which a service can answer for its part, by the answer."""
    told = ", ".join(sent_to)
    return {answer: _address(answer, leg.ticket, leg, None, told, at) for answer in OF_SERVICES}


def links_for_sister(ticket: Ticket, person: User, at: datetime) -> dict[Answer, str]:
    """The addresses at which a sister can say whether it is fixed, by the answer."""
    return {answer: _address(answer, ticket, None, person, person.email, at) for answer in OF_WARDS}


def read(token: str) -> Link:
    """What a token says. Raises BadSignature where it is none of ours, or was changed."""
    told = signing.loads(token, salt=SALT)
    answer, ticket_id, leg_id, person_id, sent_to, resolution, expires, _ = told
    return Link(
        Answer(answer),
        ticket_id,
        leg_id or None,
        person_id or None,
        sent_to,
        resolution,
        datetime.fromtimestamp(expires, UTC),
        hashlib.sha256(":".join(map(str, told)).encode()).hexdigest(),
    )


def is_used(link: Link) -> bool:
    return UsedLink.objects.filter(token_hash=link.token_hash).exists()


def _address(
    answer: Answer, ticket: Ticket, leg: Leg | None, person: User | None, sent_to: str, at: datetime
) -> str:
    told = [
        answer.value,
        ticket.pk,
        leg.pk if leg else 0,
        person.pk if person else 0,
        sent_to,
        ticket.times_reopened,
        int((at + LASTS).timestamp()),
        token_urlsafe(6),
    ]
    token = signing.dumps(told, salt=SALT, compress=True)
    return f"{settings.ENVIRONMENT.address}{reverse('signed-link', args=[token])}"
