"""What happened to a ticket, in order, as each kind of reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from tickets.choices import Counterpart
from tickets.models import Change, Interaction, Ticket


class Reader(Enum):
    """Who reads: the desk all; the ward no notes of contacts with others; a service only its own."""

    DESK = "desk"
    WARD = "ward"
    SERVICE = "service"


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `note` is empty where its reader may not see it."""

    at: datetime
    kind: str
    title: str
    note: str
    by: str
    interaction: Interaction | None = None
    change: Change | None = None


CONTACTS = frozenset({"chased"})
"""Verbs whose interaction stands in the timeline already."""


DESKS_OWN = frozenset(
    {
        "contact corrected",
        "coded",
        "recoded",
        "coded by a second coder",
        "NHS number kept",
        "e-mail came back",
        "e-mail given up",
        "e-mail dealt with",
        "NHS number came by e-mail",
        "answered by e-mail after it was closed",
    }
)
BETWEEN_SERVICES = frozenset({"routed", "handed on", "given back", "taken back", "promise broken", "owned"})
NOT_READ_BY = {
    Reader.DESK: frozenset[str](),
    Reader.WARD: DESKS_OWN | BETWEEN_SERVICES,
    Reader.SERVICE: DESKS_OWN,
}
"""Verbs whose note a reader does not see: what the desk and the services say among themselves."""


WORDS_OF_MAIL = (
    "message_out__text",
    "message_out__references",
    "message_in__raw",
    "message_in__text",
    "message_in__problems",
)
"""Columns that a timeline does not show, and that may be large."""


def timeline_of(ticket: Ticket, reader: Reader, teams: frozenset[int] = frozenset()) -> list[Entry]:
    """All entries of a ticket, newest first; a service sees those of its `teams` only.

    Two queries, however long the history.
    """
    contacts = ticket.interactions.select_related("service", "recorded_by", "message_out", "message_in")
    contacts = contacts.defer(*WORDS_OF_MAIL).order_by("happened_at", "pk")
    changes = ticket.changes.select_related("leg__service", "by").order_by("happened_at", "pk")
    entries = [
        _changed(change, ticket, reader) for change in changes if _may_see_change(change, reader, teams)
    ]
    entries += [_contact(contact, reader) for contact in contacts if _may_see_contact(contact, reader, teams)]
    ordered = sorted(enumerate(entries), key=lambda pair: (pair[1].at, pair[0]))
    return [entry for _, entry in reversed(ordered)]


def _may_see_change(change: Change, reader: Reader, teams: frozenset[int]) -> bool:
    if change.verb in CONTACTS:
        return False
    if reader is Reader.SERVICE:
        return change.leg is None or change.leg.service.team_id in teams
    return True


def _may_see_contact(contact: Interaction, reader: Reader, teams: frozenset[int]) -> bool:
    if reader is not Reader.SERVICE:
        return True
    return contact.service is not None and contact.service.team_id in teams


def _changed(change: Change, ticket: Ticket, reader: Reader) -> Entry:
    verb = change.verb[:1].upper() + change.verb[1:]
    service = f" · {change.leg.service}" if change.leg is not None else ""
    hidden = change.verb in NOT_READ_BY[reader]
    return Entry(
        at=change.happened_at,
        kind="change",
        title=f"{verb}{service}",
        note="" if hidden else change.note,
        by=change.by.name if change.by else "",
        change=change,
    )


def _contact(contact: Interaction, reader: Reader) -> Entry:
    whom = str(contact.service) if contact.service else contact.get_counterpart_display()
    name = f" ({contact.with_whom})" if contact.with_whom and reader is Reader.DESK else ""
    hidden = reader is Reader.WARD and contact.counterpart != Counterpart.WARD
    chase = "Chase: " if contact.is_chase else ""
    return Entry(
        at=contact.happened_at,
        kind="chase" if contact.is_chase else "contact",
        title=f"{chase}{contact.get_channel_display()} · {whom}{name}",
        note="" if hidden else contact.note,
        by=contact.recorded_by.name if contact.recorded_by else "",
        interaction=contact,
    )
