"""The sister's home, her list of tickets, and one ticket in her words."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Ward
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets.choices import CLOSED, LegStatus, Status
from tickets.forms.ward import ReplyForm, WardSearchForm, reopen_words
from tickets.models import Leg, Ticket
from tickets.models.ticket import TicketQuerySet
from tickets.reading import contacts_read_by, files_for
from tickets.views.finding import find_ticket
from tickets.views.ward_words import told_to_ward
from tickets.whereabouts import Whereabouts, whereabouts_of, with_whereabouts

MOST_SHOWN, MOST_FINISHED = 20, 5
"""Tickets in one part of the home page; the rest are a link away."""


@dataclass(frozen=True)
class Row:
    """A ticket of a list, and where it is."""

    ticket: Ticket
    where: Whereabouts


@dataclass(frozen=True)
class Section:
    """One part of the home page; `has_more` where its list is longer than what is shown."""

    key: str
    title: str
    rows: list[Row]
    has_more: bool


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Her wards' tickets: what waits for her, what is open, what to confirm, what is finished."""
    wards = wards_of(request.user)
    if not wards:
        return no_post(request)
    mine = Ticket.objects.filter(ward__in=wards)
    sections = [
        _section("asked", "Your ward is asked", in_state(mine, "asked").order_by("raised_at", "pk")),
        _section("fixed", "Is it fixed?", in_state(mine, "fixed").order_by("resolved_at", "pk")),
        _section("open", "Open", _open_elsewhere(mine).order_by("-raised_at", "-pk")),
        _section("closed", "Finished lately", _finished(mine), MOST_FINISHED),
    ]
    shown = {"wards": wards, "sections": sections, "may_pass_on": may_pass_on(request.user)}
    return render(request, "tickets/ward/home.jinja", shown)


@require_safe
def tickets(request: SignedInRequest) -> HttpResponse:
    """All tickets of her wards, newest first, narrowed by words, state and ward."""
    wards = wards_of(request.user)
    if not wards:
        return no_post(request)
    form = WardSearchForm(request.GET, wards=wards)
    found = with_whereabouts(_searched(Ticket.objects.filter(ward__in=wards), form, request.user))
    page = page_of(found, ("-raised_at", "-pk"), request)
    shown = {
        "wards": wards,
        "form": form,
        "page": page,
        "rows": rows_of(page.items),
        "applied": _applied(form),
    }
    return render(request, "tickets/ward/tickets.jinja", shown)


def show_ticket(request: SignedInRequest, ticket: Ticket) -> HttpResponse:
    """One ticket in the ward's words, with what it can do now."""
    ticket = whole(ticket)
    shown = {
        "ticket": ticket,
        "where": whereabouts_of(ticket, timezone.now(), to_ward=True),
        "lines": told_to_ward(ticket),
        "files": files_for(ticket, standing_of(request.user)),
        "questions": [leg for leg in ticket.all_legs if leg.status == LegStatus.WITH_WARD],  # type: ignore[attr-defined]
        "form": ReplyForm(),
        "telephone": telephone_of(ticket),
        "can_reopen": may_still_reopen(ticket),
        "reopen_words": reopen_words(),
    }
    return render(request, "tickets/ward/ticket.jinja", shown)


def no_post(request: SignedInRequest) -> HttpResponse:
    """For somebody who has no post on a ward today, such as a sister who has moved on."""
    return render(request, "tickets/ward/no_post.jinja", status=HTTPStatus.NOT_FOUND)


def wards_of(person: User) -> list[Ward]:
    """The wards on which a person has a post today, by name."""
    held = Ward.objects.filter(pk__in=standing_of(person).wards).select_related("site", "trust")
    return list(held.order_by("name", "pk"))


def may_pass_on(person: User) -> bool:
    return bool(standing_of(person).sister_wards)


def find_own(request: SignedInRequest, reference: str) -> Ticket:
    """A ticket of a ward on which the reader has a post, or 404."""
    ticket = find_ticket(request, reference)
    if ticket.ward_id not in standing_of(request.user).wards:
        raise Http404
    return ticket


def whole(ticket: Ticket) -> Ticket:
    """The ticket with what tells where it is."""
    return with_whereabouts(Ticket.objects.select_related("raised_by", "contact").filter(pk=ticket.pk)).get()


def rows_of(tickets: Iterable[Ticket]) -> list[Row]:
    """Say of each ticket where it is."""
    now = timezone.now()
    return [Row(ticket, whereabouts_of(ticket, now, to_ward=True)) for ticket in tickets]


def telephone_of(ticket: Ticket) -> str:
    """The number at which the ticket's concierge, or else the desk, is reached; may be empty."""
    own = ticket.concierge.telephone if ticket.concierge is not None else ""
    return own or ticket.trust.telephone


def may_still_reopen(ticket: Ticket) -> bool:
    """Whether the ward's time for opening it again has not passed."""
    window = settings.ENVIRONMENT.reopen_window
    return (
        ticket.is_answered
        and ticket.resolved_at is not None
        and timezone.now() <= ticket.resolved_at + window
    )


def in_state(tickets: TicketQuerySet, state: str) -> TicketQuerySet:
    """Those in one of the states a ward's list is narrowed by; all of them for any other word."""
    states = {
        "open": tickets.open(),
        "asked": tickets.open().filter(Exists(_questions())),
        "fixed": tickets.filter(status=Status.RESOLVED, to_be_coded=False),
        "closed": tickets.filter(status__in=CLOSED),
    }
    return states.get(state, tickets)


def _questions() -> QuerySet[Leg]:
    return Leg.objects.filter(ticket=OuterRef("pk"), status=LegStatus.WITH_WARD)


def _open_elsewhere(tickets: TicketQuerySet) -> TicketQuerySet:
    return tickets.open().filter(~Exists(_questions()))


def _finished(tickets: TicketQuerySet) -> TicketQuerySet:
    ended = Coalesce("confirmed_at", "withdrawn_at")
    return tickets.filter(status__in=[Status.CONFIRMED, Status.WITHDRAWN]).order_by(
        ended.desc(), F("pk").desc()
    )


def _section(key: str, title: str, found: TicketQuerySet, most: int = MOST_SHOWN) -> Section:
    rows = rows_of(with_whereabouts(found)[: most + 1])
    return Section(key, title, rows[:most], len(rows) > most)


def _searched(tickets: TicketQuerySet, form: WardSearchForm, person: User) -> TicketQuerySet:
    if not form.is_valid():
        return tickets
    wanted = form.cleaned_data
    if wanted.get("ward"):
        tickets = tickets.filter(ward_id=wanted["ward"])
    if wanted["q"]:
        tickets = tickets.about(wanted["q"], contacts=contacts_read_by(person))
    return in_state(tickets, wanted["state"])


def _applied(form: WardSearchForm) -> int:
    return sum(bool(value) for value in form.cleaned_data.values()) if form.is_valid() else 0
