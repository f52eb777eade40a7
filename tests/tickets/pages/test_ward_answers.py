"""What a ward does with its ticket: reply, add files, confirm, open again, withdraw."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from tests.factories import NINE, UserFactory
from tests.tickets.pages.reading import text
from tickets import commands
from tickets.choices import CauseFate, LegStatus, RootCause, Source, Status
from tickets.models import Interaction, Leg, Service, Ticket, TicketFile


@pytest.fixture
def here(client: Client, sister: User, ticket: Ticket) -> str:
    """The address of the ward's verbs, with the sister signed in."""
    client.force_login(sister)
    return f"/ward/tickets/{ticket.reference}"


@pytest.fixture
def fixed(ticket: Ticket, concierge: User) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="A kettle was bought.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=timezone.now(),
    )


def test_a_message_goes_to_the_desk(client: Client, here: str, sister: User):
    page = client.post(f"{here}/reply/", {"text": "It leaks now"}, follow=True)

    written = Interaction.objects.get()
    assert (written.note, written.recorded_by, written.source) == ("It leaks now", sister, Source.WARD)
    assert "Your message has been sent to the desk." in text(page)
    assert f"{sister} wrote to the desk" in text(page)


def test_an_empty_message_is_refused(client: Client, here: str):
    page = client.post(f"{here}/reply/", {"text": ""})

    assert "Enter what you want to say" in text(page)
    assert not Interaction.objects.exists()


def test_an_answer_gives_the_part_back_to_its_service(client: Client, here: str, leg: Leg, concierge: User):
    commands.put_with_ward(leg=leg, question="Which colour?", by=concierge, at=NINE)
    shown = text(client.get(f"{here}/reply/"))

    page = client.post(f"{here}/reply/", {"text": "Blue"}, follow=True)

    assert "HR asks: Which colour?" in shown
    assert Leg.objects.get().status == LegStatus.WITH_SERVICE
    assert "Your answer has been sent." in text(page)


def test_files_are_added_and_downloaded_again(client: Client, here: str, ticket: Ticket):
    page = client.post(f"{here}/files/", {"files": SimpleUploadedFile("quote.pdf", b"a quote")}, follow=True)

    kept = TicketFile.objects.get()
    assert kept.sha256 == hashlib.sha256(b"a quote").hexdigest()
    assert "quote.pdf" in text(page)
    download = client.get(f"/tickets/{ticket.reference}/files/{kept.pk}/")
    assert b"".join(download.streaming_content) == b"a quote"
    assert download.headers["Content-Disposition"] == 'attachment; filename="quote.pdf"'


def test_adding_no_file_is_refused(client: Client, here: str):
    page = text(client.post(f"{here}/files/", {}))

    assert "Choose at least one file" in page
    assert not TicketFile.objects.exists()


def test_a_file_sent_by_a_service_to_the_desk_is_not_the_wards(
    client: Client, here: str, ticket: Ticket, leg: Leg, hr: Service
):
    sender = UserFactory(service=hr)
    client.force_login(sender)
    client.post(
        f"/service/parts/{leg.pk}/messages/",
        {"text": "See this", "files": SimpleUploadedFile("memo.txt", b"memo")},
    )
    kept = TicketFile.objects.get()
    address = f"/tickets/{ticket.reference}/files/{kept.pk}/"
    assert b"".join(client.get(address).streaming_content) == b"memo"

    client.force_login(ticket.raised_by)

    assert client.get(address).status_code == 404
    assert "memo.txt" not in text(client.get(f"/tickets/{ticket.reference}/"))


def test_the_ward_confirms_that_it_is_fixed(client: Client, here: str, fixed: Ticket, sister: User):
    page = client.post(f"{here}/confirmation/", follow=True)

    assert Ticket.objects.get().status == Status.CONFIRMED
    assert "Thank you. It is marked as fixed." in text(page)
    assert f"{sister} confirmed that it is fixed" in text(page)


def test_what_was_confirmed_in_another_window_is_no_fault_of_hers(client: Client, here: str, fixed: Ticket):
    client.post(f"{here}/confirmation/")

    page = client.post(f"{here}/confirmation/", follow=True)

    assert "It was marked as fixed already." in text(page)


def test_what_is_not_fixed_cannot_be_confirmed(client: Client, here: str, ticket: Ticket):
    page = client.post(f"{here}/confirmation/")

    assert f"{ticket.reference} is raised, so it cannot be confirmed." in text(page)
    assert Ticket.objects.get().status == Status.RAISED


def test_the_ward_opens_it_again_and_says_what_is_wrong(client: Client, here: str, fixed: Ticket):
    offered = text(client.get(f"/tickets/{fixed.reference}/"))

    page = client.post(f"{here}/not-fixed/", {"because": "It leaks"}, follow=True)

    assert "You can tell us up to 14 days after it was marked as fixed." in offered
    assert Ticket.objects.get().status == Status.IN_HAND
    assert "It leaks" in text(page)


def test_opening_again_asks_what_is_wrong(client: Client, here: str, fixed: Ticket):
    page = text(client.post(f"{here}/not-fixed/", {"because": ""}))

    assert "Enter what is still wrong" in page
    assert Ticket.objects.get().status == Status.RESOLVED


def test_after_the_window_it_is_not_opened_again(client: Client, here: str, fixed: Ticket):
    long_ago = timezone.now() - settings.ENVIRONMENT.reopen_window - timedelta(days=1)
    Ticket.objects.update(resolved_at=long_ago, raised_at=long_ago)

    offered = text(client.get(f"/tickets/{fixed.reference}/"))
    page = text(client.post(f"{here}/not-fixed/", {"because": "It leaks"}))

    assert "The time for opening it again has passed." in offered
    assert "It was resolved more than 14 days ago." in page
    assert Ticket.objects.get().status == Status.RESOLVED


def test_the_ward_withdraws_with_a_reason(client: Client, here: str, leg: Leg):
    page = client.post(f"{here}/withdrawal/", {"because": "We found one"}, follow=True)

    assert Ticket.objects.get().status == Status.WITHDRAWN
    assert Leg.objects.get().status == LegStatus.WITHDRAWN
    assert "Withdrawn We found one" in text(page)


def test_withdrawing_needs_a_reason(client: Client, here: str):
    page = text(client.post(f"{here}/withdrawal/", {"because": " "}))

    assert "Enter why it is not needed any more" in page
    assert Ticket.objects.get().status == Status.RAISED


def test_an_nhs_number_in_a_reply_is_stopped(client: Client, here: str):
    page = text(client.post(f"{here}/reply/", {"text": "It is for 999 000 0018"}))

    assert "This looks like an NHS number" in page
    assert not Interaction.objects.exists()


def test_a_reply_sent_twice_is_kept_once(client: Client, here: str, ticket: Ticket):
    page = client.get(f"{here}/reply/").content.decode()
    token = page.split("</header>")[1].split('name="once" value="')[1].split('"')[0]

    for _ in range(2):
        client.post(f"{here}/reply/", {"text": "It leaks now", "once": token})

    assert Interaction.objects.count() == 1
