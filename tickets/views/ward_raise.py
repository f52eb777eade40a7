"""Asking for something, and the receipt that comes at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.places.models import Ward
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from concierge.web.words import moment
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.files import names_to_choose_again
from tickets.forms.ward import RaiseForm, by_service
from tickets.models import Process, Ticket
from tickets.views import identifiers
from tickets.views.ward import find_own, no_post, telephone_of, wards_of, whole
from tickets.whereabouts import whereabouts_of

MOST_USED = 6
"""Processes offered before the whole list."""
JUST_NOW = timedelta(minutes=10)
"""Asking the same in the same words within this time is going back in the browser, not a second wish."""
RECENT_TICKETS = 500
"""How many of the trust's latest tickets say which processes are used most."""


@once
def ask(request: SignedInRequest) -> HttpResponse:
    """One thing her ward needs: what it is about, one line, and what helps."""
    wards = wards_in_use(request)
    if not wards:
        return no_post(request)
    if len({ward.trust_id for ward in wards}) > 1:
        return render(request, "tickets/ward/choose_ward.jinja", {"wards": wards})
    form = raise_form(request, wards)
    answer = _raised(request, form)
    if answer is not None:
        return answer
    shown = {
        "form": form,
        "wards": wards,
        "listed": by_service(form.processes.values()),
        "again": names_to_choose_again(form),
    }
    return render(request, "tickets/ward/ask.jinja", shown)


@require_safe
def receipt(request: SignedInRequest, reference: str) -> HttpResponse:
    """What was asked has arrived: its reference, what happens next, and who looks after it."""
    ticket = whole(find_own(request, reference))
    where = whereabouts_of(ticket, timezone.now(), to_ward=True)
    shown = {"ticket": ticket, "where": where, "telephone": telephone_of(ticket)}
    return render(request, "tickets/ward/receipt.jinja", shown)


def _raised(request: SignedInRequest, form: RaiseForm) -> HttpResponse | None:
    """The way to the receipt, or a page that stops it; None to show the form."""
    if not identifiers.is_sent(request) or not form.is_valid():
        return None
    stopped = identifiers.interruption(request, form)
    if stopped is not None:
        return stopped
    at = timezone.now()
    before = _asked_just_now(request, form, at)
    if before is not None:
        messages.info(request, f"You asked this already, {moment(before.raised_at)}. It was not sent again.")
        return redirect("receipt", reference=before.reference)
    try:
        ticket = commands.raise_ticket(by=request.user, at=at, **form.cleaned_data)
    except DomainError as error:
        form.refuse(error)
        return None
    identifiers.note(request, form, ticket, at)
    return redirect("receipt", reference=ticket.reference)


def _asked_just_now(request: SignedInRequest, form: RaiseForm, at: datetime) -> Ticket | None:
    """The open ticket that the same person raised with the same words and files a moment ago."""
    told = form.cleaned_data
    same = {name: told[name] for name in ("ward", "process", "patient_effect")}
    lately = Ticket.objects.open().filter(raised_by=request.user, raised_at__gt=at - JUST_NOW, **same)
    said = lately.filter(title=" ".join(told["title"].split()), details=told["details"].strip())
    found = said.order_by("-pk").first()
    names = sorted(str(file.name) for file in told["files"])
    return found if found and sorted(found.files.values_list("name", flat=True)) == names else None


def wards_in_use(request: SignedInRequest) -> list[Ward]:
    """Her wards that are not retired; only the one in the address, where it names one of them."""
    today = timezone.localdate()
    wards = [row for row in wards_of(request.user) if row.retired_on is None or row.retired_on > today]
    named = [ward for ward in wards if str(ward.pk) == request.GET.get("ward")]
    return named or wards


def raise_form(request: SignedInRequest, wards: Sequence[Ward]) -> RaiseForm:
    """The form for wards of one trust, with its processes; the address may name one of them."""
    trust_id = wards[0].trust_id
    processes = processes_of(trust_id)
    first = most_used(trust_id, processes)
    named = [process for process in processes if str(process.pk) == request.GET.get("process")]
    first = [*named, *(process for process in first if process not in named)]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"process": str(named[0].pk)} if named else {}
    return RaiseForm(*sent, wards=wards, processes=processes, first=first, initial=initial)


def processes_of(trust_id: int) -> list[Process]:
    """The trust's processes by service and name, those that are nobody's job last."""
    found = Process.objects.in_use(timezone.localdate()).filter(trust_id=trust_id).select_related("service")
    return list(found.order_by(F("service__name").asc(nulls_last=True), "name", "pk"))


def most_used(trust_id: int, processes: Sequence[Process]) -> list[Process]:
    """The processes that the trust's latest tickets are about, the most frequent first."""
    about = Ticket.objects.filter(trust_id=trust_id, process__isnull=False)
    latest = about.order_by("-raised_at", "-pk").values("pk")[:RECENT_TICKETS]
    counted = Ticket.objects.filter(pk__in=latest).values("process_id").annotate(used=Count("pk"))
    by_pk = {process.pk: process for process in processes}
    ranked = [
        by_pk[row["process_id"]]
        for row in counted.order_by("-used", "process_id")
        if row["process_id"] in by_pk
    ]
    chosen = [*ranked, *(process for process in processes if process not in ranked)]
    return chosen[:MOST_USED]
