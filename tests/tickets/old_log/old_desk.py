"""Small logs, written as a desk would have, for tests."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from tickets.old_log.profile import LogProfile
from tickets.old_log.reading import OldLog
from tickets.old_log.report import Report, ReportWriter
from tickets.old_log.wards import ListedWard, WardList

SHARED = Path(__file__).parents[2] / "data" / "desk-log"
WORKBOOK, ISSUES, INTERACTIONS, WARDS = (
    SHARED / name for name in ("desk-log.xlsx", "issues.csv", "interactions.csv", "wards.csv")
)
TWO_WARDS = WardList([ListedWard("Alder", "Brackenmere General"), ListedWard("Ward 7", "St Wilfreda's")])

ISSUE_HEADINGS = [
    "Ref", "Date raised", "Ward", "Site", "Raised by", "Type", "Issue", "Details", "Passed to", "Date passed",
    "Status", "Date resolved", "Outcome", "Root cause", "Time taken",
]  # fmt: skip
CONTACT_HEADINGS = [
    "Ref", "When", "How", "In/Out", "With (dept)", "Who", "Minutes", "Sister minutes", "Notes", "Chase? (Y/N)",
]  # fmt: skip


def issue(**cells: object) -> list[object]:
    """The dullest valid row of issues, with some cells otherwise."""
    dull: dict[str, object] = {
        "Ref": "CD-0001",
        "Date raised": "03/04/2013",
        "Ward": "Alder",
        "Type": "Small repair",
        "Issue": "Tap drips",
        "Passed to": "Estates",
        "Status": "Closed",
        "Date resolved": "05/04/2013",
        "Outcome": "Mended",
        "Root cause": "Culture",
    }
    given = {**dull, **{name.replace("_", " "): value for name, value in cells.items()}}
    return [given.get(heading) for heading in ISSUE_HEADINGS]


def contact(**cells: object) -> list[object]:
    """The dullest valid row of interactions, with some cells otherwise."""
    dull: dict[str, object] = {
        "Ref": "CD-0001",
        "When": "03/04/2013 09:15",
        "How": "Phone",
        "In/Out": "Out",
        "With (dept)": "Estates",
        "Minutes": 5,
        "Sister minutes": 10,
        "Notes": "Rang them",
    }
    given = {**dull, **{name.replace("_", " "): value for name, value in cells.items()}}
    return [given.get(heading) for heading in CONTACT_HEADINGS]


def workbook(folder: Path, issues: Iterable[list[object]], contacts: Iterable[list[object]] = ()) -> Path:
    """A workbook with a title above its issues, as the desk's has."""
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("Issues")
    for row in (["CONCIERGE DESK"], [], ISSUE_HEADINGS, *issues):
        sheet.append(row)
    sheet = book.create_sheet("Interactions")
    for row in (CONTACT_HEADINGS, *contacts):
        sheet.append(row)
    path = folder / "log.xlsx"
    book.save(path)
    return path


def report_on(*files: Path, profile: LogProfile | None = None, wards: WardList = TWO_WARDS) -> Report:
    """What an import into an empty database would say of these files."""
    log = OldLog(files, profile or LogProfile(), wards)
    return ReportWriter(log.understanding.fingerprint_of_fault).add_all(log.verdicts({}, []))


def refused(report: Report) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and reason of every refused row."""
    return [(row["sheet"], row["row"], row["column"], row["reason"]) for row in report["refused"]]
