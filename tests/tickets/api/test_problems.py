"""Every refusal and fault is a problem of RFC 9457, with a stable type that explains itself."""

import logging
from uuid import uuid4

import pytest
from django.test import Client
from redis.exceptions import ConnectionError as NoRedis
from rest_framework.authtoken.models import Token

from concierge.errors import DomainError
from tests.factories import UserFactory
from tickets.api.problems import FRAMEWORK, KINDS, SLUGS
from tickets.api.throttles import PersonThrottle
from tickets.models import Ticket


def is_problem(response, status: int, slug: str) -> bool:
    """Whether an answer is a problem of this kind, whole and in its own media type."""
    body = response.json()
    assert response.status_code == body["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert body["type"] == f"/api/v1/problems/{slug}/"
    assert body["title"] == KINDS[slug].title
    assert body["detail"]
    assert body["instance"] == response.wsgi_request.path
    return True


def test_nobody_signed_in_is_told_how_to_sign_in(signed_in, db):
    response = signed_in(None).ask("tickets/")

    assert is_problem(response, 401, "not-signed-in")
    assert response["WWW-Authenticate"] == "Token"


def test_a_wrong_token_is_refused(signed_in, db):
    response = signed_in(None).get("/api/v1/me/", headers={"Authorization": "Token nonsense"})

    assert is_problem(response, 401, "not-signed-in")


def test_a_session_without_its_csrf_token_changes_nothing(ward, sister):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sister)

    response = browser.post(
        "/api/v1/tickets/", {"ward": ward.pk, "title": "A kettle"}, content_type="application/json"
    )

    assert is_problem(response, 403, "not-allowed")
    assert not Ticket.objects.exists()


def test_somebody_without_a_post_is_told_no(signed_in, ticket):
    assert is_problem(signed_in(UserFactory()).ask(f"tickets/{ticket.reference}/"), 404, "not-found")


@pytest.mark.parametrize("path", ["tickets/R-10483/", "tickets/%00/", "legs/9/", "nothing/", "tickets", ""])
def test_an_address_with_nothing_there_is_a_problem_not_a_page(signed_in, sister, path):
    assert is_problem(signed_in(sister).ask(path), 404, "not-found")


def test_a_wrong_method_is_named_with_those_that_are_right(signed_in, sister):
    response = signed_in(sister).send("wards/", {})

    assert is_problem(response, 405, "wrong-method")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_we_answer_in_json_only(signed_in, sister):
    response = signed_in(sister).get("/api/v1/me/", headers={"Accept": "text/csv"})

    assert is_problem(response, 406, "wrong-answer-type")


def test_we_read_json_only(signed_in, sister):
    response = signed_in(sister).post("/api/v1/tickets/", "a,b", content_type="text/csv")

    assert is_problem(response, 415, "wrong-media-type")


@pytest.mark.parametrize("text", ["{", "", '{"title": NaN}', "\xff"])
def test_what_is_not_json_is_unreadable(signed_in, sister, text):
    sent = text.encode("latin-1")

    response = signed_in(sister).post("/api/v1/tickets/", sent, content_type="application/json")

    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_what_is_too_large_is_refused(signed_in, ward, sister, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = signed_in(sister).send(
        "tickets/", {"ward": ward.pk, "title": "A kettle", "details": "x" * 200}
    )

    assert is_problem(response, 413, "too-large")


def test_what_a_token_sends_is_measured_before_it_is_read(signed_in, sister, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    token = Token.objects.create(user=sister)

    response = signed_in(None).send("tickets/", {"details": "x" * 200}, Authorization=f"Token {token.key}")

    assert is_problem(response, 413, "too-large")


def test_each_wrong_value_is_pointed_to(signed_in, ward, sister):
    wanted = {
        "ward": ward.pk,
        "title": " ",
        "patient_effect": "dreadful",
        "colour": "red",
        "call": {
            "channel": "pigeon",
            "direction": "in",
            "counterpart": "ward",
            "desk_minutes": 1441,
            "tone": "low",
        },
    }

    response = signed_in(sister).send("tickets/", wanted)

    assert is_problem(response, 422, "wrong-value")
    assert {error["pointer"]: error["detail"] for error in response.json()["errors"]} == {
        "#/title": "This field may not be blank.",
        "#/patient_effect": '"dreadful" is not a valid choice.',
        "#/colour": "This field is not known here.",
        "#/call/channel": '"pigeon" is not a valid choice.',
        "#/call/desk_minutes": "Ensure this value is less than or equal to 1440.",
        "#/call/tone": "This field is not known here.",
    }
    assert not Ticket.objects.exists()


def test_a_wrong_item_of_a_list_is_pointed_to_by_its_place(signed_in, ticket, hr, concierge):
    response = signed_in(concierge).send(f"tickets/{ticket.reference}/legs/", {"services": [hr.pk, 0]})

    assert [error["pointer"] for error in response.json()["errors"]] == ["#/services/1"]


@pytest.mark.parametrize("sent", [[], "text", 7, None])
def test_what_is_sent_is_an_object(signed_in, sister, sent):
    response = signed_in(sister).post("/api/v1/tickets/", sent, format="json")

    assert response.status_code in (400, 422)
    assert response["Content-Type"] == "application/problem+json"


def test_too_many_requests_are_told_when_to_come_back(signed_in, sister, monkeypatch):
    monkeypatch.setattr(PersonThrottle, "rate", "2/min")
    monkeypatch.setattr(PersonThrottle, "scope", f"test-{uuid4()}")
    program = signed_in(sister)

    answers = [program.ask("me/") for _ in range(3)]

    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert is_problem(answers[2], 429, "too-many")
    assert 0 < int(answers[2]["Retry-After"]) <= 61


def test_where_redis_cannot_be_reached_nobody_is_turned_away(signed_in, sister, monkeypatch, caplog):
    def no_redis(*_: object) -> None:
        raise NoRedis("nobody there")

    monkeypatch.setattr(PersonThrottle.cache, "get", no_redis)

    with caplog.at_level(logging.WARNING):
        assert signed_in(sister).ask("me/").status_code == 200
    assert "nobody there" in caplog.text


def test_what_breaks_is_logged_and_told_as_a_problem_without_its_insides(
    signed_in, sister, monkeypatch, caplog
):
    def break_down(*_: object) -> None:
        raise RuntimeError("the insides")

    monkeypatch.setattr("tickets.api.views.tickets.with_whereabouts", break_down)

    response = signed_in(sister).ask("tickets/")

    assert is_problem(response, 500, "broken")
    assert "the insides" not in response.content.decode()
    assert "the insides" in caplog.text


def test_every_type_explains_itself_to_anybody(signed_in, db):
    program = signed_in(None)

    listed = program.ask("problems/").json()

    assert [kind["type"] for kind in listed] == [f"/api/v1/problems/{slug}/" for slug in KINDS]
    assert all(program.get(kind["type"]).json() == kind for kind in listed)
    assert is_problem(program.ask("problems/other/"), 404, "not-found")


def test_every_error_has_a_kind_and_a_refusal_we_do_not_know_is_refused_plainly():
    assert {*SLUGS.values(), *FRAMEWORK.values()} <= set(KINDS)
    assert DomainError in SLUGS
