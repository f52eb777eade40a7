"""What a service answers: done, a promise, not ours, a question, a plan, a message, who has it."""

from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.web.forms import PageForm
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import long_day
from tickets import commands, permissions
from tickets.causes import definitions_of
from tickets.choices import CauseFate, Channel, Counterpart, Direction, Source
from tickets.errors import DomainError
from tickets.forms.desk_closing import ResolveForm
from tickets.forms.desk_parts import OwnForm
from tickets.forms.files import names_to_choose_again
from tickets.forms.service import (
    BrokenForm,
    DoneForm,
    MessageForm,
    NotOursForm,
    PlanForm,
    PromiseForm,
    QuestionForm,
    due_moment,
)
from tickets.models import Interaction, Leg
from tickets.views.desk_verbs import Act, Verb, ask
from tickets.views.service import find_part, find_promise, is_lead

PAGE = "tickets/service/answer.jinja"
F = TypeVar("F", bound=PageForm)


@once
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the part is done."""
    leg = find_part(request, pk)
    form = _form(request, DoneForm)

    def act(at: datetime) -> str:
        commands.finish_leg(leg=leg, result=form.cleaned_data["result"], by=request.user, at=at)
        _attach(request, leg, form, at)
        return "Done. The desk and the ward can see it."

    return _page(request, leg, form, Verb("It is done", "Say that it is done", template=PAGE), act)


@once
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Promise a day."""
    leg = find_part(request, pk)
    form = _form(request, PromiseForm, initial={"promised_by": request.user.name})

    def act(at: datetime) -> str:
        told = form.cleaned_data
        due_at = due_moment(told["due_on"], at)
        commands.take_promise(
            leg=leg, what=told["what"], due_at=due_at, promised_by=told["promised_by"], by=request.user, at=at
        )
        return f"Promised for {long_day(told['due_on'])}. The desk will ask you after that day, not before."

    return _page(request, leg, form, Verb("Promise a day", "Promise", template=PAGE), act)


