"""The desk's pages about the parts of a ticket: route, hand on, finish, ask the ward, plan, hold."""

from datetime import datetime

from django.http import HttpResponse

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import day, moment
from tickets import commands
from tickets.choices import HolderKind
from tickets.forms.desk_parts import (
    AskWardForm,
    FinishForm,
    GiveBackForm,
    HandOnForm,
    HolderForm,
    OwnForm,
    PlanForm,
    RouteForm,
    TakeBackForm,
)
from tickets.views.desk_verbs import Verb, ask, desk_leg, desk_ticket, have_it_since, posted
from tickets.whereabouts import listed


@once
def route(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give one or several services a part of a ticket."""
    ticket = desk_ticket(request, reference)
    form = RouteForm(posted(request), ticket=ticket)

    def act(at: datetime) -> str:
        told = form.cleaned_data
        legs = commands.route_ticket(
            ticket=ticket, services=list(told["services"]), request=told["request"], by=request.user, at=at
        )
        names = [str(leg.service) for leg in legs]
        return f"Routed to {listed(names)}. {have_it_since(names, at)}"

    return ask(request, ticket, form, Verb("Route to services", "Route"), act)


@once
def hand_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a part that is not this service's, and give it to another."""
    leg = desk_leg(request, pk)
    form = HandOnForm(posted(request), leg=leg)

    def act(at: datetime) -> str:
        told = form.cleaned_data
        following = commands.hand_on(leg=leg, to=told["to"], because=told["because"], by=request.user, at=at)
        return f"Handed on from {leg.service} to {following.service}. {have_it_since([str(following.service)], at)}"

    verb = Verb(f"Hand on from {leg.service}", "Hand on")
    return ask(request, leg.ticket, form, verb, act, leg=leg)


@once
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a part that is not this service's, and leave the ticket to the desk."""
    leg = desk_leg(request, pk)
    form = GiveBackForm(posted(request))

    def act(at: datetime) -> str:
        commands.give_back(leg=leg, because=form.cleaned_data["because"], by=request.user, at=at)
        return f"{leg.service} gave it back. {have_it_since(['The desk'], at)}"

    verb = Verb(
        f"Take it off {leg.service}", "Give back to the desk", "The desk has it again until it is routed."
    )
    return ask(request, leg.ticket, form, verb, act, leg=leg)


@once
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a service has done its part."""
    leg = desk_leg(request, pk)
    form = FinishForm(posted(request))

    def act(at: datetime) -> str:
        told = form.cleaned_data
        done_at = told["happened_at"] or at
        commands.finish_leg(leg=leg, result=told["result"], by=request.user, at=done_at)
        return f"{leg.service} has done its part, {moment(done_at)}."

    return ask(request, leg.ticket, form, Verb(f"{leg.service} has done its part", "Part done"), act, leg=leg)


@once
def ask_ward(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a part with the ward until it answers."""
    leg = desk_leg(request, pk)
    form = AskWardForm(posted(request))

    def act(at: datetime) -> str:
        commands.put_with_ward(leg=leg, question=form.cleaned_data["question"], by=request.user, at=at)
        return f"{have_it_since([str(leg.ticket.ward)], at)} The question stands on the ward's page."

    return ask(request, leg.ticket, form, Verb("Put with the ward", "Put with the ward"), act, leg=leg)


@once
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan, or plan again, the day on which a part will be done."""
    leg = desk_leg(request, pk)
    form = PlanForm(posted(request), initial={"planned_for": leg.planned_for, "because": leg.planned_because})

    def act(at: datetime) -> str:
        told = form.cleaned_data
        commands.plan_works(leg=leg, **told, by=request.user, at=at)
        return f"{leg.service}'s part is planned for {day(told['planned_for'])}."

    title = "Plan another day" if leg.planned_for else "Plan a day"
    return ask(request, leg.ticket, form, Verb(f"{title} for {leg.service}", "Plan"), act, leg=leg)


@once
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop waiting for the ward, a supplier, the desk or a planned day."""
    leg = desk_leg(request, pk)
    form = TakeBackForm(posted(request))

    def act(at: datetime) -> str:
        commands.take_back(leg=leg, note=form.cleaned_data["note"], by=request.user, at=at)
        return have_it_since([str(leg.service)], at)

    verb = Verb(f"{leg.service} goes on with it", "Take back", "Nobody else is waited for any more.")
    return ask(request, leg.ticket, form, verb, act, leg=leg)


@once
def name_holder(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the desk or a supplier has a part now."""
    leg = desk_leg(request, pk)
    form = HolderForm(posted(request))

    def act(at: datetime) -> str:
        holder, supplier = HolderKind(form.cleaned_data["holder"]), form.cleaned_data["supplier"]
        commands.name_holder(leg=leg, holder=holder, supplier=supplier, by=request.user, at=at)
        return have_it_since([supplier or holder.label], at)

    return ask(request, leg.ticket, form, Verb(f"Who has {leg.service}'s part now?", "Save"), act, leg=leg)


@once
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who in the service has its part."""
    leg = desk_leg(request, pk)
    form = OwnForm(posted(request), leg=leg)

    def act(at: datetime) -> str:
        owner = form.cleaned_data["owner"]
        commands.own_leg(leg=leg, owner=owner, by=request.user, at=at)
        return f"{owner} of {leg.service} has it."

    return ask(request, leg.ticket, form, Verb(f"Who in {leg.service} has it?", "Save"), act, leg=leg)
