"""Thousands of sequences of questions against both sources, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from multiprocessing import get_context

import numpy as np

from clairevoix.attack.attackers import ATTACKERS, Knowledge, Session
from clairevoix.attack.people import PERIODS, Mask, People, conjunctions, made_up
from clairevoix.attack.sources import CUBE, Published, Threshold
from clairevoix.execute.capacity import cores

SMALLEST, LARGEST = 8, 150
#: Sequences against one population.
_EACH = 50
_SIZES = ((8, 19), (20, 49), (50, 99), (100, 150))


@dataclass(slots=True, kw_only=True)
class Count:
    """What one or more populations gave. ``cells`` are those that the threshold alone would show of the declared cube.

    ``first_cells`` are those of the first period, before anybody came or went.
    """

    sequences: int = 0
    recovered: int = 0
    control_recovered: int = 0
    nested: int = 0
    control_nested: int = 0
    cells: int = 0
    withheld: int = 0
    first_cells: int = 0
    first_withheld: int = 0
    populations: int = 0
    exposed_pairs: int = 0
    by_attacker: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Count") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def utility_lost(self) -> float:
        return self.withheld / self.cells if self.cells else 0.0

    def numbers(self) -> dict[str, int | float]:
        return {
            "sequences": self.sequences,
            "recovered": self.recovered,
            "control_recovered": self.control_recovered,
            "utility_lost": round(self.utility_lost, 4),
            "nested_differences": self.nested,
            "control_nested_differences": self.control_nested,
            "exposed_pairs": self.exposed_pairs,
            "populations": self.populations,
            "cells": self.cells,
            "withheld": self.withheld,
            "utility_lost_first_period": round(self.first_withheld / self.first_cells, 4) if self.first_cells else 0.0,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One population and the sequences against it."""

    n: int
    seed: int
    sequences: int
    minimum: int


def campaign(
    sequences: int, seed: int, minimum: int, *, jobs: int | None = None, advance: Callable[[int, int], None]
) -> tuple[Count, dict[str, Count]]:
    """All sequences together, and by the size of the population."""
    rng = np.random.default_rng(seed)
    tasks = [
        Task(
            n=int(rng.integers(SMALLEST, LARGEST + 1)),
            seed=int(rng.integers(2**62)),
            sequences=min(_EACH, sequences - done),
            minimum=minimum,
        )
        for done in range(0, sequences, _EACH)
    ]
    whole, by_size = Count(), {f"{low}-{high}": Count() for low, high in _SIZES}
    for task, count in zip(tasks, _done(tasks, jobs or cores()), strict=True):
        whole.add(count)
        low, high = next(each for each in _SIZES if task.n <= each[1])
        by_size[f"{low}-{high}"].add(count)
        advance(whole.sequences, sequences)
    return whole, by_size


def _done(tasks: list[Task], jobs: int) -> Iterable[Count]:
    if jobs == 1:
        yield from map(attacked, tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(attacked, tasks)


def attacked(task: Task) -> Count:
    """The sequences against one population: each attacker in turn, every other one an insider."""
    people = made_up(task.n, task.seed)
    rng = np.random.default_rng([task.seed, 1])
    control, published = Threshold(people, task.minimum), Published(people, task.minimum)
    everything = Knowledge(published.rows, published.values, people.n)
    count = Count(populations=1, exposed_pairs=everything.exposed_pairs())
    count.nested = n_nearly_nested(published.rows, task.minimum)
    _weigh(count, people, control, published)
    for number in range(task.sequences):
        name = list(ATTACKERS)[number % len(ATTACKERS)]
        target, colleague = (int(each) for each in rng.permutation(people.n)[:2])
        insider = colleague if number // len(ATTACKERS) % 2 else None
        seed = int(rng.integers(2**62))
        asked = [
            Session(people=people, source=source, rng=np.random.default_rng(seed), target=target, insider=insider)
            for source in (control, published)
        ]
        for session in asked:
            ATTACKERS[name](session)
        told = Knowledge(asked[0].rows, asked[0].values, people.n).solved(people, insider)
        count.sequences += 1
        count.control_recovered += bool(told)
        count.by_attacker[name] += bool(told)
        count.control_nested += n_nearly_nested(asked[0].rows, task.minimum)
        # What is published can be read by everybody: the attacker has all of it, not only what it asked for.
        count.recovered += bool(everything.solved(people, insider))
    return count


def n_nearly_nested(rows: list[Mask], minimum: int) -> int:
    """Pairs of sums, one within the other, that differ by fewer people than the minimum."""
    distinct = np.unique(np.array(rows, dtype=np.int64), axis=0) if rows else np.zeros((0, 1), dtype=np.int64)
    common, sizes = distinct @ distinct.T, distinct.sum(axis=1)
    within = common == sizes[:, None]
    difference = sizes[None, :] - sizes[:, None]
    return int((within & (difference > 0) & (difference < minimum)).sum())


def _weigh(count: Count, people: People, control: Threshold, published: Published) -> None:
    """How many cells of the declared cube the threshold alone would show, and how many of them are withheld."""
    for period, mask in _cube(people):
        if control.ask(period, mask) is not None:
            is_withheld = published.ask(period, mask) is None
            count.cells += 1
            count.withheld += is_withheld
            count.first_cells += period == 0
            count.first_withheld += is_withheld and period == 0


def _cube(people: People) -> Iterator[tuple[int, Mask]]:
    for period in range(PERIODS):
        for names in CUBE:
            yield from ((period, mask) for _, mask in conjunctions(people, period, names))
