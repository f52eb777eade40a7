"""How a ticket ends, and who it belongs to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from concierge.people.models import User
from tests.factories import NINE, UserFactory, WardFactory
from tickets import commands
from tickets.choices import CauseFate, RootCause, Status
from tickets.models import Coding, Ticket

OUTCOME = {
    "outcome": "The ward has a kettle.",
    "root_cause": "complex_processes",
    "contributing_cause": "culture",
    "cause_fate": "removed",
    "fixed_on_first_contact": True,
}


@pytest.fixture
def resolved(ticket: Ticket, concierge: User) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="A kettle.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=NINE,
    )


def now(ticket: Ticket, **values: object) -> None:
    ticket.refresh_from_db()
    assert {name: getattr(ticket, name) for name in values} == values


def test_the_desk_resolves_a_ticket_into_one_of_six(signed_in, ticket, concierge):
    response = signed_in(concierge).send(f"tickets/{ticket.reference}/resolution/", OUTCOME)

    assert (response.status_code, response.json()["status"]) == (200, "resolved")
    now(ticket, **OUTCOME, status=Status.RESOLVED)


def test_a_ticket_with_an_open_part_is_not_resolved_and_the_service_is_named(
    signed_in, ticket, leg, concierge
):
    response = signed_in(concierge).send(f"tickets/{ticket.reference}/resolution/", OUTCOME)

    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "/api/v1/problems/part-still-open/",
        "title": "A part is still open",
        "status": 409,
        "detail": "HR still has a part open. Say that it is done, hand it on or give it back first.",
        "instance": f"/api/v1/tickets/{ticket.reference}/resolution/",
    }


@pytest.mark.parametrize("cause", ["seventh", "", None])
def test_a_cause_is_one_of_the_six(signed_in, ticket, concierge, cause):
    response = signed_in(concierge).send(
        f"tickets/{ticket.reference}/resolution/", {**OUTCOME, "root_cause": cause}
    )

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == ["#/root_cause"]
    now(ticket, status=Status.RAISED)


def test_a_ward_does_not_resolve(signed_in, ticket, sister):
    response = signed_in(sister).send(f"tickets/{ticket.reference}/resolution/", OUTCOME)

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "Only the desk can resolve this ticket.",
    )


def test_the_desk_reopens_a_ticket_by_deleting_its_resolution(signed_in, resolved, concierge):
    wanted = {"because": "It leaks."}

    response = signed_in(concierge).send(f"tickets/{resolved.reference}/resolution/", wanted, method="delete")

    assert (response.status_code, response.json()["status"]) == (200, "in_hand")
    now(resolved, status=Status.IN_HAND, times_reopened=1, root_cause=None)


def test_after_the_window_a_ward_does_not_reopen(signed_in, resolved, sister, settings):
    response = signed_in(sister).send(
        f"tickets/{resolved.reference}/resolution/", {"because": "It leaks."}, method="delete"
    )

    assert response.status_code == 409
    assert response.json()["detail"].startswith("It was resolved more than")
    now(resolved, status=Status.RESOLVED)


def test_the_ward_confirms(signed_in, resolved, sister):
    response = signed_in(sister).send(f"tickets/{resolved.reference}/confirmation/")

    assert (response.status_code, response.json()["status"]) == (200, "confirmed")
    now(resolved, status=Status.CONFIRMED)


def test_the_desk_does_not_confirm_its_own_work(signed_in, resolved, concierge):
    response = signed_in(concierge).send(f"tickets/{resolved.reference}/confirmation/")

    assert (response.status_code, response.json()["detail"]) == (
        403,
        f"Only {resolved.ward} can confirm this.",
    )


def test_the_ward_withdraws_with_a_reason(signed_in, ticket, leg, sister):
    response = signed_in(sister).send(f"tickets/{ticket.reference}/withdrawal/", {"because": "Found one."})

    assert (response.status_code, response.json()["legs"][0]["status"]) == (200, "withdrawn")
    now(ticket, status=Status.WITHDRAWN, withdrawn_because="Found one.")


def test_a_closed_ticket_is_not_withdrawn(signed_in, resolved, sister):
    response = signed_in(sister).send(f"tickets/{resolved.reference}/withdrawal/", {"because": "Found one."})

    assert response.status_code == 409
    assert response.json()["detail"] == f"{resolved} is resolved, so it cannot be withdrawn."


def test_the_desk_codes_again_and_history_keeps_the_first_choice(signed_in, resolved, concierge):
    wanted = {"root_cause": "communication", "because": "Nobody told them."}

    response = signed_in(concierge).send(f"tickets/{resolved.reference}/coding/", wanted)

    assert (response.status_code, response.json()["root_cause"]) == (200, "communication")
    assert list(Coding.objects.get().history.values_list("cause", flat=True)) == ["communication", "culture"]


def test_a_ticket_without_an_outcome_is_not_coded(signed_in, ticket, concierge):
    response = signed_in(concierge).send(f"tickets/{ticket.reference}/coding/", {"root_cause": "culture"})

    assert response.status_code == 409


def test_a_second_coder_chooses_and_the_ticket_keeps_the_first(signed_in, resolved, trust):
    second = UserFactory(desk=trust)

    response = signed_in(second).send(
        f"tickets/{resolved.reference}/second-coding/", {"cause": "communication"}
    )

    assert (response.status_code, response.json()["is_second"]) == (201, True)
    now(resolved, root_cause=RootCause.CULTURE)


def test_the_second_coder_is_somebody_else(signed_in, resolved, concierge):
    response = signed_in(concierge).send(f"tickets/{resolved.reference}/second-coding/", {"cause": "culture"})

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "The second coder must be somebody else.",
    )


def test_a_ticket_is_assigned_to_another_of_the_desk(signed_in, ticket, trust, concierge):
    another = UserFactory(desk=trust)

    response = signed_in(concierge).send(
        f"tickets/{ticket.reference}/concierge/", {"concierge": another.pk}, method="put"
    )

    assert (response.status_code, response.json()["concierge"]["id"]) == (200, another.pk)
    now(ticket, concierge=another)


def test_a_ticket_is_not_assigned_to_a_sister(signed_in, ticket, sister, concierge):
    response = signed_in(concierge).send(
        f"tickets/{ticket.reference}/concierge/", {"concierge": sister.pk}, method="put"
    )

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/concierge")


def test_a_concierge_who_has_left_hands_her_tickets_over(signed_in, ticket, trust, concierge):
    concierge.posts.update(until=timezone.localdate() - timedelta(days=1))
    another = UserFactory(desk=trust)

    response = signed_in(another).send(
        "handing-over/", {"trust": trust.code, "leaver": concierge.pk, "to": another.pk}
    )

    assert (response.status_code, response.json()) == (200, {"tickets": [ticket.reference]})
    now(ticket, concierge=another)


def test_a_sister_does_not_hand_the_desks_tickets_over(signed_in, ticket, trust, concierge, sister):
    response = signed_in(sister).send(
        "handing-over/", {"trust": trust.code, "leaver": concierge.pk, "to": concierge.pk}
    )

    assert (response.status_code, response.json()["detail"]) == (403, "Only the desk can hand tickets over.")


def test_a_ward_is_passed_on(signed_in, ticket, ward, sister):
    follower = UserFactory(ward=ward)

    response = signed_in(sister).send(f"wards/{ward.pk}/passing-on/", {"to": follower.pk})

    assert (response.status_code, response.json()) == (200, {"tickets": [ticket.reference]})
    now(ticket, contact=follower)


def test_another_wards_sister_does_not_pass_a_ward_on(signed_in, ward, sister, trust):
    response = signed_in(UserFactory(ward=WardFactory(trust=trust))).send(
        f"wards/{ward.pk}/passing-on/", {"to": sister.pk}
    )

    assert response.status_code == 403


def test_a_ward_of_another_trust_is_not_there(signed_in, sister):
    assert (
        signed_in(sister).send(f"wards/{WardFactory().pk}/passing-on/", {"to": sister.pk}).status_code == 404
    )


@pytest.mark.parametrize(
    ("method", "verb"),
    [
        ("post", "resolution"),
        ("delete", "resolution"),
        ("post", "confirmation"),
        ("post", "withdrawal"),
        ("post", "coding"),
        ("post", "second-coding"),
        ("put", "concierge"),
        ("post", "legs"),
    ],
)
def test_nobody_does_anything_to_a_ticket_she_cannot_see(signed_in, ticket, method, verb):
    stranger = signed_in(UserFactory(ward=WardFactory()))

    assert stranger.send(f"tickets/{ticket.reference}/{verb}/", {}, method=method).status_code == 404
