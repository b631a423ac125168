"""Confidence intervals for the Net Promoter Score of one group of respondents.

Notation of the sources: P promoters, D detractors, n respondents, d = (P - D) / n on the scale -1 to 1, and
s² = (P + D) / n - d², the variance of one answer coded +1, 0, -1.
"""

import math
from collections.abc import Callable, Mapping
from statistics import NormalDist

from clairevoix.measure.nps import bootstrap, posterior
from clairevoix.measure.nps.counts import BONETT_PRICE, ROCKS, Bounds, Counts, PseudoCounts
from clairevoix.model.measure import Estimate, NpsCell

DEFAULT_METHOD = "adjusted-wald"


def net_promoter_score(cell: NpsCell, level: float = 0.95, method: str = DEFAULT_METHOD) -> Estimate:
    """The score of a cell in points, -100 to 100, with its interval; no number at all when nobody answered.

    >>> net_promoter_score(NpsCell(key="a", n_promoters=50, n_passives=33, n_detractors=17)).value
    33.0
    """
    value = low = high = None
    if cell.n:
        value = 100 * (cell.n_promoters - cell.n_detractors) / cell.n
        low, high = shown_bounds(value, METHODS[method](cell, level))
    return Estimate(key=cell.key, value=value, low=low, high=high, level=level, n=cell.n, method=method, unit="points")


def shown_bounds(value: float, bounds: Bounds) -> Bounds:
    """Bounds in points, cut at the ends of the scale.

    Adding pseudo-observations can move the interval off an extreme score of very few; it is stretched to hold the
    score.

    >>> shown_bounds(100.0, (0.175, 0.94)), shown_bounds(-60.0, (-1.02, -0.1))
    ((17.5, 100.0), (-100.0, -10.0))
    """
    low, high = bounds
    return min(value, 100 * max(-1.0, low)), max(value, 100 * min(1.0, high))


def wald(cell: Counts, level: float) -> Bounds:
    """d ± z·s/√n: too narrow for small groups, degenerate when all answers agree."""
    return _around(cell.n_promoters, cell.n_detractors, cell.n, critical_value(level))


def adjusted_wald(cell: Counts, level: float) -> Bounds:
    """Wald after adding ¾ promoter, 1½ passives and ¾ detractor (Rocks 2016, The American Statistician 70(4))."""
    return wald(PseudoCounts.around(cell, ROCKS), level)


def bonett_price(cell: Counts, level: float) -> Bounds:
    """Wald after adding one promoter and one detractor (Bonett & Price 2012, J. Educ. Behav. Stat. 37(4))."""
    return wald(PseudoCounts.around(cell, BONETT_PRICE), level)


def goodman(cell: Counts, level: float) -> Bounds:
    """Wald for all contrasts of the three shares at once: z² replaced by χ²(2) (Goodman 1964, Ann. Math. Stat. 35(2)).

    With two degrees of freedom the quantile is -2·ln(1 - level).
    """
    return _around(cell.n_promoters, cell.n_detractors, cell.n, math.sqrt(-2 * math.log(1 - level)))


def score(cell: Counts, level: float) -> Bounds:
    """The values of d that a score test does not reject (Tango 1998, Statistics in Medicine 17(8)): Rocks' iterative."""
    critical = critical_value(level)
    observed = (cell.n_promoters - cell.n_detractors) / cell.n
    lower = -1.0 if observed <= -1 else _crossing(cell, -1.0, observed, critical)
    upper = 1.0 if observed >= 1 else _crossing(cell, 1.0, observed, -critical)
    return lower, upper


#: Name of a method, as the command line takes it, to its function.
METHODS: Mapping[str, Callable[[Counts, float], Bounds]] = {
    "adjusted-wald": adjusted_wald,
    "wald": wald,
    "score": score,
    "bonett-price": bonett_price,
    "goodman": goodman,
    "bootstrap": bootstrap.percentile,
    "bootstrap-bca": bootstrap.bias_corrected,
    "dirichlet": posterior.bounds,
}
#: Those that draw whole answers, so that fractions of an answer (weights) mean nothing to them.
RESAMPLING = frozenset({"bootstrap", "bootstrap-bca"})


def critical_value(level: float) -> float:
    """z such that a standard normal lies within ±z with probability ``level``."""
    return NormalDist().inv_cdf((1 + level) / 2)


def student_critical_value(level: float, degrees: int) -> float:
    """The same for Student's t, by its expansion around the normal (Abramowitz & Stegun 1964, 26.7.5).

    Within 0.1 % from 10 degrees of freedom up, wider than the truth by some percent below 5.

    >>> round(student_critical_value(0.95, 11), 3), round(student_critical_value(0.95, 99), 3)
    (2.201, 1.984)
    """
    z = critical_value(level)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return math.fsum(term / degrees**power for power, term in enumerate(terms))


def _around(promoters: float, detractors: float, n: float, critical: float) -> Bounds:
    centre = (promoters - detractors) / n
    half = critical * math.sqrt(max(0.0, (promoters + detractors) / n - centre**2) / n)
    return centre - half, centre + half


def _crossing(cell: Counts, outside: float, inside: float, critical: float) -> float:
    """Between a rejected and an accepted value, where the statistic equals ``critical``: bisection to 1e-12."""
    while abs(outside - inside) > 1e-12:
        middle = (outside + inside) / 2
        rejected = _statistic(cell, middle) > critical if critical > 0 else _statistic(cell, middle) < critical
        outside, inside = (middle, inside) if rejected else (outside, middle)
    return inside


def _statistic(cell: Counts, delta: float) -> float:
    """Tango's z at ``delta``, with q, the restricted estimate of the detractors' share, from its quadratic."""
    n, promoters, detractors = cell.n, cell.n_promoters, cell.n_detractors
    b = -promoters - detractors + (2 * n - promoters + detractors) * delta
    c = -detractors * delta * (1 - delta)
    q = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * q + delta * (1 - delta))
    excess = promoters - detractors - n * delta
    if variance <= 0:
        return math.copysign(math.inf, excess) if excess else 0.0
    return excess / math.sqrt(variance)
