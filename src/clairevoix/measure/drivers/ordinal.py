"""The proportional-odds logit (McCullagh 1980, J. R. Stat. Soc. B 42(2)) of many sets of drivers at once, by Newton's steps.

logit P(mark ≤ k) = θ_k - η, η = xβ: a positive β goes with higher marks. Each fit is one column of the arrays, so that the
work over the answers is products of matrices. The log-likelihood is concave (Pratt 1981, J. Am. Stat. Assoc. 76(373)).
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.drivers.shapley import Floats, Sets

#: Steps after which a fit is given up, as where a driver parts the marks without overlap, and β grows without end.
MAX_STEPS = 60
#: Twice the gain that the next step still promises, at which a fit has settled.
SETTLED = 1e-12
_FIRM, _FAR, _LEAP, _VALUES_AT_ONCE = 1e-8, 300.0, 10.0, 2**20
#: Variance of the logistic distribution: of what a mark owes to nothing in the model.
LOGISTIC_VARIANCE = math.pi**2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fits:
    """m fits: thresholds (m, K - 1), coefficients (m, p), 0 for drivers outside the set; log-likelihoods (m).

    ``null`` is the log-likelihood without drivers, ``latent`` the weighted variance of η, ``has_settled`` which fits found
    their maximum. Weights count as they are.
    """

    thresholds: Floats
    coefficients: Floats
    log_likelihood: Floats
    null: float
    latent: Floats
    has_settled: NDArray[np.bool_]

    @property
    def mcfadden(self) -> Floats:
        """1 - log L / log L₀ (McFadden 1974, *Frontiers in Econometrics*, ch. 4): never falls when a driver is added."""
        return 1 - self.log_likelihood / self.null if self.null else np.zeros_like(self.log_likelihood)

    @property
    def mckelvey_zavoina(self) -> Floats:
        """Var η / (Var η + π²/3): the R² of the mark's latent variable (McKelvey & Zavoina 1975, J. Math. Sociol. 4)."""
        return self.latent / (self.latent + LOGISTIC_VARIANCE)


class _Data(NamedTuple):
    """Answers sorted by mark: ``ends`` are where each mark's rows end; drivers with mean 0 and variance 1."""

    drivers: Floats
    products: Floats
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    weights: Floats
    ends: NDArray[np.int64]
    totals: Floats


class _State(NamedTuple):
    """Of each fit at its present parameters: log-likelihood (m), gradient (m, q), information (m, q, q)."""

    log_likelihood: Floats
    gradient: Floats
    information: Floats


