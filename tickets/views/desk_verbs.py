"""How a page of the desk does one verb: find, ask, act, say in words what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from concierge.web.requests import SignedInRequest
from concierge.web.words import count, moment
from tickets import permissions
from tickets.errors import DomainError
from tickets.models import Leg, Promise, Ticket
from tickets.views import identifiers
from tickets.views.finding import find_leg, find_promise, find_ticket

Act = Callable[[datetime], str]
"""Calls the command for a moment and gives what to say afterwards."""


@dataclass(frozen=True)
class Verb:
    """The words of one verb's page."""

    title: str
    button: str
    explains: str = ""
    warning: bool = False
    template: str = "tickets/desk/verb.jinja"


def desk_ticket(request: SignedInRequest, reference: str) -> Ticket:
    """The ticket, for its desk: 404 where it may not be seen, 403 where it may not be worked."""
    return _worked(request, find_ticket(request, reference))


def desk_leg(request: SignedInRequest, pk: int) -> Leg:
    """The part of a ticket, as `desk_ticket`."""
    leg = find_leg(request, pk)
    _worked(request, leg.ticket)
    return leg


def desk_promise(request: SignedInRequest, pk: int) -> Promise:
    """The promise on a ticket, as `desk_ticket`."""
    promise = find_promise(request, pk)
    _worked(request, promise.leg.ticket)
    return promise


def posted(request: SignedInRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None where it is only asked for."""
    return request.POST if request.method == "POST" else None


def ask(
    request: SignedInRequest, ticket: Ticket, form: BaseForm, verb: Verb, act: Act, **beside: Any
) -> HttpResponse:
    """Show a verb's form; once it is sent rightly, act and lead back to the ticket."""
    answer = try_to(request, ticket, form, act)
    return answer or render(request, verb.template, {"ticket": ticket, "form": form, "verb": verb, **beside})


def try_to(request: SignedInRequest, ticket: Ticket, form: BaseForm, act: Act) -> HttpResponse | None:
    """Act on a form sent rightly: the way back to the ticket or a page that stops it; None to show the form."""
    if not identifiers.is_sent(request) or not form.is_valid():
        return None
    stopped = identifiers.interruption(request, form)
    if stopped is not None:
        return stopped
    at = timezone.now()
    try:
        with transaction.atomic():
            said = act(at)
            identifiers.note(request, form, ticket, at)
    except DomainError as error:
        form.refuse(error)  # type: ignore[attr-defined]
        return None
    messages.success(request, said)
    return redirect("ticket", reference=ticket.reference)


def have_it_since(names: list[str], at: datetime) -> str:
    """Say who has something now, and since when."""
    have = "They have it" if len(names) > 1 else f"{names[0]} has it"
    return f"{have} since {moment(at)}."


def age_of(ticket: Ticket, at: datetime) -> str:
    """Say how long ago a ticket was raised, where its day alone does not: "16 days ago"."""
    days = (timezone.localdate(at) - timezone.localdate(ticket.raised_at)).days
    return f"{count(days, 'day')} ago" if days > 1 else ""


def _worked(request: SignedInRequest, ticket: Ticket) -> Ticket:
    if not permissions.is_desk(request.user, ticket.trust_id):
        raise PermissionDenied
    return ticket
