"""Differences of two scores, of other people or of the same people twice; the sign is kept: second minus first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from clairevoix.measure.nps.confidence_interval import critical_value, student_critical_value
from clairevoix.measure.nps.counts import ROCKS, Counts, PseudoCounts, score_of, standard_error
from clairevoix.model.errors import Code, InputError

#: Pseudo-observations that each of the two samples gets before the Wald interval.
_ADDED = {"adjusted-wald": ROCKS, "wald": (0.0, 0.0, 0.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Points by which the second score exceeds the first; positive means better.

    ``p_value`` is two-sided: below 1 - level where the interval leaves zero out.
    """

    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    level: float
    method: str


def difference(first: Counts, second: Counts, *, level: float = 0.95, method: str = "adjusted-wald") -> Difference:
    """Of two independent samples: Δ ± z·√(s₁²/n₁ + s₂²/n₂), with Rocks' three pseudo-observations in each.

    The interval is around the adjusted difference, the value is the plain one. (The R package NPS prints |Δ|.)

    >>> from clairevoix.model.measure import NpsCell
    >>> before = NpsCell(key="a", n_promoters=50, n_passives=33, n_detractors=17)
    >>> after = NpsCell(key="b", n_promoters=40, n_passives=35, n_detractors=25)
    >>> round(difference(before, after).value, 1)
    -18.0
    """
    if method not in _ADDED:
        raise InputError(Code.BAD_VALUE, "method")
    if not first.n or not second.n:
        return Difference(value=None, low=None, high=None, p_value=None, level=level, method=method)
    one, two = (PseudoCounts.around(each, _ADDED[method]) for each in (first, second))
    error = math.hypot(standard_error(one), standard_error(two))
    value = score_of(second) - score_of(first)
    return _built(value, score_of(two) - score_of(one), error, (level, method))


def paired_difference(first: Sequence[int], second: Sequence[int], *, level: float = 0.95) -> Difference:
    """Of the same people twice, their outcomes +1, 0, -1 in the same order: the mean of their own differences.

    Student's interval with n - 1 degrees of freedom on those differences; their correlation is in them. Its p-value is
    the normal one, and None below two people, where there is no interval either.

    >>> found = paired_difference([1, 0, -1, 0], [1, 1, 0, 0])
    >>> found.value, round(found.low, 1)
    (50.0, -41.8)
    """
    if len(first) != len(second) or not {*first, *second} <= {-1, 0, 1}:
        raise InputError(Code.BAD_VALUE, "pairs")
    n = len(first)
    moves = [b - a for a, b in zip(first, second, strict=True)]
    value = sum(moves) / n if n else None
    if value is None or n < 2:
        shown = None if value is None else 100 * value
        return Difference(value=shown, low=None, high=None, p_value=None, level=level, method="paired")
    error = math.sqrt(math.fsum((move - value) ** 2 for move in moves) / (n - 1) / n)
    return _built(value, value, error, (level, "paired"), degrees=n - 1)


def _built(
    value: float, centre: float, error: float, labels: tuple[float, str], *, degrees: int | None = None
) -> Difference:
    level, method = labels
    half = error * (critical_value(level) if degrees is None else student_critical_value(level, degrees))
    low, high = max(-2.0, centre - half), min(2.0, centre + half)
    return Difference(
        value=100 * value,
        low=100 * min(low, value),
        high=100 * max(high, value),
        p_value=_p_value(centre, error, degrees),
        level=level,
        method=method,
    )


def _p_value(centre: float, error: float, degrees: int | None) -> float:
    if not error:
        return 1.0 if centre == 0 else 0.0
    t = abs(centre) / error
    if degrees is not None:
        t = (8 * degrees + 1) / (8 * degrees + 3) * math.sqrt(degrees * math.log1p(t * t / degrees))
    return 2 * NormalDist().cdf(-t)
