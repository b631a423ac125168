"""Bootstrap intervals: answers drawn again, with replacement, from those that came.

Resampling n answers of three classes is drawing from a multinomial with the observed shares. The draws are seeded by
the counts, so that the same counts have the same interval, alone or in a table.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.nps.counts import Bounds, Counts

RESAMPLES = 9_999
SEED = 1


def percentile(cell: Counts, level: float, *, resamples: int = RESAMPLES, seed: int = SEED) -> Bounds:
    """The quantiles of the resampled scores (Efron 1979, Annals of Statistics 7(1)): of no width when all agree."""
    return _between(_resampled(cell, resamples, seed), (1 - level) / 2, (1 + level) / 2)


def bias_corrected(cell: Counts, level: float, *, resamples: int = RESAMPLES, seed: int = SEED) -> Bounds:
    """BCa: quantiles moved for bias and skewness (Efron 1987, J. Am. Stat. Assoc. 82).

    The acceleration is that of a mean, Σ(z - z̄)³ / (6·(Σ(z - z̄)²)^1.5), by the jackknife.
    """
    observed = (cell.n_promoters - cell.n_detractors) / cell.n
    second, third = (
        cell.n_promoters * (1 - observed) ** power
        + cell.n_passives * (-observed) ** power
        + cell.n_detractors * (-1 - observed) ** power
        for power in (2, 3)
    )
    if second <= 0:
        return observed, observed
    scores, normal = _resampled(cell, resamples, seed), NormalDist()
    below = (np.sum(scores < observed - 1e-12) + np.sum(np.abs(scores - observed) <= 1e-12) / 2) / resamples
    bias = normal.inv_cdf(min(max(float(below), 0.5 / resamples), 1 - 0.5 / resamples))
    acceleration = third / (6 * second**1.5)

    def moved(share: float) -> float:
        z = bias + normal.inv_cdf(share)
        return normal.cdf(bias + z / (1 - acceleration * z))

    return _between(scores, moved((1 - level) / 2), moved((1 + level) / 2))


def _resampled(cell: Counts, resamples: int, seed: int) -> NDArray[np.float64]:
    counts = [int(cell.n_promoters), int(cell.n_passives), int(cell.n_detractors)]
    drawn = np.random.default_rng([seed, *counts]).multinomial(sum(counts), np.divide(counts, sum(counts)), resamples)
    return (drawn[:, 0] - drawn[:, 2]) / sum(counts)


def _between(scores: NDArray[np.float64], first: float, last: float) -> Bounds:
    low, high = np.quantile(scores, [first, last])
    return float(low), float(high)
