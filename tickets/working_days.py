"""Working days in England: Monday to Friday but for the bank holidays."""

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

END_OF_DAY = time(17, 0)
"""When a working day ends, where only a day was promised (UK clock)."""


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, substitute days included."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day that is `count` working days after `day`; 0 gives `day`, or the next working day."""
    for _ in range(count):
        day = next_working_day(day)
    return day if is_working_day(day) else next_working_day(day)


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and including `end`."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def end_of(day: date) -> datetime:
    """The moment at which a promise for a day falls due."""
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))
