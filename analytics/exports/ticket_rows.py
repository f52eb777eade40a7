"""The tickets behind a figure, as rows of a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from analytics.exports.csv_file import Value
from tickets.choices import CauseFate
from tickets.models import Ticket

HEAD = (
    "Reference",
    "Old reference",
    "Ward",
    "Hospital",
    "Process",
    "What was needed",
    "Raised on",
    "Resolved on",
    "Working days",
    "Elapsed days",
    "Root cause",
    "Contributing cause",
    "Cause removed",
    "Status",
    "Desk minutes",
    "Ward minutes",
    "Service minutes",
    "Outcome",
)
FATES = {CauseFate.REMOVED: "Removed", CauseFate.WORKED_ROUND: "Worked round"}
AT_ONCE = 2000
"""Rows fetched at a time, so that a file of any length needs little memory."""


def ticket_rows(tickets: QuerySet[Ticket]) -> Iterator[Sequence[Value]]:
    """The heading, then a row a ticket, the latest resolved first."""
    yield HEAD
    for ticket in tickets.order_by("-resolved_at", "pk").iterator(chunk_size=AT_ONCE):
        yield _row(ticket)


def _row(ticket: Any) -> Sequence[Value]:
    return (
        ticket.reference,
        ticket.old_reference,
        ticket.ward.name,
        ticket.ward.site.name,
        ticket.process.name if ticket.process else "",
        ticket.title,
        timezone.localtime(ticket.raised_at).date(),
        timezone.localtime(ticket.resolved_at).date(),
        ticket.working_days,
        ticket.elapsed_days,
        ticket.get_root_cause_display() or "To be coded",
        ticket.get_contributing_cause_display() or "",
        FATES[ticket.cause_fate] if ticket.cause_fate else "",
        ticket.get_status_display(),
        ticket.desk_minutes,
        ticket.ward_minutes,
        ticket.service_minutes,
        ticket.outcome,
    )
