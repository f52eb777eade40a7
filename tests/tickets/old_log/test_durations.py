"""Every form of minutes the desk used, and what is none."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.old_log.durations import MINUTES_A_DAY, read_minutes
from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.rows import Cell


def refusal(value) -> Reason:
    with pytest.raises(CellRefused) as refused:
        read_minutes(Cell(value, str(value)))
    return refused.value.reason


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        (20, 20),
        (20.0, 20),
        ("20", 20),
        (" 20 ", 20),
        ("20 mins", 20),
        ("20min", 20),
        ("20m", 20),
        ("20 MINS", 20),
        ("20 min.", 20),
        ("1h 20", 80),
        ("1hr 20min", 80),
        ("1 hr 05 mins", 65),
        ("1h20", 80),
        ("2h", 120),
        ("1hr", 60),
        ("0.5 hr", 30),
        ("1.5 hrs", 90),
        ("0.25 hr", 15),
        ("½ hr", 30),
        ("1½ hrs", 90),
        ("1 ½ hrs", 90),
        ("¾ hr", 45),
        ("1:20", 80),
        ("1:20:00", 80),
        ("0:05", 5),
        (dt.time(1, 20), 80),
        (dt.timedelta(hours=1, minutes=20), 80),
        (0, 0),
        ("0", 0),
        (dt.time(0, 0), 0),
        (1440, 1440),
        ("24h", 1440),
        ("1,440", 1440),
    ],
)
def test_minutes_are_read_in_every_form_the_desk_used(value, minutes):
    assert read_minutes(Cell(value, str(value))) == minutes


@pytest.mark.parametrize("text", ["", "  ", "-", "n/k", "N/K", "\N{EN DASH}", "\N{NO-BREAK SPACE}"])
def test_not_recorded_is_another_thing_than_none(text):
    assert read_minutes(Cell(text, text)) is None


@pytest.mark.parametrize(
    "value", [-12, "-15", "-10 mins", "-45 mins", "-1h 20", "\N{MINUS SIGN}5", "- 5", -0.5]
)
def test_less_than_nothing_is_refused(value):
    assert refusal(value) == Reason.NEGATIVE_MINUTES


@pytest.mark.parametrize(
    "value",
    [
        1441,
        "6000",
        "6,000",
        "6000 mins",
        "100 hrs",
        "24h 01",
        "25:00",
        dt.timedelta(hours=25),
        dt.datetime(1900, 1, 1, 1, 30),
    ],
)
def test_more_than_a_day_is_refused(value):
    assert refusal(value) == Reason.TOO_MANY_MINUTES


@pytest.mark.parametrize(
    "value",
    ["ages", "too long!", "20-30", "2 tries", "1h 75", "1:75", "20 secs", "1.5h 20", "20ish", "x", "=5+5", "--5", "½",
     True, dt.datetime(2013, 4, 3), dt.date(2013, 4, 3)],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(value):
    assert refusal(value) in {Reason.UNREADABLE_MINUTES}


@given(st.integers(0, MINUTES_A_DAY))
def test_every_number_of_minutes_is_read_as_it_was_written(minutes):
    hours, rest = divmod(minutes, 60)

    for text in (
        f"{minutes}",
        f"{minutes} mins",
        f"{minutes}m",
        f"{hours}h {rest:02}",
        f"{hours}hr {rest}min",
        f"{hours}:{rest:02}",
    ):
        assert read_minutes(Cell(text, text)) == minutes


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"[\d:.,hrmin½ -]{1,12}", fullmatch=True),
        st.integers(),
        st.floats(),
        st.times(),
    )
)
def test_any_cell_is_minutes_none_or_refused_with_a_reason(value):
    try:
        minutes = read_minutes(Cell(value, str(value)))
    except CellRefused as refused:
        assert refused.reason in {Reason.UNREADABLE_MINUTES, Reason.NEGATIVE_MINUTES, Reason.TOO_MANY_MINUTES}  # noqa: PT017
    else:
        assert minutes is None or 0 <= minutes <= MINUTES_A_DAY
