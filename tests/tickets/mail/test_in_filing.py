"""What an answer becomes on its ticket: a contact, with its files, or a ticket taken up again."""

import hashlib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from concierge.people.models import User
from tests.factories import NINE, ServiceFactory
from tests.tickets.mail.post import LATER, contact_of, letter, on, sent, take_in
from tickets import commands
from tickets.mail.addresses import reply_address
from tickets.models import Leg, Mailbox, OutgoingMessage, Service, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(trust: Any) -> Service:
    return ServiceFactory(trust=trust, name="HR", email="hr@trust.example")


def test_a_service_answers_on_its_part_and_puts_the_next_chase_off(
    mailbox: Mailbox, ticket: Ticket, leg: Leg, hr: Service
):
    ours = sent(ticket, "hr@trust.example", leg=leg)
    Leg.objects.filter(pk=leg.pk).update(chase_on=NINE.date())
    text = "It is ordered.\n\nOn Tue, 3 Mar 2026 at 09:00, Desk wrote:\n> When does it come?"

    message = take_in(
        mailbox, letter("hr@trust.example", text=text, in_reply_to=f"<{ours.message_id}>"), LATER
    )

    contact = contact_of(message)
    assert (contact.counterpart, contact.service, contact.leg) == ("service", hr, leg)
    assert (contact.note, contact.service_minutes) == ("It is ordered.", None)
    leg.refresh_from_db()
    assert leg.chase_on is not None
    assert leg.chase_on > NINE.date()


def test_a_colleague_who_answers_our_letter_to_a_service_writes_for_it(
    mailbox: Mailbox, ticket: Ticket, leg: Leg, hr: Service
):
    ours = sent(ticket, "hr@trust.example", leg=leg)

    message = take_in(mailbox, letter("pat@trust.example", in_reply_to=f"<{ours.message_id}>"), LATER)

    assert (contact_of(message).service, contact_of(message).leg) == (hr, leg)
    assert "pat@trust.example" in contact_of(message).with_whom


def test_a_service_s_late_answer_is_filed_on_its_ended_part(
    mailbox: Mailbox, ticket: Ticket, leg: Leg, concierge: User
):
    commands.finish_leg(leg=leg, result="Done.", by=concierge, at=NINE)

    message = take_in(mailbox, letter("hr@trust.example", **on(ticket, mailbox)), LATER)

    assert contact_of(message).leg == leg


def test_files_are_kept_with_their_checksums(mailbox: Mailbox, ticket: Ticket, sister: User):
    message = take_in(
        mailbox, letter(sister.email, files={"form.pdf": b"%PDF-1"}, **on(ticket, mailbox)), LATER
    )

    [file] = ticket.files.all()
    assert (file.name, file.size, file.content_type) == ("form.pdf", 6, "application/pdf")
    assert file.sha256 == hashlib.sha256(b"%PDF-1").hexdigest()
    assert file.interaction == message.interaction


def test_a_file_too_large_for_a_ticket_stays_in_its_message_and_is_told(
    mailbox: Mailbox, ticket: Ticket, sister: User, settings: Any
):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"largest_file": 1024 * 1024})
    raw = letter(sister.email, files={"plans.pdf": b"x" * (1024 * 1024 + 1)}, **on(ticket, mailbox))

    message = take_in(mailbox, raw, LATER)

    assert not ticket.files.exists()
    assert (message.state, message.problems) == ("filed", "plans.pdf is larger than 1 MB.")


def test_a_logo_that_comes_with_every_answer_is_kept_once(mailbox: Mailbox, ticket: Ticket, sister: User):
    for number in range(2):
        message = EmailMessage()
        message["From"], message["To"] = sister.email, reply_address(ticket, mailbox)
        message["Subject"], message["Message-ID"] = "Re: kettle", f"<{number}-logo@trust.example>"
        message.set_content(f"Answer {number}")
        message.add_alternative('<p>Hello</p><img src="cid:logo">', subtype="html")
        [_, html] = message.iter_parts()
        html.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="logo.png", disposition="inline")
        take_in(mailbox, message.as_bytes(), LATER)

    assert ticket.interactions.count() == 2
    assert ticket.files.count() == 1


def test_a_very_long_message_is_filed_with_its_beginning(mailbox: Mailbox, ticket: Ticket, sister: User):
    message = take_in(
        mailbox, letter(sister.email, text="wärme \U0001f600 " * 60_000, **on(ticket, mailbox)), LATER
    )

    assert message.state == "filed"
    assert contact_of(message).note.endswith("The rest is in the message as it came.")


@pytest.fixture
def resolved(ticket: Ticket, concierge: User) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="It came.",
        root_cause="culture",
        cause_fate="removed",
        by=concierge,
        at=datetime.now(UTC) - timedelta(days=1),
    )


def test_the_sister_s_answer_reopens_a_resolved_ticket(mailbox: Mailbox, resolved: Ticket, sister: User):
    take_in(mailbox, letter(sister.email, text="It still leaks.", **on(resolved, mailbox)), datetime.now(UTC))

    resolved.refresh_from_db()
    assert (resolved.status, resolved.times_reopened) == ("in_hand", 1)
    assert resolved.changes.get(verb="reopened").note == "It still leaks."
    assert resolved.interactions.count() == 1


@pytest.mark.parametrize("who", ["hr@trust.example", "stranger@elsewhere.example"])
def test_the_answer_of_another_is_noted_and_the_desk_is_told(
    mailbox: Mailbox, resolved: Ticket, hr: Service, who: str
):
    take_in(mailbox, letter(who, **on(resolved, mailbox)), datetime.now(UTC))

    resolved.refresh_from_db()
    assert resolved.status == "resolved"
    assert resolved.changes.filter(verb="answered by e-mail after it was closed").exists()
    assert OutgoingMessage.objects.filter(ticket=resolved, kind="answered").exists()


def test_after_the_window_the_sister_s_answer_is_noted_and_the_desk_is_told(
    mailbox: Mailbox, resolved: Ticket, sister: User
):
    long_ago = datetime.now(UTC) - timedelta(days=40)
    Ticket.objects.filter(pk=resolved.pk).update(raised_at=long_ago, resolved_at=long_ago)

    message = take_in(mailbox, letter(sister.email, **on(resolved, mailbox)), datetime.now(UTC))

    resolved.refresh_from_db()
    assert (resolved.status, message.state) == ("resolved", "filed")
    assert OutgoingMessage.objects.filter(kind="answered").exists()


def test_an_out_of_office_of_the_sister_reopens_nothing(mailbox: Mailbox, resolved: Ticket, sister: User):
    raw = letter(
        sister.email, subject="Automatic reply", auto_submitted="auto-replied", **on(resolved, mailbox)
    )

    message = take_in(mailbox, raw, datetime.now(UTC))

    resolved.refresh_from_db()
    assert (resolved.status, message.state, message.ticket) == ("resolved", "noted", resolved)
    assert not resolved.interactions.exists()


def test_an_answer_to_a_withdrawn_ticket_is_noted(
    mailbox: Mailbox, ticket: Ticket, sister: User, concierge: User
):
    commands.withdraw_ticket(ticket=ticket, because="Not needed.", by=concierge, at=NINE)

    take_in(mailbox, letter(sister.email, **on(ticket, mailbox)), LATER)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.interactions.count()) == ("withdrawn", 1)
    assert OutgoingMessage.objects.filter(kind="answered").exists()
