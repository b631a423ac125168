"""Worker processes: everything is done once, and what dies or never ends loses one item."""

import multiprocessing
import os
import time

import pytest

import workers
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.model.errors import ComponentError


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
        item: Lost.DIED if item == 7 else 2 * item for item in range(12)
    }


def test_the_death_of_every_process_loses_every_item_and_ends():
    assert outcomes(workers.dies_of_all, [1, 2, 3]) == dict.fromkeys((1, 2, 3), Lost.DIED)


# --- Time -----------------------------------------------------------------------------------------------------------


def test_what_takes_too_long_is_ended_and_the_others_go_on():
    began = time.monotonic()
    found = dict(map_unordered(time.sleep, [600, 0.01, 0.02, 0.03], 2, limit_s=lambda seconds: 1.0))
    assert found == {600: Lost.TOOK_TOO_LONG, 0.01: None, 0.02: None, 0.03: None}
    assert time.monotonic() - began < 60


def test_each_item_has_its_own_limit_and_may_have_none():
    limits = {0.5: 30.0, 600: 0.2, 0.4: None}
    assert dict(map_unordered(time.sleep, list(limits), 1, limit_s=limits.get)) == {
        0.5: None,
        600: Lost.TOOK_TOO_LONG,
        0.4: None,
    }


def test_the_time_of_the_caller_is_not_the_items(monkeypatch):
    """An outcome that waits to be taken is not late, and one that is under way beside it has all its time."""
    found = map_unordered(time.sleep, [0.01, 0.02, 0.03], 2, limit_s=lambda seconds: 1.0)
    for _, outcome in found:
        assert outcome is None
        time.sleep(1.2)


def test_the_process_of_what_took_too_long_is_gone():
    list(map_unordered(time.sleep, [600], 1, limit_s=lambda seconds: 0.1))
    assert multiprocessing.active_children() == []


# --- Several in one item --------------------------------------------------------------------------------------------

GROUPS = [(1, 2), (3, 7), (4, 5), (9, 6)]


def test_a_lost_group_is_tried_apart():
    found = map_unordered(
        workers.largest_unless_seven,
        GROUPS,
        2,
        limit_s=lambda group: 1.0,
        apart=lambda group: [(each,) for each in group],
    )
    assert dict(found) == {
        (1, 2): 2,
        (4, 5): 5,
        (3,): 3,
        (7,): Lost.DIED,
        (9,): Lost.TOOK_TOO_LONG,
        (6,): 6,
    }


# --- The caller -----------------------------------------------------------------------------------------------------


def test_an_exception_reaches_the_caller():
    with pytest.raises(ValueError, match="seven"):
        list(map_unordered(workers.fails_on_seven, [1, 7], 1))


def test_a_caller_may_stop_early():
    taken = map_unordered(workers.doubled, list(range(6)), 1)
    item, value = next(taken)
    taken.close()
    assert value == 2 * item


def test_a_caller_that_stops_waits_for_nothing():
    taken = map_unordered(time.sleep, [0.01, 600], 2)
    next(taken)
    taken.close()
    assert multiprocessing.active_children() == []


def test_no_process_starts():
    """What a process needs in order to start fails; nothing would ever be done."""
    with pytest.raises(ComponentError):
        list(map_unordered(workers.Unimportable(), [1, 2], 2))
