"""The desk's queues, what each reader sees, where a ticket is, and what the clock does."""

from datetime import date, timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from tests.factories import (
    NINE,
    PostFactory,
    ProcessFactory,
    ServiceFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tickets import clock, commands
from tickets.choices import CauseFate, Channel, Counterpart, Direction, RootCause
from tickets.models import Leg, Service, Ticket
from tickets.queries import QUEUES, desk_queue, queue_counts
from tickets.timeline import Reader, timeline_of
from tickets.whereabouts import whereabouts_of, with_whereabouts
from tickets.working_days import add_working_days, working_days_between

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def in_queue(key: str, person: User, at=NINE) -> list[Ticket]:
    return list(desk_queue(key, person, at))


def resolve(ticket: Ticket, by: User, at=NINE) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="It came.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=by,
        at=at,
    )


def test_a_raised_ticket_is_new_and_its_concierges(ticket: Ticket, concierge: User):
    assert [key for key in QUEUES if in_queue(key, concierge)] == ["new", "mine", "all"]


def test_a_part_nobody_has_spoken_about_is_chased_after_the_services_patience(leg: Leg, concierge: User):
    assert in_queue("chase", concierge, NINE + DAY) == []
    assert in_queue("chase", concierge, NINE + 2 * DAY) == [leg.ticket]


def test_a_promise_is_due_from_the_day_it_falls_due(leg: Leg, concierge: User):
    commands.take_promise(leg=leg, what="A form", due_at=NINE + 3 * DAY, by=concierge, at=NINE)

    assert in_queue("promises", concierge, NINE + 2 * DAY) == []
    assert in_queue("promises", concierge, NINE + 3 * DAY - HOUR) == [leg.ticket]
    assert in_queue("promises", concierge, NINE + 30 * DAY) == [leg.ticket]


def test_waiting_and_planned_parts_have_their_queues(
    ticket: Ticket, concierge: User, hr: Service, finance: Service
):
    one, two = commands.route_ticket(ticket=ticket, services=[hr, finance], by=concierge, at=NINE)
    commands.put_with_ward(leg=one, question="Which?", by=concierge, at=NINE)
    commands.plan_works(leg=two, planned_for=date(2026, 3, 9), because="Parts", by=concierge, at=NINE)

    assert in_queue("ward", concierge) == in_queue("planned", concierge) == [ticket]


def test_a_resolved_ticket_waits_to_be_confirmed_and_then_is_done(
    ticket: Ticket, concierge: User, sister: User
):
    resolve(ticket, concierge)
    assert in_queue("confirm", concierge) == [ticket]

    commands.confirm_ticket(ticket=ticket, by=sister, at=NINE)

    assert [key for key in QUEUES if in_queue(key, concierge)] == ["all"]


def test_the_counts_are_the_lengths_of_the_queues(ticket: Ticket, leg: Leg, concierge: User, sister: User):
    resolve(raised_ticket(ticket.ward, by=sister), concierge)
    raised_ticket(ticket.ward, by=sister)
    commands.take_promise(leg=leg, what="A form", due_at=NINE + HOUR, by=concierge, at=NINE)

    counts = queue_counts(concierge, NINE + 5 * DAY)

    assert counts == {key: len(in_queue(key, concierge, NINE + 5 * DAY)) for key in QUEUES if key != "all"}
    assert counts["chase"] == counts["promises"] == counts["confirm"] == 1


