"""The same answers read in three ways, and what each would take to reach the target."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clairevoix.measure.nps.months import TOTAL, mean_score, month_scores, months_between, months_to, released_in
from clairevoix.measure.nps.outlook import Quantity
from clairevoix.measure.nps.trajectory import required_from_now
from clairevoix.model.measure import Figure, Suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The target as numbers: so many ``points`` in the month ``due``."""

    points: float
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading, of the months ``first`` to ``last``; its number is the released figure, not here.

    With a target: ``gain``, the points to it, and ``required``, the mean that the ``months_left`` must bring for this
    reading to stand at it when due (for a spot value, the target itself). None where that cannot be said.
    """

    quantity: str
    first: str
    last: str
    gain: float | None = None
    required: float | None = None
    months_left: int | None = None


def readings(
    released: Sequence[Figure | Suppressed], last: str, window: int, aim: Aim | None = None
) -> tuple[Reading, ...]:
    """Year to date, the last month alone, and the last ``window`` months where these were released together."""
    months = {each.key: each for each in released_in(released, "month") if each.key != TOTAL}
    year = sorted(each for each in _keys(released) if each[:4] == last[:4])
    whole = [each.value for each in released_in(released, "month", last[:4]) if each.key == TOTAL]
    spot = months[last].value if last in months else None
    rolling = [each.value for each in released_in(released, "window", last)]
    found = [
        _year_to_date(Reading(quantity=Quantity.YEAR_TO_DATE, first=min(year, default=last), last=last), whole, aim),
        _spot(Reading(quantity=Quantity.SPOT, first=last, last=last), spot, aim),
    ]
    if rolling:
        reading = Reading(quantity=Quantity.ROLLING, first=months_to(last, window)[0], last=last)
        known = [each for each in month_scores(released) if aim and each.month in months_to(aim.due, window)]
        found.append(_rolling(reading, rolling[0], aim, (window, len(known), mean_score(known))))
    return tuple(found)


def _keys(released: Sequence[Figure | Suppressed]) -> set[str]:
    """The months of the tables, released or held back."""
    keys = {
        each.estimate.key if isinstance(each, Figure) else each.key
        for each in released
        if (each.measure, each.dimension) == ("nps", "month")
    }
    return keys - {TOTAL}


def _year_to_date(reading: Reading, whole: Sequence[float | None], aim: Aim | None) -> Reading:
    value = next(iter(whole), None)
    if aim is None or value is None or aim.due[:4] != reading.last[:4] or aim.due < reading.last:
        return reading
    required = required_from_now(aim.points, value, int(reading.last[5:]), int(aim.due[5:]))
    return _aimed(reading, aim, value, required)


def _spot(reading: Reading, value: float | None, aim: Aim | None) -> Reading:
    if aim is None or value is None or aim.due < reading.last:
        return reading
    return _aimed(reading, aim, value, aim.points if aim.due > reading.last else None)


def _rolling(reading: Reading, value: float | None, aim: Aim | None, known: tuple[int, int, float | None]) -> Reading:
    """Months of the window when due that are still to come weigh as much each as those known."""
    if aim is None or value is None or aim.due < reading.last:
        return reading
    window, n_known, score = known
    left = min(window, months_between(reading.last, aim.due))
    if n_known + left != window:
        return _aimed(reading, aim, value, None)
    return _aimed(reading, aim, value, required_from_now(aim.points, score or 0.0, n_known, window))


def _aimed(reading: Reading, aim: Aim, value: float, required: float | None) -> Reading:
    left = months_between(reading.last, aim.due)
    return replace(reading, gain=aim.points - value, required=required, months_left=left)
