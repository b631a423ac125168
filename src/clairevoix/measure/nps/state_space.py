"""The local level model with known noise: what the score is underneath, when every month's sampling error is known.

    y_t = μ_t + x_t'b + ε_t,   Var ε_t = h_t (known, from the answers of month t)
    μ_t = μ_{t-1} + η_t,       Var η_t = q   (unknown)

x_t holds the columns of the drift (t) and of the season, b their coefficients, with a normal prior. The scalar Kalman
filter (Durbin & Koopman 2012, *Time Series Analysis by State Space Methods*, ch. 2) is linear in y, so it runs over y
and the columns of x at once; b then follows by generalised least squares on the innovations (de Jong 1991, Annals of
Statistics 19(2)). The level starts diffuse: at the first observation, without a likelihood of its own.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """Innovations (one row for each observation after the first, one column for each series), their variances, and the
    level after the last month with its variance."""

    innovations: Floats
    variances: Floats
    level: Floats
    level_variance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """For one q: the log-likelihood with b integrated out, the level net of x'b as ``level - levels @ b``, and b's
    posterior."""

    log_likelihood: float
    level: float
    levels: Floats
    level_variance: float
    mean: Floats
    covariance: Floats


def kalman(series: Floats, noise: Floats, innovation: float) -> Filtered:
    """Filters every column of ``series`` with the gains of the same model; months of infinite noise are not observed.

    >>> found = kalman(np.array([[1.0], [2.0]]), np.array([1.0, 1.0]), 1.0)
    >>> found.innovations.tolist(), found.variances.tolist(), found.level.round(4).tolist()
    ([[1.0]], [3.0], [1.6667])
    """
    level, variance = series[0].copy(), float(noise[0])
    innovations, variances = [], []
    for row, of_row in zip(series[1:], noise[1:], strict=True):
        variance += innovation
        if not math.isfinite(of_row):
            continue
        surprise, total = row - level, variance + float(of_row)
        gain = variance / total
        level = level + gain * surprise
        variance *= 1 - gain
        innovations.append(surprise)
        variances.append(total)
    return Filtered(
        innovations=np.array(innovations).reshape(-1, series.shape[1]),
        variances=np.array(variances),
        level=level,
        level_variance=variance,
    )


def log_likelihood(values: Floats, noise: Floats, innovation: float) -> float:
    """Of a local level without drift or season: -½ Σ (ln 2πF_t + v_t²/F_t), over all observations but the first.

    Differs from the diffuse likelihood of other programs by nothing but their constant for the first observation.
    """
    found = kalman(values[:, None], noise, innovation)
    squares = found.innovations[:, 0] ** 2 / found.variances
    return -0.5 * float((np.log(2 * math.pi * found.variances) + squares).sum())


def fit(values: Floats, columns: Floats, noise: Floats, innovation: float, prior_variances: Floats) -> Fit:
    """The model for one ``innovation`` (q), with b ~ N(0, diag(``prior_variances``)) integrated out.

    ``columns`` has one row for each month; with no column, this is the plain local level.
    """
    seen = np.where(np.isfinite(noise), values, 0.0)
    found = kalman(np.column_stack([seen, columns]), noise, innovation)
    v, x = found.innovations[:, 0], found.innovations[:, 1:]
    covariance = np.diag(found.variances) + (x * prior_variances) @ x.T
    inverse_v = np.linalg.solve(covariance, v)
    sign_and_log = np.linalg.slogdet(2 * math.pi * covariance)
    gain = (x * prior_variances).T
    return Fit(
        log_likelihood=-0.5 * float(sign_and_log[1] + v @ inverse_v),
        level=float(found.level[0]),
        levels=found.level[1:],
        level_variance=found.level_variance,
        mean=gain @ inverse_v,
        covariance=np.diag(prior_variances) - gain @ np.linalg.solve(covariance, gain.T),
    )
