"""Processes: what a sister picks, what the desk routes by, what a manager redesigns."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from concierge.history import Remembered, remembered
from concierge.places.models import RetirableQuerySet, Trust
from tickets.models.service import Service


class Process(Remembered):
    """A named corporate process, such as “new starter set-up”."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="processes")
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="processes"
    )
    """Which service usually does it; none where it is nobody's job."""
    name = models.CharField(max_length=200)
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    hint = models.CharField("what to say", max_length=300, blank=True)
    """Shown to the sister beside the one line she writes."""
    is_adopted = models.BooleanField("the service takes it directly", default=False)
    """A ticket about an adopted process is routed at once, and its service may resolve it."""
    target_days = models.PositiveSmallIntegerField("done within", null=True, blank=True)
    """Working days within which it should be done."""
    retired_on = models.DateField(null=True, blank=True)
    objects = RetirableQuerySet["Process"].as_manager()
    history = remembered()

    class Meta:
        verbose_name_plural = "processes"
        constraints = [
            models.UniqueConstraint("trust", Lower("name"), name="process_name_is_unique_in_its_trust"),
            models.UniqueConstraint(fields=["id", "trust"], name="process_has_one_trust"),
            models.CheckConstraint(
                name="process_adopted_has_a_service",
                condition=Q(is_adopted=False) | Q(service__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CauseWording(Remembered):
    """How a trust words the definition of one of the six causes."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    cause = models.CharField(max_length=24)
    definition = models.CharField(max_length=300)
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "cause"], name="cause_is_worded_once_in_a_trust"),
            models.CheckConstraint(
                name="the_causes_are_exactly_six",
                condition=Q(
                    cause__in=[
                        "corporate_overlap",
                        "complex_processes",
                        "customer_service",
                        "communication",
                        "culture",
                        "commercial_contracts",
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.cause
