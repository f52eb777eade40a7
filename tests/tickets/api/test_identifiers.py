"""NHS numbers: refused unless there is a reason, which is kept; masked wherever text is told."""

import pytest

from tests.factories import NINE, raised_ticket
from tickets.models import Change, Interaction, Ticket

NUMBER = "999 000 0018"
"""From the range that is never issued."""


def kept_reasons() -> list[tuple[str, str]]:
    return list(Change.objects.filter(verb="NHS number kept").values_list("note", "by__name"))


def test_a_text_with_a_number_is_refused_and_pointed_to(signed_in, ward, sister):
    wanted = {"ward": ward.pk, "title": f"A bed for {NUMBER}", "details": f"It is {NUMBER}."}

    response = signed_in(sister).send("tickets/", wanted)

    assert response.status_code == 422
    assert response.json()["type"] == "/api/v1/problems/identifier-found/"
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/title", "#/details"]
    assert NUMBER not in response.content.decode()
    assert not Ticket.objects.exists()


def test_a_number_in_a_nested_text_is_pointed_to(signed_in, ward, concierge):
    call = {
        "channel": "telephone",
        "direction": "in",
        "counterpart": "ward",
        "desk_minutes": 2,
        "note": NUMBER,
    }

    response = signed_in(concierge).send("tickets/", {"ward": ward.pk, "title": "A bed", "call": call})

    assert [error["pointer"] for error in response.json()["errors"]] == ["#/call/note"]


def test_with_a_reason_it_is_taken_the_reason_kept_and_the_number_masked(signed_in, ward, sister):
    wanted = {"ward": ward.pk, "title": f"Label {NUMBER}", "identifier_reason": "A printer's serial number."}

    response = signed_in(sister).send("tickets/", wanted)

    assert response.status_code == 201
    assert response.json()["title"] == "Label 999 ••• ••18"
    assert Ticket.objects.get().title == f"Label {NUMBER}"
    assert kept_reasons() == [("A printer's serial number.", sister.name)]


def test_a_reason_without_a_number_is_not_kept(signed_in, ward, sister):
    wanted = {"ward": ward.pk, "title": "A kettle", "identifier_reason": "To be safe."}

    assert signed_in(sister).send("tickets/", wanted).status_code == 201
    assert kept_reasons() == []


@pytest.mark.parametrize(
    ("method", "path", "values"),
    [
        ("post", "tickets/{ticket}/answers/", {"text": NUMBER}),
        ("post", "tickets/{ticket}/withdrawal/", {"because": NUMBER}),
        ("post", "tickets/{ticket}/legs/", {"services": ["{finance}"], "request": NUMBER}),
        ("post", "legs/{leg}/finish/", {"result": NUMBER}),
        ("post", "legs/{leg}/giving-back/", {"because": NUMBER}),
        ("post", "legs/{leg}/question/", {"question": NUMBER}),
        ("post", "legs/{leg}/plan/", {"planned_for": "2099-01-01", "because": NUMBER}),
        ("put", "legs/{leg}/holder/", {"holder": "supplier", "supplier": NUMBER}),
        ("post", "legs/{leg}/promises/", {"what": NUMBER, "due_at": "2099-01-01T00:00:00Z"}),
        ("post", "legs/{leg}/handing-on/", {"to": "{finance}", "because": NUMBER}),
        (
            "post",
            "tickets/{ticket}/interactions/",
            {"channel": "email", "direction": "in", "counterpart": "ward", "desk_minutes": 1, "note": NUMBER},
        ),
        (
            "post",
            "legs/{leg}/chases/",
            {
                "channel": "email",
                "direction": "in",
                "counterpart": "other",
                "desk_minutes": 1,
                "with_whom": NUMBER,
            },
        ),
    ],
)
def test_every_verb_that_takes_words_looks_for_numbers(
    signed_in, ticket, leg, finance, concierge, method, path, values
):
    path = path.format(ticket=ticket.reference, leg=leg.pk)
    named = {"services": [finance.pk], "to": finance.pk}
    values = {
        name: named.get(name, value) if "{finance}" in str(value) else value for name, value in values.items()
    }
    program = signed_in(concierge)

    refused = program.send(path, values, method=method)
    taken = program.send(path, {**values, "identifier_reason": "An order number."}, method=method)

    assert refused.json()["type"] == "/api/v1/problems/identifier-found/"
    assert taken.status_code in (200, 201)
    assert kept_reasons() == [("An order number.", concierge.name)]


def test_numbers_are_masked_in_lists_contacts_and_timelines(signed_in, ward, concierge):
    ticket = raised_ticket(ward, title=f"Bed {NUMBER}", details=NUMBER)
    Interaction.objects.create(
        trust=ward.trust,
        ticket=ticket,
        channel="email",
        direction="in",
        counterpart="ward",
        happened_at=NINE,
        source="mail",
        note=f"About {NUMBER}",
    )
    program = signed_in(concierge)

    told = [
        program.ask("tickets/"),
        program.ask(f"tickets/{ticket.reference}/"),
        program.ask(f"tickets/{ticket.reference}/interactions/"),
        program.ask(f"tickets/{ticket.reference}/timeline/"),
    ]

    assert all("••" in response.json().__repr__() for response in told)
    assert not any(NUMBER in response.json().__repr__() for response in told)
