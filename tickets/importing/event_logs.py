"""An event log becomes tickets, one for each case, and interactions, one for each event, in the file's order."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tickets import identifiers
from tickets.choices import Channel, Counterpart, Direction, FaultKind, Source, Status
from tickets.importing.batches import AT_ONCE, Progress, batches, create
from tickets.importing.ground import Ground
from tickets.importing.rows import RAISED
from tickets.models import Change, ImportedRow, ImportFault, ImportRun, Interaction, Ticket
from tickets.moves import RESOLVE
from tickets.old_log.events import Event, RefusedEvent, read_events
from tickets.old_log.report import Report, empty_report
from tickets.old_log.wards import ListedWard
from tickets.old_log.words import bare
from tickets.references import next_references

SHEET = "Events"
NO_WARD = ListedWard("Not recorded")
"""The ward of tickets from an event log, which names none, unless one is chosen."""
_ENDS = ("clos", "resolv", "done", "fixed", "complet", "finish", "solved")
"""How a word begins that ends a case, where its last activity holds it."""
_NAME_LENGTH, _REASON_LENGTH = 200, 300


@dataclass(frozen=True)
class KeptEvent:
    """An event and what finds it again."""

    event: Event
    fingerprint: str


@dataclass
class EventLog:
    """What the files of an event log hold, in their order."""

    kept: list[KeptEvent]
    refused: list[RefusedEvent]


def read_event_logs(files: Iterable[Path], progress: Progress) -> EventLog:
    """Read every file. Two events that are the same in all are two; a later run knows them apart by their turn.

    Raises LogUnreadable.
    """
    log, turns = EventLog([], []), Counter[str]()
    for file in files:
        for number, event in enumerate(read_events(file), 1):
            if isinstance(event, RefusedEvent):
                log.refused.append(event)
            else:
                said = "\x1f".join([event.case, event.activity, event.at.isoformat(), event.resource])
                turns[said] += 1
                digest = hashlib.sha256(f"{said}\x1f{turns[said]}".encode()).hexdigest()
                log.kept.append(KeptEvent(event, digest))
            progress("events read", number, 0)
    return log


def look_at_events(log: EventLog, trust: Trust | None) -> Report:
    """What an import would do and say; nothing is written."""
    there = _there(trust)
    cases = _cases_there(trust)
    report = empty_report()
    ends = _last_events(log.kept)
    is_known = Counter(case in cases for case in ends)
    report["issues"]["imported"], report["issues"]["already_there"] = is_known[False], is_known[True]
    finished = sum(ends_a_case(event.activity) for event in ends.values())
    report["issues"]["to_be_coded"], report["issues"]["open"] = finished, len(ends) - finished
    known = Counter(kept.fingerprint in there for kept in log.kept)
    report["interactions"]["imported"], report["interactions"]["already_there"] = known[False], known[True]
    report["refused"] = [
        {
            "sheet": SHEET,
            "row": refused.row,
            "column": refused.column,
            "reason": refused.reason.value,
            "text": identifiers.mask(refused.text),
        }
        for refused in log.refused
    ]
    report["identifiers"] = [
        {"sheet": SHEET, "row": kept.event.row, "column": column}
        for kept in log.kept
        for column in ("case", "activity", "resource")
        if identifiers.holds(getattr(kept.event, column))
    ]
    return report


@transaction.atomic
def import_events(
    *,
    log: EventLog,
    trust: Trust,
    ward: Ward | None,
    files: list[str],
    by: User,
    at: dt.datetime,
    progress: Progress,
) -> Report:
    """Bring in every event that is not there yet; run again it adds nothing."""
    Trust.objects.select_for_update().get(pk=trust.pk)
    report, there = look_at_events(log, trust), _there(trust)
    new = [kept for kept in log.kept if kept.fingerprint not in there]
    run = ImportRun.objects.create(trust=trust, files=files, started_at=at, report=report)
    if new:
        _write(new, run, ward or Ground(trust, by).ward(NO_WARD), by, progress)
    if not _keep_faults(log.refused, run) and not new:
        run.delete()
        return report
    run.finished_at = dt.datetime.now(dt.UTC)
    run.save(update_fields=["finished_at"])
    return report


def ends_a_case(activity: str) -> bool:
    """Whether a case whose last activity this is, is done with."""
    return any(word.startswith(_ENDS) for word in bare(activity).split())


def _there(trust: Trust | None) -> set[str]:
    rows = ImportedRow.objects.filter(trust=trust, sheet=SHEET) if trust else ImportedRow.objects.none()
    return set(rows.values_list("fingerprint", flat=True))


def _cases_there(trust: Trust | None) -> set[str]:
    tickets = Ticket.objects.filter(trust=trust).exclude(old_reference="") if trust else Ticket.objects.none()
    return set(tickets.values_list("old_reference", flat=True))


def _last_events(kept: Iterable[KeptEvent]) -> dict[str, Event]:
    """The latest event of each case; of several at one instant the last in the file."""
    last: dict[str, Event] = {}
    for event in (each.event for each in kept):
        if event.case not in last or event.at >= last[event.case].at:
            last[event.case] = event
    return last


def _first_events(kept: Iterable[KeptEvent]) -> dict[str, Event]:
    """The earliest event of each case; of several at one instant the first in the file."""
    first: dict[str, Event] = {}
    for event in (each.event for each in kept):
        if event.case not in first or event.at < first[event.case].at:
            first[event.case] = event
    return first


def _write(new: list[KeptEvent], run: ImportRun, ward: Ward, by: User, progress: Progress) -> None:
    tickets = _tickets(new, ward, by, progress)
    for number, batch in enumerate(batches(new), 1):
        made = [_interaction(kept.event, tickets[kept.event.case]) for kept in batch]
        create(Interaction, made, by)
        rows = [_imported(run, kept, contact) for kept, contact in zip(batch, made, strict=True)]
        ImportedRow.objects.bulk_create(rows, AT_ONCE)
        progress("interactions written", min(number * AT_ONCE, len(new)), len(new))


def _tickets(new: list[KeptEvent], ward: Ward, by: User, progress: Progress) -> dict[str, Ticket]:
    """The ticket of each case; made where no earlier run brought it."""
    firsts, lasts = _first_events(new), _last_events(new)
    cases = Ticket.objects.filter(trust_id=ward.trust_id, old_reference__in=firsts)
    tickets = {ticket.old_reference: ticket for ticket in cases}
    missing = [case for case in firsts if case not in tickets]
    for number, batch in enumerate(batches(missing), 1):
        references = next_references(len(batch))
        made = [
            _ticket(firsts[case], lasts[case], ref, ward) for case, ref in zip(batch, references, strict=True)
        ]
        create(Ticket, made, by)
        Change.objects.bulk_create([change for ticket in made for change in _changes(ticket, by)], AT_ONCE)
        tickets |= {ticket.old_reference: ticket for ticket in made}
        progress("tickets written", min(number * AT_ONCE, len(missing)), len(missing))
    return tickets


def _ticket(first: Event, last: Event, reference: str, ward: Ward) -> Ticket:
    """What a case has become: to be coded where its last activity ends it, else in hand."""
    is_finished = ends_a_case(last.activity)
    return Ticket(
        trust_id=ward.trust_id,
        reference=reference,
        old_reference=first.case,
        ward=ward,
        title=f"Case {first.case}",
        status=Status.RESOLVED if is_finished else Status.IN_HAND,
        source=Source.IMPORT,
        raised_at=first.at,
        raised_by_name=first.resource[:_NAME_LENGTH],
        outcome=last.activity if is_finished else "",
        resolved_at=last.at if is_finished else None,
        to_be_coded=is_finished,
    )


def _changes(ticket: Ticket, by: User) -> list[Change]:
    raised = Change(
        trust_id=ticket.trust_id,
        ticket=ticket,
        verb=RAISED,
        status=Status.RAISED,
        happened_at=ticket.raised_at,
        by=by,
    )
    if ticket.resolved_at is None:
        return [raised]
    resolved = Change(
        trust_id=ticket.trust_id,
        ticket=ticket,
        verb=RESOLVE.verb,
        note=ticket.outcome,
        status=Status.RESOLVED,
        happened_at=ticket.resolved_at,
        by=by,
    )
    return [raised, resolved]


def _interaction(event: Event, ticket: Ticket) -> Interaction:
    """One event. The log names no channel: it was written by another program, so it counts as a web page's."""
    who = event.resource
    return Interaction(
        trust_id=ticket.trust_id,
        ticket=ticket,
        channel=Channel.WEBSITE,
        direction=Direction.IN,
        counterpart=Counterpart.OTHER,
        with_whom=who[:_NAME_LENGTH],
        happened_at=event.at,
        note="\n".join([event.activity, *([who] if len(who) > _NAME_LENGTH else [])]),
        source=Source.IMPORT,
    )


