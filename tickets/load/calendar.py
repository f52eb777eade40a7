"""Moments as seconds since the region's first midnight, by the UK clock, and how PostgreSQL reads them.

Whole numbers are quicker to reckon with than datetimes; a million tickets have forty million moments.
"""

from datetime import date, timedelta
from random import Random

from tickets.working_days import is_working_day

DAY = 24 * 60 * 60
"""Seconds; the days on which clocks change differ only at night, when nobody writes anything."""
HOUR, MINUTE = 60 * 60, 60
OPENS, SHUTS, CLOSES = 8 * HOUR + 30 * MINUTE, 16 * HOUR + 40 * MINUTE, 17 * HOUR
"""When the desk and the services begin and stop writing things down, and when a promised day ends."""
BEYOND = 400
"""Days after the last one that a plan or a promise may name."""


class Calendar:
    """The days of a region's log, from the first to `today`."""

    def __init__(self, first: date, today: date) -> None:
        count = (today - first).days + BEYOND
        days = [first + timedelta(days=n) for n in range(count)]
        self.first, self.today = first, (today - first).days
        self.text = [day.isoformat() for day in days]
        self.clock = [f"{n // HOUR:02}:{n // MINUTE % 60:02}:{n % 60:02}" for n in range(DAY)]
        self.is_working = [is_working_day(day) for day in days]
        self.working = [n for n in range(count) if self.is_working[n]]
        self._place = places_among(self.is_working)

    def moment(self, at: int) -> str:
        """A moment as text, to be read by the UK clock."""
        return f"{self.text[at // DAY]} {self.clock[at % DAY]}"

    def day(self, at: int) -> str:
        return self.text[at // DAY]

    def add_working_days(self, day: int, count: int) -> int:
        """As `tickets.working_days.add_working_days`, with days as numbers."""
        place = self._place[day]
        if count and not self.is_working[day]:
            place -= 1
        return self.working[place + count]

    def later(self, at: int, days: int, rng: Random) -> int:
        """Some moment of the office hours `days` working days on; 0 means shortly."""
        if days <= 0:
            return self.shortly(at, rng)
        day = self.add_working_days(at // DAY, days)
        return day * DAY + OPENS + int(rng.random() * (SHUTS - OPENS))

    def shortly(self, at: int, rng: Random) -> int:
        """A while later the same day, or early on the next working day."""
        day, second = divmod(at, DAY)
        then = second + 600 + int(rng.random() * 2 * HOUR)
        if self.is_working[day] and OPENS <= then <= CLOSES:
            return day * DAY + then
        next_day = day if self.is_working[day] and then < OPENS else self.add_working_days(day, 1)
        return next_day * DAY + OPENS + int(rng.random() * 2 * HOUR)


def places_among(is_working: list[bool]) -> list[int]:
    """For each day, the place among the working days of the first that is not before it."""
    places, place = [], 0
    for working in is_working:
        places.append(place)
        place += working
    return places
