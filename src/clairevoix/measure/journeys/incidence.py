"""How many cases have ended, and how, by a given day or attempt: cumulative incidence with competing risks.

A case is done, given up, or open when the log ends. Whoever gave up can no longer be done, so one minus Kaplan-Meier would
overstate both. The estimator is Aalen and Johansen's (1978, Scand. J. Statist. 5): with S the share of cases not ended
before, n_i of which are watched at time i and d_ki of which end in way k then,

    I_k(t) = Σ_{i ≤ t} S(i-)·d_ki / n_i,      S(i) = S(i-)·(1 - d_i / n_i).

Its variance is the delta method's (Marubini & Valsecchi 1995, *Analysing Survival Data from Clinical Trials*, ch. 10):

    Σ (I_k(t) - I_k(i))²·d_i / (n_i·(n_i - d_i))  +  Σ S(i-)²·(n_i - d_ki)·d_ki / n_i³
      - 2·Σ (I_k(t) - I_k(i))·S(i-)·d_ki / n_i²,      over i ≤ t,

which without open cases is p·(1 - p)/n. The interval is made on the scale of log(-log(1 - I)), so that it
stays within 0 and 1.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.model.journey_cells import Ending, EndingCell

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidence:
    """The share that ended so by a time, its standard error, its interval, and how many cases are watched until then."""

    time: int
    value: float
    standard_error: float
    low: float
    high: float
    n_watched: int


def incidence(cells: Iterable[EndingCell], ending: Ending, times: Sequence[int], level: float) -> tuple[Incidence, ...]:
    """At each of ``times``, up to the last at which a case is watched. Open cases are watched until their time inclusive."""
    counts = _counts(cells)
    if counts is None:
        return ()
    done, other, left = (
        (counts[0], counts[1], counts[2]) if ending is Ending.DONE else (counts[1], counts[0], counts[2])
    )
    watched = (done + other + left)[::-1].cumsum()[::-1]
    at_risk = np.where(watched > 0, watched, 1.0)
    ended = done + other
    survival = np.cumprod(1 - ended / at_risk)
    before = np.concatenate(([1.0], survival[:-1]))
    curve = np.cumsum(before * done / at_risk)
    found = []
    for time in times:
        if time >= len(watched) and left.sum():
            break
        last = min(time, len(watched) - 1)
        if time < len(watched) and watched[last] <= 0:
            break
        error = math.sqrt(max(0.0, _variance(curve, before, done, ended, at_risk, last)))
        low, high = _bounds(float(curve[last]), error, level)
        n_watched = int(watched[last]) if time < len(watched) else 0
        found.append(
            Incidence(
                time=time, value=float(curve[last]), standard_error=error, low=low, high=high, n_watched=n_watched
            )
        )
    return tuple(found)


def _counts(cells: Iterable[EndingCell]) -> tuple[Floats, Floats, Floats] | None:
    """How many were done, gave up and were left open at each time. Times below 0 are 0: the log's days are whole."""
    given = list(cells)
    if not given:
        return None
    longest = max(max(cell.time, 0) for cell in given)
    found = {ending: np.zeros(longest + 1) for ending in Ending}
    for cell in given:
        found[cell.ending][max(cell.time, 0)] += cell.n
    return found[Ending.DONE], found[Ending.GIVEN_UP], found[Ending.OPEN]


def _variance(curve: Floats, before: Floats, done: Floats, ended: Floats, at_risk: Floats, last: int) -> float:
    upto = slice(0, last + 1)
    gap = curve[last] - curve[upto]
    n, d, k, s = at_risk[upto], ended[upto], done[upto], before[upto]
    rest = np.where(n > d, n - d, 1.0)  # where all end at once, nothing is left to vary: the gap is 0 there
    first = np.where(n > d, gap**2 * d / (n * rest), 0.0)
    return float((first + s**2 * (n - k) * k / n**3 - 2 * gap * s * k / n**2).sum())


def _bounds(value: float, error: float, level: float) -> tuple[float, float]:
    if not 0 < value < 1 or error == 0:
        return value, value
    scale = min(500.0, critical_value(level) * error / ((1 - value) * -math.log1p(-value)))
    log_left = -math.log1p(-value)
    return -math.expm1(-log_left * math.exp(-scale)), -math.expm1(-log_left * math.exp(scale))
