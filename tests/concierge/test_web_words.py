"""Dates, spans and counts as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from concierge.web import words


def test_a_day_carries_its_year_only_when_it_is_another():
    this_year = timezone.localdate().year

    assert words.day(date(this_year, 3, 3)).endswith("3 Mar")
    assert words.day(date(2020, 3, 3)) == "Tue 3 Mar 2020"
    assert words.long_day(date(2026, 3, 3)) == "3 March 2026"
    assert words.day(None) == words.long_day(None) == words.moment(None) == words.ago(None) == ""


def test_moments_are_told_in_local_time():
    assert words.moment(datetime(2020, 7, 1, 8, 15, tzinfo=UTC)) == "Wed 1 Jul 2020 at 09:15"


@pytest.mark.parametrize(("days", "said"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_near_days_have_names(days, said):
    assert words.near_day(timezone.localdate() + timedelta(days=days)) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1, seconds=5), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=3), "3 hours ago"),
    ],
)
def test_what_just_happened_is_told_by_how_long_ago(gone, said):
    assert words.ago(timezone.now() - gone) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "not recorded"),
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (80, "1 hour 20 minutes"),
        (121, "2 hours 1 minute"),
    ],
)
def test_minutes_not_recorded_are_another_thing_than_none_worked(minutes, said):
    assert words.minutes(minutes) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "not known"),
        (0.04, "less than a working day"),
        (1, "1 working day"),
        (1.5, "1.5 working days"),
        (1204.0, "1,204 working days"),
    ],
)
def test_working_days_are_rounded_to_a_tenth(days, said):
    assert words.working_days(days) == said


def test_counts_agree_with_their_noun():
    assert words.count(1, "ticket") == "1 ticket"
    assert words.count(1204, "ticket") == "1,204 tickets"
    assert words.count(2, "query", "queries") == "2 queries"
    assert [words.number(None), words.number(1204), words.number(2.0), words.number(2.25)] == [
        "–",
        "1,204",
        "2",
        "2.2",
    ]
