"""Will the target be reached? A probability for a named quantity at a named month, or why there is none.

Three quantities are told apart: the score of the one month that the target is due (spot), of the last months up to it
(rolling), of all months of its year up to it (year to date). What counts is the score that will be published, sampling
error included.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from clairevoix.measure.nps.counts import ROCKS, Counts, PseudoCounts, score_of, standard_error
from clairevoix.measure.nps.forecast import Mixture, Prior, Series, forecast
from clairevoix.measure.nps.trajectory import required_from_now
from clairevoix.model.errors import Code, InputError

#: Months with answers below which no probability is given; with a season, two years.
ENOUGH_MONTHS, ENOUGH_WITH_SEASON = 9, 24
_RECENT = 12


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


class Quantity(StrEnum):
    """Of what the target is the value."""

    SPOT = "spot"
    ROLLING = "rolling"
    YEAR_TO_DATE = "year-to-date"


class Wording(StrEnum):
    """The outlook in a word. Stable: written into JSON."""

    LIKELY = "likely"
    WITHIN_REACH = "within_reach"
    UNLIKELY = "unlikely"
    OFF_TRACK = "off_track"
    REACHED = "reached"
    MISSED = "missed"
    NOT_ENOUGH_HISTORY = "not_enough_history"
    BROKEN = "broken"


#: Least probability of each wording.
THRESHOLDS = ((0.8, Wording.LIKELY), (0.5, Wording.WITHIN_REACH), (0.2, Wording.UNLIKELY), (0.0, Wording.OFF_TRACK))
WORDS = {
    Wording.LIKELY: _("likely"),
    Wording.WITHIN_REACH: _("within reach"),
    Wording.UNLIKELY: _("unlikely"),
    Wording.OFF_TRACK: _("off the trajectory"),
    Wording.REACHED: _("reached"),
    Wording.MISSED: _("missed"),
    Wording.NOT_ENOUGH_HISTORY: _("not enough history"),
    Wording.BROKEN: _("the series was broken within the period"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthScore:
    """The score of one month (YYYY-MM) in points, the variance of its sampling error, and the answers that it
    weighs."""

    month: str
    score: float
    variance: float
    n: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsTarget:
    """``points`` of ``quantity`` in the month ``due``; ``window`` is the number of months of a rolling score."""

    points: float
    quantity: Quantity
    due: str
    window: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Where the quantity stands and will probably be. ``probability`` is None where ``wording`` says why.

    ``current`` is the quantity over the months known, ``required`` the score that the answers to come must have;
    ``mean``, ``low`` and ``high`` say where the quantity will probably be.
    """

    target: NpsTarget
    wording: Wording
    probability: float | None
    current: float | None
    required: float | None
    mean: float | None
    low: float | None
    high: float | None
    n_months: int


def month_score(month: str, cell: Counts) -> MonthScore:
    """Of counts, with the adjusted Wald interval's variance, which is never zero."""
    error = 100 * standard_error(PseudoCounts.around(cell, ROCKS))
    return MonthScore(month=month, score=100 * score_of(cell), variance=error**2, n=cell.n)


def wording_of(probability: float) -> Wording:
    """
    >>> [wording_of(p).value for p in (0.8, 0.79, 0.2, 0.19)]
    ['likely', 'within_reach', 'unlikely', 'off_track']
    """
    return next(wording for least, wording in THRESHOLDS if probability >= least)


def outlook(
    history: Sequence[MonthScore],
    target: NpsTarget,
    *,
    expected: Mapping[str, float] | None = None,
    breaks: Sequence[str] = (),
    prior: Prior | None = None,
    level: float = 0.8,
) -> Outlook:
    """The outlook from the months known. Raises InputError (``bad_value``) for months out of order or twice.

    ``expected`` are the answers of months to come, by default the mean of the last twelve. ``breaks`` are months from
    which the question, the channel or the perimeter is another: only months from the last one on count.
    """
    prior = prior or Prior()
    kept, cut = _since_break(history, breaks)
    months = _months_of(target)
    if cut > months[0]:
        return _without(target, Wording.BROKEN, len(kept))
    known = [each for each in kept if _place(each.month) in months]
    weight = sum(each.n for each in known)
    current = sum(each.n * each.score for each in known) / weight if weight else None
    to_come = [place for place in months if not kept or place > _place(kept[-1].month)]
    if not to_come:
        return _settled(target, current, len(kept))
    if len(kept) < (ENOUGH_WITH_SEASON if prior.season > 0 else ENOUGH_MONTHS):
        return _without(target, Wording.NOT_ENOUGH_HISTORY, len(kept), current)
    answers = [_expected(place, kept, expected or {}) for place in to_come]
    whole = weight + sum(answers)
    found = _forecast(kept, to_come, answers, whole, (current or 0.0) * weight / whole, prior)
    required = required_from_now(target.points, current or 0.0, weight, whole)
    return _probable(target, found, current, required, (level, len(kept)))


