"""Where readers of reports begin: the figures of the last year, and the way to each report."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics import queries, sentences, tables
from analytics.charts.pareto import by_minutes, by_tickets
from analytics.forms import ScopeForm
from analytics.scope import TO_BE_CODED, Behind
from analytics.tables import BEHIND
from analytics.views.readers import of_a_scope
from concierge.web.requests import SignedInRequest


@require_safe
@of_a_scope
def show(request: SignedInRequest, form: ScopeForm) -> HttpResponse:
    """Headline figures of the last twelve months, unless the address says another period."""
    if not form.is_valid():
        return render(
            request,
            "analytics/root_causes.jinja",
            {"form": form, "report": None},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    report = queries.root_causes(form.scope)
    scope = report.scope
    values = {
        "form": form,
        "report": report,
        "sentence": sentences.pareto_sentence(report) if report.all.coded else "",
        "first": by_tickets(report)[0],
        "costliest": by_minutes(report)[0],
        "compared": tables.compared_table(
            scope, queries.compared(scope), lambda key: form.name_of(scope.by, key)
        ),
        "to_report": scope.address("root-causes"),
        "to_tickets": scope.address(BEHIND),
        "to_be_coded": scope.address(BEHIND, Behind(cause=TO_BE_CODED)),
    }
    return render(request, "analytics/home.jinja", values)
