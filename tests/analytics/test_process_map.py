"""Directly-follows maps: counts by hand and a second way, the tickets' holders, and the files."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.process_map import Event, directly_follows, events_of, write_csv, write_xes
from tests.factories import NINE, ServiceFactory, UserFactory, raised_ticket
from tickets import commands
from tickets.choices import CauseFate, RootCause
from tickets.models import Ticket
from tickets.old_log.events import read_events

HOUR = timedelta(hours=1)
T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)


def log(*steps: str) -> list[Event]:
    """Events an hour apart from steps such as `1 a`: the case and the activity."""
    return [Event(*step.split(maxsplit=1), T0 + n * HOUR) for n, step in enumerate(steps)]


def counts(events: list[Event]) -> list[tuple[str, str, int]]:
    return [(path.source, path.target, path.count) for path in directly_follows(events).paths]


def test_what_follows_what_is_counted_within_each_case():
    found = directly_follows(log("1 a", "2 a", "1 b", "1 b", "2 c", "3 b", "1 a", "2 a"))

    assert (found.cases, found.events) == (3, 8)
    assert [(path.source, path.target, path.count) for path in found.paths] == [
        ("a", "b", 1),
        ("a", "c", 1),
        ("b", "a", 1),
        ("b", "b", 1),
        ("c", "a", 1),
    ]
    assert (list(found.start.items()), list(found.end.items())) == (
        [("a", 2), ("b", 1)],
        [("a", 2), ("b", 1)],
    )


def test_the_most_taken_path_comes_first_then_the_alphabet():
    events = log("1 b", "1 a", "2 b", "2 a", "3 a", "3 b", "4 a", "4 c")

    assert counts(events) == [("b", "a", 2), ("a", "b", 1), ("a", "c", 1)]


def test_waits_are_from_event_to_event():
    events = [
        Event(case, activity, T0 + minutes * timedelta(minutes=1))
        for case, activity, minutes in [
            ("1", "a", 0), ("2", "a", 0), ("3", "a", 0), ("1", "b", 10), ("2", "b", 20), ("3", "b", 90),
        ]
    ]  # fmt: skip

    (path,) = directly_follows(events).paths

    assert (path.median_wait, path.total_wait) == (timedelta(minutes=20), timedelta(minutes=120))


def test_events_of_one_instant_keep_their_order():
    same = [Event("1", activity, T0) for activity in ("z", "a", "m")]

    assert counts(same) == [("a", "m", 1), ("z", "a", 1)]


def test_events_out_of_order_are_put_in_it():
    events = log("1 a", "1 b", "2 b", "1 c")

    assert directly_follows(reversed(events)) == directly_follows(events)


def test_loops_and_bounces_are_told():
    found = directly_follows(log("1 a", "1 a", "1 b", "1 a", "1 c"))

    assert [path.is_loop for path in found.paths if path.source == path.target] == [True]
    assert found.bounces == {("a", "b"), ("b", "a")}


def test_no_events_make_an_empty_map():
    found = directly_follows([])

    assert (found.cases, found.events, found.paths, found.start, found.end) == (0, 0, (), {}, {})


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abcd"), st.integers(0, 3)), max_size=60))
def test_the_map_equals_a_case_by_case_recount(drawn):
    moment, events = T0, []
    for case, activity, later in drawn:
        moment += later * HOUR
        events.append(Event(str(case), activity, moment))
    traces = [[e.activity for e in events if e.case == case] for case in {e.case for e in events}]
    follows = Counter(trace[i : i + 2][0] + trace[i + 1] for trace in traces for i in range(len(trace) - 1))

    found = directly_follows(events)

    assert (found.cases, found.events) == (len(traces), len(drawn))
    assert {path.source + path.target: path.count for path in found.paths} == follows
    assert found.start == Counter(trace[0] for trace in traces)
    assert found.end == Counter(trace[-1] for trace in traces)
    assert sum(found.start.values()) + sum(path.count for path in found.paths) == found.events


# The tickets.


def holders(ticket: Ticket) -> list[tuple[str, timedelta]]:
    """Who took the ticket over, and how long after nine."""
    events = events_of(Ticket.objects.filter(pk=ticket.pk))
    return [(event.activity, event.at - NINE) for event in events]


def resolve(ticket: Ticket, by: Any, at: datetime) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="It came",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=by,
        at=at,
    )


@pytest.mark.django_db
def test_a_ticket_goes_from_the_desk_to_services_and_back():
    ticket = raised_ticket()
    desk = UserFactory(desk=ticket.trust)
    estates, stores = (ServiceFactory(trust=ticket.trust, name=name) for name in ("Estates", "Stores"))
    (first,) = commands.route_ticket(ticket=ticket, services=[estates], by=desk, at=NINE + HOUR)
    commands.finish_leg(leg=first, result="Not here", by=desk, at=NINE + 3 * HOUR)
    (second,) = commands.route_ticket(ticket=ticket, services=[stores], by=desk, at=NINE + 4 * HOUR)
    commands.finish_leg(leg=second, result="Sent", by=desk, at=NINE + 5 * HOUR)
    resolve(ticket, desk, NINE + 5 * HOUR)

    assert holders(ticket) == [
        ("The desk", 0 * HOUR), ("Estates", HOUR), ("The desk", 3 * HOUR), ("Stores", 4 * HOUR),
    ]  # fmt: skip


@pytest.mark.django_db
def test_parts_side_by_side_are_told_as_each_begins_and_the_desk_has_none_of_it():
    ticket = raised_ticket()
    desk = UserFactory(desk=ticket.trust)
    estates, stores = (ServiceFactory(trust=ticket.trust, name=name) for name in ("Estates", "Stores"))
    first, second = commands.route_ticket(ticket=ticket, services=[estates, stores], by=desk, at=NINE)
    commands.finish_leg(leg=first, result="Done", by=desk, at=NINE + HOUR)

    assert holders(ticket) == [("Estates", 0 * HOUR), ("Stores", 0 * HOUR)]

    commands.finish_leg(leg=second, result="Done", by=desk, at=NINE + 2 * HOUR)

    assert holders(ticket)[2:] == [("The desk", 2 * HOUR)]


@pytest.mark.django_db
def test_what_was_closed_in_the_moment_it_was_raised_was_with_the_desk():
    ticket = raised_ticket()
    resolve(ticket, UserFactory(desk=ticket.trust), NINE)

    assert holders(ticket) == [("The desk", 0 * HOUR)]


@pytest.mark.django_db
def test_only_the_tickets_asked_for_are_told_in_one_query(django_assert_num_queries):
    kept, *others = [raised_ticket() for _ in range(3)]
    visible = Ticket.objects.visible_to(UserFactory(manages=kept.trust))

    with django_assert_num_queries(1):
        told = [event.case for event in events_of(visible)]

    assert told == [kept.reference]
    with django_assert_num_queries(1):
        told = [event.case for event in events_of(Ticket.objects.all())]
    assert sorted(told) == sorted(ticket.reference for ticket in [kept, *others])


# Files.

AWKWARD = [
    Event("C<1>", 'Estates & "Facilities"', T0, "team 'a'"),
    Event("C<1>", "=SUM(A1)", T0 + HOUR),
    Event("2", "Bell\x07 and ü", T0 + HOUR),
]


def written(write: Any, events: list[Event], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        write(events, file)
    return path


def test_xes_is_well_formed_and_reads_back(tmp_path):
    path = written(write_xes, AWKWARD, tmp_path / "log.xes")

    back = [(event.case, event.activity, event.at, event.resource) for event in read_events(path)]

    assert back == [
        ("C<1>", 'Estates & "Facilities"', T0, "team 'a'"),
        ("C<1>", "=SUM(A1)", T0 + HOUR, ""),
        ("2", "Bell\ufffd and ü", T0 + HOUR, ""),
    ]
    assert len(ElementTree.parse(path).getroot().findall("trace")) == 2


def test_csv_reads_back_and_no_cell_is_a_formula(tmp_path):
    path = written(write_csv, AWKWARD, tmp_path / "log.csv")

    with path.open(newline="") as file:
        rows = list(csv.reader(file))

    assert rows[0] == ["case_id", "activity", "timestamp", "resource"]
    assert rows[1] == ["C<1>", 'Estates & "Facilities"', "2026-03-02T09:00:00+00:00", "team 'a'"]
    assert [row[1] for row in rows[2:]] == ["'=SUM(A1)", "Bell\ufffd and ü"]
