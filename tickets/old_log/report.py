"""The report of an import, counted while the rows go by. Its shape is fixed: programs read it."""

from collections.abc import Callable, Iterable
from typing import TypedDict

from tickets import identifiers
from tickets.old_log.entries import OldInteraction, OldIssue
from tickets.old_log.faults import Refusal
from tickets.old_log.judging import (
    InteractionVerdict,
    IssueVerdict,
    KnownInteraction,
    KnownIssue,
    NewInteraction,
    NewIssue,
)
from tickets.old_log.rows import Row


class IssueCounts(TypedDict):
    imported: int
    already_there: int
    open: int
    resolved: int
    to_be_coded: int


class InteractionCounts(TypedDict):
    imported: int
    already_there: int
    desk_minutes: int
    sister_minutes: int


class RefusedRow(TypedDict):
    sheet: str
    row: int
    column: str
    reason: str
    text: str


class IdentifiedCell(TypedDict):
    sheet: str
    row: int
    column: str


class Report(TypedDict):
    """What a run did, or in a dry run would do.

    `open`, `resolved`, `to_be_coded` and the minutes are of all good rows, whether this run brought
    them or an earlier one, each counted once however many files hold it. NHS numbers in `text` are masked.
    """

    issues: IssueCounts
    interactions: InteractionCounts
    refused: list[RefusedRow]
    identifiers: list[IdentifiedCell]


def empty_report() -> Report:
    """A report of nothing yet."""
    return {
        "issues": {"imported": 0, "already_there": 0, "open": 0, "resolved": 0, "to_be_coded": 0},
        "interactions": {"imported": 0, "already_there": 0, "desk_minutes": 0, "sister_minutes": 0},
        "refused": [],
        "identifiers": [],
    }


class ReportWriter:
    """Counts verdicts as they come."""

    def __init__(self, identity: Callable[[Row], str]) -> None:
        """`identity` tells that two files of one log hold the same row; what it says is listed once."""
        self._identity = identity
        self._seen: set[str] = set()
        self.report = empty_report()

    def add_all(self, verdicts: Iterable[IssueVerdict | InteractionVerdict]) -> Report:
        """Count many rows; the report so far."""
        for verdict in verdicts:
            self.add(verdict)
        return self.report

    def add(self, verdict: IssueVerdict | InteractionVerdict) -> bool:
        """Count one row; whether it is the first of this run that says so."""
        match verdict:
            case Refusal(row=row):
                is_first = self._is_first(self._identity(row))
                if is_first:
                    self._refused(verdict)
            case NewIssue(issue) | KnownIssue(issue):
                row, is_first = issue.row, self._is_first(issue.fingerprint)
                self._issue(issue, isinstance(verdict, NewIssue), is_first)
            case NewInteraction(contact) | KnownInteraction(contact):
                row, is_first = contact.row, self._is_first(contact.fingerprint)
                self._interaction(contact, isinstance(verdict, NewInteraction), is_first)
        if is_first:
            self._identified(row)
        return is_first

    def _is_first(self, fingerprint: str) -> bool:
        before = len(self._seen)
        self._seen.add(fingerprint)
        return len(self._seen) > before

    def _issue(self, issue: OldIssue, is_new: bool, is_first: bool) -> None:
        counts = self.report["issues"]
        counts["imported" if is_new else "already_there"] += 1
        if is_first and issue.is_to_be_coded:
            counts["to_be_coded"] += 1
        elif is_first:
            counts["resolved" if issue.is_finished else "open"] += 1

    def _interaction(self, contact: OldInteraction, is_new: bool, is_first: bool) -> None:
        counts = self.report["interactions"]
        counts["imported" if is_new else "already_there"] += 1
        if is_first:
            counts["desk_minutes"] += contact.minutes or 0
            counts["sister_minutes"] += contact.sister_minutes or 0

    def _refused(self, refusal: Refusal) -> None:
        self.report["refused"].append(
            {
                "sheet": refusal.row.sheet,
                "row": refusal.row.number,
                "column": refusal.column,
                "reason": refusal.reason,
                "text": identifiers.mask(refusal.row.as_it_stood),
            }
        )

    def _identified(self, row: Row) -> None:
        self.report["identifiers"] += [
            {"sheet": row.sheet, "row": row.number, "column": column} for column in row.identified_columns
        ]
