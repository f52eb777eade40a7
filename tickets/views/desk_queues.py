"""The desk's queues: what waits, found by filters and words, all of it in the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.standing import standing_of
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest, words_sought
from tickets.causes import to_code_again
from tickets.forms.desk_filters import TicketFilter
from tickets.mail.lists import waits_for_desk
from tickets.models import Ticket
from tickets.queries import (
    MOST_COUNTED,
    QUEUES,
    desk_queue,
    desk_tickets,
    faults_to_settle,
    queue_counts,
)
from tickets.references import SPOKEN, as_reference
from tickets.views.desk_verbs import age_of
from tickets.whereabouts import Whereabouts, whereabouts_of, with_whereabouts

FIRST, EVERYTHING = "new", "all"
SELDOM = frozenset({"to_code"})
"""Queues shown only while something is in them."""
SELDOM_COUNTED = 100
"""The most that are counted of the lists of seldom work."""
SECOND_ORDER = ("resolved_at", "pk")


@dataclass(frozen=True)
class Row:
    """A ticket in a queue, with where it is."""

    ticket: Ticket
    where: Whereabouts
    age: str


@dataclass(frozen=True)
class Tab:
    """The way to a queue, with how many wait there, in words where they are too many to count."""

    text: str
    url: str
    count: int | str | None
    current: bool


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """One queue (`?queue=`), narrowed by filters and by words (`?q=`); a reference leads to its ticket."""
    at, standing = timezone.now(), standing_of(request.user)
    if not standing.trusts_seen:
        raise PermissionDenied
    words = words_sought(request)
    found = _named_by(request, words)
    if found is not None:
        return redirect("ticket", reference=found.reference)
    key = _key(request, words)
    rows = desk_queue(key, request.user, at)
    narrowed = TicketFilter(request, standing, rows.about(words) if words else rows)
    page = page_of(with_whereabouts(narrowed.qs), QUEUES[key].order, request)
    shown: dict[str, Any] = {
        "key": key,
        "queue": QUEUES[key],
        "tabs": _tabs(request, key, at, narrowed=bool(words or narrowed.applied)),
        "page": page,
        "rows": [_row(ticket, at) for ticket in page.items],
        "words": words,
        "not_a_reference": _looks_mistyped(words),
        "form": narrowed.form,
        "applied": narrowed.applied,
        "kept": [
            (name, value)
            for name, value in request.GET.items()
            if name not in ("q", "after", "before", "queue")
        ],
        "clear": _address(queue=key, q=words),
        "works_here": bool(standing.desks),
    }
    return render(request, "tickets/desk/queue.jinja", shown)


@require_safe
def second_coding(request: SignedInRequest) -> HttpResponse:
    """The sample that waits for a second coder; it never shows what the first one chose."""
    if not standing_of(request.user).desks:
        raise PermissionDenied
    waiting = to_code_again(request.user, timezone.now()).select_related("ward", "process")
    shown = {"page": page_of(waiting, SECOND_ORDER, request)}
    return render(request, "tickets/desk/second_codings.jinja", shown)


def _row(ticket: Ticket, at: datetime) -> Row:
    return Row(ticket, whereabouts_of(ticket, at), age_of(ticket, at))


def _named_by(request: SignedInRequest, words: str) -> Ticket | None:
    """The one ticket whose reference, new or old, the words are."""
    if not words:
        return None
    seen = desk_tickets(request.user)
    reference = as_reference(words)
    if reference is not None and (named := seen.filter(reference=reference).first()) is not None:
        return named
    old = list(seen.exclude(old_reference="").filter(old_reference__iexact=words)[:2])
    return old[0] if len(old) == 1 else None


def _key(request: SignedInRequest, words: str) -> str:
    asked = request.GET.get("queue", "")
    if asked in QUEUES:
        return asked
    return EVERYTHING if words or not standing_of(request.user).desks else FIRST


def _looks_mistyped(words: str) -> bool:
    """Whether words are written like a reference but their check digit is wrong."""
    return SPOKEN.match(words) is not None and as_reference(words) is None


def _tabs(request: SignedInRequest, current: str, at: datetime, *, narrowed: bool) -> list[Tab]:
    """The ways to the queues; narrowed ones keep the filters, and have no counts, since those are of all."""
    counts = queue_counts(request.user, at)
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before", "queue")}
    works_here = bool(standing_of(request.user).desks)
    seldom = SELDOM if works_here else {*SELDOM, "mine"}
    shown = [key for key in QUEUES if key == current or counts.get(key) or key not in seldom]
    told = {} if narrowed else {key: _counted(count) for key, count in counts.items()}
    tabs = [
        Tab(QUEUES[key].label, _address(**kept, queue=key), told.get(key), key == current) for key in shown
    ]
    if works_here:
        tabs += _side_tabs(request, at)
    return tabs


def _side_tabs(request: SignedInRequest, at: datetime) -> list[Tab]:
    """Lists of seldom work, while something is in them."""
    most = SELDOM_COUNTED + 1
    lists = [
        ("Mail", "desk-mail", waits_for_desk(request.user)[:most].count()),
        ("Old log", "desk-faults", faults_to_settle(request.user)[:most].count()),
        ("Second coding", "desk-second-codings", to_code_again(request.user, at)[:most].count()),
    ]
    return [
        Tab(text, reverse(page), _counted(number, SELDOM_COUNTED), False)
        for text, page, number in lists
        if number
    ]


def _counted(number: int, most: int = MOST_COUNTED) -> int | str:
    return number if number <= most else f"{most}+"


def _address(**query: Any) -> str:
    said = {name: value for name, value in query.items() if value}
    return reverse("desk", query=said) if said else reverse("desk")
