"""Trusts, sites, wards and teams. They are retired, never deleted."""

from datetime import date
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from concierge.history import Remembered, remembered


class Trust(Remembered):
    """An organisation, by its ODS code. Every other row belongs to one."""

    code = models.CharField("ODS code", max_length=12, unique=True)
    name = models.CharField(max_length=200)
    telephone = models.CharField("desk's telephone", max_length=40, blank=True)
    emergency_telephone = models.CharField(max_length=40, blank=True)
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(name="trust_has_a_code_and_a_name", condition=~Q(code="") & ~Q(name=""))
        ]

    def __str__(self) -> str:
        return self.name


M = TypeVar("M", bound=models.Model)


class RetirableQuerySet(models.QuerySet[M]):
    def in_use(self, on: date) -> "RetirableQuerySet[M]":
        """Those not yet retired on a day."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))


class Site(Remembered):
    """A hospital of a trust."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint("trust", Lower("name"), name="site_name_is_unique_in_its_trust"),
            models.UniqueConstraint(fields=["id", "trust"], name="site_has_one_trust"),
        ]

    def __str__(self) -> str:
        return self.name


class Ward(Remembered):
    """The place a sister runs. Tickets belong to it, never to a person."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="wards")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="wards")
    name = models.CharField(max_length=200)
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    specialty = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    objects = RetirableQuerySet["Ward"].as_manager()
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint("trust", "site", Lower("name"), name="ward_name_is_unique_in_its_site"),
            models.UniqueConstraint(fields=["id", "trust"], name="ward_has_one_trust"),
            models.CheckConstraint(name="ward_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class TeamKind(models.TextChoices):
    DESK = "desk", "Concierge desk"
    SERVICE = "service", "Corporate service"


class Team(Remembered):
    """The people of a concierge desk or of a corporate service."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=10, choices=TeamKind.choices)
    name = models.CharField(max_length=200)
    retired_on = models.DateField(null=True, blank=True)
    objects = RetirableQuerySet["Team"].as_manager()
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint("trust", Lower("name"), name="team_name_is_unique_in_its_trust"),
            models.UniqueConstraint(fields=["id", "trust"], name="team_has_one_trust"),
            models.CheckConstraint(name="team_is_a_desk_or_a_service", condition=Q(kind__in=TeamKind.values)),
        ]

    def __str__(self) -> str:
        return self.name
