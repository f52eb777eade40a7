"""Parts of a ticket: each verb once as it should go, and once refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from concierge.people.models import User
from tests.factories import NINE, ServiceFactory, UserFactory
from tickets import commands
from tickets.choices import HolderKind, LegStatus, PromiseOutcome
from tickets.models import Holding, Interaction, Leg, Promise, Service

CHASE = {"channel": "telephone", "direction": "out", "counterpart": "service", "desk_minutes": 2}


@pytest.fixture
def hr_person(hr: Service) -> User:
    return UserFactory(service=hr)


def test_the_desk_routes_a_ticket_to_two_services(signed_in, ticket, hr, finance, concierge):
    wanted = {"services": [hr.pk, finance.pk], "request": "Please pay"}

    response = signed_in(concierge).send(f"tickets/{ticket.reference}/legs/", wanted)

    assert response.status_code == 201
    assert [(part["service"]["name"], part["request"]) for part in response.json()] == [
        ("HR", "Please pay"),
        ("Finance", "Please pay"),
    ]
    assert list(ticket.legs.order_by("pk").values_list("service", flat=True)) == [hr.pk, finance.pk]


def test_a_ward_cannot_route(signed_in, ticket, hr, sister):
    response = signed_in(sister).send(f"tickets/{ticket.reference}/legs/", {"services": [hr.pk]})

    assert (response.status_code, response.json()["detail"]) == (403, "Only the desk can route this ticket.")
    assert not Leg.objects.exists()


def test_a_service_has_one_open_part_of_a_ticket(signed_in, ticket, leg, hr, concierge):
    response = signed_in(concierge).send(f"tickets/{ticket.reference}/legs/", {"services": [hr.pk]})

    assert response.status_code == 409
    assert response.json()["type"] == "/api/v1/problems/move-refused/"
    assert response.json()["detail"] == f"HR has a part of {ticket} already."


def test_the_parts_of_a_ticket_are_listed(signed_in, ticket, leg, sister):
    parts = signed_in(sister).ask(f"tickets/{ticket.reference}/legs/").json()

    assert [(part["id"], part["status"]) for part in parts] == [(leg.pk, "with_service")]


def test_a_service_hands_its_part_on(signed_in, leg, finance, hr_person):
    wanted = {"to": finance.pk, "because": "Finance pays."}

    response = signed_in(hr_person).send(f"legs/{leg.pk}/handing-on/", wanted)

    following = Leg.objects.get(service=finance)
    leg.refresh_from_db()
    assert response.status_code == 201
    assert (response.json()["id"], response.json()["handed_on_from"]) == (following.pk, leg.pk)
    assert (leg.status, leg.result) == (LegStatus.NOT_OURS, "Finance pays.")


def done(leg: Leg, **values: object) -> None:
    leg.refresh_from_db()
    assert {name: getattr(leg, name) for name in values} == values


def test_a_service_gives_its_part_back(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/giving-back/", {"because": "Not ours."})

    assert response.status_code == 200
    done(leg, status=LegStatus.NOT_OURS, result="Not ours.")


def test_a_service_finishes_its_part(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/finish/", {"result": "Posted."})

    assert (response.status_code, response.json()["status"]) == (200, "done")
    done(leg, status=LegStatus.DONE, result="Posted.")


def test_a_service_asks_the_ward(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/question/", {"question": "Which colour?"})

    assert (response.status_code, response.json()["holdings"][-1]["holder"]) == (200, "ward")
    done(leg, status=LegStatus.WITH_WARD, question="Which colour?")


def test_a_service_plans_its_part(signed_in, leg, hr_person):
    day = timezone.localdate() + timedelta(days=9)

    response = signed_in(hr_person).send(
        f"legs/{leg.pk}/plan/", {"planned_for": day.isoformat(), "because": "The shop is shut."}
    )

    assert response.status_code == 200
    done(leg, status=LegStatus.PLANNED, planned_for=day, planned_because="The shop is shut.")


def test_a_part_cannot_be_planned_for_a_day_that_is_past(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(
        f"legs/{leg.pk}/plan/", {"planned_for": "2026-03-03", "because": "The shop was shut."}
    )

    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"pointer": "#/planned_for", "detail": "Choose today or a day to come."}
    ]


def test_a_service_takes_its_part_back(signed_in, leg, hr_person):
    commands.put_with_ward(leg=leg, question="Which colour?", by=hr_person, at=NINE)

    response = signed_in(hr_person).send(f"legs/{leg.pk}/taking-back/", {"note": "Any will do."})

    assert response.status_code == 200
    done(leg, status=LegStatus.WITH_SERVICE, question="")


def test_a_part_that_is_with_its_service_cannot_be_taken_back(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/taking-back/")

    assert (response.status_code, response.json()["detail"]) == (409, "HR has this part already.")


def test_a_supplier_can_have_a_part(signed_in, leg, hr_person):
    wanted = {"holder": "supplier", "supplier": "Kettles Ltd"}

    response = signed_in(hr_person).send(f"legs/{leg.pk}/holder/", wanted, method="put")

    assert response.status_code == 200
    held = Holding.objects.get(leg=leg, ended_at=None)
    assert (held.holder, held.supplier) == (HolderKind.SUPPLIER, "Kettles Ltd")


def test_a_supplier_has_a_name(signed_in, leg, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/holder/", {"holder": "supplier"}, method="put")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/supplier")


def test_somebody_of_the_service_owns_a_part(signed_in, leg, hr, concierge, hr_person):
    response = signed_in(concierge).send(f"legs/{leg.pk}/owner/", {"owner": hr_person.pk}, method="put")

    assert (response.status_code, response.json()["owner"]["id"]) == (200, hr_person.pk)
    done(leg, owner=hr_person)


def test_nobody_else_owns_a_part(signed_in, leg, concierge):
    response = signed_in(concierge).send(f"legs/{leg.pk}/owner/", {"owner": concierge.pk}, method="put")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/owner")


def test_the_desk_chases_at_the_hour_it_happened(signed_in, leg, hr, concierge):
    wanted = {**CHASE, "service": hr.pk, "happened_at": "2026-03-05T10:30:00Z"}

    response = signed_in(concierge).send(f"legs/{leg.pk}/chases/", wanted)

    chased = Interaction.objects.get()
    assert (response.status_code, response.json()["id"]) == (201, chased.pk)
    assert (chased.is_chase, chased.leg, chased.happened_at.hour) == (True, leg, 10)


def test_a_chase_cannot_have_happened_tomorrow(signed_in, leg, hr, concierge):
    tomorrow = timezone.now() + timedelta(days=1)
    wanted = {**CHASE, "service": hr.pk, "happened_at": tomorrow.isoformat()}

    response = signed_in(concierge).send(f"legs/{leg.pk}/chases/", wanted)

    assert response.json()["errors"] == [{"pointer": "#/happened_at", "detail": "This is in the future."}]


def test_a_service_does_not_chase_itself(signed_in, leg, hr, hr_person):
    response = signed_in(hr_person).send(f"legs/{leg.pk}/chases/", {**CHASE, "service": hr.pk})

    assert (response.status_code, response.json()["detail"]) == (403, "Only the desk chases.")


VERBS = [
    ("post", "handing-on/", {"because": "No."}),
    ("post", "giving-back/", {"because": "No."}),
    ("post", "finish/", {"result": "Done."}),
    ("post", "question/", {"question": "Which?"}),
    ("post", "plan/", {"planned_for": "2099-01-01", "because": "Far off."}),
    ("post", "taking-back/", {}),
    ("put", "holder/", {"holder": "desk"}),
    ("put", "owner/", {}),
    ("post", "promises/", {"what": "Ring", "due_at": "2099-01-01T00:00:00Z"}),
]


@pytest.mark.parametrize(("method", "verb", "values"), VERBS)
def test_a_ward_cannot_do_what_services_do(signed_in, leg, finance, sister, method, verb, values):
    named = {"handing-on/": {"to": finance.pk}, "owner/": {"owner": sister.pk}}.get(verb, {})

    response = signed_in(sister).send(f"legs/{leg.pk}/{verb}", {**values, **named}, method=method)

    assert (response.status_code, response.json()["detail"]) == (403, "Only the desk or HR can do this.")


@pytest.mark.parametrize(("method", "verb", "values"), VERBS)
def test_a_part_of_a_ticket_one_cannot_see_is_not_there(signed_in, leg, method, verb, values):
    stranger = UserFactory(service=ServiceFactory(trust=leg.trust))

    response = signed_in(stranger).send(f"legs/{leg.pk}/{verb}", values, method=method)

    assert response.status_code == 404


def test_a_promise_is_taken_listed_and_kept(signed_in, leg, hr_person):
    program = signed_in(hr_person)
    due = (timezone.now() + timedelta(days=2)).isoformat()

    taken = program.send(f"legs/{leg.pk}/promises/", {"what": "Send the form", "due_at": due})
    listed = program.ask(f"legs/{leg.pk}/promises/")
    kept = program.send(f"promises/{taken.json()['id']}/keeping/")

    assert (taken.status_code, listed.json()) == (201, [taken.json()])
    assert (kept.status_code, kept.json()["outcome"]) == (200, "kept")
    assert program.ask(f"promises/{taken.json()['id']}/").json() == kept.json()
    assert Promise.objects.get().outcome == PromiseOutcome.KEPT


@pytest.fixture
def promise(leg: Leg, hr_person: User) -> Promise:
    return commands.take_promise(leg=leg, what="Ring", due_at=NINE + timedelta(days=1), by=hr_person, at=NINE)


def test_a_promise_kept_after_its_day_is_late(signed_in, promise, hr_person):
    response = signed_in(hr_person).send(
        f"promises/{promise.pk}/keeping/", {"kept_at": "2026-03-05T09:00:00Z"}
    )

    assert (response.status_code, response.json()["outcome"]) == (200, "late")


def test_a_promise_is_broken_for_a_reason(signed_in, promise, concierge):
    response = signed_in(concierge).send(f"promises/{promise.pk}/breaking/", {"because": "Nobody rang."})

    assert (response.status_code, response.json()["outcome"]) == (200, "broken")
    assert Promise.objects.get().settled_because == "Nobody rang."


def test_a_promise_is_settled_once(signed_in, promise, concierge):
    commands.keep_promise(promise=promise, by=concierge, at=NINE)

    for verb, values in (("keeping", {}), ("breaking", {"because": "Nobody rang."})):
        response = signed_in(concierge).send(f"promises/{promise.pk}/{verb}/", values)
        assert (response.status_code, response.json()["detail"]) == (409, "This promise is settled: kept.")


def test_a_promise_one_cannot_see_is_not_there(signed_in, promise):
    stranger = signed_in(UserFactory(service=ServiceFactory(trust=promise.trust)))

    assert stranger.ask(f"promises/{promise.pk}/").status_code == 404
    assert stranger.send(f"promises/{promise.pk}/keeping/").status_code == 404
    assert stranger.send(f"promises/{promise.pk}/breaking/", {"because": "No."}).status_code == 404


def test_the_ward_is_not_told_what_the_desk_and_a_service_say_to_each_other(
    signed_in, ticket, sister, concierge, hr, finance
):
    [leg] = commands.route_ticket(
        ticket=ticket, services=[hr], by=concierge, at=NINE, request="She has asked thrice"
    )
    commands.take_promise(leg=leg, what="A form", due_at=NINE, by=concierge, at=NINE)
    commands.hand_on(leg=leg, to=finance, because="She should have known", by=concierge, at=NINE)

    told = signed_in(sister).ask(f"tickets/{ticket.reference}/").json()["legs"]
    told_alone = signed_in(sister).ask(f"legs/{leg.pk}/").json()
    promises = signed_in(sister).ask(f"legs/{leg.pk}/promises/").json()
    to_desk = signed_in(concierge).ask(f"legs/{leg.pk}/").json()

    assert {(each["request"], each["result"]) for each in told} == {("", "")}
    assert (told_alone["request"], told_alone["result"]) == ("", "")
    assert [promise["settled_because"] for promise in promises] == [""]
    assert (to_desk["request"], to_desk["result"]) == ("She has asked thrice", "She should have known")
    assert to_desk["promises"][0]["settled_because"] == "Handed on to Finance."


def test_a_service_is_not_told_where_another_services_part_is(signed_in, ticket, concierge, hr, finance):
    one, two = commands.route_ticket(ticket=ticket, services=[hr, finance], by=concierge, at=NINE)
    commands.put_with_ward(leg=two, question="Whose budget?", by=concierge, at=NINE)

    told = signed_in(UserFactory(service=hr)).ask(f"tickets/{ticket.reference}/").json()

    assert [leg["id"] for leg in told["legs"]] == [one.pk]
    assert "Whose budget?" not in str(told)
