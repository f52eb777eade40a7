"""The tables of the report: what pages show, and what CSV and XLSX carry, cell for cell."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html

from analytics.charts.pareto import Bar, by_minutes, by_tickets
from analytics.charts.trend import months_shown
from analytics.measures import PURSES
from analytics.queries import NOTHING, Figures, RootCauses
from analytics.scope import NONE, TO_BE_CODED, Behind, Scope
from concierge.web.words import number
from tickets.choices import CauseFate, RootCause

Value = str | int | float | None
BEHIND = "root-cause-tickets"
"""The name of the page that lists the tickets behind a figure."""


@dataclass(frozen=True)
class Cell:
    """A value, as it is exported; how it reads on a page; and the page of what stands behind it."""

    value: Value
    shown: str = ""
    href: str = ""
    about: str = ""
    """What a link counts, for readers who hear it without its row and column."""

    def __html__(self) -> str:
        text = self.shown or (number(self.value) if not isinstance(self.value, str) else self.value)
        if not self.href:
            return format_html("{}", text)
        hidden = format_html(
            '<span class="nhsuk-u-visually-hidden">{}</span>', f" {self.about}" if self.about else ""
        )
        return format_html('<a href="{}">{}{}</a>', self.href, text, hidden)

    def __str__(self) -> str:
        return self.__html__()


@dataclass(frozen=True)
class Table:
    """A heading and rows; the first cell of each row is its heading."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: list[list[Cell]]


def causes_table(report: RootCauses) -> Table:
    """Each cause: its tickets, and the minutes spent on them, by purse."""
    head = (
        "Root cause",
        "Tickets",
        "Share of tickets",
        "Minutes",
        "Share of minutes",
        *(f"{purse.capitalize()} minutes" for purse in PURSES),
    )
    minutes, tickets = report.coded_minutes, report.all.coded

    def row(name: str, figures: Figures, behind: Behind, *, shared: bool) -> list[Cell]:
        cell = _linked(report.scope, behind, name)
        return [
            Cell(name),
            cell(figures.tickets, "tickets"),
            share_of(figures.tickets, tickets if shared else 0),
            cell(figures.minutes, "minutes"),
            share_of(figures.minutes, minutes if shared else 0),
            *(cell(getattr(figures, f"{purse}_minutes"), f"{purse} minutes") for purse in PURSES),
        ]

    rows = [
        row(bar.cause.label, report.by_cause[bar.cause], Behind(cause=bar.cause), shared=True)
        for bar in by_tickets(report)
    ]
    if report.all.to_be_coded:
        rows.append(row("To be coded", report.to_be_coded, Behind(cause=TO_BE_CODED), shared=False))
    rows.append(row("All tickets", report.all, Behind(), shared=False))
    return Table("causes", "The six causes by tickets and minutes", head, rows)


def times_table(report: RootCauses) -> Table:
    """Each cause: how long its tickets took, and whether it was removed."""
    head = (
        "Root cause",
        "Working days, median",
        "Working days, 90th percentile",
        "Elapsed days, median",
        "Elapsed days, 90th percentile",
        "Cause removed",
        "of tickets where it was said",
    )

    def row(name: str, figures: Figures, behind: Behind) -> list[Cell]:
        cell = _linked(report.scope, behind, name)
        removed = Behind(cause=behind.cause, fate=CauseFate.REMOVED)
        return [
            Cell(name),
            cell(figures.working_median, "working days, median"),
            cell(figures.working_nine_in_ten, "working days, 90th percentile"),
            cell(figures.elapsed_median, "elapsed days, median"),
            cell(figures.elapsed_nine_in_ten, "elapsed days, 90th percentile"),
            _removed_share(figures, report.scope, removed, name),
            Cell(figures.fate_said),
        ]

    rows = [
        row(bar.cause.label, report.by_cause[bar.cause], Behind(cause=bar.cause))
        for bar in by_tickets(report)
    ]
    return Table(
        "times",
        "How long they took, and whether the cause went",
        head,
        [*rows, row("All tickets", report.all, Behind())],
    )


def pareto_table(report: RootCauses) -> Table:
    """The Pareto chart in figures: places, shares, and shares added up."""
    head = (
        "Place",
        "By tickets",
        "Tickets",
        "Share of tickets",
        "Tickets’ share so far",
        "By minutes",
        "Minutes",
        "Share of minutes",
        "Minutes’ share so far",
    )

    def half(bar: Bar, unit: str) -> list[Cell]:
        cell = _linked(report.scope, Behind(cause=bar.cause), bar.cause.label)
        shares = (Cell(share, f"{share:.0%}") for share in (bar.share, bar.running_share))
        return [Cell(bar.cause.label), cell(bar.amount, unit), *shares]

    pairs = enumerate(zip(by_tickets(report), by_minutes(report), strict=True), 1)
    rows = [[Cell(place), *half(left, "tickets"), *half(right, "minutes")] for place, (left, right) in pairs]
    return Table("pareto", "The causes in order, by tickets and by minutes", head, rows)


