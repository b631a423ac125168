"""What a share is estimated from: weighted counts of one stratum, and the groups of strata that are corrected together.

Contacts have sampling weights w: how many contacts of the population each stands for. All that is needed of a stratum are
sums over its heard contacts and over those of them that a human coded; sums of several strata add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.model.measure import LabelCell

#: Coded contacts from which on a group is corrected by itself; the intervals were tried from this number up.
LEAST_CODED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Sums over the contacts of one stratum, or of several.

    ``population`` contacts are meant. Over the ``n_heard`` heard ones: Σw, Σw² and Σw where the annotator found the label.
    Over the ``n_coded`` coded ones, a simple random sample of those: Σw², and Σw where the label was found and present
    (``both``), found but absent (``false``), present but not found (``missed``), none of the two (``neither``).
    """

    population: float
    n_heard: int
    n_coded: int
    weight: float
    squares: float
    found: float
    coded_squares: float
    both: float
    false: float
    missed: float
    neither: float

    @property
    def coded_weight(self) -> float:
        return self.both + self.false + self.missed + self.neither

    @property
    def effective_heard(self) -> float:
        """What the heard contacts are worth under their weights: (Σw)² / Σw² (Kish 1965, *Survey Sampling*, § 11.7)."""
        return self.weight**2 / self.squares

    @property
    def effective_coded(self) -> float:
        """The same of the coded ones."""
        return self.coded_weight**2 / self.coded_squares

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in Tally.__slots__})


def tally(cell: LabelCell, population: float | None = None) -> Tally:
    """The sums of one stratum whose contacts were all heard with the same chance: w = population / n.

    Without ``population`` the heard contacts stand for themselves. A stratum of which nobody was heard has no weights; its
    neighbours speak for it.
    """
    size = float(cell.n) if population is None else population
    weight = size / cell.n if cell.n else 0.0
    return Tally(
        population=size,
        n_heard=cell.n,
        n_coded=cell.n_coded,
        weight=weight * cell.n,
        squares=weight**2 * cell.n,
        found=weight * cell.n_found,
        coded_squares=weight**2 * cell.n_coded,
        both=weight * cell.n_both,
        false=weight * cell.n_false,
        missed=weight * cell.n_missed,
        neither=weight * cell.n_neither,
    )


def grouped(strata: Sequence[Tally], least: int = LEAST_CODED) -> tuple[Tally, ...]:
    """Neighbouring strata put together until each group has ``least`` coded contacts; what is left over joins the last.

    Collapsed strata (Cochran 1977, *Sampling Techniques*, § 5A.12): with fewer coded, a stratum's own correction would be
    noise. The order of ``strata`` should be one in which neighbours are alike, such as the months of each site.
    """
    groups: list[Tally] = []
    waiting: Tally | None = None
    for each in strata:
        waiting = each if waiting is None else waiting + each
        if waiting.n_coded >= least:
            groups.append(waiting)
            waiting = None
    if waiting is not None:
        groups[-1:] = [groups[-1] + waiting] if groups else [waiting]
    return tuple(groups)
