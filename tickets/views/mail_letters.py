"""The desk writes from a ticket: words from a template, a look before sending, and what became of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.web.late import typed
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.commands.mail_out import links_beneath, part_written_about
from tickets.errors import DomainError
from tickets.forms.mail import LetterForm
from tickets.mail import letters
from tickets.mail.letters import Matter, Shipped, Template
from tickets.mail.recipients import Recipient, known_for
from tickets.models import Leg, OutgoingMessage, Ticket
from tickets.views import identifiers
from tickets.views.desk_verbs import desk_ticket, posted, try_to
from tickets.whereabouts import listed

STEP, CHECK, SEND = "step", "check", "send"
"""The name of the button that was pressed, and its values; any other shows the form again."""


@once
def write(request: SignedInRequest, reference: str) -> HttpResponse:
    """Write a letter about a ticket or one of its parts, look at it, and send it."""
    ticket = desk_ticket(request, reference)
    at = timezone.now()
    leg = _part(request, ticket)
    known = known_for(ticket, timezone.localdate(at))
    form = _form(request, ticket, leg, known, at)
    step = request.POST.get(STEP, "")

    def act(at: datetime) -> str:
        told = form.cleaned_data
        commands.send_letter(
            ticket=ticket,
            leg=leg,
            to=form.addresses,
            typed=told["others"],
            subject=told["subject"],
            text=told["text"],
            minutes=told["minutes"],
            is_chase=told.get("is_chase", False),
            by=request.user,
            at=at,
        )
        return f"On its way to {_names(form)}."

    if step == SEND and (answer := try_to(request, ticket, form, act)) is not None:
        return answer
    if step == CHECK and identifiers.is_sent(request) and form.is_valid():
        return identifiers.interruption(request, form) or _look(request, ticket, leg, form, at)
    return _show(request, ticket, leg, form, known, at)


@require_POST
@once
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the desk has dealt with a message that did not arrive."""
    seen = Ticket.objects.visible_to(request.user)
    message = get_object_or_404(OutgoingMessage.objects.select_related("ticket"), pk=pk, ticket__in=seen)
    assert message.ticket is not None
    try:
        commands.settle_message(message=message, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Dealt with: the e-mail to {', '.join(message.to)}.")
    return redirect("ticket", reference=message.ticket.reference)


def _show(
    request: SignedInRequest,
    ticket: Ticket,
    leg: Leg | None,
    form: LetterForm,
    known: list[Recipient],
    at: datetime,
) -> HttpResponse:
    offered = letters.templates_for(ticket, leg, at)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "leg": leg,
        "form": form,
        "known": known,
        "parts": list(ticket.legs.open().select_related("service").order_by("opened_at", "pk")),
        "templates": [(_key(template), template.name) for template in offered],
        "template": request.GET.get("template", ""),
    }
    return render(request, "tickets/desk/letter.jinja", shown)


def _look(
    request: SignedInRequest, ticket: Ticket, leg: Leg | None, form: LetterForm, at: datetime
) -> HttpResponse:
    """The letter as it will go, with a button that names who gets it. Nothing is sent or kept."""
    part = part_written_about(ticket, leg, form.addresses, at)
    shown: dict[str, Any] = {
        "ticket": ticket,
        "leg": part,
        "recipients": form.recipients,
        "names": _names(form),
        "subject": form.cleaned_data["subject"],
        "text": form.cleaned_data["text"],
        "has_links": bool(links_beneath(part, form.addresses, at)),
        "sent": [(name, value) for name, value in typed(request) if name != STEP],
    }
    return render(request, "tickets/desk/letter_look.jinja", shown)


def _form(
    request: SignedInRequest, ticket: Ticket, leg: Leg | None, known: list[Recipient], at: datetime
) -> LetterForm:
    offered = {_key(template): template for template in letters.templates_for(ticket, leg, at)}
    initial: dict[str, Any] = {"subject": letters.fill("{reference}: {title}", Matter(ticket, leg, at))}
    if (template := offered.get(request.GET.get("template", ""))) is not None:
        initial = _filled(template, Matter(ticket, leg, at))
    elif (failed := _failed(request, ticket)) is not None and failed.interaction is not None:
        initial = {"subject": failed.subject, "text": failed.interaction.note}
    if leg is not None and leg.service.email:
        initial["to"] = [leg.service.email]
    can_chase = leg is not None and leg.is_open
    return LetterForm(posted(request), known=known, can_chase=can_chase, initial=initial)


def _filled(template: Template, matter: Matter) -> dict[str, Any]:
    return {"subject": letters.fill(template.subject, matter), "text": letters.fill(template.body, matter)}


def _part(request: SignedInRequest, ticket: Ticket) -> Leg | None:
    """The part of the ticket that the letter is about: the one the address names, or the only open one."""
    named = request.GET.get("part")
    rows = ticket.legs.select_related("ticket__ward__site", "ticket__process", "service")
    if named is None:
        open_here = list(rows.open().order_by("pk")[:2])
        return open_here[0] if len(open_here) == 1 else None
    if not named.isdecimal() or len(named) > 18:
        return None
    return get_object_or_404(rows, pk=int(named))


def _failed(request: SignedInRequest, ticket: Ticket) -> OutgoingMessage | None:
    """The message of the ticket that did not arrive and is to be written again."""
    named = request.GET.get("again", "")
    if not named.isdecimal() or len(named) > 18:
        return None
    return ticket.messages_out.select_related("interaction").filter(pk=int(named)).first()


def _key(template: Template) -> str:
    if isinstance(template, Shipped):
        return f"shipped-{letters.SHIPPED.index(template)}"
    return f"own-{template.pk}"


def _names(form: LetterForm) -> str:
    return listed([str(each) for each in form.recipients])
