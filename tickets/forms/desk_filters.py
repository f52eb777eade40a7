"""How the desk narrows a list of tickets: every choice stands in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import Standing
from concierge.places.models import Site, Ward
from concierge.web.fields import DayField
from concierge.web.forms import PageForm
from tickets.forms.desk_people import people_of_desk
from tickets.models import Process, Service, Ticket
from tickets.models.ticket import TicketQuerySet


class FilterForm(PageForm):
    """The filters' form; the search stands outside it."""


class DayFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = DayField


class TicketFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Wards, sites, services, processes and concierges of the trusts a person sees, and when raised."""

    ward = django_filters.CharFilter(label="Ward", method="of_ward_called")
    site = django_filters.ModelChoiceFilter(
        queryset=Site.objects.none(), field_name="ward__site", label="Hospital", empty_label="All hospitals"
    )
    service = django_filters.ModelChoiceFilter(
        queryset=Service.objects.none(), method="with_service", label="Service", empty_label="All services"
    )
    process = django_filters.ModelChoiceFilter(
        queryset=Process.objects.none(), label="About", empty_label="Everything"
    )
    concierge = django_filters.ModelChoiceFilter(
        queryset=User.objects.none(), label="Concierge", empty_label="Everybody"
    )
    since = DayFilter(label="Raised on or after", method="raised_since")
    until = DayFilter(label="Raised on or before", method="raised_until")

    class Meta:
        model = Ticket
        fields: list[str] = []
        form = FilterForm

    def __init__(self, request: HttpRequest, standing: Standing, queryset: TicketQuerySet) -> None:
        super().__init__(request.GET, queryset, request=request)
        trusts = standing.trusts_seen
        for name, rows in _choices(trusts).items():
            self.form.fields[name].queryset = rows

    def of_ward_called(self, tickets: TicketQuerySet, name: str, words: str) -> TicketQuerySet:
        """Tickets of wards that have, or had, these words in their name: a region has too many to list."""
        called = Q(name__icontains=words) | Q(other_names__icontains=words)
        # By their keys, from which the planner knows how many tickets to expect; from a name it cannot.
        return tickets.filter(ward__in=list(Ward.objects.filter(called).values_list("pk", flat=True)))

    def with_service(self, tickets: TicketQuerySet, name: str, service: Service) -> TicketQuerySet:
        """Tickets of which the service has, or had, a part."""
        return tickets.filter(pk__in=service.legs.values("ticket"))

    def raised_since(self, tickets: TicketQuerySet, name: str, day: date) -> TicketQuerySet:
        return tickets.filter(raised_at__gte=_midnight(day))

    def raised_until(self, tickets: TicketQuerySet, name: str, day: date) -> TicketQuerySet:
        return tickets.filter(raised_at__lt=_midnight(day + timedelta(days=1)))

    @property
    def applied(self) -> int:
        """How many filters are on."""
        return sum(bool(value) for value in getattr(self.form, "cleaned_data", {}).values())


def _choices(trusts: frozenset[int]) -> dict[str, QuerySet[Any]]:
    return {
        "site": Site.objects.filter(trust_id__in=trusts).order_by("name", "pk"),
        "service": Service.objects.filter(trust_id__in=trusts).order_by("name", "pk"),
        "process": Process.objects.filter(trust_id__in=trusts).order_by("name", "pk"),
        "concierge": people_of_desk(trusts),
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
