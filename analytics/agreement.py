"""Coding agreement: how far two people who code the same tickets, blind, choose the same cause.

Cohen's kappa = (observed - expected) / (1 - expected), without a unit, from -1 over 0 (no more than chance) to
1. Observed = share of pairs that agree; expected = sum over causes of the product of the two coders' shares
of it. Source: Cohen, "A coefficient of agreement for nominal scales", 1960.

Interval = kappa ± 1.96 × standard error, cut at -1 and 1. The standard error is the large-sample one that
does not suppose kappa to be 0: Fleiss, Cohen and Everitt, "Large sample standard errors of kappa and
weighted kappa", Psychological Bulletin 72, 1969, formula 13.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from statistics import NormalDist

from analytics.period import first_of_month

CONFIDENCE = 0.95
"""Share of such intervals that hold the true kappa."""
FEW = 30
"""Pairs below which a large-sample interval is only a rough guide."""
NO_WIDTH = 1e-6
"""A standard error below this is 0 but for floating point."""
REST = ""
"""What stands for every other cause where one is looked at alone."""
Pair = tuple[str, str]
"""The first and the second coder's cause for one ticket."""


@dataclass(frozen=True)
class TwiceCoded:
    """One ticket coded twice, and the day that decides to which month it belongs."""

    first: str
    second: str
    on: date


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree; `caution` says in words what the figures cannot."""

    pairs: int
    agreed: int
    observed_share: float | None = None
    expected_share: float | None = None
    kappa: float | None = None
    standard_error: float | None = None
    lower: float | None = None
    upper: float | None = None
    caution: str = ""


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Kappa with its interval; where there is none, `caution` says why."""
    cells = Counter(pairs)
    count = cells.total()
    agreed = sum(times for (first, second), times in cells.items() if first == second)
    if not count:
        return Agreement(0, 0, caution="No ticket was coded twice.")
    shares = {pair: times / count for pair, times in cells.items()}
    first, second = _margin(shares, 0), _margin(shares, 1)
    observed = agreed / count
    expected = sum(share * second.get(cause, 0) for cause, share in first.items())
    if len(first.keys() | second.keys()) == 1:
        words = "Both coders used one and the same cause for every ticket, so kappa cannot be told."
        return Agreement(count, agreed, observed, expected, caution=words)
    kappa = (observed - expected) / (1 - expected)
    error = _standard_error(shares, kappa, expected, count)
    return _with_interval(Agreement(count, agreed, observed, expected, kappa, error))


def by_cause(pairs: Sequence[Pair], causes: Iterable[str]) -> dict[str, Agreement]:
    """Agreement on each cause against all others together, in the order given."""
    return {
        cause: agreement((_or_rest(first, cause), _or_rest(second, cause)) for first, second in pairs)
        for cause in causes
    }


def by_month(coded: Iterable[TwiceCoded]) -> dict[date, Agreement]:
    """Agreement in each month that has a ticket coded twice, by its first day, earliest first."""
    months: defaultdict[date, list[Pair]] = defaultdict(list)
    for ticket in coded:
        months[first_of_month(ticket.on)].append((ticket.first, ticket.second))
    return {month: agreement(months[month]) for month in sorted(months)}


def _or_rest(cause: str, looked_at: str) -> str:
    return cause if cause == looked_at else REST


def _margin(shares: Mapping[Pair, float], coder: int) -> dict[str, float]:
    margin: defaultdict[str, float] = defaultdict(float)
    for pair, share in shares.items():
        margin[pair[coder]] += share
    return dict(margin)


def _standard_error(shares: Mapping[Pair, float], kappa: float, expected: float, count: int) -> float:
    """Formula 13 of Fleiss, Cohen and Everitt; cells that hold no ticket add nothing."""
    first, second = _margin(shares, 0), _margin(shares, 1)
    same = other = 0.0
    for (one, two), share in shares.items():
        if one == two:
            same += share * (1 - (first[one] + second[one]) * (1 - kappa)) ** 2
        else:
            other += share * (second.get(one, 0) + first.get(two, 0)) ** 2
    spread = same + (1 - kappa) ** 2 * other - (kappa - expected * (1 - kappa)) ** 2
    return sqrt(max(spread, 0) / count) / (1 - expected)


def _with_interval(found: Agreement) -> Agreement:
    """The same with its interval, unless every ticket falls where the formula sees no uncertainty."""
    assert found.kappa is not None
    assert found.standard_error is not None
    if found.standard_error < NO_WIDTH:
        words = f"{_alike(found)}, so the usual interval has no width and says nothing of how sure kappa is."
        return replace(found, standard_error=None, caution=words)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * found.standard_error
    words = (
        f"Fewer than {FEW} tickets were coded twice: take the interval as a rough guide."
        if found.pairs < FEW
        else ""
    )
    lower, upper = max(-1.0, found.kappa - reach), min(1.0, found.kappa + reach)
    return replace(found, lower=lower, upper=upper, caution=words)


def _alike(found: Agreement) -> str:
    if found.agreed == found.pairs:
        return "The coders agreed on every ticket"
    return "The coders agreed on no ticket" if not found.agreed else "The tickets fall too evenly"
