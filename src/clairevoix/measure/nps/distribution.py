"""The marks themselves: how many gave each from 0 to 10, and their mean. The score alone throws this away."""

import math
from collections.abc import Sequence
from dataclasses import replace

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.measure.proportion import proportion
from clairevoix.model.measure import Estimate, EstimateTable

#: The classes of the score, each with its marks.
CLASSES = {"detractors": range(7), "passives": range(7, 9), "promoters": range(9, 11)}
_TOTAL = "total"


def mark_tables(period: str, counts: Sequence[int], level: float) -> tuple[EstimateTable, ...]:
    """The share of each mark among all answers, from the counts of the marks 0 to 10: one table for each class.

    The released score and its bounds give the number of promoters, passives and detractors away, so each class is a
    total from which its hidden marks must not be computable.
    """
    n = sum(counts)
    return tuple(
        EstimateTable(
            measure="mark",
            dimension=name,
            period=period,
            parts=tuple(_share(str(mark), counts[mark], n, level) for mark in marks),
            total=_share(_TOTAL, sum(counts[mark] for mark in marks), n, level),
        )
        for name, marks in CLASSES.items()
    )


def mean_table(period: str, counts: Sequence[int], level: float) -> EstimateTable:
    """The mean mark, 0 to 10, with Student's interval.

    Mean and bounds are two more equations between the counts: to be released only where every mark is.
    """
    n = sum(counts)
    value = low = high = None
    if n > 1:
        value = sum(mark * count for mark, count in enumerate(counts)) / n
        squares = math.fsum(count * (mark - value) ** 2 for mark, count in enumerate(counts))
        half = student_critical_value(level, n - 1) * math.sqrt(squares / (n - 1) / n)
        low, high = max(0.0, value - half), min(10.0, value + half)
    mean = Estimate(key=_TOTAL, value=value, low=low, high=high, level=level, n=n, method="student", unit="mark")
    return EstimateTable(measure="mean", dimension="mark", period=period, parts=(), total=mean)


def _share(key: str, count: int, n: int, level: float) -> Estimate:
    """With the score interval of a proportion. It rests on those who gave the mark, not on all: so it hides them."""
    return replace(proportion(key, count, n, level), n=count)
