"""Months as they were released: what everything that looks back or ahead starts from.

Nothing here sees an answer. A month that the charter held back is a month that is not known, and what is made of
released figures alone gives nothing away that they do not.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.measure.nps.counts import ROCKS
from clairevoix.measure.nps.outlook import MonthScore
from clairevoix.model.measure import Estimate, Figure, Suppressed

TOTAL = "total"


def released_in(released: Iterable[Figure | Suppressed], dimension: str, period: str | None = None) -> list[Estimate]:
    """The estimates of the score along one dimension that were released with a number, totals among them."""
    return [
        each.estimate
        for each in released
        if isinstance(each, Figure)
        and (each.measure, each.dimension) == ("nps", dimension)
        and period in (None, each.period)
        and each.estimate.value is not None
    ]


def month_scores(released: Iterable[Figure | Suppressed]) -> tuple[MonthScore, ...]:
    """The released months in order, with the variance behind their released bounds."""
    found = {each.key: each for each in released_in(released, "month") if each.key != TOTAL}
    return tuple(
        MonthScore(month=key, score=found[key].value or 0.0, variance=variance, n=found[key].n)
        for key in sorted(found)
        if (variance := released_variance(found[key])) is not None
    )


def released_variance(estimate: Estimate) -> float | None:
    """The variance, in points², behind the bounds of an adjusted Wald interval: (half its width / z)².

    Those bounds lie evenly around the score of n + 3 answers, 3 of them added. A bound that was cut at the end of the
    scale, or stretched to hold the score, is left aside; None where both were.
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None or low is None or high is None or estimate.method != "adjusted-wald":
        return None
    centre = adjusted(value, estimate.n)
    halves = [high - centre] if value < high < 100 else []
    halves += [centre - low] if -100 < low < value else []
    return (max(halves) / critical_value(estimate.level)) ** 2 if halves else None


def adjusted(score: float, n: int) -> float:
    """The score once Rocks' three pseudo-observations, as many for as against, are added."""
    return score * n / (n + sum(ROCKS))


def mean_score(months: Sequence[MonthScore]) -> float | None:
    """The score of the answers of all these months together."""
    n = sum(each.n for each in months)
    return sum(each.n * each.score for each in months) / n if n else None


def months_to(last: str, n: int) -> tuple[str, ...]:
    """The ``n`` months that end with ``last``.

    >>> months_to("2025-02", 3)
    ('2024-12', '2025-01', '2025-02')
    """
    end = int(last[:4]) * 12 + int(last[5:]) - 1
    return tuple(f"{place // 12:04d}-{place % 12 + 1:02d}" for place in range(end - n + 1, end + 1))


def months_between(first: str, last: str) -> int:
    """
    >>> months_between("2025-09", "2025-12")
    3
    """
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])


def is_broken(months: Sequence[str], breaks: Iterable[str]) -> bool:
    """Whether a break lies between two of these months: one that begins with the first of them does not."""
    return any(before < month <= after for month in breaks for before, after in pairwise(months))
