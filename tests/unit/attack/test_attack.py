"""The attackers are able, the release path holds, and both are counted alike on every run."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from clairevoix.attack import campaign as campaigns
from clairevoix.attack import sources
from clairevoix.attack.attackers import ATTACKERS, Knowledge, Session
from clairevoix.attack.campaign import Task, attacked, n_nearly_nested
from clairevoix.attack.people import made_up
from clairevoix.attack.sources import Published, Threshold
from clairevoix.charter import gate
from clairevoix.cli import attack
from clairevoix.model.measure import Figure

MINIMUM = 5


def found_by(name: str, n_sequences: int = 30) -> int:
    """Sequences in which an attacker finds somebody out whom the threshold alone protects."""
    found = 0
    for seed in range(n_sequences):
        people = made_up(40, seed)
        rng = np.random.default_rng(seed)
        session = Session(people=people, source=Threshold(people, MINIMUM), rng=rng, target=int(rng.integers(0, 40)))
        ATTACKERS[name](session)
        found += bool(Knowledge(session.rows, session.values, people.n).solved(people))
    return found


@pytest.mark.parametrize("name", ATTACKERS)
def test_each_attacker_defeats_the_threshold(name):
    assert found_by(name) > 0


@pytest.mark.parametrize("n", [8, 30, 60])
def test_nobody_is_found_out_by_what_is_released(n):
    count = attacked(Task(n=n, seed=n, sequences=24, minimum=MINIMUM))
    assert (count.recovered, count.nested, count.exposed_pairs) == (0, 0, 0)
    assert count.sequences == 24


def test_something_is_released():
    assert len(Published(made_up(60, 1), MINIMUM).rows) > 20


def test_a_search_that_is_not_finished_refuses(monkeypatch):
    before = len(Published(made_up(40, 1), MINIMUM).rows)
    monkeypatch.setattr(gate, "_BUDGET", 0)
    assert len(Published(made_up(40, 1), MINIMUM).rows) < before


def everything(_charter, tables, _populations, **_):
    return tuple(
        Figure(measure=each.table.measure, dimension=each.table.dimension, period=each.table.period, estimate=estimate)
        for each in tables
        for estimate, _ in each.cells()
        if estimate.n >= MINIMUM
    )


def test_without_the_rule_the_same_attackers_find_people_out(monkeypatch):
    monkeypatch.setattr(sources, "released_together", everything)
    assert attacked(Task(n=40, seed=3, sequences=12, minimum=MINIMUM)).recovered > 0


def test_an_insider_knows_the_own_secret_and_nothing_else():
    people = made_up(10, 1)
    pair = np.zeros(10, dtype=bool)
    pair[[2, 5]] = True
    known = Knowledge([pair], [int(people.secrets[pair].sum())], 10)
    assert known.solved(people) == []
    assert known.solved(people, insider=2) == [5]
    assert known.exposed_pairs() == 1


def test_nested_differences():
    rows = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 0], [0, 0, 0, 1, 1, 1]], dtype=bool)
    assert n_nearly_nested(list(rows), 2) == 1
    assert n_nearly_nested(list(rows), 4) == 2
    assert n_nearly_nested([], 4) == 0


def test_the_same_seed_gives_the_same_numbers():
    wanted = {"sequences": 120, "seed": 7, "minimum": 10, "jobs": 1, "advance": lambda *_: None}
    (one, sizes), (other, _) = campaigns.campaign(**wanted), campaigns.campaign(**wanted)
    assert one.numbers() == other.numbers()
    assert one.sequences == sum(count.sequences for count in sizes.values()) == 120


def test_the_command_answers_in_json(monkeypatch):
    monkeypatch.setattr(campaigns, "cores", lambda: 1)
    done = CliRunner().invoke(attack.command, ["--sequences", "60", "--seed", "2", "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["sequences"] == 60
    assert answer["recovered"] == 0 < answer["control_recovered"]
    assert 0 <= answer["utility_lost"] <= 1


def test_the_command_fails_where_somebody_is_found_out(monkeypatch):
    monkeypatch.setattr(campaigns, "cores", lambda: 1)
    monkeypatch.setattr(sources, "released_together", everything)
    assert CliRunner().invoke(attack.command, ["--sequences", "50", "--minimum", "5", "--json"]).exit_code == 1
