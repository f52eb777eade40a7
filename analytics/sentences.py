"""What a chart shows, in a sentence: read instead of the picture, and beside it."""

from collections.abc import Sequence

from analytics.charts.pareto import Bar, by_minutes, by_tickets
from analytics.charts.trend import months_shown
from analytics.queries import NOTHING, RootCauses
from concierge.web.words import count

HALF = 0.5
MANY = 3


def pareto_sentence(report: RootCauses) -> str:
    """Which causes come first by tickets and by minutes, and what is in neither."""
    tickets, minutes = report.all.coded, report.coded_minutes
    said = f"{_leading(by_tickets(report), count(tickets, 'ticket'), 'came from')}."
    if minutes:
        said += f" {_leading(by_minutes(report), count(minutes, 'minute'), 'went on')}."
    else:
        said += " No minutes are recorded on them."
    waiting = report.all.to_be_coded
    are = "is" if waiting == 1 else "are"
    return said + (
        f" {count(waiting, 'more ticket')} {are} still to be coded and {are} in neither." if waiting else ""
    )


def trend_sentence(report: RootCauses) -> str:
    """The least and the most tickets in a whole month, and which months are not whole."""
    period = report.scope.period
    months = months_shown(report)
    whole = [month for month in months if period.holds_whole(month)]
    part = [f"{month:%B %Y}" for month in months if not period.holds_whole(month)]
    counts = {month: report.by_month.get(month, NOTHING).tickets for month in whole}
    said = _range(list(counts.values())) if counts else f"{count(report.all.tickets, 'ticket')} resolved."
    if len(counts) >= MANY:
        most = max(counts, key=lambda month: counts[month])
        said += f" The most were in {most:%B %Y}."
    outlined = f" Only part of {' and '.join(part)} is in the period: outlined." if part else ""
    return said + outlined


def _range(counts: list[int]) -> str:
    if len(counts) == 1:
        return f"{count(counts[0], 'ticket')} resolved in the one whole month."
    if min(counts) == max(counts):
        return f"{count(counts[0], 'ticket')} resolved in each whole month."
    return f"Between {min(counts):,} and {count(max(counts), 'ticket')} resolved in a whole month."


def _leading(bars: Sequence[Bar], whole: str, verb: str) -> str:
    """The fewest causes that make up half of the whole."""
    enough = next((place for place, bar in enumerate(bars, 1) if bar.running_share >= HALF), len(bars))
    names = _listed([bar.cause.label.lower() for bar in bars[:enough]])
    return f"{bars[enough - 1].running_share:.0%} of {whole} {verb} {names}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
