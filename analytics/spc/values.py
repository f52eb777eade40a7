"""Numbers as they were written, so that a point that stands on a line is told from one beyond it.

Floating point cannot hold 0.1, nor 2.66 times most things: a value on its limit would fall to either
side by chance. Everything is therefore counted in exact fractions and rounded once, when it is shown.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal
DIGITS = 14
"""Digits of a float that are believed, counted from the first digit of the greatest value of the series.

A float holds 15 to 17; the last ones are what is left of a sum or a division made before.
"""
LARGEST = Decimal("1e300")
"""Values beyond this would not leave room for their limits in a float."""


class SeriesRefused(ValueError):
    """A series or a setting from which no chart can be made; its text says why, for people."""


def exact(values: Iterable[Number]) -> list[Fraction]:
    """The values as fractions, float noise below `DIGITS` digits taken away.

    Raises SeriesRefused, naming the point counted from 1, where one is no finite number.
    """
    written = [_written(value, f"Point {place}") for place, value in enumerate(values, 1)]
    top = max(map(abs, written), default=Decimal(0))
    finest = Decimal(1).scaleb(top.adjusted() + 1 - DIGITS)
    return [
        Fraction(value if value == value.to_integral_value() else value.quantize(finest)) for value in written
    ]


def exact_one(value: Number, name: str) -> Fraction:
    """One number that is no point of the series, such as a target. Raises SeriesRefused."""
    return Fraction(_written(value, name))


def _written(value: Number, name: str) -> Decimal:
    if value is None:
        raise SeriesRefused(f"{name} is missing: leave a period out, or give it a number.")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise SeriesRefused(f"{name} is not a number.")
    written = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not written.is_finite():
        raise SeriesRefused(f"{name} is not a finite number.")
    if abs(written) > LARGEST:
        raise SeriesRefused(f"{name} is too large: at most 1e300 either way.")
    return written
