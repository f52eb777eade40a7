import pytest
from django.test import Client

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, ProcessFactory, UserFactory, raised_ticket
from tests.tickets.pages.reading import text
from tickets import commands
from tickets.choices import DEFINITIONS, CauseFate, LegStatus, RootCause, Source, Status
from tickets.models import CauseWording, Coding, Leg, Ticket

RESOLUTION = {"outcome": "A kettle came", "root_cause": "culture", "cause_fate": "removed"}


@pytest.fixture
def resolved(ticket: Ticket, trust: Trust) -> Ticket:
    first = UserFactory(desk=trust)
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="A kettle came",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=first,
        at=NINE,
    )


def test_resolving_shows_the_six_definitions_in_the_trusts_words(desk: Client, ticket: Ticket, trust: Trust):
    CauseWording.objects.create(trust=trust, cause=RootCause.CULTURE, definition="Our own words for it.")

    page = text(desk.get(f"/desk/tickets/{ticket.reference}/resolution/"))

    assert [cause for cause, words in DEFINITIONS.items() if words not in page] == [RootCause.CULTURE]
    assert "Our own words for it." in page


def test_a_ticket_is_resolved_into_one_cause(desk: Client, ticket: Ticket):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/resolution/",
        RESOLUTION | {"contributing_cause": "communication"},
        follow=True,
    )

    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.root_cause, ticket.contributing_cause) == (
        Status.RESOLVED,
        "culture",
        "communication",
    )
    assert "Resolved." in text(page)


@pytest.mark.parametrize(
    ("without", "asked"),
    [
        ("outcome", "Say what the ward got"),
        ("root_cause", "Choose one of the six causes"),
        ("cause_fate", "Choose if the cause is gone"),
    ],
)
def test_resolving_needs_an_outcome_a_cause_and_its_fate(
    desk: Client, ticket: Ticket, without: str, asked: str
):
    page = desk.post(f"/desk/tickets/{ticket.reference}/resolution/", RESOLUTION | {without: ""})

    assert asked in text(page)
    assert Ticket.objects.get().status == Status.RAISED


def test_the_contributing_cause_must_be_another(desk: Client, ticket: Ticket):
    page = desk.post(
        f"/desk/tickets/{ticket.reference}/resolution/", RESOLUTION | {"contributing_cause": "culture"}
    )

    assert "Choose another cause than the main one" in text(page)


def test_an_open_part_stops_resolving_and_is_named(desk: Client, ticket: Ticket, leg: Leg):
    page = desk.post(f"/desk/tickets/{ticket.reference}/resolution/", RESOLUTION)

    assert "HR still has a part open" in text(page)
    assert "A kettle came" in page.content.decode()
    assert Ticket.objects.get().status == Status.IN_HAND


def test_an_open_part_can_be_finished_in_the_same_step(desk: Client, ticket: Ticket, leg: Leg):
    desk.post(
        f"/desk/tickets/{ticket.reference}/resolution/", RESOLUTION | {f"part_{leg.pk}": "Signed the form"}
    )

    leg = Leg.objects.get()
    assert (Ticket.objects.get().status, leg.status, leg.result) == (
        Status.RESOLVED,
        LegStatus.DONE,
        "Signed the form",
    )


def test_a_part_finished_in_a_step_that_fails_stays_open(
    desk: Client, ticket: Ticket, leg: Leg, finance, concierge: User
):
    commands.route_ticket(ticket=ticket, services=[finance], by=concierge, at=NINE)

    page = desk.post(
        f"/desk/tickets/{ticket.reference}/resolution/", RESOLUTION | {f"part_{leg.pk}": "Signed"}
    )

    assert "Finance still has a part open" in text(page)
    assert set(Leg.objects.values_list("status", flat=True)) == {LegStatus.WITH_SERVICE}


