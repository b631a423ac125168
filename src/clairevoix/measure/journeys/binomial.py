"""Shares of counts: their confidence intervals, and what chance alone would make of a known share."""

import math

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.model.measure import Estimate

WILSON = "wilson"


def share(key: str, k: int, n: int, level: float, *, people: int | None = None) -> Estimate:
    """The share k/n with Wilson's interval (1927, J. Am. Stat. Assoc. 22); no number of nobody.

    ``people`` says on how many the number rests, where these are not the ``n``: of a part of a whole, those of the part.
    """
    low, high = wilson(k, n, level) if n else (None, None)
    return Estimate(
        key=key,
        value=k / n if n else None,
        low=low,
        high=high,
        level=level,
        n=n if people is None else people,
        method=WILSON,
        unit="share",
    )


def wilson(k: int, n: int, level: float) -> tuple[float, float]:
    """
    >>> tuple(round(bound, 4) for bound in wilson(81, 263, 0.95))
    (0.2553, 0.3662)
    """
    z = critical_value(level)
    p, z2 = k / n, z * z
    middle, half = p + z2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return (0.0 if k == 0 else (middle - half) / scale), (1.0 if k == n else (middle + half) / scale)


def quantile(n: int, p: float, q: float) -> int:
    """The least k that at most so many successes among n have with probability ``q`` or more, the binomial's quantile.

    >>> quantile(10, 0.5, 0.5), quantile(10, 0.5, 0.025), quantile(10, 0.5, 0.975)
    (5, 2, 8)
    """
    if not 0 < p < 1:
        return 0 if p <= 0 else n
    middle, deviation = n * p, math.sqrt(n * p * (1 - p))
    first = max(0, math.floor(middle - 9 * deviation - 9))
    total, k = 0.0, first
    while k < n:
        total += math.exp(_log_probability(k, n, p))
        if total >= q * (1 - 1e-12):
            return k
        k += 1
    return n


def _log_probability(k: int, n: int, p: float) -> float:
    choices = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return choices + k * math.log(p) + (n - k) * math.log1p(-p)


def cumulative(k: int, n: int, p: float) -> float:
    """How probable at most k successes among n are."""
    if k < 0:
        return 0.0
    if k >= n:
        return 1.0
    first = max(0, math.floor(n * p - 9 * math.sqrt(n * p * (1 - p)) - 9))
    return min(1.0, math.fsum(math.exp(_log_probability(each, n, p)) for each in range(first, k + 1)))
