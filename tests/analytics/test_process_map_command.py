"""`manage.py process_map`: the map of the tickets, or of a log on standard input, and the log as files."""

import io
import json
import time

import pytest
from django.core.management import CommandError, call_command

from concierge.readiness import STANDS_ALONE, asked_for
from tests.analytics.test_process_map import HOUR
from tests.factories import NINE, ServiceFactory, UserFactory, raised_ticket
from tickets import commands


@pytest.mark.parametrize("words", [["--events", "-"], ["--json", "--events=log.csv"]])
def test_the_map_of_a_log_needs_no_database_and_that_of_the_tickets_does(words):
    assert asked_for(["manage.py", "process_map", *words]) in STANDS_ALONE
    assert asked_for(["manage.py", "process_map", "--json"]) not in STANDS_ALONE


def run(*words: str) -> str:
    output = io.StringIO()
    call_command("process_map", *words, stdout=output, stderr=io.StringIO())
    return output.getvalue()


def give(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


BY_HAND = """case_id,activity,timestamp,resource
1,Raised,2026-03-02T09:00:00Z,Ann
2,Raised,2026-03-02T09:00:00Z,Ann
1,Routed,2026-03-02T09:05:00Z,Ben
1,Resolved,2026-03-02T09:05:00Z,Ben
2,Resolved,2026-03-02T10:00:00Z,
"""


@pytest.mark.parametrize(
    "headings",
    ["case_id,activity,timestamp,resource", "case:concept:name,concept:name,time:timestamp,org:resource"],
)
def test_the_command_prints_the_map_of_a_log_on_standard_input(monkeypatch, headings):
    give(monkeypatch, BY_HAND.replace("case_id,activity,timestamp,resource", headings))

    assert json.loads(run("--json", "--events", "-")) == {
        "cases": 2,
        "events": 5,
        "edges": [["Raised", "Resolved", 1], ["Raised", "Routed", 1], ["Routed", "Resolved", 1]],
        "start": {"Raised": 2},
        "end": {"Resolved": 2},
    }


def test_events_that_cannot_be_read_are_told_and_left_out(monkeypatch):
    give(monkeypatch, BY_HAND + "3,Raised,yesterday,\n,Raised,2026-03-02T10:00:00Z,\n")
    told = io.StringIO()

    call_command("process_map", "--json", "--events", "-", stdout=io.StringIO(), stderr=told)

    assert told.getvalue().splitlines() == [
        "Row 7, timestamp: cannot be read as a date.",
        "Row 8, case_id: missing.",
        "2 events could not be read and are left out.",
    ]


def test_a_log_without_its_columns_is_refused_with_status_2(monkeypatch):
    give(monkeypatch, "who,what\nAnn,Raised\n")

    with pytest.raises(CommandError, match="no column for: case, time") as refused:
        run("--json", "--events", "-")

    assert refused.value.returncode == 2


def test_a_log_goes_through_its_files_unchanged(monkeypatch, tmp_path):
    give(monkeypatch, BY_HAND)
    whole = run("--json", "--events", "-")
    give(monkeypatch, BY_HAND)
    run("--events", "-", "--csv", str(tmp_path / "log.csv"), "--xes", str(tmp_path / "log.xes"))

    assert run("--json", "--events", str(tmp_path / "log.csv")) == whole
    assert run("--json", "--events", str(tmp_path / "log.xes")) == whole


def test_two_answers_cannot_share_standard_output():
    with pytest.raises(CommandError, match="Only one"):
        run("--json", "--csv", "-")


def test_a_file_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    give(monkeypatch, BY_HAND)

    with pytest.raises(CommandError, match="Cannot write"):
        run("--events", "-", "--csv", str(tmp_path / "none" / "log.csv"))


def test_a_long_log_is_mapped_within_ten_seconds(monkeypatch):
    rows = (
        f"{n % 9000},Step {n * n % 11},2026-03-02T09:{n // 60 % 60:02}:{n % 60:02}Z,Ann"
        for n in range(65_000)
    )
    give(monkeypatch, "case_id,activity,timestamp,resource\n" + "\n".join(rows))

    began = time.monotonic()
    found = json.loads(run("--json", "--events", "-"))

    assert (found["events"], found["cases"]) == (65_000, 9_000)
    assert time.monotonic() - began < 10


@pytest.mark.django_db
def test_the_command_maps_the_tickets_of_the_database():
    ticket = raised_ticket()
    estates = ServiceFactory(trust=ticket.trust, name="Estates")
    commands.route_ticket(
        ticket=ticket, services=[estates], by=UserFactory(desk=ticket.trust), at=NINE + HOUR
    )
    raised_ticket()

    assert json.loads(run("--json")) == {
        "cases": 2,
        "events": 3,
        "edges": [["The desk", "Estates", 1]],
        "start": {"The desk": 2},
        "end": {"Estates": 1, "The desk": 1},
    }
    assert run() == "2 cases, 3 events\n       1  The desk → Estates  (median wait 1:00:00)\n"
    assert ticket.reference in run("--csv", "-")
