"""The rows that one old issue becomes: ticket, legs, holdings, coding, changes, interactions."""

import datetime as dt
from dataclasses import dataclass, field

from concierge.people.models import User
from tickets.choices import Channel, Counterpart, Direction, HolderKind, LegStatus, RootCause, Source, Status
from tickets.importing.ground import Ground
from tickets.importing.moments import Stay, Story
from tickets.models import Change, Coding, Holding, Interaction, Leg, Ticket
from tickets.models.ticket import TITLE_LENGTH
from tickets.moves import FINISH_LEG, HAND_ON, RESOLVE, ROUTE
from tickets.old_log.entries import OldInteraction, OldIssue
from tickets.old_log.names import OUTSIDE_FIRM, THE_WARD
from tickets.old_log.words import bare, tidy
from tickets.working_days import add_working_days

RAISED, CHASED, GIVEN_BACK = "raised", "chased", "given back"
_NAME_LENGTH = 200
_CAUSE_LENGTH = 300
_GUESSES = {
    "channel": ("how", "How", Channel.TELEPHONE),
    "direction": ("direction", "In or out", Direction.OUT),
}
"""Where the log does not say how or which way: our column, its words in the note, what stands for it."""


@dataclass
class IssueRows:
    """An issue and its rows, in the making."""

    issue: OldIssue
    contacts: list[OldInteraction]
    story: Story
    ticket: Ticket
    legs: list[Leg] = field(default_factory=list)


def ticket_of(issue: OldIssue, story: Story, reference: str, ground: Ground) -> Ticket:
    """The ticket of an issue, not saved. What its columns cannot hold whole stands in the details."""
    row = issue.row
    title = tidy(row.text("issue"))
    whole = row.text("issue") if len(title) > TITLE_LENGTH or "\n" in row.text("issue") else ""
    raised_by = tidy(row.text("raised_by"))
    cause = tidy(row.text("cause")) if issue.cause is None else ""
    too_long = [
        raised_by if len(raised_by) > _NAME_LENGTH else "",
        cause if len(cause) > _CAUSE_LENGTH else "",
    ]
    ward = ground.ward(issue.ward)
    return Ticket(
        trust_id=ward.trust_id,
        reference=reference,
        old_reference=issue.reference,
        ward=ward,
        process=ground.process(issue.type),
        title=_cut(title, TITLE_LENGTH),
        details="\n\n".join(filter(None, [whole, row.text("details"), *too_long])),
        status=_status(issue),
        source=Source.IMPORT,
        raised_at=story.raised_at,
        raised_by_name=_cut(raised_by, _NAME_LENGTH),
        outcome=row.text("outcome") if issue.is_finished else "",
        resolved_at=story.resolved_at,
        root_cause=RootCause(issue.cause) if issue.cause else None,
        cause_as_written=_cut(cause, _CAUSE_LENGTH),
        to_be_coded=issue.is_to_be_coded,
    )


def _status(issue: OldIssue) -> Status:
    if issue.is_finished:
        return Status.RESOLVED
    return Status.IN_HAND if issue.route.departments else Status.RAISED


def leg_of(rows: IssueRows, stay: Stay, before: Leg | None, ground: Ground) -> Leg:
    """A department's part of a ticket that is saved; nobody knows what it was asked."""
    service = ground.service(stay.department)
    status = LegStatus.NOT_OURS if stay.is_passed_on else LegStatus.DONE
    is_open = stay.until is None
    return Leg(
        trust_id=rows.ticket.trust_id,
        ticket=rows.ticket,
        service=service,
        handed_on_from=before,
        status=LegStatus.WITH_SERVICE if is_open else status,
        opened_at=stay.since,
        ended_at=stay.until,
        result="" if is_open or not stay.is_passed_on else "Passed on.",
        chase_on=_next_chase(rows, stay, service.chase_after_days) if is_open else None,
    )


def _next_chase(rows: IssueRows, stay: Stay, patience: int) -> dt.date:
    """Counted from the last word with the department, as for parts that were opened here."""
    spoken = [contact.when.day for contact in rows.contacts if contact.counterpart == stay.department]
    return add_working_days(max([stay.since.date(), *spoken]), patience)


def holding_of(leg: Leg) -> Holding | None:
    """The service held its part all its life; a part that lasted no time was held by nobody."""
    if leg.ended_at is not None and leg.ended_at <= leg.opened_at:
        return None
    return Holding(
        trust_id=leg.trust_id,
        leg=leg,
        holder=HolderKind.SERVICE,
        started_at=leg.opened_at,
        ended_at=leg.ended_at,
    )


