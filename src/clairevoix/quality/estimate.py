"""From the evidence of many recordings to values with confidence intervals, and to the difference of two runs.

The unit that is drawn again is the contact: words of one call are no independent sample (Bisani & Ney 2004, ICASSP). The
seed is fixed: the same evidence gives the same interval.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clairevoix.quality.catalogue import FALSE_ALARMS_PER_HOUR, METRICS, Metric, Unit
from clairevoix.quality.evidence import Errors, Evidence, Hits, Ratio

Floats = NDArray[np.float64]
#: Values of a metric under many weightings of the contacts: (n_weightings, n_contacts) → (n_weightings,).
_Statistic = Callable[[Floats], Floats]

_N_DRAWS = 2000
_SEED = 20_261_122
#: Fewer contacts than this say nothing about others.
FEWEST_CONTACTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One metric of one condition: ``low`` and ``high`` are None with too few contacts. Shares are 0 to 1 and more.

    ``whole`` is what it is out of: words, entities, hours, errors.
    """

    metric: str
    item: str
    value: float
    low: float | None
    high: float | None
    n_contacts: int
    whole: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One metric in two runs over the same recordings. ``p_value`` is that of « the two runs are alike »."""

    metric: str
    item: str
    before: float
    after: float
    low: float | None
    high: float | None
    p_value: float
    n_contacts: int

    @property
    def difference(self) -> float:
        return self.after - self.before


Observed = Mapping[str, Sequence[Evidence]]


def values(observed: Observed, level: float = 0.95) -> tuple[Value, ...]:
    """Every metric that the evidence allows, in the order of the catalogue. ``observed`` is evidence by contact.

    Intervals are percentiles of 2,000 resamples of the contacts (Efron & Tibshirani 1993, ch. 13). Where no contact has
    an error, or all are wrong, resamples are all alike: then the exact bound for none in so many contacts stands
    (Hanley & Lippman-Hand 1983, JAMA 249; the « rule of three » in its exact form).
    """
    found = []
    for metric, item, parts in _grouped(observed):
        statistic, whole = _statistic(metric, parts)
        value = float(statistic(np.ones((1, len(parts))))[0])
        if not np.isfinite(value):
            continue
        low, high = _percentiles(statistic(_weights(len(parts))), level, len(parts))
        if low == high and metric.unit is Unit.SHARE and value in (0.0, 1.0):
            low, high = _none_or_all(value, len(parts), level)
        found.append(
            Value(
                metric=metric.name,
                item=item,
                value=value,
                low=low,
                high=high,
                n_contacts=len(parts),
                whole=whole,
            )
        )
    return tuple(found)


def changes(before: Observed, after: Observed, level: float = 0.95) -> tuple[Change, ...]:
    """Each metric of whole recordings in two runs over the same contacts, those that only one run has left out.

    The interval of the difference draws contacts, both runs with the same ones. The p-value swaps the runs of random
    contacts (a paired permutation test; Fisher 1935): under « the two runs are alike », no swap matters. It is not
    adjusted: see :func:`adjusted`. Types of personal data and labels are not compared: each would make the others less
    sure.
    """
    common = sorted(set(before) & set(after))
    first = {(m.name, i): p for m, i, p in _grouped({each: before[each] for each in common}, keep=common)}
    found = []
    for metric, item, new in _grouped({each: after[each] for each in common}, keep=common):
        old = first.get((metric.name, item))
        if old is not None and not item:
            found.append(_change(metric, item, old, new, level))
    return tuple(each for each in found if np.isfinite(each.before) and np.isfinite(each.after))


def adjusted(found: Mapping[str, Sequence[Change]]) -> dict[str, tuple[Change, ...]]:
    """The changes of all conditions with p-values for so many comparisons (Holm 1979, Scand. J. Statist. 6): all together
    are wrongly called different no more often than one alone."""
    everything = [
        (each.p_value, condition, place) for condition, some in found.items() for place, each in enumerate(some)
    ]
    p_values: dict[tuple[str, int], float] = {}
    least = 0.0
    for rank, (p_value, condition, place) in enumerate(sorted(everything)):
        least = max(least, min(1.0, p_value * (len(everything) - rank)))
        p_values[condition, place] = least
    return {
        condition: tuple(replace(each, p_value=p_values[condition, place]) for place, each in enumerate(some))
        for condition, some in found.items()
    }


def _change(metric: Metric, item: str, old: list[list[Evidence]], new: list[list[Evidence]], level: float) -> Change:
    n = len(old)
    both, _ = _statistic(metric, old + new)

    def first(weights: Floats) -> Floats:
        return both(np.hstack([weights, np.zeros_like(weights)]))

    def second(weights: Floats) -> Floats:
        return both(np.hstack([np.zeros_like(weights), weights]))

    once = np.ones((1, n))
    before, after = float(first(once)[0]), float(second(once)[0])
    drawn = _weights(n)
    low, high = _percentiles(second(drawn) - first(drawn), level, n)
    swapped = np.random.default_rng(_SEED).integers(0, 2, size=(_N_DRAWS, n)).astype(np.float64)
    kept = both(np.hstack([swapped, 1 - swapped])) - both(np.hstack([1 - swapped, swapped]))
    extreme = np.abs(kept[np.isfinite(kept)]) >= abs(after - before) - 1e-12
    return Change(
        metric=metric.name,
        item=item,
        before=before,
        after=after,
        low=low,
        high=high,
        p_value=float((extreme.sum() + 1) / (len(extreme) + 1)),
        n_contacts=n,
    )


def _grouped(
    observed: Observed, keep: Sequence[str] | None = None
) -> Iterable[tuple[Metric, str, list[list[Evidence]]]]:
    """Each metric and item with its evidence by contact: those contacts that have some, or all of ``keep``."""
    by_key: dict[tuple[str, str], dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for contact, evidence in observed.items():
        for each in evidence:
            by_key[each.metric, each.item][contact].append(each)
    for metric in METRICS.values():
        for item in sorted({item for source, item in by_key if source == metric.source}):
            parts = by_key[metric.source, item]
            yield metric, item, [parts.get(contact, []) for contact in (keep or sorted(parts))]


def _statistic(metric: Metric, parts: Sequence[Sequence[Evidence]]) -> tuple[_Statistic, float]:
    """The metric as a function of the contacts' weights, and what it is out of."""
    if metric.quantile is not None:
        return _quantile(parts, metric.quantile)
    if any(isinstance(each, Hits) for part in parts for each in part):
        return _recall(parts)
    return _ratio(parts)


