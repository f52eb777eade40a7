"""Tickets that turned out to be the same: one is withdrawn, and its reason names the one that goes on."""

import re

from tickets.models import Ticket

_MERGED = re.compile(r"^merged into (\S+)$", re.IGNORECASE)
FARTHEST = 10
"""Most merges followed one after another; two tickets merged into each other end here."""


def merge_reason(into: Ticket) -> str:
    """Why a ticket is withdrawn whose matter goes on in another; `followed` reads it."""
    return f"merged into {into.reference}"


def followed(ticket: Ticket) -> Ticket:
    """The ticket in which this one goes on: itself, unless it was merged into another of its trust."""
    seen = {ticket.pk}
    for _ in range(FARTHEST):
        named = _MERGED.match(ticket.withdrawn_because.strip())
        if named is None:
            break
        into = Ticket.objects.filter(trust_id=ticket.trust_id, reference=named[1].upper()).first()
        if into is None or into.pk in seen:
            break
        seen.add(into.pk)
        ticket = into
    return ticket
