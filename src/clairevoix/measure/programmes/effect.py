"""One programme and one measure: the effect, how it was found, and what may be said of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.programmes.aggregate import Effects, event_study, overall
from clairevoix.measure.programmes.group_time import Base, group_time
from clairevoix.measure.programmes.interrupted import ENOUGH, Interrupted, interrupted
from clairevoix.measure.programmes.panel import NEVER, Floats, Panel, usable
from clairevoix.measure.programmes.permuted import dealt_again, drift_dealt_again, permuted
from clairevoix.measure.programmes.pretrends import PreTrend, feigned, pre_trend
from clairevoix.model.errors import InputError

#: With fewer places in all, or of one date, Student's intervals are not trusted: see docs/explanation/programmes.md.
MANY, MANY_OF_ONE_DATE = 40, 10
#: Periods by which the start is put early for the placebo, at most.
PLACEBO = 3


class Design(StrEnum):
    """What the effect rests on: places without the programme, or nothing but what came before."""

    COMPARED = "compared"
    BEFORE_AND_AFTER = "before-and-after"


class Reading(StrEnum):
    """What may be said. Each has its sentence on the page, and no other may be said of the figure.

    CHANGED: the interval leaves zero out, and nothing speaks against the comparison. UNCLEAR: it holds zero. APART: the
    places moved apart before the start, or at a made-up date: no effect may be told from it. UNBOUNDED: too few places for
    an interval. COINCIDED: a change at that date, compared with nothing. NOT_BEGUN, TOO_SHORT, NOTHING_BEFORE: no estimate.
    """

    CHANGED = "changed"
    UNCLEAR = "unclear"
    APART = "apart"
    UNBOUNDED = "unbounded"
    COINCIDED = "coincided"
    NOT_BEGUN = "not-begun"
    TOO_SHORT = "too-short"
    NOTHING_BEFORE = "nothing-before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """An effect with its bounds, where there are any."""

    value: float
    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One effect of an event study, with its own interval; ``n_people`` are behind the values that it compares.

    ``n_under`` counts the places of the programme in it.
    """

    since: int
    bounded: Bounded
    n_people: int
    n_under: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEffect:
    """``effect`` is the mean over the places of the programme of each one's mean since its start, None where nothing can be
    said. ``since_last`` is the same from the last period before the start alone, ``placebo`` with dates ``placebo_lead``
    periods early. ``chance`` is the part (0 to 1) of the places' own unrest that the number of people alone explains.
    """

    reading: Reading
    level: float
    n_places: int
    n_under: int
    n_waves: int
    n_people: int
    left_out: tuple[str, ...]
    design: Design | None = None
    effect: Bounded | None = None
    method: str = ""
    since_last: Bounded | None = None
    study: tuple[Point, ...] = ()
    pre: PreTrend | None = None
    feigned: float | None = None
    placebo: Bounded | None = None
    placebo_lead: int = 0
    series: Interrupted | None = None
    chance: float | None = None


def programme_effect(panel: Panel, *, level: float = 0.95) -> ProgrammeEffect:
    """The effect with the sentence that the design allows. Never fails for a panel that says too little: it says so."""
    known = usable(panel)
    if not (panel.starts != NEVER).any():
        return _nothing(known, Reading.NOT_BEGUN, level)
    if not known.waves:
        return _nothing(known, Reading.NOTHING_BEFORE, level)
    try:
        found = overall(known, group_time(known, base=Base.MEAN), level=level)
    except InputError:
        return _before_and_after(known, level)
    return _compared(known, found, level)


def _nothing(panel: Panel, reading: Reading, level: float) -> ProgrammeEffect:
    under = panel.starts != NEVER
    return ProgrammeEffect(
        reading=reading,
        level=level,
        n_places=len(panel.places),
        n_under=int(under.sum()),
        n_waves=len(panel.waves),
        n_people=int(panel.n.sum()),
        left_out=panel.left_out,
    )


