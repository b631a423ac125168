"""What happens when something changed between two runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clairevoix.project import open_project
from clairevoix.store import lake
from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace that has processed two calls; ``source`` and ``script.json`` lie beside it."""
    workspace = tmp_path / "workspace"
    make_workspace(workspace, tmp_path / "script.json")
    _add_calls(workspace, 2)
    assert _run(workspace) == {"to_do": 2, "done": 2, "unchanged": 0}
    return workspace


def _add_calls(root: Path, n: int) -> None:
    calls = [Call(contact_id=each, customer=said("je suis en panne")) for each in drawn_ids(root, n)]
    write_calls(root.parent / "source", calls, root.parent / "script.json")
    run_clairevoix("ingest", "calls", str(root.parent / "source"), "--workspace", str(root))


def _run(root: Path, expect: int = 0) -> dict[str, int]:
    return json.loads(run_clairevoix("run", "--workspace", str(root), "--json", expect=expect))["counts"]


def test_nothing_changed_nothing_is_done(root: Path) -> None:
    assert _run(root) == {"to_do": 0, "done": 0, "unchanged": 2}


def test_an_edited_codebook_leaves_history_until_it_is_annotated_again(root: Path) -> None:
    _edit(root)
    # Nothing is heard again for a label.
    assert _run(root) == {"to_do": 0, "done": 0, "unchanged": 2}
    workspace = open_project(root).workspace
    found = (
        "SELECT label_version, count(DISTINCT contact_id) FROM annotations SEMI JOIN passes USING (pass_id, contact_id)"
        " WHERE label = 'internet_outage' GROUP BY ALL ORDER BY ALL"
    )
    assert lake.rows(workspace, found) == [(2, 2)]
    again = json.loads(run_clairevoix("codebook", "annotate", "--workspace", str(root), "--json"))["counts"]
    assert again["contacts"] == 2
    # What the version before found stays, beside what the new one finds everywhere.
    assert lake.rows(workspace, found) == [(2, 2), (3, 2)]


def test_a_broken_codebook_is_told_and_the_last_good_one_stays(root: Path) -> None:
    label = root / "codebook" / "internet_outage.toml"
    label.write_text("name = ")
    _add_calls(root, 3)
    told, answer = run_clairevoix("run", "--workspace", str(root), "--json").rstrip().rsplit("\n", 1)
    assert "codebook/internet_outage.toml is not a label" in told
    assert json.loads(answer)["counts"] == {"to_do": 3, "done": 3, "unchanged": 0}
    printed = run_clairevoix("codebook", "check", "--workspace", str(root), expect=10)
    assert "codebook/internet_outage.toml is not a label" in printed
    assert "is not a label" in run_clairevoix("codebook", "annotate", "--workspace", str(root), expect=10)


def _edit(root: Path) -> None:
    label = root / "codebook" / "internet_outage.toml"
    before = label.read_text()
    assert "version = 2" in before
    label.write_text(before.replace("version = 2", "version = 3"))


def test_a_recording_that_is_gone_keeps_what_was_made_of_it(root: Path) -> None:
    _edit(root)
    for file in (root.parent / "source").glob("*.wav"):
        file.unlink()
    assert _run(root) == {"to_do": 0, "done": 0, "unchanged": 2}


def test_recordings_may_move_between_listing_and_running(root: Path) -> None:
    _add_calls(root, 3)
    elsewhere = root.parent / "elsewhere"
    (root.parent / "source").rename(elsewhere)
    assert _run(root, expect=11) == {"to_do": 1, "done": 0, "unchanged": 2}  # gone, so put aside
    listed = run_clairevoix("ingest", "calls", str(elsewhere), "--workspace", str(root), "--json")
    assert json.loads(listed)["counts"]["moved"] == 3
    # The new script is another model, so that all three are made anew now that they can be.
    assert _run(root) == {"to_do": 3, "done": 3, "unchanged": 0}


def test_another_seed_is_refused_and_the_refusal_is_in_the_ledger(root: Path) -> None:
    (root / "keys" / "sampling.seed").write_text("ab" * 32)
    printed = run_clairevoix("ingest", "calls", str(root.parent / "source"), "--workspace", str(root), expect=14)
    assert "R4" in printed
    with open_project(root).registry.connect() as connection:
        payloads = [row[0] for row in connection.exec_driver_sql("SELECT payload FROM ledger ORDER BY number")]
    assert json.loads(payloads[-1])["event"] == "refusal"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (
            '[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\nmodel = "nowhere.json"\n',
            10,
        ),  # a model that is not there
        ('[transcribe]\nengine = "psychic"\n', 10),
        ('[transcribe]\nmodel = "nobody/nothing"\n', 12),  # a hub name without a network
        ('[transcribe]\nmodel = "whisper-base"\ncompute_type = "int3"\n', 10),
    ],
)
def test_a_wrong_engine_stops_the_run_and_puts_nothing_aside(root: Path, settings: str, code: int) -> None:
    _add_calls(root, 3)
    (root / "clairevoix.toml").write_text(settings)
    printed = run_clairevoix("run", "--workspace", str(root), expect=code, environment={"HF_HUB_OFFLINE": "1"})
    assert "Traceback" not in printed
    (root / "clairevoix.toml").write_text(
        f'[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\nmodel = "{root.parent / "script.json"}"\n'
    )
    assert _run(root)["done"] == 3


def test_two_runs_at_once_are_one_too_many(root: Path) -> None:
    script = root.parent / "script.json"
    _add_calls(root, 4)
    script.write_text(json.dumps({**json.loads(script.read_text()), "delay_ms": 1_500}))
    command = [sys.executable, "-m", "clairevoix", "run", "--workspace", str(root)]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(50):
            second = subprocess.run(command, capture_output=True, text=True, check=False)
            if second.returncode == 13 or first.poll() is not None:
                break
        assert first.wait(60) + second.returncode == 13, "exactly one of the two is refused"
    finally:
        first.kill()
    assert len(lake.committed(open_project(root).workspace)) == 4
