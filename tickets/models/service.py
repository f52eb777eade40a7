"""Corporate services: who they are, how to reach them, when they work."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from concierge.history import Remembered, remembered
from concierge.places.models import RetirableQuerySet, Team, Trust


class ServiceKind(models.TextChoices):
    """The four that ship; a trust adds its own as “other”."""

    HR = "hr", "HR"
    FINANCE = "finance", "Finance"
    PROCUREMENT = "procurement", "Procurement"
    ESTATES = "estates", "Estates"
    OTHER = "other", "Other"


class Service(Remembered):
    """A corporate service that a ward needs things from."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="services")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="service")
    kind = models.CharField(max_length=12, choices=ServiceKind.choices, default=ServiceKind.OTHER)
    name = models.CharField(max_length=200)
    description = models.CharField("what it looks after", max_length=300, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    chase_after_days = models.PositiveSmallIntegerField(
        "chase after", default=2, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    """Working days without a word after which the desk chases."""
    retired_on = models.DateField(null=True, blank=True)
    objects = RetirableQuerySet["Service"].as_manager()
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "name"], name="service_name_is_unique_in_its_trust"),
            models.UniqueConstraint(fields=["id", "trust"], name="service_has_one_trust"),
            models.UniqueConstraint(
                fields=["trust", "kind"],
                condition=~Q(kind=ServiceKind.OTHER),
                name="service_that_ships_exists_once_in_a_trust",
            ),
            models.CheckConstraint(
                name="service_chases_after_one_to_sixty_days", condition=Q(chase_after_days__range=(1, 60))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceContact(Remembered):
    """Somebody, or some inbox, to ring or write to in a service."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    job = models.CharField("what they do", max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    objects = RetirableQuerySet["ServiceContact"].as_manager()
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(name="contact_can_be_reached", condition=~Q(email="") | ~Q(telephone=""))
        ]

    def __str__(self) -> str:
        return self.name


class WorkingHours(Remembered):
    """One period of a weekday in which a service works; a day may have several."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    starts_minute = models.PositiveSmallIntegerField(help_text="minutes after midnight")
    ends_minute = models.PositiveSmallIntegerField(help_text="minutes after midnight")
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(name="hours_are_on_a_weekday", condition=Q(weekday__range=(0, 6))),
            models.CheckConstraint(
                name="hours_end_after_they_start",
                condition=Q(ends_minute__gt=F("starts_minute"), ends_minute__lte=24 * 60),
            ),
            ExclusionConstraint(
                name="hours_of_a_day_do_not_overlap",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_minute"),
                            F("ends_minute"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_minute}–{self.ends_minute}"
