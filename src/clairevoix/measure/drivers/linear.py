"""R² of every set of drivers, from the correlation matrix alone: each set is one step away from a smaller one."""

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.drivers.shapley import Floats, Sets, by_driver

#: A driver of which the others leave less than this share of variance adds nothing: it is what they say together.
COLLINEAR = 1e-10
_VALUES_AT_ONCE = 2**21


def correlations(outcome: Floats, drivers: Floats, weights: Floats) -> Floats:
    """The weighted correlation matrix of the drivers and, last, the outcome; a constant correlates with nothing."""
    table = np.column_stack([drivers, outcome])
    # A constant column's mean is not exact; what rounding leaves of it is no variance.
    scale = np.abs(table).max(axis=0)
    centred = table - weights @ table / weights.sum()
    moments = (centred * weights[:, None]).T @ centred / weights.sum()
    spread = np.sqrt(np.diag(moments))
    varies = spread > 1e-12 * scale
    inverse = np.where(varies, 1 / np.where(varies, spread, 1.0), 0.0)
    matrix = moments * inverse[:, None] * inverse
    np.fill_diagonal(matrix, 1.0)
    return np.asarray(matrix)


def of_all_sets(matrices: Floats) -> Floats:
    """R² of all 2^p sets, for each of B matrices of p + 1 rows: B rows, 2^p columns.

    Driver after driver is swept out of, or left out of, what the drivers before it leave over (the sweep operator,
    Goodnight 1979, The American Statistician 33(3)), for all sets at once: matrices get smaller as sets get more.
    """
    n_drivers = matrices.shape[-1] - 1
    at_once = max(1, _VALUES_AT_ONCE >> n_drivers)
    if len(matrices) > at_once:
        return np.concatenate([of_all_sets(matrices[i : i + at_once]) for i in range(0, len(matrices), at_once)])
    left = matrices[:, None]
    for _ in range(n_drivers):
        column = left[..., 1:, :1]
        without = left[..., 1:, 1:]
        swept = without - column * column.swapaxes(-1, -2) * _inverse(left[..., :1, :1])
        left = np.concatenate([without, swept], axis=1)
    return np.asarray(1 - left[..., 0, 0])


def along_orders(matrices: Floats, drawn: Sets) -> Floats:
    """What each driver adds to R² when it enters in each of the drawn orders: matrices, orders, drivers."""
    n_drivers = drawn.shape[1]
    places = np.concatenate([drawn, np.full((len(drawn), 1), n_drivers)], axis=1)
    gains = np.empty((len(matrices), len(drawn), n_drivers))
    for number, matrix in enumerate(matrices):
        left = matrix[places[:, :, None], places[:, None, :]]
        for step in range(n_drivers):
            inverse = _inverse(left[:, :1, :1])
            column = left[:, 1:, :1]
            gains[number, :, step] = column[:, -1, 0] ** 2 * inverse[:, 0, 0]
            left = left[:, 1:, 1:] - column * column.swapaxes(-1, -2) * inverse
    return by_driver(gains, drawn)


def inflation(matrix: Floats) -> NDArray[np.float64]:
    """Variance inflation factor of each driver, 1/(1 - R² on the other drivers); infinite where they repeat it."""
    n_drivers, found = len(matrix) - 1, []
    for last in range(n_drivers):
        order = [place for place in range(n_drivers) if place != last] + [last]
        left = matrix[np.ix_(order, order)]
        while len(left) > 1:
            inverse = 1 / left[0, 0] if left[0, 0] > COLLINEAR else 0.0
            left = left[1:, 1:] - np.outer(left[1:, 0], left[0, 1:]) * inverse
        found.append(1 / left[0, 0] if left[0, 0] > COLLINEAR else np.inf)
    return np.array(found)


def _inverse(pivots: Floats) -> Floats:
    usable = pivots > COLLINEAR
    return np.where(usable, 1 / np.where(usable, pivots, 1.0), 0.0)
