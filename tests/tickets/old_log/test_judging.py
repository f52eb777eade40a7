"""Which rows come in, and what is said of those that do not."""

import csv
import datetime as dt
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.old_log.old_desk import (
    CONTACT_HEADINGS,
    INTERACTIONS,
    ISSUE_HEADINGS,
    ISSUES,
    WARDS,
    WORKBOOK,
    contact,
    issue,
    refused,
    report_on,
    workbook,
)
from tickets.old_log.faults import LogUnreadable, Reason
from tickets.old_log.profile import LogProfile
from tickets.old_log.rows import Cell, Row
from tickets.old_log.understanding import Understanding
from tickets.old_log.wards import ListedWard, WardList, read_ward_list


def test_the_shared_log_comes_in_as_counted_by_hand():
    report = report_on(WORKBOOK, wards=read_ward_list(WARDS))

    assert report["issues"] == {
        "imported": 802,
        "already_there": 0,
        "open": 30,
        "resolved": 747,
        "to_be_coded": 25,
    }
    assert report["interactions"] == {
        "imported": 5054,
        "already_there": 0,
        "desk_minutes": 49326,
        "sister_minutes": 110379,
    }
    assert len(report["refused"]) == 163
    assert sum(row["reason"] == "copy" for row in report["refused"]) == 20
    assert sum(row["reason"].startswith("clash") for row in report["refused"]) == 6
    assert len(report["identifiers"]) == 25


def test_the_csv_files_say_what_the_workbook_says():
    wards = read_ward_list(WARDS)

    assert report_on(INTERACTIONS, ISSUES, wards=wards) == report_on(WORKBOOK, wards=wards)


def test_a_log_and_its_copy_in_another_format_are_one_log():
    wards = read_ward_list(WARDS)

    alone, together = report_on(WORKBOOK, wards=wards), report_on(WORKBOOK, ISSUES, INTERACTIONS, wards=wards)

    assert together["issues"] == {**alone["issues"], "already_there": 802}
    assert together["interactions"] == {**alone["interactions"], "already_there": 5054}
    assert (together["refused"], together["identifiers"]) == (alone["refused"], alone["identifiers"])


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Ref": ""}, "Ref", "missing"),
        ({"Ref": "CD-12"}, "Ref", "cannot be read as a reference"),
        ({"Date_raised": None}, "Date raised", "missing"),
        ({"Date_raised": "after Easter"}, "Date raised", "cannot be read as a date"),
        (
            {"Date_raised": dt.datetime(2014, 11, 1), "Date_resolved": None},
            "Date raised",
            "outside the time of the log",
        ),
        ({"Ward": ""}, "Ward", "missing"),
        ({"Ward": "Adler"}, "Ward", "not a known ward"),
        ({"Issue": " - "}, "Issue", "missing"),
        ({"Issue": "\N{NO-BREAK SPACE}"}, "Issue", "missing"),
        ({"Date_passed": "31/06/2013"}, "Date passed", "no such day or time"),
        ({"Date_resolved": "02/04/2013"}, "Date resolved", "resolved before it was raised"),
        ({"Date_resolved": "31/02/2014"}, "Date resolved", "no such day or time"),
        (
            {"Ward": "?", "Date_resolved": "??"},
            "Ward",
            "not a known ward; Date resolved: cannot be read as a date",
        ),
    ],
)
def test_a_bad_issue_is_refused_alone(tmp_path, cells, column, reason):
    report = report_on(workbook(tmp_path, [issue(**cells), issue(Ref="CD-0002")]))

    assert report["issues"]["imported"] == 1
    assert refused(report) == [("Issues", 4, column, reason)]


@pytest.mark.parametrize(
    "cells",
    [
        {"Date_raised": "03/04/2013 14:00", "Date_resolved": "03/04/2013"},
        {"Type": "Flowers"},
        {"Type": ""},
        {"Passed_to": "Chaplaincy"},
        {"Site": "Elsewhere"},
        {"Issue": "=1+1"},
        {"Date_passed": "-"},
        {"Time_taken": "no idea"},
        {"Time_taken": 9000},
        {"Status": "Pending"},
        {"Outcome": None},
    ],
)
def test_what_need_not_be_there_or_be_known_refuses_nothing(tmp_path, cells):
    assert refused(report_on(workbook(tmp_path, [issue(**cells)]))) == []


