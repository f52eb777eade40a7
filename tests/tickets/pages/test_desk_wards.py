"""A region's desk has thousands of wards: it finds one by name, and no page lists them all."""

import pytest
from django.test import Client

from concierge.places.models import Site, Trust, Ward
from tests.factories import SiteFactory, TrustFactory, UserFactory, WardFactory
from tickets.models import Ticket
from tickets.views.desk_wards import MOST_LISTED

CALL = {
    "asked_by": "Sister Bell",
    "title": "A kettle",
    "channel": "telephone",
    "desk_minutes": "5",
    "patient_effect": "comfort",
}


@pytest.fixture
def many(trust: Trust) -> list[Ward]:
    site: Site = SiteFactory(trust=trust, name="North Hospital")
    rows = [Ward(trust=trust, site=site, name=f"Ward {n:03}") for n in range(MOST_LISTED + 1)]
    return Ward.objects.bulk_create(rows)


@pytest.mark.parametrize("page", ["/raise-for-a-ward/", "/desk/wards/passing-on/"])
def test_of_many_wards_one_is_found_by_name(desk: Client, many: list[Ward], page: str):
    first, sought = desk.get(page).text, desk.get(page, {"q": "007 north"}).text

    assert first.count('href="?ward=') == 25
    assert sought.count('href="?ward=') == 1
    assert f'href="?ward={many[7].pk}"' in sought
    assert "No ward fits" in desk.get(page, {"q": "nowhere"}).text


def test_the_ward_found_is_the_only_choice_of_the_form(desk: Client, many: list[Ward]):
    page = desk.get("/raise-for-a-ward/", {"ward": many[7].pk}).text

    assert "Ward 007, North Hospital" in page
    assert "Ward 008" not in page

    desk.post(f"/raise-for-a-ward/?ward={many[7].pk}", CALL | {"ward": many[7].pk})
    assert Ticket.objects.get().ward == many[7]


def test_the_ward_found_is_passed_on(desk: Client, many: list[Ward]):
    UserFactory(ward=many[7])

    answer = desk.get("/desk/wards/passing-on/", {"ward": many[7].pk})

    assert answer["Location"] == f"/desk/wards/{many[7].pk}/passing-on/"


def test_another_trusts_ward_is_not_found(desk: Client, many: list[Ward]):
    far = WardFactory(trust=TrustFactory(), name="Far Ward")

    assert "Far Ward" not in desk.get("/raise-for-a-ward/", {"q": "far"}).text
    assert "Far Ward" not in desk.get("/raise-for-a-ward/", {"ward": far.pk}).text
