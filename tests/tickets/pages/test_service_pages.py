"""What a service sees: its own parts, its own timeline, and nothing of another service's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import NINE, PostFactory, UserFactory, raised_ticket
from tests.tickets.pages.reading import links, text, titles
from tickets import commands
from tickets.choices import Channel, Counterpart, Direction
from tickets.commands import Contact
from tickets.models import Leg, Service, Ticket


@pytest.fixture
def clerk(hr: Service) -> User:
    """Somebody who works in HR."""
    return UserFactory(service=hr, name="Ola Finch")


@pytest.fixture
def hr_page(client: Client, clerk: User) -> Client:
    """A browser in which somebody of HR has signed in."""
    client.force_login(clerk)
    return client


def part_for(service: Service, ward: Ward, concierge: User, title: str, hours: int = 0) -> Leg:
    at = NINE + timedelta(hours=hours)
    ticket = raised_ticket(ward, title=title, at=at)
    return commands.route_ticket(ticket=ticket, services=[service], by=concierge, at=at)[0]


def rang(service: Service | None, note: str) -> Contact:
    counterpart = Counterpart.SERVICE if service else Counterpart.WARD
    return Contact(Channel.TELEPHONE, Direction.OUT, counterpart, service, desk_minutes=5, note=note)


def test_the_promise_due_first_leads_then_what_has_waited_longest(
    hr_page: Client, hr: Service, ward: Ward, concierge: User
):
    part_for(hr, ward, concierge, "Waits least", 3)
    part_for(hr, ward, concierge, "Waits longest", 1)
    later, sooner = part_for(hr, ward, concierge, "Later", 2), part_for(hr, ward, concierge, "Sooner", 4)
    for leg, days in ((later, 9), (sooner, 5)):
        commands.take_promise(leg=leg, what="It", due_at=NINE + timedelta(days=days), by=concierge, at=NINE)

    page = hr_page.get("/service/")

    assert titles(page) == ["Sooner", "Later", "Waits longest", "Waits least"]
    assert "was due Sun 8 Mar" in text(page)


def test_a_service_sees_only_its_own_parts(
    hr_page: Client, hr: Service, finance: Service, ward: Ward, concierge: User
):
    part_for(hr, ward, concierge, "A badge")
    part_for(finance, ward, concierge, "A bill")

    assert titles(hr_page.get("/service/")) == ["A badge"]


def test_the_list_is_narrowed(hr_page: Client, hr: Service, ward: Ward, concierge: User, clerk: User):
    asked, late = part_for(hr, ward, concierge, "A badge"), part_for(hr, ward, concierge, "A bill", 1)
    planned = part_for(hr, ward, concierge, "A bed", 2)
    commands.put_with_ward(leg=asked, question="Whose?", by=concierge, at=NINE)
    commands.take_promise(
        leg=late, what="It", due_at=NINE + timedelta(days=1), by=concierge, at=NINE + timedelta(hours=1)
    )
    commands.own_leg(leg=late, owner=clerk, by=clerk, at=NINE)
    soon = timezone.localdate() + timedelta(days=9)
    commands.plan_works(
        leg=planned, planned_for=soon, because="A fitter comes", by=concierge, at=timezone.now()
    )

    def found(**query: str) -> list[str]:
        return titles(hr_page.get("/service/", query))

    assert found(waits="ward") == ["A badge"]
    assert found(waits="late") == found(waits="us") == found(mine="on") == ["A bill"]
    assert found(waits="planned") == ["A bed"]
    assert found(q="beds") == ["A bed"]
    assert "Nothing fits" in text(hr_page.get("/service/", {"q": "unicorn"}))


def test_search_reads_no_note_of_another_service(
    hr_page: Client, ticket: Ticket, leg: Leg, hr: Service, finance: Service, concierge: User
):
    commands.record_interaction(ticket=ticket, contact=rang(finance, "a tantrum"), by=concierge, at=NINE)
    commands.record_interaction(ticket=ticket, contact=rang(hr, "a badge"), by=concierge, at=NINE)

    assert titles(hr_page.get("/service/", {"q": "badge"})) == ["A new kettle"]
    assert titles(hr_page.get("/service/", {"q": "tantrum"})) == []


def test_what_is_done_is_listed_apart(hr_page: Client, leg: Leg, clerk: User):
    commands.finish_leg(leg=leg, result="The badge is made.", by=clerk, at=NINE)

    page = hr_page.get("/service/done/")

    assert titles(page) == ["A new kettle"]
    assert "The badge is made." in text(page)
    assert "No ward waits for you" in text(hr_page.get("/service/"))


def test_the_part_says_what_is_asked_by_which_ward(
    hr_page: Client, ward: Ward, ticket: Ticket, hr: Service, concierge: User
):
    leg = commands.route_ticket(ticket=ticket, services=[hr], request="Make a badge", by=concierge, at=NINE)[
        0
    ]

    page = text(hr_page.get(f"/service/parts/{leg.pk}/"))

    assert "What is asked Make a badge" in page
    assert f"Ward {ward}, {ward.site}" in page
    assert f"{ticket.reference} · {ward}" in page


def test_the_tickets_own_address_leads_to_the_part(hr_page: Client, ticket: Ticket, leg: Leg):
    assert hr_page.get(f"/tickets/{ticket.reference}/").headers["Location"] == f"/service/parts/{leg.pk}/"


def test_a_service_reads_its_own_contacts_and_not_the_others(
    hr_page: Client, ticket: Ticket, leg: Leg, hr: Service, finance: Service, concierge: User
):
    other = commands.route_ticket(
        ticket=ticket, services=[finance], request="Count it", by=concierge, at=NINE
    )[0]
    commands.take_promise(leg=other, what="A sum", due_at=NINE, by=concierge, at=NINE)
    for contact in (
        rang(hr, "Badge asked for"),
        rang(finance, "Finance was late"),
        rang(None, "The ward is cross"),
    ):
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)
    assert ticket.interactions.count() == 3

    page = text(hr_page.get(f"/service/parts/{leg.pk}/"))

    assert "The desk rang HR" in page
    assert "Badge asked for" in page
    for hidden in ("Finance was late", "The ward is cross", "Count it", "A sum", "Finance"):
        assert hidden not in page


def test_a_ticket_only_finance_has_is_not_there_for_hr(
    hr_page: Client, ticket: Ticket, finance: Service, concierge: User
):
    leg = commands.route_ticket(ticket=ticket, services=[finance], by=concierge, at=NINE)[0]
    here = f"/service/parts/{leg.pk}"

    assert hr_page.get(f"/tickets/{ticket.reference}/").status_code == 404
    assert hr_page.get(f"{here}/").status_code == 404
    for verb in ("result", "promises", "not-ours", "question", "plan", "messages", "owner", "resolution"):
        assert hr_page.get(f"{here}/{verb}/").status_code == 404
    for verb in ("mine", "taking-back", "result"):
        assert hr_page.post(f"{here}/{verb}/", {"result": "Done"}).status_code == 404


def test_hr_of_another_trust_sees_nothing(client: Client, leg: Leg):
    client.force_login(UserFactory(service=part_for(*_elsewhere()).service))

    assert client.get(f"/service/parts/{leg.pk}/").status_code == 404


def _elsewhere() -> tuple[Service, Ward, User, str]:
    ward = raised_ticket().ward
    trust: Trust = ward.trust
    service = Service.objects.create(
        trust=trust, name="HR", team=trust.teams.create(kind="service", name="HR")
    )
    return service, ward, UserFactory(desk=trust), "A badge"


def test_a_person_of_two_services_sees_both_and_can_narrow(
    hr_page: Client, clerk: User, hr: Service, finance: Service, ward: Ward, concierge: User
):
    PostFactory(person=clerk, trust=finance.trust, team=finance.team, role=Role.SERVICE)
    part_for(hr, ward, concierge, "A badge")
    part_for(finance, ward, concierge, "A bill", 1)

    assert titles(hr_page.get("/service/")) == ["A badge", "A bill"]
    assert titles(hr_page.get("/service/", {"service": finance.pk})) == ["A bill"]


def test_a_sister_has_no_post_in_a_service(client: Client, sister: User):
    client.force_login(sister)

    page = client.get("/service/")

    assert page.status_code == 404
    assert "You have no post in a service today" in text(page)


def test_the_root_leads_a_service_to_its_parts(hr_page: Client):
    assert hr_page.get("/").headers["Location"] == "/service/"


def test_the_list_pages_by_key(hr_page: Client, hr: Service, ward: Ward, concierge: User):
    for number in range(26):
        part_for(hr, ward, concierge, f"Thing {number}", number)

    first = hr_page.get("/service/")

    assert titles(first)[0] == "Thing 0"
    assert titles(hr_page.get(links(first)["Next →"])) == ["Thing 25"]


@pytest.mark.parametrize("address", ["/service/", "/service/done/"])
def test_one_and_three_parts_cost_the_same_queries(
    hr_page: Client, hr: Service, ward: Ward, concierge: User, address: str
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert hr_page.get(address).status_code == 200
        return len(queries)

    def one_more(hours: int) -> None:
        leg = part_for(hr, ward, concierge, "A badge", hours)
        commands.take_promise(leg=leg, what="It", due_at=timezone.now(), by=concierge, at=NINE)
        done = part_for(hr, ward, concierge, "A bill", hours)
        commands.finish_leg(leg=done, result="Paid", by=concierge, at=timezone.now())

    one_more(0)
    hr_page.get(address)
    first = cost()
    one_more(1)
    one_more(2)

    assert cost() == first