def _compared(panel: Panel, found: Effects, level: float) -> ProgrammeEffect:
    single = group_time(panel)
    study, last = event_study(panel, single, level=level), overall(panel, single, level=level)
    effect, method = _bounded(panel, found, level)
    dealt = drifted = None
    if _is_small(panel):
        dealt = dealt_again(panel, study.weights, float(found.values[0]))
        drifted = drift_dealt_again(panel, study.weights)
    pre = pre_trend(study, dealt, drifted, level=level)
    placebo, lead = (None, 0) if effect.low is None or effect.high is None else _placebo(panel, level)
    nothing = _nothing(panel, Reading.UNCLEAR, level)
    return ProgrammeEffect(
        reading=_reading(effect, pre, placebo),
        level=level,
        n_places=nothing.n_places,
        n_under=nothing.n_under,
        n_waves=nothing.n_waves,
        n_people=nothing.n_people,
        left_out=panel.left_out,
        design=Design.COMPARED,
        effect=effect,
        method=method,
        since_last=_bounded(panel, last, level)[0],
        study=tuple(_point(panel, study, number, level) for number in range(len(study.keys))),
        pre=pre,
        feigned=None if pre is None or pre.unseen_drift is None else abs(feigned(panel, found, pre.unseen_drift)),
        placebo=placebo,
        placebo_lead=lead,
        chance=_chance(panel),
    )


def _reading(effect: Bounded, pre: PreTrend | None, placebo: Bounded | None) -> Reading:
    if effect.low is None or effect.high is None:
        return Reading.UNBOUNDED
    if not effect.excludes_zero:
        return Reading.UNCLEAR
    if (pre is not None and pre.is_apart) or (placebo is not None and placebo.excludes_zero):
        return Reading.APART
    return Reading.CHANGED


def _bounded(panel: Panel, found: Effects, level: float) -> tuple[Bounded, str]:
    method = "group-time, dealt again" if _is_small(panel) else "group-time, Student"
    return _bounds(panel, found, 0, level), method


def _bounds(panel: Panel, found: Effects, number: int, level: float) -> Bounded:
    value = float(found.values[number])
    if _is_small(panel):
        told = permuted(panel, found.weights[number], level=level)
        return Bounded(value=value, low=told.low, high=told.high)
    return Bounded(value=value, low=float(found.low[number]), high=float(found.high[number]))


def _is_small(panel: Panel) -> bool:
    _, sizes = np.unique(panel.starts, return_counts=True)
    return len(panel.places) < MANY or int(sizes.min()) < MANY_OF_ONE_DATE


def _point(panel: Panel, study: Effects, number: int, level: float) -> Point:
    taking_part = study.weights[number] != 0
    return Point(
        since=study.keys[number],
        bounded=_bounds(panel, study, number, level),
        n_people=int(panel.n[taking_part].sum()),
        n_under=int((taking_part.any(axis=1) & _reached(panel, study, number)).sum()),
    )


def _reached(panel: Panel, study: Effects, number: int) -> NDArray[np.bool_]:
    """The places whose weight is that of a wave, not of a control: positive in the period that the effect is of."""
    found: NDArray[np.bool_] = (study.weights[number] > 0).any(axis=1) & (panel.starts != NEVER)
    return found


def _placebo(panel: Panel, level: float) -> tuple[Bounded | None, int]:
    """The effect at dates that many periods before the real ones, without anything from these on."""
    lead = min(PLACEBO, min(panel.waves) - 1)
    if lead < 1:
        return None, 0
    try:
        found = group_time(panel, base=Base.MEAN, lead=lead)
    except InputError:
        return None, 0
    early = overall(panel, found, level=level, lead=lead)
    return _bounded(panel, early, level)[0], lead


def _before_and_after(panel: Panel, level: float) -> ProgrammeEffect:
    """Everywhere at once: the mean over places as one series."""
    start, n = panel.waves[0], len(panel.periods)
    nothing = _nothing(panel, Reading.TOO_SHORT, level)
    if min(start, n - start) < ENOUGH:
        return nothing
    series = interrupted(panel.values.mean(axis=0), start, level=level)
    effect = Bounded(value=series.mean.value, low=series.mean.low, high=series.mean.high)
    return ProgrammeEffect(
        reading=Reading.COINCIDED if effect.excludes_zero else Reading.UNCLEAR,
        level=level,
        n_places=nothing.n_places,
        n_under=nothing.n_under,
        n_waves=nothing.n_waves,
        n_people=nothing.n_people,
        left_out=panel.left_out,
        design=Design.BEFORE_AND_AFTER,
        effect=effect,
        method="interrupted series, AR(1)",
        series=series,
    )


def _chance(panel: Panel) -> float | None:
    """Of the variance left once places and periods have their means, before any start: what sampling makes of it."""
    first = min(panel.waves)
    before: Floats = panel.values[:, :first]
    if first < 2 or len(before) < 2:
        return None
    rest = before - before.mean(axis=0) - before.mean(axis=1, keepdims=True) + before.mean()
    own = float((rest**2).sum()) / ((len(before) - 1) * (first - 1))
    return min(1.0, float(panel.sampling[:, :first].mean()) / own) if own > 0 else None
