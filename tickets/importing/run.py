"""One import of an old log: all of it or, where something unforeseen happens, nothing of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from concierge.people.models import User
from concierge.places.models import Trust
from tickets.choices import FaultKind
from tickets.importing.batches import AT_ONCE, Progress, batches, create
from tickets.importing.ground import Ground
from tickets.importing.moments import moment_at, story_of
from tickets.importing.rows import (
    IssueRows,
    changes_of,
    chase_of,
    coding_of,
    holding_of,
    interaction_of,
    leg_of,
    ticket_of,
)
from tickets.models import (
    Change,
    Coding,
    Holding,
    ImportedRow,
    ImportFault,
    ImportRun,
    Interaction,
    Leg,
    Ticket,
)
from tickets.old_log.entries import OldInteraction, OldIssue
from tickets.old_log.faults import Reason, Refusal
from tickets.old_log.judging import NewInteraction, NewIssue
from tickets.old_log.profile import LogProfile
from tickets.old_log.reading import OldLog
from tickets.old_log.report import Report, ReportWriter
from tickets.old_log.rows import Row
from tickets.old_log.wards import WardList
from tickets.references import next_references

_REASON_LENGTH, _HEADING_LENGTH = 300, 100
_KINDS = {Reason.CLASH: FaultKind.CLASH, Reason.COPY: FaultKind.COPY}


@dataclass
class _Found:
    """What reading the log brought, before anything is written."""

    issues: list[OldIssue] = field(default_factory=list)
    contacts: list[OldInteraction] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def look_at_log(log: OldLog, trust: Trust | None, progress: Progress) -> Report:
    """What an import would do and say; nothing is written."""
    report, _ = _read(log, trust, progress)
    return report


@transaction.atomic
def import_log(
    *,
    log: OldLog,
    profile: LogProfile,
    wards: WardList,
    trust: Trust,
    files: list[str],
    by: User,
    at: dt.datetime,
    progress: Progress,
) -> Report:
    """Bring in every good row that is not there yet, and keep the others for people to settle.

    Run again it adds nothing. Two imports into one trust take turns.
    """
    Trust.objects.select_for_update().get(pk=trust.pk)
    report, found = _read(log, trust, progress)
    run = ImportRun.objects.create(trust=trust, files=files, started_at=at, report=report)
    writer = _Writer(run, Ground(trust, by), by, progress)
    writer.ground.all_wards(wards.wards)
    writer.ground.all_processes(found.issues, profile.lists["types"])
    writer.write(found.issues, found.contacts)
    is_news = writer.keep_faults(found.refusals, log.understanding.fingerprint_of_fault)
    if not (found.issues or found.contacts or is_news):
        run.delete()
    else:
        run.finished_at = dt.datetime.now(dt.UTC)
        run.save(update_fields=["finished_at"])
    return report


def _read(log: OldLog, trust: Trust | None, progress: Progress) -> tuple[Report, _Found]:
    came_in = ImportedRow.objects.filter(trust=trust) if trust else ImportedRow.objects.none()
    issues = dict(came_in.filter(interaction=None).values_list("ticket__old_reference", "fingerprint"))
    contacts = came_in.exclude(interaction=None).values_list("fingerprint", flat=True)
    writer, found = ReportWriter(log.understanding.fingerprint_of_fault), _Found()
    for number, verdict in enumerate(log.verdicts(issues, contacts.iterator()), 1):
        is_first = writer.add(verdict)
        match verdict:
            case NewIssue(issue):
                found.issues.append(issue)
            case NewInteraction(contact):
                found.contacts.append(contact)
            case Refusal() if is_first:
                found.refusals.append(verdict)
        progress("rows read", number, 0)
    return writer.report, found


class _Writer:
    """Writes tickets and what hangs on them, a thousand rows at a time."""

    def __init__(self, run: ImportRun, ground: Ground, by: User, progress: Progress) -> None:
        self.ground = ground
        self._run, self._by, self._progress = run, by, progress
        self._rows: dict[str, IssueRows] = {}

    def write(self, issues: list[OldIssue], contacts: list[OldInteraction]) -> None:
        """Write the new issues with all their parts, then the new contacts in the order of their rows."""
        of_issue: dict[str, list[OldInteraction]] = {}
        for contact in contacts:
            of_issue.setdefault(contact.reference, []).append(contact)
        for number, batch in enumerate(batches(issues), 1):
            self._write_issues(batch, of_issue)
            self._progress("tickets written", min(number * AT_ONCE, len(issues)), len(issues))
        for number, several in enumerate(batches(contacts), 1):
            self._write_contacts(several)
            self._progress("interactions written", min(number * AT_ONCE, len(contacts)), len(contacts))

    def _write_issues(self, issues: list[OldIssue], contacts: dict[str, list[OldInteraction]]) -> None:
        made = []
        for issue, reference in zip(issues, next_references(len(issues)), strict=True):
            its = contacts.get(issue.reference, [])
            story = story_of(issue, its)
            made.append(IssueRows(issue, its, story, ticket_of(issue, story, reference, self.ground)))
        create(Ticket, [rows.ticket for rows in made], self._by)
        self._write_legs(made)
        create(Coding, [coding for rows in made if (coding := coding_of(rows.ticket))], self._by)
        Change.objects.bulk_create(
            [change for rows in made for change in changes_of(rows, self._by)], AT_ONCE
        )
        kept = [self._imported(rows.issue.row, rows.issue.fingerprint, rows.ticket) for rows in made]
        ImportedRow.objects.bulk_create(kept, AT_ONCE)
        self._rows |= {rows.issue.reference: rows for rows in made}

    def _write_legs(self, made: list[IssueRows]) -> None:
        """First parts first: a part that was handed on points to the one before it."""
        for place in range(max((len(rows.story.stays) for rows in made), default=0)):
            for rows in made:
                if place < len(rows.story.stays):
                    before = rows.legs[-1] if rows.legs else None
                    rows.legs.append(leg_of(rows, rows.story.stays[place], before, self.ground))
            create(Leg, [rows.legs[place] for rows in made if place < len(rows.legs)], self._by)
        legs = [leg for rows in made for leg in rows.legs]
        Holding.objects.bulk_create([holding for leg in legs if (holding := holding_of(leg))], AT_ONCE)

    def _write_contacts(self, contacts: list[OldInteraction]) -> None:
        earlier = self._earlier_tickets(contacts)
        made = [self._interaction(contact, earlier) for contact in contacts]
        create(Interaction, made, self._by)
        chases = [chase_of(interaction, self._by) for interaction in made if interaction.is_chase]
        Change.objects.bulk_create(chases, AT_ONCE)
        kept = [
            self._imported(contact.row, contact.fingerprint, interaction.ticket, interaction)
            for contact, interaction in zip(contacts, made, strict=True)
        ]
        ImportedRow.objects.bulk_create(kept, AT_ONCE)

    def _earlier_tickets(self, contacts: list[OldInteraction]) -> dict[str, Ticket]:
        """Tickets of contacts whose issue an earlier run brought."""
        wanted = {contact.reference for contact in contacts} - self._rows.keys()
        tickets = Ticket.objects.filter(trust=self._run.trust, old_reference__in=wanted)
        return {ticket.old_reference: ticket for ticket in tickets.prefetch_related("legs")}

    def _interaction(self, contact: OldInteraction, earlier: dict[str, Ticket]) -> Interaction:
        if rows := self._rows.get(contact.reference):
            return interaction_of(contact, rows.ticket, rows.legs, rows.story.moment_of(contact), self.ground)
        ticket = earlier[contact.reference]
        legs = sorted(ticket.legs.all(), key=lambda leg: leg.pk)
        return interaction_of(contact, ticket, legs, moment_at(contact.when), self.ground)

    def keep_faults(self, refusals: list[Refusal], identity: Callable[[Row], str]) -> bool:
        """Put refused rows and clashes, not copies, on the desk's list; whether any of them is new there."""
        waiting = [refusal for refusal in refusals if refusal.kind is not Reason.COPY]
        references = {refusal.reference for refusal in waiting if refusal.kind is Reason.CLASH}
        clashing = Ticket.objects.filter(trust=self._run.trust, old_reference__in=references)
        first = {ticket.old_reference: ticket for ticket in clashing}
        before = ImportFault.objects.filter(trust=self._run.trust).count()
        for batch in batches(waiting):
            faults = [self._fault(refusal, identity(refusal.row), first) for refusal in batch]
            ImportFault.objects.bulk_create(faults, AT_ONCE, ignore_conflicts=True)
        return ImportFault.objects.filter(trust=self._run.trust).count() > before

    def _fault(self, refusal: Refusal, fingerprint: str, first: dict[str, Ticket]) -> ImportFault:
        return ImportFault(
            trust=self._run.trust,
            run=self._run,
            kind=_KINDS.get(refusal.kind, FaultKind.REFUSED),
            fingerprint=fingerprint,
            sheet=refusal.row.sheet[:_HEADING_LENGTH],
            row=refusal.row.number,
            column=refusal.column[:_HEADING_LENGTH],
            reason=refusal.reason[:_REASON_LENGTH],
            text=refusal.row.as_it_stood,
            ticket=first.get(refusal.reference) if refusal.kind is Reason.CLASH else None,
        )

    def _imported(
        self, row: Row, fingerprint: str, ticket: Ticket, interaction: Interaction | None = None
    ) -> ImportedRow:
        return ImportedRow(
            trust=self._run.trust,
            run=self._run,
            fingerprint=fingerprint,
            sheet=row.sheet[:_HEADING_LENGTH],
            row=row.number,
            written=[[row.heading_at(at), cell.text] for at, cell in enumerate(row.cells) if cell.text],
            ticket=ticket,
            interaction=interaction,
        )
