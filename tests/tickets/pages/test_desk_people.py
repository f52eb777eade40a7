import pytest
from django.test import Client

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tests.factories import ProcessFactory, TrustFactory, UserFactory, WardFactory
from tests.tickets.pages.reading import text
from tickets.choices import PatientEffect, Source
from tickets.models import Interaction, Ticket


@pytest.fixture
def colleague(trust: Trust) -> User:
    return UserFactory(desk=trust, name="Kit Marsh")


def test_taking_a_ticket_makes_it_mine(desk: Client, ticket: Ticket, concierge: User, colleague: User):
    Ticket.objects.filter(pk=ticket.pk).update(concierge=colleague)

    page = desk.post(f"/desk/tickets/{ticket.reference}/taking/", follow=True)

    assert Ticket.objects.get().concierge == concierge
    assert f"You look after {ticket.reference} now." in text(page)


def test_a_closed_ticket_cannot_be_taken(desk: Client, ticket: Ticket):
    desk.post(f"/desk/tickets/{ticket.reference}/withdrawal/", {"because": "Not needed"})

    page = desk.post(f"/desk/tickets/{ticket.reference}/taking/", follow=True)

    assert "is closed" in text(page)


def test_a_ticket_is_assigned(desk: Client, ticket: Ticket, colleague: User):
    page = desk.post(f"/desk/tickets/{ticket.reference}/concierge/", {"concierge": colleague.pk}, follow=True)

    assert Ticket.objects.get().concierge == colleague
    assert f"Kit Marsh looks after {ticket.reference} now." in text(page)


def test_a_ticket_is_not_assigned_to_another_desk(desk: Client, ticket: Ticket, concierge: User):
    stranger = UserFactory(desk=TrustFactory())

    page = desk.post(f"/desk/tickets/{ticket.reference}/concierge/", {"concierge": stranger.pk})

    assert "There is a problem" in text(page)
    assert Ticket.objects.get().concierge == concierge


def test_a_concierges_tickets_are_handed_over_in_one_step(
    desk: Client, ticket: Ticket, concierge: User, colleague: User
):
    page = desk.post("/desk/hand-over/", {"leaver": concierge.pk, "to": colleague.pk}, follow=True)

    assert Ticket.objects.get().concierge == colleague
    assert f"1 ticket went from {concierge} to Kit Marsh." in text(page)


def test_tickets_are_not_handed_over_to_the_same_person(desk: Client, ticket: Ticket, concierge: User):
    page = desk.post("/desk/hand-over/", {"leaver": concierge.pk, "to": concierge.pk})

    assert "Choose somebody else" in text(page)


def test_a_ward_is_passed_on(desk: Client, ticket: Ticket, ward: Ward):
    successor = UserFactory(ward=ward, name="Robin Field")
    chosen = desk.get("/desk/wards/passing-on/", {"ward": ward.pk})

    page = desk.post(chosen.url, {"to": successor.pk}, follow=True)

    assert Ticket.objects.get().contact == successor
    assert f"The desk answers to Robin Field now for 1 open ticket of {ward}." in text(page)


def test_a_ward_is_not_passed_on_to_somebody_without_a_post_there(
    desk: Client, ticket: Ticket, ward: Ward, sister: User, colleague: User
):
    page = desk.post(f"/desk/wards/{ward.pk}/passing-on/", {"to": colleague.pk})

    assert "There is a problem" in text(page)
    assert Ticket.objects.get().contact == sister


def test_another_trusts_ward_is_not_found(elsewhere: Client, ward: Ward):
    assert elsewhere.get(f"/desk/wards/{ward.pk}/passing-on/").status_code == 404


CALL = {
    "asked_by": "Sister Bell",
    "title": "A kettle",
    "channel": "telephone",
    "desk_minutes": "5",
    "patient_effect": "comfort",
}


def test_a_call_becomes_a_ticket_whose_reference_can_be_read_out(
    desk: Client, ward: Ward, trust: Trust, concierge: User
):
    process = ProcessFactory(trust=trust)

    page = desk.post("/raise-for-a-ward/", CALL | {"ward": ward.pk, "process": process.pk}, follow=True)

    ticket, call = Ticket.objects.get(), Interaction.objects.get()
    assert (ticket.raised_by_name, ticket.concierge, ticket.source, ticket.patient_effect) == (
        "Sister Bell",
        concierge,
        Source.DESK,
        PatientEffect.COMFORT,
    )
    assert (call.desk_minutes, call.ward_minutes, call.direction, call.with_whom) == (
        5,
        5,
        "in",
        "Sister Bell",
    )
    assert f"Your reference is {ticket.reference}" in text(page)
    assert " ".join(ticket.reference.replace("-", "")) in text(page)


def test_a_call_without_its_line_is_refused_and_keeps_what_was_typed(desk: Client, ward: Ward):
    page = desk.post("/raise-for-a-ward/", CALL | {"ward": ward.pk, "title": "", "details": "By the sink"})

    assert "Say in one line what they need" in text(page)
    assert "By the sink" in page.content.decode()
    assert not Ticket.objects.exists()


def test_another_trusts_ward_cannot_be_raised_for(desk: Client):
    page = desk.post("/raise-for-a-ward/", CALL | {"ward": WardFactory().pk})

    assert "There is a problem" in text(page)
    assert not Ticket.objects.exists()


def test_the_page_to_raise_says_it_is_not_for_emergencies(desk: Client):
    assert "This is not for emergencies" in text(desk.get("/raise-for-a-ward/"))


@pytest.mark.parametrize(
    "path",
    [
        "/raise-for-a-ward/",
        "/desk/hand-over/",
        "/desk/wards/passing-on/",
        "/desk/old-log/",
        "/desk/second-codings/",
    ],
)
def test_a_manager_finds_the_desks_own_pages_closed(client: Client, trust: Trust, path: str):
    client.force_login(UserFactory(manages=trust))

    assert client.get(path).status_code == 403
