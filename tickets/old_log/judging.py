"""Which rows are good, beside all the others: copies, clashes, and interactions without their issue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
        there = self._issues.setdefault(issue.reference, issue.fingerprint)
        if there != issue.fingerprint:
            return _clash(issue, first.get(issue.reference))
        if issue.reference in first:
            return _copy(row, issue.reference, first[issue.reference])
        return KnownIssue(issue) if self._was_there(issue.reference) else NewIssue(issue)

    def _was_there(self, reference: str) -> bool:
        return reference in self._before

    def interactions(self, rows: Iterable[Row]) -> Iterator[InteractionVerdict]:
        """Judge one file's interactions, in order."""
        first: dict[str, Row] = {}
        for row in rows:
            yield self._interaction(row, first)

    def _interaction(self, row: Row, first: dict[str, Row]) -> InteractionVerdict:
        contact = self._understanding.interaction(row)
        if isinstance(contact, Refusal):
            return self._also_without_issue(contact)
        if contact.reference not in self._good:
            reason = self._why_not_there(contact.reference)
            if reason:
                return Refusal(row, (Fault(row.heading("ref"), reason),), contact.reference)
        if contact.fingerprint in first:
            return _copy(row, contact.reference, first[contact.fingerprint])
        first[contact.fingerprint] = row
        if contact.fingerprint in self._interactions:
            return KnownInteraction(contact)
        self._interactions.add(contact.fingerprint)
        return NewInteraction(contact)
