"""A request sent twice with one key acts once, also at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import TrustFactory, UserFactory, WardFactory
from tickets import commands
from tickets.api import idempotency
from tickets.clock import ANSWERS_KEPT, forget_old_answers
from tickets.models import IdempotencyKey, Ticket

KEY = {"Idempotency-Key": '"3f1c-7"'}


def test_the_same_request_again_is_answered_as_the_first_was(signed_in, ward, sister):
    program, wanted = signed_in(sister), {"ward": ward.pk, "title": "A kettle"}

    first = program.send("tickets/", wanted, **KEY)
    second = program.send("tickets/", dict(reversed(wanted.items())), **KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert Ticket.objects.count() == 1


def test_a_key_means_the_same_with_its_quotation_marks_and_without(signed_in, ward, sister):
    program, wanted = signed_in(sister), {"ward": ward.pk, "title": "A kettle"}

    program.send("tickets/", wanted, **KEY)
    program.send("tickets/", wanted, **{"Idempotency-Key": "3f1c-7"})

    assert Ticket.objects.count() == 1


def test_another_request_with_the_same_key_is_refused(signed_in, ward, sister):
    program = signed_in(sister)
    ticket = program.send("tickets/", {"ward": ward.pk, "title": "A kettle"}, **KEY).json()["reference"]

    other_words = program.send("tickets/", {"ward": ward.pk, "title": "A door"}, **KEY)
    other_address = program.send(f"tickets/{ticket}/answers/", {"ward": ward.pk, "title": "A kettle"}, **KEY)

    for response in (other_words, other_address):
        assert response.status_code == 422
        assert response.json()["type"] == "/api/v1/problems/key-used/"
    assert Ticket.objects.count() == 1


def test_a_key_is_a_persons_own(signed_in, ward, sister):
    wanted = {"ward": ward.pk, "title": "A kettle"}

    signed_in(sister).send("tickets/", wanted, **KEY)
    signed_in(UserFactory(ward=ward)).send("tickets/", wanted, **KEY)

    assert Ticket.objects.count() == 2


def test_a_refused_request_leaves_its_key_free(signed_in, ward, sister):
    program = signed_in(sister)

    refused = program.send("tickets/", {"ward": ward.pk, "title": " "}, **KEY)
    mended = program.send("tickets/", {"ward": ward.pk, "title": "A kettle"}, **KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_every_verb_may_bear_a_key(signed_in, ticket, concierge):
    program, wanted = signed_in(concierge), {"because": "Found one."}

    first = program.send(f"tickets/{ticket.reference}/withdrawal/", wanted, **KEY)
    second = program.send(f"tickets/{ticket.reference}/withdrawal/", wanted, **KEY)

    assert (first.status_code, second.status_code, second.json()) == (200, 200, first.json())


@pytest.mark.parametrize("key", ["", '""', "x" * 256, "clé"])
def test_a_key_that_is_none_is_refused(signed_in, ward, sister, key):
    response = signed_in(sister).send(
        "tickets/", {"ward": ward.pk, "title": "A kettle"}, **{"Idempotency-Key": key}
    )

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["Idempotency-Key"]
    assert not Ticket.objects.exists()


def test_kept_answers_are_forgotten_in_time_and_not_before(signed_in, ward, sister):
    program = signed_in(sister)
    for key in ("old", "new"):
        program.send("tickets/", {"ward": ward.pk, "title": "A kettle"}, **{"Idempotency-Key": key})
    old = IdempotencyKey.objects.filter(key="old")
    old.update(created_at=timezone.now() - ANSWERS_KEPT - timedelta(minutes=1))

    assert forget_old_answers() == 1
    assert [kept.key for kept in IdempotencyKey.objects.all()] == ["new"]
    assert timedelta(hours=24) < ANSWERS_KEPT


@pytest.fixture
def ward_for_all() -> Ward:
    return WardFactory(trust=TrustFactory())


def at_once(act, times: int) -> list:
    """Do the same in as many threads, all starting together, and give what each answered."""
    ready, answers = threading.Barrier(times), []

    def run() -> None:
        try:
            ready.wait(timeout=20)
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_five_of_the_same_request_at_once_raise_one_ticket(signed_in, ward_for_all):
    sister: User = UserFactory(ward=ward_for_all)
    wanted = {"ward": ward_for_all.pk, "title": "A kettle"}
    programs = [signed_in(sister) for _ in range(5)]

    answers = at_once(lambda: programs.pop().send("tickets/", wanted, **KEY), 5)

    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 4
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_request_does_not_wait_for_ever(signed_in, ward_for_all, monkeypatch):
    sister: User = UserFactory(ward=ward_for_all)
    wanted = {"ward": ward_for_all.pk, "title": "A kettle"}
    first, second = signed_in(sister), signed_in(sister)
    begun, may_end = threading.Event(), threading.Event()
    raise_ticket, answers = commands.raise_ticket, []

    def raise_slowly(**values):
        begun.set()
        may_end.wait(timeout=30)
        return raise_ticket(**values)

    def send_first() -> None:
        answers.append(first.send("tickets/", wanted, **KEY))
        connection.close()

    monkeypatch.setattr(commands, "raise_ticket", raise_slowly)
    monkeypatch.setattr(idempotency, "PATIENCE", "200ms")
    slow = threading.Thread(target=send_first)
    slow.start()
    begun.wait(timeout=30)
    impatient = second.send("tickets/", wanted, **KEY)
    may_end.set()
    slow.join(timeout=60)

    assert (impatient.status_code, impatient.json()["type"]) == (409, "/api/v1/problems/still-at-work/")
    assert [answer.status_code for answer in answers] == [201]
    assert Ticket.objects.count() == 1
