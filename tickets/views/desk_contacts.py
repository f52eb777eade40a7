"""The desk's pages about contacts and promises: log, chase, correct, promise, keep, break."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import day, minutes, moment
from tickets import commands
from tickets.choices import Counterpart, PromiseOutcome
from tickets.forms.desk_contacts import (
    BreakForm,
    ChaseForm,
    CorrectForm,
    KeepForm,
    LogForm,
    PromiseForm,
    PromisingForm,
    as_logged,
    due_moment,
)
from tickets.models import Leg
from tickets.versions import versions_of
from tickets.views.desk import show_ticket
from tickets.views.desk_verbs import Verb, ask, desk_leg, desk_promise, desk_ticket, posted, try_to


@once
def log(request: SignedInRequest, reference: str) -> HttpResponse:
    """Log a contact from the form beside a ticket, with a promise if one was made."""
    ticket = desk_ticket(request, reference)
    legs = list(ticket.legs.open().select_related("service").order_by("opened_at", "pk"))
    form = LogForm(posted(request), ticket=ticket, open_legs=legs)

    def act(at: datetime) -> str:
        happened_at = form.cleaned_data["happened_at"] or at
        if form.cleaned_data["is_chase"] and form.leg is not None:
            commands.chase(leg=form.leg, contact=form.contact, by=request.user, at=happened_at)
        else:
            commands.record_interaction(ticket=ticket, contact=form.contact, by=request.user, at=happened_at)
        said = f"Logged: {minutes(form.cleaned_data['desk_minutes'])}, {moment(happened_at)}."
        return said + _take_promise(request, form, form.leg, happened_at)

    return try_to(request, ticket, form, act) or show_ticket(request, ticket, log_form=form)


@once
def chase(request: SignedInRequest, pk: int) -> HttpResponse:
    """Log that a service was asked how its part goes, with a promise if one was made."""
    leg = desk_leg(request, pk)
    form = ChaseForm(posted(request))

    def act(at: datetime) -> str:
        happened_at = form.cleaned_data["happened_at"] or at
        contact = form.said(Counterpart.SERVICE, leg.service)
        commands.chase(leg=leg, contact=contact, by=request.user, at=happened_at)
        return f"Chased {leg.service}, {moment(happened_at)}." + _take_promise(
            request, form, leg, happened_at
        )

    verb = Verb(f"Chase {leg.service}", "Log the chase", template="tickets/desk/contact.jinja")
    return ask(request, leg.ticket, form, verb, act, leg=leg, contacts=_contacts(leg))


@once
def correct(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    """Mend what was logged of a contact; the page shows all that it has said before."""
    ticket = desk_ticket(request, reference)
    interaction = get_object_or_404(
        ticket.interactions.select_related("ticket__trust", "ticket__ward"), pk=pk
    )
    form = CorrectForm(posted(request), interaction=interaction, initial=as_logged(interaction))

    def act(at: datetime) -> str:
        commands.correct_interaction(
            interaction=interaction,
            contact=form.contact,
            happened_at=form.cleaned_data["happened_at"],
            because=form.cleaned_data["because"],
            by=request.user,
            at=at,
        )
        return "Corrected. What it said before is kept."

    verb = Verb("Correct a contact", "Correct", template="tickets/desk/contact.jinja")
    return ask(request, ticket, form, verb, act, versions=versions_of(interaction), contacts=[])


@once
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down what a service promised."""
    leg = desk_leg(request, pk)
    form = PromiseForm(posted(request))

    def act(at: datetime) -> str:
        told = form.cleaned_data
        commands.take_promise(
            leg=leg,
            what=told["what"],
            promised_by=told["promised_by"],
            due_at=form.due_at,
            by=request.user,
            at=told["happened_at"] or at,
        )
        return f"{leg.service} promised it for {moment(form.due_at)}."

    verb = Verb(f"What did {leg.service} promise?", "Keep in mind")
    return ask(request, leg.ticket, form, verb, act, leg=leg, contacts=_contacts(leg))


@once
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a promise was kept, in time or late."""
    made = desk_promise(request, pk)
    form = KeepForm(posted(request))

    def act(at: datetime) -> str:
        kept = commands.keep_promise(promise=made, by=request.user, at=form.cleaned_data["happened_at"] or at)
        late = "late" if kept.outcome == PromiseOutcome.LATE else "in time"
        return f"{made.leg.service} kept its promise {late}, {moment(kept.settled_at)}."

    verb = Verb(
        f"Did {made.leg.service} keep its promise?", "Yes, kept", f"{made.what}, by {moment(made.due_at)}"
    )
    return ask(request, made.leg.ticket, form, verb, act, leg=made.leg)


@once
def break_promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a promise was not kept, and why."""
    made = desk_promise(request, pk)
    form = BreakForm(posted(request))

    def act(at: datetime) -> str:
        commands.break_promise(promise=made, because=form.cleaned_data["because"], by=request.user, at=at)
        return f"Noted: {made.leg.service} did not keep its promise."

    verb = Verb(
        f"{made.leg.service} did not keep its promise", "Not kept", f"{made.what}, by {moment(made.due_at)}"
    )
    return ask(request, made.leg.ticket, form, verb, act, leg=made.leg)


def _take_promise(request: SignedInRequest, form: PromisingForm, leg: Leg | None, at: datetime) -> str:
    told = form.cleaned_data
    if leg is None or not told["promised"]:
        return ""
    commands.take_promise(
        leg=leg,
        what=told["promised"],
        due_at=due_moment(told["promised_for"]),
        promised_by=told["with_whom"],
        by=request.user,
        at=at,
    )
    return f" {leg.service} promised it for {day(told['promised_for'])}."


def _contacts(leg: Leg) -> list[object]:
    return list(leg.service.contacts.filter(retired_on__isnull=True).order_by("name", "pk"))
