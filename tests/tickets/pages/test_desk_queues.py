from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tests.factories import NINE, ProcessFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.pages.reading import links, tabs, text, titles
from tickets import commands
from tickets.choices import CauseFate, PatientEffect, RootCause, Source
from tickets.models import Leg, Service, Ticket
from tickets.queries import QUEUES


def test_a_row_says_what_it_is_whose_it_is_and_what_happens_next(
    desk: Client, ward: Ward, sister: User, hr: Service, concierge: User
):
    ticket = raised_ticket(ward, by=sister, title="A fan", patient_effect=PatientEffect.SAFETY)
    commands.route_ticket(ticket=ticket, services=[hr], by=concierge, at=timezone.now())

    page = desk.get("/desk/?queue=mine").content.decode()

    assert [
        words in page for words in ("A fan", ticket.reference, ward.name, "HR", "since today", "Safety")
    ] == [True] * 6
    assert "The desk will ask HR again" in page


@pytest.mark.parametrize("key", QUEUES)
def test_every_queue_shows_kind_words_where_it_is_empty(desk: Client, key: str):
    page = desk.get("/desk/", {"queue": key})

    assert page.status_code == 200
    assert "app-empty" in page.content.decode()


def test_the_desk_opens_on_what_is_new(
    desk: Client, ticket: Ticket, ward: Ward, sister: User, hr: Service, concierge: User
):
    routed = raised_ticket(ward, by=sister, title="Routed")
    commands.route_ticket(ticket=routed, services=[hr], by=concierge, at=NINE)

    page = desk.get("/desk/")

    assert titles(page) == ["A new kettle"]
    assert tabs(page) == {
        "New": 1,
        "Mine": 2,
        "Chase today": 1,
        "Promises due": 0,
        "With the ward": 0,
        "Planned": 0,
        "To confirm": 0,
        "All": None,
    }


def test_a_late_promise_stands_in_its_queue_and_is_called_late(desk: Client, leg: Leg, concierge: User):
    commands.take_promise(
        leg=leg, what="Send the form", due_at=NINE + timedelta(days=2), by=concierge, at=NINE
    )

    page = desk.get("/desk/?queue=promises")

    assert titles(page) == ["A new kettle"]
    assert "HR promised: Send the form" in page.content.decode()
    assert "Thu 5 Mar, late" in text(page)


def test_filters_narrow_a_queue_and_stand_in_the_address(
    desk: Client, trust: Trust, sister: User, ward: Ward
):
    process = ProcessFactory(trust=trust)
    raised_ticket(ward, by=sister, title="About it", process=process)
    raised_ticket(ward, by=sister, title="About something else")
    raised_ticket(WardFactory(trust=trust), title="On another ward", process=process)

    page = desk.get(
        "/desk/",
        {
            "queue": "all",
            "process": process.pk,
            "ward": ward.name.upper(),
            "since-day": "3",
            "since-month": "3",
            "since-year": "2026",
        },
    )

    assert titles(page) == ["About it"]
    assert "Filter 3 on" in text(page)


def test_a_day_that_is_none_is_refused_beside_the_filters(desk: Client, ticket: Ticket):
    page = desk.get("/desk/", {"queue": "all", "since-day": "31", "since-month": "2", "since-year": "2026"})

    assert "must be a real day" in page.content.decode()


def test_words_find_tickets_by_what_was_said_of_them(desk: Client, ward: Ward, sister: User):
    raised_ticket(ward, by=sister, title="Drugs fridge is warm")
    raised_ticket(ward, by=sister, title="A chair")

    page = desk.get("/desk/", {"q": "fridges"})

    assert titles(page) == ["Drugs fridge is warm"]


def test_a_reference_leads_to_its_ticket_as_it_is_spoken(desk: Client, ticket: Ticket):
    spoken = ticket.reference.lower().replace("-", " ")

    page = desk.get("/desk/", {"q": spoken})

    assert page.url == f"/tickets/{ticket.reference}/"


