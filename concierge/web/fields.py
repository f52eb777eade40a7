"""Fields of our own: a day in three boxes, a day with its time, and minutes by buttons."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import widgets
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

Boxes = dict[str, str]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY = 2000
YEARS = range(1900, 2200)
"""Years that anybody means; with others, days could not be reckoned with."""
MINUTES_IN_DAY = 1440
QUICK_MINUTES = (2, 5, 10, 15, 30)
"""The minutes a call usually takes, from the desk's own log."""
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap]m)?", re.IGNORECASE)


class DayWidget(widgets.Widget):
    """Three boxes: day, month, year. What was typed stays in them, right or wrong."""

    names: tuple[str, ...] = ("day", "month", "year")

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Boxes:
        """Give what was typed into each box."""
        return {box: str(data.get(f"{name}-{box}", "")).strip() for box in self.names}

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        """Tell whether no box was sent at all."""
        return not any(f"{name}-{box}" in data for box in self.names)

    def typed(self, value: object) -> Boxes:
        """Give the boxes for a value, be it typed, a day, or nothing."""
        if isinstance(value, dict):
            return value
        if isinstance(value, datetime):
            value = timezone.localtime(value) if timezone.is_aware(value) else value
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return dict.fromkeys(self.names, "")

    def boxes(self, name: str, value: object, *, wrong: bool) -> list[dict[str, Any]]:
        """Give the date input's items, the boxes to blame marked."""
        typed = self.typed(value)
        blame = set(wrong_boxes(typed)) if wrong else set()
        return [self._box(name, box, typed[box], wrong=box in blame) for box in self.names]

    def first_wrong(self, value: object) -> str:
        """Name the box that an error is to lead to."""
        return next(iter(wrong_boxes(self.typed(value))), self.names[0])

    def _box(self, name: str, box: str, value: str, *, wrong: bool) -> dict[str, Any]:
        item: dict[str, Any] = {"id": f"id_{name}-{box}", "name": f"{name}-{box}", "value": value}
        item |= {"label": box.capitalize(), "width": 4 if box == "year" else 2, "error": wrong}
        return item if box != "time" else item | {"inputmode": "text", "width": 5}


class DayTimeWidget(DayWidget):
    """Four boxes: day, month, year and time."""

    names = ("day", "month", "year", "time")

    def typed(self, value: object) -> Boxes:
        """Give the boxes for a value, be it typed, a moment, or nothing."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
        at = {"time": f"{value:%H:%M}"} if isinstance(value, datetime) else {}
        return {"time": ""} | super().typed(value) | at


class DayField(forms.Field):
    """A day. Takes 3 3 2026, 03 mar 26; says which box is missing or that there is no such day."""

    widget = DayWidget

    def to_python(self, value: object) -> date | None:
        """Read the boxes."""
        if not isinstance(value, dict):
            return value if isinstance(value, date) else None
        return self._read_day(value) if any(value.values()) else None

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare as days, not as boxes."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _read_day(self, boxes: Boxes) -> date:
        missing = [box for box in DayWidget.names if not boxes[box]]
        if missing:
            raise ValidationError(f"{self._subject} must include a {' and a '.join(missing)}")
        read = read_day(boxes)
        if read is None:
            raise ValidationError(f"{self._subject} must be a real day, like 3 3 2026")
        return read

    @property
    def _subject(self) -> str:
        label = str(self.label or "")
        return "The day" if label.endswith("?") or not label else label


class SplitDayTimeField(DayField):
    """A moment: a day in three boxes and a time such as 9:15, 0915 or 9.15pm, in local time."""

    widget = DayTimeWidget

    def to_python(self, value: object) -> datetime | None:
        """Read the boxes into an aware moment."""
        if not isinstance(value, dict):
            return value if isinstance(value, datetime) else None
        if not any(value.values()):
            return None
        on = self._read_day(value)
        at = read_time(value["time"])
        if at is None:
            raise ValidationError(f"{self._subject} must include a time, like 9:15")
        return self._place(on, at)

    def _place(self, on: date, at: time) -> datetime:
        moment = datetime.combine(on, at, tzinfo=timezone.get_current_timezone())
        if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != moment.replace(
            tzinfo=None
        ):
            raise ValidationError("There was no such time that day: the clocks went forward")
        return moment


class MinutesWidget(widgets.Widget):
    """Buttons for the usual minutes, and a box for any other number, which wins when filled."""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> str:
        """Give the number typed, else the button pressed."""
        return str(data.get(f"{name}-other", "")).strip() or str(data.get(name, ""))

    def params(self, name: str, value: object) -> dict[str, Any]:
        """Give what the minutes macro draws."""
        typed = "" if value is None else str(value)
        quick = {str(minutes) for minutes in QUICK_MINUTES}
        return {
            "buttons": [{"value": m, "checked": str(m) == typed} for m in QUICK_MINUTES],
            "other": "" if typed in quick else typed,
            "otherName": f"{name}-other",
        }


class MinutesField(forms.IntegerField):
    """Minutes worked, by button or typed: 0 to 1,440, and empty for "not recorded"."""

    widget = MinutesWidget

    def __init__(self, **kwargs: Any) -> None:
        too_far = f"Minutes must be between 0 and {MINUTES_IN_DAY:,}"
        limits = [MinValueValidator(0, too_far), MaxValueValidator(MINUTES_IN_DAY, too_far)]
        super().__init__(validators=limits, **kwargs)


def wrong_boxes(boxes: Boxes) -> list[str]:
    """Name the boxes that cannot be right: the empty ones, else those that cannot be read, else all."""
    empty = [box for box, text in boxes.items() if not text]
    if empty:
        return empty
    if read_day(boxes) is None:
        return [box for box in boxes if box != "time"]
    if "time" in boxes and read_time(boxes["time"]) is None:
        return ["time"]
    return list(boxes)


def read_day(boxes: Boxes) -> date | None:
    """Read three boxes as a day; None where there is no such day."""
    month = boxes["month"].lower()
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else _whole(month)
    on, year = _whole(boxes["day"]), _whole(boxes["year"])
    if on is None or number is None or year is None:
        return None
    year += CENTURY if year < 100 else 0
    try:
        return date(year, number, on) if year in YEARS else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Read 9, 9:15, 9.15, 0915, 9am or 9:15 pm; None where it is no time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
