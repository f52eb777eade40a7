"""From a row to what it says: every cell understood, or every fault of the row told."""

from collections.abc import Callable
from typing import TypeVar

from tickets.old_log.causes import read_cause
from tickets.old_log.dates import When, read_when
from tickets.old_log.durations import read_minutes
from tickets.old_log.entries import OldInteraction, OldIssue
from tickets.old_log.faults import CellRefused, Fault, Reason, Refusal
from tickets.old_log.names import FINISHED, UNFINISHED, YES
from tickets.old_log.profile import LogProfile
from tickets.old_log.routes import read_route
from tickets.old_log.rows import Cell, Row
from tickets.old_log.sameness import Meaning, fingerprint
from tickets.old_log.wards import ListedWard, WardList

T = TypeVar("T")


class _Faults:
    """Collects what is wrong with one row while its cells are read from left to right."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.found: list[Fault] = []

    def read(self, column: str, reader: Callable[[Cell], T]) -> T | None:
        """What `reader` makes of the column's cell; None after a fault."""
        try:
            return reader(self.row.cell(column))
        except CellRefused as refused:
            self.add(column, refused.reason)
            return None

    def need(self, column: str, reader: Callable[[Cell], T | None]) -> T | None:
        """As `read`, but a blank is a fault too."""
        before = len(self.found)
        value = self.read(column, reader)
        if value is None and len(self.found) == before:
            self.add(column, Reason.MISSING)
        return value

    def add(self, column: str, reason: Reason) -> None:
        self.found.append(Fault(self.row.heading(column), reason))

    def refusal(self, reference: str) -> Refusal:
        at = {heading: place for place, heading in reversed(list(enumerate(self.row.headings)))}
        in_order = sorted(self.found, key=lambda fault: at.get(fault.column, -1))
        return Refusal(self.row, tuple(in_order), reference)


class Understanding:
    """Understands the rows of one log, by its profile and its list of wards."""

    def __init__(self, profile: LogProfile, wards: WardList) -> None:
        self._profile, self._wards = profile, wards
        names = (
            "departments",
            "counterparts",
            "causes",
            "types",
            "channels",
            "directions",
            "statuses",
            "chases",
        )
        self._names = {name: profile.vocabulary(name) for name in names}
        self._issue_meanings: dict[str, Meaning] = {
            "ref": self._reference,
            **dict.fromkeys(("raised", "passed", "resolved"), self._when),
            "time_taken": read_minutes,
        }
        self._interaction_meanings: dict[str, Meaning] = {
            "ref": self._reference,
            "when": self._when,
            **dict.fromkeys(("minutes", "sister_minutes"), read_minutes),
        }

    def issue(self, row: Row) -> OldIssue | Refusal:
        """What a row of the issues says, or why it cannot be taken."""
        faults = _Faults(row)
        reference = faults.need("ref", self._reference)
        raised = faults.need("raised", self._when)
        ward = faults.read("ward", lambda cell: self._ward(cell, row.text("site")))
        faults.need("issue", _words)
        passed = faults.read("passed", self._when)
        resolved = faults.read("resolved", self._when)
        if raised and resolved and resolved.day < raised.day:
            faults.add("resolved", Reason.RESOLVED_BEFORE_RAISED)
        if faults.found or reference is None or raised is None or ward is None:
            return faults.refusal(reference or "")
        return self._good_issue(row, reference, raised, ward, passed, resolved)

    def _good_issue(
        self,
        row: Row,
        reference: str,
        raised: When,
        ward: ListedWard,
        passed: When | None,
        resolved: When | None,
    ) -> OldIssue:
        is_finished = self._is_finished(row.text("status"), resolved)
        return OldIssue(
            row=row,
            fingerprint=fingerprint(row, self._issue_meanings),
            reference=reference,
            raised=raised,
            ward=ward,
            type=self._names["types"].find(row.text("type")),
            route=read_route(row.text("passed_to"), self._names["departments"]),
            passed=passed,
            is_finished=is_finished,
            resolved=resolved if is_finished else None,
            cause=read_cause(row.text("cause"), self._names["causes"]) if is_finished else None,
        )

    def interaction(self, row: Row) -> OldInteraction | Refusal:
        """What a row of the interactions says, or why it cannot be taken; whether its issue is there is not asked."""
        faults = _Faults(row)
        reference = faults.need("ref", self._issue_reference)
        when = faults.need("when", self._when)
        minutes = faults.read("minutes", read_minutes)
        sister_minutes = faults.read("sister_minutes", read_minutes)
        if faults.found or reference is None or when is None:
            return faults.refusal(reference or "")
        return OldInteraction(
            row=row,
            fingerprint=fingerprint(row, self._interaction_meanings),
            reference=reference,
            when=when,
            channel=self._names["channels"].find(row.text("how")),
            direction=self._names["directions"].find(row.text("direction")),
            counterpart=self._names["counterparts"].find(row.text("with")),
            minutes=minutes,
            sister_minutes=sister_minutes,
            is_chase=self._names["chases"].find(row.text("chase")) == YES,
        )

    def fingerprint_of_fault(self, row: Row) -> str:
        """What finds a refused row again when the same log, or a copy saved another way, is read again."""
        meanings = {**self._issue_meanings, **self._interaction_meanings}
        return fingerprint(row, meanings, also=(row.sheet, row.number))

    def _reference(self, cell: Cell) -> str:
        return self._profile.reference.read(cell.text)

    def _issue_reference(self, cell: Cell) -> str:
        """A reference that cannot be read is one that no issue has."""
        try:
            return self._reference(cell)
        except CellRefused as refused:
            if refused.reason is Reason.MISSING:
                raise
            raise CellRefused(Reason.UNKNOWN_REFERENCE) from None

    def _when(self, cell: Cell) -> When | None:
        return read_when(cell, self._profile.period, self._profile.date_order)

    def _ward(self, cell: Cell, site: str) -> ListedWard:
        return self._wards.find(cell.text, site)

    def _is_finished(self, status: str, resolved: When | None) -> bool:
        """By the status where it is one we know, else by whether there is a date resolved."""
        known = self._names["statuses"].find(status)
        return known == FINISHED or (known != UNFINISHED and resolved is not None)


def _words(cell: Cell) -> str | None:
    """The text where it holds words: spaces or a lone dash are not enough."""
    return cell.text if any(letter.isalnum() for letter in cell.text) else None
