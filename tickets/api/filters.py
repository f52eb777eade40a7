"""Which tickets a list shows."""

from datetime import date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from tickets.api.serializers.reading import EARLIEST, LATEST
from tickets.choices import Status
from tickets.models import Leg
from tickets.models.ticket import TicketQuerySet
from tickets.queries import QUEUES
from tickets.reading import contacts_read_by

LARGEST_ID = 2**63 - 1
LONGEST_SEARCH = 200


class IdFilter(django_filters.Filter):  # type: ignore[misc]
    """By the id of a row, whole and positive."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST_ID, **kwargs)


def day_filter(method: str) -> django_filters.DateFilter:
    """By a day of this century."""
    within = [MinValueValidator(EARLIEST.date()), MaxValueValidator(LATEST)]
    return django_filters.DateFilter(method=method, validators=within)


class TicketFilters(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the list of tickets; all that are given hold together."""

    status = django_filters.MultipleChoiceFilter(choices=Status.choices)
    ward = IdFilter(field_name="ward_id")
    service = IdFilter(method="with_part_of")
    process = IdFilter(field_name="process_id")
    concierge = IdFilter(field_name="concierge_id")
    raised_since = day_filter("since")
    raised_until = day_filter("until")
    q = django_filters.CharFilter(method="about", max_length=LONGEST_SEARCH)
    queue = django_filters.ChoiceFilter(
        choices=[(key, queue.label) for key, queue in QUEUES.items()], method="as_it_is"
    )

    def with_part_of(self, tickets: TicketQuerySet, name: str, service: int) -> TicketQuerySet:
        legs = Leg.objects.filter(ticket=OuterRef("pk"), service_id=service)
        return tickets.filter(Exists(legs))

    def since(self, tickets: TicketQuerySet, name: str, day: date) -> TicketQuerySet:
        return tickets.filter(raised_at__gte=midnight(day))

    def until(self, tickets: TicketQuerySet, name: str, day: date) -> TicketQuerySet:
        return tickets.filter(raised_at__lt=midnight(day))

    def about(self, tickets: TicketQuerySet, name: str, words: str) -> TicketQuerySet:
        return tickets.about(words, contacts=contacts_read_by(self.request.user))

    def as_it_is(self, tickets: TicketQuerySet, name: str, key: str) -> TicketQuerySet:
        """The queue is where the list begins; see the view."""
        return tickets


def midnight(day: date) -> datetime:
    """The midnight that begins a day, UK clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _id(name: str, whose: str) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}, description=whose)


DESCRIBED = [
    OpenApiParameter("status", str, enum=Status.values, many=True, description="Any of these."),
    _id("ward", "Of this ward."),
    _id("service", "In which this service has or had a part."),
    _id("process", "About this process."),
    _id("concierge", "Which this person looks after."),
    OpenApiParameter("raised_since", OpenApiTypes.DATE, description="Raised on this day or later."),
    OpenApiParameter("raised_until", OpenApiTypes.DATE, description="Raised before this day."),
    OpenApiParameter(
        "q",
        {"type": "string", "maxLength": LONGEST_SEARCH},
        description="Words in its texts or its contacts, or a reference, old or new.",
    ),
    OpenApiParameter(
        "queue", str, enum=list(QUEUES), description="A queue of the desk, in the order to work it."
    ),
]
