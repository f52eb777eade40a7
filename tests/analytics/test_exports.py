"""Files: the same figures as the page, and text that never becomes a formula."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from analytics.exports.csv_file import csv_response
from analytics.exports.text import LONGEST, fitting, harmless, plain
from analytics.exports.xlsx_file import xlsx_response
from analytics.views import tickets
from tests.analytics.making import resolved
from tests.analytics.test_pages import MARCH, REPORT
from tests.factories import WardFactory
from tickets.choices import RootCause

RISKY = ["=1+1", "+44 20", "-5 degrees", "@sum", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "\ufeff=1"]


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def book_of(answer) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.parametrize("text", RISKY)
def test_text_that_a_spreadsheet_could_run_is_marked_in_csv(text):
    assert harmless(text) == f"'{text}"
    assert rows_of(csv_response([[text]], "x")) == [[f"'{text}"]]


@pytest.mark.parametrize("text", ["", "Kettle", "A-1", "3 = 3", "'quoted'", "Ward “4”, side, room"])
def test_other_text_stays_as_it_was_written(text):
    assert rows_of(csv_response([[text, "x"]], "x")) == [[text, "x"]]


def test_numbers_stay_numbers_in_csv_and_nothing_stays_empty():
    rows = [[-5, 0, 2.5, 1 / 3, None, date(2026, 3, 1)]]

    assert rows_of(csv_response(rows, "x")) == [["-5", "0", "2.5", "0.3333", "", "2026-03-01"]]


@pytest.mark.parametrize("text", [*RISKY, "00123", "1-2", "1E5"])
def test_every_text_is_a_text_cell_in_a_workbook(text):
    cell = book_of(xlsx_response({"sheet": [["Head"], [text]]}, "x"))["sheet"]["A2"]

    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value.replace("\r", "\n").strip() == text.replace("\r", "\n").strip()


def test_numbers_and_days_keep_their_kind_in_a_workbook():
    sheet = book_of(xlsx_response({"sheet": [["Head"] * 4, [5, 0.5, None, date(2026, 3, 1)]]}, "x"))["sheet"]

    assert [cell.value for cell in sheet[2]] == [5, 0.5, None, datetime(2026, 3, 1)]


def test_text_no_file_can_carry_is_replaced_cut_or_masked():
    assert plain("a\x00b\x0bc\ud800") == "a\ufffdb\ufffdc\ufffd"
    assert fitting("x" * (LONGEST + 1)) == "x" * (LONGEST - 1) + "…"
    assert "999 000 0018" not in plain("Badge for 999 000 0018")


@pytest.mark.django_db
def test_more_tickets_than_a_workbook_holds_are_to_be_had_as_csv(trust, manager, monkeypatch):
    monkeypatch.setattr(tickets, "MOST_ROWS", 1)
    ward = WardFactory(trust=trust)
    resolved(ward)
    resolved(ward)

    page = manager.get(f"{REPORT}tickets.xlsx?{MARCH}", follow=True).content.decode()
    rows = rows_of(manager.get(f"{REPORT}tickets.csv?{MARCH}"))

    assert "A workbook holds up to 1 tickets. Take the CSV, or a shorter period." in page
    assert len(rows) == 3


@pytest.mark.django_db
def test_the_figures_in_files_are_those_of_the_page(trust, manager):
    ward = WardFactory(trust=trust)
    resolved(ward, cause=RootCause.CULTURE, contacts=((5, 5, None),), days=7)
    resolved(ward, cause=RootCause.CULTURE, days=0)
    resolved(ward, cause=RootCause.COMMUNICATION, contacts=((10, 0, 2),))

    rows = rows_of(manager.get(f"{REPORT}causes.csv?{MARCH}"))
    book = book_of(manager.get(f"{REPORT}report.xlsx?{MARCH}"))

    assert rows[1] == ["Culture", "2", "0.6667", "10", "0.4545", "5", "5", "0"]
    assert rows[-1] == ["All tickets", "3", "", "22", "", "15", "5", "2"]
    assert book.sheetnames == ["causes", "pareto", "times", "months", "not-recorded", "compared", "about"]
    assert [cell.value for cell in book["causes"][2]][:2] == ["Culture", 2]
    assert [cell.value for cell in book["times"][2]] == ["Culture", 2.5, 4.5, 3.5, pytest.approx(6.3), 1, 2]
    assert "Harrow Vale, 1 March 2026 to 31 March 2026" in str(book["about"]["B2"].value)


@pytest.mark.django_db
def test_the_tickets_in_files_are_those_behind_the_figure(trust, manager):
    ward = WardFactory(trust=trust)
    ticket = resolved(ward, title='=HYPERLINK("http://x")', contacts=((5, 5, None),), days=7)
    resolved(ward, cause=RootCause.COMMUNICATION)

    rows = rows_of(manager.get(f"{REPORT}tickets.csv?{MARCH}&cause=culture"))
    sheet = book_of(manager.get(f"{REPORT}tickets.xlsx?{MARCH}&cause=culture"))["tickets"]

    assert len(rows) == 2
    assert dict(zip(rows[0], rows[1], strict=True)) == {
        "Reference": ticket.reference,
        "Old reference": "",
        "Ward": ward.name,
        "Hospital": ward.site.name,
        "Process": "",
        "What was needed": '\'=HYPERLINK("http://x")',
        "Raised on": "2026-03-03",
        "Resolved on": "2026-03-10",
        "Working days": "5",
        "Elapsed days": "7",
        "Root cause": "Culture",
        "Contributing cause": "",
        "Cause removed": "Removed",
        "Status": "Resolved",
        "Desk minutes": "5",
        "Ward minutes": "5",
        "Service minutes": "0",
        "Outcome": "It came",
    }
    assert (sheet["F2"].data_type, sheet["F2"].value) == ("s", '=HYPERLINK("http://x")')
    assert sheet["G2"].value == datetime(2026, 3, 3)
