"""Every form of date the desk used, and what is no date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.old_log.dates import DateOrder, Period, When, read_when
from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.rows import Cell

EVER = Period()
THE_LOG = Period(dt.date(2013, 3, 1), dt.date(2014, 10, 31))
THIRD_OF_APRIL = When(dt.date(2013, 4, 3))
AT_NINE_FIFTEEN = When(dt.date(2013, 4, 3), dt.time(9, 15))


def written(text: str) -> Cell:
    return Cell(text, text)


def refusal(cell: Cell, period: Period = EVER) -> Reason:
    with pytest.raises(CellRefused) as refused:
        read_when(cell, period)
    return refused.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2013",
        "3/4/13",
        "03.04.2013",
        "03-Apr-13",
        "03-Apr-2013",
        "3 April 2013",
        "3rd April 2013",
        "Wed 3 Apr 2013",
        "2013-04-03",
        "41367",
        " 3/4/13 ",
        "3\N{NO-BREAK SPACE}April  2013",
        "WEDNESDAY 3RD APRIL 2013",
        "Wed, 3 Apr 2013",
        "03/04/2013 00:00",
    ],
)
def test_a_day_is_read_in_every_form_the_desk_used(text):
    assert read_when(written(text), THE_LOG) == THIRD_OF_APRIL


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2013 09:15",
        "3/4/13 09:15",
        "3/4/13 9:15",
        "3 April 2013 09:15",
        "2013-04-03 09:15",
        "2013-04-03T09:15:00",
        "3 April 2013 9.15am",
        "41367.385416666664",
    ],
)
def test_a_time_of_day_is_read_in_every_form_the_desk_used(text):
    assert read_when(written(text), THE_LOG) == AT_NINE_FIFTEEN


def test_the_afternoon_is_after_noon():
    assert read_when(written("3 Apr 2013 9:15 pm"), EVER) == When(dt.date(2013, 4, 3), dt.time(21, 15))


@pytest.mark.parametrize(
    ("value", "when"),
    [
        (dt.datetime(2013, 4, 3), THIRD_OF_APRIL),
        (dt.date(2013, 4, 3), THIRD_OF_APRIL),
        (41367, THIRD_OF_APRIL),
        (dt.datetime(2013, 4, 3, 9, 15), AT_NINE_FIFTEEN),
        (dt.datetime(2013, 4, 3, 9, 14, 59, 999996), AT_NINE_FIFTEEN),
        (41367.385416666664, AT_NINE_FIFTEEN),
    ],
)
def test_real_excel_dates_times_and_day_numbers_are_read(value, when):
    assert read_when(Cell(value, str(value)), THE_LOG) == when


@pytest.mark.parametrize("text", ["", "  ", "\N{NO-BREAK SPACE}", "-", "\N{EN DASH}"])
def test_a_blank_or_a_lone_dash_is_no_date(text):
    assert read_when(written(text), THE_LOG) is None


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2014",
        "30/02/2014",
        "32/01/2014",
        "04/16/2013",
        "31 June 2013",
        "2014-06-31",
        "0/0/2014",
        "3/4/13 25:00",
    ],
)
def test_a_day_that_does_not_exist_is_refused(text):
    assert refusal(written(text)) == Reason.NO_SUCH_DAY


@pytest.mark.parametrize(
    "text",
    [
        "??",
        "tbc",
        "after Easter",
        "end of last wk",
        "Weds pm",
        "April 2013",
        "3/4",
        "3 Smarch 2013",
        "03/04-2013",
        "x3/4/13",
    ],
)
def test_what_cannot_be_read_is_refused(text):
    assert refusal(written(text)) == Reason.UNREADABLE_DATE


@pytest.mark.parametrize("value", [True, dt.time(9, 15), dt.timedelta(hours=30), 0, -5, 1e9])
def test_numbers_and_times_that_are_no_day_are_refused(value):
    assert refusal(Cell(value, str(value))) == Reason.UNREADABLE_DATE


@pytest.mark.parametrize(
    "text", ["28/02/2013", "01/11/2014", "14/06/1913", "03/04/3013 10:00", "11/11/1911", "5000"]
)
def test_a_day_outside_the_time_of_the_log_is_refused(text):
    assert refusal(written(text), THE_LOG) == Reason.OUT_OF_TIME


@pytest.mark.parametrize("text", ["01/03/2013", "31/10/2014", "31/10/2014 23:59"])
def test_the_first_and_the_last_day_of_the_log_are_in_its_time(text):
    assert read_when(written(text), THE_LOG) is not None


def test_another_log_may_put_the_month_first():
    assert read_when(written("04/03/2013"), THE_LOG, DateOrder.MONTH_FIRST) == THIRD_OF_APRIL
    assert read_when(written("3 April 2013"), THE_LOG, DateOrder.MONTH_FIRST) == THIRD_OF_APRIL


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.times())
def test_every_day_and_minute_is_read_as_it_was_written(day, clock):
    when = When(day, clock.replace(second=0, microsecond=0))

    for form in (
        "%d/%m/%Y %H:%M",
        "%d/%m/%y %H:%M",
        "%d %B %Y %H:%M",
        "%a %d %b %Y %H:%M",
        "%Y-%m-%dT%H:%M:00",
    ):
        assert read_when(written(dt.datetime.combine(day, when.clock).strftime(form)), EVER) == when


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"[\d/.\-: ]{1,20}", fullmatch=True),
        st.integers(),
        st.floats(),
        st.datetimes(),
    )
)
def test_any_cell_is_a_day_none_or_refused_with_a_reason(value):
    try:
        when = read_when(Cell(value, str(value)), THE_LOG)
    except CellRefused as refused:
        assert refused.reason in {Reason.UNREADABLE_DATE, Reason.NO_SUCH_DAY, Reason.OUT_OF_TIME}  # noqa: PT017
    else:
        assert when is None or THE_LOG.holds(when.day)
