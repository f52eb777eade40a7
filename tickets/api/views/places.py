"""Reference lists: wards, services, processes, causes. Retired ones are shown only where asked for by id."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tickets.api.base import ApiView
from tickets.api.paging import CURSOR_NAMES, CURSORS, reference_page
from tickets.api.requests import ApiRequest
from tickets.api.serializers.places import (
    CausesOut,
    ProcessPageOut,
    ServiceOut,
    ServicePageOut,
    WardOut,
    WardPageOut,
)
from tickets.choices import DEFINITIONS, RootCause
from tickets.models import CauseWording, Process, Service, ServiceContact, WorkingHours


class Wards(ApiView):
    tag = "places"

    parameters = CURSOR_NAMES

    @extend_schema(parameters=CURSORS, responses=WardPageOut)
    def get(self, request: ApiRequest) -> Response:
        """List the wards of your trusts."""
        wards = wards_known_to(request.user).in_use(timezone.localdate())
        return Response(WardPageOut(reference_page(request, wards, ("site__name", "name", "pk"))).data)


class OneWard(ApiView):
    tag = "places"

    @extend_schema(responses=WardOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Read one ward."""
        return Response(WardOut(get_object_or_404(wards_known_to(request.user), pk=pk)).data)


class Services(ApiView):
    tag = "places"

    parameters = CURSOR_NAMES

    @extend_schema(parameters=CURSORS, responses=ServicePageOut)
    def get(self, request: ApiRequest) -> Response:
        """List the services of your trusts, with their contacts and hours."""
        in_use = Service.objects.in_use(timezone.localdate())
        services = services_known_to(request.user).filter(pk__in=in_use.values("pk"))
        return Response(ServicePageOut(reference_page(request, services, ("name", "pk"))).data)


class OneService(ApiView):
    tag = "places"

    @extend_schema(responses=ServiceOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Read one service."""
        return Response(ServiceOut(get_object_or_404(services_known_to(request.user), pk=pk)).data)


class Processes(ApiView):
    tag = "places"

    parameters = CURSOR_NAMES

    @extend_schema(parameters=CURSORS, responses=ProcessPageOut)
    def get(self, request: ApiRequest) -> Response:
        """List the processes a ticket can be about."""
        known = Process.objects.in_use(timezone.localdate()).filter(trust__in=trusts_of(request.user))
        processes = known.select_related("trust", "service")
        return Response(ProcessPageOut(reference_page(request, processes, ("name", "pk"))).data)


class RootCauses(ApiView):
    tag = "places"

    @extend_schema(responses=CausesOut(many=True))
    def get(self, request: ApiRequest) -> Response:
        """List the six root causes, as each of your trusts words them."""
        trusts = list(trusts_of(request.user).order_by("code"))
        worded: dict[tuple[int, str], str] = {
            (wording.trust_id, wording.cause): wording.definition
            for wording in CauseWording.objects.filter(trust__in=trusts)
        }
        return Response(CausesOut([_causes(trust, worded) for trust in trusts], many=True).data)


def trusts_of(person: User) -> QuerySet[Trust]:
    """Trusts in which a person has a post today."""
    return Trust.objects.filter(pk__in=person.posts.current(timezone.localdate()).values("trust_id"))


def wards_known_to(person: User) -> Any:
    """Wards of a person's trusts, retired ones too."""
    return Ward.objects.filter(trust__in=trusts_of(person)).select_related("site", "trust")


def services_known_to(person: User) -> QuerySet[Service]:
    """Services of a person's trusts, retired ones too, with what their serializer shows."""
    contacts = ServiceContact.objects.in_use(timezone.localdate()).order_by("name", "pk")
    hours = WorkingHours.objects.order_by("weekday", "starts_minute")
    return (
        Service.objects.filter(trust__in=trusts_of(person))
        .select_related("trust")
        .prefetch_related(
            Prefetch("contacts", contacts, to_attr="present_contacts"), Prefetch("working_hours", hours)
        )
    )


def _causes(trust: Trust, worded: dict[tuple[int, str], str]) -> dict[str, Any]:
    causes = [
        {"cause": cause, "name": cause.label, "definition": worded.get((trust.pk, cause), DEFINITIONS[cause])}
        for cause in RootCause
    ]
    return {"trust": trust.code, "causes": causes}
