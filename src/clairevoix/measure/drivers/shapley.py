"""Shapley's division of a total among players: each one's mean gain over all orders in which they may enter.

A set of drivers is a number whose bit j says whether driver j is in it.
"""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sets = NDArray[np.int64]


def coefficients(n: int) -> Floats:
    """What each set's value counts in each driver's part: 2^n rows, n columns (Shapley 1953, *A value for n-person games*).

    φ_j = Σ_S |S|!(n - |S| - 1)!/n! · [v(S with j) - v(S)], over the sets S without j.
    """
    sets = np.arange(2**n)
    members = (sets[:, None] >> np.arange(n)) & 1
    sizes = members.sum(axis=1)
    shares = np.array([1 / (n * math.comb(n - 1, size)) for size in range(n)])
    gained = np.where(sizes > 0, shares[np.maximum(sizes, 1) - 1], 0.0)
    lost = np.where(sizes < n, shares[np.minimum(sizes, n - 1)], 0.0)
    return np.where(members == 1, gained[:, None], -lost[:, None])


def orders(n: int, n_orders: int, seed: int) -> Sets:
    """Random orders of the drivers, each followed by its reverse, which makes the means steadier (antithetic)."""
    random = np.random.default_rng(seed)
    half = random.permuted(np.tile(np.arange(n), (n_orders // 2, 1)), axis=1)
    return np.stack([half, half[:, ::-1]], axis=1).reshape(-1, n)


def prefixes(drawn: Sets) -> Sets:
    """The sets that grow along each order: one row for each order, n + 1 columns from the empty set on."""
    grown = np.cumsum(np.left_shift(1, drawn), axis=1)
    return np.concatenate([np.zeros((len(drawn), 1), dtype=np.int64), grown], axis=1)


def by_driver(gains: Floats, drawn: Sets) -> Floats:
    """Gains along each order (last axis), put back in the order of the drivers. Leading axes are kept."""
    where = np.broadcast_to(np.argsort(drawn, axis=1), gains.shape)
    return np.take_along_axis(gains, where, axis=-1)


def monte_carlo_errors(gains: Floats) -> Floats:
    """Standard error of each driver's mean gain over the drawn orders (rows, each beside its reverse)."""
    pairs = gains.reshape(-1, 2, gains.shape[-1]).mean(axis=1)
    return np.asarray(pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs)))
