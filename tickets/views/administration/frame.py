"""What the administrator's pages share: which trust, and one way to show and send a form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from concierge.errors import DomainError
from concierge.people.standing import standing_of
from concierge.places.models import Trust
from concierge.web.forms import PageForm
from concierge.web.requests import SignedInRequest, kept_text


def administered(request: SignedInRequest, code: str) -> Trust:
    """The trust of a code, if its reader administers it; else 404."""
    trust = Trust.objects.filter(code=kept_text(code), pk__in=standing_of(request.user).administered).first()
    if trust is None:
        raise Http404
    return trust


def how_many(rows: QuerySet[Any], column: str) -> Coalesce:
    """Count the rows whose column points to each row shown: for those of one page, not of the trust."""
    own = rows.filter(**{column: OuterRef("pk")}).order_by().values(column)
    return Coalesce(Subquery(own.annotate(many=Count("pk")).values("many")), 0)


def ask(
    request: SignedInRequest,
    form: PageForm,
    act: Callable[..., object],
    *,
    title: str,
    back: str,
    done: str,
    send: str = "Save",
    lead: str = "",
    trust: Trust,
) -> HttpResponse:
    """Show a form; when it is sent well, do the one thing it asks and go back with a message.

    `act` takes what the form holds, as keywords.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(back)
    told: dict[str, Any] = {
        "form": form,
        "title": title,
        "back": back,
        "send": send,
        "lead": lead,
        "trust": trust,
    }
    return render(request, "tickets/administration/form.jinja", told)
