"""Invitations become meetings with their times; NHS numbers are flagged."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from concierge.people.models import User
from tests.factories import ServiceFactory
from tests.tickets.mail.post import LATER, letter, on, take_in
from tickets.mail.addresses import reply_address
from tickets.models import Mailbox, Service, Ticket

pytestmark = pytest.mark.django_db

A_NUMBER = "999 000 0018"


@pytest.fixture
def hr(trust: Any) -> Service:
    return ServiceFactory(trust=trust, name="HR", email="hr@trust.example")


def invitation(sender: str, to: str, starts: str, method: str = "REQUEST", place: str = "Room 4") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Meeting about beds"
    message["Message-ID"] = f"<{method}{starts}@trust.example>"
    message.set_content("Shall we meet?")
    calendar = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
        f"UID:meeting-1@trust.example\r\nSUMMARY:Beds\r\nDTSTART:{starts}\r\nDURATION:PT30M\r\n"
        f"LOCATION:{place}\r\nDTSTAMP:20260303T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    message.add_alternative(calendar.encode(), "text", "calendar", params={"method": method})
    return message.as_bytes()


@pytest.mark.parametrize(
    ("place", "channel"), [("Room 4", "face_to_face"), ("https://teams.microsoft.com/l/1", "video")]
)
def test_an_invitation_becomes_the_meeting_with_its_times(
    mailbox: Mailbox, ticket: Ticket, hr: Service, place: str, channel: str
):
    raw = invitation("hr@trust.example", reply_address(ticket, mailbox), "20260305T140000Z", place=place)

    message = take_in(mailbox, raw, LATER)

    [contact] = ticket.interactions.all()
    assert contact == message.interaction
    assert (contact.channel, contact.direction) == (channel, "meeting")
    assert contact.happened_at == datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
    assert "5 March 2026, 14:00 to 14:30" in contact.note
    assert place in contact.note


def test_a_meeting_that_is_moved_stays_one_contact(mailbox: Mailbox, ticket: Ticket, hr: Service):
    for starts in ("20260305T140000Z", "20260306T090000Z"):
        take_in(mailbox, invitation("hr@trust.example", reply_address(ticket, mailbox), starts), LATER)

    [contact] = ticket.interactions.all()
    assert contact.happened_at == datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    assert contact.history.count() == 2


def test_a_meeting_that_is_cancelled_was_only_an_e_mail(mailbox: Mailbox, ticket: Ticket, hr: Service):
    for method in ("REQUEST", "CANCEL"):
        raw = invitation("hr@trust.example", reply_address(ticket, mailbox), "20260305T140000Z", method)
        take_in(mailbox, raw, LATER)

    [contact] = ticket.interactions.all()
    assert (contact.channel, contact.direction) == ("email", "in")
    assert contact.note.startswith("Cancelled: Beds")


def test_nhs_numbers_are_counted_and_flagged_on_the_ticket(mailbox: Mailbox, ticket: Ticket, sister: User):
    text = f"It is about {A_NUMBER} and 999 000 0026."

    message = take_in(mailbox, letter(sister.email, text=text, **on(ticket, mailbox)), LATER)

    assert message.identifiers == 2
    assert ticket.changes.filter(verb="NHS number came by e-mail").exists()
