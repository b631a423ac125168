"""The importance–performance map: how much a driver goes with the score, beside how well it is answered.

Martilla & James 1977, *Importance-Performance Analysis*, Journal of Marketing 41(1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clairevoix.measure.columns import Columns, Floats, named_columns, read_numbers
from clairevoix.measure.drivers.importance import Driver, Importance
from clairevoix.model.errors import Code, InputError

Scale = tuple[float, float]


class Quarter(StrEnum):
    """Where a driver lies against the others. Stable: written into JSON."""

    LOOK_FIRST = "look_first"
    KEEP_UP = "keep_up"
    LOW_PRIORITY = "low_priority"
    GOOD_ENOUGH = "good_enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One driver on the map: ``importance`` is its share of R², ``performance`` from 0, the worst, to 1, of ``n`` answers.

    ``quarter`` compares it with the drivers' mean importance and mean performance: with each other, not with a norm.
    ``is_clear`` tells whether the interval of its importance lies on one side of that mean.
    """

    name: str
    importance: float
    performance: float
    n: int
    quarter: Quarter
    is_clear: bool


def performance_map(
    found: Importance,
    columns: Columns,
    weights: Iterable[object] | None = None,
    *,
    scales: Scale | Mapping[str, Scale] = (0, 10),
    top: float | Mapping[str, float] | None = None,
) -> tuple[Place, ...]:
    """Puts each driver of ``found`` on the map.

    Performance is the mean answer as a way from the worst to the best mark of its scale, (mean - worst)/(best - worst); with
    ``top``, the share of answers that are ``top`` or better. ``scales`` gives (worst, best), for all drivers or for each by
    name; worst may be the greater number. All answers to a driver count, also those that miss another. That a driver lies
    in ``look_first`` does not say that the score would follow it. Raises InputError (``bad_value``, with the driver's name,
    for one without answers, or with answers off its scale).

    >>> from clairevoix.measure.drivers.importance import Effort, importance
    >>> answers = {"speed": [2, 4, 6, 9, 3], "tone": [8, 9, 8, 9, 9]}
    >>> found = importance([3, 5, 7, 10, 4], answers, effort=Effort(resamples=0))
    >>> [(place.name, round(place.performance, 2), place.quarter.value) for place in performance_map(found, answers)]
    [('speed', 0.48, 'look_first'), ('tone', 0.86, 'good_enough')]
    """
    named = named_columns(columns)
    known = [(driver, driver.share) for driver in found.drivers if driver.share is not None]
    w = None if weights is None else read_numbers(weights, "weights")
    places = [_performance(driver.name, named, w, scales, top) for driver, _ in known]
    if not known:
        return ()
    mean_share, mean_performance = 1 / len(known), float(np.mean([performance for performance, _ in places]))
    return tuple(
        Place(
            name=driver.name,
            importance=share,
            performance=performance,
            n=n,
            quarter=quarter_of(is_important=share >= mean_share, is_good=performance >= mean_performance),
            is_clear=_is_clear(driver, mean_share),
        )
        for (driver, share), (performance, n) in zip(known, places, strict=True)
    )


def _performance(
    name: str,
    columns: Mapping[str, Iterable[object]],
    weights: Floats | None,
    scales: Scale | Mapping[str, Scale],
    top: float | Mapping[str, float] | None,
) -> tuple[float, int]:
    if name not in columns or (isinstance(scales, Mapping) and name not in scales):
        raise InputError(Code.BAD_VALUE, name)
    answers = read_numbers(columns[name], name)
    w = np.ones(len(answers)) if weights is None else weights
    if len(w) != len(answers) or not np.all(w >= 0):
        raise InputError(Code.BAD_VALUE, "weights")
    worst, best = scales[name] if isinstance(scales, Mapping) else scales
    given = ~np.isnan(answers) & (w > 0)
    way = (answers[given] - worst) / (best - worst) if best != worst else np.array([np.nan])
    if not len(way) or not np.all((way >= 0) & (way <= 1)):
        raise InputError(Code.BAD_VALUE, name)
    bound = top.get(name) if isinstance(top, Mapping) else top
    if bound is not None:
        way = (way >= (bound - worst) / (best - worst)).astype(np.float64)
    return float(w[given] @ way / w[given].sum()), int(given.sum())


def _is_clear(driver: Driver, mean_share: float) -> bool:
    if driver.share_low is None or driver.share_high is None:
        return False
    return not driver.share_low <= mean_share <= driver.share_high


def quarter_of(*, is_important: bool, is_good: bool) -> Quarter:
    if is_important:
        return Quarter.KEEP_UP if is_good else Quarter.LOOK_FIRST
    return Quarter.GOOD_ENOUGH if is_good else Quarter.LOW_PRIORITY
