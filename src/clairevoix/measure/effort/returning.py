"""Who had to come back, and how long it took, when the log ends before everybody could: Kaplan & Meier 1958, J. Am. Stat.
Assoc. 53(282).

Contacts younger than a span still count as long as they were watched: leaving them out would waste them, counting them as
settled would flatter.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import Estimate

#: Days after a contact within which another one is one too many.
WINDOWS = (3, 7, 14, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Of the contacts that were watched for a whole window: sums over customers of contacts ``m`` and those with an event
    ``r``, of their squares and products. One customer's contacts resemble each other.
    """

    m: int
    r: int
    mm: int
    rr: int
    mr: int

    @property
    def design_effect(self) -> float:
        """By how much the variance exceeds that of as many customers with one contact each; 1 at the least."""
        share = self.r / self.m if self.m else 0.0
        plain = share * (1 - share) * self.m
        if plain <= 0:
            return 1.0
        return max(1.0, (self.rr - 2 * share * self.mr + share**2 * self.mm) / plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCell:
    """``events[j]`` counts what happened on the j-th day after the start, from 1; ``left[j]`` what was watched for j days
    and no longer, nothing having happened. ``n_people`` counts those behind them, ``clusters`` are by window.
    """

    key: str
    events: tuple[int, ...]
    left: tuple[int, ...]
    n_people: int
    clusters: dict[int, Clusters]

    def __post_init__(self) -> None:
        if len(self.events) != len(self.left) or self.events[0] or min(*self.events, *self.left) < 0:
            raise InputError(Code.BAD_VALUE, "days")

    @property
    def n(self) -> int:
        return sum(self.events) + sum(self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survived:
    """After so many days: the share to whom nothing happened, its standard error (Greenwood 1926), and who is watched on."""

    share: float
    error: float
    n_at_risk: int


def survival(events: Sequence[int], left: Sequence[int]) -> tuple[Survived, ...]:
    """By day from 0. Raises nothing: after the last one watched, the share stays as it was."""
    share, terms, found = 1.0, 0.0, []
    at_risk = sum(events) + sum(left)
    found.append(Survived(share=1.0, error=0.0, n_at_risk=at_risk))
    for day in range(1, len(events)):
        at_risk -= left[day - 1]
        if at_risk > 0:
            share *= 1 - events[day] / at_risk
            terms += events[day] / (at_risk * (at_risk - events[day])) if at_risk > events[day] else math.inf
        error = share * math.sqrt(terms) if share > 0 else 0.0
        found.append(Survived(share=share, error=error, n_at_risk=at_risk))
        at_risk -= events[day]
    return tuple(found)


def happened(cell: WaitCell, window: int, level: float = 0.95) -> Estimate:
    """The share to whom it happened within ``window`` days, with a log-log interval, widened by the design effect.

    The interval is Kalbfleisch & Prentice's (1980), S^exp(±z·se/(S·ln S)); where everybody or nobody had the event, the
    interval of as many at risk without any (Wilson), since Greenwood's is then of no width.
    """
    told = survival(cell.events, cell.left)[window]
    effect = cell.clusters[window].design_effect if window in cell.clusters else 1.0
    value = 1 - told.share
    if 0 < told.share < 1:
        spread = critical_value(level) * told.error * math.sqrt(effect) / (told.share * abs(math.log(told.share)))
        low, high = 1 - told.share ** math.exp(-spread), 1 - told.share ** math.exp(spread)
    else:
        z2 = critical_value(level) ** 2 / max(1, told.n_at_risk)
        low, high = (0.0, z2 / (1 + z2)) if value == 0 else (1 / (1 + z2), 1.0)
    return Estimate(
        key=f"{cell.key}-{window}",
        value=value,
        low=low,
        high=high,
        level=level,
        n=cell.n_people,
        method="kaplan-meier",
        unit="share",
    )


def median_day(cell: WaitCell) -> int | None:
    """The first day by which it had happened to half; None where the log ends before."""
    return next((day for day, told in enumerate(survival(cell.events, cell.left)) if told.share <= 0.5), None)
