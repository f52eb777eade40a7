"""What the desk asks of many models: its queues, in the order to work them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least, TruncDate
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import standing_of
from tickets.choices import CLOSED, OPEN, LegStatus, Status
from tickets.models import ImportFault, Leg, OutgoingMessage, Promise, Ticket
from tickets.models.ticket import TicketQuerySet


@dataclass(frozen=True)
class Queue:
    """A list of the desk: its words, and the columns that order it (key-paged, ending in pk)."""

    label: str
    explains: str
    order: tuple[str, ...]


QUEUES: Mapping[str, Queue] = {
    "new": Queue("New", "Raised and not passed on yet, oldest first.", ("raised_at", "pk")),
    "mine": Queue("Mine", "Open tickets you look after, oldest first.", ("raised_at", "pk")),
    "chase": Queue(
        "Chase today",
        "Nothing heard for too long, or an e-mail did not arrive; longest first.",
        ("chase_on", "pk"),
    ),
    "promises": Queue(
        "Promises due", "Promised by the end of today, or late, oldest first.", ("due_at", "pk")
    ),
    "ward": Queue("With the ward", "Waiting for the ward to answer, oldest first.", ("raised_at", "pk")),
    "planned": Queue("Planned", "Work that has a day, soonest first.", ("planned_for", "pk")),
    "confirm": Queue(
        "To confirm", "Resolved; the ward has not said yet if it is fixed.", ("resolved_at", "pk")
    ),
    "to_code": Queue(
        "To be coded", "From an old log: the cause is not one of the six yet.", ("resolved_at", "pk")
    ),
    "all": Queue("All", "Every ticket of the trust, newest first.", ("-raised_at", "-pk")),
}


MOST_COUNTED = 500
"""The most tickets of a queue that are counted: beyond it, “500+” says as much and costs no more."""
PARTS_COUNTED = 3 * MOST_COUNTED
"""The most parts, promises or messages looked at to count their tickets: few tickets have three that wait."""


def desk_tickets(person: User) -> TicketQuerySet:
    """Every ticket of the trusts whose desk, or whose tickets as manager or observer, a person sees."""
    return Ticket.objects.filter(trust_id__in=standing_of(person).trusts_seen)


def desk_queue(key: str, person: User, at: datetime) -> TicketQuerySet:
    """The tickets of a queue for a person at a moment, annotated and ordered to be worked.

    Raises KeyError for a queue there is not.
    """
    trusts = standing_of(person).trusts_seen
    found = Ticket.objects.filter(trust_id__in=trusts).filter(_conditions(person, trusts, at)[key])
    found = found.annotate(**_order_columns(key))
    return found.order_by(*QUEUES[key].order)


def queue_counts(person: User, at: datetime) -> dict[str, int]:
    """How many tickets wait in each queue but “all”; one statement, and no queue is counted past `MOST_COUNTED` + 1."""
    trusts = standing_of(person).trusts_seen
    seen, conditions = (
        Ticket.objects.filter(trust_id__in=trusts),
        _conditions(person, trusts, at, PARTS_COUNTED),
    )
    waiting = {
        key: seen.filter(condition).order_by() for key, condition in conditions.items() if key != "all"
    }
    counted = [up_to(MOST_COUNTED + 1, rows).query.sql_with_params() for rows in waiting.values()]
    columns = ", ".join(f"(SELECT count(*) FROM ({statement}) AS found)" for statement, _ in counted)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _, values in counted for value in values])
        row = cursor.fetchone()
    assert row is not None
    return dict(zip(waiting, row, strict=True))


def up_to(most: int, rows: TicketQuerySet) -> "QuerySet[Ticket, Any]":
    """The keys of some rows and no more, whichever are found first: enough to count them by."""
    return rows.values("pk")[:most]


def faults_to_settle(person: User) -> QuerySet[ImportFault]:
    """Rows of old logs that wait for a person of the desk, in the order of their sheets."""
    desks = standing_of(person).desks
    waiting = ImportFault.objects.filter(trust_id__in=desks, settled_at__isnull=True)
    return waiting.select_related("ticket").order_by("run_id", "sheet", "row", "pk")


def end_of_today(at: datetime) -> datetime:
    """The midnight that ends the day of a moment, UK clock."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def _conditions(person: User, trusts: frozenset[int], at: datetime, most: int | None = None) -> dict[str, Q]:
    """What puts a ticket in each queue. Parts, promises and messages lead to their tickets by indexes of
    what is open, so that a queue costs what waits in it and not what ever was; `most` of them are looked at.
    """
    legs = Leg.objects.open().filter(trust_id__in=trusts)
    failed = OutgoingMessage.objects.failed().filter(trust_id__in=trusts)
    chased = legs.chase_due(timezone.localdate(at)).values("ticket").union(failed.values("ticket"), all=True)
    due = _promises_due(trusts, at).values("leg__ticket")
    asked, planned = (
        legs.filter(status=status).values("ticket") for status in (LegStatus.WITH_WARD, LegStatus.PLANNED)
    )
    open_now = Q(status__in=OPEN)
    return {
        "new": Q(status=Status.RAISED),
        "mine": open_now & Q(concierge=person),
        "chase": Q(status__in=[*OPEN, Status.RESOLVED], pk__in=chased[:most]),
        "promises": open_now & Q(pk__in=due[:most]),
        "ward": open_now & Q(pk__in=asked[:most]),
        "planned": open_now & Q(pk__in=planned[:most]),
        "confirm": Q(status=Status.RESOLVED, to_be_coded=False),
        "to_code": Q(to_be_coded=True, status__in=CLOSED),
        "all": Q(),
    }


def _promises_due(trusts: frozenset[int], at: datetime) -> QuerySet[Promise]:
    due = Promise.objects.filter(trust_id__in=trusts, outcome="", due_at__lt=end_of_today(at))
    return due.filter(leg__ended_at__isnull=True)


def _order_columns(key: str) -> dict[str, Subquery | Least]:
    legs = Leg.objects.open().filter(ticket=OuterRef("pk")).order_by().values("ticket")
    mail = OutgoingMessage.objects.failed().filter(ticket=OuterRef("pk")).order_by().values("ticket")
    promises = Promise.objects.filter(leg__ticket=OuterRef("pk"), leg__ended_at__isnull=True, outcome="")
    columns: dict[str, dict[str, Subquery | Least]] = {
        "chase": {
            "chase_on": Least(  # leaves out the one that is not there
                Subquery(legs.annotate(first=Min("chase_on")).values("first")),
                TruncDate(Subquery(mail.annotate(first=Min("failed_at")).values("first"))),
            )
        },
        "planned": {"planned_for": Subquery(legs.annotate(first=Min("planned_for")).values("first"))},
        "promises": {
            "due_at": Subquery(
                promises.order_by().values("leg__ticket").annotate(first=Min("due_at")).values("first")
            )
        },
    }
    return columns.get(key, {})
