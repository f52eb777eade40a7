"""Recording: every contact with its minutes, corrected without losing what was said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from concierge.people.models import User
from tests.factories import NINE, ServiceFactory, UserFactory
from tickets import commands
from tickets.choices import Channel, Counterpart, Direction, Source
from tickets.errors import NotAllowed, WrongValue
from tickets.models import Leg, Service, Ticket


def call(**kwargs: object) -> commands.Contact:
    told = {"channel": Channel.TELEPHONE, "direction": Direction.OUT, "counterpart": Counterpart.WARD}
    return commands.Contact(**{**told, "desk_minutes": 5, **kwargs})


def test_a_call_with_the_ward_costs_the_ward_as_many_minutes(ticket: Ticket, concierge: User):
    said = commands.record_interaction(ticket=ticket, contact=call(), by=concierge, at=NINE)

    assert (said.desk_minutes, said.ward_minutes, said.service_minutes) == (5, 5, None)


def test_a_call_with_a_service_costs_the_ward_nothing_and_joins_its_part(
    leg: Leg, concierge: User, hr: Service
):
    contact = call(counterpart=Counterpart.SERVICE, service=hr)

    said = commands.record_interaction(ticket=leg.ticket, contact=contact, by=concierge, at=NINE)

    assert (said.leg, said.ward_minutes) == (leg, 0)


def test_a_word_from_the_service_puts_the_next_chase_off(leg: Leg, concierge: User, hr: Service):
    assert leg.chase_on == date(2026, 3, 5)

    contact = call(counterpart=Counterpart.SERVICE, service=hr)
    commands.chase(leg=leg, contact=contact, by=concierge, at=NINE + timedelta(days=3))

    leg.refresh_from_db()
    assert leg.chase_on == date(2026, 3, 10)


def test_the_desk_must_say_its_minutes(ticket: Ticket, concierge: User):
    with pytest.raises(WrongValue) as refused:
        commands.record_interaction(ticket=ticket, contact=call(desk_minutes=None), by=concierge, at=NINE)

    assert refused.value.field == "desk_minutes"


@pytest.mark.parametrize("minutes", [-1, 1441])
@pytest.mark.parametrize("purse", ["desk_minutes", "ward_minutes", "service_minutes"])
def test_one_contact_lasts_between_nothing_and_a_day(
    ticket: Ticket, concierge: User, purse: str, minutes: int
):
    with pytest.raises(WrongValue) as refused:
        commands.record_interaction(ticket=ticket, contact=call(**{purse: minutes}), by=concierge, at=NINE)

    assert refused.value.field == purse


@pytest.mark.parametrize("minutes", [0, 1440])
def test_nothing_and_a_whole_day_are_minutes(ticket: Ticket, concierge: User, minutes: int):
    said = commands.record_interaction(
        ticket=ticket, contact=call(desk_minutes=minutes), by=concierge, at=NINE
    )

    assert said.desk_minutes == minutes


def test_a_service_is_named_exactly_where_the_contact_was_with_one(
    ticket: Ticket, concierge: User, hr: Service
):
    for contact in (call(counterpart=Counterpart.SERVICE), call(service=hr)):
        with pytest.raises(WrongValue, match="which service"):
            commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)


def test_a_service_of_another_trust_is_refused(ticket: Ticket, concierge: User):
    contact = call(counterpart=Counterpart.SERVICE, service=ServiceFactory())

    with pytest.raises(WrongValue, match="another trust"):
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE)


def test_a_correction_keeps_what_was_said_before_and_why(ticket: Ticket, concierge: User):
    said = commands.record_interaction(ticket=ticket, contact=call(note="Rang"), by=concierge, at=NINE)
    mended = call(note="Rang twice", desk_minutes=10, ward_minutes=10)

    said = commands.correct_interaction(
        interaction=said,
        contact=mended,
        happened_at=NINE,
        because="It was two calls",
        by=concierge,
        at=NINE + timedelta(hours=1),
    )

    kept = [(row.note, row.desk_minutes, row.history_change_reason) for row in said.history.all()]
    assert kept == [("Rang twice", 10, "It was two calls"), ("Rang", 5, "recorded")]


def test_only_the_desk_or_its_author_corrects_a_contact(ticket: Ticket, concierge: User, sister: User):
    said = commands.record_interaction(ticket=ticket, contact=call(), by=concierge, at=NINE)

    with pytest.raises(NotAllowed):
        commands.correct_interaction(
            interaction=said, contact=call(), happened_at=NINE, because="No", by=sister, at=NINE
        )


def test_a_service_records_on_its_own_tickets_only(leg: Leg, hr: Service, finance: Service):
    contact = call(counterpart=Counterpart.WARD, desk_minutes=0, ward_minutes=0, service_minutes=5)
    commands.record_interaction(
        ticket=leg.ticket, contact=contact, by=UserFactory(service=hr), at=NINE, source=Source.SERVICE
    )

    with pytest.raises(NotAllowed):
        commands.record_interaction(
            ticket=leg.ticket,
            contact=contact,
            by=UserFactory(service=finance),
            at=NINE,
            source=Source.SERVICE,
        )


def test_a_promise_is_chased_the_working_day_after_it_falls_due(leg: Leg, concierge: User):
    good_friday_eve = datetime(2026, 4, 2, 16, tzinfo=UTC)

    commands.take_promise(leg=leg, what="A form", due_at=good_friday_eve, by=concierge, at=NINE)

    leg.refresh_from_db()
    assert leg.chase_on == date(2026, 4, 7)


@pytest.mark.parametrize("source", [Source.WARD, Source.SERVICE])
def test_only_the_desk_says_how_many_minutes_the_desk_spent(ticket: Ticket, sister: User, source: Source):
    with pytest.raises(WrongValue) as refused:
        commands.record_interaction(ticket=ticket, contact=call(), by=sister, at=NINE, source=source)

    assert refused.value.field == "desk_minutes"
