"""Sheets of a workbook and CSV files, alike: numbered rows of cells, read one at a time."""

import csv
import datetime as dt
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from tickets.old_log.faults import LogUnreadable
from tickets.old_log.rows import BLANK, Cell, CellValue
from tickets.old_log.text_files import decoded

Numbered = Iterator[tuple[int, tuple[Cell, ...]]]
_DELIMITERS = ",;\t|"
"""Signs that part the cells of a CSV file; which it is shows when headings are found."""
_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm"}
_CANNOT_BE_KEPT = {0: None} | dict.fromkeys(range(55296, 57344), "�")
"""Characters that no database text may hold."""


class Table(Protocol):
    """One sheet or one CSV file; its rows can be read again and again."""

    @property
    def name(self) -> str: ...

    @property
    def is_hidden(self) -> bool: ...

    def rows(self) -> Numbered:
        """Every row with its number, counting from 1, empty ones too."""
        ...


@dataclass(frozen=True)
class CsvTable:
    """A CSV file, its cells parted by one sign; a row is a record, since a cell may hold line breaks."""

    path: Path
    delimiter: str = ","
    is_hidden: bool = False

    @property
    def name(self) -> str:
        return self.path.stem

    def rows(self) -> Numbered:
        csv.field_size_limit(sys.maxsize)
        with decoded(self.path) as lines:
            for number, record in enumerate(csv.reader(lines, delimiter=self.delimiter), 1):
                yield number, tuple(_written(text) for text in record)


@dataclass(frozen=True)
class SheetTable:
    """A sheet of a workbook, read row by row."""

    path: Path
    name: str
    is_hidden: bool = False

    def rows(self) -> Numbered:
        book = _open_workbook(self.path)
        try:
            sheet = book[self.name]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(), 1):
                yield number, tuple(_shown(cell) for cell in cells)
        except (ParseError, DefusedXmlException, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise LogUnreadable(f"Sheet “{self.name}” of {self.path.name} cannot be read: {error}") from error
        finally:
            book.close()


def tables_of(path: Path) -> list[Table]:
    """The sheets of a workbook, the hidden ones last, or a CSV file parted by each sign in turn.

    Raises LogUnreadable.
    """
    if not path.is_file():
        raise LogUnreadable(f"There is no file {path}.")
    if path.suffix.casefold() not in _WORKBOOKS:
        if zipfile.is_zipfile(path):
            raise LogUnreadable(f"{path.name} looks like a workbook: give it the ending .xlsx.")
        return [CsvTable(path, delimiter) for delimiter in _DELIMITERS]
    book = _open_workbook(path)
    sheets: list[Table] = [
        SheetTable(path, sheet.title, sheet.sheet_state != "visible") for sheet in book.worksheets
    ]
    book.close()
    return sorted(sheets, key=lambda sheet: sheet.is_hidden)


def _open_workbook(path: Path) -> Any:
    try:
        return openpyxl.load_workbook(path, read_only=True, keep_links=False)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        ParseError,
        DefusedXmlException,
    ) as error:
        raise LogUnreadable(f"{path.name} cannot be read as a workbook: {error}") from error


def _written(text: str) -> Cell:
    kept = _clean(text)
    return Cell(kept or None, kept)


def _shown(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return BLANK
    if not isinstance(value, CellValue):
        value = getattr(value, "text", None) or str(value)
    if isinstance(value, str):
        return _written(value)
    return Cell(value, _as_seen(value, cell.number_format or ""))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CANNOT_BE_KEPT)


def _as_seen(value: CellValue, number_format: str) -> str:
    """What a person saw in the cell, so that a workbook and its CSV copy read alike."""
    match value:
        case bool():
            return str(value).upper()
        case dt.datetime():
            return _date_as_seen(value, number_format.casefold())
        case dt.time():
            return f"{value.hour}:{value:%M}" + (f":{value:%S}" if value.second else "")
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _date_as_seen(moment: dt.datetime, number_format: str) -> str:
    rounded = moment + dt.timedelta(milliseconds=500) if moment.microsecond else moment
    day = rounded.strftime("%d-%b-%y" if "mmm" in number_format else "%d/%m/%Y")
    has_clock = "h" in number_format or rounded.time() != dt.time()
    return f"{day} {rounded:%H:%M}" if has_clock else day
