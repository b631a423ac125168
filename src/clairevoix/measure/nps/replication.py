"""Variance by replicates: the score again on parts or redraws of the answers, each weighted anew as the whole was.

``reweight`` does to a replicate's weights what was done to the answers' own (post-stratification, raking), so that its
part in the uncertainty is counted: it takes weights, zeros among them, and gives weights. With raking, a replicate that
lost a whole category is weighted as well as its answers allow.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Reweight = Callable[[Floats], Floats]


def jackknife_error(
    outcomes: ArrayLike, weights: ArrayLike, *, n_groups: int = 50, seed: int = 1, reweight: Reweight | None = None
) -> float:
    """The standard error in points, by deleting one of G random groups at a time (Kott 2001, J. Off. Stat. 17(4)).

    (G - 1)/G · Σ (θ_g - θ̄)². With G = n, and plain weights, this is the delete-one jackknife. Raises InputError
    (``bad_value``).
    """
    z, w = _read(outcomes, weights)
    groups = min(n_groups, len(z))
    if groups < 2:
        raise InputError(Code.BAD_VALUE, "n_groups")
    order = np.random.default_rng(seed).permutation(len(z)) % groups
    scores = [_score(z, np.where(order == group, 0.0, w), reweight) for group in range(groups)]
    return 100 * math.sqrt((groups - 1) * float(np.var(scores)))


def bootstrap_error(
    outcomes: ArrayLike, weights: ArrayLike, *, n_replicates: int = 500, seed: int = 1, reweight: Reweight | None = None
) -> float:
    """The standard error in points, by n - 1 draws with replacement (Rao & Wu 1988, J. Am. Stat. Assoc. 83).

    Each weight is multiplied by n/(n - 1) times how often its answer was drawn. Raises InputError (``bad_value``).
    """
    z, w = _read(outcomes, weights)
    n = len(z)
    if n < 2:
        raise InputError(Code.BAD_VALUE, "weights")
    random = np.random.default_rng(seed)
    drawn = random.multinomial(n - 1, np.full(n, 1 / n), size=n_replicates)
    scores = [_score(z, w * times * n / (n - 1), reweight) for times in drawn]
    return 100 * float(np.std(scores, ddof=1))


def _score(z: Floats, weights: Floats, reweight: Reweight | None) -> float:
    used = weights if reweight is None else reweight(weights)
    return float((used * z).sum() / used.sum())


def _read(outcomes: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    z, w = np.asarray(outcomes, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if z.shape != w.shape or not np.all(np.isfinite(w) & (w >= 0)):
        raise InputError(Code.BAD_VALUE, "weights")
    return z, w
