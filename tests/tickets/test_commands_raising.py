"""Raising: a reference and a named concierge from the first minute."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import NINE, ProcessFactory, UserFactory, WardFactory, raised_ticket
from tickets import commands
from tickets.choices import Channel, Counterpart, Direction, Source, Status
from tickets.errors import NotAllowed, WrongValue
from tickets.models import Process, Service, Ticket
from tickets.references import as_reference, check_digit, reference_for


def test_a_ticket_is_raised_for_the_ward_with_a_reference_and_a_concierge(
    ward: Ward, sister: User, concierge: User
):
    ticket = commands.raise_ticket(ward=ward, title="  A new\n kettle ", by=sister, at=NINE)

    assert (ticket.ward, ticket.trust, ticket.title) == (ward, ward.trust, "A new kettle")
    assert (ticket.status, ticket.source, ticket.raised_at) == (Status.RAISED, Source.WARD, NINE)
    assert (ticket.contact, ticket.concierge) == (sister, concierge)
    assert as_reference(ticket.reference) == ticket.reference


def test_the_least_busy_of_the_desk_gets_the_next_ticket(ward: Ward, sister: User, concierge: User):
    other = UserFactory(desk=ward.trust)

    given_to = [raised_ticket(ward, by=sister).concierge for _ in range(4)]

    assert given_to == [concierge, other, concierge, other]


def test_without_a_desk_the_program_looks_after_it(ward: Ward, sister: User):
    ticket = raised_ticket(ward, by=sister)

    assert ticket.concierge == User.objects.system()


def test_the_desk_raises_for_a_sister_who_rang_and_the_call_is_logged(ward: Ward, concierge: User):
    call = commands.Contact(
        Channel.TELEPHONE, Direction.IN, Counterpart.WARD, with_whom="Sr Ash", desk_minutes=5
    )

    ticket = commands.raise_ticket(
        ward=ward, title="A kettle", by=concierge, at=NINE, asked_by="Sr Ash", call=call
    )

    assert (ticket.source, ticket.raised_by_name, ticket.concierge) == (Source.DESK, "Sr Ash", concierge)
    logged = ticket.interactions.get()
    assert (logged.channel, logged.desk_minutes, logged.ward_minutes) == (Channel.TELEPHONE, 5, 5)


def test_an_adopted_process_is_routed_at_once(ward: Ward, sister: User, hr: Service):
    process = ProcessFactory(trust=ward.trust, service=hr, is_adopted=True)

    ticket = raised_ticket(ward, by=sister, process=process)

    assert ticket.status == Status.IN_HAND
    assert [leg.service for leg in ticket.legs.all()] == [hr]


def test_nobody_raises_for_a_ward_that_is_not_theirs(ward: Ward):
    stranger = UserFactory(ward=WardFactory(trust=ward.trust))

    with pytest.raises(NotAllowed, match=str(ward)):
        raised_ticket(ward, by=stranger)

    assert not Ticket.objects.exists()


@pytest.mark.parametrize("title", ["", "   \n ", "x" * 301])
def test_a_ticket_says_in_one_line_what_is_needed(ward: Ward, sister: User, title: str):
    with pytest.raises(WrongValue) as refused:
        raised_ticket(ward, by=sister, title=title)

    assert refused.value.field == "title"


def test_a_process_of_another_trust_is_refused(ward: Ward, sister: User):
    elsewhere: Process = ProcessFactory()

    with pytest.raises(WrongValue, match="another trust"):
        raised_ticket(ward, by=sister, process=elsewhere)


def test_a_file_keeps_its_checksum(ward: Ward, sister: User, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    ticket = raised_ticket(ward, by=sister, files=[ContentFile(b"a photograph", name="kettle.jpg")])

    kept = ticket.files.get()
    assert (kept.name, kept.size) == ("kettle.jpg", 12)
    assert kept.sha256 == hashlib.sha256(b"a photograph").hexdigest()
    with kept.file.open("rb") as file:
        assert file.read() == b"a photograph"


def test_an_empty_file_is_refused_and_nothing_is_raised(ward: Ward, sister: User):
    with pytest.raises(WrongValue, match="empty"):
        raised_ticket(ward, by=sister, files=[ContentFile(b"", name="kettle.jpg")])

    assert not Ticket.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_raised_at_once_have_two_hundred_references():
    ward = WardFactory()
    sister = UserFactory(ward=ward)
    UserFactory(desk=ward.trust)

    def raise_one(number: int) -> str:
        try:
            return raised_ticket(ward, by=sister, title=f"Kettle {number}").reference
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        references = list(pool.map(raise_one, range(200)))

    assert len(set(references)) == 200
    assert set(Ticket.objects.values_list("reference", flat=True)) == set(references)


@given(st.integers(1000, 10**9))
def test_a_reference_is_read_however_it_is_spoken(number: int):
    reference = reference_for(number)
    digits = reference[2:]

    for spoken in (reference, reference.lower(), digits, f"r {digits}", f" R{digits[:3]} {digits[3:]} "):
        assert as_reference(spoken) == reference


@given(st.integers(1000, 10**9), st.data())
def test_one_wrong_digit_or_two_swapped_are_noticed(number: int, data: st.DataObject):
    digits = reference_for(number)[2:]
    place = data.draw(st.integers(0, len(digits) - 2))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert as_reference("R-" + digits[:place] + wrong + digits[place + 1 :]) is None
    assert swapped == digits or as_reference("R-" + swapped) is None


def test_the_example_in_the_words_is_right():
    assert reference_for(1048) == f"R-1048{check_digit('1048')}"
    assert as_reference("572") is None
    assert as_reference("Q-10482") is None


def test_a_post_that_has_ended_raises_nothing(ward: Ward, sister: User):
    sister.posts.update(until=NINE.date() - timedelta(days=1))

    with pytest.raises(NotAllowed):
        raised_ticket(ward, by=sister)
