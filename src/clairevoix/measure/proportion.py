"""Shares of a whole with Wilson's interval, and shares of several groups set against each other."""

import math
from collections.abc import Mapping, Sequence

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.model.measure import Estimate, EstimateTable

METHOD = "wilson"
TOTAL = "total"


def wilson(part: float, whole: float, level: float) -> tuple[float | None, float | None]:
    """Wilson 1927, J. Am. Stat. Assoc. 22(158): the shares that a score test does not reject; None of nothing.

    >>> [round(bound, 3) for bound in wilson(8, 10, 0.95)]
    [0.49, 0.943]
    """
    if not whole:
        return None, None
    z, share = critical_value(level), part / whole
    centre, half = share + z * z / (2 * whole), z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole**2))
    low, high = (centre - half) / (1 + z * z / whole), (centre + half) / (1 + z * z / whole)
    return max(0.0, min(share, low)), min(1.0, max(share, high))


def proportion(key: str, part: int, whole: int, level: float) -> Estimate:
    """``part`` of ``whole`` people, who are those that it rests on; no number of nobody."""
    low, high = wilson(part, whole, level)
    value = part / whole if whole else None
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=whole, method=METHOD, unit="share")


def proportion_table(
    names: tuple[str, str, str], parts: Mapping[str, tuple[int, int]], level: float, *, whole: bool = True
) -> EstimateTable:
    """The shares of all groups, from (part, whole) of each; ``names`` are measure, dimension and period."""
    measure, dimension, period = names
    total = tuple(sum(each[place] for each in parts.values()) for place in (0, 1))
    return EstimateTable(
        measure=measure,
        dimension=dimension,
        period=period,
        parts=tuple(proportion(key, *counts, level) for key, counts in parts.items()),
        total=proportion(TOTAL, total[0], total[1], level) if whole else None,
    )


def counted(estimates: Sequence[Estimate]) -> dict[str, tuple[int, int]]:
    """(part, whole) of each released share: what any reader can work out."""
    return {each.key: (round(each.value * each.n), each.n) for each in estimates if each.value is not None}
