"""Moments at which work is done: in office hours of working days, drawn at random."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from tickets.working_days import add_working_days

OPENS, SHUTS = 8 * 60 + 30, 16 * 60 + 40
"""First and last minute of a day at which the desk or a service writes anything down."""


def at_time(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the UK clock."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def in_office_hours(day: date, rng: Random) -> datetime:
    """Some minute of a day's office hours."""
    return at_time(day, *divmod(rng.randint(OPENS, SHUTS), 60))


def shortly_after(moment: datetime, rng: Random, *, minutes: tuple[int, int] = (15, 150)) -> datetime:
    """A while later the same day, or else early on the next working day."""
    local = timezone.localtime(moment)
    later = local + timedelta(minutes=rng.randint(*minutes))
    is_open = OPENS <= later.hour * 60 + later.minute <= SHUTS + 60
    if later.date() == local.date() == add_working_days(local.date(), 0) and is_open:
        return later
    if local.hour < OPENS // 60 and local.date() == add_working_days(local.date(), 0):
        return early_on(local.date(), rng)
    return early_on(add_working_days(local.date(), 1), rng)


def early_on(day: date, rng: Random) -> datetime:
    return at_time(day, *divmod(rng.randint(OPENS, OPENS + 120), 60))


def working_days_after(moment: datetime, days: int, rng: Random) -> datetime:
    """Some time on the working day `days` after a moment; 0 means shortly after it."""
    if days <= 0:
        return shortly_after(moment, rng)
    return in_office_hours(add_working_days(timezone.localdate(moment), days), rng)


def when_a_ward_asks(day: date, rng: Random) -> datetime:
    """Some minute between the start of an early and the end of a late shift, mornings mostly."""
    return at_time(day, *divmod(round(rng.triangular(7 * 60 + 10, 20 * 60, 10 * 60 + 30)), 60))
