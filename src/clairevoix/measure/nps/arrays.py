"""Intervals of many cells at once: arrays of counts in, arrays of points out, of any shape (sites by months)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clairevoix.measure.nps import bootstrap, posterior
from clairevoix.measure.nps.confidence_interval import DEFAULT_METHOD, critical_value
from clairevoix.measure.nps.counts import BONETT_PRICE, ROCKS, Bounds, Counts, PseudoCounts
from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
_HALVINGS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores in points with their bounds, all of the shape of the counts; NaN where nobody answered."""

    value: Floats
    low: Floats
    high: Floats
    n: Floats


def net_promoter_scores(
    promoters: ArrayLike,
    passives: ArrayLike,
    detractors: ArrayLike,
    *,
    level: float = 0.95,
    method: str = DEFAULT_METHOD,
) -> Scores:
    """As ``net_promoter_score``, for arrays that broadcast together. Counts may have fractions, except to the
    bootstrap.

    Raises InputError (``bad_value``) for negative or infinite counts, a level outside 0 to 1, an unknown method.

    >>> found = net_promoter_scores([50, 0], [33, 0], [17, 0])
    >>> found.value.tolist(), found.low.round(1).tolist()
    ([33.0, nan], [17.6, nan])
    """
    counts = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in (promoters, passives, detractors)))
    if not all(np.all(np.isfinite(each) & (each >= 0)) for each in counts):
        raise InputError(Code.BAD_VALUE, "counts")
    if method not in _METHODS or not 0 < level < 1:
        raise InputError(Code.BAD_VALUE, "method" if method not in _METHODS else "level")
    shape = counts[0].shape
    flat = np.stack([each.ravel() for each in counts], axis=1)
    n = flat.sum(axis=1)
    asked = n > 0
    value, low, high = (np.full(len(n), np.nan) for _ in range(3))
    if asked.any():
        value[asked] = 100 * (flat[asked, 0] - flat[asked, 2]) / n[asked]
        below, above = _METHODS[method](flat[asked], level)
        low[asked] = np.minimum(value[asked], 100 * np.maximum(-1.0, below))
        high[asked] = np.maximum(value[asked], 100 * np.minimum(1.0, above))
    return Scores(value=value.reshape(shape), low=low.reshape(shape), high=high.reshape(shape), n=n.reshape(shape))


def _wald(counts: Floats, critical: float) -> Pair:
    n = counts.sum(axis=1)
    centre = (counts[:, 0] - counts[:, 2]) / n
    half = critical * np.sqrt(np.maximum(0.0, (counts[:, 0] + counts[:, 2]) / n - centre**2) / n)
    return centre - half, centre + half


def _plain(counts: Floats, level: float) -> Pair:
    return _wald(counts, critical_value(level))


def _adjusted(counts: Floats, level: float) -> Pair:
    return _wald(counts + ROCKS, critical_value(level))


def _bonett_price(counts: Floats, level: float) -> Pair:
    return _wald(counts + BONETT_PRICE, critical_value(level))


def _goodman(counts: Floats, level: float) -> Pair:
    return _wald(counts, math.sqrt(-2 * math.log(1 - level)))


def _score(counts: Floats, level: float) -> Pair:
    observed = (counts[:, 0] - counts[:, 2]) / counts.sum(axis=1)
    critical = critical_value(level)
    return _crossing(counts, -1.0, observed, critical), _crossing(counts, 1.0, observed, -critical)


def _crossing(counts: Floats, end: float, observed: Floats, critical: float) -> Floats:
    """Where Tango's statistic equals ``critical``, between an end of the scale and the score: bisection."""
    outside, inside = np.full_like(observed, end), observed
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        found = _statistic(counts, middle)
        rejected = found > critical if critical > 0 else found < critical
        outside, inside = np.where(rejected, middle, outside), np.where(rejected, inside, middle)
    return inside


def _statistic(counts: Floats, delta: Floats) -> Floats:
    promoters, detractors, n = counts[:, 0], counts[:, 2], counts.sum(axis=1)
    b = -promoters - detractors + (2 * n - promoters + detractors) * delta
    c = -detractors * delta * (1 - delta)
    q = (np.sqrt(np.maximum(0.0, b * b - 8 * n * c)) - b) / (4 * n)
    variance = n * (2 * q + delta * (1 - delta))
    excess = promoters - detractors - n * delta
    with np.errstate(divide="ignore", invalid="ignore"):
        found = excess / np.sqrt(np.maximum(variance, 0.0))
    return np.where(variance > 0, found, np.where(excess == 0, 0.0, np.copysign(np.inf, excess)))


def _dirichlet(counts: Floats, level: float) -> Pair:
    distinct, where = np.unique(counts, axis=0, return_inverse=True)
    low, high = (posterior.quantiles(distinct + ROCKS, share) for share in ((1 - level) / 2, (1 + level) / 2))
    return low[where.ravel()], high[where.ravel()]


def _resampled(method: Callable[[Counts, float], Bounds]) -> Callable[[Floats, float], Pair]:
    def of_each(counts: Floats, level: float) -> Pair:
        if np.any(counts != np.floor(counts)):
            raise InputError(Code.BAD_VALUE, "counts")
        distinct, where = np.unique(counts, axis=0, return_inverse=True)
        cells = (PseudoCounts(n_promoters=p, n_passives=m, n_detractors=d) for p, m, d in distinct.tolist())
        found = np.array([method(cell, level) for cell in cells])
        return found[where.ravel(), 0], found[where.ravel(), 1]

    return of_each


_METHODS: Mapping[str, Callable[[Floats, float], Pair]] = {
    "adjusted-wald": _adjusted,
    "wald": _plain,
    "score": _score,
    "bonett-price": _bonett_price,
    "goodman": _goodman,
    "bootstrap": _resampled(bootstrap.percentile),
    "bootstrap-bca": _resampled(bootstrap.bias_corrected),
    "dirichlet": _dirichlet,
}