@once
def not_ours(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the part on to another service, or give it back to the desk."""
    leg = find_part(request, pk)
    others = leg.ticket.trust.services.in_use(timezone.localdate()).exclude(pk=leg.service_id)
    form = _form(request, NotOursForm, others=list(others.order_by("name", "pk")))

    def act(at: datetime) -> str:
        to, because = form.cleaned_data["to"], form.cleaned_data["because"]
        if to is None:
            commands.give_back(leg=leg, because=because, by=request.user, at=at)
            return "Given back. The desk finds out whose it is."
        commands.hand_on(leg=leg, to=to, because=because, by=request.user, at=at)
        return f"Handed on to {to}."

    return _page(request, leg, form, Verb("It is not ours", "Hand it on", template=PAGE), act)


@once
def ask_ward(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the ward something that the part waits for."""
    leg = find_part(request, pk)
    form = _form(request, QuestionForm)

    def act(at: datetime) -> str:
        commands.put_with_ward(leg=leg, question=form.cleaned_data["question"], by=request.user, at=at)
        return f"{leg.ticket.ward} is asked. You have the part again when it answers."

    explains = "The ward sees your question first of all on its page. Until it answers, it has the part."
    return _page(request, leg, form, Verb("Ask the ward", "Ask", explains, template=PAGE), act)


@once
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plan the work for a day."""
    leg = find_part(request, pk)
    now = {"planned_for": leg.planned_for, "because": leg.planned_because}
    form = _form(request, PlanForm, initial=now)

    def act(at: datetime) -> str:
        told = form.cleaned_data
        commands.plan_works(
            leg=leg, planned_for=told["planned_for"], because=told["because"], by=request.user, at=at
        )
        return f"Planned for {long_day(told['planned_for'])}."

    return _page(request, leg, form, Verb("Plan the work", "Plan it", template=PAGE), act)


@once
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the part up again without waiting for the ward or the day."""
    leg = find_part(request, pk)

    def act(at: datetime) -> str:
        commands.take_back(leg=leg, by=request.user, at=at)
        return "You have it again."

    return _page(
        request,
        leg,
        _form(request, PageForm),
        Verb("Take it up again", "We have it again", template=PAGE),
        act,
    )


@once
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to the desk."""
    leg = find_part(request, pk)
    form = _form(request, MessageForm)

    def act(at: datetime) -> str:
        written = commands.record_interaction(
            ticket=leg.ticket,
            contact=_message(request, leg, form.cleaned_data["text"]),
            by=request.user,
            at=at,
            leg=leg,
            source=Source.SERVICE,
        )
        _attach(request, leg, form, at, written)
        return "Your message has been sent to the desk."

    return _page(request, leg, form, Verb("Write to the desk", "Send", template=PAGE), act)


@once
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who in the service has the part: a lead names anybody of it."""
    leg = find_part(request, pk)
    if not is_lead(request.user, leg.service):
        raise Http404
    form = _form(request, OwnForm, leg=leg, initial={"owner": leg.owner_id})

    def act(at: datetime) -> str:
        owner = form.cleaned_data["owner"]
        commands.own_leg(leg=leg, owner=owner, by=request.user, at=at)
        return f"{owner} has it."

    return _page(request, leg, form, Verb("Who has it?", "Save", template=PAGE), act)


@once
@require_POST
def take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that one has the part oneself."""
    leg = find_part(request, pk)

    def act(at: datetime) -> str:
        commands.own_leg(leg=leg, owner=request.user, by=request.user, at=at)
        return "You have it."

    return _page(request, leg, _form(request, PageForm), Verb("I have it", "I have it", template=PAGE), act)


@once
@require_POST
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a promise is kept, though the part is not done yet."""
    made = find_promise(request, pk)
    try:
        commands.keep_promise(promise=made, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "The promise is kept.")
    return redirect("part", pk=made.leg_id)


@once
def break_promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a promise cannot be kept, and promise a new day where there is one."""
    made = find_promise(request, pk)
    leg = find_part(request, made.leg_id)
    form = _form(request, BrokenForm)

    def act(at: datetime) -> str:
        due_on = form.cleaned_data["due_on"]
        commands.break_promise(promise=made, because=form.cleaned_data["because"], by=request.user, at=at)
        if due_on is None:
            return "The desk and the ward know now that it will not be kept."
        due_at = due_moment(due_on, at)
        commands.take_promise(
            leg=leg, what=made.what, due_at=due_at, promised_by=made.promised_by, by=request.user, at=at
        )
        return f"Promised anew for {long_day(due_on)}."

    verb = Verb("We cannot keep this promise", "Save", f"You promised: {made.what}", template=PAGE)
    return _page(request, leg, form, verb, act)


@once
def resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a ticket about a process that the service has adopted, cause and all."""
    leg = find_part(request, pk)
    if not permissions.may_resolve(request.user, leg.ticket):
        raise Http404
    open_legs = list(leg.ticket.legs.open().filter(service=leg.service_id).select_related("service"))
    form = _form(request, ResolveForm, open_legs=open_legs, definitions=definitions_of(leg.ticket.trust))

    def act(at: datetime) -> str:
        told = form.cleaned_data
        for part, result in form.finished:
            commands.finish_leg(leg=part, result=result, by=request.user, at=at)
        commands.resolve_ticket(
            ticket=leg.ticket,
            outcome=told["outcome"],
            cause_fate=CauseFate(told["cause_fate"]),
            fixed_on_first_contact=told["fixed_on_first_contact"],
            by=request.user,
            at=at,
            root_cause=form.cause,
            contributing_cause=form.contributing,
        )
        return (
            f"{leg.ticket.reference} is closed. {leg.ticket.ward} can confirm it, or say what is still wrong."
        )

    verb = Verb("Close the ticket", "Close it", template="tickets/service/resolve.jinja")
    return _page(request, leg, form, verb, act)


def _form(request: SignedInRequest, form_class: type[F], **kwargs: Any) -> F:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return form_class(*sent, **kwargs)


def _message(request: SignedInRequest, leg: Leg, text: str) -> commands.Contact:
    return commands.Contact(
        Channel.WEBSITE,
        Direction.IN,
        Counterpart.SERVICE,
        service=leg.service,
        with_whom=request.user.name,
        note=text,
    )


def _attach(
    request: SignedInRequest, leg: Leg, form: PageForm, at: datetime, written: Interaction | None = None
) -> None:
    for file in form.cleaned_data["files"]:
        commands.attach_file(ticket=leg.ticket, file=file, by=request.user, at=at, interaction=written)


def _page(request: SignedInRequest, leg: Leg, form: PageForm, verb: Verb, act: Act) -> HttpResponse:
    return ask(request, leg.ticket, form, verb, act, leg=leg, again=names_to_choose_again(form))
