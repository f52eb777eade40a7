"""Minutes as people write them in a spreadsheet."""

import datetime as dt
import math
import re

from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.rows import Cell
from tickets.old_log.words import tidy

MINUTES_A_DAY = 1440
"""Minutes: one contact lasts no longer than a day."""
_NOT_RECORDED = {"", "-", "\N{EN DASH}", "\N{EM DASH}", "n/k", "nk", "n.k.", "n.k"}
_EXCEL_DAY_NOUGHT = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
_EXCEL_DAY_ONE = dt.datetime(1900, 1, 1)  # noqa: DTZ001 - cells have no zone
_FRACTIONS = {"\N{VULGAR FRACTION ONE QUARTER}": ".25", "\N{VULGAR FRACTION ONE HALF}": ".5"}
_FRACTIONS["\N{VULGAR FRACTION THREE QUARTERS}"] = ".75"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MINUTES = r"m|min|mins|minute|minutes"
_HOURS = r"h|hr|hrs|hour|hours"
_PLAIN = re.compile(rf"(?P<minutes>{_NUMBER}) ?(?:{_MINUTES})?\.?", re.ASCII)
_HOURS_ONLY = re.compile(rf"(?P<hours>{_NUMBER}|\.\d+) ?(?:{_HOURS})\.?", re.ASCII)
_HOURS_AND_MINUTES = re.compile(
    rf"(?P<hours>\d+) ?(?:{_HOURS})\.?,? ?(?:and )?(?P<minutes>[0-5]?\d) ?(?:{_MINUTES})?\.?", re.ASCII
)
_CLOCK = re.compile(r"(?P<hours>\d+):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?", re.ASCII)


def read_minutes(cell: Cell) -> int | None:
    """Whole minutes, or None where they were not recorded, which is not the same as none.

    Raises CellRefused for less than nothing, more than a day, and what cannot be read.
    """
    minutes = _read(cell)
    if minutes is None:
        return None
    if math.isnan(minutes):
        raise CellRefused(Reason.UNREADABLE_MINUTES)
    if minutes < 0:
        raise CellRefused(Reason.NEGATIVE_MINUTES)
    if minutes > MINUTES_A_DAY:
        raise CellRefused(Reason.TOO_MANY_MINUTES)
    return int(minutes + 0.5)


def _read(cell: Cell) -> float | None:
    match cell.value:
        case dt.timedelta():
            return cell.value.total_seconds() / 60
        case dt.time():
            return cell.value.hour * 60 + cell.value.minute + cell.value.second / 60
        case dt.datetime():
            return _beyond_a_day(cell.value)
        case bool() | dt.date():
            raise CellRefused(Reason.UNREADABLE_MINUTES)
        case int() | float():
            return float(cell.value)
    return _read_text(tidy(_with_decimals(cell.text)).casefold())


def _beyond_a_day(moment: dt.datetime) -> float:
    """A time cell of 24 hours or more reaches us as a day near the one from which Excel counts."""
    if moment.year > _EXCEL_DAY_ONE.year:
        raise CellRefused(Reason.UNREADABLE_MINUTES)
    return (moment - _EXCEL_DAY_NOUGHT).total_seconds() / 60


def _with_decimals(text: str) -> str:
    for sign, decimals in _FRACTIONS.items():
        text = re.sub(rf"(\d?)\s*{sign}", rf"\g<1>{decimals}", text)
    return text


def _read_text(text: str) -> float | None:
    if text in _NOT_RECORDED:
        return None
    if text[0] in "-\N{MINUS SIGN}\N{EN DASH}":
        return -abs(_read_amount(text[1:].strip()))
    return _read_amount(text.removeprefix("+"))


def _read_amount(text: str) -> float:
    for shape in (_PLAIN, _HOURS_ONLY, _HOURS_AND_MINUTES, _CLOCK):
        if match := shape.fullmatch(text):
            given = {name: _number(part) for name, part in match.groupdict().items() if part}
            hours, minutes = given.get("hours", 0), given.get("minutes", 0)
            return hours * 60 + minutes + given.get("seconds", 0) / 60
    raise CellRefused(Reason.UNREADABLE_MINUTES)


def _number(text: str) -> float:
    return float(text.replace(",", ""))
