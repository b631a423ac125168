"""A run may be killed at any instant: after enough further runs every contact is stored once, as if nothing had happened."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from clairevoix.project import open_project
from clairevoix.store import lake, registry, vault
from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls

KILLS = 20
CALLS = 24
TABLES = {
    "contacts": "contact_id, duration_ms, stage_digest, audio_object",
    "turns": "contact_id, turn, party, start_ms, end_ms, text",
    "words": "contact_id, turn, position, start_ms, text",
    "redactions": "contact_id, channel, start_ms, entity_type",
    "annotations": "contact_id, label, start_ms",
}


def _content(root: Path) -> dict[str, list[tuple[object, ...]]]:
    workspace = open_project(root).workspace
    return {
        name: lake.rows(workspace, f"SELECT {columns} FROM {name} ORDER BY ALL") for name, columns in TABLES.items()
    }


def _start(root: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "clairevoix", "run", "--workspace", str(root), "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def test_killed_at_twenty_random_instants_every_contact_is_stored_exactly_once(tmp_path: Path) -> None:
    root, source, script = tmp_path / "workspace", tmp_path / "source", tmp_path / "script.json"
    make_workspace(root, script)
    calls = [
        Call(
            contact_id=each,
            agent=said("bonjour quel est votre numéro"),
            customer=said(
                f"je suis en panne {number} mon numéro zéro six trente-neuf quatre-vingt-dix-huit douze {number + 20}"
            ),
        )
        for number, each in enumerate(drawn_ids(root, CALLS))
    ]
    write_calls(source, calls, script, delay_ms=40)
    run_clairevoix("ingest", "calls", str(source), "--workspace", str(root))

    started = time.monotonic()
    whole = json.loads(run_clairevoix("run", "--workspace", str(root), "--json"))
    wall_s = time.monotonic() - started
    assert whole["counts"]["done"] == CALLS
    expected = _content(root)
    assert len(expected["contacts"]) == CALLS

    instants = random.Random(7)
    kills = 0
    while kills < KILLS:
        _forget_everything(root)
        for _ in range(KILLS):
            running = _start(root)
            try:
                running.wait(instants.uniform(0.3, wall_s))
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
                kills += 1
            if running.returncode == 0 or kills >= KILLS:
                break
        run_clairevoix("run", "--workspace", str(root))
        assert _content(root) == expected
        _assert_nothing_left_over(root)


def _forget_everything(root: Path) -> None:
    """Back to before the first run, by the product's own means: the contacts are removed and made pending."""
    project = open_project(root)
    lake.remove_contacts(project.workspace, [each for each, _ in lake.committed(project.workspace)])
    registry.reopen(project.registry, registry.State.DONE)


def _assert_nothing_left_over(root: Path) -> None:
    project = open_project(root)
    assert set(vault.object_ids(project.workspace)) == lake.audio_objects(project.workspace)
    assert not list(root.rglob("*.tmp"))
    for name in ("turns", "words", "redactions", "annotations"):
        orphans = f"SELECT count(*) FROM {name} ANTI JOIN contacts USING (commit_id, contact_id)"
        assert lake.rows(project.workspace, orphans) == [(0,)]
    assert all(job.state is registry.State.DONE for job in registry.jobs(project.registry))
