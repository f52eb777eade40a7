"""Services with their contacts and working hours."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.places.models import Trust
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets.commands import reference_lists
from tickets.commands.reference_lists import Period
from tickets.forms.administration import WEEKDAYS, ContactForm, HoursForm, ServiceForm, write_period
from tickets.models import Leg, Service
from tickets.views.administration.frame import administered, ask, how_many

FIELDS = ("name", "description", "email", "telephone", "chase_after_days")


def list_services(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    counted = trust.services.annotate(open_parts=how_many(Leg.objects.open(), "service"))
    services = counted.order_by("retired_on", "name", "pk")
    told = {"trust": trust, "services": services, "today": timezone.localdate()}
    return render(request, "tickets/administration/services.jinja", told)


def show_service(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    service = _service(trust, pk)
    told = {
        "trust": trust,
        "service": service,
        "contacts": service.contacts.order_by("retired_on", "name", "pk"),
        "hours": [(name, ", ".join(_written(service)[day]) or "closed") for day, name in enumerate(WEEKDAYS)],
        "people": service.team.posts.current(timezone.localdate())
        .select_related("person")
        .order_by("person__name", "pk"),
    }
    return render(request, "tickets/administration/service.jinja", told)


@once
def add_service(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    return ask(
        request,
        ServiceForm(request.POST or None),
        lambda **told: reference_lists.save_service(trust=trust, by=request.user, **told),
        title="Add a service",
        back=reverse("administration-services", args=[code]),
        done="The service is added. Add its contacts and hours next.",
        trust=trust,
    )


@once
def change_service(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    service = _service(trust, pk)
    return ask(
        request,
        ServiceForm(request.POST or None, initial={name: getattr(service, name) for name in FIELDS}),
        lambda **told: reference_lists.save_service(trust=trust, service=service, by=request.user, **told),
        title=f"Change {service}",
        back=reverse("administration-service", args=[code, pk]),
        done="Saved.",
        trust=trust,
    )


@once
def set_hours(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    service = _service(trust, pk)
    now = {f"day_{day}": ", ".join(periods) for day, periods in enumerate(_written(service))}

    def act(periods: list[Period], **_: str) -> None:
        reference_lists.set_working_hours(service=service, periods=periods, by=request.user)

    return ask(
        request,
        HoursForm(request.POST or None, initial=now),
        act,
        title=f"When {service} works",
        lead="Write each day's hours like 9:00-12:30, 13:00-17:00. An empty day is closed.",
        back=reverse("administration-service", args=[code, pk]),
        done="The working hours are saved.",
        trust=trust,
    )


@once
def save_contact(request: SignedInRequest, code: str, pk: int, contact_pk: int | None = None) -> HttpResponse:
    trust = administered(request, code)
    service = _service(trust, pk)
    contact = get_object_or_404(service.contacts, pk=contact_pk) if contact_pk else None
    now = {name: getattr(contact, name, "") for name in ("name", "job", "telephone", "email")}
    return ask(
        request,
        ContactForm(request.POST or None, initial=now),
        lambda **told: reference_lists.save_contact(
            service=service, contact=contact, by=request.user, **told
        ),
        title=f"Change {contact}" if contact else f"Add a contact of {service}",
        back=reverse("administration-service", args=[code, pk]),
        done="The contact is saved.",
        trust=trust,
    )


@require_POST
@once
def retire_contact(request: SignedInRequest, code: str, pk: int, contact_pk: int) -> HttpResponse:
    service = _service(administered(request, code), pk)
    contact = get_object_or_404(service.contacts, pk=contact_pk)
    on = None if contact.retired_on else timezone.localdate()
    reference_lists.retire_contact(contact=contact, on=on, by=request.user)
    messages.success(request, f"{contact} is {'not offered any more' if on else 'offered again'}.")
    return redirect("administration-service", code=code, pk=pk)


@require_POST
@once
def retire_service(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    service = _service(administered(request, code), pk)
    on = None if service.retired_on else timezone.localdate()
    reference_lists.retire_service(service=service, on=on, by=request.user)
    messages.success(
        request, f"{service} is {'retired' if on else 'in use again'}. Its tickets and figures stay."
    )
    return redirect("administration-services", code=code)


def _service(trust: Trust, pk: int) -> Service:
    return get_object_or_404(trust.services.select_related("team"), pk=pk)


def _written(service: Service) -> list[list[str]]:
    """The hours of each weekday as an administrator writes them, Monday first."""
    days: list[list[str]] = [[] for _ in WEEKDAYS]
    for hours in service.working_hours.order_by("weekday", "starts_minute", "pk"):
        days[hours.weekday].append(write_period(hours.starts_minute, hours.ends_minute))
    return days
