"""One ticket as its desk works it, and as managers and observers read it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import WARD_ROLES
from concierge.people.standing import standing_of
from concierge.web.requests import SignedInRequest
from tickets.choices import LegStatus
from tickets.forms.desk_contacts import LogForm
from tickets.forms.desk_files import FileForm
from tickets.models import Leg, MessageState, Promise, ServiceContact, Ticket
from tickets.timeline import Reader, timeline_of
from tickets.views.desk_verbs import age_of
from tickets.whereabouts import Place, Whereabouts, whereabouts_of, with_whereabouts

MOST_MAIL = 30
"""Most e-mails that a ticket's page lists."""
WAITS = frozenset({LegStatus.WITH_WARD, LegStatus.PLANNED})


@dataclass(frozen=True)
class Part:
    """A part of a ticket as the page shows it."""

    leg: Leg
    place: Place | None
    """Where it is now; None where it has ended."""
    promises: list[Promise]
    contacts: list[ServiceContact]

    @property
    def may_be_taken_back(self) -> bool:
        return self.leg.status in WAITS or (self.place is not None and self.place.holder != "service")


def show_ticket(
    request: SignedInRequest,
    ticket: Ticket,
    *,
    log_form: LogForm | None = None,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """The whole ticket on one page; only its desk gets the forms and the verbs."""
    at, person = timezone.now(), request.user
    ticket = (
        with_whereabouts(Ticket.objects.filter(pk=ticket.pk)).select_related("contact", "raised_by").get()
    )
    where = whereabouts_of(ticket, at)
    parts = _parts(ticket, where)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "where": where,
        "parts": parts,
        "has_open_part": any(part.leg.is_open for part in parts),
        "age": age_of(ticket, at),
        "entries": timeline_of(ticket, Reader.DESK),
        "files": ticket.files.select_related("added_by").order_by("-added_at", "pk"),
        "mail": list(
            ticket.messages_out.defer("text", "references").order_by("-created_at", "-pk")[:MOST_MAIL]
        ),
        "spent": _minutes_spent(ticket),
        "may_act": ticket.trust_id in standing_of(person).desks,
    }
    if shown["may_act"]:
        shown |= _tools(ticket, parts, person, log_form, file_form)
    return render(request, "tickets/desk/ticket.jinja", shown)


def _tools(
    ticket: Ticket, parts: list[Part], person: User, log_form: LogForm | None, file_form: FileForm | None
) -> dict[str, Any]:
    open_legs = [part.leg for part in parts if part.leg.is_open]
    return {
        "form": log_form or LogForm(ticket=ticket, open_legs=open_legs),
        "file_form": file_form or FileForm(prefix="file"),
        "names": _names(ticket, parts),
        "is_mine": ticket.concierge_id == person.pk,
        "automatic": ticket.messages_in.filter(state=MessageState.NOTED)
        .defer("raw", "text")
        .order_by("-received_at", "-pk")[:MOST_MAIL],
    }


def _parts(ticket: Ticket, where: Whereabouts) -> list[Part]:
    """Open parts first, the most pressing first; then those that have ended, the last first."""
    legs: list[Leg] = ticket.all_legs  # type: ignore[attr-defined]
    promises, contacts = _by_leg(legs), _by_service(legs)
    places = {place.leg.pk: place for place in where.places if place.leg is not None}
    pressing = list(places)
    ordered = sorted(
        legs,
        key=lambda leg: (
            pressing.index(leg.pk) if leg.pk in places else len(legs),
            -leg.opened_at.timestamp(),
        ),
    )
    return [
        Part(leg, places.get(leg.pk), promises.get(leg.pk, []), contacts.get(leg.service_id, []))
        for leg in ordered
    ]


def _by_leg(legs: list[Leg]) -> dict[int, list[Promise]]:
    found: dict[int, list[Promise]] = {}
    for promise in Promise.objects.filter(leg__in=legs).order_by("-promised_at", "-pk"):
        found.setdefault(promise.leg_id, []).append(promise)
    return found


def _by_service(legs: list[Leg]) -> dict[int, list[ServiceContact]]:
    found: dict[int, list[ServiceContact]] = {}
    services = {leg.service_id for leg in legs}
    in_use = ServiceContact.objects.in_use(timezone.localdate()).filter(service_id__in=services)
    for contact in in_use.order_by("name", "pk"):
        found.setdefault(contact.service_id, []).append(contact)
    return found


def _names(ticket: Ticket, parts: list[Part]) -> list[str]:
    """Whom a contact may have been with: the services' contacts, the ward's people, whoever was before."""
    on_ward = Post.objects.current(timezone.localdate()).with_role(WARD_ROLES).filter(ward=ticket.ward)
    names = {contact.name for part in parts for contact in part.contacts}
    names |= set(on_ward.values_list("person__name", flat=True))
    names |= set(ticket.interactions.exclude(with_whom="").values_list("with_whom", flat=True))
    return sorted(names)


def _minutes_spent(ticket: Ticket) -> dict[str, int | None]:
    purses = ("desk_minutes", "ward_minutes", "service_minutes")
    return ticket.interactions.aggregate(**{purse: Sum(purse) for purse in purses})
