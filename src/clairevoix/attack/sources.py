"""Whom attackers ask: the threshold alone, and what the charter released of a declared cube."""

from collections.abc import Hashable

import numpy as np

from clairevoix.attack.people import PERIODS, Mask, People, conjunctions
from clairevoix.charter.audit import Population
from clairevoix.charter.cube import STAFF, Counted
from clairevoix.charter.disclosure import released_together
from clairevoix.charter.gate import Cell
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import Estimate, EstimateTable, Figure

#: The declared cube: the whole, each attribute, and each within its site; a team lies in one site.
CUBE = (
    *((), ("site",), ("team",), ("seniority",), ("contract",), ("skill",), ("shift",)),
    *(("site", "seniority"), ("site", "contract"), ("site", "skill"), ("site", "shift")),
)


class Threshold:
    """The control: answers any sum over so many people as the minimum, however it is put."""

    def __init__(self, people: People, minimum: int) -> None:
        self._people, self._minimum = people, minimum

    def ask(self, period: int, mask: Mask) -> int | None:
        """The sum of the secrets of those in the mask who are there."""
        mask = mask & self._people.present[period]
        return int(self._people.secrets[mask].sum()) if mask.sum() >= self._minimum else None


class Published:
    """What the release path published, one period after the other; answers a sum only where it was published."""

    def __init__(self, people: People, minimum: int) -> None:
        self._people = people
        self._answers: dict[tuple[int, bytes], int] = {}
        self.rows: list[Mask] = []
        self.values: list[int] = []
        earlier: list[Cell] = []
        for period in range(PERIODS):
            self._publish(period, minimum, earlier)

    def ask(self, period: int, mask: Mask) -> int | None:
        return self._answers.get((period, (mask & self._people.present[period]).tobytes()))

    def _publish(self, period: int, minimum: int, earlier: list[Cell]) -> None:
        charter = Charter(minimum_cell=minimum, minimum_answers=minimum)
        tables, masks = _tables(self._people, period)
        population = {STAFF: Population()}
        for each in released_together(charter, tables, population, earlier=tuple(earlier)):
            if isinstance(each, Figure) and each.estimate.value is not None:
                mask = masks[each.estimate.key]
                self.rows.append(mask)
                self.values.append(round(each.estimate.value))
                self._answers[period, mask.tobytes()] = self.values[-1]
                earlier.append(_cell(mask))


def _tables(people: People, period: int) -> tuple[list[Counted], dict[str, Mask]]:
    """The cube of a period, sums as values."""
    masks: dict[str, Mask] = {}
    tables = []
    for names in CUBE:
        parts, counted = [], []
        for levels, mask in conjunctions(people, period, names):
            key = ",".join(f"{name}={level}" for name, level in levels.items())
            masks[key] = mask
            parts.append(_estimate(key, people, mask))
            counted.append(_cell(mask))
        table = EstimateTable(measure="work", dimension=" x ".join(names), period=str(period), parts=tuple(parts))
        tables.append(Counted(table=table, parts=tuple(counted)))
    return tables, masks


def _cell(mask: Mask) -> Cell:
    people: frozenset[Hashable] = frozenset(np.flatnonzero(mask).tolist())
    return Cell(among={STAFF: people})


def _estimate(key: str, people: People, mask: Mask) -> Estimate:
    n, secrets = int(mask.sum()), people.secrets[mask]
    whole = float(secrets.sum())
    return Estimate(
        key=key,
        value=whole,
        low=None,
        high=None,
        level=0.95,
        n=n,
        n_people=n,
        largest=float(secrets.max()) / whole if whole else None,
        method="sum",
        unit="points",
    )
