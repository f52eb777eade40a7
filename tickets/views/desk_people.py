"""The desk's pages about whose tickets are whose: take, assign, hand over, pass a ward on."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import count
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.desk_people import AssignForm, ChooseWardForm, HandOverForm, PassOnForm
from tickets.models import Ticket
from tickets.views.desk_verbs import Verb, ask, desk_ticket, posted
from tickets.views.desk_wards import find_ward, to_choose_from, wards_of


@once
@require_POST
def take(request: SignedInRequest, reference: str) -> HttpResponse:
    """Become the concierge of an open ticket."""
    ticket = desk_ticket(request, reference)
    try:
        commands.assign_ticket(ticket=ticket, concierge=request.user, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"You look after {ticket} now.")
    return redirect("ticket", reference=ticket.reference)


@once
def assign(request: SignedInRequest, reference: str) -> HttpResponse:
    """Name the one concierge of an open ticket."""
    ticket = desk_ticket(request, reference)
    form = AssignForm(posted(request), trust_id=ticket.trust_id, initial={"concierge": ticket.concierge_id})

    def act(at: datetime) -> str:
        concierge = form.cleaned_data["concierge"]
        commands.assign_ticket(ticket=ticket, concierge=concierge, by=request.user, at=at)
        return f"{concierge} looks after {ticket} now."

    return ask(request, ticket, form, Verb("Who looks after it?", "Assign"), act)


@once
def hand_over(request: SignedInRequest) -> HttpResponse:
    """Give all open tickets of one concierge to another, in one step."""
    desks = _desks_of(request)
    form = HandOverForm(posted(request), leavers=_with_open_tickets(desks), desks=desks)
    if request.method == "POST" and form.is_valid():
        leaver, to = form.cleaned_data["leaver"], form.cleaned_data["to"]
        try:
            moved = _hand_over(desks, leaver, to, request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, f"{count(len(moved), 'ticket')} went from {leaver} to {to}.")
            return redirect("desk")
    verb = Verb("Hand a concierge's tickets over", "Hand over", "All their open tickets, in one step.")
    return render(request, "tickets/desk/plain.jinja", {"form": form, "verb": verb, "back": reverse("desk")})


def choose_ward(request: SignedInRequest) -> HttpResponse:
    """Choose the ward that is passed on."""
    desks = _desks_of(request)
    wards = to_choose_from(request, desks)
    if wards is None:
        return find_ward(request, desks, title="Which ward is passed on?")
    form = ChooseWardForm(request.GET if "ward" in request.GET else None, wards=wards)
    if form.is_valid():
        return redirect("desk-ward-passing", pk=form.cleaned_data["ward"].pk)
    verb = Verb(
        "Pass a ward on", "Go on", "When a ward has a new sister or charge nurse, the desk answers to her."
    )
    return render(
        request,
        "tickets/desk/plain.jinja",
        {"form": form, "verb": verb, "back": reverse("desk"), "method": "get"},
    )


@once
def pass_ward_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make another of the ward the one the desk answers to, for every open ticket."""
    ward = get_object_or_404(wards_of(_desks_of(request)), pk=pk)
    form = PassOnForm(posted(request), ward=ward)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            moved = commands.pass_ward_on(ward=ward, to=to, by=request.user, at=timezone.now())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, f"The desk answers to {to} now for {count(len(moved), 'open ticket')} of {ward}."
            )
            return redirect("desk")
    verb = Verb(f"Pass {ward} on", "Pass the ward on", "The tickets stay the ward's.")
    return render(
        request, "tickets/desk/plain.jinja", {"form": form, "verb": verb, "back": reverse("desk-ward-choice")}
    )


def _desks_of(request: SignedInRequest) -> frozenset[int]:
    desks = standing_of(request.user).desks
    if not desks:
        raise PermissionDenied
    return desks


def _with_open_tickets(desks: frozenset[int]) -> QuerySet[User]:
    """Those who look after open tickets of these trusts, whether or not they still work for the desk."""
    looked_after = Ticket.objects.open().filter(trust_id__in=desks, concierge__isnull=False)
    return User.objects.filter(pk__in=looked_after.values("concierge")).order_by("name", "pk")


@transaction.atomic
def _hand_over(desks: frozenset[int], leaver: User, to: User, by: User) -> list[Ticket]:
    at = timezone.now()
    shared = desks & standing_of(to).desks
    return [
        ticket
        for trust_id in sorted(shared)
        for ticket in commands.hand_over_concierge(trust_id=trust_id, leaver=leaver, to=to, by=by, at=at)
    ]
