"""How many contacts to hear and how many to code for a margin: the interval of a corrected share, read backwards.

The interval is that of :mod:`clairevoix.measure.shares`, at the counts to be expected from the share of the label and from
how well the annotator finds it. Hearing more contacts makes less of the chance in what was heard; coding more of them makes
less of the annotator's errors. The population is finite: when all of it was heard, only the second is left.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from clairevoix.measure.shares.powered import powered
from clairevoix.measure.shares.tally import LEAST_CODED, Tally, tally
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import LabelCell

#: Heard contacts beyond which nothing is searched where the population has no given size.
MANY = 1_000_000
_PSEUDO = 0.75
_STEPS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of a label: the share of contacts that have it, of these the share that the annotator finds
    (``sensitivity``), and of the others the share that it leaves (``specificity``). All 0 to 1.

    Raises InputError (``bad_value``).
    """

    share: float
    sensitivity: float = 0.8
    specificity: float = 0.95

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise InputError(Code.BAD_VALUE, "share")
        if not (0 <= self.sensitivity <= 1 and 0 <= self.specificity <= 1):
            raise InputError(Code.BAD_VALUE, "annotator")

    def tally(self, heard: int, coded: int) -> Tally:
        """The counts to be expected, fractions and all."""
        both, missed = self.share * self.sensitivity, self.share * (1 - self.sensitivity)
        false, neither = (1 - self.share) * (1 - self.specificity), (1 - self.share) * self.specificity
        return Tally(
            population=heard,
            n_heard=heard,
            n_coded=coded,
            weight=heard,
            squares=heard,
            found=heard * (both + false),
            coded_squares=coded,
            both=coded * both,
            false=coded * false,
            missed=coded * missed,
            neither=coded * neither,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What it takes, in minutes of a person: for one coded contact, and for what hearing one by machine is worth."""

    coding_minutes: float = 6.0
    hearing_minutes: float = 0.05

    def minutes(self, heard: int, coded: int) -> float:
        return heard * self.hearing_minutes + coded * self.coding_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePlan:
    """So many heard, so many of them coded, and the half-width of the interval, 0 to 1, that they give."""

    heard: int
    coded: int
    margin: float
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What hearing one part of the population gives; ``part`` and ``margin`` are 0 to 1."""

    part: float
    heard: int
    coded: int
    margin: float


def expected_of(cell: LabelCell) -> Expected | None:
    """What the coded sample lets expect; None while nobody coded. Cells get ¾ of a contact each, as in the interval.

    >>> expected_of(LabelCell(key="a", n=400, n_found=80, n_both=20, n_false=4, n_missed=6, n_neither=70)).share
    0.2309
    """
    found = powered([tally(cell)]) if cell.n_coded else None
    if found is None:
        return None
    present, absent = cell.n_both + cell.n_missed, cell.n_false + cell.n_neither
    return Expected(
        share=round(min(0.999, max(0.001, found.value)), 4),
        sensitivity=(cell.n_both + _PSEUDO) / (present + 2 * _PSEUDO),
        specificity=(cell.n_neither + _PSEUDO) / (absent + 2 * _PSEUDO),
    )


def half_width(
    expected: Expected, *, heard: int, coded: int, population: int | None = None, level: float = 0.95
) -> float:
    """Half the interval's width, 0 to 1, with ``coded`` of ``heard`` contacts coded. Raises InputError (``bad_value``)."""
    if not 1 <= coded <= heard or (population is not None and heard > population):
        raise InputError(Code.BAD_VALUE, "heard")
    found = powered(
        [expected.tally(heard, coded)], level=level, heard_part=0.0 if population is None else heard / population
    )
    return 0.0 if found is None else (found.high - found.low) / 2


def least_coded(
    expected: Expected, margin: float, *, heard: int, population: int | None = None, level: float = 0.95
) -> int | None:
    """The fewest coded of ``heard`` contacts for ± ``margin`` (0 to 1); None where coding all of them is not enough."""

    def is_enough(coded: int) -> bool:
        return half_width(expected, heard=heard, coded=coded, population=population, level=level) <= margin

    return _least(is_enough, min(LEAST_CODED, heard), heard)


def least_heard(
    expected: Expected,
    margin: float,
    *,
    coded: int,
    population: int | None = None,
    rate: float = 1.0,
    level: float = 0.95,
) -> int | None:
    """The fewest heard contacts, at most ``rate`` of the population, for ± ``margin`` when ``coded`` of them are coded.

    None where no such number is enough.
    """

    def is_enough(heard: int) -> bool:
        return half_width(expected, heard=heard, coded=coded, population=population, level=level) <= margin

    return _least(is_enough, coded, _most(population, rate))


def cheapest(
    expected: Expected,
    margin: float,
    *,
    effort: Effort,
    population: int | None = None,
    rate: float = 1.0,
    level: float = 0.95,
) -> SharePlan | None:
    """The pair of numbers that gives ± ``margin`` for the least effort, hearing at most ``rate`` of the population.

    None where even hearing so many and coding all of them is not enough.
    """
    most = _most(population, rate)
    plans = [
        plan
        for heard in _steps(LEAST_CODED, most)
        if (plan := _plan(expected, margin, heard, effort, population, level)) is not None
    ]
    if not plans:
        return None
    first = min(plans, key=lambda plan: (plan.minutes, plan.heard))
    fewer = least_heard(expected, margin, coded=first.coded, population=population, rate=rate, level=level)
    if fewer is None or fewer >= first.heard:
        return first
    return _made(expected, fewer, first.coded, effort, population, level)


def planned(
    expected: Expected, *, heard: int, coded: int, effort: Effort, population: int | None = None, level: float = 0.95
) -> SharePlan:
    """What two given numbers give."""
    return _made(expected, heard, coded, effort, population, level)


def curve(
    expected: Expected, *, population: int, coded: int, level: float = 0.95, parts: Sequence[float] = ()
) -> tuple[CurvePoint, ...]:
    """The half-width against the part of the population that is heard, with ``coded`` contacts coded throughout.

    Where fewer are heard than that, all of them are coded.
    """
    wanted = parts or [step / population for step in _steps(min(LEAST_CODED, population), population)]
    points = []
    for part in wanted:
        heard = min(population, max(1, round(part * population)))
        n_coded = min(coded, heard)
        margin = half_width(expected, heard=heard, coded=n_coded, population=population, level=level)
        points.append(CurvePoint(part=heard / population, heard=heard, coded=n_coded, margin=margin))
    return tuple(points)


def _plan(
    expected: Expected, margin: float, heard: int, effort: Effort, population: int | None, level: float
) -> SharePlan | None:
    coded = least_coded(expected, margin, heard=heard, population=population, level=level)
    return None if coded is None else _made(expected, heard, coded, effort, population, level)


def _made(
    expected: Expected, heard: int, coded: int, effort: Effort, population: int | None, level: float
) -> SharePlan:
    margin = half_width(expected, heard=heard, coded=coded, population=population, level=level)
    return SharePlan(heard=heard, coded=coded, margin=margin, minutes=effort.minutes(heard, coded))


def _most(population: int | None, rate: float) -> int:
    return MANY if population is None else math.floor(population * rate)


def _least(is_enough: Callable[[int], bool], low: int, high: int) -> int | None:
    """The smallest number from ``low`` to ``high`` that is enough, by halving.

    The least is tried first: with a program that is worse than none, hearing more is no gain.
    """
    if high < low:
        return None
    if is_enough(low):
        return low
    if not is_enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


def _steps(low: int, high: int) -> Iterator[int]:
    """Whole numbers from ``low`` to ``high``, each about the same factor above the one before."""
    last = 0
    for step in range(_STEPS + 1):
        number = round(low * (high / low) ** (step / _STEPS)) if high > low else high
        if number > last:
            yield number
            last = number
