"""The XmR chart: one value a period, its mean, its limits, and the points that are more than chance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from analytics.spc.limits import Lines, lines_of
from analytics.spc.rules import BY_WEIGHT, Found, Rule, Way, found_in
from analytics.spc.values import Number, SeriesRefused, exact, exact_one

RUN = 7
"""Points of a shift or of a trend, unless a measure says 6 or 8."""
SHORTEST_RUN = 3
FEWEST = 2
"""Points that a baseline needs to have a moving range."""
Improvement = Literal["up", "down"]


class Variation(StrEnum):
    """What a point says: chance alone, or something else that is wanted, unwanted or neither."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"


class Assurance(StrEnum):
    """Whether the process, left as it is, will meet its target."""

    HIT = "hit"
    MISS = "miss"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Stretch:
    """Points from `start` until before `end`, with one mean and one pair of limits, in the values' unit."""

    start: int
    end: int
    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float
    mean_moving_range: float

    @property
    def has_limits(self) -> bool:
        """Whether limits may be drawn: where nothing varied they equal the mean and say nothing."""
        return self.mean_moving_range > 0


@dataclass(frozen=True)
class Point:
    """One value and what is special about it."""

    value: float
    stretch: Stretch
    rules: tuple[Rule, ...]
    """Its signs, as published: a point beyond a limit bears `outside` alone, whatever run it is also of."""
    fulfils: tuple[Rule, ...]
    """Every rule that it fulfils, of whichever weight."""
    way: Way | None
    """Which way its weightiest sign points; none where it bears none."""
    variation: Variation

    @property
    def is_special(self) -> bool:
        return bool(self.rules)


@dataclass(frozen=True)
class Chart:
    """An XmR chart. Its own mean and limits are those of the last stretch; none without points."""

    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    assurance: Assurance | None
    """By the limits in force; none without target, direction or known variation.

    Special cause variation in the last stretch (`is_stable`) makes it a statement about the past.
    """

    @property
    def mean(self) -> float | None:
        return self.stretches[-1].mean if self.stretches else None

    @property
    def lower(self) -> float | None:
        return self.stretches[-1].lower if self.stretches else None

    @property
    def upper(self) -> float | None:
        return self.stretches[-1].upper if self.stretches else None

    @property
    def near_lower(self) -> float | None:
        return self.stretches[-1].near_lower if self.stretches else None

    @property
    def near_upper(self) -> float | None:
        return self.stretches[-1].near_upper if self.stretches else None

    @property
    def variation(self) -> Variation | None:
        """What the latest point says."""
        return self.points[-1].variation if self.points else None

    @property
    def is_stable(self) -> bool:
        """Whether the last stretch has points, and chance alone explains them all."""
        return bool(self.stretches) and not any(
            point.is_special for point in self.points[self.stretches[-1].start :]
        )


def xmr(
    values: Sequence[Number],
    *,
    baseline: int | None = None,
    rebase: Collection[int] = (),
    screen_outliers: bool = False,
    run: int = RUN,
    improvement: Improvement | None = None,
    target: Number | None = None,
) -> Chart:
    """Make the XmR chart of values in the order of time: mean ± 2.66 × mean moving range.

    `baseline`: how many first points of each stretch set its lines (all, unless given). `rebase`: the
    places, counted from 0, where a stretch with lines of its own begins; runs end there. `screen_outliers`
    leaves moving ranges of 3.267 times their mean or more out of it, once. `run`: points of a shift or
    trend. `improvement` says which way is better and `target` what is aimed at. However few the points,
    everything is reckoned; a page keeps back what it should not show.

    Source: Making Data Count; see `limits` and `rules`. Raises SeriesRefused.
    """
    numbers = exact(values)
    _check(len(numbers), baseline, rebase, run, improvement)
    aim = None if target is None else exact_one(target, "The target")
    edges = sorted({0, *rebase, len(numbers)})
    points: list[Point] = []
    stretches: list[Stretch] = []
    assurance = None
    for start, end in pairwise(edges):
        inside = numbers[start:end]
        lines = lines_of(inside[:baseline], screen_outliers=screen_outliers)
        stretches.append(_stretch(start, end, lines))
        for value, found in zip(inside, found_in(inside, lines, run), strict=True):
            points.append(_point(float(value), stretches[-1], found, improvement))
        assurance = _assurance(inside, lines, aim, improvement)
    return Chart(tuple(points), tuple(stretches), assurance)


def _stretch(start: int, end: int, lines: Lines) -> Stretch:
    return Stretch(
        start,
        end,
        mean=float(lines.mean),
        lower=float(lines.lower),
        upper=float(lines.upper),
        near_lower=float(lines.near_lower),
        near_upper=float(lines.near_upper),
        mean_moving_range=float(lines.mean_range),
    )


def _point(value: float, stretch: Stretch, found: Found, improvement: Improvement | None) -> Point:
    fulfils = tuple(rule for rule in Rule if rule in found)
    rules = (Rule.OUTSIDE,) if Rule.OUTSIDE in found else fulfils
    way = next((found[rule] for rule in BY_WEIGHT if rule in found), None)
    return Point(value, stretch, rules, fulfils, way, _variation(way, improvement))


def _variation(way: Way | None, improvement: Improvement | None) -> Variation:
    if way is None:
        return Variation.COMMON
    if improvement is None:
        return Variation.HIGH if way == Way.UP else Variation.LOW
    return Variation.IMPROVEMENT if (way == Way.UP) == (improvement == "up") else Variation.CONCERN


def _assurance(
    values: Sequence[Fraction], lines: Lines, target: Fraction | None, improvement: Improvement | None
) -> Assurance | None:
    """Hit where the target lies beyond the limit on the bad side, miss beyond the other, else by chance."""
    is_constant = len(values) >= FEWEST and len(set(values)) == 1
    if target is None or improvement is None or not (lines.mean_range or is_constant):
        return None
    if lines.lower <= target <= lines.upper:
        return Assurance.INCONSISTENT
    return Assurance.HIT if (target < lines.lower) == (improvement == "up") else Assurance.MISS


def _check(
    count: int, baseline: int | None, rebase: Collection[int], run: int, improvement: Improvement | None
) -> None:
    if baseline is not None and (not _is_whole(baseline) or baseline < FEWEST):
        raise SeriesRefused(f"A baseline is a whole number of points, {FEWEST} or more.")
    if not all(_is_whole(place) and 0 <= place < count for place in rebase):
        raise SeriesRefused("A rebase is the place of a point of the series, counted from 0.")
    if not _is_whole(run) or run < SHORTEST_RUN:
        raise SeriesRefused(f"A run is a whole number of points, {SHORTEST_RUN} or more.")
    if improvement not in (None, "up", "down"):
        raise SeriesRefused("Improvement is “up” or “down”, or not said.")


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
