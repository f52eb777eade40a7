"""What a message becomes on its ticket: contacts, meetings, files, receipts; and what automatic mail does not."""

import hashlib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import NINE, PostFactory, ServiceFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.mail.post import DESK, LATER, letter, sent, take_in
from tickets import commands
from tickets.commands.mail_in import AUTOMATIC_AN_HOUR, RECEIPTS_AN_HOUR
from tickets.mail.addresses import reply_address
from tickets.mail.recipients import known_for
from tickets.models import IncomingMessage, Interaction, Leg, Mailbox, OutgoingMessage, Service, Ticket

pytestmark = pytest.mark.django_db
A_NUMBER = "999 000 0018"


@pytest.fixture
def hr(trust: Any) -> Service:
    return ServiceFactory(trust=trust, name="HR", email="hr@trust.example")


def on(ticket: Ticket, mailbox: Mailbox) -> dict[str, str]:
    return {"to": reply_address(ticket, mailbox)}


def contact_of(message: IncomingMessage) -> Interaction:
    assert message.interaction is not None
    return message.interaction


# --- new tickets


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


# --- answers


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


# --- closed tickets


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


# --- automatic mail


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


# --- meetings


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


# --- NHS numbers


def test_nhs_numbers_are_counted_and_flagged_on_the_ticket(mailbox: Mailbox, ticket: Ticket, sister: User):
    text = f"It is about {A_NUMBER} and 999 000 0026."

    message = take_in(mailbox, letter(sister.email, text=text, **on(ticket, mailbox)), LATER)

    assert message.identifiers == 2
    assert ticket.changes.filter(verb="NHS number came by e-mail").exists()


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
