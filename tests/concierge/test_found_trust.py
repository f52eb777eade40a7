"""A site begins empty: one command makes the first person who can enter all others."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from concierge.errors import NotAllowed
from concierge.people.commands import welcome_person
from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.commands import found_trust
from concierge.places.models import Team, Trust
from tests.factories import TrustFactory, UserFactory

pytestmark = pytest.mark.django_db
ADA = ("zz9", "A trust", "ada@demo.example", "Ada")


def found(*words: str) -> str:
    said = StringIO()
    call_command("found_trust", *words, stdout=said)
    return said.getvalue()


def test_the_first_administrator_signs_in_and_can_staff_the_desk():
    password = re.search(r"password is (\S+)", found(*ADA, "--password"))
    assert password
    ada = Client()

    ada.post("/account/login/", {"login": "ada@demo.example", "password": password[1]})
    page = ada.get("/", follow=True)
    welcome_person(
        trust=Trust.objects.get(),
        email="bea@demo.example",
        name="Bea",
        role=Role.CONCIERGE,
        team=Team.objects.get(),
        since=date(2026, 3, 3),
        by=User.objects.get(email="ada@demo.example"),
    )

    assert page.redirect_chain[-1][0] == "/administration/ZZ9/"
    assert User.objects.get(email="bea@demo.example").posts.get().team == Team.objects.get()


def test_a_trust_that_an_import_made_gets_its_name_and_one_desk():
    TrustFactory(code="ZZ9", name="Trust ZZ9")

    found(*ADA)
    found("ZZ9", "A trust", "bea@demo.example", "Bea")

    assert [trust.name for trust in Trust.objects.all()] == ["A trust"]
    assert Team.objects.count() == 1


@pytest.mark.parametrize("words", [("ZZ9", " ", *ADA[2:]), (*ADA[:2], "ada", "Ada")])
def test_what_cannot_be_founded_leaves_nothing(words):
    with pytest.raises(CommandError):
        found(*words)

    assert not Trust.objects.exists()


def test_no_person_founds_a_trust():
    with pytest.raises(NotAllowed):
        found_trust(code="ZZ9", name="A trust", by=UserFactory(administers=TrustFactory()))
