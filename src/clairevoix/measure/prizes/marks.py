"""Means of marks out of 10 that customers gave: Arcep's question asked by ourselves, and the Podium's pillars."""

import math
from collections.abc import Sequence

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.model.measure import Estimate, EstimateTable

#: How many persons, and the mark of each of them.
Marks = Sequence[tuple[int, float]]


def mean_mark(key: str, marks: Marks, level: float) -> Estimate:
    """The mean mark, 0 to 10, with Student's interval.

    >>> mean_mark("total", [(10, 8.0), (10, 6.0)], 0.95).value
    7.0
    """
    n = sum(count for count, _ in marks)
    value = low = high = None
    if n:
        value = math.fsum(count * mark for count, mark in marks) / n
    if value is not None and n > 1:
        squares = math.fsum(count * (mark - value) ** 2 for count, mark in marks)
        half = student_critical_value(level, n - 1) * math.sqrt(squares / (n - 1) / n)
        low, high = max(0.0, value - half), min(10.0, value + half)
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="student", unit="mark")


def arcep_table(year: str, marks: Marks, level: float) -> EstimateTable:
    """Our own customers' mean mark of a year, by Arcep's question."""
    return EstimateTable(
        measure="arcep", dimension="year", period=year, parts=(), total=mean_mark("total", marks, level)
    )


def podium_table(year: str, pillars: Sequence[tuple[str, Marks]], level: float) -> EstimateTable:
    """The mean over persons of what each gave a pillar on average. No total: the same persons answered all of them."""
    parts = tuple(mean_mark(name, marks, level) for name, marks in pillars)
    return EstimateTable(measure="podium", dimension="criterion", period=year, parts=parts)
