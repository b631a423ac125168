"""Shares in several groups that few coded contacts correct together: months of a label, teams of an act.

In a group, f is 1 where the annotator found the label, over its N heard contacts; over the n contacts coded in all groups
together, y is 1 where a human coded it present. Provided that the annotator errs alike in every group,

    share    = mean of f over the group + mean of (y - f) over all coded
    variance = share·(1 - share)/N + Var(y - f)/n

which is the difference estimator (Särndal, Swensson & Wretman 1992, *Model Assisted Survey Sampling*, ch. 9) with a synthetic
correction (Rao & Molina 2015, *Small Area Estimation*, ch. 3). Where it errs in one group more than in another, that group's
share is off by the difference. Variances and interval are made as in :mod:`clairevoix.measure.shares.powered`.
"""

import math
from collections.abc import Sequence

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.model.measure import Estimate, LabelCell

METHOD = "prediction-powered, corrected together"
_PSEUDO = 0.75


def shares_alike(cells: Sequence[LabelCell], level: float = 0.95) -> tuple[Estimate, ...]:
    """The share of each group, 0 to 1; no number while no human has coded any contact of any group.

    ``n_coded`` is that of all groups together, since all of them stand behind each number.
    """
    pooled = added("", cells)
    return tuple(_share(cell, pooled, level) for cell in cells)


def added(key: str, cells: Sequence[LabelCell]) -> LabelCell:
    """The counts of several groups together."""
    counts = ("n", "n_found", "n_both", "n_false", "n_missed", "n_neither")
    return LabelCell(key=key, **{count: sum(getattr(cell, count) for cell in cells) for count in counts})


def whole(key: str, cells: Sequence[LabelCell], level: float = 0.95) -> Estimate:
    """The share of all groups together, by the same correction."""
    together = added(key, cells)
    return _share(together, together, level)


def _share(cell: LabelCell, pooled: LabelCell, level: float) -> Estimate:
    value, low, high = _corrected(cell, pooled, level) if cell.n and pooled.n_coded else (None, None, None)
    return Estimate(
        key=cell.key,
        value=value,
        low=low,
        high=high,
        level=level,
        n=cell.n,
        n_coded=pooled.n_coded,
        method=METHOD,
        unit="share",
    )


def _corrected(cell: LabelCell, pooled: LabelCell, level: float) -> tuple[float, float, float]:
    n = pooled.n_coded
    value = min(1.0, max(0.0, cell.n_found / cell.n + (pooled.n_missed - pooled.n_false) / n))
    missed, false = ((count + _PSEUDO) / (n + 4 * _PSEUDO) for count in (pooled.n_missed, pooled.n_false))
    smoothed = (value * cell.n + 2) / (cell.n + 4)
    chance = smoothed * (1 - smoothed) / cell.n
    error = (missed + false - (missed - false) ** 2) / n
    critical = student_critical_value(level, max(1, n - 1))
    half = critical * math.sqrt(chance + error)
    low, high = _wilson(value, (chance + error) / (smoothed * (1 - smoothed)), critical)
    return value, max(0.0, min(low, value - half)), min(1.0, max(high, value + half))


def _wilson(value: float, one_over_n: float, critical: float) -> tuple[float, float]:
    """Wilson's interval (1927) around a share from as many contacts as would have this variance."""
    added = critical**2 * one_over_n
    centre = (value + added / 2) / (1 + added)
    half = math.sqrt(added * value * (1 - value) + added**2 / 4) / (1 + added)
    return centre - half, centre + half
