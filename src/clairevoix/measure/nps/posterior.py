"""The Bayesian interval: the shares have a Dirichlet posterior, whose score is computed exactly, without simulation.

The prior holds ¾ promoter, 1½ passives and ¾ detractor, so that it agrees with Rocks' adjustment. A Dirichlet vector is
a vector of independent gamma variables g divided by their sum, so that

    P(p - d ≤ x) = P((1 - x)·g₁ - x·g₂ - (1 + x)·g₃ ≤ 0),

the distribution function of a sum of scaled gamma variables, whose characteristic function is a product. It is inverted
after Gil-Pelaez (1951, Biometrika 38), as Imhof did (1961, Biometrika 48(3)) for sums of chi-squares.
"""

import math

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.nps.counts import ROCKS, Bounds, Counts

Floats = NDArray[np.float64]

#: Steps of the trapezoidal rule, in the logarithm of the argument over its natural scale; the finer one for many answers,
#: where the integrand turns faster. Errors of the probability stay below 2e-6 up to 200,000 answers.
_STEP, _FINE_STEP, _MANY = 0.05, 0.01, 1_000
_FIRST, _LAST = -10.0, 18.0
#: Every so many nodes, it is looked whether the integrand is below e to the minus this.
_SPARSE, _DEAD = 20, 45.0
_CHUNK = 256
_TOLERANCE, _ROUNDS = 1e-8, 100
#: Probabilities are told apart down to this.
_LEAST = 1e-9


def bounds(cell: Counts, level: float) -> Bounds:
    """Between them lies the score with probability ``level``, half of the rest on either side.

    >>> from clairevoix.model.measure import NpsCell
    >>> low, high = bounds(NpsCell(key="a", n_promoters=50, n_passives=33, n_detractors=17), 0.95)
    >>> round(100 * low, 1), round(100 * high, 1)
    (17.2, 46.0)
    """
    concentrations = np.array([[cell.n_promoters, cell.n_passives, cell.n_detractors]], dtype=np.float64) + ROCKS
    low, high = (quantiles(concentrations, share)[0] for share in ((1 - level) / 2, (1 + level) / 2))
    return float(low), float(high)


def quantiles(concentrations: Floats, share: float) -> Floats:
    """For each row of three concentrations, the x with P(p - d ≤ x) = ``share``."""
    total = concentrations.sum(axis=1)
    shares = concentrations / total[:, None]
    mean = shares[:, 0] - shares[:, 2]
    spread = np.sqrt((shares[:, 0] + shares[:, 2] - mean**2) / (total + 1))
    chunks = range(0, len(total), _CHUNK)
    parts = [
        _roots(concentrations[i : i + _CHUNK], mean[i : i + _CHUNK], spread[i : i + _CHUNK], share) for i in chunks
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def probability_below(x: Floats, concentrations: Floats) -> Floats:
    """P(p - d ≤ x), row by row; |x| < 1.

    >>> even = np.array([[2.0, 1.0, 2.0]])
    >>> round(float(probability_below(np.array([0.0]), even)[0]), 9)
    0.5
    """
    scales = np.stack([1 - x, -x, -(1 + x)], axis=1)
    unit = np.sqrt((concentrations * scales**2).sum(axis=1))
    scales = scales / unit[:, None]
    step = _STEP if concentrations.sum(axis=1).max() <= _MANY else _FINE_STEP
    nodes = np.exp(np.arange(_FIRST, _LAST, step))
    # Where all rows have died away, nothing is left to add.
    alive = _log_modulus(concentrations, scales, nodes[::_SPARSE]).min(axis=0) < _DEAD
    nodes = nodes[: _SPARSE * int(alive.sum())]
    phase = sum(concentrations[:, [place]] * np.arctan(scales[:, [place]] * nodes) for place in range(3))
    integrand = np.sin(phase) * np.exp(-_log_modulus(concentrations, scales, nodes))
    # Below the first node the integrand is its own slope, and the sum a geometric series.
    below_first = (concentrations * scales).sum(axis=1) * nodes[0] / math.expm1(step)
    found: Floats = 0.5 - step / math.pi * (integrand.sum(axis=1) + below_first)
    return found


def _log_modulus(concentrations: Floats, scales: Floats, nodes: Floats) -> Floats:
    found = np.zeros((len(concentrations), len(nodes)))
    for place in range(3):
        found += concentrations[:, [place]] / 2 * np.log1p((scales[:, [place]] * nodes) ** 2)
    return found


def _roots(concentrations: Floats, mean: Floats, spread: Floats, share: float) -> Floats:
    """Regula falsi with the Illinois rule (Dowell & Jarratt 1971, BIT 11) on the log-odds, all rows at once."""

    def excess(x: Floats) -> Floats:
        below = np.clip(probability_below(x, concentrations), _LEAST, 1 - _LEAST)
        found: Floats = np.log(below / (1 - below)) - math.log(share / (1 - share))
        return found

    edge = 1 - 1e-12
    low, high = np.maximum(mean - 12 * spread, -edge), np.minimum(mean + 12 * spread, edge)
    at_low, at_high = excess(low), excess(high)
    last = np.zeros_like(mean)
    middle = mean
    for _ in range(_ROUNDS):
        middle = np.clip(high - at_high * (high - low) / np.where(at_high > at_low, at_high - at_low, 1), low, high)
        found = excess(middle)
        if np.all((np.abs(found) < _TOLERANCE) | (high - low < _TOLERANCE)):
            break
        below = found < 0
        at_high = np.where(below & (last < 0), at_high / 2, np.where(below, at_high, found))
        at_low = np.where(~below & (last > 0), at_low / 2, np.where(below, found, at_low))
        low, high = np.where(below, middle, low), np.where(below, high, middle)
        last = np.where(below, -1, 1)
    return middle
