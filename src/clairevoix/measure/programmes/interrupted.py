"""A programme that began everywhere at once: only the series before it says what would have been.

Segmented regression (Wagner et al. 2002, J. Clin. Pharm. Ther. 27(4)): y = a + b·t + c·[t ≥ T] + d·(t - T)·[t ≥ T] + u, where
each u keeps a part ρ of the one before. Whatever else happened at that date is in it: nothing is compared with.

Standard errors of Newey & West hold the truth far too seldom in series of two or three years. Here ρ is not estimated once
and believed, but averaged over, from 0 to 0.95, each as likely as the series makes it (restricted likelihood; flat priors:
Zellner & Tiao 1964, J. Am. Stat. Assoc. 59(307)).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from clairevoix.measure.programmes.panel import Floats
from clairevoix.model.errors import Code, InputError

#: Fewer periods than this on one side do not tell a trend from chance.
ENOUGH = 6
DRAWS = 20_000
SEED = 1
_KEPT = np.linspace(0.0, 0.95, 39)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change with its interval at the level asked for."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """``step``: at the start, at once; ``bend``: of the trend, per period; ``mean``: over the periods since the start.

    ``expected`` is what the trend before leads to, ``fitted`` the regression, both by period; ``kept`` the mean of ρ.
    """

    step: Change
    bend: Change
    mean: Change
    level: float
    expected: Floats
    fitted: Floats
    n_before: int
    n_after: int
    kept: float


def interrupted(values: ArrayLike, start: int, *, level: float = 0.95) -> Interrupted:
    """From a series without holes and the place of its first value under the programme.

    Raises InputError (``bad_value``) for fewer than ``ENOUGH`` periods on a side, or a hole.
    """
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    if min(start, n - start) < ENOUGH or not np.all(np.isfinite(y)):
        raise InputError(Code.BAD_VALUE, "periods")
    time = np.arange(n, dtype=np.float64)
    after = (time >= start).astype(np.float64)
    design = np.column_stack([np.ones(n), time, after, after * (time - start)])
    fits = [_fit(y, design, kept) for kept in _KEPT]
    logs = np.array([fit[2] for fit in fits])
    likely = np.exp(logs - logs.max())
    likely /= likely.sum()
    found = np.einsum("k,kj->j", likely, np.array([fit[0] for fit in fits]))
    generator = np.random.default_rng(SEED)
    which = generator.choice(len(_KEPT), DRAWS, p=likely)
    deviations = generator.standard_t(n - 4, DRAWS)

    def change(mix: tuple[float, ...]) -> Change:
        centres = np.array([float(np.dot(mix, fit[0])) for fit in fits])
        errors = np.array([math.sqrt(max(0.0, float(np.dot(mix, fit[1] @ np.array(mix))))) for fit in fits])
        low, high = np.quantile(centres[which] + errors[which] * deviations, [(1 - level) / 2, (1 + level) / 2])
        return Change(value=float(np.dot(mix, found)), low=float(low), high=float(high))

    return Interrupted(
        step=change((0, 0, 1, 0)),
        bend=change((0, 0, 0, 1)),
        mean=change((0, 0, 1, (n - start - 1) / 2)),
        level=level,
        expected=design[:, :2] @ found[:2],
        fitted=design @ found,
        n_before=start,
        n_after=n - start,
        kept=float(likely @ _KEPT),
    )


def _fit(y: Floats, design: Floats, kept: float) -> tuple[Floats, Floats, float]:
    """Coefficients, their covariance and the log restricted likelihood, given ρ (Prais & Winsten's transformation)."""
    first = math.sqrt(1 - kept**2)
    white_y = np.concatenate([first * y[:1], y[1:] - kept * y[:-1]])
    white = np.vstack([first * design[:1], design[1:] - kept * design[:-1]])
    squares = white.T @ white
    inverse = np.linalg.inv(squares)
    found: Floats = inverse @ white.T @ white_y
    residuals = white_y - white @ found
    free = len(y) - design.shape[1]
    spread = max(float(residuals @ residuals), 1e-24)
    log = math.log(first) - float(np.linalg.slogdet(squares)[1]) / 2 - free / 2 * math.log(spread)
    return found, inverse * spread / free, log
