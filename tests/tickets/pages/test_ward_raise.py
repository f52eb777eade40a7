"""Asking for something: the form, what it refuses, and the receipt."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import PostFactory, ProcessFactory, TrustFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.pages.reading import text
from tickets.choices import PatientEffect, Source, Status
from tickets.models import Process, Service, Ticket, TicketFile


@pytest.fixture
def asking(client: Client, sister: User, concierge: User) -> Client:
    """A browser in which the sister of a trust with a desk has signed in."""
    client.force_login(sister)
    return client


@pytest.fixture
def repair(trust: Trust, hr: Service) -> Process:
    return ProcessFactory(trust=trust, service=hr, name="Minor repair", hint="Say in which room.")


def test_a_sister_asks_and_has_a_receipt_at_once(
    asking: Client, sister: User, ward: Ward, concierge: User, repair: Process
):
    sent = {
        "process": repair.pk,
        "title": "The door sticks",
        "patient_effect": "comfort",
        "details": "Room 4",
    }

    page = asking.post("/raise/", sent, follow=True)

    ticket = Ticket.objects.get()
    assert (ticket.ward, ticket.process, ticket.title, ticket.details) == (
        ward,
        repair,
        "The door sticks",
        "Room 4",
    )
    assert (ticket.patient_effect, ticket.source, ticket.status) == (
        PatientEffect.COMFORT,
        Source.WARD,
        Status.RAISED,
    )
    assert (ticket.raised_by, ticket.concierge) == (sister, concierge)
    words = text(page)
    assert "We have it Your reference is" in words
    assert ticket.reference in words
    assert f"{concierge} will pass it to the right people." in words
    assert f"{concierge} looks after it. Ring 020 7946 0802 and say {ticket.reference}." in words


def test_one_line_is_enough(asking: Client):
    asking.post("/raise/", {"title": "A new kettle"})

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.process, ticket.patient_effect) == ("A new kettle", None, PatientEffect.NONE)


def test_nothing_asked_is_refused_and_everything_typed_stays(asking: Client, repair: Process):
    file = SimpleUploadedFile("door.jpg", b"a picture")

    page = asking.post("/raise/", {"title": " ", "details": "Room 4", "process": repair.pk, "files": file})

    words = text(page)
    assert not Ticket.objects.exists()
    assert "There is a problem Enter what you need, in one line" in words
    assert "Room 4" in words
    assert "choose this one again: door.jpg" in words
    assert f'value="{repair.pk}" checked' in page.content.decode()


def test_files_come_with_their_checksums(asking: Client):
    files = [SimpleUploadedFile("one.txt", b"one"), SimpleUploadedFile("two.txt", b"two")]

    asking.post("/raise/", {"title": "A new kettle", "files": files})

    kept = {file.name: file.sha256 for file in TicketFile.objects.all()}
    assert kept == {
        "one.txt": hashlib.sha256(b"one").hexdigest(),
        "two.txt": hashlib.sha256(b"two").hexdigest(),
    }
    assert all(file.ticket == Ticket.objects.get() for file in TicketFile.objects.all())


def test_an_empty_file_is_refused_by_name(asking: Client):
    files = [SimpleUploadedFile("good.txt", b"one"), SimpleUploadedFile("empty.txt", b"")]

    page = text(asking.post("/raise/", {"title": "A new kettle", "files": files}))

    assert "empty.txt is empty. Choose another file" in page
    assert not Ticket.objects.exists()


def test_a_program_is_refused_by_name(asking: Client):
    files = [SimpleUploadedFile("photo.jpg", b"one"), SimpleUploadedFile("Repair.EXE", b"MZ")]

    page = text(asking.post("/raise/", {"title": "A new kettle", "files": files}))

    assert "Repair.EXE is a program. Choose a photo or a document" in page
    assert "choose this one again: photo.jpg" in page
    assert not Ticket.objects.exists()


def test_the_six_most_used_processes_lead_and_the_whole_list_is_by_service(
    asking: Client, trust: Trust, ward: Ward, hr: Service, finance: Service, repair: Process
):
    rest = [ProcessFactory(trust=trust, service=finance, name=f"Form {number}") for number in range(6)]
    raised_ticket(ward, process=repair)

    page = asking.get("/raise/").content.decode()
    radios = [key for key in [repair, *rest] if f'type="radio" value="{key.pk}"' in page]

    assert radios == [repair, *rest[:5]]
    assert "Say in which room." in page
    assert [label for label in ("HR", "Finance") if f'<optgroup label="{label}">' in page] == [
        "HR",
        "Finance",
    ]
    assert f'<option value="{rest[5].pk}" >Form 5</option>' in page


def test_a_process_of_the_whole_list_is_taken_without_a_radio(asking: Client, trust: Trust, hr: Service):
    processes = [ProcessFactory(trust=trust, service=hr) for _ in range(7)]

    asking.post("/raise/", {"title": "A new kettle", "process": "other", "other_process": processes[6].pk})

    assert Ticket.objects.get().process == processes[6]


def test_two_processes_are_one_too_many(asking: Client, trust: Trust, repair: Process):
    other = ProcessFactory(trust=trust, name="Non-stock order")

    page = asking.post("/raise/", {"title": "A new kettle", "process": repair.pk, "other_process": other.pk})

    assert "You chose “Minor repair” and “Non-stock order”." in text(page)
    assert not Ticket.objects.exists()


def test_a_process_in_the_address_is_chosen_already(asking: Client, repair: Process):
    assert f'value="{repair.pk}" checked' in asking.get(f"/raise/?process={repair.pk}").content.decode()


def test_a_process_of_another_trust_is_not_offered_or_taken(asking: Client):
    foreign = ProcessFactory(trust=TrustFactory(), name="Foreign form")

    page = asking.post("/raise/", {"title": "A new kettle", "process": foreign.pk})

    assert "Foreign form" not in text(page)
    assert not Ticket.objects.exists()


def test_a_process_that_its_service_has_adopted_goes_there_at_once(
    asking: Client, repair: Process, hr: Service
):
    Process.objects.update(is_adopted=True)

    page = text(asking.post("/raise/", {"title": "A new kettle", "process": repair.pk}, follow=True))

    assert [leg.service for leg in Ticket.objects.get().legs.all()] == [hr]
    assert "The desk will ask HR again" in page


def test_she_chooses_the_ward_where_she_has_several(asking: Client, sister: User, trust: Trust, ward: Ward):
    second = WardFactory(trust=trust)
    PostFactory(person=sister, trust=trust, ward=second, role=Role.SISTER)

    refused = asking.post("/raise/", {"title": "A new kettle"})
    asking.post("/raise/", {"title": "A new kettle", "ward": second.pk})

    assert "Select which ward it is for" in text(refused)
    assert [ticket.ward for ticket in Ticket.objects.all()] == [second]


def test_she_chooses_the_ward_first_where_they_are_in_several_trusts(
    asking: Client, sister: User, ward: Ward
):
    foreign = WardFactory()
    PostFactory(person=sister, trust=foreign.trust, ward=foreign, role=Role.SISTER)

    first = text(asking.get("/raise/"))
    asking.post(f"/raise/?ward={foreign.pk}", {"title": "A new kettle"})

    assert "Which ward is it for?" in first
    assert [ticket.ward for ticket in Ticket.objects.all()] == [foreign]


def test_nobody_asks_for_a_ward_of_others(asking: Client, trust: Trust, ward: Ward):
    other = WardFactory(trust=trust)

    asking.post(f"/raise/?ward={other.pk}", {"title": "A new kettle", "ward": other.pk})

    assert [ticket.ward for ticket in Ticket.objects.all()] == [ward]


def test_the_same_form_sent_twice_makes_one_ticket(asking: Client):
    page = asking.get("/raise/").content.decode()
    token = page.split('name="once" value="')[1].split('"')[0]

    answers = [asking.post("/raise/", {"title": "A new kettle", "once": token}) for _ in range(2)]

    assert Ticket.objects.count() == 1
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_an_nhs_number_is_stopped_and_may_be_sent_with_a_reason(asking: Client):
    sent = {"title": "Label for 9990000018"}

    stopped = asking.post("/raise/", sent)
    nothing_yet = Ticket.objects.count()
    page = asking.post(
        "/raise/", sent | {"identifiers": "keep", "identifier_reason": "It is an asset number"}, follow=True
    )

    assert "This looks like an NHS number" in text(stopped)
    assert nothing_yet == 0
    assert Ticket.objects.count() == 1
    assert "9990000018" not in text(page)
    assert Ticket.objects.get().changes.filter(note="It is an asset number").exists()


def test_every_page_for_asking_says_that_it_is_not_for_emergencies(asking: Client):
    assert "This is not for emergencies. If someone may come to harm, ring 2222 now." in text(
        asking.get("/raise/")
    )


def test_a_manager_has_no_ward_to_ask_for(client: Client, trust: Trust):
    client.force_login(UserFactory(manages=trust))

    page = client.post("/raise/", {"title": "A new kettle"})

    assert page.status_code == 404
    assert not Ticket.objects.exists()
