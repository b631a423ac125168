"""Drivers as tables: what goes with the recommendation, by other questions or by what contacts were about."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clairevoix.measure import drivers
from clairevoix.measure.columns import read_numbers
from clairevoix.measure.drivers.performance import quarter_of
from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.measure.proportion import TOTAL
from clairevoix.model.measure import Estimate, EstimateTable, Figure, Suppressed

Column = Sequence[float | None]
#: Complete answers for each driver below which nothing is told: most of the parts would be chance.
LEAST_EACH = 10
#: Answers beyond which marks are taken as numbers only: the ordinal model would take minutes to say the same.
MOST_ORDINAL = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What was found, or that there are too few: ``n`` complete answers, of ``n_wanted`` at the least.

    Without ``has_columns`` there was no driver to look at.
    """

    importance: drivers.Importance | None
    ordinal: drivers.Importance | None
    n: int
    n_wanted: int
    has_columns: bool = True


def driven(
    scores: Sequence[int], columns: Mapping[str, Column], level: float, *, effort: drivers.Effort | None = None
) -> Driven:
    """Divides R² among the columns, if each has ten complete answers to stand on; in both models, as a rule.

    With an ``effort``, in the linear one alone.
    """
    n = sum(all(column[place] is not None for column in columns.values()) for place in range(len(scores)))
    wanted = LEAST_EACH * max(1, len(columns))
    if not columns or n < wanted:
        return Driven(importance=None, ordinal=None, n=n, n_wanted=wanted, has_columns=bool(columns))
    importance = drivers.importance(scores, columns, level=level, effort=effort)
    is_both = effort is None and n <= MOST_ORDINAL
    ordinal = drivers.importance(scores, columns, model="ordinal", level=level) if is_both else None
    return Driven(importance=importance, ordinal=ordinal, n=n, n_wanted=wanted)


def driver_tables(names: tuple[str, str, str], found: Driven, level: float) -> tuple[EstimateTable, ...]:
    """R² as a whole, its division, and in which direction each driver goes; ``names`` are measure, dimension, period."""
    importance = found.importance
    if importance is None or importance.r_squared is None:
        return ()
    measure, dimension, period = names
    whole = _estimate(TOTAL, (importance.r_squared, importance.low, importance.high), importance.n, "lmg", level)
    tables = [
        EstimateTable(measure=f"{measure}-whole", dimension="total", period=period, parts=(), total=whole),
        _divided(names, importance, level, "lmg"),
        EstimateTable(
            measure=f"{measure}-correlation",
            dimension=dimension,
            period=period,
            parts=tuple(_correlation(each, importance.n, level) for each in importance.drivers),
        ),
    ]
    if found.ordinal is not None and found.ordinal.r_squared is not None:
        tables.append(_divided((f"{measure}-ordinal", dimension, period), found.ordinal, level, "lmg-ordinal"))
    return tuple(tables)


def performance_table(
    period: str, columns: Mapping[str, Column], scales: Mapping[str, tuple[float, float]], level: float
) -> EstimateTable:
    """How well each question is answered: the mean as a way from the worst to the best mark, 0 to 1, of all its answers."""
    parts = []
    for name, column in columns.items():
        worst, best = scales[name]
        numbers = read_numbers(column, name)
        ways = (numbers[~np.isnan(numbers)] - worst) / (best - worst)
        n, value = len(ways), float(ways.mean()) if len(ways) else None
        half = critical_value(level) * float(ways.std(ddof=1)) / math.sqrt(n) if n > 1 else None
        bounds = (None, None) if value is None or half is None else (max(0.0, value - half), min(1.0, value + half))
        parts.append(_estimate(name, (value, *bounds), n, "mean", level))
    return EstimateTable(measure="driver-performance", dimension="question", period=period, parts=tuple(parts))


def quarters(released: Sequence[Figure | Suppressed], survey_id: str) -> dict[str, dict[str, object]]:
    """Where each question lies on the map against the others, from released figures alone.

    As :func:`clairevoix.measure.drivers.performance_map` places them; empty where a figure was held back.
    """
    shown = [each for each in released if isinstance(each, Figure) and each.period == survey_id]
    parts = {each.estimate.key: each.estimate for each in shown if each.measure == "driver"}
    ways = {each.estimate.key: each.estimate.value for each in shown if each.measure == "driver-performance"}
    known = [way for way in ways.values() if way is not None]
    if not parts or set(parts) != set(ways) or len(known) < len(ways):
        return {}
    mean_part, mean_way = 1 / len(parts), sum(known) / len(known)
    return {
        name: {
            "quarter": quarter_of(
                is_important=(part.value or 0.0) >= mean_part, is_good=(ways[name] or 0.0) >= mean_way
            ).value,
            "is_clear": part.low is not None and part.high is not None and not part.low <= mean_part <= part.high,
        }
        for name, part in parts.items()
    }


def _divided(names: tuple[str, str, str], found: drivers.Importance, level: float, method: str) -> EstimateTable:
    measure, dimension, period = names
    parts = tuple(
        _estimate(each.name, (each.share, each.share_low, each.share_high), found.n, method, level)
        for each in found.drivers
    )
    return EstimateTable(measure=measure, dimension=dimension, period=period, parts=parts)


def _correlation(each: drivers.Driver, n: int, level: float) -> Estimate:
    """With Fisher's interval (1921, Metron 1): tanh(artanh r ± z/√(n - 3))."""
    r = each.correlation
    if r is None or n < 4 or abs(r) >= 1:
        return _estimate(each.name, (r, None, None), n, "pearson", level, "correlation")
    centre, half = math.atanh(r), critical_value(level) / math.sqrt(n - 3)
    bounds = (r, math.tanh(centre - half), math.tanh(centre + half))
    return _estimate(each.name, bounds, n, "pearson", level, "correlation")


def _estimate(
    key: str,
    values: tuple[float | None, float | None, float | None],
    n: int,
    method: str,
    level: float,
    unit: str = "share",
) -> Estimate:
    value, low, high = values
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method=method, unit=unit)
