from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, UserFactory
from tests.tickets.pages.reading import links, text
from tickets import commands
from tickets.choices import Channel, Counterpart, Direction
from tickets.commands import Contact
from tickets.models import Interaction, Leg, Service, ServiceContact, Ticket

CALL = {"channel": "telephone", "direction": "out", "whom": "ward", "desk_minutes": "5"}


def test_the_page_tells_the_whole_ticket(desk: Client, ticket: Ticket, leg: Leg, concierge: User):
    ServiceContact.objects.create(trust=ticket.trust, service=leg.service, name="Pat Bell", telephone="5512")
    commands.take_promise(
        leg=leg, what="Send the form", due_at=NINE + timedelta(days=1), by=concierge, at=NINE
    )

    page = text(desk.get(f"/tickets/{ticket.reference}/"))

    told = (
        ticket.reference,
        "A new kettle",
        ticket.ward.name,
        "HR",
        "since Tue 3 Mar",
        "Send the form",
        "Pat Bell",
        "5512",
        "Routed",
    )
    assert [words for words in told if words not in page] == []


def test_a_concierge_of_another_trust_finds_no_such_ticket(elsewhere: Client, ticket: Ticket, leg: Leg):
    paths = [
        f"/tickets/{ticket.reference}/",
        *(
            f"/desk/tickets/{ticket.reference}/{noun}/"
            for noun in (
                "routing",
                "resolution",
                "contacts",
                "history",
                "withdrawal",
                "concierge",
                "cause",
                "second-cause",
                "reopening",
                "receipt",
                "files",
            )
        ),
        *(
            f"/desk/parts/{leg.pk}/{noun}/"
            for noun in (
                "handing-on",
                "giving-back",
                "result",
                "question",
                "plan",
                "taking-back",
                "holder",
                "owner",
                "chase",
                "promise",
            )
        ),
    ]

    assert [path for path in paths if elsewhere.get(path).status_code != 404] == []


def test_the_ward_reads_its_ticket_but_finds_the_desks_pages_closed(
    client: Client, ticket: Ticket, sister: User
):
    client.force_login(sister)

    assert client.get(f"/desk/tickets/{ticket.reference}/resolution/").status_code == 403


def test_a_manager_reads_the_ticket_without_any_form(client: Client, ticket: Ticket, trust: Trust):
    client.force_login(UserFactory(manages=trust))

    page = client.get(f"/tickets/{ticket.reference}/")

    assert "A new kettle" in text(page)
    assert [words for words in ("Log a contact", "Resolve", "Withdraw") if words in text(page)] == []
    assert client.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL).status_code == 403


def test_a_call_is_logged_from_the_form_beside_the_ticket(desk: Client, ticket: Ticket):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/contacts/", CALL | {"note": "She has a spare"}, follow=True
    )

    logged = Interaction.objects.get()
    assert (logged.counterpart, logged.desk_minutes, logged.ward_minutes, logged.note) == (
        "ward",
        5,
        5,
        "She has a spare",
    )
    assert "Logged: 5 minutes, today" in text(page)


def test_a_call_without_minutes_is_refused_and_keeps_what_was_typed(desk: Client, ticket: Ticket):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/contacts/", CALL | {"desk_minutes": "", "note": "She has a spare"}
    )

    assert "Choose how many minutes it took" in text(page)
    assert "She has a spare" in page.content.decode()
    assert not Interaction.objects.exists()


def test_a_promise_can_be_taken_in_the_same_form(desk: Client, ticket: Ticket, leg: Leg, hr: Service):
    day = timezone.localdate() + timedelta(days=7)
    told = {
        "whom": f"service-{hr.pk}",
        "promised": "Send the form",
        "promised_for-day": day.day,
        "promised_for-month": day.month,
        "promised_for-year": day.year,
    }

    desk.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL | told)

    promise = leg.promises.get()
    assert (promise.what, timezone.localdate(promise.due_at)) == ("Send the form", day)
    assert Interaction.objects.get().leg == leg


def test_only_a_service_with_a_part_can_promise_or_be_chased(desk: Client, ticket: Ticket):
    page = desk.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL | {"is_chase": "on"})

    assert "only such a service can promise or be chased" in text(page)
    assert not Interaction.objects.exists()


def test_a_chase_logged_beside_the_ticket_is_one(desk: Client, ticket: Ticket, leg: Leg, hr: Service):
    desk.post(
        f"/desk/tickets/{ticket.reference}/contacts/", CALL | {"whom": f"service-{hr.pk}", "is_chase": "on"}
    )

    assert Interaction.objects.get().is_chase
    assert ticket.changes.filter(verb="chased").count() == 1


