"""Which sheet a table is, and where its headings stand: below a title, in any order, spelt anyhow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tickets.old_log.faults import LogUnreadable
from tickets.old_log.profile import LogProfile, SheetProfile
from tickets.old_log.rows import Cell, Row
from tickets.old_log.tables import Table
from tickets.old_log.words import bare, tidy

_HEADINGS_WITHIN = 40
"""Rows at the top of a table in which its headings are looked for."""


@dataclass(frozen=True)
class Sheet:
    """A table whose headings were found."""

    table: Table
    profile: SheetProfile
    heading_row: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]

    def rows(self) -> Iterator[Row]:
        """Every entry. Empty rows and repeated headings are none, and nor is what stands above the headings."""
        for number, cells in self.table.rows():
            if number > self.heading_row:
                row = Row(self.profile.name, number, cells, self.headings, self.columns)
                if not row.is_empty and not self._repeats_the_headings(row):
                    yield row

    def _repeats_the_headings(self, row: Row) -> bool:
        filled = [(at, bare(cell.text)) for at, cell in enumerate(row.cells) if not cell.is_blank]
        return all(at < len(self.headings) and text == bare(self.headings[at]) for at, text in filled)


@dataclass(frozen=True)
class LogFile:
    """What one file holds: the sheet of issues, that of interactions, or both."""

    issues: Sheet | None
    interactions: Sheet | None


def find_sheets(tables: list[Table], profile: LogProfile, file: str) -> LogFile:
    """Find the two sheets among the tables of a file: by name where one bears it, else by headings.

    Raises LogUnreadable where it has neither.
    """
    issues = _first(tables, profile.issues)
    interactions = _first(tables, profile.interactions)
    if issues is None and interactions is None:
        wanted = ", ".join(_wanted(profile.issues))
        raise LogUnreadable(
            f"{file} has no headings that we know. A sheet of issues needs at least: {wanted}."
        )
    return LogFile(issues, interactions)


def _first(tables: list[Table], profile: SheetProfile) -> Sheet | None:
    named = sorted(tables, key=lambda table: bare(table.name) != bare(profile.name))
    return next((sheet for table in named if (sheet := _as_sheet(table, profile))), None)


def _as_sheet(table: Table, profile: SheetProfile) -> Sheet | None:
    for number, cells in islice(table.rows(), _HEADINGS_WITHIN):
        columns = _columns(cells, profile)
        if profile.needed <= columns.keys():
            return Sheet(table, profile, number, tuple(tidy(cell.text) for cell in cells), columns)
    return None


def _columns(cells: tuple[Cell, ...], profile: SheetProfile) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        ours = profile.spelt.get(bare(cell.text)) if len(cell.text) < 200 else None
        if ours is not None:
            columns.setdefault(ours, at)
    return columns


def _wanted(profile: SheetProfile) -> list[str]:
    return [next(iter(profile.columns[ours])) for ours in profile.columns if ours in profile.needed]
