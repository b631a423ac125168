"""From effects by wave and period to what people ask: by time since the start, by wave, by period, overall.

Waves weigh by their number of places, so that each place counts alike. The roll-out is taken as it was: the weights carry
no error of their own.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.measure.programmes.group_time import GroupTime
from clairevoix.measure.programmes.panel import Floats, Panel
from clairevoix.model.errors import Code, InputError

DRAWS = 1_999
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """Effects by ``keys`` (periods since the start, waves or periods, as columns), with errors clustered by place.

    ``low`` and ``high`` hold each effect at ``level``; ``band_low`` and ``band_high`` all of them at once.
    ``influence`` is (places, keys), ``weights`` (keys, places, periods).
    """

    keys: tuple[int, ...]
    values: Floats
    errors: Floats
    low: Floats
    high: Floats
    band_low: Floats
    band_high: Floats
    level: float
    degrees: Floats
    influence: Floats
    weights: Floats


def event_study(panel: Panel, found: GroupTime, *, level: float = 0.95) -> Effects:
    """Effects by periods since the start: before it, what should be nothing."""
    return _by(panel, found, found.exposure, level)


def by_wave(panel: Panel, found: GroupTime, *, level: float = 0.95) -> Effects:
    """The mean effect of each wave since its start."""
    return _by(panel, found, np.where(found.exposure >= 0, np.array(found.waves, dtype=np.float64), np.nan), level)


def by_period(panel: Panel, found: GroupTime, *, level: float = 0.95) -> Effects:
    """The mean effect in each period, over the waves under way."""
    return _by(panel, found, np.where(found.exposure >= 0, np.array(found.periods, dtype=np.float64), np.nan), level)


def overall(panel: Panel, found: GroupTime, *, level: float = 0.95, lead: int = 0) -> Effects:
    """One number: the mean over waves of each wave's mean effect since its start, or since ``lead`` before (one key, 0)."""
    after = found.exposure >= -lead
    mix = np.zeros(len(found.effects))
    for wave in sorted(set(found.waves)):
        own = after & (np.array(found.waves) == wave)
        if own.any():
            mix[own] = found.sizes[own] / own.sum()
    if not mix.sum():
        raise InputError(Code.BAD_VALUE, "waves")
    return _effects(panel, found, (0,), (mix / mix.sum())[None, :], level)


def mean_over_exposure(panel: Panel, found: GroupTime, *, level: float = 0.95) -> Effects:
    """One number: the mean of the event study's effects after the start, as ``did`` tells beside it."""
    study = event_study(panel, found, level=level)
    after = np.array(study.keys) >= 0
    mix = np.zeros((1, len(found.effects)))
    for key in np.array(study.keys)[after]:
        own = found.exposure == key
        mix[0, own] = found.sizes[own] / found.sizes[own].sum() / after.sum()
    return _effects(panel, found, (0,), mix, level)


def _by(panel: Panel, found: GroupTime, key: Floats, level: float) -> Effects:
    keys = sorted({int(each) for each in key if not np.isnan(each)})
    mix = np.zeros((len(keys), len(found.effects)))
    for row, each in enumerate(keys):
        own = key == each
        mix[row, own] = found.sizes[own] / found.sizes[own].sum()
    return _effects(panel, found, tuple(keys), mix, level)


def _effects(panel: Panel, found: GroupTime, keys: tuple[int, ...], mix: Floats, level: float) -> Effects:
    values, influence = mix @ found.effects, found.influence @ mix.T
    errors = np.sqrt((influence**2).sum(axis=0))
    degrees = _degrees(panel, influence)
    # Past 200 degrees Student's t is the normal to three digits.
    alone = np.array([student_critical_value(level, max(1, int(min(each, 200)))) for each in degrees])
    together = np.maximum(alone, simultaneous(influence, level) * alone / _normal(level))
    return Effects(
        keys=keys,
        values=values,
        errors=errors,
        low=values - alone * errors,
        high=values + alone * errors,
        band_low=values - together * errors,
        band_high=values + together * errors,
        level=level,
        degrees=degrees,
        influence=influence,
        weights=np.einsum("jk,kit->jit", mix, found.weights),
    )


def multiplied(influence: Floats, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """Draws of the standardised errors, (draws, keys): each place's part is kept or turned round (Rademacher's signs).

    The multiplier bootstrap of Callaway & Sant'Anna 2021, section 4.1, with places as the clusters.
    """
    errors = np.sqrt((influence**2).sum(axis=0))
    signs = np.random.default_rng(seed).integers(0, 2, size=(draws, len(influence))) * 2.0 - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.nan_to_num((signs @ influence) / errors, nan=0.0)
    return found


def simultaneous(influence: Floats, level: float) -> float:
    """The critical value that all keys together keep at ``level``: the quantile of the greatest standardised error."""
    return float(np.quantile(np.abs(multiplied(influence)).max(axis=1), level))


def _degrees(panel: Panel, influence: Floats) -> Floats:
    """Degrees of freedom of each variance, a sum over groups of places that began together (Satterthwaite 1946)."""
    groups: list[NDArray[np.bool_]] = [panel.starts == start for start in np.unique(panel.starts)]
    parts = np.array([(influence[group] ** 2).sum(axis=0) for group in groups])
    below = np.array([max(1.0, group.sum() - 1.0) for group in groups])[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        degrees: Floats = parts.sum(axis=0) ** 2 / (parts**2 / below).sum(axis=0)
    return np.nan_to_num(degrees, nan=1.0, posinf=1.0)


def _normal(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
