"""A row of a log as it was written, from a workbook or a CSV file alike."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tickets import identifiers

CellValue = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


@dataclass(frozen=True)
class Cell:
    """What a cell holds: the value the file stores and the text a person saw."""

    value: CellValue = None
    text: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


BLANK = Cell()


@dataclass(frozen=True)
class Row:
    """One entry of a sheet, before anybody asked what it means."""

    sheet: str
    number: int
    """The row of the sheet, or the record of the CSV file, counting from 1."""
    cells: tuple[Cell, ...]
    headings: tuple[str, ...]
    """As the file writes them, without spaces around them; one for each cell, empty where it has none."""
    columns: Mapping[str, int]
    """Where each column that we know stands, by our name for it."""

    def cell(self, column: str) -> Cell:
        """The cell of our column; a blank one where the row or the file has none."""
        at = self.columns.get(column)
        return self.cells[at] if at is not None and at < len(self.cells) else BLANK

    def text(self, column: str) -> str:
        """The column's text as it was written, without spaces around it."""
        return self.cell(column).text.strip()

    def heading(self, column: str) -> str:
        """What the file calls our column."""
        at = self.columns.get(column)
        return self.headings[at] if at is not None else column

    @property
    def is_empty(self) -> bool:
        return all(cell.is_blank for cell in self.cells)

    @property
    def as_it_stood(self) -> str:
        """All cells in order, nothing cut short; may hold NHS numbers."""
        return " | ".join(cell.text for cell in self.cells).rstrip(" |")

    @cached_property
    def identified_columns(self) -> list[str]:
        """The headings of the cells that hold an NHS number."""
        return [self.heading_at(at) for at, cell in enumerate(self.cells) if identifiers.holds(cell.text)]

    def heading_at(self, at: int) -> str:
        """A column without a heading is named by its number, counting from 1."""
        heading = self.headings[at] if at < len(self.headings) else ""
        return heading or f"column {at + 1}"
