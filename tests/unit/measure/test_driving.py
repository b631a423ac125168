"""Drivers and links as tables: refused where too few, worded by released figures."""

import numpy as np
import pytest

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.measure import drivers
from clairevoix.measure.driving import driven, driver_tables, performance_table, quarters
from clairevoix.measure.linking import differences, standardised
from clairevoix.measure.linking_tables import linkage_tables, told_of
from clairevoix.model.measure import Suppressed

CHARTER = Charter(minimum_cell=10)


def answers(n=200, seed=4):
    random = np.random.default_rng(seed)
    solved = random.integers(0, 2, n)
    waiting = random.integers(1, 6, n)
    scores = np.clip(np.rint(4 + 3.5 * solved + 0.3 * waiting + random.normal(0, 1.5, n)), 0, 10).astype(int)
    return scores.tolist(), {"solved": solved.tolist(), "waiting": waiting.tolist()}


def test_tables_hold_what_importance_says():
    scores, columns = answers()
    found = driven(scores, columns, 0.95)
    expected = drivers.importance(scores, columns)
    tables = {table.measure: table for table in driver_tables(("driver", "question", "s"), found, 0.95)}
    assert set(tables) == {"driver", "driver-whole", "driver-correlation", "driver-ordinal"}
    assert tables["driver-whole"].total.value == pytest.approx(expected.r_squared)
    assert [part.value for part in tables["driver"].parts] == [driver.share for driver in expected.drivers]
    assert sum(part.value for part in tables["driver-ordinal"].parts) == pytest.approx(1)
    for part in tables["driver-correlation"].parts:
        assert -1 < part.low < part.value < part.high < 1
    assert {part.n for table in tables.values() for part in table.parts} == {200}


@pytest.mark.parametrize("n", [0, 1, 3, 19])
def test_fewer_than_ten_answers_for_each_driver_are_no_parts(n):
    scores, columns = answers(n)
    found = driven(scores, columns, 0.95)
    assert (found.importance, found.n, found.n_wanted) == (None, n, 20)
    assert driver_tables(("driver", "question", "s"), found, 0.95) == ()


def test_no_driver_at_all_is_told_apart_from_too_few():
    assert not driven([9, 8, 3], {}, 0.95).has_columns
    assert driven([9, 8, 3], {"a": [1, 2, 3]}, 0.95).has_columns


def test_answers_with_a_gap_do_not_count():
    scores, columns = answers(25)
    columns["waiting"] = [None] * 10 + columns["waiting"][10:]
    assert driven(scores, columns, 0.95).n == 15


def test_the_map_of_released_figures_is_that_of_the_answers():
    scores, columns = answers()
    found, scales = driven(scores, columns, 0.95), {"solved": (0, 1), "waiting": (1, 5)}
    tables = [
        *driver_tables(("driver", "question", "s"), found, 0.95),
        performance_table("s", columns, scales, 0.95),
    ]
    released = [each for table in tables for each in release(CHARTER, table)]
    expected = drivers.performance_map(found.importance, columns, scales=scales)
    assert quarters(released, "s") == {
        each.name: {"quarter": each.quarter.value, "is_clear": each.is_clear} for each in expected
    }
    ways = {part.key: part for part in tables[-1].parts}
    assert {each.name: pytest.approx(each.performance) for each in expected} == {
        name: part.value for name, part in ways.items()
    }
    assert all(part.low < part.value < part.high for part in ways.values())
    assert quarters(released[:-1], "s") == {}  # one was held back: no map


def facts(n_linked=40, n=200):
    """Answers of two sites, of which the first ones are linked; those of Lille more often."""
    random = np.random.default_rng(2)
    found = []
    for number in range(n):
        is_linked = number < n_linked
        site = "lille" if random.random() < (0.7 if is_linked else 0.4) else "lyon"
        found.append((f"r{number}", site, "phone", int(random.choice([3, 8, 10], p=[0.3, 0.2, 0.5]))))
    return found, {f"r{number}" for number in range(n_linked)}


def test_what_the_linked_differ_in_is_what_the_answers_say():
    answered, linked = facts()
    released = [each for table in linkage_tables("s", answered, linked, 0.95) for each in release(CHARTER, table)]
    told = told_of(released, "s")
    expected = differences([each[0] in linked for each in answered], {"site": [each[1] for each in answered]})
    found = {each["key"]: each for each in told["differences"] if each["dimension"] == "site"}
    for each in expected:
        assert found[each.category]["value"] == pytest.approx(each.value)
        assert (found[each.category]["linked"], found[each.category]["others"]) == pytest.approx(
            (each.linked, each.others)
        )
    z = {True: [], False: []}
    for each in answered:
        z[each[0] in linked].append((each[3] >= 9) - (each[3] <= 6))
    assert told["gap"]["value"] == pytest.approx(100 * (np.mean(z[True]) - np.mean(z[False])))
    assert told["gap"]["low"] < told["gap"]["value"] < told["gap"]["high"]


def test_few_linked_answers_have_no_score_and_no_gap():
    answered, linked = facts(n_linked=4)
    released = [each for table in linkage_tables("s", answered, linked, 0.95) for each in release(CHARTER, table)]
    held = {(each.measure, each.key) for each in released if isinstance(each, Suppressed)}
    assert ("linked-nps", "linked") in held
    assert told_of(released, "s")["gap"] is None


def test_no_link_at_all_differs_in_nothing():
    answered, _ = facts(n_linked=0)
    released = [each for table in linkage_tables("s", answered, set(), 0.95) for each in release(CHARTER, table)]
    assert told_of(released, "s") == {"differences": [], "gap": None}
    assert standardised(0.0, 0.0) == 0.0
    assert standardised(1.0, 0.0) is None
