"""The root-cause report, its pictures and its files."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from analytics import queries, sentences, tables
from analytics.charts.drawing import Chart, keep_spec, kept_spec, png_of, svg_of, titled
from analytics.charts.pareto import pareto_chart
from analytics.charts.trend import trend_chart
from analytics.exports.csv_file import csv_response
from analytics.exports.xlsx_file import xlsx_response
from analytics.forms import ScopeForm
from analytics.measures import MEASURES
from analytics.queries import RootCauses
from analytics.scope import TO_BE_CODED, Behind, Scope
from analytics.tables import BEHIND, Table
from analytics.views.readers import of_a_scope
from concierge.web.requests import SignedInRequest
from tickets.choices import CauseFate

CHARTS = {"pareto": pareto_chart, "trend": trend_chart}
TITLES = {"pareto": "Why wards had to ask", "trend": "Tickets resolved by month"}
A_DAY = 24 * 60 * 60
"""How long a browser keeps a picture, in seconds; its address changes with what it shows."""


@require_safe
@of_a_scope
def show(request: SignedInRequest, form: ScopeForm) -> HttpResponse:
    """The report of the period and part of the trust that the address asks for."""
    if not form.is_valid():
        values = {"form": form, "report": None}
        return render(request, "analytics/root_causes.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    report = queries.root_causes(form.scope)
    return render(request, "analytics/root_causes.jinja", _page(form, report))


@require_safe
@of_a_scope
def draw(request: SignedInRequest, form: ScopeForm, kind: str, form_of_picture: str) -> HttpResponse:
    """One chart as a picture: SVG for pages (`narrow` for phones), PNG to take away.

    A page names in `is` the spec it has just made; where that is gone it is made again.
    """
    if form_of_picture == "png":
        return _picture_to_take_away(_report_or_404(form), kind)
    spec = kept_spec(request.GET.get("is", ""), form.trust.pk)
    if spec is None:
        chart = CHARTS[kind](_report_or_404(form))
        spec = chart.narrow if "narrow" in request.GET else chart.wide
    response = HttpResponse(svg_of(spec), content_type="image/svg+xml")
    patch_cache_control(response, private=True, max_age=A_DAY)
    return response


def _picture_to_take_away(report: RootCauses, kind: str) -> HttpResponse:
    covers = f"{report.scope.trust}: {report.scope.period.words}"
    drawn = png_of(titled(CHARTS[kind](report).wide, TITLES[kind], covers))
    response = HttpResponse(drawn, content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(report.scope, kind)}.png"'
    return response


@require_safe
@of_a_scope
def download_figures(request: SignedInRequest, form: ScopeForm, kind: str) -> HttpResponseBase:
    """One table of the report as CSV."""
    found = {table.name: table for table in _tables(form, _report_or_404(form))}
    if kind not in found:
        raise Http404
    return csv_response(tables.exported([found[kind]])[kind], _file_name(form.scope, kind))


@require_safe
@of_a_scope
def download_workbook(request: SignedInRequest, form: ScopeForm) -> HttpResponseBase:
    """The whole report as a workbook: a sheet for each table, and one that explains the figures."""
    report = _report_or_404(form)
    sheets = {**tables.exported(_tables(form, report)), "about": _about(form, report.scope)}
    return xlsx_response(sheets, _file_name(report.scope, "report"))


def _report_or_404(form: ScopeForm) -> RootCauses:
    if not form.is_valid():
        raise Http404
    return queries.root_causes(form.scope)


def _tables(form: ScopeForm, report: RootCauses) -> list[Table]:
    return [
        tables.causes_table(report),
        tables.pareto_table(report),
        tables.times_table(report),
        tables.months_table(report),
        tables.unrecorded_table(report),
        _compared(form, report.scope),
    ]


def _compared(form: ScopeForm, scope: Scope) -> Table:
    return tables.compared_table(scope, queries.compared(scope), lambda key: form.name_of(scope.by, key))


def _page(form: ScopeForm, report: RootCauses) -> dict[str, Any]:
    scope = report.scope
    values: dict[str, Any] = {
        "form": form,
        "report": report,
        "scope": scope,
        "narrowed_to": narrowed_to(form, scope),
        "measures": [measure for measure in MEASURES if measure.is_shown],
        "to_tickets": scope.address(BEHIND),
        "to_removed": scope.address(BEHIND, Behind(fate=CauseFate.REMOVED)),
        "to_be_coded": scope.address(BEHIND, Behind(cause=TO_BE_CODED)),
        "workbook": scope.address("root-causes-workbook"),
    }
    if not report.all.tickets:
        return values
    shown = {table.name.replace("-", "_"): table for table in _tables(form, report)}
    return values | {
        "tables": shown,
        "files": {
            name: scope.address("root-causes-figures", kind=table.name) for name, table in shown.items()
        },
        "pictures": {kind: _picture(scope, kind, make(report)) for kind, make in CHARTS.items()},
        "pareto_sentence": sentences.pareto_sentence(report),
        "trend_sentence": sentences.trend_sentence(report),
    }


def narrowed_to(form: ScopeForm, scope: Scope) -> list[str]:
    """The names of the hospital, service and process the report is narrowed to."""
    chosen = {"site": scope.site, "service": scope.service, "process": scope.process}
    return [form.name_of(field, key) for field, key in chosen.items() if key is not None]


def _picture(scope: Scope, kind: str, chart: Chart) -> dict[str, str]:
    """The addresses of a chart's pictures; what they show is in the address, so they can be kept."""
    svg = scope.address("root-causes-svg", kind=kind)
    mark = "&" if "?" in svg else "?"
    return {
        "wide": f"{svg}{mark}is={keep_spec(chart.wide, scope.trust.pk)}",
        "narrow": f"{svg}{mark}narrow=yes&is={keep_spec(chart.narrow, scope.trust.pk)}",
        "png": scope.address("root-causes-png", kind=kind),
    }


def _file_name(scope: Scope, kind: str) -> str:
    return f"root-causes-{kind}-{scope.period.since}-to-{scope.period.last}"


def _about(form: ScopeForm, scope: Scope) -> list[tuple[str, ...]]:
    head = ("Measure", "What it is", "Unit", "Source", "Who answers for it")
    rows = [
        (measure.name, measure.definition, measure.unit, measure.source, measure.owner)
        for measure in MEASURES
        if measure.is_shown
    ]
    covers = ", ".join([str(scope.trust), scope.period.words, *narrowed_to(form, scope)])
    return [head, ("What this covers", covers, "", "", ""), *rows]
