"""The four signs of special cause variation, for one stretch of a chart.

As Making Data Count teaches them and NHSRplotthedots 0.2.2 reckons them. Nothing runs on across a
rebase: each stretch is looked at alone.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum, StrEnum
from fractions import Fraction
from itertools import pairwise

from analytics.spc.limits import Lines


class Rule(StrEnum):
    """Why a point is special."""

    OUTSIDE = "outside"
    """Beyond a limit; on it is within."""
    SHIFT = "shift"
    """One of a run of points on one side of the mean; a point on the mean ends it."""
    TREND = "trend"
    """One of a run of points that each rise, or each fall; an equal value ends it."""
    TWO_OF_THREE = "two_of_three"
    """One of two or three between near limit and limit, among three in a row on one side of the mean."""


class Way(IntEnum):
    """Which way a sign points."""

    DOWN = -1
    UP = 1


BY_WEIGHT = (Rule.OUTSIDE, Rule.TREND, Rule.TWO_OF_THREE, Rule.SHIFT)
"""Which rule speaks for a point that fulfils several, the first first, as published."""
Found = dict[Rule, Way]
"""The rules that a point fulfils, and which way each points."""


def found_in(values: Sequence[Fraction], lines: Lines, run: int) -> list[Found]:
    """What each point of a stretch fulfils; every point of a run bears its rule.

    With no mean moving range there are no limits to be beyond: only runs are looked for.
    """
    found: list[Found] = [{} for _ in values]
    sides = [_sign(value - lines.mean) for value in values]
    if lines.mean_range:
        _mark_outside(found, values, lines)
        _mark_near(found, values, lines, sides)
    for start, end, way in _runs(sides):
        if end - start >= run:
            _mark(found, range(start, end), Rule.SHIFT, way)
    steps = [_sign(later - earlier) for earlier, later in pairwise(values)]
    for start, end, way in _runs(steps):
        if end - start + 1 >= run:
            _mark(found, range(start, end + 1), Rule.TREND, way)
    return found


def _mark_outside(found: list[Found], values: Sequence[Fraction], lines: Lines) -> None:
    for point, value in zip(found, values, strict=True):
        if value < lines.lower:
            point[Rule.OUTSIDE] = Way.DOWN
        elif value > lines.upper:
            point[Rule.OUTSIDE] = Way.UP


def _mark_near(found: list[Found], values: Sequence[Fraction], lines: Lines, sides: Sequence[int]) -> None:
    """Points beyond a limit speak for themselves and are not counted again as near it."""
    near = [
        Rule.OUTSIDE not in point and not lines.near_lower <= value <= lines.near_upper
        for point, value in zip(found, values, strict=True)
    ]
    for start in range(len(values) - 2):
        three = range(start, start + 3)
        close = [place for place in three if near[place]]
        if len(close) >= 2 and abs(sum(sides[place] for place in three)) == 3:
            _mark(found, close, Rule.TWO_OF_THREE, Way(sides[start]))


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int, Way]]:
    """Each longest run of one sign other than 0: where it starts, where it has ended, its way."""
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start]:
                yield start, place, Way(signs[start])
            start = place


def _mark(found: list[Found], places: Sequence[int], rule: Rule, way: Way) -> None:
    """Mark places with a rule; where a falling run begins on the last point of a rising one, the later wins."""
    for place in places:
        found[place][rule] = way


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
