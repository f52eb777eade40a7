"""The desk's mail: what could not be placed or read, and how the mailboxes fare."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from concierge.people.standing import standing_of
from concierge.web.once import once
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.desk_mail import PutOnTicketForm, RaiseFromMailForm
from tickets.mail.arriving import read_again, read_kept
from tickets.mail.lists import (
    LISTS,
    health_of_mailboxes,
    mail_list,
    messages_of_desk,
    numbers_of_late,
    waits_for_desk,
)
from tickets.models import IncomingMessage, MessageState, Ticket
from tickets.models.ticket import TITLE_LENGTH
from tickets.views import identifiers
from tickets.views.desk_queues import Tab
from tickets.views.desk_verbs import Verb, posted
from tickets.views.desk_wards import find_ward, to_choose_from

FIRST = "place"
MOST_COUNTED = 99
SHOWN = 200_000
"""Letters of a message that its page shows."""


@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """One list of the desk's mail (`?list=`), with the health of its mailboxes."""
    desks, at = standing_of(request.user).desks, timezone.now()
    if not desks:
        raise PermissionDenied
    key = request.GET.get("list", FIRST)
    key = key if key in LISTS else FIRST
    shown = {
        "key": key,
        "chosen": LISTS[key],
        "tabs": _tabs(request, key),
        "page": page_of(mail_list(key, request.user), LISTS[key].order, request),
        "mailboxes": health_of_mailboxes(desks, at),
        "numbers": numbers_of_late(request.user, at),
    }
    return render(request, "tickets/desk/inbox.jinja", shown)


@require_safe
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """One message: who wrote what, and what can be done with it."""
    message = _message(request, pk)
    found = read_again(message) if message.read_at is not None else None
    shown = {
        "message": message,
        "text": message.text[:SHOWN],
        "is_cut": len(message.text) > SHOWN,
        "files": found.attachments if found else (),
        "may_place": _may_place(message),
        "may_set_aside": message.state in {MessageState.TRIAGE, MessageState.UNREADABLE},
    }
    return render(request, "tickets/desk/message.jinja", shown)


@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The message as it came, as a file that no browser takes for a page."""
    message = _message(request, pk)
    return HttpResponse(
        bytes(message.raw),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="message-{message.pk}.txt"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


@once
def raise_for_ward(request: SignedInRequest, pk: int) -> HttpResponse:
    """Raise what a message asks for; `?ward=` chooses the ward beforehand."""
    message = _message(request, pk)
    wards = to_choose_from(request, frozenset({message.trust_id}))
    if wards is None:
        return find_ward(request, frozenset({message.trust_id}), title="Which ward is it for?")
    form = RaiseFromMailForm(posted(request), wards=wards, initial=_suggested(request, message))

    def act(at: datetime) -> Ticket:
        told = form.cleaned_data
        return commands.raise_from_message(
            message=message,
            ward=told["ward"],
            title=told["title"],
            asked_by=told["asked_by"],
            by=request.user,
            at=at,
        )

    verb = Verb("Raise it for a ward", "Raise")
    return _place(request, message, form, verb, act, "Raised for {ward}: {reference}.")


@once
def put_on_ticket(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a message on a ticket there is."""
    message = _message(request, pk)
    form = PutOnTicketForm(posted(request), person=request.user)

    def act(at: datetime) -> Ticket:
        ticket = form.cleaned_data["reference"]
        return commands.put_on_ticket(message=message, ticket=ticket, by=request.user, at=at)

    verb = Verb("Put it on a ticket", "Put it there")
    return _place(request, message, form, verb, act, "It is on {reference} now.")


@require_POST
@once
def set_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    message = _message(request, pk)
    return _settle(
        request,
        message,
        lambda: commands.set_aside(message=message, by=request.user, at=timezone.now()),
        "It is set aside. You can put it back here.",
    )


@require_POST
@once
def put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    message = _message(request, pk)
    return _settle(
        request,
        message,
        lambda: commands.put_back(message=message, by=request.user),
        "It is back where it was.",
    )


@require_POST
@once
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read a message once more, at once."""
    message = _message(request, pk)
    try:
        commands.try_again(message=message, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("desk-message", pk=pk)
    read_kept(pk)
    message = _message(request, pk)
    if message.state == MessageState.UNREADABLE:
        messages.error(request, "It still cannot be read.")
    elif message.ticket is not None:
        messages.success(request, f"It was read. It is on {message.ticket.reference}.")
    else:
        messages.success(request, "It was read. Say where it belongs.")
    return redirect("desk-message", pk=pk)


def _message(request: SignedInRequest, pk: int) -> IncomingMessage:
    """The message, for its desk; 404 for everybody else."""
    seen = messages_of_desk(request.user).defer(None).defer("raw")
    return get_object_or_404(seen.select_related("mailbox", "ticket", "settled_by", "trust"), pk=pk)


def _may_place(message: IncomingMessage) -> bool:
    return message.ticket is None and message.state in {MessageState.TRIAGE, MessageState.NOTED}


def _suggested(request: SignedInRequest, message: IncomingMessage) -> dict[str, str | None]:
    who = message.forwarded_from or message.from_name or message.from_email
    title = " ".join(message.subject.split())[:TITLE_LENGTH]
    return {"ward": request.GET.get("ward"), "asked_by": who[:200], "title": title}


def _place(
    request: SignedInRequest,
    message: IncomingMessage,
    form: RaiseFromMailForm | PutOnTicketForm,
    verb: Verb,
    act: Callable[[datetime], Ticket],
    said: str,
) -> HttpResponse:
    """Ask where a message belongs; once that is said, put it there and lead to the ticket."""
    back = reverse("desk-message", args=[message.pk])
    if identifiers.is_sent(request) and form.is_valid():
        stopped = identifiers.interruption(request, form)
        if stopped is not None:
            return stopped
        ticket = _try(request, form, act)
        if ticket is not None:
            told = said.format(ward=ticket.ward, reference=ticket.reference)
            messages.success(request, told)
            return redirect("ticket", reference=ticket.reference)
    shown = {"form": form, "verb": verb, "back": back, "message": message}
    return render(request, "tickets/desk/place.jinja", shown)


def _try(
    request: SignedInRequest, form: RaiseFromMailForm | PutOnTicketForm, act: Callable[[datetime], Ticket]
) -> Ticket | None:
    at = timezone.now()
    try:
        with transaction.atomic():
            ticket = act(at)
            identifiers.note(request, form, ticket, at)
    except DomainError as error:
        form.refuse(error)
        return None
    return ticket


def _settle(
    request: SignedInRequest, message: IncomingMessage, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("desk-message", pk=message.pk)


def _tabs(request: SignedInRequest, current: str) -> list[Tab]:
    """The lists; only those that wait for the desk have counts, and seldom ones stay away while empty."""
    waiting = waits_for_desk(request.user)
    counts = {
        key: waiting.filter(state__in=LISTS[key].states)[: MOST_COUNTED + 1].count()
        for key in ("place", "unreadable")
    }
    hidden = (
        {"waiting"} if current != "waiting" and not mail_list("waiting", request.user).exists() else set()
    )
    return [
        Tab(told.label, _address(key), _counted(counts[key]) if key in counts else None, key == current)
        for key, told in LISTS.items()
        if key not in hidden
    ]


def _counted(number: int) -> int | str:
    return number if number <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _address(key: str) -> str:
    return reverse("desk-mail", query={"list": key} if key != FIRST else None)
