"""Letters of the desk: who they go to, what they are filled with, what is logged, and how they fare."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, ProcessFactory, ServiceFactory, TrustFactory, UserFactory, raised_ticket
from tests.tickets.mail.test_out_constraints import message
from tickets import commands
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail import letters, sending
from tickets.mail.letters import Matter
from tickets.mail.recipients import known_for
from tickets.mail.writing import one_line
from tickets.models import (
    IncomingMessage,
    Leg,
    LetterTemplate,
    Mailbox,
    OutgoingMessage,
    OutgoingState,
    Service,
    ServiceContact,
    Ticket,
)
from tickets.queries import desk_queue
from tickets.timeline import Reader, timeline_of

LATER = NINE + timedelta(hours=1)
HR = "hr@trust.example"


@pytest.fixture(autouse=True)
def inboxes(hr: Service, trust: Trust) -> None:
    Service.objects.filter(pk=hr.pk).update(email=HR)
    hr.email = HR
    ServiceContact.objects.create(trust=trust, service=hr, name="Pat", email="pat@trust.example")
    Mailbox.objects.create(trust=trust, address="desk@desk.example")


def write(ticket: Ticket, by: User, **told: Any) -> OutgoingMessage:
    return commands.send_letter(
        **{
            "ticket": ticket,
            "to": [HR],
            "subject": "A kettle",
            "text": "Please order one.",
            "by": by,
            "at": LATER,
            **told,
        }
    )


def test_a_letter_is_a_row_and_logs_itself(leg: Leg, concierge: User):
    sent = write(leg.ticket, concierge, leg=leg, cc=["pat@trust.example"], minutes=5)

    logged = sent.interaction
    assert (sent.kind, sent.to, sent.cc, sent.leg, sent.state) == (
        "letter",
        [HR],
        ["pat@trust.example"],
        leg,
        OutgoingState.WAITING,
    )
    assert not sent.is_automatic
    assert (logged.channel, logged.direction, logged.counterpart, logged.service) == (
        "email",
        "out",
        "service",
        leg.service,
    )
    assert (logged.with_whom, logged.desk_minutes, logged.note) == ("HR, Pat, HR", 5, "Please order one.")
    assert logged.recorded_by == concierge


def test_minutes_of_a_letter_need_not_be_said(leg: Leg, concierge: User):
    assert write(leg.ticket, concierge, leg=leg).interaction.desk_minutes is None


def test_a_letter_to_the_ward_is_a_contact_with_it(ticket: Ticket, sister: User, concierge: User):
    sent = write(ticket, concierge, to=[sister.email])

    assert sent.interaction.counterpart == "ward"
    assert "/answer/" not in sent.text


def test_a_letter_only_the_ward_reads_is_no_services_whatever_part_was_chosen(
    leg: Leg, sister: User, concierge: User
):
    sent = write(leg.ticket, concierge, leg=leg, to=[sister.email])

    assert (sent.leg, sent.interaction.counterpart, sent.interaction.service) == (None, "ward", None)


def test_a_letter_to_a_service_finds_its_part(leg: Leg, concierge: User):
    sent = write(leg.ticket, concierge)

    assert (sent.leg, sent.interaction.service) == (leg, leg.service)
    assert "/answer/" in sent.text


def test_a_letter_to_a_supplier_about_a_part_is_not_the_services_to_read(leg: Leg, concierge: User):
    firm = "firm@elsewhere.example"

    sent = write(leg.ticket, concierge, leg=leg, to=[firm], typed=[firm])

    assert (sent.leg, sent.interaction.counterpart, sent.interaction.service) == (leg, "other", None)
    assert sent.text == "Please order one."


def test_only_a_service_is_chased(leg: Leg, concierge: User):
    firm = "firm@elsewhere.example"

    with pytest.raises(MoveRefused):
        write(leg.ticket, concierge, leg=leg, to=[firm], typed=[firm], is_chase=True)


def test_a_chase_by_letter_puts_off_the_next(leg: Leg, concierge: User):
    before = leg.chase_on

    sent = write(leg.ticket, concierge, leg=leg, is_chase=True, at=LATER + timedelta(days=2))

    leg.refresh_from_db()
    assert sent.interaction.is_chase
    assert leg.chase_on > before


def test_what_has_ended_is_not_chased(leg: Leg, concierge: User):
    commands.finish_leg(leg=leg, result="Done", by=concierge, at=NINE)
    leg.refresh_from_db()

    with pytest.raises(MoveRefused):
        write(leg.ticket, concierge, leg=leg, is_chase=True)

    assert not OutgoingMessage.objects.filter(kind="letter").exists()


def test_only_the_desk_writes(leg: Leg, sister: User):
    with pytest.raises(NotAllowed):
        write(leg.ticket, sister, leg=leg)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"to": []}, "to"),
        ({"to": ["hr"]}, "to"),
        ({"to": ["hr@trust.example\r\nBcc: all@trust.example"]}, "to"),
        ({"to": ["stranger@elsewhere.example"]}, "to"),
        ({"cc": ["stranger@elsewhere.example"]}, "to"),
        ({"subject": " "}, "subject"),
        ({"text": " "}, "text"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_kept(
    leg: Leg, concierge: User, wrong: dict[str, Any], field: str
):
    with pytest.raises(WrongValue) as refused:
        write(leg.ticket, concierge, leg=leg, **wrong)

    assert refused.value.field == field
    assert not OutgoingMessage.objects.filter(kind="letter").exists()
    assert leg.ticket.interactions.count() == 0


def test_an_address_that_nobody_here_has_must_be_typed_in_plainly(leg: Leg, concierge: User):
    stranger = "firm@elsewhere.example"

    sent = write(leg.ticket, concierge, leg=leg, to=[HR, stranger], typed=[stranger])

    assert sent.to == [HR, stranger]


def test_another_trusts_people_are_strangers(leg: Leg, concierge: User):
    theirs = UserFactory(desk=TrustFactory())

    with pytest.raises(WrongValue):
        write(leg.ticket, concierge, leg=leg, to=[theirs.email])


def test_the_services_with_a_part_are_offered_first_then_the_ward(leg: Leg, sister: User, finance: Service):
    Service.objects.filter(pk=finance.pk).update(email="finance@trust.example")
    theirs = UserFactory(service=leg.service)

    offered = [each.email for each in known_for(leg.ticket, NINE.date())]

    assert offered == [HR, "pat@trust.example", theirs.email, sister.email, "finance@trust.example"]


def test_a_service_gets_links_to_answer_its_part_with(leg: Leg, concierge: User):
    sent = write(leg.ticket, concierge, leg=leg)

    assert sent.text.startswith("Please order one.")
    assert sent.text.count("http://localhost:8000/answer/") == 3
    assert sent.interaction.note == "Please order one."


def test_whoever_else_reads_a_letter_the_links_are_left_out(leg: Leg, sister: User, concierge: User):
    sent = write(leg.ticket, concierge, leg=leg, cc=[sister.email])

    assert sent.text == "Please order one."


def test_every_message_says_which_it_follows(leg: Leg, sister: User, concierge: User):
    first = write(leg.ticket, concierge, leg=leg)
    second = write(leg.ticket, concierge, leg=leg, at=LATER + timedelta(hours=1))
    to_ward = write(leg.ticket, concierge, to=[sister.email])

    root = f"{leg.ticket.reference.lower()}.ticket@desk.example"
    receipt = OutgoingMessage.objects.get(kind="raised").message_id
    assert (first.in_reply_to, first.references) == (root, [root])
    assert (second.in_reply_to, second.references) == (first.message_id, [root, first.message_id])
    assert (to_ward.in_reply_to, to_ward.references) == (receipt, [root, receipt])


def test_a_letter_answers_what_its_reader_wrote_last(leg: Leg, trust: Trust, concierge: User):
    first = write(leg.ticket, concierge, leg=leg)
    IncomingMessage.objects.create(
        trust=trust,
        mailbox=Mailbox.objects.get(),
        message_id="answer@trust.example",
        content_hash="0" * 64,
        raw=b"",
        received_at=LATER + timedelta(minutes=5),
        state="filed",
        from_email=HR,
        ticket=leg.ticket,
    )

    second = write(leg.ticket, concierge, leg=leg, at=LATER + timedelta(minutes=9))

    assert second.in_reply_to == "answer@trust.example"
    assert second.references[-2:] == [first.message_id, "answer@trust.example"]


def test_answers_come_back_to_an_address_signed_for_the_ticket(leg: Leg, concierge: User):
    sent = write(leg.ticket, concierge, leg=leg)

    assert sent.reply_to.startswith(f"desk+{leg.ticket.reference}.")


@pytest.mark.parametrize("subject", ["A\r\nBcc: all@trust.example", "A\x00B", "A\u2028B", "  A   B "])
def test_a_subject_is_one_line(subject: str):
    shown = one_line(subject)

    assert shown.isprintable()
    assert "  " not in shown


def test_what_a_title_holds_begins_no_header(leg: Leg, concierge: User):
    sent = write(leg.ticket, concierge, leg=leg, subject="A kettle\r\nBcc: all@trust.example")

    sending.send(sent.pk, LATER)

    [letter] = mail.outbox
    assert letter.recipients() == [HR]
    assert letter.message()["Subject"] == "A kettle Bcc: all@trust.example"
    assert letter.message()["Bcc"] is None


def test_the_request_that_replaces_a_form_is_filled_from_the_ticket(
    trust: Trust, ward: Any, sister: User, hr: Service, concierge: User
):
    process = ProcessFactory(trust=trust, name="New starter", service=hr, target_days=3)
    ticket = raised_ticket(ward, by=sister, process=process, title="Log-in for a starter", details="Monday")
    [leg] = commands.route_ticket(
        ticket=ticket, services=[hr], by=concierge, at=NINE, request="Make the account."
    )

    text = letters.fill(letters.REQUEST.body, Matter(ticket, leg, NINE))

    assert "{" not in text
    for line in (
        f"Reference: {ticket.reference}",
        "What is needed: Log-in for a starter",
        "What it is about: New starter",
        f"Asked by: {sister.name}, on 3 March 2026",
        "Needed within: 3 working days",
        "Make the account.",
        "Monday",
    ):
        assert line in text


def test_words_of_a_ticket_are_never_read_as_fields(ward: Any, sister: User):
    ticket = raised_ticket(ward, by=sister, title="{details}", details="secret")

    assert letters.fill("{title} {nothing} {reference.trust}", Matter(ticket, None, NINE)) == (
        "{details} {nothing} {reference.trust}"
    )


@pytest.fixture
def administrator(trust: Trust) -> User:
    return UserFactory(administers=trust)


def save(trust: Trust, by: User, **told: Any) -> LetterTemplate:
    words = {"name": "Kettles", "subject": "{title}", "body": "Dear {service}", **told}
    return commands.save_template(trust=trust, by=by, **words)


def test_a_template_is_for_its_process_and_service(
    trust: Trust, leg: Leg, hr: Service, finance: Service, administrator: User
):
    save(trust, administrator)
    save(trust, administrator, name="For HR", service=hr)
    save(trust, administrator, name="For finance", service=finance)
    save(trust, administrator, name="About pay", process=ProcessFactory(trust=trust))

    names = [each.name for each in letters.templates_for(leg.ticket, leg, NINE)]

    assert names == ["For HR", "Kettles", *(shipped.name for shipped in letters.SHIPPED)]


def test_a_trusts_own_template_stands_in_for_the_shipped_one_of_its_name(
    trust: Trust, ticket: Ticket, administrator: User
):
    own = save(trust, administrator, name=letters.REQUEST.name.upper())
    before = letters.templates_for(ticket, None, NINE)
    commands.retire_template(template=own, on=NINE.date(), by=administrator)

    assert before[0] == own
    assert letters.REQUEST not in before
    assert letters.templates_for(ticket, None, NINE) == list(letters.SHIPPED[1:])


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"subject": " "}, {"body": ""}, {"body": "{secret}"}, {"subject": "{secret}"}],
)
def test_a_template_that_cannot_be_filled_is_refused(
    trust: Trust, administrator: User, wrong: dict[str, str]
):
    with pytest.raises(WrongValue):
        save(trust, administrator, **wrong)


def test_two_templates_of_a_trust_have_two_names(trust: Trust, administrator: User):
    save(trust, administrator)

    with pytest.raises(WrongValue):
        save(trust, administrator, name="KETTLES")


def test_another_trusts_service_has_no_template_here(trust: Trust, administrator: User):
    with pytest.raises(WrongValue):
        save(trust, administrator, service=ServiceFactory())


def test_only_an_administrator_writes_templates(trust: Trust, concierge: User):
    with pytest.raises(NotAllowed):
        save(trust, concierge)


@pytest.fixture
def sent(leg: Leg, concierge: User) -> OutgoingMessage:
    return message(leg.ticket, leg=leg, state="sent", sent_at=NINE)


def noted(sent: OutgoingMessage, state: OutgoingState, reason: str = "") -> OutgoingMessage:
    return commands.note_delivery(message=sent, state=state, reason=reason, at=LATER)


def test_a_delivery_is_noted(sent: OutgoingMessage):
    assert noted(sent, OutgoingState.DELIVERED).state == "delivered"


def test_a_delay_is_noted_with_its_reason(sent: OutgoingMessage):
    row = noted(sent, OutgoingState.SENT, "Mailbox full, trying on")

    assert (row.state, row.reason) == ("sent", "Mailbox full, trying on")


def test_what_comes_back_is_put_before_the_desk_until_it_has_dealt_with_it(
    sent: OutgoingMessage, concierge: User
):
    noted(sent, OutgoingState.BOUNCED, "550 No such mailbox")
    waiting = list(desk_queue("chase", concierge, LATER))
    commands.settle_message(message=sent, by=concierge, at=LATER)

    assert waiting == [sent.ticket]
    assert list(desk_queue("chase", concierge, LATER)) == []
    titles = [entry.title for entry in timeline_of(sent.ticket, Reader.DESK)[:2]]
    assert titles == ["E-mail dealt with · HR", "E-mail came back · HR"]
    notes = [entry.note for entry in timeline_of(sent.ticket, Reader.WARD)[:2]]
    assert notes == ["", ""]


def test_a_resolved_ticket_whose_news_came_back_is_chased_too(sent: OutgoingMessage, concierge: User):
    commands.finish_leg(leg=sent.leg, result="Done", by=concierge, at=NINE)
    commands.resolve_ticket(
        ticket=sent.ticket,
        outcome="Done",
        root_cause="culture",
        cause_fate="removed",
        by=concierge,
        at=NINE,
    )

    noted(sent, OutgoingState.BOUNCED, "550")

    assert list(desk_queue("chase", concierge, LATER)) == [sent.ticket]


def test_a_bounce_told_twice_is_one(sent: OutgoingMessage):
    for _ in range(2):
        noted(sent, OutgoingState.BOUNCED, "550")

    assert sent.ticket.changes.filter(verb="e-mail came back").count() == 1


def test_a_bounce_may_come_before_its_message_was_marked(leg: Leg):
    row = noted(message(leg.ticket), OutgoingState.BOUNCED, "550")

    assert (row.state, row.sent_at) == ("bounced", LATER)


def test_no_report_gives_up(sent: OutgoingMessage):
    with pytest.raises(WrongValue):
        noted(sent, OutgoingState.GIVEN_UP, "550")


def test_only_the_desk_deals_with_what_failed(sent: OutgoingMessage, sister: User, concierge: User):
    noted(sent, OutgoingState.BOUNCED, "550")

    with pytest.raises(NotAllowed):
        commands.settle_message(message=sent, by=sister, at=LATER)
    commands.settle_message(message=sent, by=concierge, at=LATER)
    with pytest.raises(MoveRefused):
        commands.settle_message(message=sent, by=concierge, at=LATER)
