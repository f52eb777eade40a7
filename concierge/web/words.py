"""How dates, spans and counts read on pages: calm, short, British."""

from datetime import date, datetime, timedelta

from django.utils import timezone

MINUTES_IN_HOUR = 60
JUST_NOW = timedelta(minutes=1)
RECENT = timedelta(hours=12)
"""Beyond this a moment is told by its day, not by how long ago it was."""


def day(value: date | None) -> str:
    """Give "Tue 3 Mar", with the year where it is not this one; empty for None."""
    if value is None:
        return ""
    on = _local_date(value)
    text = f"{on:%a} {on.day} {on:%b}"
    return text if on.year == timezone.localdate().year else f"{text} {on.year}"


def long_day(value: date | None) -> str:
    """Give "3 March 2026"; empty for None."""
    if value is None:
        return ""
    on = _local_date(value)
    return f"{on.day} {on:%B} {on.year}"


def clock(value: datetime | None) -> str:
    """Give "09:15" in local time; empty for None."""
    return "" if value is None else f"{timezone.localtime(value):%H:%M}"


def moment(value: datetime | None) -> str:
    """Give "today at 09:15", "yesterday at 17:02", "Tue 3 Mar at 09:15"; empty for None."""
    return "" if value is None else f"{near_day(value)} at {clock(value)}"


def near_day(value: date | None) -> str:
    """Give "today", "yesterday", "tomorrow", else the day as `day` does; empty for None."""
    if value is None:
        return ""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get((_local_date(value) - timezone.localdate()).days) or day(value)


def ago(value: datetime | None) -> str:
    """Give "just now", "5 minutes ago", "2 hours ago"; older or coming moments as `moment` does."""
    if value is None:
        return ""
    gone = timezone.now() - value
    if not timedelta(0) <= gone < RECENT:
        return moment(value)
    if gone < JUST_NOW:
        return "just now"
    passed = int(gone.total_seconds()) // 60
    hours = passed // MINUTES_IN_HOUR
    return f"{count(hours, 'hour')} ago" if hours else f"{count(passed, 'minute')} ago"


def minutes(value: int | None) -> str:
    """Give "1 hour 20 minutes", "5 minutes"; "not recorded" for None, which is not 0."""
    if value is None:
        return "not recorded"
    hours, rest = divmod(value, MINUTES_IN_HOUR)
    if not hours:
        return count(rest, "minute")
    return count(hours, "hour") + (f" {count(rest, 'minute')}" if rest else "")


def working_days(value: float | None) -> str:
    """Give "3 working days", "1.5 working days"; under a tenth "less than a working day"."""
    if value is None:
        return "not known"
    if value < 0.1:
        return "less than a working day"
    rounded = round(value, 1)
    text = f"{rounded:,.1f}".removesuffix(".0")
    return f"{text} working day" if text == "1" else f"{text} working days"


def count(value: int, one: str, many: str | None = None) -> str:
    """Give "1 ticket", "3 tickets", "1,204 tickets"; `many` where an s is not enough."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def number(value: float | None) -> str:
    """Give "1,204" or "12.5"; an en dash for None."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


def _local_date(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
