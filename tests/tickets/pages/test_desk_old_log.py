import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE
from tests.tickets.pages.reading import tabs, text, titles
from tickets.models import ImportFault, ImportRun


@pytest.fixture
def run(trust: Trust) -> ImportRun:
    return ImportRun.objects.create(trust=trust, files=["log.xlsx"], started_at=NINE)


def fault_in(run: ImportRun, row: int, kind: str = "refused") -> ImportFault:
    return ImportFault.objects.create(
        trust=run.trust,
        run=run,
        kind=kind,
        fingerprint=f"{row:064}",
        sheet="Issues",
        row=row,
        reason="No such ward",
        text="Ward 99 | fan",
    )


def test_rows_of_an_old_log_wait_until_somebody_settles_them(desk: Client, run: ImportRun, concierge: User):
    fault = fault_in(run, 7)
    before = desk.get("/desk/old-log/")

    after = desk.post(f"/desk/old-log/{fault.pk}/settlement/", {"note": "Raised again by hand"}, follow=True)

    fault.refresh_from_db()
    assert titles(before) == ["Issues, row 7"]
    assert titles(after) == []
    assert "Settled: Issues, row 7." in text(after)
    assert (fault.settled_by, fault.settled_note) == (concierge, "Raised again by hand")


def test_settling_says_what_was_done(desk: Client, run: ImportRun):
    fault = fault_in(run, 7)

    page = desk.post(f"/desk/old-log/{fault.pk}/settlement/", {"note": ""})

    assert "Say what was done about it" in text(page)
    assert "Ward 99 | fan" in text(page)


def test_a_settled_row_is_not_settled_again(desk: Client, run: ImportRun):
    fault = fault_in(run, 7)
    desk.post(f"/desk/old-log/{fault.pk}/settlement/", {"note": "Done"})

    page = desk.post(f"/desk/old-log/{fault.pk}/settlement/", {"note": "Done again"})

    assert "settled already" in text(page)


def test_another_trusts_rows_are_not_found(elsewhere: Client, run: ImportRun):
    fault = fault_in(run, 7)

    assert titles(elsewhere.get("/desk/old-log/")) == []
    assert elsewhere.get(f"/desk/old-log/{fault.pk}/settlement/").status_code == 404


def test_one_kind_of_row_can_be_shown_alone(desk: Client, run: ImportRun):
    fault_in(run, 7)
    fault_in(run, 8, kind="clash")

    assert titles(desk.get("/desk/old-log/?kind=clash")) == ["Issues, row 8"]


def test_the_desk_sees_that_rows_wait(desk: Client, run: ImportRun):
    fault_in(run, 7)

    assert tabs(desk.get("/desk/"))["Old log"] == 1


def test_the_list_costs_the_same_queries_for_one_row_and_for_three(desk: Client, run: ImportRun):
    fault_in(run, 1)
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/old-log/")
    fault_in(run, 2), fault_in(run, 3)
    with CaptureQueriesContext(connection) as three:
        desk.get("/desk/old-log/")

    assert len(three) == len(one)