def _probable(
    target: NpsTarget, found: Mixture, current: float | None, required: float | None, of: tuple[float, int]
) -> Outlook:
    (level, n_months), probability = of, found.probability_at_least(target.points)
    return Outlook(
        target=target,
        wording=wording_of(probability),
        probability=probability,
        current=current,
        required=required,
        mean=found.mean,
        low=found.quantile((1 - level) / 2),
        high=found.quantile((1 + level) / 2),
        n_months=n_months,
    )


def _since_break(history: Sequence[MonthScore], breaks: Sequence[str]) -> tuple[list[MonthScore], int]:
    """The months from the last break on, and the place of that break; 0 where there is none."""
    places = [_place(each.month) for each in history]
    if any(after <= before for before, after in pairwise(places)):
        raise InputError(Code.BAD_VALUE, "history")
    cut = max((_place(month) for month in breaks if places and _place(month) <= places[-1]), default=0)
    return [each for each, place in zip(history, places, strict=True) if place >= cut], cut


def _forecast(
    kept: Sequence[MonthScore],
    to_come: Sequence[int],
    answers: Sequence[float],
    whole: float,
    fixed: float,
    prior: Prior,
) -> Mixture:
    first, last = _place(kept[0].month), _place(kept[-1].month)
    values, noise = np.zeros(last - first + 1), np.full(last - first + 1, np.inf)
    for each in kept:
        values[_place(each.month) - first], noise[_place(each.month) - first] = each.score, each.variance
    # The variance of one answer, from the months known, is that of one to come.
    of_one = sum(each.variance * each.n for each in kept) / len(kept)
    ahead = to_come[-1] - last
    weights, errors = np.zeros(ahead), np.zeros(ahead)
    for place, n in zip(to_come, answers, strict=True):
        weights[place - last - 1], errors[place - last - 1] = n / whole, of_one / n
    series = Series(values=values, noise=noise, first_month=first % 12)
    return forecast(series, weights.tolist(), errors.tolist(), fixed, prior)


def _settled(target: NpsTarget, current: float | None, n_months: int) -> Outlook:
    if current is None:
        return _without(target, Wording.NOT_ENOUGH_HISTORY, n_months)
    is_reached = current >= target.points
    return Outlook(
        target=target,
        wording=Wording.REACHED if is_reached else Wording.MISSED,
        probability=1.0 if is_reached else 0.0,
        current=current,
        required=None,
        mean=current,
        low=current,
        high=current,
        n_months=n_months,
    )


def _without(target: NpsTarget, wording: Wording, n_months: int, current: float | None = None) -> Outlook:
    return Outlook(
        target=target,
        wording=wording,
        probability=None,
        current=current,
        required=None,
        mean=None,
        low=None,
        high=None,
        n_months=n_months,
    )


def _expected(place: int, kept: Sequence[MonthScore], expected: Mapping[str, float]) -> float:
    recent = [each.n for each in kept[-_RECENT:]]
    found = expected.get(_named(place), sum(recent) / len(recent))
    if not found > 0:
        raise InputError(Code.BAD_VALUE, "expected")
    return found


def _months_of(target: NpsTarget) -> range:
    due = _place(target.due)
    first = {Quantity.SPOT: due, Quantity.ROLLING: due - target.window + 1, Quantity.YEAR_TO_DATE: due - due % 12}
    return range(first[target.quantity], due + 1)


def _place(month: str) -> int:
    """Months since year 0: a month's place, so that neighbours differ by one."""
    year, _dash, number = month.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise InputError(Code.BAD_VALUE, "month")
    return int(year) * 12 + int(number) - 1


def _named(place: int) -> str:
    return f"{place // 12:04d}-{place % 12 + 1:02d}"
