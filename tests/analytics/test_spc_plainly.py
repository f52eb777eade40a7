"""XmR charts a second way: point by point and window by window, in integers, with nothing shared."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.spc import SeriesRefused, xmr


def plain_reach(base: list[int], screen: bool) -> Fraction:
    ranges = [abs(base[i] - base[i - 1]) for i in range(1, len(base))]
    if screen and ranges:
        within = [r for r in ranges if r * 1000 * len(ranges) < 3267 * sum(ranges)]
        ranges = within if sum(within) else ranges
    return Fraction(266 * sum(ranges), 100 * len(ranges)) if ranges else Fraction(0)


def plain_runs(window: list[Fraction]) -> set[str]:
    """What a window of the length of a run is, by its distances from the mean."""
    steps = [window[i + 1] - window[i] for i in range(len(window) - 1)]
    found = set()
    if min(window) > 0 or max(window) < 0:
        found.add("shift")
    if min(steps) > 0 or max(steps) < 0:
        found.add("trend")
    return found


def plainly(values: list[int], baseline: int | None, screen: bool, run: int) -> list[set[str]]:
    """The rules of each point, straight from their definitions."""
    base = values[: baseline or len(values)]
    reach = plain_reach(base, screen)
    distance = [value - Fraction(sum(base), len(base)) for value in values]
    rules = [{"outside"} if reach and abs(each) > reach else set() for each in distance]
    for start in range(len(values) - run + 1):
        for i in range(start, start + run):
            rules[i] |= plain_runs(distance[start : start + run])
    for start in range(len(values) - 2):
        three = distance[start : start + 3]
        near = [i for i in range(start, start + 3) if reach * 2 / 3 < abs(distance[i]) <= reach]
        if len(near) >= 2 and (min(three) > 0 or max(three) < 0):
            for i in near:
                rules[i].add("two_of_three")
    return rules


@given(
    values=st.lists(st.integers(-6, 6), min_size=1, max_size=40)
    | st.lists(st.integers(), min_size=1, max_size=12),
    baseline=st.none() | st.integers(2, 15),
    screen=st.booleans(),
    run=st.sampled_from([6, 7, 8]),
)
def test_every_mark_equals_the_plain_reading_of_its_rule(values, baseline, screen, run):
    chart = xmr(values, baseline=baseline, screen_outliers=screen, run=run)

    expected = plainly(values, baseline, screen, run)
    assert [set(point.fulfils) for point in chart.points] == expected
    shown = [{"outside"} if "outside" in rules else rules for rules in expected]
    assert [set(point.rules) for point in chart.points] == shown


@given(
    st.lists(st.integers(-500, 500), min_size=2, max_size=30),
    st.sampled_from([10, 100, 1000]),
    st.lists(st.integers(1, 29), max_size=3),
)
def test_the_unit_of_the_values_changes_no_mark(values, unit, rebase):
    rebase = [place for place in rebase if place < len(values)]

    whole, parts = xmr(values, rebase=rebase), xmr([value / unit for value in values], rebase=rebase)

    assert [point.fulfils for point in parts.points] == [point.fulfils for point in whole.points]
    assert [each.upper * unit for each in parts.stretches] == pytest.approx(
        [each.upper for each in whole.stretches]
    )


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_any_numbers_make_a_chart_or_are_refused(values):
    try:
        chart = xmr(values, improvement="up", target=0)
    except SeriesRefused:
        assert max(map(abs, values)) > 1e300
        return

    assert len(chart.points) == len(values)
    assert all(each.lower <= each.mean <= each.upper for each in chart.stretches)
