"""Tickets: raising, reading, filtering, paging."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import (
    NINE,
    ProcessFactory,
    ServiceFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tickets import commands
from tickets.choices import Source, Status
from tickets.models import Interaction, Service, Ticket

CALL = {
    "channel": "telephone",
    "direction": "in",
    "counterpart": "ward",
    "desk_minutes": 5,
    "note": "She rang.",
}


def references(response) -> list[str]:
    return [row["reference"] for row in response.json()["results"]]


def test_a_sister_raises_a_ticket_and_gets_its_reference(signed_in, ward, sister, concierge):
    response = signed_in(sister).send("tickets/", {"ward": ward.pk, "title": "A new kettle"})

    ticket = Ticket.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver/api/v1/tickets/{ticket.reference}/"
    assert response.json()["reference"] == ticket.reference
    assert response.json()["status"] == "raised"
    assert response.json()["concierge"] == {"id": concierge.pk, "name": concierge.name}
    assert (ticket.raised_by, ticket.source) == (sister, Source.WARD)


def test_the_desk_raises_on_behalf_of_a_ward_and_the_call_is_logged(signed_in, ward, concierge):
    wanted = {"ward": ward.pk, "title": "A new kettle", "asked_by": "The night sister", "call": CALL}

    response = signed_in(concierge).send("tickets/", wanted)

    assert response.status_code == 201
    assert response.json()["asked_by"] == "The night sister"
    logged = Interaction.objects.get()
    assert (logged.note, logged.desk_minutes, logged.ward_minutes) == ("She rang.", 5, 5)


def test_a_fault_in_the_call_points_into_the_call(signed_in, ward, concierge):
    call = {key: value for key, value in CALL.items() if key != "desk_minutes"}

    response = signed_in(concierge).send("tickets/", {"ward": ward.pk, "title": "A kettle", "call": call})

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"pointer": "#/call/desk_minutes", "detail": "Say how many minutes it took."}
    ]
    assert not Ticket.objects.exists()


def test_another_wards_sister_cannot_raise_for_a_ward(signed_in, trust, ward):
    response = signed_in(UserFactory(ward=WardFactory(trust=trust))).send(
        "tickets/", {"ward": ward.pk, "title": "A new kettle"}
    )

    assert response.status_code == 403
    assert response.json()["detail"] == f"Only {ward} or the desk can raise a ticket for {ward}."
    assert not Ticket.objects.exists()


def test_a_ward_of_another_trust_is_not_known(signed_in, sister):
    response = signed_in(sister).send("tickets/", {"ward": WardFactory().pk, "title": "A new kettle"})

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/ward"]


def test_a_ticket_is_told_whole(signed_in, ticket, leg, concierge):
    commands.take_promise(
        leg=leg, what="Send the form", due_at=NINE + timedelta(days=2), by=concierge, at=NINE
    )

    told = signed_in(concierge).ask(f"tickets/{ticket.reference}/").json()

    assert told["title"] == "A new kettle"
    assert told["whereabouts"]["next_step"] == "HR promised: Send the form"
    assert told["whereabouts"]["who"] == "HR"
    assert [part["service"]["name"] for part in told["legs"]] == ["HR"]
    assert [promise["what"] for promise in told["legs"][0]["promises"]] == ["Send the form"]
    assert [held["holder"] for held in told["legs"][0]["holdings"]] == ["service"]


def test_a_reference_may_be_written_as_it_is_spoken(signed_in, ticket, sister):
    spoken = ticket.reference.replace("-", " ").lower()

    assert signed_in(sister).ask(f"tickets/{spoken}/").json()["reference"] == ticket.reference


def test_a_ticket_of_another_ward_is_not_there(signed_in, ticket, trust):
    stranger = UserFactory(ward=WardFactory(trust=trust))

    assert signed_in(stranger).ask(f"tickets/{ticket.reference}/").status_code == 404
    assert signed_in(stranger).ask("tickets/").json()["results"] == []


def test_a_service_sees_its_own_part_only(signed_in, ticket, leg, hr, finance, concierge):
    commands.route_ticket(ticket=ticket, services=[finance], by=concierge, at=NINE)
    other = ticket.legs.get(service=finance)
    program = signed_in(UserFactory(service=hr))

    told = program.ask(f"tickets/{ticket.reference}/").json()

    assert [part["id"] for part in told["legs"]] == [leg.pk]
    assert program.ask(f"legs/{leg.pk}/").status_code == 200
    assert program.ask(f"legs/{other.pk}/").status_code == 404


@pytest.fixture
def three(ward: Ward, concierge: User, hr: Service) -> list[Ticket]:
    """Three tickets: raised, with HR, resolved; a day apart."""
    kettle = raised_ticket(ward, at=NINE, title="A kettle")
    badge = raised_ticket(ward, at=NINE + timedelta(days=1), title="A badge for a starter")
    door = raised_ticket(ward, at=NINE + timedelta(days=2), title="A door that squeaks")
    commands.route_ticket(ticket=badge, services=[hr], by=concierge, at=NINE + timedelta(days=1))
    commands.resolve_ticket(
        ticket=door,
        outcome="Oiled.",
        root_cause="culture",
        cause_fate="removed",
        by=concierge,
        at=NINE + timedelta(days=3),
    )
    return [kettle, badge, door]


def test_the_list_is_newest_first(signed_in, three, sister):
    assert references(signed_in(sister).ask("tickets/")) == [ticket.reference for ticket in reversed(three)]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"status": "raised"}, [0]),
        ({"status": ["raised", "in_hand"]}, [1, 0]),
        ({"raised_since": "2026-03-04"}, [2, 1]),
        ({"raised_until": "2026-03-04"}, [0]),
        ({"raised_since": "2026-03-04", "raised_until": "2026-03-05"}, [1]),
        ({"q": "starter"}, [1]),
        ({"q": "squeaking doors"}, [2]),
        ({"q": "elephants"}, []),
        ({"queue": "new"}, [0]),
        ({"queue": "confirm"}, [2]),
        ({"queue": "all"}, [2, 1, 0]),
        ({"queue": "all", "status": "in_hand"}, [1]),
    ],
)
def test_the_list_can_be_filtered(signed_in, three, concierge, parameters, found):
    response = signed_in(concierge).ask("tickets/", **parameters)

    assert references(response) == [three[place].reference for place in found]


def test_the_list_can_be_filtered_by_what_a_ticket_is_about(signed_in, three, ward, trust, hr, concierge):
    process = ProcessFactory(trust=trust)
    fourth = raised_ticket(WardFactory(trust=trust), process=process)
    program = signed_in(concierge)

    assert references(program.ask("tickets/", ward=fourth.ward_id)) == [fourth.reference]
    assert references(program.ask("tickets/", process=process.pk)) == [fourth.reference]
    assert references(program.ask("tickets/", service=hr.pk)) == [three[1].reference]
    assert references(program.ask("tickets/", concierge=UserFactory().pk)) == []
    assert len(references(program.ask("tickets/", concierge=concierge.pk))) == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "lost"),
        ("ward", "seven"),
        ("ward", str(2**70)),
        ("raised_since", "yesterday"),
        ("raised_since", "0001-01-01"),
        ("queue", "quickest"),
        ("statsu", "raised"),
        ("after", "nonsense"),
        ("before", "nonsense"),
        ("q", "word\x00"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_and_named(signed_in, sister, name, value):
    response = signed_in(sister).ask("tickets/", **{name: value})

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [name]


def test_the_list_is_paged_onward_and_back(signed_in, ward, sister, concierge):
    raised = [raised_ticket(ward, by=sister, at=NINE + timedelta(minutes=n // 3)) for n in range(30)]
    expected = [
        ticket.reference for ticket in sorted(raised, key=lambda t: (t.raised_at, t.pk), reverse=True)
    ]
    program = signed_in(sister)

    first = program.ask("tickets/")
    second = program.get(first.json()["next"])
    again = program.get(second.json()["previous"])

    assert references(first) + references(second) == expected
    assert (first.json()["previous"], second.json()["next"]) == (None, None)
    assert references(again) == references(first)


def test_three_tickets_cost_as_many_queries_as_one(signed_in, ward, sister, concierge, hr):
    program = signed_in(sister)

    def cost() -> int:
        ticket = raised_ticket(ward, by=sister)
        leg = commands.route_ticket(ticket=ticket, services=[hr], by=concierge, at=NINE)[0]
        commands.take_promise(leg=leg, what="Ring back", due_at=NINE, by=concierge, at=NINE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert program.ask("tickets/").status_code == 200
        return len(queries)

    first, _, third = cost(), cost(), cost()

    assert len(references(program.ask("tickets/"))) == 3
    assert third == first


def test_a_ticket_with_three_parts_costs_as_many_queries_as_with_one(signed_in, ticket, trust, concierge):
    program = signed_in(concierge)

    def cost() -> int:
        commands.route_ticket(ticket=ticket, services=[ServiceFactory(trust=trust)], by=concierge, at=NINE)
        with CaptureQueriesContext(connection) as queries:
            assert program.ask(f"tickets/{ticket.reference}/").status_code == 200
        return len(queries)

    first, _, third = cost(), cost(), cost()

    assert third == first


def test_what_happened_is_told_in_words_and_as_changes(signed_in, ticket, leg, sister):
    program = signed_in(sister)

    timeline = program.ask(f"tickets/{ticket.reference}/timeline/").json()
    changes = program.ask(f"tickets/{ticket.reference}/changes/").json()

    assert [entry["title"] for entry in timeline] == ["Routed · HR", "Raised"]
    assert [(change["verb"], change["status"], change["leg"]) for change in changes] == [
        ("routed", Status.IN_HAND, leg.pk),
        ("raised", Status.RAISED, None),
    ]


def test_what_happened_to_anothers_ticket_is_not_there(signed_in, ticket):
    stranger = signed_in(UserFactory(ward=WardFactory()))

    assert stranger.ask(f"tickets/{ticket.reference}/timeline/").status_code == 404
    assert stranger.ask(f"tickets/{ticket.reference}/changes/").status_code == 404