def test_a_call_of_this_morning_is_logged_at_its_hour(desk: Client, ticket: Ticket):
    at = {
        "happened_at-day": "4",
        "happened_at-month": "3",
        "happened_at-year": "2026",
        "happened_at-time": "9.15",
    }

    desk.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL | at)

    assert Interaction.objects.get().happened_at == NINE + timedelta(days=1, minutes=15)


def test_a_call_to_come_is_refused(desk: Client, ticket: Ticket):
    at = {
        "happened_at-day": "4",
        "happened_at-month": "3",
        "happened_at-year": "2090",
        "happened_at-time": "9.15",
    }

    page = desk.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL | at)

    assert "cannot have happened in the future" in text(page)


def test_a_form_sent_twice_logs_once(desk: Client, ticket: Ticket):
    page = desk.get(f"/tickets/{ticket.reference}/").content.decode()
    token = page.split('name="once" value="')[1].split('"')[0]
    sent = [
        desk.post(f"/desk/tickets/{ticket.reference}/contacts/", CALL | {"once": token}) for _ in range(2)
    ]

    assert [answer.url for answer in sent] == [f"/tickets/{ticket.reference}/"] * 2
    assert Interaction.objects.count() == 1


def test_a_correction_shows_what_it_said_before(desk: Client, ticket: Ticket, concierge: User):
    contact = Contact(Channel.TELEPHONE, Direction.OUT, Counterpart.WARD, desk_minutes=50, note="Rang")
    logged = commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)
    path = links(desk.get(f"/tickets/{ticket.reference}/"))[
        "Correct Telephone · The ward, Tue 3 Mar at 09:00"
    ]
    at = {
        "happened_at-day": "3",
        "happened_at-month": "3",
        "happened_at-year": "2026",
        "happened_at-time": "9:00",
    }

    desk.post(path, CALL | at | {"ward_minutes": "5", "because": "A nought too many"})

    assert Interaction.objects.get(pk=logged.pk).desk_minutes == 5
    page = text(desk.get(path))
    assert "Desk minutes: 50 became 5" in page
    assert "A nought too many" in page


def test_a_correction_without_a_reason_is_refused(desk: Client, ticket: Ticket, concierge: User):
    contact = Contact(Channel.TELEPHONE, Direction.OUT, Counterpart.WARD, desk_minutes=50)
    logged = commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)

    page = desk.post(f"/desk/tickets/{ticket.reference}/contacts/{logged.pk}/correction/", CALL)

    assert "Say why it needs correcting" in text(page)
    assert Interaction.objects.get().desk_minutes == 50


def test_a_file_is_kept_and_comes_back(desk: Client, ticket: Ticket):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/files/",
        {"file-file": SimpleUploadedFile("quote.txt", b"One kettle")},
        follow=True,
    )

    assert "quote.txt is kept with the ticket." in text(page)
    assert b"".join(desk.get(links(page)["quote.txt"])) == b"One kettle"


def test_no_file_chosen_is_refused(desk: Client, ticket: Ticket):
    page = desk.post(f"/desk/tickets/{ticket.reference}/files/", {})

    assert "Choose a file" in text(page)


def test_history_tells_who_changed_what(desk: Client, ticket: Ticket, leg: Leg, concierge: User):
    commands.give_back(leg=leg, because="Not theirs", by=concierge, at=NINE + timedelta(hours=1))

    page = text(desk.get(f"/desk/tickets/{ticket.reference}/history/"))

    assert "Part : given back" in page
    assert "Status: With the service became Not ours" in page
    assert concierge.name in page


def test_the_page_costs_the_same_queries_however_much_happened(
    desk: Client, ticket: Ticket, leg: Leg, hr: Service, concierge: User
):
    def ring() -> None:
        contact = Contact(Channel.TELEPHONE, Direction.OUT, Counterpart.SERVICE, hr, desk_minutes=5)
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)
        commands.take_promise(leg=leg, what="A form", due_at=NINE, by=concierge, at=NINE)

    ring()
    with CaptureQueriesContext(connection) as one:
        desk.get(f"/tickets/{ticket.reference}/")
    ring(), ring()
    with CaptureQueriesContext(connection) as three:
        desk.get(f"/tickets/{ticket.reference}/")

    assert len(three) == len(one)
