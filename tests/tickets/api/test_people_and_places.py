"""Who and where: oneself, tokens, people, and the reference lists."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token

from concierge.people.roles import Role
from tests.factories import (
    LONG_AGO,
    PostFactory,
    ProcessFactory,
    ServiceFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
)
from tickets.api import paging
from tickets.choices import DEFINITIONS, RootCause
from tickets.models import CauseWording, ServiceContact, WorkingHours


def test_one_is_told_who_one_is(signed_in, ward, sister):
    assert signed_in(sister).ask("me/").json() == {
        "id": sister.pk,
        "name": sister.name,
        "email": sister.email,
        "posts": [
            {
                "role": "sister",
                "trust": ward.trust.code,
                "ward": ward.pk,
                "place": ward.name,
                "since": "2020-01-01",
                "until": None,
            }
        ],
    }


def test_a_person_makes_herself_a_token_that_signs_her_in(signed_in, sister):
    program = signed_in(sister)

    made = program.send("me/token/")
    by_token = signed_in(None).get("/api/v1/me/", headers={"Authorization": f"Token {made.json()['token']}"})

    assert made.status_code == 201
    assert by_token.json()["id"] == sister.pk
    assert program.ask("me/token/").json()["created_at"] is not None
    assert "no-store" in made["Cache-Control"]


def test_a_new_token_ends_the_one_before(signed_in, sister):
    program = signed_in(sister)
    first = program.send("me/token/").json()["token"]

    second = program.send("me/token/").json()["token"]

    assert second != first
    assert signed_in(None).get("/api/v1/me/", headers={"Authorization": f"Token {first}"}).status_code == 401


def test_a_token_cannot_make_another(signed_in, sister):
    token = Token.objects.create(user=sister)

    response = signed_in(None).send("me/token/", Authorization=f"Token {token.key}")

    assert response.status_code == 403
    assert list(Token.objects.all()) == [token]


def test_a_revoked_token_signs_nobody_in(signed_in, sister):
    token = Token.objects.create(user=sister)
    program = signed_in(None)
    authorised = {"Authorization": f"Token {token.key}"}

    revoked = program.send("me/token/", method="delete", **authorised)

    assert revoked.status_code == 204
    assert program.get("/api/v1/me/", headers=authorised).status_code == 401


def test_somebody_who_has_left_is_not_signed_in_by_her_token(signed_in, sister):
    token = Token.objects.create(user=sister)
    sister.is_active = False
    sister.save()

    response = signed_in(None).get("/api/v1/me/", headers={"Authorization": f"Token {token.key}"})

    assert response.status_code == 401


def make_token(*arguments: str) -> str:
    told = io.StringIO()
    call_command("make_token", *arguments, stdout=told)
    return told.getvalue().strip()


def test_an_administrator_makes_and_revokes_a_token_by_command(sister):
    key = make_token(sister.email.upper())

    assert Token.objects.get().key == key
    assert make_token(sister.email, "--revoke") == "The token is revoked."
    assert make_token(sister.email, "--revoke") == "There was no token."
    assert not Token.objects.exists()


def test_no_token_is_made_for_nobody(db):
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        make_token("nobody@demo.example")


def names(response) -> list[str]:
    return [row["name"] for row in response.json()["results"]]


def test_the_desk_sees_everybody_of_its_trust_and_nobody_else(signed_in, sister, concierge):
    stranger = UserFactory(ward=WardFactory())

    seen = names(signed_in(concierge).ask("people/"))

    assert set(seen) == {sister.name, concierge.name}
    assert stranger.name not in seen


def test_a_sister_sees_her_ward_and_the_desk(signed_in, trust, sister, concierge):
    other = UserFactory(ward=WardFactory(trust=trust))

    seen = names(signed_in(sister).ask("people/"))

    assert set(seen) == {sister.name, concierge.name}
    assert other.name not in seen


def test_wards_of_ones_trust_are_listed_without_retired_ones(signed_in, trust, ward, sister):
    closed = WardFactory(trust=trust, retired_on=LONG_AGO)
    elsewhere = WardFactory()
    program = signed_in(sister)

    assert names(program.ask("wards/")) == [ward.name]
    assert program.ask(f"wards/{ward.pk}/").json()["site"] == ward.site.name
    assert program.ask(f"wards/{closed.pk}/").json()["retired_on"] == "2020-01-01"
    assert program.ask(f"wards/{elsewhere.pk}/").status_code == 404


def test_a_service_is_told_with_its_contacts_and_hours(signed_in, trust, hr, sister):
    ServiceContact.objects.create(trust=trust, service=hr, name="Front desk", telephone="020 7946 0100")
    ServiceContact.objects.create(
        trust=trust, service=hr, name="Gone", telephone="020 7946 0101", retired_on=LONG_AGO
    )
    WorkingHours.objects.create(trust=trust, service=hr, weekday=0, starts_minute=540, ends_minute=1020)
    program = signed_in(sister)

    told = program.ask("services/").json()["results"]

    assert [row["name"] for row in told[0]["contacts"]] == ["Front desk"]
    assert told[0]["working_hours"] == [{"weekday": 0, "starts": "09:00", "ends": "17:00"}]
    assert program.ask(f"services/{hr.pk}/").json() == told[0]
    assert program.ask(f"services/{ServiceFactory().pk}/").status_code == 404


def test_processes_of_ones_trust_are_listed(signed_in, trust, sister):
    process = ProcessFactory(trust=trust)
    ProcessFactory(trust=trust, retired_on=LONG_AGO)
    ProcessFactory()

    told = signed_in(sister).ask("processes/").json()["results"]

    assert [(row["name"], row["service"]["name"]) for row in told] == [(process.name, process.service.name)]


def test_the_six_causes_are_told_in_the_trusts_own_words(signed_in, trust, sister):
    CauseWording.objects.create(trust=trust, cause="culture", definition="As it always was.")

    told = signed_in(sister).ask("root-causes/").json()

    assert [row["trust"] for row in told] == [trust.code]
    definitions = {row["cause"]: row["definition"] for row in told[0]["causes"]}
    assert definitions == {**DEFINITIONS, RootCause.CULTURE: "As it always was."}


def test_a_long_reference_list_is_paged(signed_in, trust, sister, monkeypatch):
    monkeypatch.setattr(paging, "OF_REFERENCE", 2)
    expected = sorted(ProcessFactory(trust=trust).name for _ in range(3))
    program = signed_in(sister)

    first = program.ask("processes/")
    second = program.get(first.json()["next"])

    assert names(first) + names(second) == expected
    assert second.json()["next"] is None
    assert program.ask("processes/", after="nonsense").status_code == 400


@pytest.mark.parametrize("path", ["me/", "people/", "wards/", "services/", "processes/", "root-causes/"])
def test_three_rows_cost_as_many_queries_as_one(signed_in, trust, sister, concierge, path):
    program = signed_in(concierge)

    def cost() -> int:
        service = ServiceFactory(trust=trust)
        ServiceContact.objects.create(trust=trust, service=service, name="Front desk", telephone="1")
        ProcessFactory(trust=trust, service=service)
        UserFactory(ward=WardFactory(trust=trust))
        other = TrustFactory()
        PostFactory(person=concierge, role=Role.OBSERVER, trust=other)
        with CaptureQueriesContext(connection) as queries:
            assert program.ask(path).status_code == 200
        return len(queries)

    first, _, third = cost(), cost(), cost()

    assert third == first
