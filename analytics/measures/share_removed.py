"""Of the tickets for which somebody said whether the cause was removed, the share where it was.

Share removed = tickets marked "removed" / tickets marked "removed" or "worked round". Tickets of an
old log often say neither; they stand in no part of the fraction.
"""

from analytics.measures.measure import Measure
from tickets.choices import CauseFate

REMOVED = Measure(
    column="removed",
    name="Cause removed",
    definition=(
        "Of the tickets where the desk said whether the cause was removed or worked round, "
        "the share where it was removed. Tickets where it was not said are left out."
    ),
    unit="share of tickets",
    source="What was said when the ticket was resolved",
    sql=f"count(*) FILTER (WHERE counted.cause_fate = '{CauseFate.REMOVED.value}')",
)
FATE_SAID = Measure(
    column="fate_said",
    name="Cause removed or worked round",
    definition=REMOVED.definition,
    unit="tickets",
    source=REMOVED.source,
    sql="count(*) FILTER (WHERE counted.cause_fate <> '')",
    is_shown=False,
)
