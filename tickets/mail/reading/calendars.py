"""Invitations to meetings, so that a meeting can be recorded as a contact with its times."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar

from tickets.mail.reading.charsets import decoded, on_one_line
from tickets.mail.reading.limits import MAX_CALENDAR_BYTES

_VIDEO = re.compile(
    r"teams\.(?:microsoft|live)\.com|zoom\.us|meet\.google\.com|webex\.com|whereby\.com|attendanywhere|accurx|gotomeet|skype|bluejeans|jitsi|microsoft teams|teams meeting|zoom meeting|google meet|video ?(?:call|conference|link)|cyfarfod teams",
    re.IGNORECASE,
)
_VIDEO_KEYS = (
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-GOOGLE-CONFERENCE",
    "CONFERENCE",
)
_MAX_EVENTS = 50


@dataclass(frozen=True)
class Invitation:
    """A meeting that a message asks to, moves, answers or cancels. Times are aware; `method` as RFC 5546 has it."""

    method: str
    uid: str
    summary: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool
    organiser: str
    organiser_name: str
    location: str
    is_video: bool

    @property
    def minutes(self) -> int | None:
        """How long it is to last, in minutes."""
        if self.starts_at is None or self.ends_at is None or self.ends_at < self.starts_at:
            return None
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))


def invitation_in(contents: list[bytes]) -> Invitation | None:
    """The first meeting in these calendar parts; None where there is none or it cannot be read."""
    for content in contents[:5]:
        try:
            if found := _first(content[:MAX_CALENDAR_BYTES]):
                return found
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, LookupError):
            continue
    return None


def _first(content: bytes) -> Invitation | None:
    text = decoded(content, "utf-8").replace("\r\n", "\n").replace("\r", "\n").strip()
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")[:_MAX_EVENTS]
    if not events:
        return None
    event = events[0]
    starts_at, is_all_day = _moment(_plain(event, "DTSTART"))
    ends_at, _ = _moment(_plain(event, "DTEND"))
    lasts = _plain(event, "DURATION")
    if ends_at is None and starts_at is not None:
        ends_at = starts_at + (
            lasts if isinstance(lasts, timedelta) else timedelta(days=1 if is_all_day else 0)
        )
    organiser = event.get("ORGANIZER")
    return Invitation(
        method=_words(calendar.get("METHOD")).upper() or "PUBLISH",
        uid=_words(event.get("UID"))[:255],
        summary=_words(event.get("SUMMARY"))[:500],
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        organiser=re.sub(r"(?i)^mailto:", "", _words(organiser)),
        organiser_name=_words(getattr(organiser, "params", {}).get("CN")),
        location=_words(event.get("LOCATION"))[:500],
        is_video=_is_video(event),
    )


def _plain(event: Any, key: str) -> object:
    value = event.get(key)
    return getattr(value[0] if isinstance(value, list) else value, "dt", None)


def _moment(value: object) -> tuple[datetime | None, bool]:
    """An aware moment and whether it stands for a whole day; a time without zone is taken as UTC."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)), False
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC), True
    return None, False


def _words(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return on_one_line(str(value)) if value is not None else ""


def _is_video(event: Any) -> bool:
    if any(event.get(key) for key in _VIDEO_KEYS):
        return True
    return bool(
        _VIDEO.search(" ".join(_words(event.get(key))[:20_000] for key in ("LOCATION", "DESCRIPTION", "URL")))
    )
