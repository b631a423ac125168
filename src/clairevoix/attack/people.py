"""Made-up employees: what they are, when they were there, and one secret number each. None of it is anybody's."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Levels of each attribute beside the team.
LEVELS = {"site": 2, "seniority": 3, "contract": 2, "skill": 3, "shift": 3}
PERIODS = 3
_TURNOVER = 0.05
_GREATEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """``attributes`` gives each person's level; ``present`` is (periods, people); ``secrets`` do not change over time.

    A value that stays the same is the attacker's best case: what a joiner adds to a sum is then the joiner's own.
    """

    attributes: dict[str, Ints]
    present: Mask
    secrets: Ints

    @property
    def n(self) -> int:
        return len(self.secrets)

    def cell(self, period: int, **levels: int) -> Mask:
        """Who is there in the period and has all of these levels."""
        mask: Mask = self.present[period].copy()
        for name, level in levels.items():
            mask &= self.attributes[name] == level
        return mask


def made_up(n: int, seed: int) -> People:
    """Of ``n`` people ever there, about one in twenty comes or goes from one period to the next. A team has one site."""
    rng = np.random.default_rng(seed)
    n_teams = max(2, n // 10)
    team = rng.integers(0, n_teams, n)
    attributes = {"team": team, "site": rng.integers(0, LEVELS["site"], n_teams)[team]}
    attributes |= {name: rng.integers(0, size, n) for name, size in LEVELS.items() if name != "site"}
    first = np.where(rng.random(n) < _TURNOVER * (PERIODS - 1), rng.integers(1, PERIODS, n), 0)
    last = np.where(rng.random(n) < _TURNOVER * (PERIODS - 1), rng.integers(0, PERIODS, n), PERIODS - 1)
    last = np.maximum(first, last)
    periods = np.arange(PERIODS)[:, None]
    return People(
        attributes=attributes,
        present=(first <= periods) & (periods <= last),
        secrets=rng.integers(0, _GREATEST, n),
    )


Cells = list[tuple[dict[str, int], Mask]]


def conjunctions(people: People, period: int, names: Sequence[str]) -> Cells:
    """Who is in each combination of levels of these attributes; empty ones are left out."""
    sizes = [int(people.attributes[name].max()) + 1 for name in names]
    each = [dict(zip(names, levels, strict=True)) for levels in itertools.product(*map(range, sizes))]
    cells = [(levels, people.cell(period, **levels)) for levels in each]
    return [(levels, mask) for levels, mask in cells if mask.any()]