def coding_of(ticket: Ticket) -> Coding | None:
    """The desk's choice of cause, made by nobody whom we know."""
    if not ticket.root_cause or ticket.resolved_at is None:
        return None
    return Coding(
        trust_id=ticket.trust_id,
        ticket=ticket,
        rater=None,
        cause=ticket.root_cause,
        coded_at=ticket.resolved_at,
    )


def changes_of(rows: IssueRows, by: User) -> list[Change]:
    """The verbs that were done to a ticket, in order."""
    ticket = rows.ticket

    def change(
        verb: str, status: str, at: dt.datetime, leg: Leg | None = None, holder: str = "", note: str = ""
    ) -> Change:
        return Change(
            trust_id=ticket.trust_id,
            ticket=ticket,
            leg=leg,
            verb=verb,
            note=note,
            status=status,
            holder=holder,
            happened_at=at,
            by=by,
        )

    changes = [change(RAISED, Status.RAISED, ticket.raised_at)]
    for leg in rows.legs:
        verb = HAND_ON.verb if leg.handed_on_from_id else ROUTE.verb
        changes.append(change(verb, Status.IN_HAND, leg.opened_at, leg, HolderKind.SERVICE))
    for leg in rows.legs:
        if leg.status == LegStatus.DONE and leg.ended_at:
            changes.append(change(FINISH_LEG.verb, Status.IN_HAND, leg.ended_at, leg))
    if rows.issue.route.ended_with_the_desk and rows.legs[-1].ended_at:
        last = rows.legs[-1]
        changes.append(
            change(GIVEN_BACK, Status.IN_HAND, last.ended_at or last.opened_at, last, HolderKind.DESK)
        )
    if ticket.resolved_at:
        changes.append(change(RESOLVE.verb, Status.RESOLVED, ticket.resolved_at, note=ticket.outcome))
    return changes


def interaction_of(
    contact: OldInteraction, ticket: Ticket, legs: list[Leg], at: dt.datetime, ground: Ground
) -> Interaction:
    """One contact of a ticket that is saved. Words that name no service, ward or firm stay with the name."""
    service = None
    if contact.counterpart not in {None, THE_WARD, OUTSIDE_FIRM}:
        service = ground.service(contact.counterpart or "")
    known = {THE_WARD: Counterpart.WARD, OUTSIDE_FIRM: Counterpart.SUPPLIER}
    whom = _with_whom(contact, service.name if service else "")
    return Interaction(
        trust_id=ticket.trust_id,
        ticket=ticket,
        leg=_leg_at(legs, service.pk, at) if service else None,
        channel=contact.channel or Channel.TELEPHONE,
        direction=contact.direction or Direction.OUT,
        counterpart=Counterpart.SERVICE
        if service
        else known.get(contact.counterpart or "", Counterpart.OTHER),
        service=service,
        with_whom=_cut(whom, _NAME_LENGTH),
        happened_at=at,
        desk_minutes=contact.minutes,
        ward_minutes=contact.sister_minutes,
        note=_note(contact, whom),
        is_chase=contact.is_chase,
        source=Source.IMPORT,
    )


def chase_of(interaction: Interaction, by: User) -> Change:
    """The verb of a contact that only moved a part on."""
    return Change(
        trust_id=interaction.trust_id,
        ticket_id=interaction.ticket_id,
        leg=interaction.leg,
        verb=CHASED,
        status=Status.IN_HAND,
        happened_at=interaction.happened_at,
        by=by,
    )


def _with_whom(contact: OldInteraction, service: str) -> str:
    """Who it was, and the department's own name where the log has another one for it."""
    who, department = tidy(contact.row.text("who")), tidy(contact.row.text("with"))
    is_told = contact.counterpart in {THE_WARD, OUTSIDE_FIRM} or bare(department) == bare(service)
    if is_told or not department:
        return who
    return f"{who} ({department})" if who else department


def _note(contact: OldInteraction, whom: str) -> str:
    """The notes as written; below them what the log did not say in words that we know, or that is too long."""
    more = [whom] if len(whom) > _NAME_LENGTH else []
    for name, (column, words, _) in _GUESSES.items():
        if getattr(contact, name) is None:
            more.append(f"{words}: {contact.row.text(column) or 'not recorded'}.")
    return "\n".join(filter(None, [contact.row.text("notes"), *more]))


def _leg_at(legs: list[Leg], service: int, at: dt.datetime) -> Leg | None:
    """The service's part that lived then, else its latest one."""
    theirs = [leg for leg in legs if leg.service_id == service]
    lived = [leg for leg in theirs if leg.opened_at <= at and (leg.ended_at is None or at <= leg.ended_at)]
    return next(reversed(lived or theirs), None)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