def _imported(run: ImportRun, kept: KeptEvent, interaction: Interaction) -> ImportedRow:
    event = kept.event
    return ImportedRow(
        trust=run.trust,
        run=run,
        fingerprint=kept.fingerprint,
        sheet=SHEET,
        row=event.row,
        written=[
            ["case", event.case],
            ["activity", event.activity],
            ["time", event.at.isoformat()],
            ["resource", event.resource],
        ],
        ticket=interaction.ticket,
        interaction=interaction,
    )


def _keep_faults(refused: list[RefusedEvent], run: ImportRun) -> bool:
    """Put refused events on the desk's list; whether any of them is new there."""
    before = ImportFault.objects.filter(trust=run.trust).count()
    for batch in batches(refused):
        faults = [_fault(event, run) for event in batch]
        ImportFault.objects.bulk_create(faults, AT_ONCE, ignore_conflicts=True)
    return ImportFault.objects.filter(trust=run.trust).count() > before


def _fault(event: RefusedEvent, run: ImportRun) -> ImportFault:
    said = f"{SHEET}\x1f{event.row}\x1f{event.text}"
    return ImportFault(
        trust=run.trust,
        run=run,
        kind=FaultKind.REFUSED,
        fingerprint=hashlib.sha256(said.encode()).hexdigest(),
        sheet=SHEET,
        row=event.row,
        column=event.column,
        reason=event.reason.value[:_REASON_LENGTH],
        text=event.text,
    )
