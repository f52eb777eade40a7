from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, ProcessFactory, ServiceFactory, UserFactory
from tests.tickets.pages.reading import text
from tickets import commands
from tickets.choices import LegStatus, PromiseOutcome, Status
from tickets.models import Leg, Service, Ticket


def test_a_ticket_is_routed_to_several_services(desk: Client, ticket: Ticket, hr: Service, finance: Service):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/routing/",
        {"services": [hr.pk, finance.pk], "request": "Sign it"},
        follow=True,
    )

    assert set(ticket.legs.values_list("service__name", "request")) == {
        ("HR", "Sign it"),
        ("Finance", "Sign it"),
    }
    assert "Routed to Finance and HR. They have it since today at" in text(page)


def test_routing_suggests_the_service_of_the_process(desk: Client, ticket: Ticket, trust: Trust):
    estates = ServiceFactory(trust=trust, name="Estates")
    Ticket.objects.filter(pk=ticket.pk).update(process=ProcessFactory(trust=trust, service=estates))

    page = desk.get(f"/desk/tickets/{ticket.reference}/routing/").content.decode()

    box = page.split(f'value="{estates.pk}"')[1].split(">")[0]
    assert "checked" in box


def test_routing_to_nobody_is_refused(desk: Client, ticket: Ticket, hr: Service):
    page = desk.post(f"/desk/tickets/{ticket.reference}/routing/", {"request": "Sign the form"})

    assert "Choose at least one service" in text(page)
    assert "Sign the form" in page.content.decode()


def test_a_service_that_has_a_part_is_not_offered_another(
    desk: Client, ticket: Ticket, leg: Leg, hr: Service
):
    page = desk.post(f"/desk/tickets/{ticket.reference}/routing/", {"services": [hr.pk]})

    assert page.status_code == 200
    assert ticket.legs.count() == 1


VERBS = [
    ("handing-on", {"because": "Not theirs"}, "Handed on from HR to Finance. Finance has it since today at"),
    ("giving-back", {"because": "Not theirs"}, "HR gave it back. The desk has it since today at"),
    ("result", {"result": "Sent"}, "HR has done its part, today at"),
    ("question", {"question": "Which size?"}, "has it since today at"),
    ("holder", {"holder": "supplier", "supplier": "Kettle & Co"}, "Kettle & Co has it since today at"),
]


@pytest.mark.parametrize(("noun", "told", "said"), VERBS)
def test_each_verb_says_what_happened(
    desk: Client, leg: Leg, finance: Service, noun: str, told: dict, said: str
):
    page = desk.post(f"/desk/parts/{leg.pk}/{noun}/", told | {"to": finance.pk}, follow=True)

    assert said in text(page)


ENDINGS = {
    "handing-on": LegStatus.NOT_OURS,
    "giving-back": LegStatus.NOT_OURS,
    "result": LegStatus.DONE,
    "question": LegStatus.WITH_WARD,
}


@pytest.mark.parametrize(("noun", "told"), [verb[:2] for verb in VERBS if verb[0] in ENDINGS])
def test_each_verb_leaves_the_part_as_it_says(
    desk: Client, leg: Leg, finance: Service, noun: str, told: dict
):
    desk.post(f"/desk/parts/{leg.pk}/{noun}/", told | {"to": finance.pk})

    assert Leg.objects.get(pk=leg.pk).status == ENDINGS[noun]


@pytest.mark.parametrize(
    ("noun", "asked"),
    [
        ("handing-on", "Choose who should have it"),
        ("giving-back", "Say why it is not theirs"),
        ("result", "Say what was done"),
        ("question", "Write what the ward is asked"),
        ("plan", "Enter the day it is planned for"),
        ("holder", "Choose who has it now"),
        ("owner", "Answer “Who in the service has it?”"),
        ("promise", "Enter what they promised"),
    ],
)
def test_an_empty_form_says_what_is_missing(desk: Client, leg: Leg, noun: str, asked: str):
    page = desk.post(f"/desk/parts/{leg.pk}/{noun}/", {"once": ""})

    assert "There is a problem" in text(page)
    assert asked in text(page)


def test_a_part_that_has_ended_refuses_and_keeps_the_words(desk: Client, leg: Leg, concierge: User):
    commands.finish_leg(leg=leg, result="Sent", by=concierge, at=NINE + timedelta(hours=1))

    page = desk.post(f"/desk/parts/{leg.pk}/question/", {"question": "Which size?"})

    assert "HR's part has ended" in text(page)
    assert "Which size?" in page.content.decode()


