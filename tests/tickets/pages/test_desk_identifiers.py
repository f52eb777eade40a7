import pytest
from django.test import Client

from tests.tickets.pages.reading import text
from tickets import commands
from tickets.errors import WrongValue
from tickets.models import Interaction, Ticket

NUMBER = "999 000 0018"
CALL = {
    "channel": "telephone",
    "direction": "out",
    "whom": "ward",
    "desk_minutes": "5",
    "note": f"About {NUMBER} in bay 2",
}


@pytest.fixture
def path(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.reference}/contacts/"


def test_words_that_look_like_an_nhs_number_are_stopped_and_shown_masked(desk: Client, path: str):
    page = desk.post(path, CALL)

    assert "This looks like an NHS number" in text(page)
    assert "What was said? About 999 ••• ••18 in bay 2" in text(page)
    assert not Interaction.objects.exists()


def test_going_back_shows_the_words_again_and_sends_nothing(desk: Client, path: str):
    page = desk.post(path, CALL | {"identifiers": "edit"})

    assert CALL["note"] in page.content.decode()
    assert "There is a problem" not in text(page)
    assert not Interaction.objects.exists()


def test_sending_anyway_needs_a_reason(desk: Client, path: str):
    page = desk.post(path, CALL | {"identifiers": "keep", "identifier_reason": " "})

    assert "Say why it has to be there" in text(page)
    assert not Interaction.objects.exists()


def test_sending_anyway_keeps_the_reason_and_masks_the_number(desk: Client, path: str, ticket: Ticket):
    page = desk.post(
        path, CALL | {"identifiers": "keep", "identifier_reason": "An order number"}, follow=True
    )

    assert Interaction.objects.get().note == CALL["note"]
    assert ticket.changes.get(verb="NHS number kept").note == "An order number"
    assert "999 ••• ••18" in text(page)
    assert NUMBER not in page.content.decode()


def test_a_reason_must_be_given(ticket: Ticket, concierge):
    with pytest.raises(WrongValue):
        commands.keep_identifier(ticket=ticket, reason=" ", by=concierge, at=ticket.raised_at)
