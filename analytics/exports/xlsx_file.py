"""XLSX: numbers as numbers, days as days, and text as text that no program takes for a formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from analytics.exports.csv_file import Value
from analytics.exports.text import fitting, plain

MOST_ROWS = 20_000
"""Rows of a workbook at most: a workbook of more takes longer to write than anyone waits."""
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_FORMAT = "@"
WIDEST = 60
"""Widest column, in characters."""


def xlsx_response(sheets: Mapping[str, Iterable[Sequence[Value]]], name: str) -> FileResponse:
    """Send a download called `name`.xlsx; the first row of each sheet is its heading."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        _fill(book, title, rows)
    kept = BytesIO()
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)


def _fill(book: Workbook, title: str, rows: Iterable[Sequence[Value]]) -> None:
    left = iter(rows)
    head = list(next(left))
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for column, text in enumerate(head, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(len(str(text)) + 4, WIDEST)
    sheet.append([_cell(sheet, text, bold=True) for text in head])
    for row in left:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet)
        # Set together with its type, so that "=1+1" is never guessed to be a formula.
        cell._value, cell.data_type = fitting(plain(value)), "s"
        cell.number_format = TEXT_FORMAT
    else:
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else cell.number_format
    if bold:
        cell.font = Font(bold=True)
    return cell
