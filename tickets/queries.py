"""What the desk asks of many models: its queues, in the order to work them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
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


def desk_tickets(person: User) -> TicketQuerySet:
    """Every ticket of the trusts whose desk, or whose tickets as manager or observer, a person sees."""
    return Ticket.objects.filter(trust_id__in=standing_of(person).trusts_seen)


def desk_queue(key: str, person: User, at: datetime) -> TicketQuerySet:
    """The tickets of a queue for a person at a moment, annotated and ordered to be worked.

    Raises KeyError for a queue there is not.
    """
    found = desk_tickets(person).filter(_conditions(person, at)[key])
    found = found.annotate(**_order_columns(key))
    return found.order_by(*QUEUES[key].order)


def queue_counts(person: User, at: datetime) -> dict[str, int]:
    """How many tickets wait in each queue but “all”, in one query over what is not done with."""
    conditions = _conditions(person, at)
    counted = {key: Count("pk", filter=condition) for key, condition in conditions.items() if key != "all"}
    waiting = Q(status__in=OPEN) | Q(status=Status.RESOLVED) | Q(to_be_coded=True)
    return desk_tickets(person).filter(waiting).aggregate(**counted)


def faults_to_settle(person: User) -> QuerySet[ImportFault]:
    """Rows of old logs that wait for a person of the desk, in the order of their sheets."""
    desks = standing_of(person).desks
    waiting = ImportFault.objects.filter(trust_id__in=desks, settled_at__isnull=True)
    return waiting.select_related("ticket").order_by("run_id", "sheet", "row", "pk")


def end_of_today(at: datetime) -> datetime:
    """The midnight that ends the day of a moment, UK clock."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def _conditions(person: User, at: datetime) -> dict[str, Q]:
    legs = Leg.objects.open().filter(ticket=OuterRef("pk"))
    mail = OutgoingMessage.objects.filter(ticket=OuterRef("pk"))
    open_now = Q(status__in=OPEN)
    return {
        "new": Q(status=Status.RAISED),
        "mine": open_now & Q(concierge=person),
        "chase": (open_now & Q(Exists(legs.chase_due(timezone.localdate(at)))))
        | (Q(status__in=[*OPEN, Status.RESOLVED]) & Q(Exists(mail.failed()))),
        "promises": open_now & Q(Exists(_promises_due(at))),
        "ward": open_now & Q(Exists(legs.filter(status=LegStatus.WITH_WARD))),
        "planned": open_now & Q(Exists(legs.filter(status=LegStatus.PLANNED))),
        "confirm": Q(status=Status.RESOLVED, to_be_coded=False),
        "to_code": Q(to_be_coded=True, status__in=CLOSED),
        "all": Q(),
    }


def _promises_due(at: datetime) -> QuerySet[Promise]:
    return Promise.objects.filter(
        leg__ticket=OuterRef("pk"), leg__ended_at__isnull=True, outcome="", due_at__lt=end_of_today(at)
    )


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
