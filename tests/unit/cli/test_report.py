"""``clairevoix report``: what it writes, and what it leaves alone when it cannot."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import people
from clairevoix.cli import group
from clairevoix.model.errors import ComponentError, StoreError
from clairevoix.store import published, workspace

sys.path.append(str(Path(__file__).parents[2] / "browser"))
MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK", "pptx": b"PK"}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    import snapshot

    root = tmp_path_factory.mktemp("report") / "workspace"
    project = people.a_bare_workspace(root)
    project.workspace.snapshot.parent.mkdir(parents=True, exist_ok=True)
    snapshot.build(project.workspace.snapshot)
    return root


def report(root, *arguments):
    return CliRunner().invoke(group, ["report", "--workspace", str(root), *map(str, arguments)])


@pytest.mark.parametrize("kind", MAGIC)
def test_it_writes_a_file_for_its_owner_alone(root, tmp_path, kind):
    out = tmp_path / f"bilan.{kind}"
    out.write_text("an older one")
    done = report(root, "--format", kind, "--out", out, "--lang", "en", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert out.read_bytes().startswith(MAGIC[kind])
    assert out.stat().st_mode & 0o777 == 0o600
    assert (told["for"], told["language"], told["bytes"]) == ("council", "en", out.stat().st_size)
    assert told["snapshot"] == published.digest(root / "published" / "snapshot.duckdb")
    assert list(tmp_path.iterdir()) == [out]


def test_without_a_snapshot_it_says_what_to_do(tmp_path):
    people.a_bare_workspace(tmp_path / "workspace")
    done = report(tmp_path / "workspace", "--format", "pdf", "--out", tmp_path / "bilan.pdf")
    assert isinstance(done.exception, StoreError)
    assert "clairevoix publish" in str(done.exception)
    assert not (tmp_path / "bilan.pdf").exists()


def test_a_snapshot_replaced_meanwhile_is_not_mixed_with_the_old_one(root, tmp_path, monkeypatch):
    digests = iter("ab")
    monkeypatch.setattr(published, "digest", lambda path: next(digests))
    assert isinstance(report(root, "--format", "pdf", "--out", tmp_path / "bilan.pdf").exception, StoreError)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [["--format", "docx", "--out", "a"], ["--format", "pdf"], ["--out", "a.pdf"], ["--format", "pdf", "--out", "/"]],
)
def test_what_it_does_not_know_is_a_usage_error(root, arguments):
    assert report(root, *arguments).exit_code == 2


def test_a_place_that_cannot_be_written_is_said(root, tmp_path):
    done = report(root, "--format", "xlsx", "--out", tmp_path / "nowhere" / "bilan.xlsx")
    assert isinstance(done.exception, ComponentError)
    assert str(tmp_path) not in str(done.exception)


def test_a_full_disk_leaves_what_was_there(root, tmp_path, monkeypatch):
    def full(stream):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workspace, "settle", full)
    out = tmp_path / "bilan.xlsx"
    out.write_bytes(b"an older one")
    assert isinstance(report(root, "--format", "xlsx", "--out", out).exception, ComponentError)
    assert out.read_bytes() == b"an older one"
    assert list(tmp_path.iterdir()) == [out]
