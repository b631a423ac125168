"""Did the places move together before? A test that finds nothing has not shown that they did.

What it could have missed is told with it (Roth 2022, American Economic Review: Insights 4(3)): the steady drift apart that
would have gone unseen half of the time, and the effect that this drift alone would have feigned.
"""

from dataclasses import dataclass

import numpy as np

from clairevoix.measure.programmes.aggregate import Effects, multiplied
from clairevoix.measure.programmes.panel import Floats, Panel
from clairevoix.measure.programmes.permuted import drifting

POWER = 0.5
_HALVINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PreTrend:
    """``p_value``: of all effects before the start at once, were none there. ``is_apart``: they moved apart, at ``level``.

    ``unseen_drift`` per period is what the test finds with probability ``POWER`` only, None where every deviation is without
    error.
    """

    n_periods: int
    p_value: float
    is_apart: bool
    level: float
    unseen_drift: float | None


def pre_trend(
    study: Effects, dealt: Floats | None = None, drifted: Floats | None = None, *, level: float = 0.95
) -> PreTrend | None:
    """From an event study with a universal base. None where nothing lies before the base.

    The statistic is the greatest standardised deviation. Its law is that of the multiplier bootstrap or, for few places, of
    ``dealt``: the study's effects, (deals, keys), with the dates dealt out again. ``drifted`` is what the same deals make of
    a drift of 1 a period: a drift is dealt out with the places, and hides itself from the test.
    """
    keys = np.array(study.keys)
    before = keys < -1
    draws = multiplied(study.influence) * study.errors if dealt is None else dealt
    before &= (draws**2).mean(axis=0) > 0
    if not before.any():
        return None
    noise = draws[:, before]
    dealt_drift = np.zeros_like(noise) if drifted is None else drifted[:, before]
    test = _Test(noise=noise, drift=dealt_drift, seen=(keys[before] + 1).astype(np.float64), level=level)
    observed = float(np.abs(study.values[before] / test.spread(0.0)).max())
    p_value = float((1 + np.sum(test.greatest(0.0) >= observed - 1e-9)) / (1 + len(noise)))
    return PreTrend(
        n_periods=int(before.sum()),
        p_value=p_value,
        is_apart=p_value < 1 - level,
        level=level,
        unseen_drift=_unseen(test),
    )


def feigned(panel: Panel, found: Effects, drift: float) -> float:
    """What a steady drift apart of the places of the programme makes of an effect (of one key), there being none."""
    return drift * float((found.weights[0] * drifting(panel)).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Test:
    """The test under a drift: ``noise`` and ``drift`` by deal and key; ``seen`` is what a drift of 1 shows at each key."""

    noise: Floats
    drift: Floats
    seen: Floats
    level: float

    def spread(self, drift: float) -> Floats:
        found: Floats = np.sqrt(((self.noise + drift * self.drift) ** 2).mean(axis=0))
        return found

    def greatest(self, drift: float) -> Floats:
        """The statistic in each deal."""
        found: Floats = np.abs((self.noise + drift * self.drift) / self.spread(drift)).max(axis=1)
        return found

    def power(self, drift: float) -> float:
        """How often such a drift is found."""
        shown = np.abs((self.noise + drift * self.seen) / self.spread(drift)).max(axis=1)
        return float(np.mean(shown > np.quantile(self.greatest(drift), self.level)))


def _unseen(test: _Test) -> float | None:
    """The drift per period at which the test finds something with probability ``POWER``: bisection."""
    high = float(test.spread(0.0).max()) / max(1.0, float(np.abs(test.seen).max()))
    for _ in range(_HALVINGS):
        if test.power(high) >= POWER:
            break
        high *= 2
    else:
        return None
    low = 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if test.power(middle) >= POWER else (middle, high)
    return high