def _ratio(parts: Sequence[Sequence[Evidence]]) -> tuple[_Statistic, float]:
    sums = np.array(
        [
            [sum(e.part for e in part if isinstance(e, Ratio)), sum(e.whole for e in part if isinstance(e, Ratio))]
            for part in parts
        ]
    )

    def statistic(weights: Floats) -> Floats:
        wholes = weights @ sums[:, 1]
        return _divided(weights @ sums[:, 0], wholes)

    return statistic, float(sums[:, 1].sum())


def _quantile(parts: Sequence[Sequence[Evidence]], quantile: float) -> tuple[_Statistic, float]:
    pooled = [(value, n) for n, part in enumerate(parts) for e in part if isinstance(e, Errors) for value in e.values]
    pooled.sort()
    errors = np.array([value for value, _ in pooled])
    owners = np.array([owner for _, owner in pooled], dtype=np.int64)

    def statistic(weights: Floats) -> Floats:
        if not len(errors):
            return np.full(len(weights), np.nan)
        cumulated = np.cumsum(weights[:, owners], axis=1)
        places = (cumulated < quantile * cumulated[:, -1:]).sum(axis=1)
        found = errors[np.minimum(places, len(errors) - 1)]
        return np.where(cumulated[:, -1] > 0, found, np.nan)

    return statistic, float(len(errors))


def _recall(parts: Sequence[Sequence[Evidence]]) -> tuple[_Statistic, float]:
    """Recall of the best threshold that keeps false alarms within what is allowed; hits of one score go together."""
    searches = [(e, n) for n, part in enumerate(parts) for e in part if isinstance(e, Hits)]
    pooled = sorted(((-score, is_true, n) for e, n in searches for score, is_true in e.hits), key=lambda h: h[0])
    scores = np.array([score for score, _, _ in pooled])
    is_true = np.array([true for _, true, _ in pooled], dtype=bool)
    owners = np.array([owner for _, _, owner in pooled], dtype=np.int64)
    n_true, hours = np.zeros(len(parts)), np.zeros(len(parts))
    for each, owner in searches:
        n_true[owner] += each.n_true
        hours[owner] += each.hours
    ends = np.flatnonzero(np.append(scores[1:] != scores[:-1], [True] * (len(scores) > 0)))

    def statistic(weights: Floats) -> Floats:
        wanted, allowed = weights @ n_true, weights @ hours * FALSE_ALARMS_PER_HOUR
        found = np.zeros(len(weights))
        if len(ends):
            by_hit = weights[:, owners]
            alarms = np.cumsum(by_hit * ~is_true, axis=1)[:, ends]
            rights = np.cumsum(by_hit * is_true, axis=1)[:, ends]
            found = np.where(alarms <= allowed[:, None], rights, 0.0).max(axis=1)
        return _divided(found, wanted)

    return statistic, float(n_true.sum())


def _none_or_all(value: float, n_contacts: int, level: float) -> tuple[float | None, float | None]:
    if n_contacts < FEWEST_CONTACTS:
        return None, None
    bound = 1 - (1 - level) ** (1 / n_contacts)
    return (0.0, bound) if value == 0.0 else (1 - bound, 1.0)


def _divided(parts: Floats, wholes: Floats) -> Floats:
    """Where there is nothing to divide by: not a number."""
    result: Floats = np.divide(parts, wholes, out=np.full(len(wholes), np.nan), where=wholes > 0)
    return result


def _weights(n: int) -> Floats:
    """How often each contact is drawn, in each of many resamples of as many contacts as there are."""
    draws = np.random.default_rng(_SEED).multinomial(n, np.full(n, 1 / n), size=_N_DRAWS)
    return draws.astype(np.float64)


def _percentiles(resampled: Floats, level: float, n_contacts: int) -> tuple[float | None, float | None]:
    finite = resampled[np.isfinite(resampled)]
    if n_contacts < FEWEST_CONTACTS or not len(finite):
        return None, None
    low, high = np.quantile(finite, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
