"""Pages behind the links in our mail: no sign-in, one answer each. Looking at one changes nothing."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concierge.people.models import User
from concierge.web.forms import PageForm
from concierge.web.once import once
from concierge.web.words import long_day
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.mail import DoneByLinkForm, FixedByLinkForm, NotFixedByLinkForm, PromiseByLinkForm
from tickets.forms.service import NotOursForm, due_moment
from tickets.mail import links
from tickets.mail.links import Answer, Link
from tickets.mail.writing import title_for_mail
from tickets.models import Leg, Score, Service, Ticket
from tickets.views import identifiers

Act = Callable[[datetime], str]


@login_not_required
@never_cache
@once
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the one answer a link is for, and take it once."""
    try:
        link = links.read(token)
    except BadSignature:
        raise Http404 from None
    at = timezone.now()
    ticket = get_object_or_404(Ticket.objects.select_related("ward", "trust"), pk=link.ticket_id)
    leg = _part(link)
    over = _why_over(link, ticket, leg, at)
    if over:
        told = {"ticket": ticket, "title": title_for_mail(ticket), "over": over}
        return _narrow(render(request, "tickets/links/over.jinja", told, status=HTTPStatus.GONE))
    form = _form(request, link, leg)
    taken = _take(request, link, leg, ticket, form)
    if taken is not None:
        return _narrow(taken)
    return _narrow(_ask(request, link, leg, ticket, form))


@login_not_required
@never_cache
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """Say thank you; what was noted stands in the message above."""
    return _narrow(render(request, "tickets/links/answered.jinja", {}))


def _take(
    request: HttpRequest, link: Link, leg: Leg | None, ticket: Ticket, form: PageForm
) -> HttpResponse | None:
    if not identifiers.is_sent(request) or not form.is_valid():  # type: ignore[arg-type]
        return None
    stopped = identifiers.interruption(request, form)  # type: ignore[arg-type]
    if stopped is not None:
        return stopped
    at = timezone.now()
    try:
        with transaction.atomic():
            said = _act(link, leg, form, at)
            _note_identifier(request, link, ticket, form, at)
    except DomainError as error:
        form.refuse(error)
        return None
    messages.success(request, said)
    return redirect("signed-link-answered")


def _act(link: Link, leg: Leg | None, form: PageForm, at: datetime) -> str:
    told: dict[str, Any] = dict(form.cleaned_data)
    if link.answer == Answer.FIXED:
        score = Score(told["score"]) if told["score"] else None
        commands.answer_for_ward(link=link, score=score, at=at)
        return "Thank you. It is marked as fixed."
    if link.answer == Answer.NOT_FIXED:
        commands.answer_for_ward(link=link, because=told["because"], at=at)
        return "It is open again, and the desk has it."
    assert leg is not None
    if link.answer == Answer.NOT_OURS:
        commands.answer_for_service(link=link, text=told["because"], to=told["to"], at=at)
        return f"Handed on to {told['to']}." if told["to"] else "Given back. The desk finds out whose it is."
    if link.answer == Answer.DONE:
        commands.answer_for_service(link=link, text=told["text"], at=at)
        return "Noted: it is done. The desk and the ward can see it."
    due_at = due_moment(told["due_on"], at)
    commands.answer_for_service(link=link, text=told["text"], due_at=due_at, at=at)
    return f"Promised for {long_day(told['due_on'])}. The desk will ask after that day, not before."


def _ask(request: HttpRequest, link: Link, leg: Leg | None, ticket: Ticket, form: PageForm) -> HttpResponse:
    told = {
        "link": link,
        "leg": leg,
        "ticket": ticket,
        "what": title_for_mail(ticket),
        "form": form,
        "scores": list(reversed(Score.choices)),
        "is_confirmed": ticket.status == "confirmed",
    }
    page = "fixed" if link.answer == Answer.FIXED else "answer"
    return render(request, f"tickets/links/{page}.jinja", told)


def _form(request: HttpRequest, link: Link, leg: Leg | None) -> PageForm:
    sent = request.POST if request.method == "POST" else None
    if link.answer == Answer.NOT_OURS:
        assert leg is not None
        offered = Service.objects.filter(trust=leg.trust_id).exclude(pk=leg.service_id)
        others = offered.filter(pk__in=Service.objects.in_use(timezone.localdate()))
        return NotOursForm(sent, others=list(others.order_by("name", "pk")))
    plain: dict[Answer, type[PageForm]] = {
        Answer.DONE: DoneByLinkForm,
        Answer.PROMISE: PromiseByLinkForm,
        Answer.FIXED: FixedByLinkForm,
        Answer.NOT_FIXED: NotFixedByLinkForm,
    }
    return plain[link.answer](sent)


def _part(link: Link) -> Leg | None:
    if link.leg_id is None:
        return None
    rows = Leg.objects.select_related("ticket__trust", "ticket__ward", "service")
    return get_object_or_404(rows, pk=link.leg_id, ticket=link.ticket_id)


def _why_over(link: Link, ticket: Ticket, leg: Leg | None, at: datetime) -> str:
    """Why a link does nothing any more; empty where it still does."""
    if link.has_expired(at):
        return "This link has expired."
    if links.is_used(link):
        return "This link has been used."
    if leg is not None and not leg.is_open:
        return f"{leg.service}'s part has ended: {leg.get_status_display().lower()}."
    if leg is not None:
        return ""
    if link.resolution != ticket.times_reopened or not ticket.is_answered:
        return "It is open again, so there is nothing to confirm."
    rated = ticket.ratings.filter(resolution=link.resolution).exists()
    if link.answer == Answer.FIXED and ticket.status == "confirmed" and rated:
        return "It is fixed, and you have told us how well we did."
    return ""


def _note_identifier(request: HttpRequest, link: Link, ticket: Ticket, form: PageForm, at: datetime) -> None:
    reason = request.POST.get("identifier_reason", "").strip()
    if reason and next(identifiers.suspects_in(form), None) is not None:
        by = User.objects.get(pk=link.person_id) if link.person_id else User.objects.system()
        commands.keep_identifier(ticket=ticket, reason=reason, by=by, at=at)


def _narrow(response: HttpResponse) -> HttpResponse:
    """Let no search engine keep the page, and no other site learn its address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
