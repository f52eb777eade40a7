"""Cohen's kappa: published figures, a second way to its standard error, and tables it says nothing about."""

from collections import Counter
from datetime import date
from math import sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.agreement import Agreement, TwiceCoded, agreement, by_cause, by_month

Pairs = list[tuple[str, str]]


def pairs_of(table: list[list[int]]) -> Pairs:
    """The pairs that a table of counts holds: rows the first coder, columns the second."""
    return [
        ("abcdef"[row], "abcdef"[column])
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]


def test_kappa_and_its_interval_are_those_published():
    # Fleiss, "Statistical Methods for Rates and Proportions", 1981, table 13.1
    found = agreement(pairs_of([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))

    figures = (found.kappa, found.standard_error, found.lower, found.upper)
    assert tuple(round(figure, 4) for figure in figures) == (0.6765, 0.0877, 0.5046, 0.8484)
    assert (found.pairs, found.agreed, found.observed_share, found.caution) == (100, 89, 0.89, "")


def test_kappa_by_hand():
    found = agreement(pairs_of([[20, 5], [10, 15]]))

    assert (found.observed_share, found.expected_share, found.kappa) == pytest.approx((0.7, 0.5, 0.4))


def test_nothing_coded_twice_is_said():
    assert agreement([]) == Agreement(0, 0, caution="No ticket was coded twice.")


def test_one_cause_throughout_leaves_kappa_untold():
    found = agreement([("a", "a")] * 40)

    assert (found.kappa, found.observed_share, found.expected_share) == (None, 1, 1)
    assert "one and the same cause" in found.caution


@pytest.mark.parametrize(
    ("table", "kappa", "words"),
    [
        ([[20, 0], [0, 20]], 1, "agreed on every ticket"),
        ([[0, 20], [20, 0]], -1, "agreed on no ticket"),
        ([[0, 40], [0, 0]], 0, "agreed on no ticket"),
    ],
)
def test_a_kappa_without_visible_doubt_has_no_interval(table, kappa, words):
    found = agreement(pairs_of(table))

    assert found.kappa == pytest.approx(kappa)
    assert (found.standard_error, found.lower, found.upper) == (None, None, None)
    assert words in found.caution


def test_a_small_sample_is_warned_of():
    found = agreement(pairs_of([[9, 2], [3, 8]]))

    assert found.lower is not None
    assert "Fewer than 30" in found.caution


def test_each_cause_is_looked_at_against_the_rest():
    pairs = pairs_of([[20, 3, 2], [4, 15, 1], [0, 2, 13]])

    found = by_cause(pairs, ["b", "a", "unused"])

    assert list(found) == ["b", "a", "unused"]
    assert found["a"] == agreement(pairs_of([[20, 5], [4, 31]]))
    assert found["b"] == agreement(pairs_of([[15, 5], [5, 35]]))
    assert found["unused"].kappa is None


def test_months_stand_apart_and_in_order():
    coded = [
        TwiceCoded("a", "b", date(2026, 3, 1)),
        TwiceCoded("a", "a", date(2026, 2, 28)),
        TwiceCoded("b", "b", date(2026, 3, 31)),
    ]

    found = by_month(coded)

    assert list(found.items()) == [
        (date(2026, 2, 1), agreement([("a", "a")])),
        (date(2026, 3, 1), agreement([("a", "b"), ("b", "b")])),
    ]


CODED = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60)


def kappa_of(cells: dict[tuple[str, str], float]) -> float:
    """Kappa from the shares of the cells, which need not sum to 1 exactly."""
    total = sum(cells.values())
    observed = sum(cells.get((cause, cause), 0) for cause in "abc") / total
    expected = (
        sum(
            sum(share for (first, _), share in cells.items() if first == cause)
            * sum(share for (_, second), share in cells.items() if second == cause)
            for cause in "abc"
        )
        / total**2
    )
    return (observed - expected) / (1 - expected)


@given(CODED)
def test_kappa_and_its_error_equal_the_plain_recount(pairs):
    assume(len({cause for pair in pairs for cause in pair}) > 1)
    shares = {cell: count / len(pairs) for cell, count in Counter(pairs).items()}
    # the delta method: variance of the slopes of kappa over the cells, taken by small steps
    step = 1e-6
    slopes = {
        cell: (kappa_of(shares | {cell: share + step}) - kappa_of(shares | {cell: share - step})) / (2 * step)
        for cell, share in shares.items()
    }
    middle = sum(share * slopes[cell] for cell, share in shares.items())
    spread = sum(share * (slopes[cell] - middle) ** 2 for cell, share in shares.items())

    found = agreement(pairs)

    assert found.kappa == pytest.approx(kappa_of(shares))
    assert (found.standard_error or 0) == pytest.approx(sqrt(spread / len(pairs)), abs=1e-5)


@given(CODED)
def test_who_coded_first_makes_no_difference(pairs):
    there, back = agreement(pairs), agreement([(second, first) for first, second in pairs])

    assert back.kappa == pytest.approx(there.kappa)
    assert back.standard_error == pytest.approx(there.standard_error)
