"""What people are told, in which words, when; and that what is between the desk and services leaves nowhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import NINE, PostFactory, ProcessFactory, UserFactory, WardFactory, raised_ticket
from tickets import clock, commands
from tickets.choices import CauseFate, RootCause, Source
from tickets.commands import Contact
from tickets.errors import MoveRefused, WrongValue
from tickets.mail import digests, letters, notices, sending
from tickets.models import (
    Change,
    DigestLine,
    Leg,
    Mailbox,
    OutgoingMessage,
    Preference,
    Promise,
    Service,
    TellingWhen,
    Ticket,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(kind: str) -> list[tuple[list[str], str]]:
    """Who was told a kind of thing, and under which subject."""
    rows = OutgoingMessage.objects.filter(kind=kind).order_by("pk")
    return [(row.to, row.subject) for row in rows]


def last(kind: str) -> OutgoingMessage:
    return OutgoingMessage.objects.filter(kind=kind).order_by("pk").last()


def resolve(ticket: Ticket, by: User, outcome: str = "A kettle came.") -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome=outcome,
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=by,
        at=NINE + HOUR,
    )


def test_whoever_asks_gets_a_receipt_with_the_reference(ticket: Ticket, sister: User):
    assert told("raised") == [([sister.email], f"We have it: {ticket.reference} A new kettle")]
    assert f"Its reference is {ticket.reference}." in last("raised").text
    assert f"/tickets/{ticket.reference}/" in last("raised").text


def test_what_is_asked_by_telephone_is_told_to_the_sisters_of_the_ward(
    ward: Ward, sister: User, concierge: User
):
    UserFactory(ward=ward, post_role=Role.WARD_CLERK)

    raised_ticket(ward, by=concierge)

    assert [to for to, _ in told("raised")] == [[sister.email]]


def test_somebody_who_has_left_the_ward_is_told_no_more(
    ticket: Ticket, leg: Leg, sister: User, concierge: User
):
    sister.posts.update(until=NINE.date())
    successor = UserFactory(ward=ticket.ward)

    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)

    assert [to for to, _ in told("question")] == [[successor.email]]


def test_a_question_is_told_with_a_way_to_answer(ticket: Ticket, leg: Leg, sister: User, concierge: User):
    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)

    assert told("question") == [([sister.email], f"A question for you: {ticket.reference} A new kettle")]
    assert "HR asks: Which size?" in last("question").text
    assert f"/ward/tickets/{ticket.reference}/reply/" in last("question").text


def test_promises_plans_and_ends_are_told_to_the_ward(ticket: Ticket, leg: Leg, concierge: User):
    promise = commands.take_promise(leg=leg, what="A form", due_at=NINE + DAY, by=concierge, at=NINE)
    commands.break_promise(promise=promise, because="Off sick", by=concierge, at=NINE)
    commands.plan_works(
        leg=leg, planned_for=(NINE + 7 * DAY).date(), because="The fitter comes", by=concierge, at=NINE
    )
    commands.finish_leg(leg=leg, result="Done", by=concierge, at=NINE + HOUR)
    resolve(ticket, concierge)

    kinds = OutgoingMessage.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["raised", "promised", "promise_broken", "planned", "resolved"]
    assert "HR promised: A form\nBy 4 March 2026 at 09:00." in last("promised").text
    assert "HR plans it for 10 March 2026: The fitter comes" in last("planned").text
    assert "This is done: A kettle came." in last("resolved").text


def test_opening_again_is_told_to_the_concierge(ticket: Ticket, sister: User, concierge: User):
    resolve(ticket, concierge)

    commands.reopen_ticket(ticket=ticket, because="It leaks", by=sister, at=NINE + 2 * HOUR)

    assert [to for to, _ in told("reopened")] == [[concierge.email]]
    assert "opened it again: It leaks" in last("reopened").text


def test_nobody_is_told_what_she_did_herself(ticket: Ticket, concierge: User):
    resolve(ticket, concierge)

    commands.reopen_ticket(ticket=ticket, because="Too early", by=concierge, at=NINE + 2 * HOUR)

    assert told("reopened") == []


def test_a_service_that_takes_things_directly_is_written_to(trust: Trust, ward: Ward, hr: Service):
    Service.objects.filter(pk=hr.pk).update(email="hr@trust.example")
    hr.refresh_from_db()
    process = ProcessFactory(trust=trust, service=hr, is_adopted=True)

    ticket = raised_ticket(ward, process=process, details="For the night desk")

    letter = last("routed")
    assert (letter.to, letter.leg) == (["hr@trust.example"], ticket.legs.get())
    assert "For the night desk" in letter.text
    assert letter.text.count("/answer/") == 3


def test_inside_silence_nobody_is_told(ward: Ward, sister: User):
    with notices.silent():
        raised_ticket(ward, by=sister)
    with notices.silent(unless=True):
        loud = raised_ticket(ward, by=sister)

    assert list(OutgoingMessage.objects.values_list("ticket", flat=True)) == [loud.pk]


def test_an_nhs_number_leaves_masked(ward: Ward, sister: User):
    raised_ticket(ward, by=sister, title="Chair for 999 000 0018")

    sent = last("raised")
    assert "999 000 0018" not in sent.subject + sent.text
    assert "999" in sent.subject


def choose(person: User, when: TellingWhen, kind: str = "question", hour: int = 7) -> None:
    commands.choose_notices(choices={kind: when}, digest_hour=hour, by=person)


def test_never_means_never(leg: Leg, sister: User, concierge: User):
    choose(sister, TellingWhen.NEVER)

    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)

    assert (told("question"), DigestLine.objects.count()) == ([], 0)


def test_a_choice_for_everything_holds_where_none_is_named(leg: Leg, sister: User, concierge: User):
    Preference.objects.create(person=sister, notice=notices.EVERYTHING, when=TellingWhen.NEVER)

    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)

    assert told("question") == []


def test_a_digest_tells_all_at_its_hour_and_once(ticket: Ticket, leg: Leg, sister: User, concierge: User):
    for kind in ("question", "promised"):
        choose(sister, TellingWhen.DIGEST, kind, hour=17)
    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)
    commands.take_promise(leg=leg, what="A form", due_at=NINE + DAY, by=concierge, at=NINE)

    early = digests.write_due_digests(NINE + 7 * HOUR)
    written = digests.write_due_digests(NINE + 8 * HOUR)
    again = digests.write_due_digests(NINE + 9 * HOUR)

    assert (early, written, again) == (0, 1, 0)
    [(to, subject)] = told("digest")
    assert (to, subject) == ([sister.email], "Your digest: 2 pieces of news")
    for words in (f"{ticket.reference} A new kettle", "HR asks: Which size?", "HR promised: A form"):
        assert words in last("digest").text
    assert set(DigestLine.objects.values_list("message", flat=True)) == {last("digest").pk}


def test_a_digest_after_its_hour_comes_the_next_day(leg: Leg, sister: User, concierge: User):
    choose(sister, TellingWhen.DIGEST, hour=7)

    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)

    assert DigestLine.objects.get().due_at == NINE + DAY - 2 * HOUR


def test_a_digest_leaves_out_what_its_reader_may_no_longer_see(
    leg: Leg, ward: Ward, trust: Trust, sister: User, concierge: User
):
    choose(sister, TellingWhen.DIGEST)
    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)
    PostFactory(person=sister, trust=trust, role=Role.SISTER, ward=WardFactory(trust=trust))
    sister.posts.filter(ward=ward).update(until=NINE.date())

    assert clock.write_digests() == 0
    assert (told("digest"), DigestLine.objects.count()) == ([], 0)


@pytest.mark.parametrize(("choices", "hour"), [({"question": "never"}, 24), ({"gossip": "never"}, 7)])
def test_a_choice_that_cannot_be_is_refused(sister: User, choices: dict[str, Any], hour: int):
    with pytest.raises(WrongValue):
        commands.choose_notices(choices=choices, digest_hour=hour, by=sister)

    assert Preference.objects.count() == 0


@pytest.fixture
def late(leg: Leg, concierge: User) -> Promise:
    now = timezone.now()
    return commands.take_promise(leg=leg, what="A form", due_at=now - HOUR, by=concierge, at=now - 2 * HOUR)


def test_a_late_promise_is_written_down_and_told_once(late: Promise, sister: User):
    noted = [clock.note_late_promises() for _ in range(2)]

    assert noted == [1, 0]
    assert [to for to, _ in told("promise_late")] == [[sister.email]]
    kept = Change.objects.get(verb="promise late")
    assert (kept.note, kept.happened_at) == ("A form", late.due_at)


def test_a_promise_that_is_kept_cannot_be_late(late: Promise, concierge: User):
    commands.keep_promise(promise=late, by=concierge, at=timezone.now())

    with pytest.raises(MoveRefused):
        commands.note_late_promise(promise=late, by=User.objects.system(), at=timezone.now())


def test_old_lateness_is_no_news(late: Promise):
    Promise.objects.filter(pk=late.pk).update(promised_at=NINE - DAY, due_at=NINE)

    assert clock.note_late_promises() == 0


SECRET = "they-say-the-sister-is-difficult"


def everything_internal(ticket: Ticket, leg: Leg, other: Service, concierge: User) -> None:
    """Write the secret into every note that is between the desk and the services, by every verb."""
    for counterpart, service in (("service", leg.service), ("supplier", None), ("other", None)):
        contact = Contact("telephone", "out", counterpart, service, desk_minutes=5, note=SECRET)
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)
    chasing = Contact("telephone", "out", "service", leg.service, desk_minutes=5, note=SECRET)
    commands.chase(leg=leg, contact=chasing, by=concierge, at=NINE)
    commands.record_interaction(
        ticket=ticket,
        contact=Contact("email", "in", "service", leg.service, note=SECRET),
        by=User.objects.system(),
        at=NINE,
        source=Source.MAIL,
    )
    promise = commands.take_promise(leg=leg, what="A form", due_at=NINE + DAY, by=concierge, at=NINE)
    commands.break_promise(promise=promise, because=SECRET, by=concierge, at=NINE)
    commands.keep_identifier(ticket=ticket, reason=SECRET, by=concierge, at=NINE)
    commands.take_promise(leg=leg, what="Another", due_at=NINE + HOUR, by=concierge, at=NINE)
    commands.put_with_ward(leg=leg, question="Which size?", by=concierge, at=NINE)
    commands.take_back(leg=leg, by=concierge, at=NINE, note=SECRET)
    following = commands.hand_on(leg=leg, to=other, because=SECRET, by=concierge, at=NINE + HOUR)
    commands.plan_works(
        leg=following, planned_for=(NINE + DAY).date(), because="The fitter", by=concierge, at=NINE + HOUR
    )
    commands.give_back(leg=following, because=SECRET, by=concierge, at=NINE + HOUR)


def by_notice(ticket: Ticket, leg: Leg, concierge: User) -> None:
    commands.reopen_ticket(
        ticket=resolve(ticket, concierge), because="It leaks", by=ticket.raised_by, at=NINE + 2 * HOUR
    )
    notices.tell("answered", ticket, NINE)
    notices.tell("routed", ticket, NINE, leg=leg)


def by_digest(ticket: Ticket, leg: Leg, concierge: User) -> None:
    for person in (ticket.raised_by, concierge):
        for kind in notices.KINDS:
            choose(person, TellingWhen.DIGEST, kind)
    by_notice(ticket, leg, concierge)
    digests.write_due_digests(NINE + 2 * DAY)


def by_letter(ticket: Ticket, leg: Leg, concierge: User) -> None:
    matter = letters.Matter(Ticket.objects.get(pk=ticket.pk), Leg.objects.get(pk=leg.pk), NINE)
    words = [letters.fill(shipped.body, matter) for shipped in letters.SHIPPED]
    words += ["\n".join(f"{{{name}}}" for name in letters.FIELDS)]
    for text in words:
        commands.send_letter(
            ticket=ticket,
            leg=leg,
            to=["hr@trust.example", ticket.raised_by.email],
            subject="{title}",
            text=letters.fill(text, matter),
            by=concierge,
            at=NINE + 2 * HOUR,
        )


def by_link_page(ticket: Ticket, leg: Leg, concierge: User) -> None:
    browser = Client()
    commands.route_ticket(
        ticket=ticket, services=[leg.service], by=concierge, at=NINE + HOUR, request="Sign it"
    )
    part = ticket.legs.open().get()
    addresses = notices.links.links_for_service(part, ["hr@trust.example"], timezone.now())
    commands.finish_leg(leg=part, result="Signed", by=concierge, at=NINE + HOUR)
    addresses |= notices.links.links_for_sister(resolve(ticket, concierge), ticket.raised_by, timezone.now())
    for address in addresses.values():
        page = browser.get(address)
        assert page.status_code in (200, 410)
        assert SECRET not in page.content.decode()


WAYS_OUT: dict[str, Callable[[Ticket, Leg, User], None]] = {
    "notices": by_notice,
    "digests": by_digest,
    "letters": by_letter,
    "pages behind links": by_link_page,
}


@pytest.mark.parametrize("way", list(WAYS_OUT))
def test_an_internal_note_cannot_leave(
    way: str, ticket: Ticket, leg: Leg, hr: Service, finance: Service, concierge: User
):
    Service.objects.update(email="hr@trust.example")
    Mailbox.objects.create(trust=ticket.trust, address="desk@desk.example")
    everything_internal(ticket, leg, finance, concierge)
    kept = (
        Change.objects.filter(note__contains=SECRET).count() + ticket.interactions.filter(note=SECRET).count()
    )
    assert kept >= 9

    WAYS_OUT[way](ticket, leg, concierge)
    with transaction.atomic():
        while sending.send_due(timezone.now()):
            pass

    assert len(mail.outbox) == OutgoingMessage.objects.filter(state="sent").count() > 3
    assert SECRET not in "".join(str(letter.message()) + letter.body for letter in mail.outbox)
    assert not OutgoingMessage.objects.filter(text__contains=SECRET).exists()
    assert not DigestLine.objects.filter(text__contains=SECRET).exists()
