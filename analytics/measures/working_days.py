"""Working days from raising to resolving: Monday to Friday but for England's bank holidays.

Working days of a ticket = working days after the UK day raised, up to and including the UK day
resolved: raised on Friday and resolved on Monday is 1. Bank holidays are those of the library
`holidays` for England, as `tickets.working_days` has them, passed to the database as one sorted
list. Weekdays up to a day, counted from a Monday: 5 a week and at most 5 of the last one.
"""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, ExpressionWrapper, Func, IntegerField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.sql.compiler import SQLCompiler

from analytics.measures.elapsed_days import RAISED_ON, RESOLVED_ON, day_number
from analytics.measures.measure import Measure
from analytics.period import FIRST_DAY
from tickets.working_days import bank_holidays

SATURDAY = 5
YEARS_BEFORE = 10
"""How long before the first day of any report a ticket may have been raised, in years."""


class WeekdaysUpTo(Func):
    """How many Mondays to Fridays there were up to and including a day's number."""

    output_field = IntegerField()

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.get_source_expressions()[0])
        sql = f"(div({number}, 7)::int * 5 + LEAST(mod({number}, 7) + 1, 5))"
        return sql, (*params, *params)


class HolidaysUpTo(Func):
    """How many days of a sorted list are on or before a day."""

    function = "width_bucket"
    output_field = IntegerField()


def working_days_taken(until: date) -> "ExpressionWrapper[CombinedExpression]":
    """Working days of one ticket, resolved before `until`."""
    holidays = Value(_holidays(until.year), output_field=ArrayField(DateField()))
    weekdays = WeekdaysUpTo(day_number(RESOLVED_ON)) - WeekdaysUpTo(day_number(RAISED_ON))
    off = HolidaysUpTo(RESOLVED_ON, holidays) - HolidaysUpTo(RAISED_ON, holidays)
    return ExpressionWrapper(weekdays - off, output_field=IntegerField())


def _holidays(until: int) -> list[date]:
    years = range(FIRST_DAY.year - YEARS_BEFORE, until + 1)
    return sorted(day for year in years for day in bank_holidays(year) if day.weekday() < SATURDAY)


WORKING_MEDIAN = Measure(
    column="working_median",
    name="Working days, median",
    definition=(
        "Half of the tickets took this many working days or fewer: "
        "Mondays to Fridays, but for England's bank holidays."
    ),
    unit="working days after the day raised, up to the day resolved",
    source="The days on which the ticket was raised and resolved; England's bank holidays",
    sql="percentile_cont(0.5) WITHIN GROUP (ORDER BY counted.working_days)",
)
WORKING_NINE_IN_TEN = Measure(
    column="working_nine_in_ten",
    name="Working days, 90th percentile",
    definition="Nine in ten of the tickets took this many working days or fewer; one in ten took longer.",
    unit=WORKING_MEDIAN.unit,
    source=WORKING_MEDIAN.source,
    sql="percentile_cont(0.9) WITHIN GROUP (ORDER BY counted.working_days)",
)
