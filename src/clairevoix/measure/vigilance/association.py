"""Does pressure go with the pulse of the months after? An association within sites, never a cause."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

#: Pairs below which nothing is said.
LEAST_PAIRS = 12
#: What is left of values that do not vary, by the rounding of the machine, as a part of them.
_NOTHING = 1e-12
Panel = Mapping[tuple[str, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """The correlation at one lag in months, its interval, and on how many pairs of a site and a month it rests.

    ``n_worth`` is what these pairs are worth if neighbouring months say nearly the same.
    """

    lag: int
    value: float
    low: float
    high: float
    n_pairs: int
    n_worth: float


def lagged(
    first: Panel, then: Panel, lags: Sequence[int] = (0, 1, 2, 3), level: float = 0.95
) -> tuple[Association, ...]:
    """Of each site's first value with its other value ``lag`` months later.

    Both are taken about their site's own mean and about each month's, so that neither what makes sites differ for good nor
    what happens to all of them at once counts. The interval is Fisher's (1921, Metron 1) with as many pairs as they are
    worth by their own correlation from month to month (Bartlett 1935, J. R. Stat. Soc. 98(3)). Lags with too few pairs are
    left out.
    """
    found = []
    for lag in lags:
        pairs = sorted(key for key in first if (key[0], key[1] + lag) in then)
        one = np.array([first[key] for key in pairs])
        other = np.array([then[key[0], key[1] + lag] for key in pairs])
        if len(pairs) >= LEAST_PAIRS:
            association = _association(lag, pairs, (one, other), level)
            found += [association] if association is not None else []
    return tuple(found)


def _association(
    lag: int, pairs: Sequence[tuple[str, int]], values: tuple[NDArray[np.float64], NDArray[np.float64]], level: float
) -> Association | None:
    sites, months = ({key[place] for key in pairs} for place in (0, 1))
    one, other = (_within(pairs, each) for each in values)
    spread = math.sqrt(float(one @ one) * float(other @ other))
    if spread <= _NOTHING * math.sqrt(float(values[0] @ values[0]) * float(values[1] @ values[1])):
        return None
    value = max(-1.0, min(1.0, float(one @ other) / spread))
    free = len(pairs) - (len(sites) - 1) - (len(months) - 1)
    alike = _next_month(pairs, one) * _next_month(pairs, other)
    worth = free * (1 - alike) / (1 + alike) if alike > 0 else float(free)
    if worth <= 4:
        return None
    half = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(worth - 3)
    middle = math.atanh(max(-0.999999, min(0.999999, value)))
    return Association(
        lag=lag,
        value=value,
        low=math.tanh(middle - half),
        high=math.tanh(middle + half),
        n_pairs=len(pairs),
        n_worth=worth,
    )


def _within(pairs: Sequence[tuple[str, int]], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is left once each site's and each month's mean are taken away: by least squares, also where some are missing."""
    columns = [
        np.array([key[place] == name for key in pairs], dtype=float)
        for place in (0, 1)
        for name in sorted({key[place] for key in pairs}, key=str)
    ]
    design = np.stack(columns, axis=1)
    rest: NDArray[np.float64] = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    return rest


def _next_month(pairs: Sequence[tuple[str, int]], values: NDArray[np.float64]) -> float:
    """The correlation of a value with the same site's of the month after."""
    place = {key: number for number, key in enumerate(pairs)}
    steps = [(number, place[site, month + 1]) for (site, month), number in place.items() if (site, month + 1) in place]
    if len(steps) < 3:
        return 0.0
    before, after = values[[each[0] for each in steps]], values[[each[1] for each in steps]]
    spread = math.sqrt(float(before @ before) * float(after @ after))
    return float(before @ after) / spread if spread > 0 else 0.0
