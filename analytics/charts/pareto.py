"""The Pareto chart: causes from most to least, by tickets and by minutes, in one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from analytics.charts.drawing import Chart, finished
from analytics.charts.look import BAR, DEEP, INK, TEXT_SIZE
from analytics.queries import RootCauses
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
    panels = (("By tickets", "tickets", by_tickets(report)), ("By minutes spent", "minutes", by_minutes(report)))
    wide = alt.hconcat(*(_panel(*panel, WIDTH["wide"]) for panel in panels), spacing=30)
    narrow = alt.vconcat(*(_panel(*panel, WIDTH["narrow"]) for panel in panels), spacing=30)
    return Chart(finished(wide), finished(narrow))


def _panel(title: str, unit: str, bars: Sequence[Bar], width: int) -> Any:
    rows = [_row(bar, unit) for bar in bars]
    causes = alt.Y(
        "cause:N",
        sort=[row["cause"] for row in rows],
        axis=alt.Axis(
            title=None, domain=False, ticks=False, labelLimit=200, labelPadding=10,
            labelExpr="split(datum.value, '|')", labelLineHeight=TEXT_SIZE + 3, labelOffset=-8,
        ),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(y=causes)
    bar = base.mark_bar(color=BAR, height=20).encode(x=_scale("share"))
    line = base.mark_line(color=DEEP, strokeWidth=1.5).encode(x=_scale("running_share"), order="place:O")
    points = base.mark_point(color=DEEP, filled=True, size=50, opacity=1).encode(x=_scale("running_share"))
    says = base.mark_text(align="left", baseline="bottom", dx=5, dy=-5, color=INK).encode(
        x=_scale("running_share"), text="running:N"
    )
    return alt.layer(bar, line, points, says).properties(title=title, width=width, height=ROW * len(rows))


def _scale(field: str) -> alt.X:
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title=None, domain=False, ticks=False, labelPadding=6)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def _row(bar: Bar, unit: str) -> dict[str, Any]:
    figure = f"{bar.amount:,} {unit}, {bar.share:.0%}"
    return {
        "cause": f"{bar.cause.label}|{figure}",
        "amount": bar.amount,
        "share": round(bar.share, 6),
        "running_share": round(bar.running_share, 6),
        "running": f"{bar.running_share:.0%}",
        "place": -bar.running_share,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
