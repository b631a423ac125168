"""Attackers: each asks on from what was answered, then solves for everything that it was told.

They know who has which attributes and who was there when, and no secret but, if they are insiders, their own. Trackers are
those of Denning, Denning & Schwartz 1979 (*The tracker: a threat to statistical database security*, ACM TODS 4).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clairevoix.attack.people import PERIODS, Mask, People

_QUERIES = 60
_EXACT = 1e-9
_ALL_BUT = 1 - 1e-6


class Source(Protocol):
    """Whoever answers sums, or refuses with None."""

    def ask(self, period: int, mask: Mask) -> int | None: ...


@dataclass(slots=True, kw_only=True)
class Session:
    """One sequence of questions, each of which may depend on the answers before it."""

    people: People
    source: Source
    rng: np.random.Generator
    target: int
    insider: int | None = None
    rows: list[Mask] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    n_asked: int = 0

    def ask(self, period: int, mask: Mask) -> bool:
        """Whether the sum was answered; it is noted then."""
        if self.n_asked >= _QUERIES:
            return False
        self.n_asked += 1
        answer = self.source.ask(period, mask)
        if answer is not None:
            self.rows.append(mask & self.people.present[period])
            self.values.append(answer)
        return answer is not None

    def level_of_target(self, name: str) -> Mask:
        levels = self.people.attributes[name]
        alike: Mask = levels == levels[self.target]
        return alike

    def period(self) -> int:
        """One in which the target is there."""
        return int(self.rng.choice(np.flatnonzero(self.people.present[:, self.target])))

    def names(self) -> list[str]:
        return [str(name) for name in self.rng.permutation(list(self.people.attributes))]


Attacker = Callable[[Session], None]


def individual_tracker(session: Session) -> None:
    """Splits a description that fits the target alone into A and B, and asks for A and for A without B."""
    period = session.period()
    for _ in range(_QUERIES // 4):
        names = session.names()
        split = int(session.rng.integers(1, len(names)))
        broad = np.logical_and.reduce([session.level_of_target(name) for name in names[:split]])
        narrow = np.logical_and.reduce([session.level_of_target(name) for name in names[split:]])
        if session.ask(period, broad) and session.ask(period, broad & ~narrow):
            session.ask(period, broad & narrow)


def general_tracker(session: Session) -> None:
    """Finds a large T, and asks for the target's cell together with T and with everybody else."""
    period = session.period()
    for name in session.names():
        tracker = session.people.attributes[name] == session.rng.integers(0, 2)
        if session.ask(period, tracker) and session.ask(period, ~tracker):
            break
    else:
        return
    cell = np.ones(session.people.n, dtype=bool)
    for name in session.names():
        cell = cell & session.level_of_target(name)
        session.ask(period, cell | tracker)
        session.ask(period, cell | ~tracker)


def differencing(session: Session) -> None:
    """Goes down the target's attributes one by one, and asks for what remains and for what was left out."""
    period = session.period()
    cell = np.ones(session.people.n, dtype=bool)
    session.ask(period, cell)
    for _ in range(_QUERIES // 12):
        cell = np.ones(session.people.n, dtype=bool)
        for name in session.names():
            finer = cell & session.level_of_target(name)
            answered = session.ask(period, finer)
            session.ask(period, cell & ~finer)
            if not answered:
                break
            cell = finer


def over_time(session: Session) -> None:
    """Asks for the same cells in each period: whoever joined or left makes the difference."""
    for name in [None, *session.names()]:
        cell = np.ones(session.people.n, dtype=bool) if name is None else session.level_of_target(name)
        for period in range(PERIODS):
            session.ask(period, cell)
    for one, other in [session.names()[:2] for _ in range(_QUERIES // (2 * PERIODS))]:
        for period in range(PERIODS):
            session.ask(period, session.level_of_target(one) & session.level_of_target(other))


def nested(session: Session) -> None:
    """Asks for whole cells, for their parts and for what is left without each: a part not answered is the difference."""
    period = session.period()
    for outer in session.names():
        whole = session.level_of_target(outer)
        if not session.ask(period, whole):
            continue
        inner = session.names()[0]
        levels = session.people.attributes[inner]
        for level in range(int(levels.max()) + 1):
            if not session.ask(period, whole & (levels == level)):
                session.ask(period, whole & (levels != level))


def linear(session: Session) -> None:
    """Asks for cells of up to three attributes in any period, at random, and solves."""
    for _ in range(_QUERIES):
        cell = np.ones(session.people.n, dtype=bool)
        for name in session.names()[: int(session.rng.integers(0, 4))]:
            levels = session.people.attributes[name]
            cell = cell & (levels == session.rng.integers(0, levels.max() + 1))
        session.ask(int(session.rng.integers(0, PERIODS)), cell)


ATTACKERS: Mapping[str, Attacker] = {
    "individual-tracker": individual_tracker,
    "general-tracker": general_tracker,
    "differencing": differencing,
    "over-time": over_time,
    "nested": nested,
    "linear": linear,
}


class Knowledge:
    """The span of answered sums, as the projector on it: a person is solved for where its diagonal is 1."""

    def __init__(self, rows: list[Mask], values: list[int], n: int) -> None:
        self._rows = np.array(rows, dtype=float).reshape(len(rows), n)
        self._values = np.array(values, dtype=float)
        _, sizes, base = np.linalg.svd(self._rows, full_matrices=False)
        kept = base[sizes > _EXACT * max(1.0, sizes.max(initial=0.0))]
        self._projector: NDArray[np.float64] = kept.T @ kept

    def exposed_pairs(self, limit: float = 1 - 1e-7) -> int:
        """Pairs of whom one, knowing the own secret, derives the other's: a 2 x 2 block of the projector has eigenvalue 1."""
        diagonal = np.diag(self._projector)
        half = np.sqrt(((diagonal[:, None] - diagonal) / 2) ** 2 + self._projector**2)
        top = (diagonal[:, None] + diagonal) / 2 + half
        np.fill_diagonal(top, 0)
        return int((top > limit).sum() // 2)

    def solved(self, people: People, insider: int | None = None) -> list[int]:
        """The people other than the insider whose secret follows, checked against the truth."""
        projector, rows, values = self._projector, self._rows, self._values
        if insider is not None:
            rest = np.eye(people.n)[insider] - projector[insider]
            size = float(rest @ rest)
            if size > _EXACT:
                projector = projector + np.outer(rest, rest) / size
            rows = np.vstack([rows, np.eye(people.n)[insider]])
            values = np.append(values, people.secrets[insider])
        found = [int(each) for each in np.flatnonzero(np.diag(projector) > _ALL_BUT) if each != insider]
        if not found:
            return []
        solution = np.linalg.lstsq(rows, values, rcond=None)[0]
        return [each for each in found if abs(solution[each] - people.secrets[each]) < 0.5]
