"""What happened to a ticket, told to a service: its own part and contacts, nobody else's."""

from collections.abc import Iterable, Mapping

from tickets.models import Change, Interaction, Ticket
from tickets.timeline import Entry, Reader, timeline_of
from tickets.views.ward_words import Line, Telling, contact_line

TELLINGS: Mapping[str, Telling] = {
    "raised": Telling("{ward} asked for this"),
    "routed": Telling("The desk passed it to {service}", with_note=True),
    "handed on": Telling("Handed on to {service}", with_note=True),
    "given back": Telling("{service} gave it back to the desk", with_note=True),
    "part done": Telling("{service} did its part", with_note=True),
    "put with the ward": Telling("The ward was asked", "message", with_note=True),
    "answered by the ward": Telling("The ward answered", "message", with_note=True),
    "taken back": Telling("{service} took it up again", with_note=True),
    "planned": Telling("Work planned", with_note=True),
    "now with": Telling("Now with {holder}"),
    "owned": Telling("{note} has it"),
    "promised": Telling("Promised", "promise", with_note=True),
    "promise kept": Telling("Promise kept", "promise", with_note=True),
    "promise broken": Telling("Promise not kept", "late", with_note=True),
    "resolved": Telling("The ticket was marked as fixed", with_note=True),
    "confirmed": Telling("The ward confirmed that it is fixed"),
    "reopened": Telling("The ticket was opened again"),
    "withdrawn": Telling("The ticket was withdrawn", with_note=True),
}
"""Verbs a service is told of. Who looks after it at the desk or on the ward is not its business."""


def told_to_service(ticket: Ticket, teams: frozenset[int]) -> list[Line]:
    """What these teams are told of a ticket, newest first."""
    return list(_lines(timeline_of(ticket, Reader.SERVICE, teams), ticket))


def _lines(entries: Iterable[Entry], ticket: Ticket) -> Iterable[Line]:
    for entry in entries:
        if entry.interaction is not None:
            yield contact_line(entry.interaction, _them_of(entry.interaction), note=entry.note)
        elif entry.change is not None and entry.change.verb in TELLINGS:
            yield _change_line(entry, entry.change, ticket)


def _them_of(contact: Interaction) -> str:
    service = str(contact.service)
    named = contact.with_whom and contact.with_whom != service
    return f"{contact.with_whom} of {service}" if named else service


def _change_line(entry: Entry, change: Change, ticket: Ticket) -> Line:
    telling = TELLINGS[change.verb]
    title = telling.words.format(
        ward=ticket.ward,
        service=change.leg.service if change.leg else "the desk",
        holder=f"a supplier, {change.note}" if change.note else "the desk",
        note=change.note,
    )
    return Line(entry.at, title, change.note if telling.with_note else "", telling.kind)
