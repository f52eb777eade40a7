"""Signed reply addresses: made for one ticket, and for nobody who guesses."""

from typing import Any

import pytest

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, raised_ticket
from tickets import commands
from tickets.mail.addresses import desk_mailbox, own_message_id, reply_address, ticket_of
from tickets.merging import followed, merge_reason
from tickets.models import Mailbox, Ticket


@pytest.fixture
def mailbox(trust: Trust) -> Mailbox:
    return Mailbox.objects.create(trust=trust, address="desk@desk.example")


def test_a_reply_address_leads_to_its_ticket(ticket: Ticket, mailbox: Mailbox):
    address = reply_address(ticket, mailbox)

    assert address.startswith(f"desk+{ticket.reference}.")
    assert ticket_of(address) == ticket


@pytest.mark.parametrize("spelt", [str.upper, str.lower, lambda address: f" <{address}> "])
def test_no_mail_server_s_habits_break_it(ticket: Ticket, mailbox: Mailbox, spelt: Any):
    assert ticket_of(spelt(reply_address(ticket, mailbox))) == ticket


def test_a_signature_is_good_for_one_ticket_only(ticket: Ticket, mailbox: Mailbox):
    other = raised_ticket(ticket.ward, by=ticket.raised_by)
    stolen = reply_address(ticket, mailbox).replace(ticket.reference, other.reference)

    assert ticket_of(stolen) is None


def test_a_guessed_signature_leads_nowhere(ticket: Ticket):
    assert ticket_of(f"desk+{ticket.reference}.aaaaaaaaaaaa@desk.example") is None
    assert ticket_of(f"desk+{ticket.reference}@desk.example") is None
    assert ticket_of("desk@desk.example") is None
    assert ticket_of("") is None


def test_an_address_signed_with_the_key_before_still_works(ticket: Ticket, mailbox: Mailbox, settings: Any):
    address = reply_address(ticket, mailbox)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert ticket_of(address) == ticket
    assert reply_address(ticket, mailbox) != address


def test_an_address_too_long_for_a_signature_stays_as_it_is(ticket: Ticket, trust: Trust):
    long = Mailbox.objects.create(trust=trust, address=f"{'d' * 60}@desk.example")

    assert reply_address(ticket, long) == long.address


def test_a_merged_ticket_s_address_leads_to_the_one_that_goes_on(
    ticket: Ticket, mailbox: Mailbox, concierge: User
):
    first, last = (raised_ticket(ticket.ward, by=ticket.raised_by) for _ in range(2))
    merge(ticket, first, concierge)
    merge(first, last, concierge)

    assert ticket_of(reply_address(ticket, mailbox)) == last


def test_two_tickets_merged_into_each_other_end_somewhere(ticket: Ticket, concierge: User):
    other = raised_ticket(ticket.ward, by=ticket.raised_by)
    merge(ticket, other, concierge)
    merge(other, ticket, concierge)

    assert followed(Ticket.objects.get(pk=ticket.pk)) == other


def test_a_ticket_withdrawn_for_another_reason_is_itself(ticket: Ticket, concierge: User):
    gone = commands.withdraw_ticket(ticket=ticket, because="Not needed.", by=concierge, at=NINE)

    assert followed(gone) == gone


def test_the_desk_writes_from_its_oldest_mailbox_in_use(trust: Trust, mailbox: Mailbox):
    Mailbox.objects.create(trust=trust, address="second@desk.example")

    assert desk_mailbox(trust) == mailbox

    Mailbox.objects.filter(pk=mailbox.pk).update(is_active=False)

    assert str(desk_mailbox(trust)) == "second@desk.example"


def test_no_two_messages_have_one_id():
    assert own_message_id("desk.example") != own_message_id("desk.example")
    assert own_message_id("desk.example").endswith("@desk.example")


def merge(ticket: Ticket, into: Ticket, by: User) -> Ticket:
    return commands.withdraw_ticket(ticket=ticket, because=merge_reason(into), by=by, at=NINE)
