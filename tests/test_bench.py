"""Measuring: what is measured is what people use, every size beside each other, and nothing is left behind."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from tickets.bench import mail, pages
from tickets.bench.leftovers import taken_back
from tickets.bench.messages import PDF_BYTES, Letters, pdf
from tickets.bench.table import Measured
from tickets.bench.timing import CannotMeasure, Spell, Spent, clocked
from tickets.load import database
from tickets.load.loading import load_region
from tickets.mail.reading import read
from tickets.management.commands.bench import sizes
from tickets.models import Change, IncomingMessage, Interaction, OutgoingMessage, Ticket

TICKETS = 4_000
"""Two stretches, so that two processes make them; and enough to leave some letters unanswered."""


@pytest.fixture(scope="module")
def name(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database with a region in it."""
    with django_db_blocker.unblock():
        name = load_region(tickets=TICKETS, at=timezone.now(), say=lambda words: None)
        yield name
        database.drop(name)


@pytest.fixture
def region(name: str) -> Iterator[str]:
    """A region, in whose database a test works."""
    with database.worked_in(name):
        yield name


def counts() -> list[int]:
    return [
        model.objects.count() for model in (Ticket, Interaction, Change, IncomingMessage, OutgoingMessage)
    ]


def test_two_processes_make_every_ticket_once(region: str):
    assert Ticket.objects.count() == TICKETS
    assert Ticket.objects.order_by("-pk")[:1].get().pk == TICKETS


def test_pages_are_measured_at_every_size_against_the_empty_page_and_nothing_is_left(
    name: str, tmp_path: Path
):
    out, file = StringIO(), tmp_path / "pages.json"

    call_command("bench", "pages", "--tickets", str(TICKETS), "--goes", "2", "--json", str(file), stdout=out)

    rows = json.loads(file.read_text())["rows"]
    assert [row["page"] for row in rows] == [page.name for page in pages.PAGES]
    assert {row["tickets"] for row in rows} == {TICKETS}
    assert all(row["× empty"] > 0 and row["× fewest"] == 1 and row["queries"] > 0 for row in rows)
    assert out.getvalue().startswith("Pages, medians of 2\n")


def test_reports_are_measured_in_the_same_way(name: str):
    out = StringIO()

    call_command("bench", "reports", "--tickets", str(TICKETS), "--goes", "1", stdout=out)

    assert [page.name in out.getvalue() for page in pages.REPORTS] == [True] * len(pages.REPORTS)


def test_messages_of_every_kind_are_read_and_what_they_left_is_taken_back(name: str):
    with database.worked_in(name):
        before = counts()

    measured = mail.measure({TICKETS: name}, 1, lambda words: None)

    with database.worked_in(name):
        assert counts() == before
    assert [row[0] for row in measured.rows] == [*mail.KINDS, mail.LEAST]
    assert all(row[2] > 0 and 0 < row[3] < 1 for row in measured.rows)
    assert (
        dict(zip([row[0] for row in measured.rows], [row[4] for row in measured.rows], strict=True))[
            mail.LEAST
        ]
        == 1
    )


def test_what_is_measured_comes_to_a_ticket(region: str):
    with mail.apart(), taken_back():
        letters = Letters()
        asked, answered = letters.plain(), letters.reply()
        tickets = Ticket.objects.count()

        mail.read_one(letters, asked)
        raised = Ticket.objects.count() - tickets
        mail.read_one(letters, answered)

        assert (raised, Ticket.objects.count() - tickets) == (1, 1)


def test_a_message_that_goes_astray_is_no_measurement(region: str):
    with mail.apart(), taken_back():
        letters = Letters()
        stranger = letters.plain().replace(b"From: ", b"From: nobody-", 1)

        with pytest.raises(CannotMeasure) as fault:
            mail.read_one(letters, stranger)

    assert str(fault.value) == "A message that should be on a ticket became: triage."


def test_a_page_that_is_not_there_is_no_measurement(region: str):
    with pytest.raises(CannotMeasure) as fault:
        pages.ask(pages.signed_in(pages.SISTER), "/desk/")

    assert str(fault.value) == "/desk/ answered 403."


def test_the_message_with_a_pdf_bears_one_of_twenty_thousand_bytes(region: str):
    message = read(Letters().html_with_pdf(), desk_host="trust1.load.example")

    assert [(file.name, file.type, file.size) for file in message.attachments] == [
        ("fridge-log.pdf", "application/pdf", PDF_BYTES)
    ]
    assert len(pdf()) == PDF_BYTES


def test_what_others_have_cached_is_neither_found_nor_lost():
    cache.set("said", "before")

    with pages.own_cache():
        found = cache.get("said")
        cache.set("said", "inside")

    assert found is None
    assert cache.get("said") == "before"


def test_ratios_are_taken_go_by_go_so_that_what_slows_both_slows_neither():
    mine = Spell([Spent(2.0), Spent(20.0), Spent(200.0)])
    its = Spell([Spent(1.0), Spent(10.0), Spent(50.0)])

    assert mine.times(its) == 2
    assert mine.seconds == 20


def test_the_clock_tells_the_database_from_the_rest(db: None):
    with clocked() as spent:
        Ticket.objects.count()
        sum(range(10_000))

    assert spent.queries == 1
    assert 0 < spent.in_database < spent.seconds
    assert 0 < spent.outside_share < 1


def test_a_table_stands_in_columns_and_says_nothing_where_nothing_is_known():
    measured = Measured(
        "A title", ("what", "tickets", "times"), [("short", 10_000, 1.0), ("a longer one", 5, None)]
    )

    assert measured.as_text().splitlines() == [
        "A title",
        "",
        "what          tickets  times",
        "----------------------------",
        "short          10,000   1.00",
        "a longer one        5      –",
    ]


def test_sizes_are_read_in_any_order():
    assert sizes("1_000_000,10000") == [10_000, 1_000_000]


@pytest.mark.parametrize("arguments", [["everything"], ["pages", "--tickets", "few"]])
def test_what_cannot_be_measured_is_refused(arguments: list[str]):
    with pytest.raises(CommandError):
        call_command("bench", *arguments)
