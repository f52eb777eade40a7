"""What rows said before: who changed what, when and why, in people's words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Field, QuerySet

from concierge.web.words import day, moment
from tickets.identifiers import mask
from tickets.models import Coding, Interaction, Leg, Promise, Ticket

UNSAID = frozenset(
    {"id", "trust", "ticket", "leg", "created_at", "recorded_by", "source", "resolution", "is_second"}
)
"""Columns that say nothing to a person, or never change."""
NOTHING = "nothing"


@dataclass(frozen=True)
class Changed:
    """One column, before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One saving of one row: `changes` is empty where the row was made."""

    at: datetime
    what: str
    by: str
    reason: str
    changes: tuple[Changed, ...]


def versions_of(row: Ticket | Leg | Promise | Coding | Interaction) -> list[Version]:
    """Every version of one row, newest first; one query."""
    return _newest_first(_versions(row.history.all(), row))


def versions_of_ticket(ticket: Ticket) -> list[Version]:
    """Every version of a ticket, its parts, promises, contacts and codings, newest first; five queries."""
    histories = [
        (Ticket, Ticket.history.filter(id=ticket.pk)),
        (Leg, Leg.history.filter(ticket_id=ticket.pk)),
        (Promise, Promise.history.filter(leg__ticket_id=ticket.pk)),
        (Interaction, Interaction.history.filter(ticket_id=ticket.pk)),
        (Coding, Coding.history.filter(ticket_id=ticket.pk)),
    ]
    return _newest_first(version for model, records in histories for version in _versions(records, model))


NAMES = {
    "ticket": "Ticket",
    "leg": "Part",
    "promise": "Promise",
    "interaction": "Contact",
    "coding": "Coding",
}


def _versions(records: QuerySet[Any], model: Any) -> Iterator[Version]:
    fields = [field for field in model._meta.fields if _is_told(field)]
    related = [field.name for field in fields if field.is_relation]
    ordered = records.select_related("history_user", *related).order_by("id", "history_date", "history_id")
    for _, versions in groupby(ordered, key=lambda record: record.id):
        for before, after in pairwise([None, *versions]):
            yield _version(NAMES[model._meta.model_name], before, after, fields)


def _is_told(field: "Field[Any, Any]") -> bool:
    return field.name not in UNSAID and not getattr(field, "generated", False)


def _version(what: str, before: Any, after: Any, fields: list[Any]) -> Version:
    changes = [] if before is None else _changes(before, after, fields)
    by = after.history_user.name if after.history_user else ""
    return Version(after.history_date, what, by, mask(after.history_change_reason or ""), tuple(changes))


def _changes(before: Any, after: Any, fields: list[Any]) -> Iterator[Changed]:
    for field in fields:
        if getattr(before, field.attname) != getattr(after, field.attname):
            name = str(field.verbose_name)
            yield Changed(name[:1].upper() + name[1:], _said(before, field), _said(after, field))


def _said(record: Any, field: Any) -> str:
    value = getattr(record, field.name)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    if field.choices:
        value = dict(field.flatchoices).get(value, value)
    return mask(str(value))


def _newest_first(versions: Iterable[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: version.at, reverse=True)
