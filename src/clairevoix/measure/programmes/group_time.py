"""Effects by wave and period (Callaway & Sant'Anna 2021, Journal of Econometrics 225(2)): right where effects differ.

The effect of wave g in period t is the change of its places since before it began, less the change of places that the
programme had not reached. Two-way fixed effects, which also compare late waves with early ones already under
way, are biased where effects grow or differ; this is not. Nothing is adjusted for covariates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.programmes.panel import NEVER, Floats, Panel
from clairevoix.model.errors import Code, InputError


class Controls(StrEnum):
    """With whom a wave is compared: places where the programme never began, or also those where it had not begun yet."""

    NEVER = "never-treated"
    NOT_YET = "not-yet-treated"


class Base(StrEnum):
    """What a period is compared with.

    UNIVERSAL: the last period before the start, as for those after it, so that one plot can be read as one line (Roth
    2024, arXiv 2401.12309). VARYING: the period before it, as the R package ``did`` does by default. MEAN: all periods
    before the start together: half the noise, but places must have moved together all along, not only from the start on.
    """

    UNIVERSAL = "universal"
    VARYING = "varying"
    MEAN = "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTime:
    """One entry for each wave and period. ``waves`` and ``periods`` are columns of the panel, ``effects`` their values.

    ``weights``, (entries, places, periods), make each effect from the panel's values; ``influence``, (places, entries), is
    what each place adds to its error, whose square sums to the variance. ``sizes`` counts the places of the wave.
    """

    waves: tuple[int, ...]
    periods: tuple[int, ...]
    effects: Floats
    weights: Floats
    influence: Floats
    sizes: Floats

    @property
    def exposure(self) -> Floats:
        """Periods since the start: 0 in the first under the programme, negative before."""
        return np.array(self.periods, dtype=np.float64) - np.array(self.waves, dtype=np.float64)

    @property
    def errors(self) -> Floats:
        """Standard errors, places being the clusters."""
        found: Floats = np.sqrt((self.influence**2).sum(axis=0))
        return found


def group_time(
    panel: Panel,
    *,
    controls: Controls = Controls.NOT_YET,
    base: Base = Base.UNIVERSAL,
    lead: int = 0,
    corrected: bool = True,
) -> GroupTime:
    """Effects of every wave in every period that can be compared, those before the start included.

    With ``lead``, starts are put that many periods early and nothing after the real start is used: effects of a programme
    that had not begun (a placebo). ``corrected`` scales the error of a group of n places by √(n / (n - 1)): without it,
    errors are those of large samples, as ``did`` gives them. Raises InputError (``bad_value``) where nothing can be compared.
    """
    entries = list(_entries(panel, controls, base, lead))
    if not entries:
        raise InputError(Code.BAD_VALUE, "controls")
    shape = panel.values.shape
    weights, influence = np.zeros((len(entries), *shape)), np.zeros((shape[0], len(entries)))
    for number, (wave, period, before, others) in enumerate(entries):
        for members, sign in ((panel.starts == wave, 1.0), (others, -1.0)):
            n = int(members.sum())
            change = panel.values[members, period] - panel.values[members][:, before].mean(axis=1)
            scale = np.sqrt(n / (n - 1)) if corrected and n > 1 else 1.0
            influence[members, number] += sign * scale * (change - change.mean()) / n
            weights[number, members, period] += sign / n
            weights[number, members, before] -= sign / n / (before.stop - before.start)
    return GroupTime(
        waves=tuple(entry[0] for entry in entries),
        periods=tuple(entry[1] for entry in entries),
        effects=np.einsum("kit,it->k", weights, panel.values),
        weights=weights,
        influence=influence,
        sizes=np.array([float((panel.starts == entry[0]).sum()) for entry in entries]),
    )


def _entries(
    panel: Panel, controls: Controls, base: Base, lead: int
) -> Iterator[tuple[int, int, slice, NDArray[np.bool_]]]:
    """Wave, period, the periods that it is compared with, and which places are the controls."""
    for wave in panel.waves:
        start = wave - lead
        for period in range(start if lead else 0, wave if lead else len(panel.periods)):
            last = period if period < start and base is Base.VARYING else start
            first = 0 if base is Base.MEAN else last - 1
            if first < 0 or last <= 0 or (first <= period < last and base is not Base.MEAN):
                continue
            others = panel.starts == NEVER
            if controls is Controls.NOT_YET:
                others |= (panel.starts > max(period, last - 1)) & (panel.starts != wave)
            if others.any():
                yield wave, period, slice(first, last), others
