"""Legs: one service's part of a ticket, and who held it when."""

from datetime import date

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from concierge.history import Remembered, remembered
from concierge.people.models import User
from concierge.places.models import Trust
from tickets.choices import ENDED_LEG, OPEN_LEG, HolderKind, LegStatus
from tickets.models.service import Service
from tickets.models.ticket import Ticket


def span_of(start: str, end: str) -> Case:
    """A half-open range from one column to another; none at all where it would be empty.

    PostgreSQL takes no empty range into a `WITHOUT OVERLAPS` key, and what lasted no time
    was held by nobody.
    """
    return Case(
        When(
            Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
            then=Func(F(start), F(end), function="tstzrange", output_field=DateTimeRangeField()),
        ),
        default=Value(None),
        output_field=DateTimeRangeField(),
    )


class LegQuerySet(models.QuerySet["Leg"]):
    def open(self) -> "LegQuerySet":
        return self.filter(status__in=OPEN_LEG, ended_at__isnull=True)  # the second is what indexes know

    def chase_due(self, on: date) -> "LegQuerySet":
        """Open legs that the desk should chase on a day, or should have before it."""
        return self.open().filter(chase_on__lte=on)


class Leg(Remembered):
    """One service's part of a ticket, with its own owner, clock and promises."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="legs")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="legs")
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="legs_owned"
    )
    """Who in the service has it, where the service says so."""
    handed_on_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_on_to"
    )
    request = models.TextField(blank=True)
    """What the service is asked to do."""
    status = models.CharField(max_length=12, choices=LegStatus.choices, default=LegStatus.WITH_SERVICE)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    """What came of it, or why it is not theirs."""
    planned_for = models.DateField(null=True, blank=True)
    planned_because = models.CharField(max_length=300, blank=True)
    question = models.TextField(blank=True)
    """What the ward is asked, while it is with the ward."""
    chase_on = models.DateField(null=True, blank=True)
    """The day on which the desk should next chase; none while there is nothing to chase."""
    life = models.GeneratedField(
        expression=span_of("opened_at", "ended_at"),
        output_field=DateTimeRangeField(),
        db_persist=True,
        null=True,
    )
    objects = LegQuerySet.as_manager()
    history = remembered(but=["life"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "trust"], name="leg_has_one_trust"),
            models.UniqueConstraint(fields=["id", "ticket"], name="leg_has_one_ticket"),
            models.UniqueConstraint(
                fields=["ticket", "service"],
                condition=Q(ended_at__isnull=True),
                name="leg_is_open_once_with_a_service",
            ),
            models.CheckConstraint(
                name="leg_has_ended_when_its_status_says_so",
                condition=Q(status__in=sorted(OPEN_LEG), ended_at__isnull=True)
                | Q(status__in=sorted(ENDED_LEG), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="leg_ends_after_it_opens",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="leg_planned_has_a_day_and_a_reason",
                condition=(Q(status=LegStatus.PLANNED, planned_for__isnull=False) & ~Q(planned_because=""))
                | (~Q(status=LegStatus.PLANNED) & Q(planned_for__isnull=True, planned_because="")),
            ),
            models.CheckConstraint(
                name="leg_with_the_ward_asks_something",
                condition=(Q(status=LegStatus.WITH_WARD) & ~Q(question=""))
                | (~Q(status=LegStatus.WITH_WARD) & Q(question="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "opened_at", "id"],
                condition=Q(ended_at__isnull=True),
                name="leg_open_by_service",
            ),
            models.Index(
                fields=["trust", "chase_on"], condition=Q(ended_at__isnull=True), name="leg_open_by_chase"
            ),
            models.Index(
                fields=["trust", "status", "ticket"],
                condition=Q(status__in=[LegStatus.WITH_WARD, LegStatus.PLANNED]),
                name="leg_waiting",
            ),
            models.Index(
                fields=["service", "ended_at", "id"],
                condition=Q(ended_at__isnull=False),
                name="leg_ended_by_service",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} part of {self.ticket}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_LEG


class Holding(models.Model):
    """Who had a leg, from a moment until a moment. The holdings of a leg cover its life exactly."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    leg = models.ForeignKey(Leg, on_delete=models.PROTECT, related_name="holdings")
    holder = models.CharField(max_length=10, choices=HolderKind.choices)
    supplier = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    span = models.GeneratedField(
        expression=span_of("started_at", "ended_at"),
        output_field=DateTimeRangeField(),
        db_persist=True,
        null=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holding_lasts_some_time",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
            ),
            models.CheckConstraint(
                name="holding_names_its_supplier",
                condition=(Q(holder=HolderKind.SUPPLIER) & ~Q(supplier=""))
                | (~Q(holder=HolderKind.SUPPLIER) & Q(supplier="")),
            ),
        ]

    def __str__(self) -> str:
        return self.supplier or self.get_holder_display()
