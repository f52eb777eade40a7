"""Dates as people write them in a spreadsheet, day first, by the UK clock."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.rows import Cell
from tickets.old_log.words import tidy

_EXCEL_DAY_NOUGHT = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
"""The day from which Excel for Windows counts days (ECMA-376 part 1, 18.17.4.1)."""
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]? )?"
_CLOCK = r"(?:(?:t| |, ?| at )(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)? ?(?P<half>am|pm)?)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_SHAPES = [
    re.compile(rf"{_WEEKDAY}{shape}{_CLOCK}", re.ASCII)
    for shape in (
        r"(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})",
        rf"(?P<first>\d{{1,2}})(?P<dash>[-/.])(?P<second_number>\d{{1,2}})(?P=dash){_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?P<name>[a-z]{{3,9}})[-/., ]*{_YEAR}",
    )
]
_DAY_NUMBER = re.compile(r"\d{4,6}(?:\.\d+)?", re.ASCII)
_LAST_DAY_NUMBER = 2_958_465
"""31 December 9999, the last day Excel knows."""


class DateOrder(StrEnum):
    """Which number comes first in a date like 03/04/2013."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, order=True)
class When:
    """A day, and the time of day where one was written. Midnight counts as none: sheets show it so."""

    day: dt.date
    clock: dt.time = dt.time()

    @property
    def has_clock(self) -> bool:
        return self.clock != dt.time()

    def __str__(self) -> str:
        return dt.datetime.combine(self.day, self.clock).isoformat(" ", "minutes")


@dataclass(frozen=True)
class Period:
    """The days in which something in the log can have happened, both included."""

    first: dt.date | None = None
    last: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def read_when(cell: Cell, period: Period, order: DateOrder = DateOrder.DAY_FIRST) -> When | None:
    """The day and time that a cell means, or None for a blank one or a lone dash.

    Raises CellRefused where it cannot be read, does not exist or lies outside `period`.
    """
    if tidy(cell.text) in {"", "-", "\N{EN DASH}", "\N{EM DASH}"}:
        return None
    when = _read_value(cell, order)
    if not period.holds(when.day):
        raise CellRefused(Reason.OUT_OF_TIME)
    return when


def _read_value(cell: Cell, order: DateOrder) -> When:
    match cell.value:
        case dt.datetime():
            return _to_the_second(cell.value)
        case dt.date():
            return When(cell.value)
        case bool() | dt.time() | dt.timedelta():
            raise CellRefused(Reason.UNREADABLE_DATE)
        case int() | float():
            return _read_day_number(float(cell.value))
    return _read_text(tidy(cell.text).casefold(), order)


def _read_text(text: str, order: DateOrder) -> When:
    if _DAY_NUMBER.fullmatch(text):
        return _read_day_number(float(text))
    for shape in _SHAPES:
        if match := shape.fullmatch(text):
            return _made_of(match.groupdict(), order)
    raise CellRefused(Reason.UNREADABLE_DATE)


def _made_of(parts: dict[str, str | None], order: DateOrder) -> When:
    year = int(parts["year"] or 0)
    day, month = _day_and_month(parts, order)
    try:
        return When(dt.date(year + 2000 if year < 100 else year, month, day), _clock(parts))
    except ValueError:
        raise CellRefused(Reason.NO_SUCH_DAY) from None


def _day_and_month(parts: dict[str, str | None], order: DateOrder) -> tuple[int, int]:
    if name := parts.get("name"):
        return int(parts["day"] or 0), _month_named(name)
    if first := parts.get("first"):
        numbers = int(first), int(parts["second_number"] or 0)
        return numbers if order is DateOrder.DAY_FIRST else numbers[::-1]
    return int(parts["day"] or 0), int(parts["month"] or 0)


def _month_named(name: str) -> int:
    short = "sep" if name == "sept" else name
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(short):
            return number
    raise CellRefused(Reason.UNREADABLE_DATE)


def _clock(parts: dict[str, str | None]) -> dt.time:
    """Raises ValueError for a time of day that does not exist."""
    if parts["hour"] is None:
        return dt.time()
    hour = int(parts["hour"])
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))


def _read_day_number(number: float) -> When:
    if not 1 <= number <= _LAST_DAY_NUMBER:
        raise CellRefused(Reason.UNREADABLE_DATE)
    return _to_the_second(_EXCEL_DAY_NOUGHT + dt.timedelta(days=number))


def _to_the_second(moment: dt.datetime) -> When:
    """Excel keeps times as fractions of a day, a few millionths of a second out."""
    try:
        rounded = (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=None)
    except OverflowError:
        raise CellRefused(Reason.NO_SUCH_DAY) from None
    return When(rounded.date(), rounded.time())
