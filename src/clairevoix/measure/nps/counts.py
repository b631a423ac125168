"""Counts of the three classes of answers, whole or with fractions, and the pseudo-observations that methods add."""

import math
from dataclasses import dataclass
from typing import Protocol, Self

Bounds = tuple[float, float]

#: Promoters, passives, detractors that the adjusted Wald interval adds (Rocks 2016, The American Statistician 70(4)).
ROCKS = (0.75, 1.5, 0.75)
#: Those of Bonett & Price 2012, J. Educ. Behav. Stat. 37(4).
BONETT_PRICE = (1.0, 0.0, 1.0)


class Counts(Protocol):
    """What an interval needs: an ``NpsCell``, or counts with fractions."""

    @property
    def n_promoters(self) -> float: ...
    @property
    def n_passives(self) -> float: ...
    @property
    def n_detractors(self) -> float: ...
    @property
    def n(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudoCounts:
    """Counts with fractions: of weighted answers, or with pseudo-observations added."""

    n_promoters: float
    n_passives: float
    n_detractors: float

    @property
    def n(self) -> float:
        return self.n_promoters + self.n_passives + self.n_detractors

    @classmethod
    def around(cls, counts: Counts, added: tuple[float, float, float]) -> Self:
        """The counts and ``added`` promoters, passives and detractors."""
        return cls(
            n_promoters=counts.n_promoters + added[0],
            n_passives=counts.n_passives + added[1],
            n_detractors=counts.n_detractors + added[2],
        )


def score_of(counts: Counts) -> float:
    """d = (P - D) / n, from -1 to 1. The caller knows that n is not 0."""
    return (counts.n_promoters - counts.n_detractors) / counts.n


def variance_of_one(counts: Counts) -> float:
    """s² = (P + D) / n - d²: the variance of one answer coded +1, 0, -1 (R package NPS, ``npvar``).

    >>> round(variance_of_one(PseudoCounts(n_promoters=3, n_passives=2, n_detractors=1)), 4)
    0.5556
    """
    return max(0.0, (counts.n_promoters + counts.n_detractors) / counts.n - score_of(counts) ** 2)


def standard_error(counts: Counts) -> float:
    """s / √n, on the scale -1 to 1."""
    return math.sqrt(variance_of_one(counts) / counts.n)
