"""Elapsed days from raising to resolving: the sister's clock, which never pauses.

Elapsed days of a ticket = UK day resolved - UK day raised; 0 where both are the same day. Median and
90th percentile by PostgreSQL's `percentile_cont`, which interpolates between the two nearest values
(Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7).
"""

from zoneinfo import ZoneInfo

from django.db.models import DateField, Expression, ExpressionWrapper, F, Func, IntegerField
from django.db.models.functions import TruncDate

from analytics.measures.measure import Measure

UK = ZoneInfo("Europe/London")
RAISED_ON = TruncDate("raised_at", tzinfo=UK)
RESOLVED_ON = TruncDate("resolved_at", tzinfo=UK)


class DayNumber(Func):
    """Days since a Monday long before any ticket, as a whole number."""

    template = "(%(expressions)s - DATE '1900-01-01')"
    output_field = IntegerField()


def day_number(day: Expression | F) -> DayNumber:
    return DayNumber(ExpressionWrapper(day, output_field=DateField()))


ELAPSED_DAYS = ExpressionWrapper(day_number(RESOLVED_ON) - day_number(RAISED_ON), output_field=IntegerField())
"""Elapsed days of one ticket."""

ELAPSED_MEDIAN = Measure(
    column="elapsed_median",
    name="Elapsed days, median",
    definition="Half of the tickets took this many days or fewer, weekends and bank holidays included.",
    unit="days from the day raised to the day resolved",
    source="The days on which the ticket was raised and resolved",
    sql="percentile_cont(0.5) WITHIN GROUP (ORDER BY counted.elapsed_days)",
)
ELAPSED_NINE_IN_TEN = Measure(
    column="elapsed_nine_in_ten",
    name="Elapsed days, 90th percentile",
    definition="Nine in ten of the tickets took this many days or fewer; one in ten took longer.",
    unit=ELAPSED_MEDIAN.unit,
    source=ELAPSED_MEDIAN.source,
    sql="percentile_cont(0.9) WITHIN GROUP (ORDER BY counted.elapsed_days)",
)