def test_nothing_is_counted_far_beyond_what_is_shown(
    ticket: Ticket, concierge: User, sister: User, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(4):
        raised_ticket(ticket.ward, by=sister)
    monkeypatch.setattr("tickets.queries.MOST_COUNTED", 2)

    counts = queue_counts(concierge, NINE)

    assert counts["new"] == counts["mine"] == 3


def test_counting_all_queues_costs_two_queries(ticket: Ticket, concierge: User):
    case = TestCase()

    with case.assertNumQueries(2):
        queue_counts(concierge, NINE)


def test_each_sees_what_her_posts_allow_and_nothing_else(ticket: Ticket, leg: Leg, finance: Service):
    trust = ticket.trust
    sees = {
        "her ward": UserFactory(ward=ticket.ward),
        "its clerk": UserFactory(ward=ticket.ward, post_role=Role.WARD_CLERK),
        "the desk": UserFactory(desk=trust),
        "the service": UserFactory(service=leg.service),
        "a manager": UserFactory(manages=trust),
        "an observer": UserFactory(observes=trust),
    }
    blind = {
        "another ward": UserFactory(ward=WardFactory(trust=trust)),
        "another service": UserFactory(service=finance),
        "an administrator": UserFactory(administers=trust),
        "another trust's desk": UserFactory(desk=WardFactory().trust),
        "nobody": UserFactory(),
    }

    assert {who for who, person in sees.items() if Ticket.objects.visible_to(person).exists()} == set(sees)
    assert {who for who, person in blind.items() if Ticket.objects.visible_to(person).exists()} == set()


def test_a_post_counts_from_its_first_day_until_its_last(ticket: Ticket):
    today = timezone.localdate()
    person = UserFactory()
    post = PostFactory(
        trust=ticket.trust, person=person, role=Role.SISTER, ward=ticket.ward, since=today, until=today + DAY
    )
    assert Ticket.objects.visible_to(person).exists()

    type(post).objects.update(since=today - DAY, until=today)

    assert not Ticket.objects.visible_to(person).exists()


def test_words_are_found_in_the_ticket_and_in_what_was_logged(ticket: Ticket, concierge: User):
    call = commands.Contact(
        Channel.TELEPHONE, Direction.IN, Counterpart.WARD, note="The descaler leaks", desk_minutes=2
    )
    commands.record_interaction(ticket=ticket, contact=call, by=concierge, at=NINE)

    for words in ("kettles", "descaling leaks", ticket.reference, ticket.reference.lower().replace("-", " ")):
        assert list(Ticket.objects.about(words)) == [ticket]
    assert not Ticket.objects.about("toaster").exists()


def where(ticket: Ticket, at, **kwargs):
    return whereabouts_of(with_whereabouts(Ticket.objects.all()).get(pk=ticket.pk), at, **kwargs)


def test_a_new_ticket_is_with_the_desk(ticket: Ticket, concierge: User):
    place = where(ticket, NINE)

    assert (place.who, place.since, place.by_when) == ("The desk", NINE, None)
    assert place.next_step == f"{concierge.name} will pass it to the right people."


def test_a_process_with_a_target_says_by_when(ward, sister: User, concierge: User):
    process = ProcessFactory(trust=ward.trust, target_days=2)

    ticket = raised_ticket(ward, by=sister, process=process)

    assert where(ticket, NINE).by_when == date(2026, 3, 5)
    assert not where(ticket, NINE + 2 * DAY).is_late
    assert where(ticket, NINE + 3 * DAY).is_late


def test_parts_say_who_has_them_and_the_most_pressing_comes_first(
    ticket: Ticket, concierge: User, hr: Service, finance: Service
):
    _one, two = commands.route_ticket(ticket=ticket, services=[hr, finance], by=concierge, at=NINE)
    commands.take_promise(leg=two, what="A form", due_at=NINE + DAY, by=concierge, at=NINE)

    place = where(ticket, NINE + 2 * DAY)

    assert place.who == "Finance and HR"
    assert (place.next_step, place.by_when, place.is_late) == (
        "Finance promised: A form",
        date(2026, 3, 4),
        True,
    )


def test_what_waits_for_the_ward_says_what_it_is_asked(leg: Leg, concierge: User):
    commands.put_with_ward(leg=leg, question="Which kettle?", by=concierge, at=NINE + HOUR)

    place = where(leg.ticket, NINE + 2 * HOUR, to_ward=True)

    assert (place.who, place.since, place.next_step) == ("Your ward", NINE + HOUR, "HR asks: Which kettle?")


def test_where_three_tickets_are_costs_the_same_as_where_one_is(
    ticket: Ticket, leg: Leg, sister: User, concierge
):
    case = TestCase()
    with case.assertNumQueries(4):
        [whereabouts_of(found, NINE) for found in with_whereabouts(Ticket.objects.all())]

    for _ in range(2):
        other = raised_ticket(ticket.ward, by=sister)
        commands.route_ticket(ticket=other, services=[leg.service], by=concierge, at=NINE)

    with case.assertNumQueries(4):
        assert len([whereabouts_of(found, NINE) for found in with_whereabouts(Ticket.objects.all())]) == 3


def test_the_timeline_hides_from_each_what_is_not_theirs(
    ticket: Ticket, concierge: User, hr: Service, finance: Service
):
    commands.route_ticket(ticket=ticket, services=[hr, finance], by=concierge, at=NINE)
    for service, note in ((hr, "HR grumbled"), (finance, "Finance sighed"), (None, "She is glad")):
        contact = commands.Contact(
            Channel.TELEPHONE,
            Direction.OUT,
            Counterpart.SERVICE if service else Counterpart.WARD,
            service=service,
            note=note,
            desk_minutes=5,
        )
        commands.record_interaction(ticket=ticket, contact=contact, by=concierge, at=NINE + HOUR)

    def notes(reader: Reader, teams: frozenset[int] = frozenset()) -> set[str]:
        return {entry.note for entry in timeline_of(ticket, reader, teams)} - {""}

    assert notes(Reader.DESK) == {"HR grumbled", "Finance sighed", "She is glad"}
    assert notes(Reader.WARD) == {"She is glad"}
    assert notes(Reader.SERVICE, frozenset({hr.team_id})) == {"HR grumbled"}


def test_the_clock_confirms_for_a_ward_that_says_nothing(ticket: Ticket, concierge: User, sister: User):
    resolve(ticket, concierge, at=timezone.now() - 14 * DAY)
    recent = resolve(raised_ticket(ticket.ward, by=sister), concierge, at=timezone.now() - 13 * DAY)

    assert (clock.confirm_silent_tickets(), clock.confirm_silent_tickets()) == (1, 0)

    statuses = dict(Ticket.objects.values_list("pk", "status"))
    assert statuses == {ticket.pk: "confirmed", recent.pk: "resolved"}


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 3, 3), 0, date(2026, 3, 3)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(day: date, count: int, then: date):
    assert add_working_days(day, count) == then
    if count:
        assert working_days_between(day, then) == count


def test_another_service_of_the_same_name_in_another_trust_is_not_seen(leg: Leg):
    twin = ServiceFactory(name="HR")

    assert not Ticket.objects.visible_to(UserFactory(service=twin)).exists()


@pytest.mark.parametrize("typed", ["CD-0012", "cd 0012", "cd0012", " Cd - 0012 "])
def test_an_old_reference_is_found_however_it_is_typed(ticket: Ticket, typed: str):
    Ticket.objects.update(old_reference="CD-0012")

    assert list(Ticket.objects.about(typed)) == [ticket]
    assert not Ticket.objects.about("CD-0013").exists()
