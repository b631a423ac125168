"""The Customer Effort Score in the variants that are called so. None is the right one; each is told by its name.

CES1 asks how much effort was made, 1 to 5, less is better (Dixon, Freeman, Toman 2010); CES2 whether it was made easy, 1 to
7, more is better. Of the second, three computations are in use: the mean, the share of 5 to 7, and 6 to 7 less 1 to 3.
"""

import math
from collections.abc import Sequence

from clairevoix.measure.nps.confidence_interval import critical_value, student_critical_value
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import Estimate

#: The number of marks of each question, from 1.
MARKS = {"ces1": 5, "ces2": 7}


def effort_scores(question: str, counts: Sequence[int], level: float = 0.95) -> tuple[Estimate, ...]:
    """Every variant of a question, from how many gave each mark from 1; nothing where nobody answered.

    Raises InputError (``bad_value``) for a question that is none of the two, or another number of marks.

    >>> mean, box, net = effort_scores("ces2", [80, 210, 140, 110, 160, 180, 120])
    >>> round(mean.value, 2), round(box.value, 2), round(net.value, 1)
    (4.08, 0.46, -13.0)
    """
    if question not in MARKS or len(counts) != MARKS[question] or min(counts) < 0:
        raise InputError(Code.BAD_VALUE, "counts")
    if not sum(counts):
        return ()
    if question == "ces1":
        return (_mean("ces1-mean", counts, level), _share("ces1-low", counts, range(1, 3), level))
    return (
        _mean("ces2-mean", counts, level),
        _share("ces2-top3", counts, range(5, 8), level),
        _net("ces2-net", counts, level),
    )


def _mean(key: str, counts: Sequence[int], level: float) -> Estimate:
    n = sum(counts)
    value = sum(mark * count for mark, count in enumerate(counts, start=1)) / n
    low = high = None
    if n > 1:
        squares = math.fsum(count * (mark - value) ** 2 for mark, count in enumerate(counts, start=1))
        half = student_critical_value(level, n - 1) * math.sqrt(squares / (n - 1) / n)
        low, high = max(1.0, value - half), min(float(len(counts)), value + half)
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="student", unit="mark")


def _share(key: str, counts: Sequence[int], marks: range, level: float) -> Estimate:
    n, part = sum(counts), sum(counts[mark - 1] for mark in marks)
    return wilson(key, part, n, level)


def wilson(key: str, part: int, n: int, level: float) -> Estimate:
    """A share with the score interval of a proportion (Wilson 1927, J. Am. Stat. Assoc. 22)."""
    value = low = high = None
    if n:
        z, value = critical_value(level), part / n
        centre = (value + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(value * (1 - value) / n + z * z / (4 * n * n))
        low, high = max(0.0, min(value, centre - half)), min(1.0, max(value, centre + half))
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="wilson", unit="share")


def _net(key: str, counts: Sequence[int], level: float) -> Estimate:
    """In points; interval of the net share as for a score of three classes, with Rocks' pseudo-observations."""
    n = sum(counts)
    easy, hard = sum(counts[5:]), sum(counts[:3])
    value = 100 * (easy - hard) / n
    for_three = (easy + 0.75, hard + 0.75, n + 3.0)
    centre = (for_three[0] - for_three[1]) / for_three[2]
    variance = max(0.0, (for_three[0] + for_three[1]) / for_three[2] - centre**2)
    half = critical_value(level) * math.sqrt(variance / for_three[2])
    low, high = max(-100.0, 100 * (centre - half)), min(100.0, 100 * (centre + half))
    return Estimate(
        key=key,
        value=value,
        low=min(low, value),
        high=max(high, value),
        level=level,
        n=n,
        method="adjusted-wald",
        unit="points",
    )
