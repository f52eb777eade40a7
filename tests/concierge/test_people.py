"""Who a person is: no one becomes another, and history says who changed whom."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from concierge.errors import NotAllowed, WrongValue
from concierge.people import commands
from concierge.people.models import SYSTEM_EMAIL, User
from concierge.people.roles import Role
from concierge.people.standing import standing_of
from concierge.places.models import Trust
from tests.factories import TrustFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "three odd words"
TODAY = date(2026, 3, 3)


@pytest.fixture
def trust() -> Trust:
    return TrustFactory()


@pytest.fixture
def admin(trust: Trust) -> User:
    return UserFactory(administers=trust)


def versions(person: User) -> list[tuple[User | None, str | None]]:
    """Author and reason of each version, the first first."""
    records = person.history.order_by("history_id")
    return [(record.history_user, record.history_change_reason) for record in records]


def welcome(trust: Trust, by: User, email: str = "ada@demo.example") -> User:
    return commands.welcome_person(
        trust=trust, email=email, name="Ada", role=Role.MANAGER, since=TODAY, by=by
    )


def test_nobody_gives_herself_the_address_of_another():
    User.objects.create_user(email="eve@demo.example", name="Eve", password=PASSWORD)
    eve = Client()
    eve.post("/account/login/", {"login": "eve@demo.example", "password": PASSWORD})

    answers = [
        eve.get("/account/email/"),
        eve.post("/account/email/", {"action_add": "", "email": SYSTEM_EMAIL}),
        eve.post("/account/email/", {"action_primary": "", "email": SYSTEM_EMAIL}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert User.objects.get().email == "eve@demo.example"


def test_who_can_sign_in_is_never_the_program():
    impostor = User(pk=1, email=SYSTEM_EMAIL, name="Eve")

    assert not standing_of(impostor).is_system
    with pytest.raises(IntegrityError, match="user_that_is_the_program_cannot_sign_in"):
        impostor.save()


def test_the_program_gets_no_post(trust, admin):
    with pytest.raises(WrongValue):
        welcome(trust, admin, SYSTEM_EMAIL.upper())

    assert not User.objects.filter(email=SYSTEM_EMAIL).exists()


def test_a_person_is_welcomed_by_somebody_by_name(trust, admin):
    person = welcome(trust, admin)

    assert versions(person) == [(admin, "welcomed")]
    assert not person.has_usable_password()


def test_signing_in_leaves_no_version_and_a_new_password_leaves_one():
    ada = User.objects.create_user(email="ada@demo.example", name="Ada", password=PASSWORD)
    before = len(versions(ada))
    client = Client()

    client.post("/account/login/", {"login": "ada@demo.example", "password": PASSWORD})
    after_signing_in = len(versions(ada))
    new = {"password1": "four odd words here", "password2": "four odd words here"}
    client.post("/account/password/change/", new | {"oldpassword": PASSWORD})

    assert after_signing_in == before
    assert versions(ada)[before:] == [(ada, "chose a password")]


def test_one_who_left_and_comes_back_can_sign_in_again(trust, admin):
    person = welcome(trust, admin)
    commands.close_account(person=person, today=date(2026, 4, 1), by=admin)

    commands.welcome_person(
        trust=trust, email=person.email, name="Ada", role=Role.OBSERVER, since=date(2026, 5, 1), by=admin
    )

    assert User.objects.get(pk=person.pk).is_active
    assert versions(person)[-1] == (admin, "came back")


def test_another_trusts_administrator_lets_nobody_in_again(trust, admin):
    person = welcome(trust, admin)
    commands.close_account(person=person, today=date(2026, 4, 1), by=admin)
    elsewhere = TrustFactory()

    with pytest.raises(NotAllowed):
        welcome(elsewhere, UserFactory(administers=elsewhere))

    assert not User.objects.get(pk=person.pk).is_active
