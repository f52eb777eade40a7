"""The trend: tickets resolved by month, all together and for each cause, on small panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import altair as alt

from analytics.charts.drawing import Chart, Rows, Spec, filled, finished, given
from analytics.charts.look import BAR, DEEP, FONT, INK, TEXT_SIZE
from analytics.period import Preset
from analytics.queries import NOTHING, RootCauses
from tickets.choices import RootCause


@dataclass(frozen=True)
class Size:
    """Widths of panels in pixels, panels side by side, and the most month names under a panel."""

    total: int
    small: int
    columns: int
    names: int
    small_names: int
    heading: int
    """Size of the names of causes, in pixels."""


WIDE = Size(total=850, small=262, columns=3, names=12, small_names=3, heading=TEXT_SIZE)
NARROW = Size(total=250, small=106, columns=2, names=3, small_names=2, heading=TEXT_SIZE - 1)
FEW = 13
"""Months up to which each bar of the large wide panel bears its number."""
SLOTS = 7
"""Bars for which a panel leaves room at least, so that a few months are not as broad as walls."""
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
    months = months_shown(report)
    rows = {"all": _all(report, months), "causes": _causes(report, months)}
    tops = {"top": _top(rows["all"]), "small_top": _top(rows["causes"])}
    names = [row["month"] for row in rows["all"]]
    beside = max((SLOTS - len(months)) / 2, 0.1)

    def drawn(size: Size, *, numbers: bool) -> Spec:
        some = {"names": _some(names, size.names), "small_names": _some(names, size.small_names)}
        return filled(_spec(size, numbers), rows, beside=beside, **tops, **some)

    return Chart(drawn(WIDE, numbers=len(months) <= FEW), drawn(NARROW, numbers=False))


def round_top(highest: int) -> int:
    """The next even, round number from `highest` up, for the top of a scale."""
    power = 1
    while highest > STEPS[-1] * power:
        power *= 10
    return next(step * power for step in STEPS if step * power >= highest)


@cache
def _spec(size: Size, numbers: bool) -> Spec:
    total = _bars("all", "top", "names", numbers=numbers).properties(
        title="All tickets resolved", width=size.total, height=120
    )
    cause = alt.Facet(
        "cause:N",
        sort=[cause.label for cause in RootCause],
        header=alt.Header(
            title=None,
            labelAnchor="start",
            labelFont=FONT,
            labelFontSize=size.heading,
            labelFontWeight="bold",
            labelColor=INK,
            labelPadding=8,
        ),
    )
    small = _bars("causes", "small_top", "small_names").properties(width=size.small, height=72)
    panels = small.facet(facet=cause, columns=size.columns).properties(
        spacing={"row": 26, "column": 30 if size is WIDE else 22}
    )
    return finished(alt.vconcat(total, panels, spacing=30))


def _bars(rows: str, top: str, names: str, *, numbers: bool = False) -> Any:
    month = alt.Axis(
        title=None,
        values=given(names),
        labelAngle=0,
        labelOverlap=False,
        domain=False,
        ticks=False,
        labelPadding=6,
    )
    count = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        values=given(f"[0, {top} / 2, {top}]"),
        format=",d",
        labelPadding=6,
    )
    base = alt.Chart(alt.NamedData(rows)).encode(
        x=alt.X(
            "month:O", sort=None, axis=month, scale=alt.Scale(paddingInner=0.25, paddingOuter=given("beside"))
        ),
        y=alt.Y("tickets:Q", axis=count, scale=alt.Scale(domainMin=0, domainMax=given(top), nice=False)),
    )
    whole = "datum.whole"
    bars = base.mark_bar(stroke=DEEP).encode(
        fill=alt.condition(whole, alt.value(BAR), alt.value("#ffffff")),
        strokeWidth=alt.condition(whole, alt.value(0), alt.value(1.5)),
        strokeDash=alt.condition(whole, alt.value([1, 0]), alt.value([4, 3])),
    )
    bear = base.mark_text(baseline="bottom", dy=-4).encode(text=alt.Text("tickets:Q", format=",d"))
    return alt.layer(bars, bear) if numbers else bars


def _all(report: RootCauses, months: Sequence[date]) -> Rows:
    return [_row(report, month, report.by_month.get(month, NOTHING).tickets) for month in months]


def _causes(report: RootCauses, months: Sequence[date]) -> Rows:
    counts = report.by_month_and_cause
    return [
        _row(report, month, counts.get((month, cause), 0)) | {"cause": cause.label}
        for cause in RootCause
        for month in months
    ]


def _row(report: RootCauses, month: date, tickets: int) -> dict[str, Any]:
    return {"month": f"{month:%b %y}", "tickets": tickets, "whole": report.scope.period.holds_whole(month)}


def _top(rows: Rows) -> int:
    return round_top(max(row["tickets"] for row in rows))


def _some(names: list[str], most: int) -> list[str]:
    """At most so many of the names, evenly spread, the last among them."""
    every = -(-len(names) // most)
    return names[::-1][::every][::-1]
