"""The Pareto chart: causes from most to least, by tickets and by minutes, in one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from analytics.charts.drawing import Chart, Rows, Spec, filled, finished
from analytics.charts.look import BAR, DEEP, INK, TEXT_SIZE
from analytics.queries import RootCauses
from concierge.web.words import count
from tickets.choices import RootCause

ROW = 46
"""Height of one cause, in pixels: room for its name and its figure."""
WIDTH = {"wide": 265, "narrow": 128}
"""Width of one panel's bars, in pixels."""


@dataclass(frozen=True)
class Bar:
    """One cause in a Pareto order."""

    cause: RootCause
    amount: int
    share: float
    running_share: float
    """Its share and that of all causes before it, added up."""


def pareto(amounts: dict[RootCause, int]) -> list[Bar]:
    """Causes from the largest amount to the least; equal ones in their fixed order."""
    total, running, bars = sum(amounts.values()), 0, []
    for cause, amount in sorted(amounts.items(), key=lambda item: -item[1]):
        running += amount
        bars.append(Bar(cause, amount, _share(amount, total), _share(running, total)))
    return bars


def by_tickets(report: RootCauses) -> list[Bar]:
    return pareto({cause: figures.tickets for cause, figures in report.by_cause.items()})


def by_minutes(report: RootCauses) -> list[Bar]:
    return pareto({cause: figures.minutes for cause, figures in report.by_cause.items()})


def pareto_chart(report: RootCauses) -> Chart:
    """Bars are each cause's share; the line adds the shares up, on the same scale."""
    rows = {"tickets": _rows(by_tickets(report), "ticket"), "minutes": _rows(by_minutes(report), "minute")}
    return Chart(filled(_spec("wide"), rows), filled(_spec("narrow"), rows))


@cache
def _spec(size: str) -> Spec:
    panels = (
        _panel("By tickets", "tickets", WIDTH[size]),
        _panel("By minutes spent", "minutes", WIDTH[size]),
    )
    beside = alt.hconcat if size == "wide" else alt.vconcat
    return finished(beside(*panels, spacing=30))


def _panel(title: str, rows: str, width: int) -> Any:
    causes = alt.Y(
        "cause:N",
        sort=alt.EncodingSortField(field="place", op="min"),
        axis=alt.Axis(
            title=None,
            domain=False,
            ticks=False,
            labelLimit=200,
            labelPadding=10,
            labelExpr="split(datum.value, '|')",
            labelLineHeight=TEXT_SIZE + 3,
            labelOffset=-8,
        ),
    )
    base = alt.Chart(alt.NamedData(rows)).encode(y=causes)
    bar = base.mark_bar(color=BAR, height=20).encode(x=_scale("share"))
    line = base.mark_line(color=DEEP, strokeWidth=1.5).encode(x=_scale("running_share"), order="place:Q")
    points = base.mark_point(color=DEEP, filled=True, size=50, opacity=1).encode(x=_scale("running_share"))
    says = base.mark_text(align="left", baseline="bottom", dx=5, dy=-5, color=INK).encode(
        x=_scale("running_share"), text="running:N"
    )
    return alt.layer(bar, line, points, says).properties(
        title=title, width=width, height=ROW * len(RootCause)
    )


def _scale(field: str) -> alt.X:
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title=None, domain=False, ticks=False, labelPadding=6)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def _rows(bars: Sequence[Bar], unit: str) -> Rows:
    return [
        {
            "place": place,
            "cause": f"{bar.cause.label}|{count(bar.amount, unit)}, {bar.share:.0%}",
            "amount": bar.amount,
            "share": round(bar.share, 6),
            "running_share": round(bar.running_share, 6),
            "running": f"{bar.running_share:.0%}",
        }
        for place, bar in enumerate(bars, 1)
    ]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
