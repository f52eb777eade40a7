"""What a ward sees: its home, its list, a ticket in its words, and nothing of anybody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import NINE, PostFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.pages.reading import links, text, titles
from tickets import commands
from tickets.choices import CauseFate, Channel, Counterpart, Direction, RootCause
from tickets.commands import Contact
from tickets.models import Leg, Service, Ticket


@pytest.fixture
def ward_page(client: Client, sister: User) -> Client:
    """A browser in which the sister has signed in."""
    client.force_login(sister)
    return client


def resolved(ticket: Ticket, concierge: User) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="A kettle was bought.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=timezone.now(),
    )


def note_of(service: Service | None, note: str) -> Contact:
    counterpart = Counterpart.SERVICE if service else Counterpart.WARD
    return Contact(Channel.TELEPHONE, Direction.OUT, counterpart, service, desk_minutes=5, note=note)


def test_home_puts_what_the_ward_is_asked_first(ward_page: Client, ward: Ward, leg: Leg, concierge: User):
    raised_ticket(ward, title="A door that sticks")
    done = resolved(raised_ticket(ward, title="A lamp"), concierge)
    ended = raised_ticket(ward, title="A chair")
    commands.withdraw_ticket(ticket=ended, because="Found one", by=concierge, at=timezone.now())
    commands.put_with_ward(leg=leg, question="Which colour?", by=concierge, at=NINE)

    page = ward_page.get("/ward/")

    assert titles(page) == ["A new kettle", "A lamp", "A door that sticks"]
    words = text(page)
    assert "HR asks: Which colour?" in words
    assert words.index("Your ward is asked") < words.index("Is it fixed?") < words.index("Open")
    assert words.index(done.reference) < words.index("Finished lately") < words.index("A chair")


def test_home_says_what_happens_next_who_has_it_and_by_when(ward_page: Client, leg: Leg, concierge: User):
    due_at = timezone.make_aware(timezone.datetime(2026, 3, 6, 17))
    commands.take_promise(leg=leg, what="A kettle sent", due_at=due_at, by=concierge, at=NINE)

    page = text(ward_page.get("/ward/"))

    assert "HR promised: A kettle sent" in page
    assert "HR since Tue 3 Mar" in page
    assert "was due Fri 6 Mar" in page


def test_home_without_tickets_says_how_to_begin(ward_page: Client):
    page = ward_page.get("/ward/")

    assert "Nothing has been asked for yet" in text(page)
    assert links(page)["Ask for something"] == "/raise/"


def test_home_shows_tickets_of_all_her_wards(ward_page: Client, sister: User, trust: Trust, ticket: Ticket):
    second = WardFactory(trust=trust, name="Robin")
    PostFactory(person=sister, trust=trust, ward=second, role=Role.DEPUTY)
    raised_ticket(second, title="A clock")

    page = ward_page.get("/ward/")

    assert sorted(titles(page)) == ["A clock", "A new kettle"]
    assert "· Robin ·" in text(page)


def test_the_root_leads_a_sister_to_her_wards(ward_page: Client):
    assert ward_page.get("/").headers["Location"] == "/ward/"


def test_a_sister_whose_post_has_ended_sees_nothing_and_whom_to_ring(
    ward_page: Client, sister: User, ticket: Ticket
):
    assert ward_page.get(f"/tickets/{ticket.reference}/").status_code == 200
    Post.objects.filter(person=sister).update(until=date(2026, 4, 1))

    page = ward_page.get("/ward/")

    assert page.status_code == 404
    assert "You have no post on a ward today" in text(page)
    assert "ring the desk on 020 7946 0802" in text(page)
    assert ward_page.get(f"/tickets/{ticket.reference}/").status_code == 404
    assert ward_page.get("/raise/").status_code == 404


def test_another_wards_sister_cannot_see_a_ticket_or_act_on_it(client: Client, trust: Trust, ticket: Ticket):
    client.force_login(UserFactory(ward=WardFactory(trust=trust)))
    here = f"/ward/tickets/{ticket.reference}"

    assert client.get(f"/tickets/{ticket.reference}/").status_code == 404
    for page in ("receipt", "reply", "files", "not-fixed", "withdrawal"):
        assert client.get(f"{here}/{page}/").status_code == 404
    assert client.post(f"{here}/withdrawal/", {"because": "Mine now"}).status_code == 404
    assert ticket.reference not in text(client.get("/ward/"))


def test_a_deputy_and_a_ward_clerk_see_the_same_but_cannot_pass_the_ward_on(
    client: Client, ward: Ward, ticket: Ticket
):
    for role in (Role.DEPUTY, Role.WARD_CLERK):
        client.force_login(UserFactory(ward=ward, post_role=role))

        page = client.get("/ward/")

        assert titles(page) == ["A new kettle"]
        assert "Pass the ward on" not in text(page)
        assert client.get("/ward/pass-on/").status_code == 404


def test_the_ticket_shows_the_ward_its_own_contacts_in_full_and_others_without_notes(
    ward_page: Client, ticket: Ticket, leg: Leg, hr: Service, concierge: User
):
    for contact in (note_of(None, "The ward has two sockets"), note_of(hr, "They were rude again")):
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)
    commands.assign_ticket(ticket=ticket, concierge=concierge, by=concierge, at=NINE)
    assert ticket.interactions.filter(note="They were rude again").exists()

    page = text(ward_page.get(f"/tickets/{ticket.reference}/"))

    assert "The ward has two sockets" in page
    assert "The desk rang HR" in page
    assert "They were rude again" not in page


def test_the_ward_is_not_told_the_desks_words_to_a_service(
    ward_page: Client, ticket: Ticket, hr: Service, finance: Service, concierge: User
):
    leg = commands.route_ticket(
        ticket=ticket, services=[hr], request="Ask them nicely", by=concierge, at=NINE
    )[0]
    commands.hand_on(
        leg=leg, to=finance, because="HR would not listen", by=concierge, at=NINE + timedelta(hours=1)
    )
    assert ticket.changes.filter(note="HR would not listen").exists()

    page = text(ward_page.get(f"/tickets/{ticket.reference}/"))

    assert "Handed on to Finance" in page
    assert "Ask them nicely" not in page
    assert "HR would not listen" not in page


def test_search_finds_a_reference_and_words_but_no_hidden_note(
    ward_page: Client, ticket: Ticket, leg: Leg, hr: Service, concierge: User
):
    commands.record_interaction(ticket=ticket, contact=note_of(hr, "a tantrum"), by=concierge, at=NINE)
    commands.record_interaction(ticket=ticket, contact=note_of(None, "a socket"), by=concierge, at=NINE)

    found = {
        words: titles(ward_page.get("/ward/tickets/", {"q": words}))
        for words in ("kettles", ticket.reference, "socket", "tantrum")
    }

    assert found == {
        "kettles": ["A new kettle"],
        ticket.reference: ["A new kettle"],
        "socket": ["A new kettle"],
        "tantrum": [],
    }
    assert "No ticket fits" in text(ward_page.get("/ward/tickets/", {"q": "tantrum"}))


def test_the_list_is_narrowed_by_state(ward_page: Client, ward: Ward, ticket: Ticket, concierge: User):
    resolved(raised_ticket(ward, title="A lamp"), concierge)

    found = {
        state: titles(ward_page.get("/ward/tickets/", {"state": state}))
        for state in ("open", "asked", "fixed", "closed", "nonsense")
    }

    assert found == {
        "open": ["A new kettle"],
        "asked": [],
        "fixed": ["A lamp"],
        "closed": ["A lamp"],
        "nonsense": ["A lamp", "A new kettle"],
    }


def test_the_list_pages_by_key(ward_page: Client, ward: Ward, sister: User):
    for number in range(26):
        raised_ticket(ward, by=sister, title=f"Thing {number}", at=NINE + timedelta(hours=number))

    first = ward_page.get("/ward/tickets/")
    second = ward_page.get(f"{links(first)['Next →']}")

    assert titles(first)[0] == "Thing 25"
    assert titles(second) == ["Thing 0"]


@pytest.mark.parametrize("address", ["/ward/", "/ward/tickets/"])
def test_one_and_three_tickets_cost_the_same_queries(
    ward_page: Client, ward: Ward, sister: User, hr: Service, concierge: User, address: str
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert ward_page.get(address).status_code == 200
        return len(queries)

    def one_more() -> None:
        ticket = raised_ticket(ward, by=sister)
        leg = commands.route_ticket(ticket=ticket, services=[hr], by=concierge, at=NINE)[0]
        commands.take_promise(leg=leg, what="It", due_at=timezone.now(), by=concierge, at=NINE)

    one_more()
    ward_page.get(address)
    first = cost()
    one_more()
    one_more()

    assert cost() == first


def test_an_nhs_number_is_masked_wherever_the_ward_reads(ward_page: Client, ward: Ward, sister: User):
    ticket = raised_ticket(ward, by=sister, title="Label for 999 000 0018", details="See 9990000018")

    for address in ("/ward/", "/ward/tickets/", f"/tickets/{ticket.reference}/"):
        page = text(ward_page.get(address))
        assert "999 000 0018" not in page
        assert "9990000018" not in page
        assert "999 ••• ••18" in page
