"""The measures: one file each, with what it is, how it is reckoned, and who answers for it."""

from analytics.measures.contacts_not_recorded import CONTACTS, UNRECORDED
from analytics.measures.elapsed_days import ELAPSED_DAYS, ELAPSED_MEDIAN, ELAPSED_NINE_IN_TEN
from analytics.measures.measure import PURSES, Measure
from analytics.measures.minutes_spent import MINUTES
from analytics.measures.share_removed import FATE_SAID, REMOVED
from analytics.measures.tickets_resolved import TICKETS, TO_BE_CODED
from analytics.measures.working_days import WORKING_MEDIAN, WORKING_NINE_IN_TEN, working_days_taken

MEASURES: tuple[Measure, ...] = (
    TICKETS,
    TO_BE_CODED,
    *MINUTES,
    CONTACTS,
    *UNRECORDED,
    WORKING_MEDIAN,
    WORKING_NINE_IN_TEN,
    ELAPSED_MEDIAN,
    ELAPSED_NINE_IN_TEN,
    REMOVED,
    FATE_SAID,
)
"""All that the root-cause report asks of the database, in the order of `queries.Figures`."""

__all__ = ["ELAPSED_DAYS", "MEASURES", "PURSES", "Measure", "working_days_taken"]
