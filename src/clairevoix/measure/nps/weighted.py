"""The score of weighted answers, how much the weights cost, and its uncertainty.

Notation: z is +1, 0 or -1 for a promoter, passive or detractor, w the weight, θ = Σwz / Σw the weighted score.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clairevoix.measure.nps.confidence_interval import (
    DEFAULT_METHOD,
    METHODS,
    RESAMPLING,
    critical_value,
    shown_bounds,
)
from clairevoix.measure.nps.counts import PseudoCounts
from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
LINEARISED = "linearised"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedScore:
    """A weighted score in points beside the raw one. ``n_effective`` is what the n answers are worth under the
    weights."""

    value: float | None
    raw: float | None
    low: float | None
    high: float | None
    standard_error: float | None
    n: int
    n_effective: float
    design_effect: float | None
    level: float
    method: str


def effective_size(weights: ArrayLike, counts: ArrayLike | None = None) -> float:
    """n_eff = (Σw)² / Σw² (Kish 1965, *Survey Sampling*, § 11.7); with ``counts``, each weight is that of so many answers.

    >>> effective_size([1, 1, 1, 1]), effective_size([3, 1])
    (4.0, 1.6)
    """
    w = np.asarray(weights, dtype=np.float64)
    c = np.ones(len(w)) if counts is None else np.asarray(counts, dtype=np.float64)
    squares = float(c @ w**2)
    return float(c @ w) ** 2 / squares if squares else 0.0


def design_effect(weights: ArrayLike, counts: ArrayLike | None = None) -> float | None:
    """deff = n·Σw² / (Σw)² = n / n_eff (Kish 1965); None where all weights are 0.

    >>> design_effect([3, 1])
    1.25
    """
    effective = effective_size(weights, counts)
    n = len(np.asarray(weights)) if counts is None else float(np.asarray(counts).sum())
    return n / effective if effective else None


def linearised_variance(
    outcomes: Floats, weights: Floats, auxiliaries: Floats | None = None, counts: Floats | None = None
) -> float | None:
    """n/(n - 1)·Σ w²e² / (Σw)², on the scale -1 to 1; None below two answers.

    Without ``auxiliaries``, e = z - θ: Taylor linearisation of a ratio (Särndal, Swensson & Wretman 1992, § 5.6). For
    weights that were calibrated on ``auxiliaries`` (one row for each answer, one column for each category of the
    margins), e is the residual of the weighted regression of z on them (Deville & Särndal 1992, J. Am. Stat. Assoc.
    87): raking and post-stratification have the same variance as that regression estimator, to first order.
    """
    sizes = np.ones(len(outcomes)) if counts is None else counts
    n, total = float(sizes.sum()), float(sizes @ weights)
    if n < 2 or total <= 0:
        return None
    residuals = outcomes - float((sizes * weights) @ outcomes) / total
    if auxiliaries is not None:
        root = np.sqrt(sizes * weights)
        fitted, *_ = np.linalg.lstsq(auxiliaries * root[:, None], outcomes * root, rcond=None)
        residuals = outcomes - auxiliaries @ fitted
    return n / (n - 1) * float(sizes @ (weights**2 * residuals**2)) / total**2


def weighted_score(
    outcomes: ArrayLike,
    weights: ArrayLike,
    *,
    level: float = 0.95,
    method: str = DEFAULT_METHOD,
    auxiliaries: ArrayLike | None = None,
    counts: ArrayLike | None = None,
) -> WeightedScore:
    """The weighted score with its interval. With ``counts``, each row is so many alike answers.

    With ``linearised``, θ ± z·√variance. With a method for counts, that method on n_eff × the weighted shares as if
    they were counts: an approximation, which under equal weights is the method itself. Raises InputError
    (``bad_value``).

    >>> found = weighted_score([1, 0, -1, 1], [1, 1, 1, 1])
    >>> found.value, found.raw, found.n_effective
    (25.0, 25.0, 4.0)
    """
    z, w, c = _read(outcomes, weights, method, counts)
    effective, n = effective_size(w, c), round(float(c.sum()))
    variance = linearised_variance(z, w, None if auxiliaries is None else np.asarray(auxiliaries, dtype=np.float64), c)
    value = low = high = None
    if effective:
        value = 100 * float((c * w) @ z / (c @ w))
        bounds = _bounds(z, (w, c), variance, level, method)
        low, high = (None, None) if bounds is None else shown_bounds(value, bounds)
    return WeightedScore(
        value=value,
        raw=100 * float(c @ z) / n if n else None,
        low=low,
        high=high,
        standard_error=None if variance is None else 100 * math.sqrt(variance),
        n=n,
        n_effective=effective,
        design_effect=design_effect(w, c),
        level=level,
        method=method,
    )


def pseudo_counts(outcomes: Floats, weights: Floats, counts: Floats) -> PseudoCounts:
    """n_eff × the weighted shares of promoters, passives and detractors."""
    whole = counts * weights
    scale = effective_size(weights, counts) / float(whole.sum())
    promoters, passives, detractors = (scale * float(whole[outcomes == each].sum()) for each in (1, 0, -1))
    return PseudoCounts(n_promoters=promoters, n_passives=passives, n_detractors=detractors)


def _read(
    outcomes: ArrayLike, weights: ArrayLike, method: str, counts: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    z, w = np.asarray(outcomes, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    c = np.ones(len(w)) if counts is None else np.asarray(counts, dtype=np.float64)
    if method != LINEARISED and (method not in METHODS or method in RESAMPLING):
        raise InputError(Code.BAD_VALUE, "method")
    if z.shape != w.shape or not np.all(np.isfinite(w) & (w >= 0)):
        raise InputError(Code.BAD_VALUE, "weights")
    if c.shape != w.shape or not np.all(c >= 0):
        raise InputError(Code.BAD_VALUE, "counts")
    return z, w, c


def _bounds(
    z: Floats, rows: tuple[Floats, Floats], variance: float | None, level: float, method: str
) -> tuple[float, float] | None:
    w, c = rows
    if method != LINEARISED:
        return METHODS[method](pseudo_counts(z, w, c), level)
    if variance is None:
        return None
    centre, half = float((c * w) @ z / (c @ w)), critical_value(level) * math.sqrt(variance)
    return centre - half, centre + half
