"""The pulse's scores from 0 to 100, what non-response could do to them, and how well its items hold together."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.measure.tables import TOTAL
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import Estimate, EstimateTable
from clairevoix.model.pulse import HIGHEST_MARK, ItemProducts, ScaleSums

_MOST_STEPS = 10_000
_SETTLED = 1e-10


def pulse_score(key: str, sums: Sequence[ScaleSums], n_items: int, level: float = 0.95) -> Estimate:
    """The mean of a scale from 0 to 100 over all answers of ``sums``, with Student's interval, cut at the ends.

    The interval is that of answers drawn at random from many; who did not answer is for :func:`nonresponse_bounds`.

    >>> one = ScaleSums(month="2025-09", site="lille", scale="values", n=12, total=48, squares=240)
    >>> found = pulse_score("lille", [one], 2)
    >>> found.value, round(found.low, 1), round(found.high, 1)
    (50.0, 33.4, 66.6)
    """
    n, total, squares = (sum(getattr(each, name) for each in sums) for name in ("n", "total", "squares"))
    value = low = high = None
    if n:
        unit = 100 / (n_items * HIGHEST_MARK)
        value = unit * total / n
        if n > 1:
            variance = max(0.0, squares - total**2 / n) / (n - 1)
            half = unit * student_critical_value(level, n - 1) * math.sqrt(variance / n)
            low, high = max(0.0, value - half), min(100.0, value + half)
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="student", unit="of 100")


def month_table(scale: str, year: str, by_month: Mapping[str, Sequence[ScaleSums]], n_items: int) -> EstimateTable:
    """A scale month by month. Without a total: the same people answer again each month."""
    parts = tuple(pulse_score(month, sums, n_items) for month, sums in sorted(by_month.items()))
    return EstimateTable(measure="pulse", dimension="month", period=f"{year}/{scale}", parts=parts)


def site_table(scale: str, month: str, sums: Sequence[ScaleSums], n_items: int) -> EstimateTable:
    """A scale site by site, and all of them together."""
    parts = tuple(pulse_score(each.site, [each], n_items) for each in sums)
    total = pulse_score(TOTAL, sums, n_items)
    return EstimateTable(measure="pulse", dimension="site", period=f"{month}/{scale}", parts=parts, total=total)


def nonresponse_bounds(value: float, n_answered: int, n_eligible: int) -> tuple[float, float]:
    """Between what everybody's score lies, whatever those who did not answer would have said (Manski 1989).

    >>> nonresponse_bounds(60.0, 40, 50)
    (48.0, 68.0)
    """
    if not 0 < n_answered <= n_eligible:
        raise InputError(Code.BAD_VALUE, "answers")
    share = n_answered / n_eligible
    return value * share, value * share + 100 * (1 - share)


def covariance(found: ItemProducts, names: Sequence[str]) -> NDArray[np.float64]:
    """The covariance matrix of items, (k, k), from the sums of their products."""
    totals = np.array([found.totals[name] for name in names], dtype=float)
    pairs = {**found.products, **{(other, item): total for (item, other), total in found.products.items()}}
    products = np.array([[pairs[one, other] for other in names] for one in names], dtype=float)
    return (products - np.outer(totals, totals) / found.n) / max(1, found.n - 1)


def cronbach_alpha(covariances: NDArray[np.float64]) -> float | None:
    """Cronbach 1951, Psychometrika 16(3): k/(k-1)·(1 - Σ variances / variance of the sum). None where nothing varies.

    >>> round(cronbach_alpha(np.array([[1.0, 0.5], [0.5, 1.0]])), 4)
    0.6667
    """
    k, whole = len(covariances), float(covariances.sum())
    if k < 2 or whole <= 0:
        return None
    return k / (k - 1) * (1 - float(np.trace(covariances)) / whole)


def mcdonald_omega(covariances: NDArray[np.float64]) -> float | None:
    """Omega total of one factor (McDonald 1999): (Σλ)² / ((Σλ)² + Σθ), loadings by maximum likelihood.

    None for fewer than three items, where one factor is not determined, for items that do not vary or move against each
    other, and where the fit does not settle.
    """
    sizes = np.sqrt(np.diag(covariances))
    if len(covariances) < 3 or (sizes <= 0).any():
        return None
    loadings = _one_factor(covariances / np.outer(sizes, sizes))
    if loadings is None:
        return None
    loadings = loadings * sizes
    own = np.diag(covariances) - loadings**2
    if (own < 0).any() or (loadings <= 0).any():
        return None
    common = float(loadings.sum()) ** 2
    return common / (common + float(own.sum()))


def _one_factor(correlations: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Loadings of one factor by the EM algorithm (Rubin & Thayer 1982, Psychometrika 47(1)): each step is likelier."""
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * math.sqrt(max(values[-1], 0.0)) * 0.8
    loadings = loadings * (1 if loadings.sum() >= 0 else -1)
    own = np.clip(1 - loadings**2, 0.05, None)
    for _ in range(_MOST_STEPS):
        weights = loadings / own / (1 + float(loadings @ (loadings / own)))
        spread = 1 - float(weights @ loadings) + float(weights @ correlations @ weights)
        new = correlations @ weights / spread
        own = np.clip(1 - new * (correlations @ weights), 1e-6, None)
        if float(np.abs(new - loadings).max()) < _SETTLED:
            return new
        loadings = new
    return None
