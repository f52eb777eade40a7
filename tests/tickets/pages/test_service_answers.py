"""What a service answers: each answer once rightly, and once refused."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Ward
from tests.factories import NINE, ProcessFactory, UserFactory, raised_ticket
from tests.tickets.pages.reading import text
from tickets import commands
from tickets.choices import LegStatus, PromiseOutcome, RootCause, Source, Status
from tickets.models import Interaction, Leg, Promise, Service, Ticket, TicketFile


@pytest.fixture
def clerk(hr: Service) -> User:
    return UserFactory(service=hr, name="Ola Finch")


@pytest.fixture
def here(client: Client, clerk: User, leg: Leg) -> str:
    """The address of HR's part, with somebody of HR signed in."""
    client.force_login(clerk)
    return f"/service/parts/{leg.pk}"


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def soon() -> date:
    return timezone.localdate() + timedelta(days=7)


def test_done_ends_the_part_and_the_ward_reads_what_was_done(
    client: Client, here: str, sister: User, ticket: Ticket
):
    page = client.post(
        f"{here}/result/",
        {"result": "The kettle is sent.", "files": SimpleUploadedFile("bill.txt", b"bill")},
        follow=True,
    )

    assert Leg.objects.get().status == LegStatus.DONE
    assert "Done. The desk and the ward can see it." in text(page)
    client.force_login(sister)
    told = text(client.get(f"/tickets/{ticket.reference}/"))
    assert "HR did its part" in told
    assert "The kettle is sent." in told
    assert "bill.txt" in told


def test_done_says_what_was_done(client: Client, here: str):
    page = text(client.post(f"{here}/result/", {"result": ""}))

    assert "Enter what was done" in page
    assert Leg.objects.get().is_open


def test_a_part_that_has_ended_is_not_done_again(client: Client, here: str, clerk: User):
    commands.finish_leg(leg=Leg.objects.get(), result="Sent", by=clerk, at=NINE)

    page = text(client.post(f"{here}/result/", {"result": "Sent again"}))

    assert "HR's part has ended" in page
    assert Leg.objects.get().result == "Sent"


def test_a_promise_is_kept_in_mind_until_its_day(client: Client, here: str):
    page = client.post(
        f"{here}/promises/",
        {"what": "Send it", "promised_by": "Ola Finch"} | boxes("due_on", soon()),
        follow=True,
    )

    promise = Promise.objects.get()
    assert (promise.what, promise.promised_by) == ("Send it", "Ola Finch")
    assert timezone.localtime(promise.due_at).date() == soon()
    assert "The desk will ask you after that day, not before." in text(page)


def test_a_promise_for_today_holds_until_the_day_ends(client: Client, here: str):
    client.post(f"{here}/promises/", {"what": "Send it"} | boxes("due_on", timezone.localdate()))

    assert timezone.localtime(Promise.objects.get().due_at).date() == timezone.localdate()


def test_a_promise_is_not_for_a_day_that_is_past(client: Client, here: str):
    page = text(client.post(f"{here}/promises/", {"what": "Send it"} | boxes("due_on", date(2026, 1, 5))))

    assert "Enter today or a day to come" in page
    assert not Promise.objects.exists()


def test_what_is_not_theirs_is_handed_on_with_the_reason(client: Client, here: str, finance: Service):
    page = client.post(f"{here}/not-ours/", {"to": finance.pk, "because": "It is a bill"}, follow=True)

    ended, opened = Leg.objects.order_by("pk")
    assert (ended.status, ended.result) == (LegStatus.NOT_OURS, "It is a bill")
    assert (opened.service, opened.handed_on_from) == (finance, ended)
    assert "Handed on to Finance." in text(page)


def test_what_is_nobodys_they_know_goes_back_to_the_desk(client: Client, here: str):
    page = client.post(f"{here}/not-ours/", {"to": "desk", "because": "Not HR"}, follow=True)

    assert Leg.objects.get().status == LegStatus.NOT_OURS
    assert "Given back. The desk finds out whose it is." in text(page)


