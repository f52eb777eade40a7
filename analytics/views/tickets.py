"""The tickets behind a figure: as a list, and as files."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from analytics import queries
from analytics.exports.csv_file import csv_response
from analytics.exports.ticket_rows import ticket_rows
from analytics.exports.xlsx_file import MOST_ROWS, xlsx_response
from analytics.forms import ScopeForm
from analytics.measures import PURSES
from analytics.scope import TO_BE_CODED, Behind
from analytics.tables import BEHIND
from analytics.views.readers import of_a_scope
from analytics.views.root_causes import narrowed_to
from concierge.web.fields import YEARS
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets.choices import CauseFate, RootCause
from tickets.identifiers import mask


@require_safe
@of_a_scope
def show(request: SignedInRequest, form: ScopeForm) -> HttpResponse:
    """List the tickets behind the figure that the address names, the latest resolved first."""
    behind = _behind_or_404(request, form)
    scope = form.scope
    values = {
        "scope": scope,
        "behind": behind,
        "narrowed_to": narrowed_to(form, scope),
        "page": page_of(queries.tickets_behind(scope, behind, request.user), ("-resolved_at", "pk"), request),
        "mask": mask,
        "to_report": scope.address("root-causes"),
        "csv": scope.address(f"{BEHIND}-csv", behind),
        "xlsx": scope.address(f"{BEHIND}-xlsx", behind),
    }
    return render(request, "analytics/tickets.jinja", values)


@require_safe
@of_a_scope
def download(request: SignedInRequest, form: ScopeForm, *, as_workbook: bool) -> HttpResponseBase:
    """The same tickets as CSV or XLSX, all of them; XLSX only where they are not too many."""
    behind = _behind_or_404(request, form)
    tickets = queries.tickets_behind(form.scope, behind, request.user)
    if as_workbook and tickets[: MOST_ROWS + 1].count() > MOST_ROWS:
        messages.error(
            request, f"A workbook holds up to {MOST_ROWS:,} tickets. Take the CSV, or a shorter period."
        )
        return redirect(form.scope.address(BEHIND, behind))
    rows = ticket_rows(tickets)
    name = f"tickets-{form.scope.period.since}-to-{form.scope.period.last}"
    return xlsx_response({"tickets": rows}, name) if as_workbook else csv_response(rows, name)


def _behind_or_404(request: SignedInRequest, form: ScopeForm) -> Behind:
    asked = request.GET
    behind = Behind(
        cause=_one_of(asked.get("cause", ""), (*RootCause.values, TO_BE_CODED)),
        coded=bool(asked.get("coded")),
        fate=_one_of(asked.get("fate", ""), CauseFate.values),
        month=_month(asked.get("month", "")),
        unrecorded=_one_of(asked.get("unrecorded", ""), PURSES),
    )
    if not form.is_valid():
        raise Http404
    return behind


def _one_of(text: str, known: "list[str] | tuple[str, ...]") -> str:
    if text and text not in known:
        raise Http404
    return text


def _month(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        raise Http404 from None
    if month is not None and month.year not in YEARS:
        raise Http404
    return month