def test_how_others_were_coded_is_shown_as_evidence(
    desk: Client, ticket: Ticket, trust: Trust, concierge: User
):
    process = ProcessFactory(trust=trust, name="Minor repair")
    other = raised_ticket(ticket.ward, process=process)
    commands.resolve_ticket(
        ticket=other,
        outcome="Done",
        root_cause=RootCause.COMMUNICATION,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=NINE,
    )
    Ticket.objects.filter(pk=ticket.pk).update(process=process)

    page = text(desk.get(f"/desk/tickets/{ticket.reference}/resolution/"))

    assert "Others about Minor repair: communication 1." in page


def test_a_cause_is_chosen_again(desk: Client, resolved: Ticket):
    page = desk.post(
        f"/desk/tickets/{resolved.reference}/cause/",
        {"root_cause": "communication", "because": "On reflection"},
        follow=True,
    )

    assert Ticket.objects.get().root_cause == RootCause.COMMUNICATION
    assert "Coded: Communication." in text(page)


def test_a_ticket_of_an_old_log_is_coded(desk: Client, ticket: Ticket):
    Ticket.objects.filter(pk=ticket.pk).update(
        status="resolved",
        source=Source.IMPORT,
        to_be_coded=True,
        resolved_at=NINE,
        cause_as_written="Comms??",
    )
    shown = text(desk.get(f"/desk/tickets/{ticket.reference}/cause/"))

    desk.post(f"/desk/tickets/{ticket.reference}/cause/", {"root_cause": "communication"})

    assert "The old log said: Comms??" in shown
    assert (Ticket.objects.get().root_cause, Ticket.objects.get().to_be_coded) == (
        RootCause.COMMUNICATION,
        False,
    )


def test_an_open_ticket_has_no_cause_to_choose(desk: Client, ticket: Ticket):
    page = desk.post(f"/desk/tickets/{ticket.reference}/cause/", {"root_cause": "culture"})

    assert "has no outcome yet" in text(page)


def test_a_second_coder_chooses_without_seeing_the_first_choice(desk: Client, resolved: Ticket):
    shown = desk.get(f"/desk/tickets/{resolved.reference}/second-cause/").content.decode()

    desk.post(f"/desk/tickets/{resolved.reference}/second-cause/", {"root_cause": "communication"})

    assert "checked" not in shown
    assert list(Coding.objects.order_by("is_second").values_list("cause", flat=True)) == [
        "culture",
        "communication",
    ]
    assert Ticket.objects.get().root_cause == RootCause.CULTURE


def test_the_first_coder_is_no_second_coder(desk: Client, ticket: Ticket, concierge: User):
    commands.resolve_ticket(
        ticket=ticket,
        outcome="Came",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=NINE,
    )

    page = desk.post(f"/desk/tickets/{ticket.reference}/second-cause/", {"root_cause": "culture"})

    assert "The second coder must be somebody else" in text(page)
    assert Coding.objects.count() == 1


def test_a_resolved_ticket_is_reopened(desk: Client, resolved: Ticket):
    page = desk.post(f"/desk/tickets/{resolved.reference}/reopening/", {"because": "It broke"}, follow=True)

    assert Ticket.objects.get().status == Status.IN_HAND
    assert "Reopened. The desk has it again." in text(page)


def test_an_open_ticket_cannot_be_reopened(desk: Client, ticket: Ticket):
    page = desk.post(f"/desk/tickets/{ticket.reference}/reopening/", {"because": "It broke"})

    assert "so it cannot be reopened" in text(page)


def test_a_ticket_is_withdrawn_with_its_reason(desk: Client, ticket: Ticket, leg: Leg):
    desk.post(f"/desk/tickets/{ticket.reference}/withdrawal/", {"because": "merged into R-10013"})

    assert (Ticket.objects.get().status, Ticket.objects.get().withdrawn_because) == (
        Status.WITHDRAWN,
        "merged into R-10013",
    )


def test_withdrawing_needs_a_reason(desk: Client, ticket: Ticket):
    page = desk.post(f"/desk/tickets/{ticket.reference}/withdrawal/", {"because": ""})

    assert "Say why it is not needed any more" in text(page)
    assert Ticket.objects.get().status == Status.RAISED