def test_not_ours_needs_a_reason(client: Client, here: str):
    page = text(client.post(f"{here}/not-ours/", {"to": "desk", "because": ""}))

    assert "Enter why it is not yours" in page
    assert Leg.objects.get().is_open


def test_a_question_puts_the_part_with_the_ward_until_taken_back(client: Client, here: str, ward: Ward):
    asked = client.post(f"{here}/question/", {"question": "Which colour?"}, follow=True)
    waiting = Leg.objects.get()
    back = client.post(f"{here}/taking-back/", follow=True)

    assert (waiting.status, waiting.question) == (LegStatus.WITH_WARD, "Which colour?")
    assert f"{ward} is asked." in text(asked)
    assert Leg.objects.get().status == LegStatus.WITH_SERVICE
    assert "You have it again." in text(back)


def test_a_question_is_not_empty(client: Client, here: str):
    assert "Enter what you need to know" in text(client.post(f"{here}/question/", {"question": " "}))


def test_what_they_have_already_is_not_taken_back(client: Client, here: str):
    assert "HR has this part already." in text(client.post(f"{here}/taking-back/"))


def test_work_is_planned_for_a_day_with_a_reason(client: Client, here: str):
    page = client.post(
        f"{here}/plan/", {"because": "A fitter comes"} | boxes("planned_for", soon()), follow=True
    )

    leg = Leg.objects.get()
    assert (leg.status, leg.planned_for, leg.planned_because) == (LegStatus.PLANNED, soon(), "A fitter comes")
    assert "A fitter comes" in text(page)


def test_work_is_not_planned_for_the_past(client: Client, here: str):
    page = client.post(f"{here}/plan/", {"because": "A fitter came"} | boxes("planned_for", date(2026, 3, 2)))

    assert "Choose today or a day to come." in text(page)
    assert Leg.objects.get().status == LegStatus.WITH_SERVICE


def test_a_message_to_the_desk_is_not_read_by_the_ward(
    client: Client, here: str, clerk: User, sister: User, ticket: Ticket
):
    client.post(f"{here}/messages/", {"text": "Who signs this?"})

    written = Interaction.objects.get()
    assert (written.note, written.source, written.with_whom) == (
        "Who signs this?",
        Source.SERVICE,
        "Ola Finch",
    )
    assert "Who signs this?" in text(client.get(f"{here}/"))
    client.force_login(sister)
    told = text(client.get(f"/tickets/{ticket.reference}/"))
    assert "HR wrote to the desk" in told
    assert "Who signs this?" not in told


def test_a_message_is_not_empty_and_names_the_file_to_choose_again(client: Client, here: str):
    page = text(
        client.post(f"{here}/messages/", {"text": "", "files": SimpleUploadedFile("memo.txt", b"memo")})
    )

    assert "Enter your message" in page
    assert "choose this one again: memo.txt" in page
    assert not TicketFile.objects.exists()


def test_anybody_of_the_service_can_say_that_they_have_it(client: Client, here: str, clerk: User):
    page = client.post(f"{here}/mine/", follow=True)

    assert Leg.objects.get().owner == clerk
    assert "Who has it Ola Finch" in text(page)


def test_only_a_lead_names_somebody_else(client: Client, here: str, hr: Service, clerk: User):
    refused = client.post(f"{here}/owner/", {"owner": clerk.pk}).status_code
    client.force_login(UserFactory(service=hr, post_role=Role.SERVICE_LEAD))

    page = client.post(f"{here}/owner/", {"owner": clerk.pk}, follow=True)

    assert refused == 404
    assert Leg.objects.get().owner == clerk
    assert "Ola Finch has it." in text(page)


def test_nobody_outside_the_service_is_named(client: Client, here: str, hr: Service, concierge: User):
    client.force_login(UserFactory(service=hr, post_role=Role.SERVICE_LEAD))

    client.post(f"{here}/owner/", {"owner": concierge.pk})

    assert Leg.objects.get().owner is None


