"""The period of a report: whole days on the UK clock, half-open inside."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

FIRST_DAY = date(2000, 1, 1)
"""The earliest day a report asks for: no concierge desk is older."""
MONTHS_IN_YEAR = 12


class Preset(models.TextChoices):
    """The periods a reader can pick; "the last months" end with the present one, so far."""

    THIS_MONTH = "this-month", "This month so far"
    LAST_MONTH = "last-month", "Last month"
    LAST_3_MONTHS = "3-months", "The last 3 months, this one included"
    LAST_6_MONTHS = "6-months", "The last 6 months, this one included"
    LAST_12_MONTHS = "12-months", "The last 12 months, this one included"
    ALL = "all", "All there is"
    DAYS = "days", "The days I give"


DEFAULT = Preset.LAST_12_MONTHS
LENGTHS = {
    Preset.THIS_MONTH: 1,
    Preset.LAST_3_MONTHS: 3,
    Preset.LAST_6_MONTHS: 6,
    Preset.LAST_12_MONTHS: 12,
}
"""Presets that end today, with how many months they cover, the present one included."""


@dataclass(frozen=True)
class Period:
    """Days from `since`, included, until `until`, which is not."""

    since: date
    until: date
    preset: Preset = Preset.DAYS

    @classmethod
    def of_days(cls, first: date, last: date) -> "Period":
        """The days from the first to the last, both included."""
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.until - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        """The first moment inside, on the UK clock."""
        return timezone.make_aware(datetime.combine(self.since, time.min))

    @property
    def ends_at(self) -> datetime:
        """The first moment after it, on the UK clock."""
        return timezone.make_aware(datetime.combine(self.until, time.min))

    @property
    def words(self) -> str:
        """The period in words, as in “1 March 2026 to 31 March 2026”."""
        if self.preset == Preset.ALL:
            return f"everything up to {_long(self.last)}"
        return _long(self.since) if self.since == self.last else f"{_long(self.since)} to {_long(self.last)}"

    def months(self) -> list[date]:
        """The first day of each month it touches, in order."""
        last = first_of_month(self.last)
        found = [first_of_month(self.since)]
        while found[-1] < last:
            found.append(months_after(found[-1], 1))
        return found

    def holds_whole(self, month: date) -> bool:
        """Whether every day of the month that begins on `month` is inside."""
        return self.since <= month and months_after(month, 1) <= self.until

    def narrowed_to(self, month: date) -> "Period":
        """What of the month that begins on `month` is inside."""
        return Period(max(self.since, month), min(self.until, months_after(month, 1)))


def preset_period(preset: Preset, today: date) -> Period:
    """The days a preset means on `today`; not for the reader's own days."""
    tomorrow, this_month = today + timedelta(days=1), first_of_month(today)
    if preset == Preset.ALL:
        return Period(FIRST_DAY, tomorrow, preset)
    if preset == Preset.LAST_MONTH:
        return Period(months_after(this_month, -1), this_month, preset)
    return Period(months_after(this_month, 1 - LENGTHS[preset]), tomorrow, preset)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def months_after(month: date, count: int) -> date:
    """The first day of the month that is `count` months after the one `month` begins."""
    years, number = divmod(month.month - 1 + count, MONTHS_IN_YEAR)
    return date(month.year + years, number + 1, 1)


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
