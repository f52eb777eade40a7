"""Passing the ward on: one step, everything open, only to somebody of the ward."""

import pytest
from django.test import Client

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import PostFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.pages.reading import links, text
from tickets.models import Ticket


@pytest.fixture
def page_of_sister(client: Client, sister: User) -> Client:
    client.force_login(sister)
    return client


@pytest.fixture
def deputy(ward: Ward) -> User:
    return UserFactory(ward=ward, post_role=Role.DEPUTY, name="Bea Marsh")


def test_the_page_shows_all_that_is_open_and_who_can_take_it(
    page_of_sister: Client, ward: Ward, ticket: Ticket, deputy: User
):
    page = text(page_of_sister.get("/ward/pass-on/", follow=True))

    assert "1 open ticket A new kettle" in page
    assert "Bea Marsh Deputy" in page


def test_the_ward_is_passed_on_in_one_step(
    page_of_sister: Client, ward: Ward, ticket: Ticket, deputy: User, sister: User
):
    raised_ticket(ward, by=sister)

    page = page_of_sister.post(f"/ward/pass-on/{ward.pk}/", {"to": deputy.pk}, follow=True)

    assert {row.contact for row in Ticket.objects.all()} == {deputy}
    assert f"{ward} is passed on to Bea Marsh, with 2 open tickets." in text(page)


def test_nobody_of_another_ward_can_take_it(
    page_of_sister: Client, ward: Ward, ticket: Ticket, sister: User, trust: Trust
):
    stranger = UserFactory(ward=WardFactory(trust=trust))

    page = text(page_of_sister.post(f"/ward/pass-on/{ward.pk}/", {"to": stranger.pk}))

    assert "Select who takes the ward on" in page
    assert Ticket.objects.get().contact == sister


def test_where_nobody_else_has_a_post_the_page_says_what_to_do(page_of_sister: Client, ward: Ward):
    page = text(page_of_sister.get(f"/ward/pass-on/{ward.pk}/"))

    assert "Nobody else has a post on this ward today" in page
    assert "Nothing is open." in page


def test_a_sister_of_several_wards_chooses_one(
    page_of_sister: Client, sister: User, trust: Trust, ward: Ward
):
    second = WardFactory(trust=trust)
    PostFactory(person=sister, trust=trust, ward=second, role=Role.SISTER)

    found = links(page_of_sister.get("/ward/pass-on/"))

    assert f"/ward/pass-on/{second.pk}/" in found.values()


def test_a_ward_of_another_sister_is_not_hers_to_pass_on(page_of_sister: Client, trust: Trust):
    other = WardFactory(trust=trust)

    assert page_of_sister.get(f"/ward/pass-on/{other.pk}/").status_code == 404
