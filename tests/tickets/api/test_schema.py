"""The API's own description: without warnings, and true."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as options
from rest_framework.authtoken.models import Token
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import NINE, ServiceFactory
from tickets import commands
from tickets.api.throttles import PersonThrottle
from tickets.choices import Channel, Counterpart, Direction

EXAMPLES = 4
"""Requests tried for each operation: enough to meet the odd shapes, few enough for every run."""
CALL = commands.Contact(Channel.TELEPHONE, Direction.OUT, Counterpart.WARD, desk_minutes=2)


def test_the_description_has_no_warnings(tmp_path):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yml"))

    assert (tmp_path / "openapi.yml").read_text().startswith("openapi: 3.1.1")


@pytest.fixture
def described(client, db) -> dict[str, Any]:
    return json.loads(
        client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).content
    )


def test_anybody_may_read_the_description(described):
    assert described["openapi"] == "3.1.1"
    assert set(described["components"]["securitySchemes"]) == {"tokenAuth", "cookieAuth"}


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        if path.startswith("/api/v1/")
        for method, operation in methods.items()
    ]


def test_every_operation_says_in_one_line_what_it_does(described):
    assert not [path for path, _, operation in operations(described) if not operation.get("summary")]


def test_every_operation_names_its_problems(described):
    for path, method, operation in operations(described):
        problems = {
            code
            for code, told in operation["responses"].items()
            if "application/problem+json" in told.get("content", {})
        }
        assert {"400", "401", "403", "406", "429", "500"} <= problems, (path, method)
        assert ("404" in problems) == ("{" in path), (path, method)


def test_every_write_takes_a_key_but_a_token_which_is_told_once(described):
    without = {
        (path, method)
        for path, method, operation in operations(described)
        if method != "get"
        and "Idempotency-Key" not in [parameter["name"] for parameter in operation.get("parameters", [])]
    }

    assert without == {("/api/v1/me/token/", "post"), ("/api/v1/me/token/", "delete")}


def test_what_comes_in_takes_no_unknown_fields(described):
    taken = {
        name: schema for name, schema in described["components"]["schemas"].items() if name.endswith("In")
    }

    assert len(taken) > 20
    assert all(schema["additionalProperties"] is False for schema in taken.values())


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let requests share the test's own transaction, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("shape", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_requests_of_every_shape_are_answered_as_described(
    ticket, leg, concierge, monkeypatch, tmp_path, settings, shape
):
    monkeypatch.setattr(PersonThrottle, "rate", "100000/min")
    settings.MEDIA_ROOT = tmp_path
    file = commands.attach_file(ticket=ticket, file=SimpleUploadedFile("a.pdf", b"a"), by=concierge, at=NINE)
    promise = commands.take_promise(
        leg=leg, what="Ring", due_at=NINE + timedelta(days=1), by=concierge, at=NINE
    )
    contact = commands.record_interaction(ticket=ticket, contact=CALL, by=concierge, at=NINE)
    other = ServiceFactory(trust=ticket.trust)
    there = {
        "legs": leg.pk,
        "promises": promise.pk,
        "files": file.pk,
        "interactions": contact.pk,
        "wards": ticket.ward_id,
        "ward": ticket.ward_id,
        "process": None,
        "service": leg.service_id,
        "services": [other.pk],
        "to": other.pk,
        "owner": concierge.pk,
        "concierge": concierge.pk,
        "leg": leg.pk,
        "trust": ticket.trust.code,
        "planned_for": "2098-01-01",
        "due_at": "2098-01-01T00:00:00Z",
        "happened_at": "2026-03-04T00:00:00Z",
    }
    token = Token.objects.create(user=concierge)
    api = schemathesis.openapi.from_wsgi("/api/schema/?format=json", read_to_the_end)

    tried = [
        attempt(operation.ok(), shape, {"Authorization": f"Token {token.key}"}, ticket.reference, there)
        for operation in api.get_all_operations()
    ]

    assert sum(tried) > 100
    ticket.refresh_from_db()
    assert ticket.status == "in_hand"


def attempt(
    operation: APIOperation,
    shape: GenerationMode,
    headers: dict[str, str],
    reference: str,
    there: dict[str, Any],
) -> int:
    """Call one operation with a few made-up requests, each undone, and give how many there were."""
    answers = []

    @options(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=shape))
    def call(case: Case) -> None:
        case.path_parameters = _existing(operation.path, reference, there)
        if shape is GenerationMode.POSITIVE and isinstance(case.body, dict):
            case.body |= {name: there[name] for name in case.body if name in there}
        if shape is GenerationMode.NEGATIVE:
            case.headers.pop("Idempotency-Key", None)  # a wrong one would hide what is wrong with the rest
        with transaction.atomic():
            answers.append(case.call_and_validate(headers=headers, checks=CHECKS))
            transaction.set_rollback(True)

    if shape is GenerationMode.POSITIVE or len(operation.body) or len(operation.query):
        call()  # nothing can be wrong about a request that takes nothing
    return len(answers)


def read_to_the_end(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Serve as a server does: read the whole answer, then close it and the file it may come from."""
    answer = get_wsgi_application()(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def _existing(path: str, reference: str, there: dict[str, Any]) -> dict[str, Any]:
    """Path parameters that name what is there, where the test made it."""
    before_id = path.partition("{id}")[0].rstrip("/").rpartition("/")[2]
    return {"reference": reference, "id": there.get(before_id, 1), "slug": "not-found"}
