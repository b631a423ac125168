"""Answers weighted to the customers whom they are to speak for: the score, beside the raw one, and what the weights cost."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clairevoix.measure.nps.calibration import Weighting, indicators, rake
from clairevoix.measure.nps.weighted import LINEARISED, WeightedScore, weighted_score
from clairevoix.measure.proportion import TOTAL
from clairevoix.model.errors import InputError
from clairevoix.model.measure import CrossCell, Estimate, EstimateTable, Figure, Suppressed
from clairevoix.model.population import Population

#: Answers below which nothing is weighted: an interval of fewer would hold any score.
LEAST = 30


class Refusal(StrEnum):
    """Why there is no weighted score. Stable: written into JSON."""

    TOO_FEW = "too_few"
    NOBODY_OF = "nobody_of"
    UNDECLARED = "undeclared"
    NOT_CONVERGED = "not_converged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The answers of a period under weights, or why there are none; ``place`` is the margin and the category at fault."""

    method: str
    n: int
    n_outside: int
    score: WeightedScore | None = None
    weighting: Weighting | None = None
    refusal: Refusal | None = None
    place: tuple[str, str] | None = None


def weigh(cells: Sequence[CrossCell], names: Sequence[str], population: Population, level: float = 0.95) -> Weighed:
    """Rakes the answers to the margins of the population; one margin alone is post-stratification.

    ``names`` are the properties that the cells' keys stand for. Answers that do not say a property of a margin
    (``unstated``) are left out and counted in ``n_outside``. The variance is that of the residuals from the margins
    (:func:`clairevoix.measure.nps.weighted.linearised_variance`).
    """
    margins = list(population.margins)
    places = [list(names).index(name) for name in margins]
    kept = [cell for cell in cells if cell.n and "unstated" not in {cell.keys[place] for place in places}]
    n = sum(cell.n for cell in kept)
    method = "post-stratified" if len(margins) == 1 else "raked"
    found = Weighed(method=method, n=n, n_outside=sum(cell.n for cell in cells) - n)
    refusal, where = _why_not(kept, dict(zip(margins, places, strict=True)), population)
    if refusal is not None:
        return _refused(found, refusal, where)
    rows = [
        (cell.keys, outcome, count)
        for cell in kept
        for outcome, count in ((1, cell.n_promoters), (0, cell.n_passives), (-1, cell.n_detractors))
        if count
    ]
    categories = {name: [keys[place] for keys, _, _ in rows] for name, place in zip(margins, places, strict=True)}
    counts = [count for _, _, count in rows]
    targets = {name: dict(population.margins[name]) for name in margins}
    try:
        weighting = rake(categories, targets, counts=counts, trim=population.trim)  # type: ignore[arg-type]
    except InputError:
        return _refused(found, Refusal.NOT_CONVERGED, None)
    if not weighting.has_converged and population.trim is None:
        return _refused(found, Refusal.NOT_CONVERGED, None, weighting)
    score = weighted_score(
        [outcome for _, outcome, _ in rows],
        weighting.weights,
        level=level,
        method=LINEARISED,
        auxiliaries=indicators(categories),
        counts=counts,
    )
    return Weighed(method=method, n=n, n_outside=found.n_outside, score=score, weighting=weighting)


def _why_not(
    cells: Sequence[CrossCell], places: dict[str, int], population: Population
) -> tuple[Refusal | None, tuple[str, str] | None]:
    if sum(cell.n for cell in cells) < LEAST:
        return Refusal.TOO_FEW, None
    for name, place in places.items():
        answered = {cell.keys[place] for cell in cells}
        for category in sorted(set(population.margins[name]) - answered):
            return Refusal.NOBODY_OF, (name, category)
        for category in sorted(answered - set(population.margins[name])):
            return Refusal.UNDECLARED, (name, category)
    return None, None


def _refused(
    found: Weighed, refusal: Refusal, place: tuple[str, str] | None, weighting: Weighting | None = None
) -> Weighed:
    return Weighed(
        method=found.method,
        n=found.n,
        n_outside=found.n_outside,
        weighting=weighting,
        refusal=refusal,
        place=place,
    )


def weighted_tables(period: str, found: Weighed, *, extremes: bool, minimum: int = 0) -> tuple[EstimateTable, ...]:
    """The weighted score of a period, the answers that it is worth, those whose weight was cut, and, if ``extremes``, the
    greatest weight.

    The greatest weight tells how many answers its category has: it is for the caller to see that they are not too few.
    Of fewer than ``minimum`` answers left out, not even the number is given away: they count as if they were in.
    """
    score, weighting = found.score, found.weighting
    if score is None or weighting is None:
        return ()
    n = score.n + found.n_outside if found.n_outside < minimum else score.n
    common = {"level": score.level, "n": n, "method": found.method}
    weighed = Estimate(
        key=TOTAL,
        value=score.value,
        low=score.low,
        high=score.high,
        unit="points",
        **common,  # type: ignore[arg-type]
    )
    numbers = {"effective": (score.n_effective, "answers")}
    if extremes:
        numbers["greatest-weight"] = (weighting.greatest, "ratio")
    others = {
        name: Estimate(key=TOTAL, value=value, low=None, high=None, unit=unit, **common)  # type: ignore[arg-type]
        for name, (value, unit) in numbers.items()
    }
    whole = tuple(
        EstimateTable(measure=name, dimension="year", period=period, parts=(), total=estimate)
        for name, estimate in {"weighted-nps": weighed, **others}.items()
    )
    cut = _part("cut", weighting.n_trimmed, n, score.level)
    return (*whole, EstimateTable(measure="trimmed", dimension="year", period=period, parts=(cut,)))


def share_tables(
    period: str, cells: Sequence[CrossCell], names: Sequence[str], population: Population, level: float
) -> tuple[EstimateTable, ...]:
    """Which part of the answers each category of each margin has; it rests on those who gave them."""
    found = []
    for name in population.margins:
        place, n = list(names).index(name), sum(cell.n for cell in cells)
        counts: dict[str, int] = dict.fromkeys(population.margins[name], 0)
        for cell in cells:
            counts[cell.keys[place]] = counts.get(cell.keys[place], 0) + cell.n
        parts = tuple(_part(key, count, n, level) for key, count in counts.items())
        total = _part(TOTAL, n, n, level)
        found.append(EstimateTable(measure="part-of-answers", dimension=name, period=period, parts=parts, total=total))
    return tuple(found)


def _part(key: str, count: int, n: int, level: float) -> Estimate:
    value = count / n if n else None
    return Estimate(key=key, value=value, low=None, high=None, level=level, n=count, method="count", unit="share")


def change_of(released: Sequence[Figure | Suppressed], periods: Sequence[str]) -> dict[str, float] | None:
    """From the second of two periods to the first, under weights, with its bounds; from released figures alone.

    The mix of the customers is what the populations say, so what the answers' own mix did is not in it.
    """
    scores = {
        each.period: each.estimate
        for each in released
        if isinstance(each, Figure) and each.measure == "weighted-nps" and each.estimate.value is not None
    }
    if len(periods) < 2 or not {*periods[:2]} <= set(scores):
        return None
    after, before = scores[periods[0]], scores[periods[1]]
    half = math.hypot(*(((each.high or 0.0) - (each.low or 0.0)) / 2 for each in (after, before)))
    value = (after.value or 0.0) - (before.value or 0.0)
    return {"value": value, "low": value - half, "high": value + half, "level": after.level}