@pytest.mark.parametrize(
    ("status", "resolved", "cause", "counted"),
    [
        ("Closed", "05/04/2013", "Culture", "resolved"),
        ("RESOLVED ", "05/04/2013", "Culture", "resolved"),
        ("Fixed", None, "Culture", "resolved"),
        ("", "05/04/2013", "Culture", "resolved"),
        ("Done", "05/04/2013", "tbc", "to_be_coded"),
        ("Done", "05/04/2013", "Comms / Culture", "to_be_coded"),
        ("Done", "05/04/2013", "gremlins", "to_be_coded"),
        ("", None, "", "open"),
        ("Open", None, "Culture", "open"),
        ("With dept", None, "", "open"),
        ("On hold", "05/04/2013", "", "open"),
    ],
)
def test_the_status_and_else_the_date_resolved_tell_what_is_finished(
    tmp_path, status, resolved, cause, counted
):
    row = issue(Status=status, Date_resolved=resolved, Root_cause=cause)

    counts = report_on(workbook(tmp_path, [row]))["issues"]

    assert {name: counts[name] for name in ("open", "resolved", "to_be_coded")} == {
        "open": 0, "resolved": 0, "to_be_coded": 0, counted: 1
    }  # fmt: skip


def test_the_first_good_row_of_a_reference_stands(tmp_path):
    rows = [
        issue(Ward="Nowhere"),
        issue(),
        issue(),
        issue(Ref=" cd 0001"),
        issue(Issue="Lamp flickers"),
        issue(Ward="Nowhere"),
    ]

    report = report_on(workbook(tmp_path, rows))

    assert report["issues"]["imported"] == 1
    assert refused(report) == [
        ("Issues", 4, "Ward", "not a known ward"),
        ("Issues", 6, "Ref", "copy"),
        ("Issues", 7, "Ref", "copy"),
        ("Issues", 8, "Ref", "clash: CD-0001 says something else than row 5"),
        ("Issues", 9, "Ward", "not a known ward"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"Ref": None}, "Ref", "missing"),
        ({"Ref": "CD-0404"}, "Ref", "not a known reference"),
        ({"Ref": "see above"}, "Ref", "not a known reference"),
        ({"Ref": "CD-0002"}, "Ref", "its issue was refused"),
        ({"When": ""}, "When", "missing"),
        ({"When": "31/02/2014"}, "When", "no such day or time"),
        ({"Minutes": -5}, "Minutes", "less than no minutes"),
        ({"Minutes": "ages"}, "Minutes", "cannot be read as minutes"),
        ({"Sister_minutes": 1441}, "Sister minutes", "more minutes than a day has"),
        ({"Ref": "CD-9500", "Minutes": -8}, "Ref", "not a known reference; Minutes: less than no minutes"),
    ],
)
def test_a_bad_interaction_is_refused_alone(tmp_path, cells, column, reason):
    issues = [issue(), issue(Ref="CD-0002", Ward="Nowhere")]

    report = report_on(workbook(tmp_path, issues, [contact(**cells), contact()]))

    assert report["interactions"] == {
        "imported": 1,
        "already_there": 0,
        "desk_minutes": 5,
        "sister_minutes": 10,
    }
    assert refused(report)[1:] == [("Interactions", 2, column, reason)]


def test_the_same_interaction_twice_is_a_copy_and_another_minute_is_not(tmp_path):
    contacts = [contact(), contact(), contact(When="03/04/2013 09:16"), contact(Minutes="n/k")]

    report = report_on(workbook(tmp_path, [issue()], contacts))

    assert report["interactions"] == {
        "imported": 3,
        "already_there": 0,
        "desk_minutes": 10,
        "sister_minutes": 30,
    }
    assert refused(report) == [("Interactions", 3, "Ref", "copy")]


