"""Few places: what chance alone makes of the effect when the dates of the roll-out are dealt out again among them.

Fisher's randomisation test, turned into an interval. Right for any number of places where which place began when was
drawn by lot; otherwise it supposes that the places could have changed roles. One effect for all is supposed.
"""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from clairevoix.measure.programmes.panel import NEVER, Floats, Integers, Panel

DEALS = 1_999
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permuted:
    """The bounds at ``level``, None on the sides that so few places cannot bound; the p-value of no effect at all.

    ``n_deals`` counts the ways to deal the dates that were tried: all of them where ``is_exact``.
    """

    low: float | None
    high: float | None
    level: float
    p_value: float
    n_deals: int
    is_exact: bool


def permuted(panel: Panel, weights: Floats, *, level: float = 0.95, deals: int = DEALS, seed: int = SEED) -> Permuted:
    """Of the effect that ``weights``, (places, periods), make of the panel's values.

    Dealt again, the estimate is a; the share of the programme that it would have caught is b, from -1 to 1. An effect τ is
    kept where |a - τ·b| is at least |estimate - τ| often enough. For each deal these τ are one stretch around the
    estimate, with ends c/(1 + b) and -c/(1 - b) from it, c = a - estimate·b: the bounds are order statistics of the ends.
    """
    orders, is_exact = _orders(panel.starts, deals, seed)
    by_value = weights @ panel.values.T
    by_programme = weights @ panel.under_way.astype(np.float64).T
    rows = np.arange(len(panel.places))
    dealt, caught = by_value[rows, orders].sum(axis=1), by_programme[rows, orders].sum(axis=1)
    estimate = float(np.trace(by_value))
    left, right = _ends(dealt - estimate * caught, caught)
    tried = len(orders) + (0 if is_exact else 1)  # of a sample, the roll-out as it was is one more
    kept = math.floor(round((1 - level) * tried, 9)) + (1 if is_exact else 0)
    as_great = int(np.sum(np.abs(dealt) >= abs(estimate) - 1e-12))
    return Permuted(
        low=_bound(estimate, -left, kept, -1.0),
        high=_bound(estimate, right, kept, 1.0),
        level=level,
        p_value=(as_great + (0 if is_exact else 1)) / tried,
        n_deals=len(orders),
        is_exact=is_exact,
    )


def dealt_again(panel: Panel, weights: Floats, effect: float, *, deals: int = DEALS, seed: int = SEED) -> Floats:
    """What ``weights``, (keys, places, periods), make of the dates dealt out again: (deals, keys).

    The programme's ``effect`` is taken off first, so that it is not dealt out with the places.
    """
    return _dealt(panel, weights, panel.values - effect * panel.under_way, deals, seed)


def drift_dealt_again(panel: Panel, weights: Floats, *, deals: int = DEALS, seed: int = SEED) -> Floats:
    """The same, in the same deals, of nothing but a drift apart of the programme's places, by 1 a period."""
    return _dealt(panel, weights, drifting(panel), deals, seed)


def drifting(panel: Panel) -> Floats:
    """Places of the programme that gain 1 a period on the others, there being nothing else."""
    return np.where((panel.starts != NEVER)[:, None], np.arange(len(panel.periods), dtype=np.float64), 0.0)


def _dealt(panel: Panel, weights: Floats, values: Floats, deals: int, seed: int) -> Floats:
    orders, _ = _orders(panel.starts, deals, seed)
    rows = np.arange(len(panel.places))
    return np.array([(each @ values.T)[rows, orders].sum(axis=1) for each in weights]).T


def _ends(c: Floats, caught: Floats) -> tuple[Floats, Floats]:
    """From the estimate, how far the stretch of one deal reaches to the left and to the right."""
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(1 + caught > 1e-9, c / (1 + caught), np.copysign(np.inf, c))
        second = np.where(1 - caught > 1e-9, -c / (1 - caught), np.copysign(np.inf, -c))
    nothing = np.abs(c) < 1e-12
    whole = nothing & ((caught > 1 - 1e-9) | (caught < -1 + 1e-9))
    left = np.where(whole, -np.inf, np.where(nothing, 0.0, np.minimum(first, second)))
    right = np.where(whole, np.inf, np.where(nothing, 0.0, np.maximum(first, second)))
    return left, right


def _bound(estimate: float, reach: Floats, kept: int, side: float) -> float | None:
    """The reach that ``kept`` deals go beyond, and no more."""
    if kept < 1:
        return None
    end = float(np.sort(reach)[::-1][kept - 1])
    return estimate + side * end if math.isfinite(end) else None


def _orders(starts: Integers, deals: int, seed: int) -> tuple[Integers, bool]:
    """Places in the order in which they take the roles of the panel's rows: every different deal, or a sample."""
    _, sizes = np.unique(starts, return_counts=True)
    possible = math.factorial(len(starts)) // math.prod(math.factorial(int(size)) for size in sizes)
    if possible <= deals:
        return np.array(_every(starts), dtype=np.int64), True
    generator = np.random.default_rng(seed)
    return generator.permuted(np.tile(np.arange(len(starts)), (deals, 1)), axis=1), False


def _every(starts: Integers) -> list[list[int]]:
    """Every way in which the places can fill the groups that began together."""
    groups = [np.flatnonzero(starts == start).tolist() for start in np.unique(starts)]
    found: list[list[int]] = []

    def fill(number: int, free: frozenset[int], order: dict[int, int]) -> None:
        if number == len(groups):
            found.append([order[row] for row in range(len(starts))])
            return
        for chosen in combinations(sorted(free), len(groups[number])):
            fill(number + 1, free - set(chosen), {**order, **dict(zip(groups[number], chosen, strict=True))})

    fill(0, frozenset(range(len(starts))), {})
    return found
