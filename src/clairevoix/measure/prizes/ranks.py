"""How likely each rank is in a published ranking, by simulation under stated assumptions.

A published mark is the true mean of all customers, plus the chance of who was asked (sd/√n), rounded. Read backwards with
nothing known beforehand, the true mean lies around the published mark with the same chance, anywhere within the rounding;
until the next edition it drifts, then it is asked and rounded again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Worlds that are drawn: a probability of one half is then known to within 0.4 points (one standard error).
DRAWS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """For each operator, how likely: to be truly first today; each rank in the next edition, equals sharing the better rank.

    ``alone``: first in the next edition, and nobody with it.
    """

    truly_first: Mapping[str, float]
    ranks: Mapping[str, tuple[float, ...]]
    alone: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is assumed of a ranking: spread of one person's mark, drift in a year, rounding, and how many are asked."""

    sd: float
    drift: float
    rounding: float
    n: Mapping[str, int]


def chances(scores: Mapping[str, float], asking: Asking, *, seed: int, draws: int = DRAWS) -> Chances:
    """From the marks of the last edition. The same seed gives the same chances."""
    names = list(scores)
    random = np.random.default_rng(seed)
    error = asking.sd / np.sqrt([asking.n[name] for name in names])
    shape = (draws, len(names))
    half = asking.rounding / 2
    now = (
        np.array([scores[name] for name in names])
        + random.uniform(-half, half, shape)
        + random.normal(0, 1, shape) * error
    )
    later = now + random.normal(0, asking.drift, shape) + random.normal(0, 1, shape) * error
    shown = np.rint(later / asking.rounding).astype(np.int64)
    rank = 1 + (shown[:, None, :] > shown[:, :, None]).sum(axis=2)
    first = rank == 1
    only = first & (first.sum(axis=1, keepdims=True) == 1)
    truly = np.argmax(now, axis=1)
    return Chances(
        truly_first={name: float((truly == place).mean()) for place, name in enumerate(names)},
        ranks={
            name: tuple(float((rank[:, place] == each).mean()) for each in range(1, len(names) + 1))
            for place, name in enumerate(names)
        },
        alone={name: float(only[:, place].mean()) for place, name in enumerate(names)},
    )