def test_a_planned_part_is_planned_again_and_taken_back(desk: Client, leg: Leg):
    day = timezone.localdate() + timedelta(days=30)
    boxes = {"planned_for-day": day.day, "planned_for-month": day.month, "planned_for-year": day.year}
    desk.post(f"/desk/parts/{leg.pk}/plan/", boxes | {"because": "Parts come then"})
    planned = Leg.objects.get(pk=leg.pk)
    again = desk.get(f"/desk/parts/{leg.pk}/plan/").content.decode()

    desk.post(f"/desk/parts/{leg.pk}/taking-back/", {"note": ""})

    assert (planned.status, planned.planned_for) == (LegStatus.PLANNED, day)
    assert "Parts come then" in again
    assert Leg.objects.get(pk=leg.pk).status == LegStatus.WITH_SERVICE


def test_planning_for_a_day_gone_by_is_refused(desk: Client, leg: Leg):
    page = desk.post(
        f"/desk/parts/{leg.pk}/plan/",
        {"planned_for-day": 3, "planned_for-month": 3, "planned_for-year": 2020, "because": "Then"},
    )

    assert "Choose today or a day to come" in text(page)


def test_somebody_of_the_service_is_named(desk: Client, leg: Leg, hr: Service):
    owner = UserFactory(service=hr, name="Sam Reed")

    page = desk.post(f"/desk/parts/{leg.pk}/owner/", {"owner": owner.pk}, follow=True)

    assert "Sam Reed of HR has it." in text(page)
    assert Leg.objects.get(pk=leg.pk).owner == owner


def test_a_part_done_yesterday_ends_yesterday(desk: Client, leg: Leg):
    at = {
        "happened_at-day": "4",
        "happened_at-month": "3",
        "happened_at-year": "2026",
        "happened_at-time": "10:00",
    }

    desk.post(f"/desk/parts/{leg.pk}/result/", at | {"result": "Sent"})

    assert Leg.objects.get(pk=leg.pk).ended_at == NINE + timedelta(days=1, hours=1)


def test_a_promise_is_taken_and_kept(desk: Client, leg: Leg):
    day = timezone.localdate() + timedelta(days=2)
    told = {
        "what": "Send the form",
        "due_on-day": day.day,
        "due_on-month": day.month,
        "due_on-year": day.year,
        "due_time": "14:00",
    }
    taken = desk.post(f"/desk/parts/{leg.pk}/promise/", told, follow=True)
    promise = leg.promises.get()

    kept = desk.post(f"/desk/promises/{promise.pk}/keeping/", {}, follow=True)

    assert "HR promised it for" in text(taken)
    assert timezone.localtime(promise.due_at).hour == 14
    assert "HR kept its promise in time" in text(kept)
    assert leg.promises.get().outcome == PromiseOutcome.KEPT


def test_a_promise_not_kept_needs_a_reason(desk: Client, leg: Leg, concierge: User):
    promise = commands.take_promise(leg=leg, what="A form", due_at=NINE, by=concierge, at=NINE)

    refused = desk.post(f"/desk/promises/{promise.pk}/breaking/", {"because": ""})
    done = desk.post(f"/desk/promises/{promise.pk}/breaking/", {"because": "She was away"}, follow=True)

    assert "Say what happened" in text(refused)
    assert "HR did not keep its promise" in text(done)
    assert leg.promises.get().outcome == PromiseOutcome.BROKEN


def test_another_trusts_promise_is_not_found(elsewhere: Client, leg: Leg, concierge: User):
    promise = commands.take_promise(leg=leg, what="A form", due_at=NINE, by=concierge, at=NINE)

    assert elsewhere.post(f"/desk/promises/{promise.pk}/keeping/", {}).status_code == 404


def test_chasing_logs_the_call_and_puts_the_next_chase_off(desk: Client, leg: Leg):
    due = leg.chase_on

    page = desk.post(
        f"/desk/parts/{leg.pk}/chase/",
        {"channel": "telephone", "direction": "out", "desk_minutes-other": "7"},
        follow=True,
    )

    assert "Chased HR, today at" in text(page)
    assert leg.interactions.get().desk_minutes == 7
    assert Leg.objects.get(pk=leg.pk).chase_on > due


def test_the_ticket_is_with_the_ward_while_its_only_part_is(desk: Client, ticket: Ticket, leg: Leg):
    desk.post(f"/desk/parts/{leg.pk}/question/", {"question": "Which size?"})

    page = text(desk.get(f"/tickets/{ticket.reference}/"))

    assert Ticket.objects.get().status == Status.WITH_WARD
    assert "HR asks: Which size?" in page
