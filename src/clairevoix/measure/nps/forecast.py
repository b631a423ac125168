"""The distribution of a weighted sum of scores to come, with the unknown of the model integrated out.

Nine to twenty-four months cannot tell how fast the level moves, so its innovation variance is not estimated but
integrated over a grid, with a prior. The priors are the project's own choice, in points, and are checked by simulation
and by back-tests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.nps.state_space import Fit, fit

Floats = NDArray[np.float64]
_GRID = 41
_WIDEST = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """Before the data, in points: √q (a month's step of the level) is half-normal with scale ``step``; the drift of a
    month is normal with standard deviation ``drift``, the effect of a month of the year with ``season``. Drift or
    season 0 leaves it out.
    """

    step: float = 3.0
    drift: float = 0.5
    season: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A mixture of normals, one for each q of the grid."""

    weights: Floats
    means: Floats
    deviations: Floats

    def probability_at_least(self, target: float) -> float:
        """Σ weight · (1 - Φ((T - mean) / sd))."""
        normal = NormalDist()
        scaled = (target - self.means) / np.maximum(self.deviations, 1e-12)
        return float(sum(w * normal.cdf(-z) for w, z in zip(self.weights.tolist(), scaled.tolist(), strict=True)))

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    def quantile(self, share: float) -> float:
        """By bisection, to 1e-9 of the widest part."""
        reach = 12 * float(self.deviations.max()) + 1e-9
        low, high = float(self.means.min()) - reach, float(self.means.max()) + reach
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if 1 - self.probability_at_least(middle) < share else (low, middle)
        return (low + high) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Scores of months without a gap, in points, with the variances of their sampling errors (infinite: no answer that
    month). ``first_month`` is the month of the year (0 to 11) of the first."""

    values: Floats
    noise: Floats
    first_month: int


def forecast(series: Series, weights: Sequence[float], noise: Sequence[float], fixed: float, prior: Prior) -> Mixture:
    """The distribution of ``fixed`` + Σ ``weights``_j · y_{T+j} over the months j = 1, 2, … after the series.

    ``noise`` are the variances of the sampling errors of those months: 0 for the level itself.
    """
    n, ahead = len(series.values), len(weights)
    columns, variances = _columns(n + ahead, series.first_month, prior)
    steps = np.linspace(0, _WIDEST * prior.step, _GRID) if prior.step > 0 else np.zeros(1)
    w, h = np.asarray(weights, dtype=np.float64), np.asarray(noise, dtype=np.float64)
    log_weights, means, deviations = [], [], []
    for step in steps.tolist():
        found = fit(series.values, columns[:n], series.noise, step**2, variances)
        mean, deviation = _sum_ahead(found, columns[n:], w, h, step**2)
        prior_log = -0.5 * (step / prior.step) ** 2 if prior.step > 0 else 0.0
        log_weights.append(found.log_likelihood + prior_log)
        means.append(fixed + mean)
        deviations.append(deviation)
    relative = np.exp(np.array(log_weights) - max(log_weights))
    return Mixture(weights=relative / relative.sum(), means=np.array(means), deviations=np.array(deviations))


def _sum_ahead(found: Fit, columns: Floats, weights: Floats, noise: Floats, innovation: float) -> tuple[float, float]:
    """Mean and standard deviation of Σ w_j·y_{T+j}.

    A step of the level reaches all later months: η_i carries Σ_{j≥i} w_j.
    """
    still_to_come = np.cumsum(weights[::-1])[::-1]
    total = float(weights.sum())
    loading = weights @ columns - total * found.levels
    mean = total * found.level + float(loading @ found.mean)
    variance = (
        total**2 * found.level_variance
        + innovation * float((still_to_come**2).sum())
        + float((weights**2 * noise).sum())
        + float(loading @ found.covariance @ loading)
    )
    return mean, math.sqrt(max(0.0, variance))


def _columns(n: int, first_month: int, prior: Prior) -> tuple[Floats, Floats]:
    """The columns of drift and season over n months, and the prior variances of their coefficients."""
    columns, variances = [], []
    if prior.drift > 0:
        columns.append(np.arange(n, dtype=np.float64))
        variances.append(prior.drift**2)
    if prior.season > 0:
        of_year = (first_month + np.arange(n)) % 12
        columns += [(of_year == month).astype(np.float64) for month in range(12)]
        variances += [prior.season**2] * 12
    return np.column_stack(columns) if columns else np.empty((n, 0)), np.array(variances, dtype=np.float64)
