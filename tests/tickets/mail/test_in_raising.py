"""What somebody of a ward writes becomes a ticket, with a receipt; what nobody can place waits for the desk."""

from datetime import timedelta
from typing import Any

import pytest

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import NINE, PostFactory, ServiceFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.mail.post import LATER, contact_of, letter, on, take_in
from tickets.commands.mail_in import RECEIPTS_AN_HOUR
from tickets.mail.recipients import known_for
from tickets.models import Mailbox, OutgoingMessage, Service, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(trust: Any) -> Service:
    return ServiceFactory(trust=trust, name="HR", email="hr@trust.example")


def test_what_a_sister_writes_becomes_a_ticket_with_its_first_contact(
    mailbox: Mailbox, sister: User, ward: Ward, concierge: User
):
    raw = letter(f"Sr Ash <{sister.email}>", subject="Fwd: Re: A new kettle", text="Ours leaks.\n\nSr Ash")

    message = take_in(mailbox, raw, LATER)

    ticket = message.ticket
    assert ticket is not None
    assert (ticket.title, ticket.ward, ticket.raised_by, ticket.contact) == (
        "A new kettle",
        ward,
        sister,
        sister,
    )
    assert (ticket.source, ticket.concierge, ticket.raised_at) == ("mail", concierge, NINE)
    assert "Ours leaks." in ticket.details
    contact = contact_of(message)
    assert (contact.channel, contact.direction, contact.counterpart) == ("email", "in", "ward")
    assert (contact.desk_minutes, contact.ward_minutes, contact.source) == (None, None, "mail")
    assert (message.state, message.is_reply) == ("filed", False)


def test_she_gets_a_receipt_that_answers_her_message(mailbox: Mailbox, sister: User, concierge: User):
    message = take_in(mailbox, letter(sister.email, message_id="asked@trust.example"), LATER)

    [receipt] = OutgoingMessage.objects.filter(ticket=message.ticket)
    assert (receipt.kind, receipt.to, receipt.in_reply_to) == (
        "raised",
        [sister.email],
        "asked@trust.example",
    )
    assert receipt.references[-1] == "asked@trust.example"
    assert str(message.ticket) in receipt.subject


@pytest.mark.parametrize("header", [{"precedence": "bulk"}, {"x_auto_response_suppress": "All"}])
def test_where_a_receipt_may_not_go_there_is_none(mailbox: Mailbox, sister: User, header: dict[str, str]):
    take_in(mailbox, letter(sister.email, **header), LATER)

    assert not OutgoingMessage.objects.exists()


def test_receipts_to_one_address_come_to_an_end(mailbox: Mailbox, sister: User):
    for number in range(RECEIPTS_AN_HOUR + 3):
        take_in(mailbox, letter(sister.email, subject=f"Thing {number}"), LATER)

    assert Ticket.objects.count() == RECEIPTS_AN_HOUR + 3
    assert OutgoingMessage.objects.count() == RECEIPTS_AN_HOUR

    take_in(mailbox, letter(sister.email, subject="Later"), LATER + timedelta(hours=2))

    assert Ticket.objects.count() == RECEIPTS_AN_HOUR + 4


@pytest.mark.parametrize(
    ("subject", "text", "title"),
    [
        ("AW: Odp: [2] VS: Bed rails", "x", "[2] VS: Bed rails"),
        ("", "Please send\na kettle", "Please send"),
        ("  ", "", "An e-mail without a subject"),
        ("k" * 400, "x", "k" * 299 + "…"),
    ],
)
def test_a_ticket_is_named_by_its_subject_or_first_words(
    mailbox: Mailbox, sister: User, subject: str, text: str, title: str
):
    message = take_in(mailbox, letter(sister.email, subject=subject, text=text), LATER)

    assert message.ticket is not None
    assert message.ticket.title == title


def test_a_date_that_cannot_be_is_not_believed(mailbox: Mailbox, sister: User):
    ahead = take_in(mailbox, letter(sister.email, date=LATER + timedelta(days=400)), LATER)
    behind = take_in(mailbox, letter(sister.email, date=LATER - timedelta(days=400)), LATER)

    assert ahead.ticket is not None
    assert behind.ticket is not None
    assert ahead.ticket.raised_at == LATER
    assert behind.ticket.raised_at == LATER


def test_an_unknown_sender_waits_for_the_desk(mailbox: Mailbox, ward: Ward):
    message = take_in(mailbox, letter("nobody@elsewhere.example"), LATER)

    assert (message.state, message.reason, message.ticket) == ("triage", "The sender is not known.", None)


def test_a_service_that_begins_something_new_waits_for_the_desk(mailbox: Mailbox, hr: Service):
    message = take_in(mailbox, letter("hr@trust.example"), LATER)

    assert (message.state, message.reason) == ("triage", "It came from HR, and names no ticket.")


def test_a_person_without_a_ward_waits_for_the_desk(mailbox: Mailbox, concierge: User):
    message = take_in(mailbox, letter(concierge.email), LATER)

    assert message.state == "triage"
    assert "no ward" in message.reason


def test_somebody_who_has_left_is_not_known_any_more(mailbox: Mailbox, sister: User):
    User.objects.filter(pk=sister.pk).update(is_active=False)

    assert take_in(mailbox, letter(sister.email), LATER).state == "triage"


def test_the_original_sender_of_a_forwarded_message_is_offered(mailbox: Mailbox, sister: User):
    text = (
        "Can you take this?\n\n---------- Forwarded message ---------\nFrom: Bea <bea@trust.example>\n"
        "Date: Tue, 3 Mar 2026 at 08:00\nSubject: Payslip\nTo: <sister@trust.example>\n\nMine is wrong."
    )

    message = take_in(mailbox, letter("nobody@elsewhere.example", subject="Fwd: Payslip", text=text), LATER)

    assert message.forwarded_from == "bea@trust.example"


def test_a_person_of_two_trusts_raises_only_where_the_mailbox_is(mailbox: Mailbox, ward: Ward):
    elsewhere = WardFactory()
    person = UserFactory(ward=ward)
    PostFactory(person=person, trust=elsewhere.trust, ward=elsewhere, role="sister")

    message = take_in(mailbox, letter(person.email), LATER)

    assert message.ticket is not None
    assert message.ticket.ward == ward


def test_a_reply_on_another_s_ticket_of_the_ward_is_the_ward_s(mailbox: Mailbox, ward: Ward, sister: User):
    deputy = UserFactory(ward=ward)
    ticket = raised_ticket(ward, by=sister)

    message = take_in(mailbox, letter(deputy.email, **on(ticket, mailbox)), LATER)

    assert contact_of(message).counterpart == "ward"


def test_whoever_wrote_what_was_forwarded_can_be_written_to(mailbox: Mailbox, sister: User):
    text = (
        "Can you help her?\n\n---------- Forwarded message ---------\nFrom: Bea <bea@trust.example>\n"
        "Date: Tue, 3 Mar 2026 at 08:00\nSubject: Payslip\nTo: <sister@trust.example>\n\nMine is wrong."
    )

    message = take_in(mailbox, letter(sister.email, subject="Fwd: Payslip", text=text), LATER)

    assert message.ticket is not None
    assert contact_of(message).with_whom.endswith("forwarding Bea")
    assert "bea@trust.example" in {each.email for each in known_for(message.ticket, NINE.date())}
