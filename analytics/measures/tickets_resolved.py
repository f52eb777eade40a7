"""How many tickets were resolved, and how many of them nobody has coded yet.

A ticket counts on the UK day it was resolved, while it is resolved or confirmed. One that was
reopened counts again only when it is resolved again, and then once; one withdrawn never counts.
"""

from analytics.measures.measure import Measure

TICKETS = Measure(
    column="tickets",
    name="Tickets resolved",
    definition=(
        "Tickets that were resolved in the period and are resolved or confirmed now. "
        "A reopened ticket counts when it is resolved again. A withdrawn one does not count."
    ),
    unit="tickets",
    source="The day and status of the ticket",
    sql="count(*)",
)
TO_BE_CODED = Measure(
    column="to_be_coded",
    name="To be coded",
    definition=(
        "Tickets brought in from an old log whose cause nobody has chosen yet. "
        "They count as resolved and stand under none of the six causes."
    ),
    unit="tickets",
    source="The ticket's cause",
    sql="count(*) FILTER (WHERE counted.root_cause IS NULL)",
)
