"""The trend: tickets resolved by month, all together and for each cause, on small panels."""

from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt

from analytics.charts.drawing import Chart, finished
from analytics.charts.look import BAR, DEEP, TEXT_SIZE
from analytics.period import Preset
from analytics.queries import NOTHING, RootCauses
from tickets.choices import RootCause

WIDE = {"total": 850, "small": 250, "columns": 3, "labels": 12, "small_labels": 3}
NARROW = {"total": 280, "small": 118, "columns": 2, "labels": 3, "small_labels": 2}
"""Widths of panels in pixels, panels side by side, and the most month names under a panel."""
FEW = 13
"""Months up to which each bar of the large panel bears its number."""
STEPS = (2, 4, 6, 8, 10, 12, 16, 20)
"""Tops of a scale that can be halved into a round number, and their tenfolds."""


def months_shown(report: RootCauses) -> list[date]:
    """The months of the period; of all there is, those since the first ticket."""
    months = report.scope.period.months()
    if report.scope.period.preset != Preset.ALL:
        return months
    first = min(report.by_month, default=months[-1])
    return [month for month in months if month >= first]


def trend_chart(report: RootCauses) -> Chart:
    """A bar a month; the bar of a month that is not whole in the period is only outlined."""
    return Chart(_drawn(report, WIDE, bears_numbers=True), _drawn(report, NARROW, bears_numbers=False))


def round_top(highest: int) -> int:
    """The next even, round number from `highest` up, for the top of a scale."""
    power = 1
    while highest > STEPS[-1] * power:
        power *= 10
    return next(step * power for step in STEPS if step * power >= highest)


def _drawn(report: RootCauses, size: dict[str, int], *, bears_numbers: bool) -> dict[str, Any]:
    months = months_shown(report)
    highest = max(report.by_month_and_cause.values(), default=1)
    total = _panel(
        "All tickets resolved",
        _rows(report, months, lambda month: report.by_month.get(month, NOTHING).tickets),
        size["total"], 120, size["labels"],
        bears_numbers=bears_numbers and len(months) <= FEW,
    )
    small = [
        _panel(
            cause.label,
            _rows(report, months, lambda month, cause=cause: report.by_month_and_cause.get((month, cause), 0)),
            size["small"], 70, size["small_labels"], highest=highest,
        )
        for cause in RootCause
    ]
    grid = alt.concat(*small, columns=size["columns"], spacing={"row": 22, "column": 24})
    return finished(alt.vconcat(total, grid, spacing=26))


def _panel(
    title: str, rows: list[dict[str, Any]], width: int, height: int, most_labels: int,
    *, highest: int | None = None, bears_numbers: bool = False,
) -> Any:
    names = [row["month"] for row in rows]
    every = -(-len(names) // most_labels)
    axis = alt.Axis(
        title=None, values=names[::-1][::every][::-1], labelAngle=0, labelOverlap=False, ticks=False, labelPadding=6
    )
    top = round_top(max(highest or 0, *(row["tickets"] for row in rows)))
    count = alt.Axis(title=None, domain=False, ticks=False, values=[0, top // 2, top], format=",d", labelPadding=6)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("month:O", sort=names, axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1)),
        y=alt.Y("tickets:Q", axis=count, scale=alt.Scale(domain=[0, top])),
    )
    whole = "datum.whole"
    bars = base.mark_bar(stroke=DEEP).encode(
        fill=alt.condition(whole, alt.value(BAR), alt.value("#ffffff")),
        strokeWidth=alt.condition(whole, alt.value(0), alt.value(1.5)),
        strokeDash=alt.condition(whole, alt.value([1, 0]), alt.value([4, 3])),
    )
    numbers = base.mark_text(baseline="bottom", dy=-4, fontSize=TEXT_SIZE - 1).encode(text="tickets:Q")
    drawn = alt.layer(bars, numbers) if bears_numbers else alt.layer(bars)
    return drawn.properties(title=title, width=width, height=height)


def _rows(report: RootCauses, months: list[date], count: Callable[[date], int]) -> list[dict[str, Any]]:
    period = report.scope.period
    return [
        {"month": f"{month:%b %y}", "tickets": count(month), "whole": period.holds_whole(month)}
        for month in months
    ]
