"""The desk's pages about how a ticket ends: resolve, code, code again, reopen, withdraw."""

from datetime import datetime

from django.http import HttpResponse

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.causes import causes_chosen_for, definitions_of
from tickets.choices import CauseFate
from tickets.forms.desk_closing import CodeForm, ReopenForm, ResolveForm, SecondCodeForm, WithdrawForm
from tickets.views.desk_verbs import Verb, ask, desk_ticket, posted


@once
def resolve(request: SignedInRequest, reference: str) -> HttpResponse:
    """End a ticket with what the ward got and one of the six causes, finishing open parts that are done."""
    ticket = desk_ticket(request, reference)
    legs = list(ticket.legs.open().select_related("service").order_by("opened_at", "pk"))
    form = ResolveForm(posted(request), open_legs=legs, definitions=definitions_of(ticket.trust))

    def act(at: datetime) -> str:
        for leg, result in form.finished:
            commands.finish_leg(leg=leg, result=result, by=request.user, at=at)
        told = form.cleaned_data
        commands.resolve_ticket(
            ticket=ticket,
            outcome=told["outcome"],
            root_cause=form.cause,
            contributing_cause=form.contributing,
            cause_fate=CauseFate(told["cause_fate"]),
            fixed_on_first_contact=told["fixed_on_first_contact"],
            by=request.user,
            at=at,
        )
        return f"Resolved. {ticket.ward} can confirm it or say what is still wrong."

    verb = Verb("Resolve", "Resolve", template="tickets/desk/resolve.jinja")
    return ask(request, ticket, form, verb, act, chosen=causes_chosen_for(ticket), open_legs=legs)


@once
def code(request: SignedInRequest, reference: str) -> HttpResponse:
    """Choose, or choose again, the cause of a resolved ticket."""
    ticket = desk_ticket(request, reference)
    now = {name: getattr(ticket, name) or "" for name in ("root_cause", "contributing_cause", "cause_fate")}
    form = CodeForm(posted(request), initial=now, definitions=definitions_of(ticket.trust))

    def act(at: datetime) -> str:
        told = form.cleaned_data
        fate = CauseFate(told["cause_fate"]) if told["cause_fate"] else None
        commands.code_ticket(
            ticket=ticket,
            root_cause=form.cause,
            contributing_cause=form.contributing,
            cause_fate=fate,
            because=told["because"],
            by=request.user,
            at=at,
        )
        return f"Coded: {form.cause.label}."

    title = "Choose the cause" if ticket.to_be_coded else "Choose the cause again"
    verb = Verb(title, "Save the cause", template="tickets/desk/code.jinja")
    return ask(request, ticket, form, verb, act, chosen=causes_chosen_for(ticket))


@once
def code_again(request: SignedInRequest, reference: str) -> HttpResponse:
    """A second coder's choice; the page shows what happened, never what the first chose."""
    ticket = desk_ticket(request, reference)
    form = SecondCodeForm(posted(request), definitions=definitions_of(ticket.trust))

    def act(at: datetime) -> str:
        commands.code_again(
            ticket=ticket, cause=form.cause, contributing_cause=form.contributing, by=request.user, at=at
        )
        return "Your choice is kept beside the first."

    interactions = ticket.interactions.select_related("service").order_by("happened_at", "pk")
    verb = Verb(
        "Choose the cause as second coder", "Save my choice", template="tickets/desk/second_coding.jinja"
    )
    return ask(request, ticket, form, verb, act, interactions=interactions)


@once
def reopen(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take a resolved ticket up again."""
    ticket = desk_ticket(request, reference)
    form = ReopenForm(posted(request))

    def act(at: datetime) -> str:
        commands.reopen_ticket(ticket=ticket, because=form.cleaned_data["because"], by=request.user, at=at)
        return "Reopened. The desk has it again."

    return ask(
        request,
        ticket,
        form,
        Verb("Reopen", "Reopen", "The outcome and cause it had stay in its history."),
        act,
    )


@once
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """End a ticket that is not needed any more."""
    ticket = desk_ticket(request, reference)
    form = WithdrawForm(posted(request))

    def act(at: datetime) -> str:
        commands.withdraw_ticket(ticket=ticket, because=form.cleaned_data["because"], by=request.user, at=at)
        return "Withdrawn. Parts that were open ended with it."

    verb = Verb("Withdraw", "Withdraw", "Open parts end with it. Withdrawing cannot be undone.", warning=True)
    return ask(request, ticket, form, verb, act)
