"""``clairevoix ledger``: what programs and people read of it, and its exit codes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from clairevoix import witness
from clairevoix.cli.ledger import FAULTS, command
from clairevoix.model.errors import StoreError
from clairevoix.project import create_project, open_project
from clairevoix.store.ledger_verification import FaultKind
from ledgers import fill, tampering


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en")
    create_project(tmp_path / "workspace")
    project = open_project(tmp_path / "workspace")
    fill(project.registry, 4)
    return project


def run(project, *arguments: object, expect: int = 0) -> str:
    given = [str(each) for each in arguments]
    where = [] if given[0] == "witness" else ["--workspace", str(project.workspace.root)]
    result = CliRunner().invoke(command, [*given, *where])
    if isinstance(result.exception, StoreError):
        assert expect == StoreError.exit_code, result.exception
        return str(result.exception)
    assert result.exit_code == expect, (result.output, result.exception)
    return result.stdout


def answer(project, *arguments: object, expect: int = 0) -> dict[str, object]:
    return json.loads(run(project, *arguments, "--json", expect=expect))


def test_a_sound_ledger(project):
    found = answer(project, "verify")
    assert list(found) == [
        *("ok", "behind", "size", "root", "n_expired", "n_checkpoints", "n_cosignatures", "faults"),
    ]
    assert (found["ok"], found["behind"], found["size"], found["faults"]) == (True, False, 4, [])
    assert run(project, "verify").startswith("The ledger is sound: 4 leaves, root ")


def test_a_changed_leaf_ends_with_13(project):
    with tampering(project.workspace) as file:
        file.execute("UPDATE ledger SET salt = zeroblob(16) WHERE number = 2")
    found = answer(project, "verify", expect=13)
    assert (found["ok"], found["faults"]) == (False, [{"kind": "leaf", "number": 2}])
    assert run(project, "verify", expect=13).startswith("leaf 2 was changed\n")


def test_checkpoint(project):
    made = answer(project, "checkpoint")
    assert (made["size"], made["root"]) == (4, answer(project, "verify")["root"])
    assert run(project, "checkpoint") == f"Signed: 4 leaves, root {made['root']}\n"


def test_the_round_with_the_witness(project, tmp_path):
    council = tmp_path / "council"
    council.mkdir()
    run(project, "witness", "--out", council / "witness.py")
    assert (council / "witness.py").read_bytes() == Path(witness.__file__).read_bytes()
    exported = answer(project, "export", "--out", council / "bundle")
    assert exported["size"] == 5

    def program(*arguments: str) -> str:
        done = [sys.executable, "-I", "witness.py", *arguments, "--lang", "en"]
        return subprocess.run(done, cwd=council, capture_output=True, text=True, check=False).stdout

    key = program("keygen", "--name", "cse", "--out", "key").strip().rpartition(" ")[2]
    assert f"its key is {exported['key']}\n" in program("check", "bundle", "--state", "state", "--key", "key")
    assert "no known witness" in run(project, "cosign", council / "bundle.signed", expect=13)
    entered = answer(project, "cosign", council / "bundle.signed", "--witness", key)
    assert entered["size"] == 5
    said = run(project, "verify").splitlines()
    assert said[1].startswith("A witness signed 5 leaves on ")


def test_an_older_registry_ends_with_13(project, tmp_path):
    project.registry.dispose()
    shutil.copy(project.workspace.registry, tmp_path / "backup")
    fill(project.registry, 3)
    run(project, "checkpoint")
    project.registry.dispose()
    for path in project.workspace.root.glob("registry.sqlite*"):
        path.unlink()
    shutil.copy(tmp_path / "backup", project.workspace.registry)
    assert answer(project, "verify", expect=13)["behind"] is True
    assert "older one" in run(project, "checkpoint", expect=13)
    assert "older one" in run(project, "export", "--out", tmp_path / "bundle", expect=13)
    run(project, "checkpoint", "--restored")
    assert answer(project, "verify")["ok"] is True


def test_what_cannot_be_written_or_read(project, tmp_path):
    assert "cannot be written" in run(project, "export", "--out", tmp_path / "no" / "bundle", expect=13)
    assert "cannot be written" in run(project, "witness", "--out", tmp_path / "no" / "witness.py", expect=13)
    (tmp_path / "answer").write_bytes(b"\xff")
    assert "cannot be read" in run(project, "cosign", tmp_path / "answer", expect=13)


def test_every_fault_has_a_sentence():
    assert set(FAULTS) == set(FaultKind)
