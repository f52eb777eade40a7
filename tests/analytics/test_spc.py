"""XmR charts: published results to the printed digit, each rule, and a second, slow way to the same."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.spc import Assurance, Chart, SeriesRefused, Variation, xmr

PUBLISHED = json.loads((Path(__file__).parents[1] / "data/spc/vectors.json").read_text())
RULES = ("outside", "shift", "trend", "two_of_three")
CALM = [4, 6, 5, 6, 4, 5]
"""Mean 5, mean moving range 1.4: limits 1.276 and 8.724, near limits 2.517 and 7.483."""


def marked(chart: Chart, rule: str) -> list[int]:
    """The numbers of the points that bear a rule, counted from 1."""
    return [number for number, point in enumerate(chart.points, 1) if rule in point.rules]


def fulfilling(chart: Chart, rule: str) -> list[int]:
    return [number for number, point in enumerate(chart.points, 1) if rule in point.fulfils]


@pytest.mark.parametrize("case", PUBLISHED["cases"], ids=lambda case: case["id"])
def test_published_charts_are_repeated_to_the_printed_digit(case):
    values = list(PUBLISHED["series"][case["series"]])
    for number, value in case.get("replace", {}).items():
        values[int(number) - 1] = value

    chart = xmr(values, baseline=case.get("baseline"), screen_outliers=case.get("screen", False))

    lines = {"mean": chart.mean, "lower": chart.lower, "upper": chart.upper}
    assert {name: round(line, 6) for name, line in lines.items()} == {name: case[name] for name in lines}
    assert {rule: marked(chart, rule) for rule in RULES if rule in case} == {
        rule: case[rule] for rule in RULES if rule in case
    }


def test_near_limits_lie_at_two_thirds_of_the_limits():
    chart = xmr([0, 3, 0, 3])

    lines = (chart.lower, chart.near_lower, chart.mean, chart.near_upper, chart.upper)
    assert lines == pytest.approx((-6.48, -3.82, 1.5, 6.82, 9.48))


def test_a_point_on_a_limit_is_within_it():
    on_it, beyond = [*CALM, 8.724, 1.276], [*CALM, 8.7241, 1.2759]

    assert marked(xmr(on_it, baseline=6), "outside") == []
    assert marked(xmr(beyond, baseline=6), "outside") == [7, 8]


def test_a_point_on_a_near_limit_is_not_beyond_it():
    calm = [1.2, 1.8, 1.5, 1.2, 1.8]  # mean 1.5, mean moving range 0.45, near upper limit 2.298

    assert marked(xmr([*calm, 2.298, 1.6, 2.298], baseline=5), "two_of_three") == []
    assert marked(xmr([*calm, 2.299, 1.6, 2.299], baseline=5), "two_of_three") == [6, 8]


def test_seven_points_on_one_side_are_a_shift_and_all_of_them_bear_it():
    six, seven = [*CALM, 6, 7, 6, 7, 6, 7, 5], [*CALM, 6, 7, 6, 7, 6, 7, 6, 4]

    assert marked(xmr(six, baseline=6), "shift") == []
    assert marked(xmr(seven, baseline=6), "shift") == [7, 8, 9, 10, 11, 12, 13]


def test_a_point_on_the_mean_ends_a_shift():
    chart = xmr([*CALM, 6, 7, 6, 5, 6, 7, 6, 7], baseline=6)

    assert marked(chart, "shift") == []


@pytest.mark.parametrize(("run", "shifted"), [(6, [7, 8, 9, 10, 11, 12]), (7, []), (8, [])])
def test_the_length_of_a_run_can_be_set(run, shifted):
    chart = xmr([*CALM, 6, 7, 6, 7, 6, 7, 5], baseline=6, run=run)

    assert marked(chart, "shift") == shifted


def test_seven_points_that_each_rise_or_each_fall_are_a_trend():
    rising, falling = [9, 1, 2, 3, 4, 5, 6, 7, 2], [1, 9, 8, 7, 6, 5, 4, 3, 8]

    assert fulfilling(xmr(rising), "trend") == [2, 3, 4, 5, 6, 7, 8]
    assert fulfilling(xmr(falling), "trend") == [2, 3, 4, 5, 6, 7, 8]


def test_two_equal_values_end_a_trend():
    assert fulfilling(xmr([1, 2, 3, 3, 4, 5, 6, 7]), "trend") == []


def test_two_of_three_must_have_all_three_on_one_side_of_the_mean():
    together, across = [*CALM, 8, 5.5, 8], [*CALM, 8, 4.5, 8]

    assert marked(xmr(together, baseline=6), "two_of_three") == [7, 9]
    assert marked(xmr(across, baseline=6), "two_of_three") == []


def test_three_near_a_limit_all_bear_two_of_three():
    assert marked(xmr([*CALM, 2, 2, 2], baseline=6), "two_of_three") == [7, 8, 9]


def test_a_point_beyond_a_limit_is_not_counted_again_as_near_it():
    chart = xmr([*CALM, 8, 5.5, 20], baseline=6)

    assert (marked(chart, "two_of_three"), marked(chart, "outside")) == ([], [9])


def test_a_point_beyond_a_limit_bears_that_alone_and_still_counts_for_its_run():
    chart = xmr([*CALM, 6, 7, 6, 20, 6, 7, 6], baseline=6)

    assert chart.points[9].rules == ("outside",)
    assert chart.points[9].fulfils == ("outside", "shift")
    assert marked(chart, "shift") == [7, 8, 9, 11, 12, 13]


def test_screening_leaves_out_great_moving_ranges_once():
    spike = PUBLISHED["series"]["spike"]

    assert xmr(spike, screen_outliers=True).stretches[0].mean_moving_range == 1
    assert xmr(spike).stretches[0].mean_moving_range == pytest.approx(32 / 17)


def test_screening_that_would_leave_no_variation_leaves_the_chart_as_it_is():
    nearly_constant = [5, 5, 5, 5, 5, 5, 5, 6]

    assert xmr(nearly_constant, screen_outliers=True) == xmr(nearly_constant)


@pytest.mark.parametrize("value", [0, 0.1, 1 / 3, 12345.678])
def test_a_constant_series_has_no_signs_and_limits_on_its_mean(value):
    chart = xmr([value] * 25)

    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((value, value, value))
    assert [point.rules for point in chart.points] == [()] * 25
    assert not chart.stretches[0].has_limits


def test_what_floating_point_leaves_over_is_no_variation():
    chart = xmr([0.1 + 0.2, 0.3, 0.3, 0.1 * 3, 0.3, 0.3, 0.3, 0.3, 0.1 + 0.2])

    assert chart.stretches[0].mean_moving_range == 0
    assert not any(point.is_special for point in chart.points)


def test_a_baseline_without_variation_draws_no_false_limits_but_a_lasting_change_shows():
    chart = xmr([5, 5, 5, 5, 6, 6, 7, 6, 6, 7, 6], baseline=4)

    assert marked(chart, "outside") == marked(chart, "two_of_three") == []
    assert marked(chart, "shift") == [5, 6, 7, 8, 9, 10, 11]


def test_each_stretch_after_a_rebase_has_its_own_lines_and_baseline():
    chart = xmr([1, 3, 1, 3, 11, 15, 11, 15, 50], rebase=[4], baseline=4)

    assert [(each.start, each.end, each.mean) for each in chart.stretches] == [(0, 4, 2), (4, 9, 13)]
    assert (chart.mean, chart.upper) == (13, pytest.approx(23.64))
    assert marked(chart, "outside") == [9]


def test_no_run_crosses_a_rebase():
    rising = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

    assert fulfilling(xmr(rising), "trend") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert fulfilling(xmr(rising, rebase=[5]), "trend") == []


def test_few_points_are_reckoned_all_the_same():
    chart = xmr([2, 4, 3])

    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((3, -0.99, 6.99))


def test_one_point_has_a_mean_and_no_limits_to_draw():
    chart = xmr([7])

    assert (chart.mean, chart.lower, chart.upper, chart.points[0].rules) == (7, 7, 7, ())
    assert not chart.stretches[0].has_limits


def test_no_points_make_an_empty_chart():
    assert xmr([], improvement="up", target=3) == Chart((), (), None)
    assert (xmr([]).mean, xmr([]).variation, xmr([]).is_stable) == (None, None, False)


@pytest.mark.parametrize(
    ("improvement", "high", "low"),
    [
        ("up", Variation.IMPROVEMENT, Variation.CONCERN),
        ("down", Variation.CONCERN, Variation.IMPROVEMENT),
        (None, Variation.HIGH, Variation.LOW),
    ],
)
def test_a_special_point_is_what_its_direction_means(improvement, high, low):
    chart = xmr([*CALM, 20, -20], baseline=6, improvement=improvement)

    assert [point.variation for point in chart.points] == [Variation.COMMON] * 6 + [high, low]
    assert chart.variation == low


def test_a_trend_speaks_by_where_it_goes_not_by_its_side_of_the_mean():
    falling_above = xmr([*CALM, 8.6, 8.4, 8.2, 8, 7.8, 7.6, 7.5], baseline=6, improvement="up")

    assert {point.variation for point in falling_above.points[6:]} == {Variation.CONCERN}


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("up", 1, Assurance.HIT),
        ("up", 9, Assurance.MISS),
        ("down", 1, Assurance.MISS),
        ("down", 9, Assurance.HIT),
        ("up", 5, Assurance.INCONSISTENT),
        ("up", 8.724, Assurance.INCONSISTENT),
        ("down", 1.276, Assurance.INCONSISTENT),
        (None, 5, None),
        ("up", None, None),
    ],
)
def test_assurance_weighs_the_target_against_the_limits(improvement, target, assurance):
    assert xmr(CALM, improvement=improvement, target=target).assurance == assurance


def test_what_has_always_been_the_same_has_an_assurance_and_one_point_has_none():
    assert xmr([100] * 12, improvement="up", target=95).assurance == Assurance.HIT
    assert xmr([100], improvement="up", target=95).assurance is None


def test_a_chart_is_stable_while_its_last_stretch_has_no_sign():
    values = [*CALM, 30, *CALM]

    assert not xmr(values).is_stable
    assert xmr(values, rebase=[7]).is_stable


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, None, 2], "Point 2 is missing"),
        ([1, float("nan")], "Point 2 is not a finite number"),
        ([float("inf")], "Point 1 is not a finite number"),
        ([Decimal("nan")], "Point 1 is not a finite number"),
        ([True, 2], "Point 1 is not a number"),
        (["3"], "Point 1 is not a number"),
        ([10**400], "Point 1 is too large"),
    ],
)
def test_what_is_no_number_is_refused_in_words(values, words):
    with pytest.raises(SeriesRefused, match=words):
        xmr(values)


@pytest.mark.parametrize(
    "settings",
    [
        {"baseline": 1},
        {"baseline": 2.0},
        {"baseline": True},
        {"rebase": [6]},
        {"rebase": [-1]},
        {"run": 2},
        {"improvement": "sideways"},
        {"target": float("nan")},
    ],
)
def test_settings_that_mean_nothing_are_refused(settings):
    with pytest.raises(SeriesRefused):
        xmr(CALM, **settings)


def test_numbers_from_the_database_are_taken_as_they_are():
    assert xmr([Decimal("0.1"), Decimal("0.2")]) == xmr([0.1, 0.2])
