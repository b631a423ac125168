"""Worker processes: everything is done once, and the death of one loses one item."""

import os

import pytest

import workers
from clairevoix.execute.local import map_unordered


def outcomes(function, items, jobs=2) -> dict[int, object]:
    found = list(map_unordered(function, items, jobs))
    assert sorted(item for item, _ in found) == sorted(items)  # each once, whatever happened
    return dict(found)


def test_every_item_comes_back_with_its_outcome():
    assert outcomes(workers.doubled, list(range(20))) == {item: 2 * item for item in range(20)}


def test_no_item_starts_no_process():
    assert list(map_unordered(workers.doubled, [], 2)) == []


def test_work_is_done_elsewhere():
    assert os.getpid() not in outcomes(workers.process_id, [1], jobs=1).values()


def test_the_death_of_a_process_loses_the_guilty_item_only():
    assert outcomes(workers.dies_of_seven, list(range(12))) == {
        item: None if item == 7 else 2 * item for item in range(12)
    }


def test_the_death_of_every_process_loses_every_item_and_ends():
    assert outcomes(workers.dies_of_all, [1, 2, 3]) == {1: None, 2: None, 3: None}


def test_an_exception_reaches_the_caller():
    with pytest.raises(ValueError, match="seven"):
        list(map_unordered(workers.fails_on_seven, [1, 7], 1))


def test_a_caller_may_stop_early():
    taken = map_unordered(workers.doubled, list(range(6)), 1)
    item, value = next(taken)
    taken.close()
    assert value == 2 * item
