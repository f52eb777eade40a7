"""Interactions: every contact, with its minutes in three purses."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from concierge.history import Remembered, remembered
from concierge.people.models import User
from concierge.places.models import Trust
from tickets.choices import LOGS_ITSELF, Channel, Counterpart, Direction, PromiseOutcome, RootCause, Source
from tickets.models.leg import Leg
from tickets.models.service import Service
from tickets.models.ticket import Ticket

LONGEST_CONTACT = 24 * 60
"""Longest contact, in minutes: one cannot last more than a day (the old desk's own rule)."""


def minutes_are_possible(purse: str) -> Q:
    return Q(**{f"{purse}__isnull": True}) | Q(**{f"{purse}__range": (0, LONGEST_CONTACT)})


class Interaction(Remembered):
    """One contact. Never deleted; a correction keeps the old value in history."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="interactions")
    leg = models.ForeignKey(Leg, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    counterpart = models.CharField(max_length=10, choices=Counterpart.choices)
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    """Which service, where the counterpart is one."""
    with_whom = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    desk_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    ward_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    service_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    is_chase = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.DESK)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    search = models.GeneratedField(
        expression=SearchVector("note", "with_whom", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    history = remembered(but=["search"])

    class Meta:
        constraints = [
            models.CheckConstraint(name="interaction_has_a_channel", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="interaction_has_a_direction", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(
                name="interaction_has_a_counterpart",
                condition=Q(counterpart=Counterpart.SERVICE, service__isnull=False)
                | Q(
                    counterpart__in=[Counterpart.WARD, Counterpart.SUPPLIER, Counterpart.OTHER],
                    service__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="interaction_desk_minutes_fit_a_day", condition=minutes_are_possible("desk_minutes")
            ),
            models.CheckConstraint(
                name="interaction_ward_minutes_fit_a_day", condition=minutes_are_possible("ward_minutes")
            ),
            models.CheckConstraint(
                name="interaction_service_minutes_fit_a_day",
                condition=minutes_are_possible("service_minutes"),
            ),
            models.CheckConstraint(
                name="interaction_minutes_are_recorded_unless_it_logs_itself",
                condition=Q(source__in=sorted(LOGS_ITSELF))
                | Q(desk_minutes__isnull=False, ward_minutes__isnull=False),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="interaction_search"),
            models.Index(fields=["ticket", "happened_at", "id"], name="interaction_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} about {self.ticket}"


class Promise(Remembered):
    """What a service said it would do, by when; kept, late or broken."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    leg = models.ForeignKey(Leg, on_delete=models.PROTECT, related_name="promises")
    what = models.CharField(max_length=300)
    promised_by = models.CharField("who promised", max_length=200, blank=True)
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=PromiseOutcome.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.CharField(max_length=300, blank=True)
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(name="promise_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="promise_is_due_after_it_was_made", condition=Q(due_at__gte=F("promised_at"))
            ),
            models.CheckConstraint(
                name="promise_is_open_kept_late_or_broken",
                condition=Q(outcome="", settled_at__isnull=True)
                | Q(outcome=PromiseOutcome.KEPT, settled_at__lte=F("due_at"))
                | Q(outcome=PromiseOutcome.LATE, settled_at__gt=F("due_at"))
                | Q(outcome=PromiseOutcome.BROKEN, settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "due_at", "id"], condition=Q(outcome=""), name="promise_open")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.outcome == ""


class Coding(Remembered):
    """One rater's choice of cause for one resolution of one ticket; a sample is coded twice, blind."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="codings")
    resolution = models.PositiveSmallIntegerField(default=0)
    """Which resolution of the ticket: how often it had been reopened before."""
    is_second = models.BooleanField(default=False)
    rater = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="codings")
    cause = models.CharField(max_length=24, choices=RootCause.choices)
    contributing_cause = models.CharField(max_length=24, choices=RootCause.choices, null=True, blank=True)
    coded_at = models.DateTimeField()
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="coding_cause_is_one_of_six", condition=Q(cause__in=RootCause.values)
            ),
            models.CheckConstraint(
                name="coding_contributing_cause_is_another_of_the_six",
                condition=Q(contributing_cause__isnull=True)
                | (Q(contributing_cause__in=RootCause.values) & ~Q(contributing_cause=F("cause"))),
            ),
            models.UniqueConstraint(
                fields=["ticket", "resolution", "is_second"], name="coding_is_made_once_by_each_coder"
            ),
        ]

    def __str__(self) -> str:
        return self.get_cause_display()
