"""What reports ask of the database: every figure of a page in two statements, however many tickets.

Each ticket is one row (`counted`), its contacts are added up before they meet it (`spent`), and a
part is looked at once a service. So no join makes a ticket or a minute count twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from django.db import connection
from django.db.models import DateField, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, TruncMonth

from analytics.measures import ELAPSED_DAYS, MEASURES, PURSES, working_days_taken
from analytics.measures.elapsed_days import RESOLVED_ON
from analytics.scope import Behind, Scope
from concierge.people.models import User
from tickets.choices import RootCause
from tickets.models import Interaction, Leg, Ticket

COLUMNS = ("id", "root_cause", "cause_fate", "process_id", "site_id", "month", "elapsed_days", "working_days")
"""What `counted` keeps of a ticket."""
SPENT = ", ".join(
    f"sum({purse}_minutes) AS {purse}_minutes, count(*) FILTER (WHERE {purse}_minutes IS NULL) AS {purse}_unrecorded"
    for purse in PURSES
)
STATEMENT = """
WITH counted ({columns}) AS MATERIALIZED ({tickets}),
spent AS MATERIALIZED (
    SELECT ticket_id, count(*) AS contacts, {spent}
    FROM {contacts} WHERE ticket_id IN (SELECT id FROM counted) GROUP BY ticket_id
)
SELECT {keys}, {measures}
FROM counted {join} LEFT JOIN spent ON spent.ticket_id = counted.id
GROUP BY {groups}
"""
PARTS = """LEFT JOIN (
    SELECT DISTINCT ticket_id, service_id FROM {legs} WHERE ticket_id IN (SELECT id FROM counted)
) AS part ON part.ticket_id = counted.id"""
"""The services that had a part of a ticket, each once."""
BY: dict[str, tuple[str, str]] = {
    "process": ("counted.process_id", ""),
    "site": ("counted.site_id", ""),
    "service": ("part.service_id", PARTS.format(legs=Leg._meta.db_table)),
}
"""What a report can be compared by: the key, and the join that brings it."""

Purse = Literal["desk", "ward", "service"]


@dataclass(frozen=True)
class Figures:
    """The measures of one group of tickets; a median of no tickets is None."""

    tickets: int = 0
    to_be_coded: int = 0
    desk_minutes: int = 0
    ward_minutes: int = 0
    service_minutes: int = 0
    contacts: int = 0
    desk_unrecorded: int = 0
    ward_unrecorded: int = 0
    service_unrecorded: int = 0
    working_median: float | None = None
    working_nine_in_ten: float | None = None
    elapsed_median: float | None = None
    elapsed_nine_in_ten: float | None = None
    removed: int = 0
    fate_said: int = 0

    @property
    def minutes(self) -> int:
        """Minutes of all three purses."""
        return self.desk_minutes + self.ward_minutes + self.service_minutes

    @property
    def coded(self) -> int:
        """Tickets with one of the six causes."""
        return self.tickets - self.to_be_coded

    @property
    def removed_share(self) -> float | None:
        """Share of tickets whose cause was removed, where it was said; None where it never was."""
        return self.removed / self.fate_said if self.fate_said else None

    def unrecorded(self, purse: Purse) -> int:
        """Contacts whose minutes in this purse are not recorded."""
        return int(getattr(self, f"{purse}_unrecorded"))

    def unrecorded_share(self, purse: Purse) -> float | None:
        """Share of contacts whose minutes in this purse are not recorded; None without contacts."""
        return self.unrecorded(purse) / self.contacts if self.contacts else None


NOTHING = Figures()


@dataclass(frozen=True)
class RootCauses:
    """The root-cause report of a scope."""

    scope: Scope
    all: Figures
    by_cause: dict[RootCause, Figures]
    """Each of the six."""
    to_be_coded: Figures
    by_month: dict[date, Figures]
    by_month_and_cause: dict[tuple[date, RootCause], int]
    """Tickets only; a pair that is absent had none."""

    @property
    def coded_minutes(self) -> int:
        """Minutes spent on tickets with one of the six causes."""
        return sum(figures.minutes for figures in self.by_cause.values())


def root_causes(scope: Scope) -> RootCauses:
    """Reckon the report of a scope; one statement."""
    whole, to_be_coded = NOTHING, NOTHING
    causes = dict.fromkeys(RootCause, NOTHING)
    months: dict[date, Figures] = {}
    cells: dict[tuple[date, RootCause], int] = {}
    for (level, cause, month), figures in _rows(scope, *_BY_CAUSE_AND_MONTH):
        if level == _WHOLE:
            whole = figures
        elif level == _MONTH:
            months[month] = figures
        elif cause is None:
            to_be_coded = figures if level == _CAUSE else to_be_coded
        elif level == _CAUSE:
            causes[RootCause(cause)] = figures
        else:
            cells[month, RootCause(cause)] = figures.tickets
    return RootCauses(scope, whole, causes, to_be_coded, months, cells)


def compared(scope: Scope) -> dict[int | None, Figures]:
    """The same figures for each process, site or service (`scope.by`), by key; one statement.

    None stands for tickets with no process, or in which no service had a part. A ticket counts
    for every service that had a part of it, so services can add up to more than the whole.
    """
    key, join = BY[scope.by]
    return {row[0]: figures for row, figures in _rows(scope, key, join, key)}


def tickets_behind(scope: Scope, behind: Behind, reader: User) -> QuerySet[Ticket]:
    """The tickets behind a figure that a reader may see, with their days and minutes."""
    tickets = behind.among(scope.tickets(), scope.period).visible_to(reader)
    minutes = {f"{purse}_minutes": _minutes_of(purse) for purse in PURSES}
    return tickets.select_related("ward__site", "process").annotate(
        elapsed_days=ELAPSED_DAYS, working_days=working_days_taken(scope.period.until), **minutes
    )


_BY_CAUSE_AND_MONTH = (
    "GROUPING(counted.root_cause, counted.month), counted.root_cause, counted.month",
    "",
    "GROUPING SETS ((), (counted.root_cause), (counted.month), (counted.month, counted.root_cause))",
)
_CAUSE, _MONTH, _WHOLE = 1, 2, 3
"""What GROUPING tells of a row: which of the two columns it takes together."""


def _rows(scope: Scope, keys: str, join: str, groups: str) -> Iterator[tuple[tuple[Any, ...], Figures]]:
    tickets, params = _counted(scope).query.sql_with_params()
    statement = STATEMENT.format(
        columns=", ".join(COLUMNS),
        tickets=tickets,
        spent=SPENT,
        contacts=Interaction._meta.db_table,
        keys=keys,
        measures=", ".join(f"{measure.sql} AS {measure.column}" for measure in MEASURES),
        join=join,
        groups=groups,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for row in cursor.fetchall():
            values = row[-len(MEASURES) :]
            yield row[: -len(MEASURES)], Figures(**dict(zip(_FIELDS, values, strict=True)))


_FIELDS = tuple(measure.column for measure in MEASURES)
assert tuple(field.name for field in fields(Figures)) == _FIELDS, "a measure and its figure are one"


def _counted(scope: Scope) -> QuerySet[Any, Any]:
    return (
        scope.tickets()
        .order_by()
        .annotate(
            site_id=F("ward__site_id"),
            month=Cast(TruncMonth(RESOLVED_ON), DateField()),
            elapsed_days=ELAPSED_DAYS,
            working_days=working_days_taken(scope.period.until),
        )
        .values_list(*COLUMNS)
    )


def _minutes_of(purse: str) -> Coalesce:
    contacts = Interaction.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    total = contacts.annotate(total=Sum(f"{purse}_minutes")).values("total")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())
