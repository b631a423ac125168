"""The score from three counts or from a column of marks, with the mean and the whole distribution beside it."""

import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clairevoix.measure.nps.confidence_interval import (
    DEFAULT_METHOD,
    METHODS,
    net_promoter_score,
    student_critical_value,
)
from clairevoix.measure.nps.limits import SENTENCES, Limit, limits_of
from clairevoix.measure.nps.marks import SCALE, Marks, read_marks
from clairevoix.measure.nps.weighted import LINEARISED, effective_size, weighted_score
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import NpsCell

Shares = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean mark, 0 to 10, with its Student interval; bounds are None for a single answer."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsEstimate:
    """A score in points, -100 to 100, with all that it must be read with.

    ``shares`` are those of promoters, passives, detractors. ``mean`` and ``distribution`` (the shares of the marks 0 to
    10) are known from a column of marks only. ``raw`` is the score without weights.
    """

    value: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    n: int
    shares: Shares | None
    raw: float | None
    n_effective: float
    design_effect: float | None
    mean: Mean | None = None
    distribution: tuple[float, ...] | None = None
    n_blank: int = 0
    limits: tuple[Limit, ...] = ()

    @property
    def width(self) -> float | None:
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def words(self) -> tuple[str, ...]:
        """The limits as English sentences."""
        return tuple(SENTENCES[limit] for limit in self.limits)


def estimate(
    *, promoters: int, passives: int, detractors: int, method: str = DEFAULT_METHOD, level: float = 0.95
) -> NpsEstimate:
    """The Net Promoter Score of three counts. Raises InputError (``bad_value``).

    >>> found = estimate(promoters=2, passives=0, detractors=1)
    >>> round(found.value, 1), round(found.low, 1), round(found.high, 1)
    (33.3, -51.3, 84.7)
    >>> found.words[0]
    'Fewer than ten answers: almost any score is possible; read the interval, not the score.'
    """
    _check(method, level)
    counts = [_count(each) for each in (promoters, passives, detractors)]
    cell = NpsCell(key="counts", n_promoters=counts[0], n_passives=counts[1], n_detractors=counts[2])
    found = net_promoter_score(cell, level, method)
    shares = _shares(counts)
    return NpsEstimate(
        value=found.value,
        low=found.low,
        high=found.high,
        level=level,
        method=method,
        n=cell.n,
        shares=shares,
        raw=found.value,
        n_effective=float(cell.n),
        design_effect=1.0 if cell.n else None,
        limits=limits_of(shares or (), found.low or 0.0, found.high or 0.0, cell.n),
    )


def from_scores(
    column: Iterable[object],
    weights: Iterable[object] | None = None,
    scale: tuple[int, int] = SCALE,
    *,
    method: str = DEFAULT_METHOD,
    level: float = 0.95,
) -> NpsEstimate:
    """The score of a column of marks: a list, or a column of numpy, pandas, polars or Arrow.

    ``scale`` is the one that the respondents saw. Missing marks are blank answers: counted, and left out. Raises
    InputError (``bad_scale`` for another scale than 0 to 10, ``bad_score`` with the place of the first bad mark,
    ``bad_value``).

    >>> found = from_scores([10, 9, 8, 3, None, 9])
    >>> found.value, found.n, found.n_blank, found.mean.value
    (40.0, 5, 1, 7.8)
    """
    _check(method, level, weighted=weights is not None)
    marks = read_marks(column, weights, scale)
    counts = (sum(marks.counts[9:]), sum(marks.counts[7:9]), sum(marks.counts[:7]))
    if marks.weights is None:
        found = estimate(promoters=counts[0], passives=counts[1], detractors=counts[2], method=method, level=level)
    else:
        found = _weighted(marks, method, level)
    shares = found.shares or ()
    limits = limits_of(shares, found.low or 0.0, found.high or 0.0, found.n, marks.counts)
    more = (Limit.WEIGHTED,) if marks.weights is not None and found.value is not None else ()
    blank = (Limit.BLANK,) if marks.n_blank else ()
    return replace(
        found,
        mean=_mean(marks, level),
        distribution=_distribution(marks),
        n_blank=marks.n_blank,
        limits=(*limits, *more, *blank),
    )


def _weighted(marks: Marks, method: str, level: float) -> NpsEstimate:
    weights = np.ones(len(marks.values)) if marks.weights is None else marks.weights
    found = weighted_score(marks.outcomes, weights, level=level, method=method)
    return NpsEstimate(
        value=found.value,
        low=found.low,
        high=found.high,
        level=level,
        method=method,
        n=found.n if found.value is not None else 0,
        shares=_shares([float(weights[marks.outcomes == each].sum()) for each in (1, 0, -1)]),
        raw=found.raw,
        n_effective=found.n_effective,
        design_effect=found.design_effect,
    )


def _mean(marks: Marks, level: float) -> Mean | None:
    weights = np.ones(len(marks.values)) if marks.weights is None else marks.weights
    effective, n = effective_size(weights), len(marks.values)
    if not effective:
        return None
    value = float((weights * marks.values).sum() / weights.sum())
    if n < 2:
        return Mean(value=value, low=None, high=None)
    squares = float((weights**2 * (marks.values - value) ** 2).sum()) / float(weights.sum()) ** 2
    half = student_critical_value(level, n - 1) * math.sqrt(n / (n - 1) * squares)
    return Mean(value=value, low=max(0.0, value - half), high=min(10.0, value + half))


def _distribution(marks: Marks) -> tuple[float, ...] | None:
    counted = np.bincount(marks.values, weights=marks.weights, minlength=11)
    return tuple(float(each) for each in counted / counted.sum()) if counted.sum() else None


def _shares(counts: Sequence[float]) -> Shares | None:
    total = sum(counts)
    return (counts[0] / total, counts[1] / total, counts[2] / total) if total else None


def _count(value: int) -> int:
    try:
        found = operator.index(value)
    except TypeError:
        raise InputError(Code.BAD_VALUE, "counts") from None
    if isinstance(value, bool) or found < 0:
        raise InputError(Code.BAD_VALUE, "counts")
    return found


def _check(method: str, level: float, *, weighted: bool = False) -> None:
    if method not in METHODS and not (weighted and method == LINEARISED):
        raise InputError(Code.BAD_VALUE, "method")
    if not 0 < level < 1:
        raise InputError(Code.BAD_VALUE, "level")
