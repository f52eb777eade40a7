"""Workbooks and CSV files as people save them."""

import csv
import datetime as dt

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.tickets.old_log.old_desk import (
    CONTACT_HEADINGS,
    ISSUE_HEADINGS,
    contact,
    issue,
    refused,
    report_on,
    workbook,
)
from tickets.old_log.faults import LogUnreadable
from tickets.old_log.tables import tables_of


def texts(path, delimiter=",") -> list[list[str]]:
    table = next(table for table in tables_of(path) if getattr(table, "delimiter", delimiter) == delimiter)
    return [[cell.text for cell in cells] for _, cells in table.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_in_the_encoding_and_with_the_delimiter_it_has(tmp_path, encoding, delimiter):
    path = tmp_path / "log.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(
            [["Ref", "Notes"], ["CD-1", "é £ “½”, a; b\nnext line"]]
        )

    assert texts(path, delimiter) == [["Ref", "Notes"], ["CD-1", "é £ “½”, a; b\nnext line"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_which_sign_parts_the_cells_shows_in_the_headings(tmp_path, delimiter):
    path = tmp_path / "log.csv"
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = [["Old log, 2013; all wards"], [], ISSUE_HEADINGS, issue(Details="a, b; c|d"), [";,"]]
        csv.writer(file, delimiter=delimiter).writerows(rows)

    assert report_on(path)["issues"]["imported"] == 1


def test_bytes_that_no_encoding_has_stop_nothing(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"Ref,Notes\r\nCD-1,\x81\x8d \x93caf\xe9\x94\r\nCD-2,nul \x00 here\r\n")

    assert texts(path) == [["Ref", "Notes"], ["CD-1", "\x81\x8d “café”"], ["CD-2", "nul  here"]]


def test_a_cell_of_a_hundred_thousand_letters_is_not_cut_short(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Ref,Notes\nCD-1," + "long " * 40_000, encoding="utf-8")

    assert len(texts(path)[1][1]) == 200_000


def test_a_workbook_cell_reads_as_a_person_saw_it(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(
        [7, 7.0, 7.5, True, dt.datetime(2013, 4, 3), dt.datetime(2013, 4, 3, 9, 15), dt.time(1, 20), "  x "]
    )
    sheet.append(
        [
            CellRichText("bold ", TextBlock(InlineFont(b=True), "word")),
            "=1+1",
            "@SUM(A1)",
            "+44",
            "\N{BUCKET}",
        ]
    )
    sheet["E1"].number_format, sheet["F1"].number_format = "dd-mmm-yy", "dd/mm/yyyy hh:mm"
    book.save(tmp_path / "log.xlsx")

    assert texts(tmp_path / "log.xlsx") == [
        ["7", "7", "7.5", "TRUE", "03-Apr-13", "03/04/2013 09:15", "1:20", "  x "],
        ["bold word", "=1+1", "@SUM(A1)", "+44", "\N{BUCKET}"],
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"not a workbook"])
def test_a_broken_workbook_is_told_in_words(tmp_path, content):
    path = tmp_path / "log.xlsx"
    path.write_bytes(content)

    with pytest.raises(LogUnreadable, match=r"log\.xlsx"):
        report_on(path)


def test_a_file_without_our_headings_is_told_in_words(tmp_path):
    path = tmp_path / "menu.csv"
    path.write_text("Monday,Soup\nTuesday,Pie\n", encoding="utf-8")

    with pytest.raises(LogUnreadable, match="no headings that we know"):
        report_on(path)


def test_headings_stand_anywhere_in_any_order_and_case_and_are_repeated_without_complaint(tmp_path):
    path = workbook(tmp_path, [])
    book = load_workbook(path)
    sheet = book["Issues"]
    sheet.delete_rows(1, 3)
    for row in (
        ["Brackenmere"], ["please read", "before you type"], [], [],
        [f"  {heading.upper()}\N{NO-BREAK SPACE}" for heading in reversed(ISSUE_HEADINGS)],
        list(reversed(issue())),
        [None, "  "],
        list(reversed(ISSUE_HEADINGS)),
        list(reversed(issue(Ref="CD-0002", Ward="Nowhere"))),
    ):  # fmt: skip
        sheet.append(row)
    book.save(path)

    report = report_on(path)

    assert report["issues"]["imported"] == 1
    assert refused(report) == [("Issues", 9, "WARD", "not a known ward")]


def test_a_hidden_or_a_further_sheet_with_the_same_headings_is_not_read(tmp_path):
    path = workbook(tmp_path, [issue()])
    book = load_workbook(path)
    for name, state in (("Old issues", "visible"), ("Backup", "hidden")):
        sheet = book.create_sheet(name, index=0)
        sheet.sheet_state = state
        sheet.append(ISSUE_HEADINGS)
        sheet.append(issue(Ref="CD-0009"))
    book.save(path)

    assert report_on(path)["issues"]["imported"] == 1


def test_rows_are_counted_as_records_not_as_lines_of_text(tmp_path):
    path = tmp_path / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [ISSUE_HEADINGS, issue(Details="one\ntwo\n\nthree"), [], issue(Ref="CD-0002", Ward="")]
        csv.writer(file).writerows(rows)

    assert refused(report_on(path)) == [("Issues", 4, "Ward", "missing")]


def test_interactions_may_come_in_a_file_before_their_issues(tmp_path):
    for name, rows in (("a.csv", [CONTACT_HEADINGS, contact()]), ("b.csv", [ISSUE_HEADINGS, issue()])):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    report = report_on(tmp_path / "a.csv", tmp_path / "b.csv")

    assert (report["issues"]["imported"], report["interactions"]["imported"]) == (1, 1)
