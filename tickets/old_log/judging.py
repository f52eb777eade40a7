"""Which rows are good, beside all the others: copies, clashes, and interactions without their issue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tickets.old_log.entries import OldInteraction, OldIssue
from tickets.old_log.faults import Fault, Reason, Refusal
from tickets.old_log.rows import Row
from tickets.old_log.understanding import Understanding


@dataclass(frozen=True)
class NewIssue:
    """A good issue that is not there yet."""

    issue: OldIssue


@dataclass(frozen=True)
class KnownIssue:
    """A good issue that an earlier file or run brought."""

    issue: OldIssue


@dataclass(frozen=True)
class NewInteraction:
    """A good interaction that is not there yet."""

    interaction: OldInteraction


@dataclass(frozen=True)
class KnownInteraction:
    """A good interaction that an earlier file or run brought."""

    interaction: OldInteraction


IssueVerdict = NewIssue | KnownIssue | Refusal
InteractionVerdict = NewInteraction | KnownInteraction | Refusal


class Judge:
    """Judges every row of one run, file after file, the issues of all files before any interaction."""

    def __init__(
        self, understanding: Understanding, issues_there: Mapping[str, str], interactions_there: Iterable[str]
    ) -> None:
        """`issues_there`: fingerprints of imported issues by reference; `interactions_there`: fingerprints."""
        self._understanding = understanding
        self._issues = dict(issues_there)
        self._interactions = set(interactions_there)
        self._good: set[str] = set()
        self._refused: set[str] = set()

    def issues(self, rows: Iterable[Row]) -> Iterator[IssueVerdict]:
        """Judge one file's issues, in order."""
        first: dict[str, Row] = {}
        for row in rows:
            verdict = self._issue(row, first)
            if isinstance(verdict, Refusal):
                self._refused.add(verdict.reference)
            else:
                first[verdict.issue.reference] = row
                self._good.add(verdict.issue.reference)
            yield verdict

    def _issue(self, row: Row, first: Mapping[str, Row]) -> IssueVerdict:
        issue = self._understanding.issue(row)
        if isinstance(issue, Refusal):
            return issue
        there = self._issues.get(issue.reference)
        if there is None:
            self._issues[issue.reference] = issue.fingerprint
            return NewIssue(issue)
        earlier = first.get(issue.reference)
        if there != issue.fingerprint:
            return _clash(row, issue.reference, earlier)
        return _copy(row, issue.reference, earlier) if earlier else KnownIssue(issue)

    def interactions(self, rows: Iterable[Row]) -> Iterator[InteractionVerdict]:
        """Judge one file's interactions, in order."""
        first: dict[str, Row] = {}
        for row in rows:
            yield self._interaction(row, first)

    def _interaction(self, row: Row, first: dict[str, Row]) -> InteractionVerdict:
        contact = self._understanding.interaction(row)
        without_issue = self._why_without_issue(row, contact.reference)
        if isinstance(contact, Refusal):
            return replace(contact, faults=(*without_issue, *contact.faults))
        if without_issue:
            return Refusal(row, without_issue, contact.reference)
        earlier = first.setdefault(contact.fingerprint, row)
        if earlier is not row:
            return _copy(row, contact.reference, earlier)
        if contact.fingerprint in self._interactions:
            return KnownInteraction(contact)
        self._interactions.add(contact.fingerprint)
        return NewInteraction(contact)

    def _why_without_issue(self, row: Row, reference: str) -> tuple[Fault, ...]:
        """The fault of an interaction whose issue did not come in; none where it did, now or earlier."""
        if not reference or reference in self._good:
            return ()
        if reference in self._refused:
            return (Fault(row.heading("ref"), Reason.ISSUE_REFUSED),)
        if reference in self._issues:
            return ()
        return (Fault(row.heading("ref"), Reason.UNKNOWN_REFERENCE),)


def _clash(row: Row, reference: str, earlier: Row | None) -> Refusal:
    than = f"row {earlier.number}" if earlier else "what an earlier import brought"
    detail = f"{reference} says something else than {than}"
    return Refusal(row, (Fault(row.heading("ref"), Reason.CLASH, detail),), reference)


def _copy(row: Row, reference: str, earlier: Row) -> Refusal:
    """Of `earlier`, the row above that says the same in every cell."""
    assert earlier.number < row.number
    return Refusal(row, (Fault(row.heading("ref"), Reason.COPY),), reference)
