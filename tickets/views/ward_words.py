"""What happened to a ticket, told to its ward: what was done and by which team, without the desk's notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tickets.choices import Channel, Counterpart, Direction, HolderKind
from tickets.models import Change, Interaction, Ticket
from tickets.timeline import Entry, Reader, timeline_of


@dataclass(frozen=True)
class Line:
    """One line of a timeline as a page shows it."""

    at: datetime
    title: str
    note: str = ""
    kind: str = ""
    """The colour of its dot, as the timeline macro takes it."""


@dataclass(frozen=True)
class Telling:
    """How one verb is told: its words, its dot, and whether what was written goes with it."""

    words: str
    kind: str = "move"
    with_note: bool = False


TELLINGS: Mapping[str, Telling] = {
    "raised": Telling("{who} asked for this"),
    "routed": Telling("Passed to {service}"),
    "handed on": Telling("Handed on to {service}"),
    "given back": Telling("{service} gave it back to the desk"),
    "part done": Telling("{service} did its part", with_note=True),
    "put with the ward": Telling("{service} asked your ward", "message", with_note=True),
    "taken back": Telling("With {service} again"),
    "planned": Telling("{service} planned the work", with_note=True),
    "now with": Telling("Now with {holder}"),
    "promised": Telling("{service} made a promise", "promise", with_note=True),
    "promise kept": Telling("{service} kept its promise", "promise", with_note=True),
    "promise broken": Telling("{service} did not keep its promise", "late"),
    "resolved": Telling("Marked as fixed", with_note=True),
    "confirmed": Telling("{confirmed}"),
    "reopened": Telling("Opened again", with_note=True),
    "withdrawn": Telling("Withdrawn", with_note=True),
    "assigned": Telling("Your concierge is now {note}"),
    "passed on": Telling("The ward was passed on to {note}"),
}
"""Verbs a ward is told of. Others are the desk's own: owners, codings, corrections."""

BY_CHANNEL: Mapping[str, tuple[str, str, str]] = {
    Channel.TELEPHONE: (
        "{them} rang the desk",
        "The desk rang {them}",
        "The desk and {them} spoke by telephone",
    ),
    Channel.EMAIL: ("{them} e-mailed the desk", "The desk e-mailed {them}", "The desk and {them} e-mailed"),
    Channel.FACE_TO_FACE: (
        "{them} came to the desk",
        "The desk went to see {them}",
        "The desk and {them} met",
    ),
    Channel.VIDEO: (
        "{them} made a video call",
        "The desk had a video call with {them}",
        "The desk and {them} met by video",
    ),
    Channel.CHAT: (
        "{them} sent a chat message",
        "The desk sent {them} a chat message",
        "The desk and {them} chatted",
    ),
    Channel.LETTER: (
        "{them} wrote a letter",
        "The desk wrote to {them}",
        "The desk and {them} wrote letters",
    ),
    Channel.WEBSITE: (
        "{them} wrote to the desk",
        "The desk wrote to {them}",
        "The desk and {them} wrote here",
    ),
}
"""A contact in words: they contacted the desk, the desk contacted them, a meeting."""


def told_to_ward(ticket: Ticket) -> list[Line]:
    """What the ward is told of its ticket, newest first."""
    return list(_lines(timeline_of(ticket, Reader.WARD), ticket))


def _lines(entries: Iterable[Entry], ticket: Ticket) -> Iterable[Line]:
    for entry in entries:
        if entry.interaction is not None:
            yield contact_line(entry.interaction, them_of(entry.interaction), note=entry.note)
        elif entry.change is not None and entry.change.verb in TELLINGS:
            yield _change_line(entry, entry.change, ticket)


def contact_line(contact: Interaction, them: str, *, note: str) -> Line:
    """One contact in words, `them` being the other side."""
    ways = BY_CHANNEL[contact.channel]
    words = ways[[Direction.IN, Direction.OUT, Direction.MEETING].index(Direction(contact.direction))]
    title = words.format(them=them) + (" to move it on" if contact.is_chase else "")
    return Line(contact.happened_at, title[:1].upper() + title[1:], note, "message")


def them_of(contact: Interaction) -> str:
    """The other side of a contact, as a ward knows it: its own people by name, others by team."""
    if contact.counterpart == Counterpart.WARD:
        return contact.with_whom or "your ward"
    if contact.service is not None:
        return str(contact.service)
    return {Counterpart.SUPPLIER: "a supplier"}.get(Counterpart(contact.counterpart), "somebody else")


def _change_line(entry: Entry, change: Change, ticket: Ticket) -> Line:
    telling = TELLINGS[change.verb]
    title = telling.words.format(
        who=ticket.raised_by_name or entry.by or "The ward",
        service=change.leg.service if change.leg else "The desk",
        holder=_holder_of(change),
        note=change.note or "somebody else",
        confirmed=_confirmed_by(change),
    )
    return Line(entry.at, title, change.note if telling.with_note else "", telling.kind)


def _holder_of(change: Change) -> str:
    if change.holder == HolderKind.SUPPLIER:
        return f"a supplier, {change.note}"
    return str(change.leg.service) if change.leg and change.holder == HolderKind.SERVICE else "the desk"


def _confirmed_by(change: Change) -> str:
    by_a_person = change.by is not None and change.by.is_active
    return (
        f"{change.by} confirmed that it is fixed" if by_a_person else "Finished: nobody said it was not fixed"
    )
