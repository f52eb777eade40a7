"""The tickets as an event log: each time a ticket came into the hands of a service, the ward, the desk or a supplier.

While a part of a ticket is open it has a holder; before the first part and whenever none is open, until
the ticket is closed, the desk has it. One event is the moment at which a holder took over, its case the ticket's
reference, its activity the holder's name. Nobody is named: a holder is never a person.
"""

import datetime as dt
from collections.abc import Iterator
from typing import LiteralString

from django.db import connection

from analytics.exports.text import plain
from analytics.process_map.event import Event
from tickets.choices import HolderKind
from tickets.models.ticket import TicketQuerySet

NAMES = {HolderKind.DESK: "The desk", HolderKind.WARD: "The ward"}
"""Holders that have no name of their own."""
_AT_ONCE = 5_000
"""Rows fetched at a time."""
_HELD: LiteralString = """
WITH asked AS ({tickets}),
part AS (
    SELECT leg.ticket_id, holding.started_at, holding.span, holding.id AS place,
        CASE holding.holder
            WHEN 'desk' THEN %s WHEN 'ward' THEN %s
            WHEN 'supplier' THEN holding.supplier ELSE service.name END AS holder
    FROM tickets_holding AS holding
    JOIN tickets_leg AS leg ON leg.id = holding.leg_id
    JOIN tickets_service AS service ON service.id = leg.service_id
    WHERE leg.ticket_id IN (SELECT id FROM asked)
),
desk AS (
    SELECT ticket.id AS ticket_id, lower(gap) AS started_at, 0::bigint AS place, %s AS holder
    FROM tickets_ticket AS ticket
    JOIN asked ON asked.id = ticket.id
    LEFT JOIN (SELECT ticket_id, range_agg(span) AS spans FROM part GROUP BY ticket_id) AS held
        ON held.ticket_id = ticket.id
    CROSS JOIN LATERAL (SELECT COALESCE(ticket.resolved_at, ticket.withdrawn_at) AS at) AS closed
    CROSS JOIN LATERAL unnest(
        tstzmultirange(
            -- what was closed in the moment it was raised was with the desk for that moment
            tstzrange(ticket.raised_at, closed.at, CASE WHEN closed.at = ticket.raised_at THEN '[]' ELSE '[)' END)
        ) - COALESCE(held.spans, '{{}}'::tstzmultirange)
    ) AS gap
)
SELECT ticket.reference, event.holder, event.started_at
FROM (
    SELECT ticket_id, holder, started_at, place FROM part
    UNION ALL SELECT ticket_id, holder, started_at, place FROM desk
) AS event
JOIN tickets_ticket AS ticket ON ticket.id = event.ticket_id
ORDER BY event.started_at, event.ticket_id, event.place
"""


def events_of(tickets: TicketQuerySet) -> Iterator[Event]:
    """Who took over each of the tickets, in the order of time."""
    chosen, values = tickets.order_by().values("id").query.sql_with_params()
    names = (NAMES[HolderKind.DESK], NAMES[HolderKind.WARD], NAMES[HolderKind.DESK])
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HELD.format(tickets=chosen), (*values, *names))
        while rows := cursor.fetchmany(_AT_ONCE):
            for reference, holder, at in rows:
                yield Event(reference, plain(holder), at.astimezone(dt.UTC))
