"""The audit on simulated agents of 6 attributes, all tables of one to three of them, asked for in random order, minimum 5.

Measured before this code existed, with projectors in floating point: 60 agents and seed 1 gave 440 distinct sums, 89 answered
where nobody may become computable, 1,540 pairs exposed to an insider; 70 answered and none exposed where pairs count too.
The threshold alone answered 156 and gave 56 agents away.
"""

import itertools

import numpy as np
import pytest

from clairevoix.charter.audit import Kind, Known, Population, audit, collapsed
from clairevoix.charter.exposures import few

MINIMUM = 5


def queries(n: int, seed: int) -> list[frozenset[int]]:
    """Distinct sets of agents, in random order."""
    rng = np.random.default_rng(seed)
    levels = {"team": max(2, n // 10), "site": 2, "seniority": 3, "contract": 2, "skill": 3, "shift": 3}
    agents = {name: rng.integers(0, size, n) for name, size in levels.items()}
    rows = [np.ones(n, bool)]
    for ways in (1, 2, 3):
        for names in itertools.combinations(levels, ways):
            for values in itertools.product(*(range(levels[name]) for name in names)):
                row = np.logical_and.reduce([agents[name] == value for name, value in zip(names, values, strict=True)])
                if row.any():
                    rows.append(row)
    sets = np.unique(np.array(rows), axis=0).astype(float)
    return [frozenset(np.flatnonzero(row).tolist()) for row in sets[rng.permutation(len(sets))]]


def answered(asked: list[frozenset[int]], n: int, *, insider: bool) -> list[frozenset[int]]:
    atoms = collapsed(asked, Population())
    known = Known(atoms, minimum=n + 1)  # every column is searched
    found: list[frozenset[int]] = []
    for people, row in zip(asked, atoms.rows, strict=True):
        if len(people) < MINIMUM or n - MINIMUM < len(people) < n:
            continue
        if any(0 < len(people ^ other) < MINIMUM and (people < other or other < people) for other in found):
            continue
        step = known.add(row)
        if step is not None and any(few(small, most=1 + insider) for small in known.touched(step)):
            step.undo()
            continue
        found.append(people)
    return found


@pytest.mark.parametrize(("n", "seed", "distinct"), [(24, 1, 172), (24, 2, 209), (60, 1, 440), (60, 2, 447)])
def test_the_simulation_is_the_one_that_was_measured(n, seed, distinct):
    assert len(queries(n, seed)) == distinct


@pytest.mark.parametrize(("n", "seed", "n_answered", "n_found"), [(24, 1, 51, 20), (60, 1, 156, 56), (60, 2, 167, 52)])
def test_the_threshold_alone_gives_agents_away(n, seed, n_answered, n_found):
    asked = [people for people in queries(n, seed) if len(people) >= MINIMUM]
    if n != 24:
        assert len(asked) == n_answered
    found = {each.owners for each in audit(asked, Population(), minimum=2, insider=False) if each.kind is Kind.PERSON}
    assert len(found) == n_found


@pytest.mark.parametrize(("n", "seed", "alone", "pairs"), [(24, 1, 28, 84), (24, 2, 34, None), (60, 1, 89, 1540)])
def test_without_insiders_pairs_are_exposed(n, seed, alone, pairs):
    found = answered(queries(n, seed), n, insider=False)
    assert len(found) == alone
    if pairs is not None:
        atoms = collapsed(found, Population())
        known = Known(atoms, minimum=n + 1)
        for row in atoms.rows:
            known.add(row)
        exposed = [each for small in known.components() for each in few(small, most=2)]
        assert (len(exposed), {each.n for each in exposed}) == (pairs, {2})


@pytest.mark.parametrize(("n", "alone"), [(24, 22), (60, 70)])
def test_with_insiders_no_pair_is(n, alone):
    found = answered(queries(n, 1), n, insider=True)
    assert len(found) == alone
    assert [each for each in audit(found, Population(), minimum=3) if each.kind in {Kind.PERSON, Kind.PAIR}] == []
