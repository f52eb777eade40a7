"""An invitation to a meeting is read with its times."""

import pytest

from tests.tickets.mail.reading.messages import TEXT, multipart
from tickets.mail.reading import read

INVITE = """BEGIN:VCALENDAR
METHOD:{method}
VERSION:2.0
BEGIN:VEVENT
UID:abc@trust.example
DTSTART{start}
DTEND{end}
SUMMARY:The door
ORGANIZER;CN=Ann Lee:mailto:ann@trust.example
LOCATION:{location}
DESCRIPTION:Please come\\, it is
 about the door
END:VEVENT
END:VCALENDAR
"""


def invitation(method="REQUEST", start=":20251103T101200Z", end=":20251103T104200Z", location="Bay two"):
    calendar = INVITE.format(method=method, start=start, end=end, location=location)
    return read(
        multipart(
            TEXT,
            f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n{calendar}",
            kind="alternative",
        )
    )


def test_an_invitation_is_a_meeting_with_its_times():
    message = invitation()

    found = message.invitation
    assert found is not None
    assert (found.method, found.uid, found.summary, found.organiser, found.organiser_name) == (
        "REQUEST",
        "abc@trust.example",
        "The door",
        "ann@trust.example",
        "Ann Lee",
    )
    assert (found.starts_at.isoformat(), found.minutes, found.location, found.is_video) == (
        "2025-11-03T10:12:00+00:00",
        30,
        "Bay two",
        False,
    )
    assert [file.name for file in message.attachments] == ["invite.ics"]


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        (";TZID=Europe/London:20250703T101200", "2025-07-03T10:12:00+01:00"),
        (";TZID=GMT Standard Time:20250703T101200", "2025-07-03T10:12:00+01:00"),
        (":20250703T101200", "2025-07-03T10:12:00+00:00"),
        (";VALUE=DATE:20250703", "2025-07-03T00:00:00+00:00"),
    ],
    ids=["zone", "zone of Windows", "no zone", "whole day"],
)
def test_a_meeting_begins_at_a_moment(start, moment):
    found = invitation(
        start=start, end=start.replace("1012", "1042").replace("DATE:20250703", "DATE:20250704")
    ).invitation

    assert found is not None
    assert found.starts_at.isoformat() == moment


@pytest.mark.parametrize(
    "place",
    [
        "https://teams.microsoft.com/l/meetup-join/1",
        "Microsoft Teams Meeting",
        "https://trust.zoom.us/j/1",
        "https://meet.google.com/abc",
    ],
)
def test_a_meeting_on_a_screen_is_known(place):
    assert invitation(location=place).invitation.is_video is True


@pytest.mark.parametrize(
    "content",
    [
        "",
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:never\nEND:VEVENT\nEND:VCALENDAR",
        "\x00\xff",
        "END:VEVENT\nBEGIN:X",
    ],
)
def test_a_broken_calendar_is_a_file_and_no_meeting(content):
    message = read(multipart(TEXT, f"Content-Type: text/calendar\n\n{content}"))

    assert message.invitation is None or message.invitation.starts_at is None
    assert message.text == "The door is broken."