def months_table(report: RootCauses) -> Table:
    """Each month: its tickets, all and by cause."""
    head = ("Month", "All tickets", *(cause.label for cause in RootCause), "To be coded")
    return Table(
        "months",
        "Tickets resolved by month",
        head,
        [_month_row(report, month) for month in months_shown(report)],
    )


def _month_row(report: RootCauses, month: date) -> list[Cell]:
    whole = report.by_month.get(month, NOTHING)
    name = f"{month:%B %Y}"
    part = "" if report.scope.period.holds_whole(month) else ", in part"

    def cell(value: int, behind: Behind, about: str) -> Cell:
        return _linked(report.scope, behind, name)(value, about)

    causes = [
        cell(report.by_month_and_cause.get((month, cause), 0), Behind(cause=cause, month=month), cause.label)
        for cause in RootCause
    ]
    to_be_coded = cell(whole.to_be_coded, Behind(cause=TO_BE_CODED, month=month), "to be coded")
    return [Cell(name + part), cell(whole.tickets, Behind(month=month), "tickets"), *causes, to_be_coded]


def unrecorded_table(report: RootCauses) -> Table:
    """Each purse: of how many contacts the minutes are not recorded."""
    figures, rows = report.all, []
    for purse in PURSES:
        cell = _linked(report.scope, Behind(unrecorded=purse), f"contacts without {purse} minutes")
        count = getattr(figures, f"{purse}_unrecorded")
        rows.append(
            [
                Cell(f"The {purse}’s"),
                Cell(getattr(figures, f"{purse}_minutes")),
                Cell(figures.contacts),
                cell(count, ""),
                share_of(count, figures.contacts),
            ]
        )
    head = ("Whose minutes", "Minutes recorded", "Contacts", "Minutes not recorded", "Share not recorded")
    return Table("not-recorded", "How many contacts have no minutes", head, rows)


def compared_table(
    scope: Scope, groups: dict[int | None, Figures], name_of: Callable[[int | None], str]
) -> Table:
    """Each process, service or site: tickets, minutes, days; the one that took most minutes first."""
    head = (
        scope.by.replace("site", "hospital").capitalize(),
        "Tickets",
        "Minutes",
        "Ward minutes",
        "Working days, median",
        "Working days, 90th percentile",
        "Cause removed",
    )

    def row(key: int | None, figures: Figures) -> list[Cell]:
        within, name = scope.narrowed(**{scope.by: key or NONE}), name_of(key)
        cell = _linked(within, Behind(), name)
        return [
            Cell(name, href=within.address("root-causes"), about="alone"),
            cell(figures.tickets, "tickets"),
            cell(figures.minutes, "minutes"),
            cell(figures.ward_minutes, "ward minutes"),
            cell(figures.working_median, "working days, median"),
            cell(figures.working_nine_in_ten, "working days, 90th percentile"),
            _removed_share(figures, within, Behind(fate=CauseFate.REMOVED), name),
        ]

    order = sorted(groups.items(), key=lambda item: (-item[1].minutes, -item[1].tickets, name_of(item[0])))
    titles = {"process": "Processes", "service": "Services", "site": "Hospitals"}
    return Table("compared", f"{titles[scope.by]} compared", head, [row(*item) for item in order])


def share_of(part: int, whole: int) -> Cell:
    """A share between 0 and 1, shown in per cent; nothing where there is no whole."""
    return Cell(part / whole, f"{part / whole:.0%}") if whole else Cell(None, "–")


def _removed_share(figures: Figures, scope: Scope, behind: Behind, name: str) -> Cell:
    share = share_of(figures.removed, figures.fate_said)
    return Cell(
        share.value,
        share.shown,
        scope.address(BEHIND, behind) if figures.removed else "",
        f"cause removed, {name}",
    )


def _linked(scope: Scope, behind: Behind, name: str) -> "Callable[[Value, str], Cell]":
    """Make cells that lead to the tickets behind them; a zero leads nowhere."""

    def cell(value: Value, about: str) -> Cell:
        said = ": ".join(filter(None, (about, name)))
        return Cell(
            value,
            href=scope.address(BEHIND, behind) if value is not None and _is_some(value, about) else "",
            about=said,
        )

    return cell


def _is_some(value: Value, about: str) -> bool:
    return bool(value) or "days" in about


def exported(tables: Iterable[Table]) -> dict[str, Sequence[Sequence[Value]]]:
    """The tables as plain values under their names, headings first."""
    return {
        table.name: [table.head, *([cell.value for cell in row] for row in table.rows)] for table in tables
    }