def fit_sets(marks: Floats, drivers: Floats, weights: Floats, sets: Sets) -> Fits:
    """Fits the model with the drivers of each set; marks of weight 0 are none, and marks need only an order.

    Drivers that repeat each other share what they say in some way; η, and so both kinds of R², are the same in all.
    """
    kept = weights > 0
    _, codes = np.unique(marks[kept], return_inverse=True)
    order = np.argsort(codes, kind="stable")
    size = float(weights[kept].mean())
    x, w = drivers[kept][order], weights[kept][order] / size
    centre = w @ x / w.sum()
    spread = np.sqrt(w @ (x - centre) ** 2 / w.sum())
    varies = spread > 1e-12 * np.abs(x).max(axis=0, initial=0.0)
    scaled = np.where(varies, (x - centre) / np.where(varies, spread, 1.0), 0.0)
    totals = np.bincount(codes[order], weights=w).astype(np.float64)
    left, right = np.triu_indices(x.shape[1])
    data = _Data(
        drivers=scaled,
        products=scaled[:, left] * scaled[:, right],
        pairs=(left, right),
        weights=w,
        ends=np.cumsum(np.bincount(codes)),
        totals=totals,
    )
    members = ((sets[:, None] >> np.arange(x.shape[1])) & 1).astype(bool) & varies
    at_once = max(1, _VALUES_AT_ONCE // max(1, len(x)))
    found = [_newton(data, members[start : start + at_once]) for start in range(0, len(members), at_once)]
    parameters, likelihood, settled = (np.concatenate(part) for part in zip(*found, strict=True))
    n_thresholds = len(totals) - 1
    beta = parameters[:, n_thresholds:]
    covariance = (scaled * w[:, None]).T @ scaled / w.sum()
    slopes = beta / np.where(varies, spread, 1.0)
    return Fits(
        thresholds=parameters[:, :n_thresholds] + (slopes @ centre)[:, None],
        coefficients=slopes,
        log_likelihood=likelihood * size,
        null=float(totals @ np.log(totals / totals.sum())) * size,
        latent=np.einsum("mi,ij,mj->m", beta, covariance, beta),
        has_settled=settled,
    )


def _newton(data: _Data, members: NDArray[np.bool_]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Newton's steps from the model without drivers; a step that would disorder thresholds or lose is shortened."""
    below = np.cumsum(data.totals)[:-1] / data.totals.sum()
    n_thresholds, n_fits = len(below), len(members)
    now = np.tile(np.concatenate([np.log(below / (1 - below)), np.zeros(members.shape[1])]), (n_fits, 1))
    before, best = now.copy(), np.full(n_fits, -np.inf)
    active, settled = np.arange(n_fits), np.zeros(n_fits, dtype=bool)
    for _ in range(MAX_STEPS):
        state = _evaluate(data, now[active], members[active])
        is_worse = state.log_likelihood < best[active] - 1e-9 * np.abs(state.log_likelihood)
        solved = np.linalg.solve(state.information, state.gradient[..., None])
        step = np.asarray(solved[..., 0], dtype=np.float64)
        promised = (step * state.gradient).sum(axis=1)
        length = _LEAP / np.maximum(np.abs(step).max(axis=1), _LEAP)
        step *= np.minimum(length, _longest(now[active, :n_thresholds], step[:, :n_thresholds]))[:, None]
        is_better = active[~is_worse]
        best[is_better] = state.log_likelihood[~is_worse]
        ahead = np.where(is_worse[:, None], (before[active] + now[active]) / 2, now[active] + step)
        before[is_better] = now[is_better]
        now[active] = ahead
        settled[active] = ~is_worse & (promised < SETTLED)
        active = active[~settled[active]]
        if not len(active):
            break
    return before, best, settled


def _longest(thresholds: Floats, step: Floats) -> Floats:
    """The share of a step that keeps the thresholds in order: all of it, as a rule."""
    gaps, change = np.diff(thresholds, axis=1), np.diff(step, axis=1)
    closing = np.where(change < 0, -change, np.nan)
    shares: Floats = np.where(change < 0, 0.9 * gaps / closing, 1.0)
    return np.asarray(shares.min(axis=1, initial=1.0), dtype=np.float64)


def _evaluate(data: _Data, parameters: Floats, members: NDArray[np.bool_]) -> _State:
    """Log-likelihood and derivatives of every fit.

    With u and l the threshold above and below a mark, less η, and Λ the logistic function, log P = log Λ(u) + log Λ(-l) +
    log(1 - e^(l - u)), where u - l is the same for all answers with the mark.
    """
    n_thresholds = len(data.ends) - 1
    thetas, betas = parameters[:, :n_thresholds], np.where(members, parameters[:, n_thresholds:], 0.0)
    eta = data.drivers @ betas.T
    score, curvature = np.zeros_like(eta), np.zeros_like(eta)
    likelihood, gradient, inner, cross = _thresholds(data, thetas)
    starts = np.concatenate([[0], data.ends[:-1]])
    for k in range(n_thresholds):
        for rows, sign in ((slice(starts[k], data.ends[k]), 1.0), (slice(data.ends[k], data.ends[k + 1]), -1.0)):
            shares, logs = _logistic(sign * (thetas[:, k] - eta[rows]))
            w = data.weights[rows]
            likelihood += w @ logs
            missing, bend = 1 - shares, shares * (1 - shares)
            gradient[:, k] += sign * (w @ missing)
            inner[:, k, k] += w @ bend
            score[rows] -= sign * missing
            curvature[rows] += bend
            cross[:, k] -= bend.T @ (data.drivers[rows] * w[:, None])
    slopes = (score * data.weights[:, None]).T @ data.drivers
    outer = _symmetric((curvature * data.weights[:, None]).T @ data.products, data.pairs, betas.shape[1])
    return _assembled(likelihood, (gradient, slopes), (inner, cross, outer), members)


def _thresholds(data: _Data, thetas: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """What the gaps between thresholds add, the same for all answers of a mark; and room for the rest."""
    n_fits, n_thresholds = thetas.shape
    gradient, inner = np.zeros((n_fits, n_thresholds)), np.zeros((n_fits, n_thresholds, n_thresholds))
    gaps, between = np.minimum(np.diff(thetas, axis=1), _FAR), data.totals[1:-1]
    grown = np.expm1(gaps)
    likelihood = np.log(grown / (grown + 1)) @ between
    first, second = between / grown, between * (grown + 1) / grown**2
    k = np.arange(n_thresholds - 1)
    gradient[:, 1:] += first
    gradient[:, :-1] -= first
    inner[:, k + 1, k + 1] += second
    inner[:, k, k] += second
    inner[:, k, k + 1] -= second
    inner[:, k + 1, k] -= second
    return likelihood, gradient, inner, np.zeros((n_fits, n_thresholds, data.drivers.shape[1]))


def _logistic(values: Floats) -> tuple[Floats, Floats]:
    """Λ(values) and its logarithm."""
    raised = np.exp(-np.clip(values, -_FAR, _FAR))
    return 1 / (1 + raised), -np.log1p(raised)


def _symmetric(flat: Floats, pairs: tuple[NDArray[np.int64], NDArray[np.int64]], n: int) -> Floats:
    found = np.empty((len(flat), n, n))
    found[:, pairs[0], pairs[1]] = flat
    found[:, pairs[1], pairs[0]] = flat
    return found


def _assembled(
    likelihood: Floats, slopes: tuple[Floats, Floats], blocks: tuple[Floats, Floats, Floats], members: NDArray[np.bool_]
) -> _State:
    """Gradient and information of thresholds and coefficients together; drivers outside the set stand still."""
    inner, cross, outer = blocks
    both = members[:, :, None] & members[:, None, :]
    outer = np.where(both, outer, 0.0)
    diagonal = np.arange(members.shape[1])
    # Drivers that repeat each other can so be solved; it is in the information only, so the maximum is the same.
    outer[:, diagonal, diagonal] += np.where(members, _FIRM * np.maximum(1.0, outer[:, diagonal, diagonal]), 1.0)
    k = np.arange(inner.shape[1])
    inner[:, k, k] += _FIRM
    cross = np.where(members[:, None, :], cross, 0.0)
    upper = np.concatenate([inner, cross], axis=2)
    lower = np.concatenate([cross.swapaxes(1, 2), outer], axis=2)
    gradient = np.concatenate([slopes[0], np.where(members, slopes[1], 0.0)], axis=1)
    return _State(likelihood, gradient, np.concatenate([upper, lower], axis=1))
