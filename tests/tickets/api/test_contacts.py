"""Contacts: recorded, corrected, answered, and told only to those who may read them."""

import pytest

from concierge.people.models import User
from tests.factories import NINE, UserFactory, WardFactory
from tickets import commands
from tickets.choices import Channel, Counterpart, Direction, Source, Status
from tickets.commands import Contact
from tickets.models import Interaction, Service, Ticket

CALL = {"channel": "telephone", "direction": "out", "counterpart": "ward", "desk_minutes": 5, "note": "Rang."}


@pytest.fixture
def logged(ticket: Ticket, hr: Service, concierge: User) -> Interaction:
    call = Contact(
        Channel.TELEPHONE,
        Direction.OUT,
        Counterpart.SERVICE,
        service=hr,
        with_whom="The front desk",
        desk_minutes=10,
        note="They are looking.",
    )
    return commands.record_interaction(ticket=ticket, contact=call, by=concierge, at=NINE)


def test_the_desk_records_a_call_at_the_hour_it_happened(signed_in, ticket, concierge):
    wanted = {**CALL, "happened_at": "2026-03-04T11:00:00+00:00", "with_whom": "The sister"}

    response = signed_in(concierge).send(f"tickets/{ticket.reference}/interactions/", wanted)

    kept = Interaction.objects.get()
    assert response.status_code == 201
    assert (kept.desk_minutes, kept.ward_minutes, kept.service_minutes) == (5, 5, None)
    assert (kept.happened_at.day, kept.with_whom, kept.source) == (4, "The sister", Source.DESK)


def test_the_ward_may_leave_minutes_out(signed_in, ticket, sister):
    wanted = {"channel": "face_to_face", "direction": "meeting", "counterpart": "other"}

    response = signed_in(sister).send(f"tickets/{ticket.reference}/interactions/", wanted)

    kept = Interaction.objects.get()
    assert (response.status_code, kept.source, kept.desk_minutes) == (201, Source.WARD, None)


def test_the_desk_may_not(signed_in, ticket, concierge):
    wanted = {name: value for name, value in CALL.items() if name != "desk_minutes"}

    response = signed_in(concierge).send(f"tickets/{ticket.reference}/interactions/", wanted)

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"pointer": "#/desk_minutes", "detail": "Say how many minutes it took."}
    ]


def test_a_contact_joins_no_part_of_another_ticket(signed_in, ticket, leg, ward, concierge):
    other = commands.raise_ticket(ward=ward, title="A door", by=concierge, at=NINE)

    response = signed_in(concierge).send(f"tickets/{other.reference}/interactions/", {**CALL, "leg": leg.pk})

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/leg")


def test_a_reader_of_the_trust_cannot_record(signed_in, ticket, trust):
    response = signed_in(UserFactory(manages=trust)).send(f"tickets/{ticket.reference}/interactions/", CALL)

    assert response.status_code == 403
    assert not Interaction.objects.exists()


def test_the_desk_reads_all_of_a_contact(signed_in, ticket, logged, concierge):
    told = signed_in(concierge).ask(f"tickets/{ticket.reference}/interactions/").json()

    assert [(row["note"], row["with_whom"]) for row in told] == [("They are looking.", "The front desk")]


def test_the_ward_reads_that_a_service_was_spoken_to_but_not_what_was_said(signed_in, ticket, logged, sister):
    told = signed_in(sister).ask(f"tickets/{ticket.reference}/interactions/").json()

    assert [(row["id"], row["note"], row["with_whom"], row["desk_minutes"]) for row in told] == [
        (logged.pk, "", "", 10)
    ]


def test_a_service_does_not_read_contacts_with_others(signed_in, ticket, leg, logged, finance, concierge):
    commands.route_ticket(ticket=ticket, services=[finance], by=concierge, at=NINE)
    program = signed_in(UserFactory(service=finance))

    assert program.ask(f"tickets/{ticket.reference}/interactions/").json() == []
    assert program.ask(f"tickets/{ticket.reference}/interactions/{logged.pk}/").status_code == 404


def test_a_contact_is_corrected_whole_and_history_keeps_what_it_said(signed_in, ticket, logged, concierge):
    mended = {**CALL, "happened_at": "2026-03-03T09:00:00Z", "because": "It was the ward."}

    response = signed_in(concierge).send(
        f"tickets/{ticket.reference}/interactions/{logged.pk}/", mended, method="put"
    )

    assert (response.status_code, response.json()["desk_minutes"]) == (200, 5)
    assert list(logged.history.values_list("desk_minutes", "history_change_reason")) == [
        (5, "It was the ward."),
        (10, "recorded"),
    ]


def test_only_the_desk_or_its_author_corrects_a_contact(signed_in, ticket, logged, sister):
    mended = {**CALL, "happened_at": "2026-03-03T09:00:00Z", "because": "I think so."}

    response = signed_in(sister).send(
        f"tickets/{ticket.reference}/interactions/{logged.pk}/", mended, method="put"
    )

    assert response.status_code == 403
    assert response.json()["detail"] == "Only the desk, or whoever logged it, can correct this."


def test_one_contact_is_read(signed_in, ticket, logged, concierge):
    told = signed_in(concierge).ask(f"tickets/{ticket.reference}/interactions/{logged.pk}/").json()

    assert (told["id"], told["note"]) == (logged.pk, "They are looking.")


def test_the_wards_answer_gives_the_part_back_to_its_service(signed_in, ticket, leg, concierge, sister):
    commands.put_with_ward(leg=leg, question="Which colour?", by=concierge, at=NINE)

    response = signed_in(sister).send(f"tickets/{ticket.reference}/answers/", {"text": "Red."})

    assert (response.status_code, response.json()["status"]) == (201, Status.IN_HAND)
    assert response.json()["legs"][0]["status"] == "with_service"


def test_a_service_does_not_answer_for_the_ward(signed_in, ticket, leg, hr):
    response = signed_in(UserFactory(service=hr)).send(
        f"tickets/{ticket.reference}/answers/", {"text": "Red."}
    )

    assert response.status_code == 403
    assert response.json()["detail"] == f"Only {ticket.ward} or the desk can answer."


def test_nobody_writes_on_a_ticket_she_cannot_see(signed_in, ticket, logged):
    stranger = signed_in(UserFactory(ward=WardFactory()))
    path = f"tickets/{ticket.reference}"

    assert stranger.send(f"{path}/interactions/", CALL).status_code == 404
    assert stranger.send(f"{path}/interactions/{logged.pk}/", CALL, method="put").status_code == 404
    assert stranger.send(f"{path}/answers/", {"text": "Red."}).status_code == 404
