"""Files: attached, listed, downloaded."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierge.people.models import User
from tests.factories import NINE, UserFactory, WardFactory
from tickets import commands
from tickets.models import Ticket, TicketFile

FORM = b"%PDF a form"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kept(ticket: Ticket, sister: User) -> TicketFile:
    return commands.attach_file(ticket=ticket, file=SimpleUploadedFile("form.pdf", FORM), by=sister, at=NINE)


def attach(program, ticket: Ticket, content: bytes = FORM, **headers: str):
    file = SimpleUploadedFile("form.pdf", content, "application/pdf")
    return program.post(
        f"/api/v1/tickets/{ticket.reference}/files/", {"file": file}, format="multipart", headers=headers
    )


def test_a_sister_attaches_a_file_and_its_checksum_is_kept(signed_in, ticket, sister):
    response = attach(signed_in(sister), ticket)

    kept = TicketFile.objects.get()
    assert response.status_code == 201
    assert response["Location"] == response.json()["url"]
    assert (response.json()["name"], response.json()["size"]) == ("form.pdf", len(FORM))
    assert kept.sha256 == hashlib.sha256(FORM).hexdigest()


def test_a_file_comes_back_as_it_was_sent_and_only_as_a_download(signed_in, ticket, kept, sister):
    response = signed_in(sister).ask(f"tickets/{ticket.reference}/files/{kept.pk}/")

    assert b"".join(response.streaming_content) == FORM
    assert response["Content-Disposition"] == 'attachment; filename="form.pdf"'
    assert response["Content-Type"] == "application/octet-stream"


def test_files_are_listed(signed_in, ticket, kept, sister):
    files = signed_in(sister).ask(f"tickets/{ticket.reference}/files/").json()

    assert [(file["id"], file["sha256"]) for file in files] == [(kept.pk, kept.sha256)]


def test_an_empty_file_is_refused(signed_in, ticket, sister):
    response = attach(signed_in(sister), ticket, b"")

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/file")


def test_a_file_that_is_too_large_is_refused(signed_in, ticket, sister, settings):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"largest_file": 5})

    response = attach(signed_in(sister), ticket)

    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/file")
    assert not TicketFile.objects.exists()


def test_a_file_is_not_sent_as_json(signed_in, ticket, sister):
    response = signed_in(sister).send(f"tickets/{ticket.reference}/files/", {"file": "form.pdf"})

    assert (response.status_code, response.json()["type"]) == (415, "/api/v1/problems/wrong-media-type/")


def test_a_file_sent_twice_with_one_key_is_kept_once(signed_in, ticket, sister):
    program = signed_in(sister)
    first = attach(program, ticket, **{"Idempotency-Key": "form-1"})
    second = attach(program, ticket, **{"Idempotency-Key": "form-1"})
    changed = attach(program, ticket, b"%PDF b form", **{"Idempotency-Key": "form-1"})

    assert (first.status_code, second.json()) == (201, first.json())
    assert changed.status_code == 422
    assert TicketFile.objects.count() == 1


def test_files_of_a_ticket_one_cannot_see_are_not_there(signed_in, ticket, kept):
    stranger = signed_in(UserFactory(ward=WardFactory()))

    assert stranger.ask(f"tickets/{ticket.reference}/files/").status_code == 404
    assert stranger.ask(f"tickets/{ticket.reference}/files/{kept.pk}/").status_code == 404
    assert attach(stranger, ticket).status_code == 404


def test_a_file_of_another_ticket_is_not_there(signed_in, kept, ward, sister):
    other = commands.raise_ticket(ward=ward, title="A door", by=sister, at=NINE)

    assert signed_in(sister).ask(f"tickets/{other.reference}/files/{kept.pk}/").status_code == 404


def test_what_hr_sent_the_desk_is_neither_the_wards_nor_another_services(
    signed_in, leg, sister, concierge, hr, finance
):
    commands.route_ticket(ticket=leg.ticket, services=[finance], by=concierge, at=NINE)
    contact = commands.Contact("email", "in", "service", service=hr, desk_minutes=2)
    said = commands.record_interaction(ticket=leg.ticket, contact=contact, by=concierge, at=NINE)
    kept = commands.attach_file(
        ticket=leg.ticket,
        file=SimpleUploadedFile("gossip.pdf", FORM),
        by=concierge,
        at=NINE,
        interaction=said,
    )
    seen = {"hr": UserFactory(service=hr), "desk": concierge}
    hidden = {"ward": sister, "finance": UserFactory(service=finance)}

    def reads(person: User) -> tuple[int, int, int]:
        program = signed_in(person)
        path = f"tickets/{leg.ticket.reference}/"
        listed = program.ask(f"{path}files/").json()
        whole = program.ask(path).json()["files"]
        answer = program.ask(f"{path}files/{kept.pk}/")
        assert answer.status_code == 404 or b"".join(answer.streaming_content) == FORM
        return len(listed), len(whole), answer.status_code

    assert {who: reads(person) for who, person in seen.items()} == dict.fromkeys(seen, (1, 1, 200))
    assert {who: reads(person) for who, person in hidden.items()} == dict.fromkeys(hidden, (0, 0, 404))
