"""What can be wrong with a row, in words for the person who will mend it."""

from dataclasses import dataclass
from enum import StrEnum

from tickets.old_log.rows import Row


class Reason(StrEnum):
    """Why a row was refused."""

    COPY = "copy"
    CLASH = "clash"
    MISSING = "missing"
    NOT_A_REFERENCE = "cannot be read as a reference"
    UNKNOWN_REFERENCE = "not a known reference"
    ISSUE_REFUSED = "its issue was refused"
    UNKNOWN_WARD = "not a known ward"
    WARD_AT_TWO_SITES = "a ward of this name is at more than one site"
    UNREADABLE_DATE = "cannot be read as a date"
    NO_SUCH_DAY = "no such day or time"
    OUT_OF_TIME = "outside the time of the log"
    RESOLVED_BEFORE_RAISED = "resolved before it was raised"
    UNREADABLE_MINUTES = "cannot be read as minutes"
    NEGATIVE_MINUTES = "less than no minutes"
    TOO_MANY_MINUTES = "more minutes than a day has"


class CellRefused(Exception):
    """A cell cannot be taken; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class LogUnreadable(Exception):
    """A file, or the small file that maps it, cannot be used at all; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which column, and why."""

    column: str
    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken, with every fault it has, the leftmost column first."""

    row: Row
    faults: tuple[Fault, ...]
    reference: str = ""
    """The reference of the issue it is about, where that could be read."""

    @property
    def column(self) -> str:
        return self.faults[0].column

    @property
    def kind(self) -> Reason:
        return self.faults[0].reason

    @property
    def reason(self) -> str:
        """The first fault, and after it any others with their columns, so that all can be mended at once."""
        others = [f"{fault.column}: {fault}" for fault in self.faults[1:]]
        return "; ".join([str(self.faults[0]), *others])
