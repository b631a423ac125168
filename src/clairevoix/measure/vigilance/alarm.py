"""The alarm: the customers' score rises while the staff's pulse falls.

Two straight lines over the same months, and a test of each. It rings only where both say so: an intersection-union test
(Berger 1982, Technometrics 24(4)), whose limit is set by simulation so that a year of monthly looks rings falsely once in
twenty years at most, see ``docs/explanation/vigilance.md``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Months looked back on, and how many of them must have both figures.
WINDOW, LEAST = 12, 8
#: Standard errors that each slope must be from zero where one series is watched, and how much more where many are: a year of
#: looks at series that swing by themselves crosses these once in twenty, all of them together.
LIMIT, WIDENING = 4.0, 0.72


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One month of one side: its place on the calendar, its figure, and the standard error that the figure states."""

    month: int
    value: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """Points a month, its standard error, and how many errors it is from zero."""

    value: float
    error: float
    errors_away: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSides:
    """Both slopes over the months that both sides have, and whether the alarm rings."""

    n_months: int
    customers: Slope
    staff: Slope
    rings: bool


def limit_of(n_series: int) -> float:
    """How many standard errors each slope must be from zero where so many pairs of series are watched.

    >>> round(limit_of(1), 2), round(limit_of(6), 2)
    (4.0, 5.29)
    """
    return LIMIT + WIDENING * math.log(max(1, n_series))


def two_sides(customers: Sequence[Reading], staff: Sequence[Reading], limit: float = LIMIT) -> TwoSides | None:
    """The state at the last month; None for fewer than ``LEAST`` months of the window in which both have figures."""
    by_month = [{each.month: each for each in side} for side in (customers, staff)]
    common = sorted(by_month[0].keys() & by_month[1].keys())
    common = [month for month in common if month > common[-1] - WINDOW]
    if len(common) < LEAST:
        return None
    slopes = [slope([side[month] for month in common]) for side in by_month]
    rings = slopes[0].errors_away > limit and slopes[1].errors_away < -limit
    return TwoSides(n_months=len(common), customers=slopes[0], staff=slopes[1], rings=rings)


def slope(readings: Sequence[Reading]) -> Slope:
    """The least-squares line through the months, each weighted alike.

    Its error is the greater of two: that which the figures' own errors give, and that which their scatter about the line
    does, widened for the scatter's own uncertainty with few months.
    """
    times = np.array([each.month for each in readings], dtype=float)
    values = np.array([each.value for each in readings])
    errors = np.array([each.error for each in readings])
    found, error = slopes(times, values[None, :], errors)
    return Slope(value=float(found[0]), error=float(error[0]), errors_away=float(found[0] / error[0]))


def slopes(
    times: NDArray[np.float64], values: NDArray[np.float64], errors: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes and their errors of many series at once: ``values`` is (series, months)."""
    centred = times - times.mean()
    spread = float(centred @ centred)
    found = values @ centred / spread
    rest = values - values.mean(axis=1, keepdims=True) - np.outer(found, centred)
    degrees = len(times) - 2
    scatter = (rest**2).sum(axis=1) / degrees * _student_widening(degrees)
    stated = float((centred**2 * errors**2).sum()) / spread**2
    return found, np.sqrt(np.maximum(np.maximum(scatter / spread, stated), 1e-12))


def _student_widening(degrees: int) -> float:
    """By how much a variance from so few degrees of freedom is widened: Student's own variance, degrees / (degrees - 2)."""
    return degrees / max(1, degrees - 2)


def standard_error(low: float, high: float, critical: float) -> float:
    """What an interval states of its figure's error.

    >>> round(standard_error(-1.96, 1.96, 1.96), 2)
    1.0
    """
    return max(0.0, high - low) / 2 / critical if math.isfinite(critical) and critical > 0 else 0.0
