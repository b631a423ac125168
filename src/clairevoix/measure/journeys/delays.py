"""How long orders take, as ETSI EG 202 057-1 (§ 5.1.3) counts it: the delay of the fastest 50, 95 and 99 % of orders.

Left out of the delays: orders that the customer asked to have later, and those to which no access was given on the day
agreed. Left out of the share on time: the latter alone. Where fewer than 80 % are on time,
the mean number of days late is told too.
"""

import math
from collections.abc import Iterable, Sequence

from clairevoix.measure.journeys.binomial import quantile, share
from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.model.journey_cells import DelayCell
from clairevoix.model.measure import Estimate

FASTEST = (0.5, 0.95, 0.99)
ON_TIME, MEAN_LATE = "on_time", "mean_late"
#: Below this share on time, how late the others were is told.
_LATE_BELOW = 0.8
#: Upper bounds of the classes of age of what is still open, in days.
AGES = (4, 8, 14, 30, 365)


def fastest(cells: Iterable[DelayCell], level: float) -> tuple[Estimate, ...]:
    """The days within which the fastest 50, 95 and 99 % are done, with intervals from the ranks of the order statistics."""
    counts: dict[int, int] = {}
    for cell in cells:
        if not cell.deferred and not cell.no_access:
            counts[cell.days] = counts.get(cell.days, 0) + cell.n
    return tuple(ranked_quantile(f"fastest_{round(100 * part)}", counts, part, level) for part in FASTEST)


def ranked_quantile(key: str, counts: dict[int, int], part: float, level: float) -> Estimate:
    n = sum(counts.values())
    value = low = high = None
    if n:
        ranked = sorted(counts.items())
        value = _ranked(ranked, math.ceil(part * n))
        low = _ranked(ranked, max(1, quantile(n, part, (1 - level) / 2)))
        high = _ranked(ranked, min(n, quantile(n, part, (1 + level) / 2) + 1))
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="order-statistics", unit="days")


def _ranked(counts: Sequence[tuple[int, int]], rank: int) -> float:
    """The value at a rank, from 1."""
    seen = 0
    for value, n in counts:
        seen += n
        if seen >= rank:
            return float(value)
    return float(counts[-1][0])


def punctuality(cells: Iterable[DelayCell], level: float) -> tuple[Estimate, ...]:
    """The share done by the first day agreed on, and, where it is below 80 %, the mean days late of the others."""
    given = [(cell.late, cell.n) for cell in cells if cell.late is not None and not cell.no_access]
    n, k = sum(count for _, count in given), sum(count for late, count in given if late <= 0)
    on_time = share(ON_TIME, k, n, level)
    if on_time.value is None or on_time.value >= _LATE_BELOW:
        return (on_time,)
    late = [(days, count) for days, count in given if days > 0]
    return on_time, _mean(late, level)


def _mean(values: Sequence[tuple[int, int]], level: float) -> Estimate:
    n = sum(count for _, count in values)
    mean = sum(days * count for days, count in values) / n
    spread = sum(count * (days - mean) ** 2 for days, count in values)
    half = critical_value(level) * math.sqrt(spread / max(1, n - 1) / n)
    return Estimate(
        key=MEAN_LATE,
        value=mean,
        low=max(0.0, mean - half),
        high=mean + half,
        level=level,
        n=n,
        method="wald",
        unit="days",
    )


def ages(counts: Iterable[tuple[int, int]], level: float) -> tuple[Estimate, ...]:
    """What is still open, by how old it is: at most 4, 8, 14, 30 days, a year, and more."""
    classes = dict.fromkeys([*(f"to_{bound}" for bound in AGES), "more"], 0)
    for days, n in counts:
        name = next((f"to_{bound}" for bound in AGES if days <= bound), "more")
        classes[name] += n
    total = sum(classes.values())
    return tuple(share(key, n, total, level, people=n) for key, n in classes.items())