def test_a_promise_is_kept(client: Client, here: str, leg: Leg, clerk: User):
    promise = commands.take_promise(
        leg=leg, what="Send it", due_at=timezone.now() + timedelta(days=1), by=clerk, at=NINE
    )

    page = client.post(f"/service/promises/{promise.pk}/kept/", follow=True)
    again = client.post(f"/service/promises/{promise.pk}/kept/", follow=True)

    assert Promise.objects.get().outcome == PromiseOutcome.KEPT
    assert "The promise is kept." in text(page)
    assert "This promise is settled: kept." in text(again)


def test_a_promise_that_cannot_be_kept_gets_a_new_day(client: Client, here: str, leg: Leg, clerk: User):
    promise = commands.take_promise(
        leg=leg, what="Send it", due_at=NINE + timedelta(days=1), by=clerk, at=NINE
    )
    address = f"/service/promises/{promise.pk}/broken/"

    refused = text(client.post(address, {"because": ""}))
    client.post(address, {"because": "The van broke down"} | boxes("due_on", soon()))

    assert "Enter what happened" in refused
    broken, new = Promise.objects.order_by("pk")
    assert (broken.outcome, broken.settled_because) == (PromiseOutcome.BROKEN, "The van broke down")
    assert (new.what, timezone.localtime(new.due_at).date(), new.is_open) == ("Send it", soon(), True)


def test_a_promise_of_another_service_is_not_there(
    client: Client, here: str, ticket: Ticket, finance: Service, concierge: User
):
    leg = commands.route_ticket(ticket=ticket, services=[finance], by=concierge, at=NINE)[0]
    promise = commands.take_promise(
        leg=leg, what="Pay it", due_at=NINE + timedelta(days=1), by=concierge, at=NINE
    )

    assert client.post(f"/service/promises/{promise.pk}/kept/").status_code == 404
    assert client.get(f"/service/promises/{promise.pk}/broken/").status_code == 404


def test_a_service_closes_a_ticket_about_a_process_it_has_adopted(
    client: Client, ward: Ward, hr: Service, clerk: User, concierge: User
):
    process = ProcessFactory(trust=ward.trust, service=hr, is_adopted=True)
    leg = raised_ticket(ward, process=process).legs.get()
    client.force_login(clerk)
    here = f"/service/parts/{leg.pk}"
    told = {
        f"part_{leg.pk}": "Badge made.",
        "outcome": "The badge is on the ward.",
        "root_cause": "culture",
        "cause_fate": "removed",
    }

    offered = text(client.get(f"{here}/"))
    refused = text(client.post(f"{here}/resolution/", told | {"root_cause": ""}))
    page = client.post(f"{here}/resolution/", told, follow=True)

    assert "Done: close the ticket" in offered
    assert "Choose one of the six causes" in refused
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.outcome, ticket.root_cause) == (
        Status.RESOLVED,
        "The badge is on the ward.",
        RootCause.CULTURE,
    )
    assert Leg.objects.get().result == "Badge made."
    assert f"{ticket.reference} is closed." in text(page)


def test_a_service_does_not_close_what_it_has_not_adopted(client: Client, here: str):
    assert client.get(f"{here}/resolution/").status_code == 404
    assert "close the ticket" not in text(client.get(f"{here}/"))


def test_an_nhs_number_in_an_answer_is_stopped(client: Client, here: str):
    page = text(client.post(f"{here}/result/", {"result": "Sent for 999 000 0018"}))

    assert "This looks like an NHS number" in page
    assert Leg.objects.get().is_open


def test_an_answer_sent_twice_acts_once(client: Client, here: str):
    page = client.get(f"{here}/messages/").content.decode()
    token = page.split("</header>")[1].split('name="once" value="')[1].split('"')[0]

    for _ in range(2):
        client.post(f"{here}/messages/", {"text": "Who signs this?", "once": token})

    assert Interaction.objects.count() == 1