def test_numbers_of_patients_are_flagged_and_masked_in_refused_rows_too(tmp_path):
    rows = [issue(Details="For 999 194 6497"), issue(Ref="CD-0002", Ward="", Raised_by="9991946497")]

    report = report_on(workbook(tmp_path, rows))

    assert report["identifiers"] == [
        {"sheet": "Issues", "row": 4, "column": "Details"},
        {"sheet": "Issues", "row": 5, "column": "Raised by"},
    ]
    assert "999•••••97" in report["refused"][0]["text"]
    assert "9991946497" not in str(report)


def test_another_desks_log_is_mapped_in_a_small_file(tmp_path):
    (tmp_path / "log.csv").write_text(
        "No.;Asked on;Where;Wish;State;Answered;Why\n12;4/3/2016;A1;New chair;Ended;4/5/2016;Red tape\n",
        encoding="utf-8",
    )
    (tmp_path / "map.toml").write_text(
        """
        [log]
        first_day = 2016-01-01
        last_day = 2016-12-31
        date_order = "month first"
        [issues.columns]
        Ref = "No."
        "Date raised" = "Asked on"
        Ward = ["Where", "Place"]
        Issue = "Wish"
        Status = "State"
        "Date resolved" = "Answered"
        "Root cause" = "Why"
        [statuses]
        finished = ["Ended"]
        [causes]
        "Complex processes" = ["Red tape"]
        """,
        encoding="utf-8",
    )
    wards = WardList([ListedWard("Ward A1")])

    report = report_on(tmp_path / "log.csv", profile=LogProfile.from_file(tmp_path / "map.toml"), wards=wards)

    assert report["issues"] == {"imported": 1, "already_there": 0, "open": 0, "resolved": 1, "to_be_coded": 0}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[issues.columns]\nColour = 'Hue'", "no column “Colour”"),
        ("[causes]\nGremlins = ['imps']", "causes has no “Gremlins”"),
        ("[log]\nfirst_day = 'March'", "first_day should be a day"),
        ("[weather]\nrain = true", "does not know “weather”"),
        ("not toml", "cannot be read"),
    ],
)
def test_a_mapping_that_is_not_understood_is_told_in_words(tmp_path, text, message):
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")

    with pytest.raises(LogUnreadable, match=message):
        LogProfile.from_file(tmp_path / "map.toml")


ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(
        [
            "CD-0001",
            "cd 2",
            "03/04/2013",
            "31/02/2014",
            "Alder",
            "Closed",
            "-",
            "n/k",
            "1h 20",
            "=1+1",
            "999 194 6497",
        ]
    ),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.lists(ANY_CELL, max_size=len(ISSUE_HEADINGS)), st.booleans())
@settings(max_examples=300)
def test_any_row_comes_in_or_is_refused_with_a_reason(values, is_issue):
    headings = ISSUE_HEADINGS if is_issue else CONTACT_HEADINGS
    profile = LogProfile()
    sheet = profile.issues if is_issue else profile.interactions
    understanding = Understanding(profile, WardList([ListedWard("Alder")]))
    cells = tuple(Cell(value, "" if value is None else str(value)) for value in values)
    row = Row(sheet.name, 2, cells, tuple(headings), {ours: at for at, ours in enumerate(sheet.columns)})

    said = understanding.issue(row) if is_issue else understanding.interaction(row)

    reasons = {fault.reason for fault in getattr(said, "faults", ())}
    assert reasons <= set(Reason)
    assert bool(reasons) == hasattr(said, "faults")
    assert len(understanding.fingerprint_of_fault(row)) == 64


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=16), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_csv_file_below_our_headings_is_read_to_its_end(rows):
    handle, name = tempfile.mkstemp(suffix=".csv")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([ISSUE_HEADINGS, *rows, issue(Ref="CD-7777")])
    try:
        report = report_on(Path(name))
    finally:
        Path(name).unlink()

    assert report["issues"]["imported"] >= 1
