"""Of each event the newest version is stored, in whichever order the versions come."""

from itertools import permutations

import pytest

from builders import a_workspace
from clairevoix.store import lake, steps
from clairevoix.store.steps import Merged
from steps_made import a_step


@pytest.fixture
def workspace(tmp_path):
    return a_workspace(tmp_path).workspace


def stored(workspace):
    return lake.rows(workspace, "SELECT step_id, outcome, revision FROM steps ORDER BY ALL")


def test_the_newest_version_of_one_log_wins(workspace):
    orders = {f"e{number}": order for number, order in enumerate(permutations((1, 2, 3)))}
    log = [
        a_step("visit", step_id=event, outcome="failed" if each < 3 else "ok", revision=each)
        for event, order in orders.items()
        for each in order
    ]
    assert steps.merge(workspace, log) == Merged(stored=6, outdated=12)
    assert stored(workspace) == [(event, "ok", 3) for event in orders]


def test_the_newest_version_of_several_logs_wins(workspace):
    found = [steps.merge(workspace, [a_step("visit", step_id="e", revision=each)]) for each in (2, 1, 3)]
    assert found == [Merged(stored=1), Merged(outdated=1), Merged(corrected=1)]
    assert stored(workspace) == [("e", None, 3)]


def test_the_same_log_twice_changes_nothing(workspace):
    log = [a_step("ordered", case=f"k{each}") for each in range(5)]
    assert steps.merge(workspace, [*log, log[0]]) == Merged(stored=5, already_known=1)
    before = stored(workspace)
    assert steps.merge(workspace, reversed(log)) == Merged(already_known=5)
    assert stored(workspace) == before


def test_without_revisions_the_last_that_was_read_wins(workspace):
    steps.merge(workspace, [a_step("visit", step_id="e", outcome="failed")])
    changed = [a_step("visit", step_id="e", outcome="ok", day=40)]
    assert steps.merge(workspace, changed) == Merged(corrected=1)
    assert stored(workspace) == [("e", "ok", 0)]
    assert lake.rows(workspace, "SELECT DISTINCT month FROM steps") == [("2025-02",)]


def test_a_log_that_breaks_off_leaves_nothing(workspace):
    def breaking():
        yield a_step()
        raise ValueError

    with pytest.raises(ValueError):
        steps.merge(workspace, breaking())
    assert stored(workspace) == []
    assert list(workspace.root.glob(".steps*")) == []


def test_many_events_are_compared_in_parts(workspace, monkeypatch):
    monkeypatch.setattr(steps, "_BUCKET_ROWS", 10)
    log = [a_step("visit", step_id=f"{each * 40503 % 65536:04x}", outcome="failed") for each in range(100)]
    assert steps.merge(workspace, log).stored == 100
    corrected = [a_step("visit", step_id=each.step_id, outcome="ok") for each in log]
    assert steps.merge(workspace, corrected) == Merged(corrected=100)
    assert lake.rows(workspace, "SELECT outcome, count(*) FROM steps GROUP BY 1") == [("ok", 100)]


def test_what_became_of_a_log_is_kept_once(workspace):
    log = [a_step()]
    for n in (1, 2):
        steps.note_log(workspace, "l", "fibre_connection", log[0].started_on, {"rows": n})
    assert lake.rows(workspace, "SELECT what, n FROM step_logs") == [("rows", 2)]
