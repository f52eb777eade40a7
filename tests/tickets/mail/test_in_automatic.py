"""Automatic mail is noted on what it answers, thanked for by nothing, reopens nothing, and stops somewhere."""

import pytest
from django.core import mail

from concierge.people.models import User
from tests.tickets.mail.post import DESK, LATER, letter, on, sent, take_in
from tickets.commands.mail_in import AUTOMATIC_AN_HOUR
from tickets.models import Leg, Mailbox, OutgoingMessage, Ticket

pytestmark = pytest.mark.django_db


def bounce(ours: OutgoingMessage, action: str = "failed") -> bytes:
    return (
        f"From: MAILER-DAEMON@trust.example\nTo: {DESK}\nSubject: Undelivered Mail Returned to Sender\n"
        "Message-ID: <bounce@trust.example>\nMIME-Version: 1.0\nAuto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI could not deliver your message.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; trust.example\n\n"
        f"Final-Recipient: rfc822; hr@trust.example\nAction: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such mailbox\n\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: <{ours.message_id}>\nSubject: {ours.subject}\n\nx\n--b--\n"
    ).encode()


def test_a_bounce_is_noted_on_the_message_it_answers(mailbox: Mailbox, ticket: Ticket, leg: Leg):
    ours = sent(ticket, "hr@trust.example", leg=leg)

    message = take_in(mailbox, bounce(ours), LATER)

    ours.refresh_from_db()
    assert (ours.state, message.state, message.ticket) == ("bounced", "noted", ticket)
    assert "550 no such mailbox" in ours.reason
    assert not ticket.interactions.exists()


def test_a_delay_leaves_the_message_sent_and_says_so(mailbox: Mailbox, ticket: Ticket):
    ours = sent(ticket, "hr@trust.example")

    take_in(mailbox, bounce(ours, "delayed"), LATER)

    ours.refresh_from_db()
    assert ours.state == "sent"
    assert ours.reason.startswith("Delayed")


AUTOMATIC = {
    "an out of office": {"auto_submitted": "auto-replied"},
    "a list": {"list_id": "<all.trust.example>", "precedence": "list"},
    "a bulk message": {"auto_submitted": "auto-generated"},
}


@pytest.mark.parametrize("what", list(AUTOMATIC))
def test_automatic_mail_of_a_sister_raises_nothing_and_is_thanked_for_by_nothing(
    mailbox: Mailbox, sister: User, what: str
):
    message = take_in(mailbox, letter(sister.email, **AUTOMATIC[what]), LATER)

    assert (message.state, message.is_automatic, message.ticket) == ("noted", True, None)
    assert not Ticket.objects.exists()
    assert not OutgoingMessage.objects.exists()
    assert mail.outbox == []


def test_what_a_person_answers_by_way_of_a_list_is_filed(mailbox: Mailbox, ticket: Ticket):
    told = {**on(ticket, mailbox), **AUTOMATIC["a list"]}

    message = take_in(mailbox, letter("hr@trust.example", **told), LATER)

    assert (message.state, message.ticket) == ("filed", ticket)


def test_our_own_message_come_back_is_only_noted(mailbox: Mailbox, ticket: Ticket):
    ours = sent(ticket, "all@trust.example")
    raw = letter("hr@trust.example", message_id=ours.message_id, **on(ticket, mailbox))

    message = take_in(mailbox, raw, LATER)

    assert (message.state, message.ticket) == ("noted", ticket)
    assert not ticket.interactions.exists()


def test_a_flood_of_automatic_mail_is_kept_and_nothing_else_is_done(mailbox: Mailbox, ticket: Ticket):
    for number in range(AUTOMATIC_AN_HOUR):
        take_in(
            mailbox,
            letter("robot@elsewhere.example", subject=str(number), auto_submitted="auto-replied"),
            LATER,
        )
    ours = sent(ticket, "hr@trust.example")
    raw = bounce(ours).replace(b"MAILER-DAEMON@trust.example", b"robot@elsewhere.example")

    message = take_in(mailbox, raw, LATER)

    ours.refresh_from_db()
    assert (message.state, ours.state) == ("noted", "sent")
    assert "only kept" in message.reason


def test_a_flood_on_one_ticket_is_stopped_whatever_addresses_it_comes_from(mailbox: Mailbox, ticket: Ticket):
    for number in range(AUTOMATIC_AN_HOUR):
        told = {"subject": str(number), "auto_submitted": "auto-replied", **on(ticket, mailbox)}
        take_in(mailbox, letter(f"robot{number}@elsewhere.example", **told), LATER)
    ours = sent(ticket, "hr@trust.example")

    message = take_in(mailbox, bounce(ours), LATER)

    ours.refresh_from_db()
    assert ours.state == "sent"
    assert "only kept" in message.reason