def test_an_old_reference_leads_to_its_ticket(desk: Client, ticket: Ticket):
    Ticket.objects.filter(pk=ticket.pk).update(old_reference="LOG/77")

    page = desk.get("/desk/", {"q": "log/77"})

    assert page.url == f"/tickets/{ticket.reference}/"


def test_a_reference_with_a_wrong_digit_says_so(desk: Client, ticket: Ticket):
    last = int(ticket.reference[-1])
    wrong = f"{ticket.reference[:-1]}{(last + 1) % 10}"

    page = desk.get("/desk/", {"q": wrong})

    assert "cannot be a reference" in page.content.decode()


def test_a_reference_of_another_trust_is_not_found(elsewhere: Client, ticket: Ticket):
    page = elsewhere.get("/desk/", {"q": ticket.reference})

    assert titles(page) == []
    assert "Nothing found" in page.content.decode()


def test_a_sister_has_no_queues(client: Client, sister: User):
    client.force_login(sister)

    assert client.get("/desk/").status_code == 403


def test_a_manager_reads_the_queues_and_gets_no_verbs(client: Client, ticket: Ticket, trust: Trust):
    client.force_login(UserFactory(manages=trust))

    page = client.get("/desk/")

    assert titles(page) == ["A new kettle"]
    assert "Raise for a ward" not in page.content.decode()
    assert "queue=mine" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("key", ["mine", "chase", "promises", "all"])
def test_a_queue_costs_the_same_queries_for_one_row_and_for_three(
    desk: Client, key: str, ward: Ward, sister: User, hr: Service, finance: Service, concierge: User
):
    def add() -> None:
        added = raised_ticket(ward, by=sister)
        legs = commands.route_ticket(ticket=added, services=[hr, finance], by=concierge, at=NINE)
        commands.take_promise(leg=legs[0], what="A form", due_at=NINE, by=concierge, at=NINE)
        commands.plan_works(leg=legs[1], planned_for=NINE.date(), because="Parts", by=concierge, at=NINE)

    add()
    with CaptureQueriesContext(connection) as one:
        first = desk.get("/desk/", {"queue": key})
    add(), add()
    with CaptureQueriesContext(connection) as three:
        second = desk.get("/desk/", {"queue": key})

    assert (len(titles(first)), len(titles(second))) == (1, 3)
    assert len(three) == len(one)


def test_a_queue_goes_on_by_key(desk: Client, ward: Ward, sister: User):
    for number in range(27):
        raised_ticket(ward, by=sister, title=f"Chair {number}", at=NINE + timedelta(minutes=number))

    first = desk.get("/desk/?queue=mine")
    second = desk.get(links(first)["Next →"])

    assert (len(titles(first)), titles(second)) == (25, ["Chair 25", "Chair 26"])


def test_what_an_old_log_left_uncoded_has_its_own_queue(desk: Client, ticket: Ticket):
    Ticket.objects.filter(pk=ticket.pk).update(
        status="resolved", source=Source.IMPORT, to_be_coded=True, resolved_at=NINE
    )

    page = desk.get("/desk/?queue=to_code")

    assert titles(page) == ["A new kettle"]
    assert "To be coded" in tabs(page)


def test_a_second_coder_is_offered_what_others_coded_and_never_sees_their_choice(
    desk: Client, ward: Ward, trust: Trust, concierge: User
):
    other = UserFactory(desk=trust)
    now = timezone.now()
    for by in [other] * 5 + [concierge] * 5:
        one = raised_ticket(ward, title=f"By {by.pk}", at=now)
        commands.resolve_ticket(
            ticket=one,
            outcome="Came",
            root_cause=RootCause.CULTURE,
            cause_fate=CauseFate.REMOVED,
            by=by,
            at=now,
        )

    page = desk.get("/desk/second-codings/")

    assert titles(page) == [f"By {other.pk}"]
    assert "Culture" not in page.content.decode()
