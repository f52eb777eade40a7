"""Event logs from other systems, in the order of the file."""

import datetime as dt
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.old_log.events import Event, RefusedEvent, read_events, read_moment
from tickets.old_log.faults import CellRefused, LogUnreadable, Reason

NINE = dt.datetime(2013, 1, 7, 9, 0, tzinfo=dt.UTC)
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <string key="concept:name" value="a log"/>
  <trace>
    <string key="concept:name" value="case 1"/>
    <event>
      <string key="concept:name" value="raise"/>
      <date key="time:timestamp" value="2013-01-07T09:00:00.000+00:00"/>
      <string key="org:resource" value="Ann"/>
    </event>
    <event>
      <string key="concept:name" value="route"/>
      <date key="time:timestamp" value="2013-01-07T10:00:00.000+01:00"/>
    </event>
  </trace>
  <trace><event><string key="concept:name" value="lost"/></event></trace>
</log>
"""


def csv_file(folder, text):
    path = folder / "events.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "headings",
    [
        "case,activity,time,resource",
        "case_id,activity,timestamp,resource",
        "Case ID,Activity,Complete Timestamp,Resource",
        "case:concept:name,concept:name,time:timestamp,org:resource",
        "CASE;ACTIVITY;TIME;RESOURCE",
    ],
)
def test_a_csv_log_is_read_under_the_headings_that_are_usual(tmp_path, headings):
    sign = ";" if ";" in headings else ","
    path = csv_file(
        tmp_path, f"{headings}\n" + sign.join(["7", "Raise", "2013-01-07T09:00:00Z", "Ann"]) + "\n"
    )

    assert list(read_events(path)) == [Event(2, "7", "Raise", NINE, "Ann")]


def test_events_that_share_an_instant_keep_the_order_of_the_file(tmp_path):
    lines = "".join(f"7,step {number},2013-01-07 09:00,\n" for number in range(50))

    events = list(read_events(csv_file(tmp_path, "case,activity,time,resource\n" + lines)))

    assert [event.activity for event in events] == [f"step {number}" for number in range(50)]


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_a_xes_log_is_read_trace_by_trace(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(XES.encode()) if name.endswith("gz") else XES.encode())

    assert list(read_events(path)) == [
        Event(1, "case 1", "raise", NINE, "Ann"),
        Event(2, "case 1", "route", NINE, ""),
        RefusedEvent(3, "trace concept:name", Reason.MISSING, "concept:name=lost"),
    ]


def test_an_event_that_lacks_something_is_refused_alone(tmp_path):
    text = "case,activity,time\n,Raise,2013-01-07\n7,,2013-01-07\n7,Raise,soon\n7,Raise,\n\n7,Raise,07/01/2013 09:00\n"

    events = list(read_events(csv_file(tmp_path, text)))

    assert [(event.column, event.reason) for event in events[:4]] == [
        ("case", Reason.MISSING),
        ("activity", Reason.MISSING),
        ("time", Reason.UNREADABLE_DATE),
        ("time", Reason.MISSING),
    ]
    assert events[4:] == [Event(7, "7", "Raise", NINE, "")]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2013-01-07T09:00:00Z", NINE),
        ("2013-01-07T11:00:00+02:00", NINE),
        ("2013-01-07 09:00:00.000", NINE),
        ("07/01/2013 09:00", NINE),
        ("2013-07-07 10:00", dt.datetime(2013, 7, 7, 9, 0, tzinfo=dt.UTC)),
    ],
)
def test_a_time_without_a_zone_is_by_the_uk_clock(text, moment):
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "colour,shape\nred,round\n"),
        ("a.csv", ""),
        ("a.xes", "<log><trace></log>"),
        ("a.xes", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><log><trace>&c;</trace></log>'),
        ("a.xes.gz", "not gzip"),
    ],
)
def test_a_file_that_is_no_event_log_is_told_in_words(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(LogUnreadable):
        list(read_events(tmp_path / name))


@given(st.text())
def test_any_time_is_read_or_refused_with_a_reason(text):
    try:
        assert read_moment(text).tzinfo == dt.UTC
    except CellRefused as refused:
        assert refused.reason in set(Reason)  # noqa: PT017
