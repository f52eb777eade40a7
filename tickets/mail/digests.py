"""Digests: what a person chose to be told once a day, in one e-mail for each trust."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from concierge.people.models import User
from concierge.places.models import Trust
from concierge.web.words import count
from tickets.mail.notices import address_of, framed
from tickets.mail.writing import title_for_mail, write
from tickets.models import DigestLine, Ticket

AT_A_TIME = 500
"""Most digests that one run writes."""


def write_due_digests(at: datetime) -> int:
    """Write a digest to everybody who has lines whose hour has come. How many."""
    due = DigestLine.objects.filter(message__isnull=True, due_at__lte=at)
    whom = due.order_by("person_id", "trust_id").values_list("person_id", "trust_id").distinct()
    return sum(_write_digest(person_id, trust_id, at) for person_id, trust_id in whom[:AT_A_TIME])


@transaction.atomic
def _write_digest(person_id: int, trust_id: int, at: datetime) -> bool:
    """Tell one person all her due lines; a line that another worker is telling is left to it."""
    rows = DigestLine.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(person=person_id, trust=trust_id, message__isnull=True, due_at__lte=at)
    lines = list(rows.select_related("ticket__ward").order_by("ticket_id", "created_at", "pk"))
    if not lines:
        return False
    person, trust = User.objects.get(pk=person_id), Trust.objects.get(pk=trust_id)
    lines = _still_hers(lines, person)
    if not lines:
        return False
    message = write(
        trust=trust,
        kind="digest",
        person=person,
        to=[person.email],
        subject=f"Your digest: {count(len(lines), 'piece')} of news",
        text=framed(f"Hello {person.name},", _text(lines), None, person),
        at=at,
    )
    DigestLine.objects.filter(pk__in=[line.pk for line in lines]).update(message=message)
    return True


def _still_hers(lines: list[DigestLine], person: User) -> list[DigestLine]:
    """Those about tickets she may still read; the others are nobody's news any more."""
    told = [line.ticket_id for line in lines]
    seen = (
        Ticket.objects.visible_to(person).filter(pk__in=told) if person.is_active else Ticket.objects.none()
    )
    readable = set(seen.values_list("pk", flat=True))
    gone = [line.pk for line in lines if line.ticket_id not in readable]
    DigestLine.objects.filter(pk__in=gone).delete()
    return [line for line in lines if line.ticket_id in readable]


def _text(lines: Sequence[DigestLine]) -> str:
    parts = []
    for ticket, news in groupby(lines, key=lambda line: line.ticket):
        heading = f"{ticket.reference} {title_for_mail(ticket)}\n{ticket.ward}\n{address_of(ticket)}"
        parts.append("\n\n".join([heading, *(line.text for line in news)]))
    return "\n\n----\n\n".join(parts)
