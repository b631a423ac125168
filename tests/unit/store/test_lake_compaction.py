"""Many small commits are merged, and nothing is lost or doubled by it."""

from builders import a_processed, a_workspace
from clairevoix.store import lake

COMMITS = 70


def test_many_batches_become_few_files(tmp_path):
    workspace = a_workspace(tmp_path).workspace
    for number in range(COMMITS):
        lake.commit(workspace, [a_processed("customer | 0.2 | 1.5 | bonjour madame", contact_id=f"c{number:03}")])
    before = lake.rows(workspace, "SELECT contact_id, turn, text FROM turns ORDER BY ALL")
    assert len(before) == COMMITS
    assert len(list((workspace.lake / "turns").rglob("*.parquet"))) == COMMITS
    lake.compact(workspace)
    assert lake.rows(workspace, "SELECT contact_id, turn, text FROM turns ORDER BY ALL") == before
    assert lake.committed(workspace) == tuple((f"c{number:03}", "d1") for number in range(COMMITS))
    assert len(list((workspace.lake / "turns").rglob("*.parquet"))) == 1
    assert lake.sweep(workspace) == 0
