"""The mean and the limits of an XmR chart, exactly.

Mean = sum of the values / number of values. Moving range = |value - value before it|. Limits = mean ±
2.66 × mean moving range; near limits lie at two thirds of that. All in the unit of the values.

Source: Making Data Count (NHS England) teaches the XmR chart of Wheeler, "Understanding Variation", 1993;
the figures are those of the R package NHSRplotthedots 0.2.2, whose published results the tests repeat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

LIMIT = Fraction(266, 100)
"""Mean moving ranges from the mean to a limit: 3 standard deviations / 1.128 (d2 for two values)."""
NEAR = LIMIT * 2 / 3
"""Mean moving ranges from the mean to a near limit."""
SCREEN = Fraction(3267, 1000)
"""Moving ranges of this many times their mean, or more, are left out where ranges are screened (D4)."""


@dataclass(frozen=True)
class Lines:
    """The lines of one stretch, exactly."""

    mean: Fraction
    mean_range: Fraction
    """Mean moving range; 0 where nothing moved or there is one point only."""

    @property
    def lower(self) -> Fraction:
        return self.mean - LIMIT * self.mean_range

    @property
    def upper(self) -> Fraction:
        return self.mean + LIMIT * self.mean_range

    @property
    def near_lower(self) -> Fraction:
        return self.mean - NEAR * self.mean_range

    @property
    def near_upper(self) -> Fraction:
        return self.mean + NEAR * self.mean_range


def lines_of(values: Sequence[Fraction], *, screen_outliers: bool) -> Lines:
    """The lines that one value or more set."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    if screen_outliers:
        ranges = screened(ranges)
    return Lines(_mean(values), _mean(ranges))


def screened(ranges: list[Fraction]) -> list[Fraction]:
    """Moving ranges without those of 3.267 times their mean or more; once, not again.

    Where only ranges of 0 would be left, all stay: limits of no width would call every point special.
    """
    most = SCREEN * _mean(ranges)
    kept = [each for each in ranges if each < most]
    return kept if any(kept) else ranges


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values) if values else Fraction(0)
