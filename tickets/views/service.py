"""A service's own parts of tickets: what is open, what is done, and one part's page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from django.db.models import F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.people.standing import standing_of
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets import permissions
from tickets.choices import ENDED_LEG, LegStatus
from tickets.forms.service import ServiceFilterForm
from tickets.models import Leg, Promise, Service, Ticket
from tickets.models.leg import LegQuerySet
from tickets.models.ticket import TicketQuerySet
from tickets.reading import contacts_read_by, files_for
from tickets.views.service_words import told_to_service

NOT_PROMISED = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands after every promise, where nothing is promised: SQL cannot order by nothing."""


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What the service has open: the promise due first leads, then what has waited longest."""
    services = services_of(request.user)
    if not services:
        return no_post(request)
    form = ServiceFilterForm(request.GET, services=services)
    parts = _narrowed(_with_due(Leg.objects.open().filter(service__in=services)), form, request.user)
    page = page_of(_with_ticket(parts), ("due", "opened_at", "pk"), request)
    shown = {
        "services": services,
        "form": form,
        "page": page,
        "now": timezone.now(),
        "today": timezone.localdate(),
    }
    return render(request, "tickets/service/home.jinja", shown | {"applied": _applied(form)})


@require_safe
def done(request: SignedInRequest) -> HttpResponse:
    """What the service has done, handed on or given back, the latest first."""
    services = services_of(request.user)
    if not services:
        return no_post(request)
    parts = Leg.objects.filter(service__in=services, status__in=ENDED_LEG, ended_at__isnull=False)
    page = page_of(_with_ticket(parts), ("-ended_at", "-pk"), request)
    return render(request, "tickets/service/done.jinja", {"services": services, "page": page})


@require_safe
def part(request: SignedInRequest, pk: int) -> HttpResponse:
    """One part of a ticket: what is asked, how it went with this service, and its answers."""
    leg = find_part(request, pk)
    teams = standing_of(request.user).teams
    ticket = leg.ticket
    shown = {
        "leg": leg,
        "ticket": ticket,
        "lines": told_to_service(ticket, teams),
        "files": files_for(ticket, standing_of(request.user)),
        "promises": leg.promises.order_by("due_at", "pk"),
        "others": _own_parts(ticket, teams).exclude(pk=leg.pk),
        "is_lead": is_lead(request.user, leg.service),
        "can_resolve": ticket.is_open and permissions.may_resolve(request.user, ticket),
        "now": timezone.now(),
    }
    return render(request, "tickets/service/part.jinja", shown)


def show_ticket(request: SignedInRequest, ticket: Ticket) -> HttpResponse:
    """Lead to the service's own part of a ticket: the open one, else the latest."""
    own = _own_parts(ticket, standing_of(request.user).teams).first()
    if own is None:
        raise Http404
    return redirect("part", pk=own.pk)


def no_post(request: SignedInRequest) -> HttpResponse:
    """For somebody who has no post in a service today."""
    return render(request, "tickets/service/no_post.jinja", status=HTTPStatus.NOT_FOUND)


def services_of(person: User) -> list[Service]:
    """The services in which a person has a post today, by name."""
    return list(Service.objects.filter(team_id__in=standing_of(person).teams).order_by("name", "pk"))


def find_part(request: SignedInRequest, pk: int) -> Leg:
    """A part that one of the reader's services has or had, or 404."""
    own = Leg.objects.filter(service__team_id__in=standing_of(request.user).teams)
    related = ("ticket__ward__site", "ticket__trust", "ticket__process__service", "ticket__contact")
    return get_object_or_404(
        own.select_related("service", "owner", "handed_on_from__service", *related), pk=pk
    )


def find_promise(request: SignedInRequest, pk: int) -> Promise:
    """A promise that one of the reader's services made, or 404."""
    own = Promise.objects.filter(leg__service__team_id__in=standing_of(request.user).teams)
    return get_object_or_404(own.select_related("leg__service", "leg__ticket"), pk=pk)


def is_lead(person: User, service: Service) -> bool:
    """Whether the person leads the service today."""
    today = timezone.localdate()
    return (
        Post.objects.current(today)
        .filter(person=person, team=service.team_id, role=Role.SERVICE_LEAD)
        .exists()
    )


def _own_parts(ticket: Ticket, teams: frozenset[int]) -> LegQuerySet:
    """These teams' parts of a ticket, open ones first, then the latest."""
    own = Leg.objects.filter(ticket=ticket, service__team_id__in=teams).select_related("service")
    return own.order_by(F("ended_at").desc(nulls_first=True), "-opened_at", "-pk")


def _with_due(parts: LegQuerySet) -> LegQuerySet:
    promises = Promise.objects.filter(leg=OuterRef("pk"), outcome="").order_by().values("leg")
    first = Subquery(promises.annotate(first=Min("due_at")).values("first"))
    return parts.annotate(due=Coalesce(first, NOT_PROMISED))


def _with_ticket(parts: LegQuerySet) -> LegQuerySet:
    promises = Promise.objects.filter(outcome="").order_by("due_at", "pk")
    related = parts.select_related("service", "owner", "ticket__ward__site")
    return related.prefetch_related(Prefetch("promises", promises, to_attr="open_promises"))


def _narrowed(parts: LegQuerySet, form: ServiceFilterForm, person: User) -> LegQuerySet:
    if not form.is_valid():
        return parts
    wanted = form.cleaned_data
    if wanted.get("service"):
        parts = parts.filter(service_id=wanted["service"])
    if wanted["mine"]:
        parts = parts.filter(owner=person)
    if wanted["q"]:
        parts = parts.filter(ticket__in=_about(wanted["q"], form.services, person))
    return parts.filter(_waits(wanted["waits"]))


def _about(words: str, services: Sequence[Service], person: User) -> TicketQuerySet:
    found = Ticket.objects.filter(trust_id__in={service.trust_id for service in services})
    return found.about(words, contacts=contacts_read_by(person))


def _waits(key: str) -> Q:
    late = Q(due__lt=timezone.now()) | Q(planned_for__lt=timezone.localdate())
    kinds = {
        "us": Q(status=LegStatus.WITH_SERVICE),
        "ward": Q(status=LegStatus.WITH_WARD),
        "planned": Q(status=LegStatus.PLANNED),
        "late": late,
    }
    return kinds.get(key, Q())


def _applied(form: ServiceFilterForm) -> int:
    return sum(bool(value) for value in form.cleaned_data.values()) if form.is_valid() else 0
