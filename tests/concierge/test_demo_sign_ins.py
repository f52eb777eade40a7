"""The demo's known password opens nothing that others can reach."""

import pytest

from concierge import demo
from concierge.people.models import User
from concierge.places.models import Trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    """The demo's people as a first `up` on this machine leaves them."""
    Trust.objects.create(code="DEMO", name="Demo trust")
    for email in demo.PEOPLE:
        User.objects.create_user(email=email, name=email, password=demo.KNOWN_PASSWORD)


def works(password: str) -> set[bool]:
    return {user.check_password(password) for user in User.objects.filter(email__in=demo.PEOPLE)}


def test_on_this_machine_the_known_password_is_told(loaded):
    lines = demo.sign_ins(reachable=False, empty=False)

    assert lines[0] == "Sign in to the demo trust with password demo-concierge, as one of"
    assert lines[1:] == [
        f"  {name}@demo.example" for name in ("sister", "concierge", "manager", "hr", "admin")
    ]


def test_where_others_reach_it_the_known_password_stops_working_and_a_new_one_is_shown_once(loaded):
    lines = demo.sign_ins(reachable=True, empty=False)
    shown = lines[0].removeprefix("Sign in to the demo trust with password ").removesuffix(", as one of")

    assert works(demo.KNOWN_PASSWORD) == {False}
    assert works(shown) == {True}
    again = demo.sign_ins(reachable=True, empty=False)
    assert again[0] == "Sign in to the demo trust with password as shown when they were loaded, as one of"
    assert works(shown) == {True}


def test_a_trust_without_demo_people_is_told_nothing():
    Trust.objects.create(code="REAL", name="Another trust")

    assert demo.sign_ins(reachable=False, empty=False) == []


def test_an_empty_database_stays_empty_if_asked():
    assert demo.sign_ins(reachable=False, empty=True) == []
    assert not Trust.objects.exists()


def test_production_refuses_a_database_with_demo_people(loaded, settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"production": True})

    with pytest.raises(demo.DemoInProduction):
        demo.sign_ins(reachable=True, empty=False)


def test_production_loads_no_demo(settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"production": True})

    assert demo.sign_ins(reachable=True, empty=False) == []
    assert not Trust.objects.exists()
