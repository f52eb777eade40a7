"""Handing messages over to a real mail server, and what its faults come to."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connection, connections, transaction
from django.utils import timezone

from concierge.environment import mail_settings
from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import NINE, raised_ticket
from tests.tickets.mail.servers import AnsweringLogin, Desk, free_port, running, silent
from tests.tickets.mail.test_out_constraints import message
from tickets import clock, tasks
from tickets.mail import notices, sending
from tickets.models import Mailbox, OutgoingMessage, OutgoingState, Ticket
from tickets.queries import desk_queue
from tickets.timeline import Reader, timeline_of

LATER = NINE + timedelta(days=2)


@pytest.fixture
def ticket(ward: Ward, sister: User, concierge: User) -> Ticket:
    """A ticket of which nobody is told, so that only what a test writes is sent."""
    with notices.silent():
        return raised_ticket(ward, by=sister)


@pytest.fixture
def through(settings: Any) -> Any:
    """Send by SMTP to a port of this machine from now on."""

    def use(port: int, account: str = "") -> None:
        told = mail_settings(f"smtp+plain://{account}127.0.0.1:{port}", 1)
        for name, value in told.items():
            setattr(settings, name, value)

    return use


@pytest.fixture
def waiting(ticket: Ticket) -> OutgoingMessage:
    return message(ticket, to=["hr@trust.example"])


def now_of(sent: OutgoingMessage) -> tuple[str, int, str]:
    sent.refresh_from_db()
    return sent.state, sent.tries, sent.reason


def test_a_message_is_handed_over_once_with_all_its_headers(ticket: Ticket, through: Any):
    Mailbox.objects.create(trust_id=ticket.trust_id, address="desk@desk.example")
    sent = message(
        ticket,
        to=["hr@trust.example"],
        cc=["pay@trust.example"],
        reply_to="desk+x@desk.example",
        message_id="1@desk.example",
        in_reply_to="0@desk.example",
        references=["root@desk.example", "0@desk.example"],
        text="Grüße",
    )

    with running(desk := Desk()) as port:
        through(port)
        tasks.send_message(sent.pk)
        tasks.send_message(sent.pk)

    [taken] = desk.taken
    assert now_of(sent) == ("sent", 1, "")
    assert {name: taken[name] for name in HEADERS} == HEADERS
    assert taken.get_content().strip() == "Grüße"
    assert desk.envelopes[0].rcpt_tos == ["hr@trust.example", "pay@trust.example"]


HEADERS = {
    "To": "hr@trust.example",
    "Cc": "pay@trust.example",
    "Subject": "A kettle",
    "Reply-To": "desk+x@desk.example",
    "Message-ID": "<1@desk.example>",
    "In-Reply-To": "<0@desk.example>",
    "References": "<root@desk.example> <0@desk.example>",
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "RN, NRN, OOF, AutoReply",
}


def test_a_letter_that_a_person_wrote_does_not_say_that_a_program_did(ticket: Ticket, through: Any):
    sent = message(ticket, is_automatic=False)

    with running(desk := Desk()) as port:
        through(port)
        sending.send(sent.pk, LATER)

    assert (desk.taken[0]["Auto-Submitted"], desk.taken[0]["X-Auto-Response-Suppress"]) == (None, None)


def test_what_is_not_due_waits(waiting: OutgoingMessage, through: Any):
    with running(desk := Desk()) as port:
        through(port)
        sending.send(waiting.pk, NINE - timedelta(seconds=1))

    assert (desk.taken, now_of(waiting)) == ([], ("waiting", 0, ""))


def test_a_passing_fault_is_tried_again_later_and_then_taken(waiting: OutgoingMessage, through: Any):
    with running(desk := Desk("451 Busy, come back")) as port:
        through(port)
        sending.send(waiting.pk, NINE)
        after_fault = now_of(waiting)
        due_at = waiting.due_at
        sending.send(waiting.pk, NINE + timedelta(seconds=59))
        too_soon = now_of(waiting)
        sending.send(waiting.pk, due_at)

    assert after_fault == ("waiting", 1, "The mail server refused it (451 Busy, come back).")
    assert due_at == NINE + timedelta(minutes=1)
    assert too_soon == after_fault
    assert now_of(waiting) == ("sent", 2, "")
    assert len(desk.taken) == 1


def test_what_is_refused_for_good_is_given_up_and_put_before_the_desk(
    waiting: OutgoingMessage, through: Any, concierge: User
):
    with running(Desk("554 We do not want this")) as port:
        through(port)
        sending.send(waiting.pk, NINE)

    said = "The mail server refused it (554 We do not want this)."
    assert now_of(waiting) == ("given_up", 1, said)
    assert waiting.failed_at == NINE
    assert list(desk_queue("chase", concierge, NINE)) == [waiting.ticket]
    entry = timeline_of(waiting.ticket, Reader.DESK)[0]
    assert (entry.title, entry.note) == ("E-mail given up", f"To hr@trust.example: {said}")


@pytest.mark.parametrize(
    ("answer", "state"), [("550 No such mailbox", "given_up"), ("450 Mailbox busy", "waiting")]
)
def test_a_refused_address_counts_by_its_answer(
    waiting: OutgoingMessage, through: Any, answer: str, state: str
):
    with running(Desk(refuses={"hr@trust.example": answer})) as port:
        through(port)
        sending.send(waiting.pk, NINE)

    assert now_of(waiting) == (state, 1, f"hr@trust.example was refused ({answer}).")


def test_where_only_some_have_it_the_desk_is_told_and_nobody_gets_it_twice(ticket: Ticket, through: Any):
    sent = message(ticket, to=["hr@trust.example", "gone@trust.example"])

    with running(desk := Desk(refuses={"gone@trust.example": "550 Gone"})) as port:
        through(port)
        sending.send(sent.pk, NINE)
        sending.send(sent.pk, LATER)

    said = "Not everybody has it. gone@trust.example was refused (550 Gone)."
    assert now_of(sent) == ("bounced", 1, said)
    assert [envelope.rcpt_tos for envelope in desk.envelopes] == [["hr@trust.example"]]


def test_nothing_answering_is_no_fault_of_the_message(waiting: OutgoingMessage, through: Any):
    through(free_port())
    sending.send(waiting.pk, NINE)

    assert now_of(waiting) == ("waiting", 1, "Nothing answers at the mail server's address.")


def test_a_line_cut_in_the_middle_is_tried_again(waiting: OutgoingMessage, through: Any):
    with running(desk := Desk(cuts=1)) as port:
        through(port)
        sending.send(waiting.pk, NINE)
        after_cut = now_of(waiting)
        sending.send(waiting.pk, LATER)

    assert after_cut[:2] == ("waiting", 1)
    assert after_cut[2].startswith("The mail server cut the connection")
    assert (now_of(waiting), len(desk.taken)) == (("sent", 2, ""), 1)


def test_a_server_that_never_speaks_is_left_after_the_timeout(waiting: OutgoingMessage, through: Any):
    with silent() as port:
        through(port)
        started = timezone.now()
        sending.send(waiting.pk, NINE)

    assert timezone.now() - started < timedelta(seconds=5)
    assert now_of(waiting) == ("waiting", 1, "The mail server did not answer in time.")


def test_a_server_that_dawdles_over_the_text_is_left_too(waiting: OutgoingMessage, through: Any):
    desk = Desk()
    desk.waits = 1.5

    with running(desk) as port:
        through(port)
        sending.send(waiting.pk, NINE)

    assert now_of(waiting) == ("waiting", 1, "The mail server did not answer in time.")


def test_a_refused_sign_in_is_ours_to_mend_and_keeps_the_message(waiting: OutgoingMessage, through: Any):
    with running(Desk(), AnsweringLogin) as port:
        through(port, "desk:wrong@")
        sending.send(waiting.pk, NINE)

    state, tries, reason = now_of(waiting)
    assert (state, tries) == ("waiting", 1)
    assert reason.startswith("The mail server refused our sign-in (535")
    assert "wrong" not in reason


def test_waits_grow_and_after_about_a_day_the_desk_is_told(waiting: OutgoingMessage, through: Any):
    through(free_port())
    at, waits = NINE, []
    while now_of(waiting)[0] == OutgoingState.WAITING:
        sending.send(waiting.pk, at)
        waiting.refresh_from_db()
        waits.append(waiting.due_at - at)
        at = waiting.due_at

    assert waits[:-1] == sorted(waits[:-1])
    assert timedelta(days=1) <= at - NINE < timedelta(days=2)
    assert (now_of(waiting)[0], now_of(waiting)[1]) == ("given_up", len(sending.WAITS) + 1)


def test_a_crash_between_handing_over_and_marking_repeats_the_message_under_the_same_id(
    waiting: OutgoingMessage, through: Any
):
    with running(desk := Desk()) as port:
        through(port)
        with suppress(KeyboardInterrupt), transaction.atomic():
            sending.send(waiting.pk, NINE)
            raise KeyboardInterrupt
        after_crash = now_of(waiting)
        sending.send(waiting.pk, NINE)

    assert after_crash == ("waiting", 0, "")
    assert now_of(waiting) == ("sent", 1, "")
    assert [letter["Message-ID"] for letter in desk.taken] == [f"<{waiting.message_id}>"] * 2


def test_without_a_queue_the_page_works_and_the_clock_sends(
    several_connections: None, ward: Ward, sister: User, concierge: User, through: Any
):
    current_app.conf.task_always_eager = False
    url, current_app.conf.broker_url = current_app.conf.broker_url, f"redis://127.0.0.1:{free_port()}/0"
    try:
        raised_ticket(ward, by=sister)
    finally:
        current_app.conf.broker_url, current_app.conf.task_always_eager = url, True

    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {"waiting"}
    with running(desk := Desk()) as port:
        through(port)
        clock.send_waiting_mail()
    assert len(desk.taken) == 1


def test_what_the_queue_lost_is_found_by_the_clock(ticket: Ticket, through: Any):
    lost = [message(ticket, subject=f"Letter {number}") for number in range(3)]

    with running(desk := Desk()) as port:
        through(port)
        tried = clock.send_waiting_mail()

    assert tried == 3
    assert [letter["Subject"] for letter in desk.taken] == ["Letter 0", "Letter 1", "Letter 2"]
    assert {now_of(each)[0] for each in lost} == {"sent"}
    assert clock.send_waiting_mail() == 0


def test_one_bad_message_keeps_no_other_back(ticket: Ticket, through: Any):
    bad = message(ticket, to=["not an address"], due_at=NINE - timedelta(hours=1))
    good = message(ticket)

    with running(desk := Desk("554 No", "250 OK")) as port:
        through(port)
        clock.send_waiting_mail()

    assert (now_of(bad)[0], now_of(good)[0]) == ("given_up", "sent")
    assert len(desk.taken) == 1


def test_while_the_server_is_down_a_sweep_asks_it_once(ticket: Ticket, through: Any):
    rows = [message(ticket) for _ in range(3)]

    through(free_port())
    clock.send_waiting_mail()

    assert [now_of(row)[1] for row in rows] == [1, 0, 0]


def test_a_subject_begins_no_header_of_its_own(ticket: Ticket, through: Any):
    sneaky = message(ticket, subject="Kettle\r\nBcc: everybody@trust.example")

    with running(desk := Desk()) as port:
        through(port)
        sending.send(sneaky.pk, LATER)

    assert (desk.taken, now_of(sneaky)[0]) == ([], "given_up")


@pytest.fixture
def several_connections(transactional_db: None) -> Iterator[None]:
    yield
    connections.close_all()


def test_two_workers_at_once_send_a_message_once(several_connections: None, ticket: Ticket, through: Any):
    sent = message(ticket)
    desk = Desk()
    desk.waits = 0.3
    ready = threading.Barrier(4)

    def work() -> None:
        ready.wait()
        sending.send(sent.pk, LATER)
        connection.close()

    with running(desk) as port:
        through(port)
        workers = [threading.Thread(target=work) for _ in range(4)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()

    assert len(desk.taken) == 1
    assert now_of(sent) == ("sent", 1, "")
