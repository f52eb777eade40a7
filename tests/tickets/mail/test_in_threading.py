"""Which ticket a message is about: every row of the order, with a stranger and with a merged ticket.

First In-Reply-To and References, then the signed reply address, then a reference in the subject where the
sender is on the ticket already; else it is something new.
"""

from collections.abc import Callable
from typing import Any

import pytest

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust
from tests.factories import (
    NINE,
    PostFactory,
    ServiceFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tests.tickets.mail.post import LATER, letter, sent, take_in
from tickets import commands
from tickets.mail.addresses import reply_address
from tickets.merging import merge_reason
from tickets.models import Mailbox, ServiceContact, Ticket

STRANGER = "Mallory <mallory@elsewhere.example>"


class Desk:
    """A ticket of a ward with a part in HR, and everyone who may write about it."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox, trust = mailbox, mailbox.trust
        self.ward = WardFactory(trust=trust)
        self.sister = UserFactory(ward=self.ward, email="sister@trust.example", name="Sr Ash")
        self.deputy = UserFactory(ward=self.ward, post_role=Role.DEPUTY)
        self.concierge = UserFactory(desk=trust)
        self.hr = ServiceFactory(trust=trust, name="HR", email="hr@trust.example")
        self.payroll = ServiceFactory(trust=trust, name="Payroll", email="payroll@trust.example")
        ServiceContact.objects.create(trust=trust, service=self.hr, name="Jo", email="jo@trust.example")
        self.clerk = UserFactory(service=self.hr)
        self.ticket = raised_ticket(self.ward, by=self.sister)
        [self.leg] = commands.route_ticket(ticket=self.ticket, services=[self.hr], by=self.concierge, at=NINE)
        self.letter = sent(self.ticket, "hr@trust.example", cc=["boss@supplier.example"], leg=self.leg)

    def other_ticket(self) -> Ticket:
        return raised_ticket(self.ward, by=self.sister)

    def merge(self, into: Ticket) -> None:
        reason = merge_reason(into)
        commands.withdraw_ticket(ticket=self.ticket, because=reason, by=self.concierge, at=NINE)

    def takes(self, sender: str, **told: Any) -> Ticket | None:
        return take_in(self.mailbox, letter(sender, **told), LATER).ticket


@pytest.fixture
def desk(mailbox: Mailbox) -> Desk:
    return Desk(mailbox)


def answers_ours(desk: Desk) -> dict[str, str]:
    return {"in_reply_to": f"<{desk.letter.message_id}>"}


def refers_to_ours(desk: Desk) -> dict[str, str]:
    return {
        "in_reply_to": "<lost@trust.example>",
        "references": f"<first@trust.example> <{desk.letter.message_id}> <lost@trust.example>",
    }


def answers_one_received(desk: Desk) -> dict[str, str]:
    before = letter("sister@trust.example", subject=desk.ticket.reference, message_id="before@trust.example")
    take_in(desk.mailbox, before)
    return {"in_reply_to": "<before@trust.example>"}


def goes_to_the_signed_address(desk: Desk) -> dict[str, str]:
    return {"to": f"Desk <{reply_address(desk.ticket, desk.mailbox)}>"}


def was_delivered_to_the_signed_address(desk: Desk) -> dict[str, str]:
    return {"delivered_to": reply_address(desk.ticket, desk.mailbox).upper()}


ROWS = [
    answers_ours,
    refers_to_ours,
    answers_one_received,
    goes_to_the_signed_address,
    was_delivered_to_the_signed_address,
]


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("sender", ["Sr Ash <sister@trust.example>", "hr@trust.example", STRANGER])
def test_what_answers_a_ticket_is_filed_there_whoever_writes(
    desk: Desk, sender: str, row: Callable[[Desk], dict[str, str]]
):
    assert desk.takes(sender, subject="Re: something", **row(desk)) == desk.ticket


@pytest.mark.parametrize("row", ROWS)
def test_it_is_filed_where_a_merged_ticket_goes_on(desk: Desk, row: Callable[[Desk], dict[str, str]]):
    told, other = row(desk), desk.other_ticket()
    desk.merge(other)

    assert desk.takes("hr@trust.example", **told) == other


def test_the_answered_message_comes_before_the_reply_address(desk: Desk):
    other = desk.other_ticket()
    told = {**answers_ours(desk), "to": reply_address(other, desk.mailbox)}

    assert desk.takes("hr@trust.example", **told) == desk.ticket


def test_in_reply_to_comes_before_references(desk: Desk):
    other = sent(desk.other_ticket(), "hr@trust.example")
    told = {**answers_ours(desk), "references": f"<{desk.letter.message_id}> <{other.message_id}>"}

    assert desk.takes("hr@trust.example", **told) == desk.ticket


def test_the_last_reference_is_the_nearest(desk: Desk):
    other = sent(desk.other_ticket(), "hr@trust.example")
    references = f"<{desk.letter.message_id}> <{other.message_id}>"

    assert desk.takes("hr@trust.example", references=references) == other.ticket


def test_the_reply_address_comes_before_the_subject(desk: Desk):
    other = desk.other_ticket()
    told = {**goes_to_the_signed_address(desk), "subject": other.reference}

    assert desk.takes("sister@trust.example", **told) == desk.ticket


ON_IT: dict[str, Callable[[Desk], str]] = {
    "who asked": lambda desk: desk.sister.email.upper(),
    "another of the ward": lambda desk: desk.deputy.email,
    "its concierge": lambda desk: desk.concierge.email,
    "the service's inbox": lambda desk: "HR@trust.example",
    "a contact of the service": lambda desk: "jo@trust.example",
    "somebody who works in the service": lambda desk: desk.clerk.email,
    "somebody we wrote to": lambda desk: "boss@supplier.example",
}


@pytest.mark.parametrize("who", list(ON_IT))
@pytest.mark.parametrize("spelt", ["Re: {} a kettle", "[{}]", "about {}, urgent", "FW: kettle ({})"])
def test_a_reference_in_the_subject_leads_those_on_the_ticket_to_it(desk: Desk, who: str, spelt: str):
    subject = spelt.format(desk.ticket.reference)

    assert desk.takes(ON_IT[who](desk), subject=subject) == desk.ticket


@pytest.mark.parametrize(
    "spell", [str.lower, lambda text: text.replace("-", " "), lambda text: text.replace("-", "–")]
)
def test_a_reference_may_be_typed_in_other_ways(desk: Desk, spell: Callable[[str], str]):
    assert desk.takes("sister@trust.example", subject=spell(desk.ticket.reference)) == desk.ticket


def test_somebody_who_wrote_about_it_before_is_on_the_ticket(desk: Desk):
    desk.takes("engineer@supplier.example", **answers_ours(desk))

    assert desk.takes("engineer@supplier.example", subject=desk.ticket.reference) == desk.ticket


def test_a_reference_leads_to_where_a_merged_ticket_goes_on(desk: Desk):
    other = desk.other_ticket()
    desk.merge(other)

    assert desk.takes("sister@trust.example", subject=f"Re: {desk.ticket.reference}") == other


def test_a_stranger_who_guesses_a_reference_gets_nowhere_near_the_ticket(desk: Desk):
    message = take_in(desk.mailbox, letter(STRANGER, subject=f"Re: {desk.ticket.reference}"), LATER)

    assert (message.ticket, message.state) == (None, "triage")
    assert not desk.ticket.interactions.exists()


def test_a_service_without_a_part_is_a_stranger_to_the_ticket(desk: Desk):
    assert desk.takes("payroll@trust.example", subject=desk.ticket.reference) is None


def test_a_sister_of_another_ward_who_names_a_reference_asks_for_something_new(desk: Desk):
    UserFactory(ward=WardFactory(trust=desk.mailbox.trust), email="other@trust.example")

    ticket = desk.takes("other@trust.example", subject=f"Like {desk.ticket.reference}")

    assert ticket not in (None, desk.ticket)


def test_a_forged_signature_counts_for_nothing(desk: Desk):
    guessed = f"desk+{desk.ticket.reference}.aaaaaaaaaaaa@desk.example"

    assert desk.takes(STRANGER, to=guessed) is None


def test_a_wrong_check_digit_is_no_reference(desk: Desk):
    wrong = desk.ticket.reference[:-1] + str((int(desk.ticket.reference[-1]) + 1) % 10)

    assert desk.takes("sister@trust.example", subject=f"Re: {wrong}") not in (None, desk.ticket)


def test_a_message_cannot_reach_a_ticket_of_another_trust(desk: Desk):
    elsewhere = TrustFactory()
    box = Mailbox.objects.create(trust=elsewhere, address="desk@other.example")
    told = {**answers_ours(desk), **goes_to_the_signed_address(desk), "subject": desk.ticket.reference}

    assert take_in(box, letter("sister@trust.example", **told), LATER).ticket is None


def test_a_new_message_of_the_sister_is_a_new_ticket(desk: Desk):
    ticket = desk.takes("Sr Ash <sister@trust.example>", subject="A second kettle")

    assert ticket is not None
    assert (ticket.title, ticket.ward, ticket.source, ticket.contact) == (
        "A second kettle",
        desk.ward,
        "mail",
        desk.sister,
    )


def test_a_sister_of_two_wards_is_asked_for_which(desk: Desk, trust: Trust, sister: User):
    both = UserFactory(ward=desk.ward)
    gives_post(both, WardFactory(trust=trust))

    message = take_in(desk.mailbox, letter(both.email), LATER)

    assert (message.state, message.ticket) == ("triage", None)
    assert "choose one" in message.reason


def gives_post(person: User, ward: Any) -> None:
    PostFactory(person=person, trust=ward.trust, ward=ward, role=Role.SISTER)
