"""Are drafts confirmed, or only stamped? A look at all evaluators together, never at one of them.

A score on which people draw without looking decides in their place (CJEU, C-634/21, SCHUFA).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from statistics import median

#: Below these, nothing is said: the numbers would be about a few people, and prove nothing.
MINIMUM_CONFIRMATIONS = 30
MINIMUM_EVALUATORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """One confirmation of a machine's draft: by whom, unchanged or not, read for how long, of how much evidence."""

    evaluator: str
    unchanged: bool
    reading_ms: int
    evidence_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamping:
    """How a period's drafts were confirmed, by all evaluators together. Holds no evaluator's name and no order of them.

    ``low`` and ``high`` bound the share confirmed unchanged; ``median_pace`` is reading time over evidence time.
    """

    n: int
    share_unchanged: float
    low: float
    high: float
    median_reading_ms: int
    median_pace: float
    is_alarm: bool


def stamping(confirmations: Sequence[Confirmation], *, alarm_share: float, level: float = 0.95) -> Stamping | None:
    """The state of a period, or None for too few confirmations or evaluators.

    The alarm rings when the share confirmed unchanged lies above ``alarm_share`` even at its lower bound (Clopper &
    Pearson 1934, Biometrika 26), or when half of the evidence was read faster than half the time it took to say.
    """
    n = len(confirmations)
    if n < MINIMUM_CONFIRMATIONS or len({each.evaluator for each in confirmations}) < MINIMUM_EVALUATORS:
        return None
    n_unchanged = sum(each.unchanged for each in confirmations)
    low, high = clopper_pearson(n_unchanged, n, level)
    pace = median(each.reading_ms / max(1, each.evidence_ms) for each in confirmations)
    return Stamping(
        n=n,
        share_unchanged=n_unchanged / n,
        low=low,
        high=high,
        median_reading_ms=round(median(each.reading_ms for each in confirmations)),
        median_pace=pace,
        is_alarm=low > alarm_share or pace < 0.5,
    )


def clopper_pearson(n_hits: int, n: int, level: float) -> tuple[float, float]:
    """The exact confidence interval of a share (Clopper & Pearson 1934): both binomial tails at (1 - level) / 2.

    >>> [round(bound, 4) for bound in clopper_pearson(8, 10, 0.95)]
    [0.4439, 0.9748]
    """
    tail = (1 - level) / 2
    return _low(n_hits, n, tail), 1 - _low(n - n_hits, n, tail)


def _low(n_hits: int, n: int, tail: float) -> float:
    return 0.0 if n_hits == 0 else _solve(lambda p: _at_least(n_hits, n, p), tail)


def _at_least(k: int, n: int, p: float) -> float:
    """The chance of k hits or more in n."""
    if p in (0.0, 1.0):
        return p
    ways = (lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) for i in range(k, n + 1))
    return sum(exp(way + i * log(p) + (n - i) * log1p(-p)) for i, way in zip(range(k, n + 1), ways, strict=True))


def _solve(rising: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
