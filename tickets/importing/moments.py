"""When things in an old log happened: days with or without a time, made moments that keep their order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tickets.old_log.dates import When
from tickets.old_log.entries import OldInteraction, OldIssue

UK_CLOCK = ZoneInfo("Europe/London")
NOON = dt.time(12)
"""What stands for the time of a day that was written without one: it is the same day in every clock near."""


@dataclass(frozen=True)
class Stay:
    """A department's time with an issue; `until` is None while it has it."""

    department: str
    since: dt.datetime
    until: dt.datetime | None
    is_passed_on: bool


@dataclass(frozen=True)
class Story:
    """The moments of one issue, in order: raised, with each department, resolved."""

    raised_at: dt.datetime
    resolved_at: dt.datetime | None
    stays: tuple[Stay, ...]

    def moment_of(self, contact: OldInteraction) -> dt.datetime:
        """When a contact happened; one without a time lies within the issue's life if its day does."""
        moment = moment_at(contact.when)
        if contact.when.has_clock:
            return moment
        if contact.when.day == _day(self.raised_at):
            moment = max(moment, self.raised_at)
        if self.resolved_at and contact.when.day == _day(self.resolved_at):
            moment = min(moment, self.resolved_at)
        return moment


def moment_at(when: When) -> dt.datetime:
    """The moment by the UK clock; noon where no time was written."""
    clock = when.clock if when.has_clock else NOON
    return dt.datetime.combine(when.day, clock, UK_CLOCK)


def story_of(issue: OldIssue, contacts: Sequence[OldInteraction]) -> Story:
    """Place an issue's moments in time.

    Days without a time take the hour of the day's first contact (raised, passed on) or last one
    (resolved), else noon. The log says when an issue was first passed on and to whom after that,
    not when: a department has it from the first contact with it.
    """
    raised_at = _start_of(issue.raised, contacts)
    resolved_at = _resolved_at(issue, contacts, raised_at) if issue.is_finished else None
    return Story(raised_at, resolved_at, tuple(_stays(issue, contacts, raised_at, resolved_at)))


def _start_of(when: When, contacts: Sequence[OldInteraction]) -> dt.datetime:
    return moment_at(when) if when.has_clock else min([moment_at(when), *_timed_on(when.day, contacts)])


def _timed_on(day: dt.date, contacts: Sequence[OldInteraction]) -> list[dt.datetime]:
    return [
        moment_at(contact.when) for contact in contacts if contact.when.has_clock and contact.when.day == day
    ]


def _resolved_at(issue: OldIssue, contacts: Sequence[OldInteraction], raised_at: dt.datetime) -> dt.datetime:
    """Where a finished issue has no date, the last thing that is known to have happened."""
    if issue.resolved is None:
        known = [moment_at(contact.when) for contact in contacts]
        return max([raised_at, *known, *([moment_at(issue.passed)] if issue.passed else [])])
    resolved_at = moment_at(issue.resolved)
    if not issue.resolved.has_clock:
        resolved_at = max([resolved_at, *_timed_on(issue.resolved.day, contacts)])
    return max(resolved_at, raised_at)


def _stays(
    issue: OldIssue,
    contacts: Sequence[OldInteraction],
    raised_at: dt.datetime,
    resolved_at: dt.datetime | None,
) -> list[Stay]:
    departments = issue.route.departments
    starts: list[dt.datetime] = []
    for place, department in enumerate(departments):
        earliest = starts[-1] if starts else raised_at
        before = departments[place - 1] if place else None
        start = _passed_at(issue, contacts) if not place else None
        start = (
            start
            or _first_contact(contacts, department, earliest)
            or _last_contact(contacts, before)
            or earliest
        )
        starts.append(_between(start, earliest, resolved_at))
    ends: list[dt.datetime | None] = [*starts[1:], _end(issue, contacts, starts, resolved_at)]
    last = len(departments) - 1
    return [
        Stay(department, starts[at], ends[at], at < last or issue.route.ended_with_the_desk)
        for at, department in enumerate(departments)
    ]


def _passed_at(issue: OldIssue, contacts: Sequence[OldInteraction]) -> dt.datetime | None:
    return _start_of(issue.passed, contacts) if issue.passed else None


def _end(
    issue: OldIssue,
    contacts: Sequence[OldInteraction],
    starts: list[dt.datetime],
    resolved_at: dt.datetime | None,
) -> dt.datetime | None:
    """When the last department's part ended: when it gave the issue back, or with the issue."""
    if not starts or not issue.route.ended_with_the_desk:
        return resolved_at
    heard = _last_contact(contacts, issue.route.departments[-1]) or starts[-1]
    return _between(heard, starts[-1], resolved_at)


def _first_contact(
    contacts: Sequence[OldInteraction], department: str, since: dt.datetime
) -> dt.datetime | None:
    found = [moment_at(contact.when) for contact in contacts if contact.counterpart == department]
    return min((moment for moment in found if moment >= since), default=None)


def _last_contact(contacts: Sequence[OldInteraction], department: str | None) -> dt.datetime | None:
    found = [moment_at(contact.when) for contact in contacts if contact.counterpart == department]
    return max(found, default=None) if department else None


def _between(moment: dt.datetime, first: dt.datetime, last: dt.datetime | None) -> dt.datetime:
    later = max(moment, first)
    return later if last is None else min(later, last)


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(UK_CLOCK).date()
