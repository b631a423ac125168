"""Funnel plots: what chance alone would make of one common share, by how many cases an area has.

Instead of an order of areas, which small ones head and close by chance alone (Spiegelhalter 2005, Statist. Med. 24). Limits
are exact binomial quantiles, interpolated between counts as he proposes; where areas spread more than chance explains, the
limits are widened by the square root of the winsorised overdispersion φ, which is said.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.measure.journeys.binomial import cumulative, quantile

#: 2 and 3 standard deviations of the normal: 1 in 20 and 1 in 500 areas lie outside by chance.
NEAR, FAR = 0.95, 0.998
_WINSORISED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Between what an area of ``n`` cases lies by chance, at 95 and 99.8 %."""

    n: int
    near: tuple[float, float]
    far: tuple[float, float]


def limits(common: float, n: int, overdispersion: float = 1.0) -> Limits:
    """The limits around a common share, 0 to 1, for an area of n cases."""

    def between(level: float) -> tuple[float, float]:
        low, high = (_interpolated(common, n, q) for q in ((1 - level) / 2, (1 + level) / 2))
        wide = math.sqrt(overdispersion)
        return max(0.0, common - (common - low) * wide), min(1.0, common + (high - common) * wide)

    return Limits(n=n, near=between(NEAR), far=between(FAR))


def _interpolated(p: float, n: int, q: float) -> float:
    """Spiegelhalter's continuous quantile of a share: between the count whose probability passes q and the one before."""
    k = quantile(n, p, q)
    if not 0 < p < 1:
        return p
    at, before = cumulative(k, n, p), cumulative(k - 1, n, p)
    return max(0.0, k - (at - q) / (at - before)) / n if at > before else k / n


def overdispersion(common: float, areas: Sequence[tuple[float, int]]) -> float:
    """φ, from the shares and counts of areas, the most extreme tenth at each end brought in; 1 unless they spread too much.

    Widening is for spread that is beyond doubt: below 1 + 2·√(2/areas), φ is taken for chance.
    """
    if len(areas) < 5 or not 0 < common < 1:
        return 1.0
    scores = sorted((value - common) / math.sqrt(common * (1 - common) / n) for value, n in areas)
    ends = math.floor(_WINSORISED * len(scores))
    low, high = scores[ends], scores[-ends - 1]
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / len(scores)
    return phi if phi > 1 + 2 * math.sqrt(2 / len(scores)) else 1.0


def place(value: float, found: Limits) -> str:
    """Where a share lies: ``within``, ``below`` or ``above`` 95 %, ``far_below`` or ``far_above`` 99.8 %."""
    if value < found.far[0]:
        return "far_below"
    if value > found.far[1]:
        return "far_above"
    if value < found.near[0]:
        return "below"
    return "above" if value > found.near[1] else "within"
