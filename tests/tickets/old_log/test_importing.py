"""Old logs in the database: what becomes of a row, and that it becomes so once."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from concierge.places.models import Site, Trust, Ward
from tests.factories import TrustFactory, UserFactory
from tests.tickets.old_log.old_desk import (
    INTERACTIONS,
    ISSUES,
    WARDS,
    WORKBOOK,
    contact,
    issue,
    refused,
    report_on,
    workbook,
)
from tickets import queries
from tickets.choices import Channel, Counterpart, FaultKind, LegStatus, Source, Status
from tickets.importing.moments import UK_CLOCK
from tickets.models import (
    Change,
    Coding,
    Holding,
    ImportedRow,
    ImportFault,
    ImportRun,
    Interaction,
    Leg,
    Process,
    Service,
    Ticket,
)
from tickets.old_log.wards import read_ward_list

pytestmark = pytest.mark.django_db
MODELS = (
    Trust, Site, Ward, Service, Process, Ticket, Leg, Holding, Coding, Change, Interaction,
    ImportRun, ImportedRow, ImportFault, Ticket.history, Leg.history, Interaction.history,
)  # fmt: skip


def run(*arguments, folder=None, **options):
    """Run the command quietly; its report, where a folder for it is given."""
    report = folder / "report.json" if folder else None
    call_command(
        "import_log", *map(str, arguments), wards=WARDS, report=report, stdout=io.StringIO(), **options
    )
    return json.loads(report.read_text(encoding="utf-8")) if report else None


def counts() -> list[int]:
    return [getattr(model, "objects", model).count() for model in MODELS]


def uk(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=UK_CLOCK)


@pytest.fixture
def trust():
    return TrustFactory(code="BRK")


def test_the_shared_log_comes_in_whole_and_once(tmp_path):
    first = run(WORKBOOK, folder=tmp_path, trust="BRK")
    there = counts()

    again = run(WORKBOOK, folder=tmp_path, trust="BRK")
    twins = run(INTERACTIONS, ISSUES, folder=tmp_path, trust="BRK")

    assert first == report_on(WORKBOOK, wards=read_ward_list(WARDS))
    assert again == twins
    assert again["issues"] == {**first["issues"], "imported": 0, "already_there": 802}
    assert again["interactions"] == {**first["interactions"], "imported": 0, "already_there": 5054}
    assert (again["refused"], again["identifiers"]) == (first["refused"], first["identifiers"])
    assert counts() == there
    assert (Ward.objects.count(), Site.objects.count(), Process.objects.count()) == (52, 2, 20)
    assert ImportFault.objects.filter(kind=FaultKind.CLASH, ticket__isnull=False).count() == 6
    assert ImportFault.objects.count() == 143
    assert Ticket.objects.filter(to_be_coded=True).count() == 25
    assert Coding.objects.count() == 747


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path):
    there = counts()

    dry = run(WORKBOOK, folder=tmp_path, trust="BRK", dry_run=True)

    assert dry == report_on(WORKBOOK, wards=read_ward_list(WARDS))
    assert counts() == there


def test_a_good_row_becomes_a_ticket_with_its_parts(tmp_path, trust):
    row = issue(
        Raised_by="Sr Ann Examp",
        Details="Since Monday.\nÉ £ “x” \N{BUCKET}",
        Passed_to="HR, then Estates & Fac",
        Date_passed="04/04/2013",
        Date_resolved="10/04/2013",
        Root_cause="Corp overlap",
    )
    contacts = [
        contact(**{"When": "03/04/2013 08:40", "With (dept)": "Sister", "Who": "Sr Ann Examp"}),
        contact(**{"When": "04/04/2013 10:00", "With (dept)": "Payroll", "Who": "Dawn", "Minutes": "1h 20"}),
        contact(
            **{"When": "05/04/2013 15:30", "With (dept)": "Estaes", "Chase? (Y/N)": "Y", "Minutes": "n/k"}
        ),
        contact(**{"When": "10/04/2013 16:45", "With (dept)": "Contractor", "In/Out": "I", "How": "Visit"}),
    ]

    run(workbook(tmp_path, [row], contacts), trust="BRK")

    ticket = Ticket.objects.get()
    assert (ticket.old_reference, ticket.ward.name, ticket.process.name) == (
        "CD-0001",
        "Alder",
        "Small repair",
    )
    assert (ticket.status, ticket.source, ticket.root_cause) == (
        Status.RESOLVED,
        Source.IMPORT,
        "corporate_overlap",
    )
    assert (ticket.title, ticket.details) == ("Tap drips", "Since Monday.\nÉ £ “x” \N{BUCKET}")
    assert (ticket.outcome, ticket.raised_by_name) == ("Mended", "Sr Ann Examp")
    assert (ticket.raised_at, ticket.resolved_at) == (uk(2013, 4, 3, 8, 40), uk(2013, 4, 10, 16, 45))
    assert list(
        Leg.objects.order_by("pk").values_list("service__name", "status", "opened_at", "ended_at")
    ) == [
        ("HR", LegStatus.NOT_OURS, uk(2013, 4, 4, 10), uk(2013, 4, 5, 15, 30)),
        ("Estates", LegStatus.DONE, uk(2013, 4, 5, 15, 30), uk(2013, 4, 10, 16, 45)),
    ]
    assert Leg.objects.order_by("pk").last().handed_on_from == Leg.objects.order_by("pk").first()
    assert Holding.objects.count() == 2
    assert list(Change.objects.order_by("happened_at", "pk").values_list("verb", flat=True)) == [
        "raised", "routed", "handed on", "chased", "part done", "resolved"
    ]  # fmt: skip
    columns = (
        "channel",
        "counterpart",
        "service__name",
        "with_whom",
        "desk_minutes",
        "ward_minutes",
        "is_chase",
    )
    assert list(Interaction.objects.order_by("pk").values_list(*columns)) == [
        (Channel.TELEPHONE, Counterpart.WARD, None, "Sr Ann Examp", 5, 10, False),
        (Channel.TELEPHONE, Counterpart.SERVICE, "HR", "Dawn (Payroll)", 80, 10, False),
        (Channel.TELEPHONE, Counterpart.SERVICE, "Estates", "Estaes", None, 10, True),
        (Channel.FACE_TO_FACE, Counterpart.SUPPLIER, None, "", 5, 10, False),
    ]
    assert ["Root cause", "Corp overlap"] in ImportedRow.objects.get(interaction=None).written
    assert ticket.history.get().history_change_reason == "imported from an old log"


def test_an_open_issue_stands_in_the_desks_queues(tmp_path, trust):
    open_row = {"Status": "Chasing", "Date_resolved": None, "Outcome": None, "Root_cause": None}
    rows = [
        issue(**open_row),
        issue(Ref="CD-0002", Passed_to="Desk", **open_row),
        issue(Ref="CD-0003", Root_cause="?"),
    ]

    run(workbook(tmp_path, rows), trust="BRK")

    desk, now = UserFactory(desk=trust), dt.datetime.now(dt.UTC)
    queues = {
        key: [t.old_reference for t in queries.desk_queue(key, desk, now)]
        for key in ("new", "chase", "to_code")
    }
    assert queues == {"new": ["CD-0002"], "chase": ["CD-0001"], "to_code": ["CD-0003"]}
    assert Ticket.objects.get(old_reference="CD-0003").cause_as_written == "?"


def test_what_no_column_can_hold_whole_is_not_cut_short(tmp_path, trust):
    long = "word " * 100

    run(workbook(tmp_path, [issue(Issue=long, Raised_by="n" * 300, Root_cause="why? " * 90)]), trust="BRK")

    ticket = Ticket.objects.get()
    assert len(ticket.title) == 300
    assert [text in ticket.details for text in (long.strip(), "n" * 300, ("why? " * 90).strip())] == [
        True
    ] * 3


def test_words_that_nobody_knows_are_kept_beside_the_row(tmp_path, trust):
    row = contact(**{"How": "Pigeon", "In/Out": "", "With (dept)": "the vicar", "Who": "Rev Examp"})

    run(workbook(tmp_path, [issue(Type="Flowers", Passed_to="Chaplaincy")], [row]), trust="BRK")

    ticket, interaction = Ticket.objects.get(), Interaction.objects.get()
    assert (ticket.process, ticket.legs.count()) == (None, 0)
    assert (interaction.counterpart, interaction.with_whom) == (Counterpart.OTHER, "Rev Examp (the vicar)")
    assert interaction.note == "Rang them\nHow: Pigeon.\nIn or out: not recorded."
    assert ["Type", "Flowers"] in ImportedRow.objects.get(interaction=None).written


def test_a_mended_row_comes_in_with_a_later_run(tmp_path, trust):
    run(
        workbook(tmp_path, [issue(), issue(Ref="CD-0002", Ward="Adler")], [contact(Ref="CD-0002")]),
        trust="BRK",
    )

    mended = workbook(tmp_path, [issue(), issue(Ref="CD-0002")], [contact(Ref="CD-0002"), contact()])
    report = run(mended, folder=tmp_path, trust="BRK")

    assert (report["issues"]["imported"], report["issues"]["already_there"]) == (1, 1)
    assert report["interactions"]["imported"] == 2
    assert refused(report) == []
    assert Ticket.objects.count() == Ticket.objects.filter(interactions__isnull=False).count() == 2


def test_another_log_with_the_same_references_clashes_and_its_contacts_stay_out(tmp_path, trust):
    run(workbook(tmp_path, [issue()], [contact()]), trust="BRK")

    report = run(
        workbook(tmp_path, [issue(Issue="Another thing")], [contact(Notes="x")]), folder=tmp_path, trust="BRK"
    )

    assert refused(report) == [
        ("Issues", 4, "Ref", "clash: CD-0001 says something else than what an earlier import brought"),
        ("Interactions", 2, "Ref", "its issue was refused"),
    ]
    assert Interaction.objects.count() == 1
    assert ImportFault.objects.get(kind=FaultKind.CLASH).ticket == Ticket.objects.get()


def test_a_settled_fault_is_not_listed_again(tmp_path, trust):
    path = workbook(tmp_path, [issue(Ward="Adler")])
    run(path, trust="BRK")
    ImportFault.objects.update(settled_at=uk(2026, 3, 3), settled_by=UserFactory())

    run(path, trust="BRK")

    assert ImportFault.objects.get().settled_at is not None


def test_two_trusts_may_have_the_same_references(tmp_path, trust):
    path = workbook(tmp_path, [issue()], [contact()])

    run(path, trust="BRK")
    run(path, trust="OTHER")

    assert Ticket.objects.filter(old_reference="CD-0001").count() == 2
    assert Ticket.objects.filter(trust__code="OTHER", ward__trust__code="OTHER").count() == 1


def test_without_a_ward_list_the_trusts_own_wards_are_known(tmp_path, trust):
    ward = Ward.objects.create(trust=trust, site=Site.objects.create(trust=trust, name="North"), name="Alder")

    call_command("import_log", str(workbook(tmp_path, [issue(Ward="alder wd")])), stdout=io.StringIO())

    assert Ticket.objects.get().ward == ward


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "at least one file"),
        (["nowhere.xlsx"], "no file nowhere.xlsx"),
        ([str(WARDS)], "no headings that we know"),
    ],
)
def test_what_cannot_be_imported_at_all_is_told_in_words(arguments, message, trust):
    with pytest.raises(CommandError, match=message):
        call_command("import_log", *arguments, wards=WARDS)


def test_a_trust_without_wards_needs_a_ward_list(tmp_path, trust):
    with pytest.raises(CommandError, match="has no wards yet"):
        call_command("import_log", str(workbook(tmp_path, [issue()])))


def test_of_several_trusts_one_has_to_be_named(tmp_path, trust):
    TrustFactory()

    with pytest.raises(CommandError, match="several trusts"):
        run(workbook(tmp_path, [issue()]))


EVENTS = (
    "Case ID,Activity,Timestamp,Resource\n"
    "7,Raise,2013-01-07T09:00:00Z,Ann\n"
    "8,Raise,2013-01-07T09:00:00Z,Bob\n"
    "7,Route,2013-01-07T09:00:00Z,Ann\n"
    "7,Chase,2013-01-07T09:00:00Z,Ann\n"
    "7,Chase,2013-01-07T09:00:00Z,Ann\n"
    "7,Closed,2013-01-09T12:00:00Z,Cy\n"
    "9,,2013-01-09T12:00:00Z,Cy\n"
)


@pytest.mark.parametrize("arguments", [["--events", "FILE"], ["FILE", "--events"]])
def test_an_event_log_comes_in_in_the_order_of_its_rows_and_once(tmp_path, trust, arguments):
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    arguments = [str(path) if argument == "FILE" else argument for argument in arguments]

    report = run(*arguments, folder=tmp_path)
    there = counts()
    again = run(*arguments, folder=tmp_path)

    assert report["issues"] == {"imported": 2, "already_there": 0, "open": 1, "resolved": 0, "to_be_coded": 1}
    assert report["interactions"]["imported"] == 6
    assert refused(report) == [("Events", 8, "Activity", "missing")]
    assert (again["issues"]["already_there"], again["interactions"]["already_there"]) == (2, 6)
    assert counts() == there
    ticket = Ticket.objects.get(old_reference="7")
    contacts = ticket.interactions.order_by("happened_at", "pk")
    assert [contact.note for contact in contacts] == ["Raise", "Route", "Chase", "Chase", "Closed"]
    assert (ticket.status, ticket.outcome) == (Status.RESOLVED, "Closed")
    assert ticket.resolved_at == dt.datetime(2013, 1, 9, 12, tzinfo=dt.UTC)


def test_a_dry_run_of_an_event_log_changes_nothing(tmp_path, trust):
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    there = counts()

    report = run("--events", tmp_path / "events.csv", "--dry-run", folder=tmp_path)

    assert report["interactions"]["imported"] == 6
    assert counts() == there


def test_a_long_event_log_comes_in_within_a_minute(tmp_path, trust):
    lines = "".join(f"{n // 5},step {n % 5},2013-01-07T09:00:00Z,Ann\n" for n in range(21_000))
    (tmp_path / "events.csv").write_text("case,activity,time,resource\n" + lines, encoding="utf-8")
    begun = dt.datetime.now(dt.UTC)

    run("--events", tmp_path / "events.csv")

    assert (Ticket.objects.count(), Interaction.objects.count()) == (4_200, 21_000)
    assert dt.datetime.now(dt.UTC) - begun < dt.timedelta(minutes=1)
