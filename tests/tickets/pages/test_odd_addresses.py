"""Addresses and files that nobody means to send get an answer in words, never a broken page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import TrustFactory, UserFactory, WardFactory, raised_ticket
from tickets.models import Ticket

NEW_YEARS_EVE = "-day=31&{0}-month=12&{0}-year=9999"


@pytest.mark.parametrize(
    "address",
    [
        "/desk/?q=%00",
        "/desk/?q=%00kettle",
        "/desk/?until" + NEW_YEARS_EVE.format("until"),
        "/raise-for-a-ward/?ward=" + "9" * 5000,
        "/desk/wards/passing-on/?ward=%00",
        "/reports/root-causes/tickets/?month=9999-12",
        "/tickets/%00/",
        "/tickets/R-1%00/",
    ],
)
def test_the_desk_can_ask_for_anything(desk: Client, address: str):
    assert desk.get(address).status_code in {200, 404}


@pytest.mark.parametrize("page", ["people/?q=%00", "wards/?q=%00", "people/?q=" + "a" * 5000])
def test_an_administrator_can_ask_for_anything(client: Client, trust: Trust, page: str):
    client.force_login(UserFactory(administers=trust))

    assert client.get(f"/administration/{trust.code}/{page}").status_code == 200
    assert client.get("/administration/%00/").status_code == 404


def test_a_file_of_an_unheard_of_type_is_kept(client: Client, sister: User, ticket: Ticket):
    client.force_login(sister)
    sent = SimpleUploadedFile("list.txt", b"words", content_type="text/" + "x" * 300)

    client.post(f"/ward/tickets/{ticket.reference}/files/", {"files": sent})

    assert [file.name for file in ticket.files.all()] == ["list.txt"]


def test_people_are_not_found_by_their_wards_elsewhere(client: Client, trust: Trust):
    far = WardFactory(trust=TrustFactory(), name="Far Ward")
    person = UserFactory(manages=trust, ward=far, name="Ada")
    client.force_login(UserFactory(administers=trust))
    people = f"/administration/{trust.code}/people/"

    assert person.name in client.get(people, {"q": "ada"}).text
    assert person.name not in client.get(people, {"q": "far ward"}).text


def test_a_ward_is_listed_with_its_own_open_tickets(client: Client, trust: Trust):
    busy, _idle = WardFactory(trust=trust, name="Busy"), WardFactory(trust=trust, name="Idle")
    raised_ticket(busy)
    raised_ticket(busy)
    client.force_login(UserFactory(administers=trust))

    page = client.get(f"/administration/{trust.code}/wards/")

    assert [cell[0] for cell in page.text.split('data-label="Open tickets">')[1:]] == ["2", "0"]
