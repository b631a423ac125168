"""A backup brings nothing back: what has a tombstone is deleted again before anything is read."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from builders import TODAY, bytes_of
from clairevoix import pipeline
from clairevoix.charter.objection import Reason
from clairevoix.model.errors import StoreError
from clairevoix.project import Project, open_project
from clairevoix.store import checkpoints, erasure, lake, published, registry, tombstones, vault
from clairevoix.store.receipts import receipts
from clairevoix.store.workspace import pseudonym
from clairevoix.upkeep import Wanted, forgotten
from flow.test_purge_killed import KEPT, SAID, WRITTEN, a_full_workspace, unreadable

#: What of the workspace is put back from the copy made before the deletion; the newest tombstones stay.
RESTORED = [
    ("everything but the keys", ["lake", "vault", "published", "registry.sqlite"]),
    ("everything, with the older keys", ["lake", "vault", "published", "registry.sqlite", "keys/vault"]),
    ("the sounds and their keys", ["vault", "keys/vault"]),
    ("the keys alone", ["keys/vault"]),
    ("the lake alone", ["lake"]),
    ("the registry alone", ["registry.sqlite"]),
    ("the page alone", ["published"]),
]


def restore(copy: Path, root: Path, names: list[str]) -> None:
    for name in names:
        source, target = copy / name, root / name
        if target.is_dir():
            shutil.rmtree(target)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            for stale in root.glob(f"{name}-*"):
                stale.unlink()
            shutil.copyfile(source, target)


def opened(root: Path) -> Project:
    """As every command opens a workspace; where an older registry was put back, once its operator has said so."""
    first = open_project(root, today=TODAY, of_ledger=True)
    if checkpoints.is_behind(first.workspace, first.registry):
        with pytest.raises(StoreError, match="an older one was put in its place"):
            open_project(root, today=TODAY)
        checkpoints.seal(first.workspace, first.registry, datetime.now(UTC), restored=True)
    first.registry.dispose()
    project = open_project(root, today=TODAY)
    erasure.replay(project.workspace, project.registry)
    return project


def purge(project: Project) -> None:
    pipeline.purge(project)


def forget(project: Project) -> None:
    forgotten(project, Wanted(contacts=["old"], reason=Reason.OBJECTION))


@pytest.mark.parametrize("deletion", [purge, forget])
@pytest.mark.parametrize("names", [names for _, names in RESTORED], ids=[each for each, _ in RESTORED])
def test_a_restored_backup_exposes_nothing(tmp_path, deletion, names):
    root = a_full_workspace(tmp_path / "workspace")
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    project = open_project(root, today=TODAY)
    deletion(project)
    project.registry.dispose()
    restore(copy, root, names)
    project = opened(root)
    assert unreadable(root)
    if deletion is purge:
        assert WRITTEN.encode() not in bytes_of(root)
    assert vault.take(project.workspace, "newaudio")
    assert KEPT.encode() in bytes_of(project.workspace.lake)
    n_receipts = len(receipts(project.registry))
    assert erasure.replay(project.workspace, project.registry) == 0, "nothing is left to do"
    assert len(receipts(project.registry)) == n_receipts
    project.registry.dispose()


def test_without_its_tombstones_a_workspace_does_not_open(tmp_path):
    root = a_full_workspace(tmp_path / "workspace")
    project = open_project(root, today=TODAY)
    purge(project)
    shutil.copytree(root / "keys" / "tombstones", tmp_path / "older")
    forget(project)
    newer = Path(shutil.copytree(root / "keys" / "tombstones", tmp_path / "newer"))
    project.registry.dispose()
    for older in (None, tmp_path / "older"):
        shutil.rmtree(root / "keys" / "tombstones", ignore_errors=True)
        if older is not None:
            shutil.copytree(older, root / "keys" / "tombstones")
        with pytest.raises(StoreError, match="put back the newest keys/tombstones"):
            opened(root)
    shutil.rmtree(root / "keys" / "tombstones")
    shutil.copytree(newer, root / "keys" / "tombstones")
    opened(root).registry.dispose()


def test_words_alone_that_came_back_are_found_too(tmp_path):
    """A table of facts put back without its contacts is read by nobody; it goes all the same."""
    root = a_full_workspace(tmp_path / "workspace")
    copy = Path(shutil.copytree(root, tmp_path / "copy"))
    project = open_project(root, today=TODAY)
    purge(project)
    project.registry.dispose()
    restore(copy, root, ["lake/words", "lake/turns"])
    (root / "lake" / ".tombstones").unlink()  # whoever puts the folder back does not put back what marks it as searched
    opened(root).registry.dispose()
    assert SAID.encode() not in bytes_of(root)


def test_a_page_published_since_stays(tmp_path):
    root = a_full_workspace(tmp_path / "workspace")
    project = open_project(root, today=TODAY)
    purge(project)
    about = published.read(project.workspace.snapshot).about
    assert about["tombstones"] == tombstones.read(project.workspace).size
    erasure.replay(project.workspace, project.registry)
    assert project.workspace.snapshot.exists()
    forgotten(replace(project), Wanted(contacts=["new"], reason=Reason.ERASURE))
    assert project.workspace.snapshot.exists()
    assert lake.committed(project.workspace) == ()
    assert registry.jobs(project.registry) == ()
    project.registry.dispose()


def test_a_holder_s_rows_of_a_forgotten_contact_are_deleted_in_the_same_transaction(tmp_path, monkeypatch):
    """A store with a table of its own about contacts: asked at a deletion, and again when its rows came back."""
    root = a_full_workspace(tmp_path / "workspace")
    project = open_project(root, today=TODAY)
    held = {pseudonym(project.workspace, "contact", "old"), "other"}

    def erase(_: sa.Connection, doomed: erasure.Erasure) -> dict[str, int]:
        n_before = len(held)
        held.difference_update(doomed.contact_ids)
        return {"evaluations": n_before - len(held)}

    monkeypatch.setattr(erasure, "HOLDERS", (erasure.Holder(contact_ids=lambda _: tuple(held), erase=erase),))
    report = forgotten(project, Wanted(contacts=["old"], reason=Reason.ERASURE))
    assert report.counts["evaluations"] == 1
    held.add(pseudonym(project.workspace, "contact", "old"))  # a backup of its table was restored
    erasure.replay(project.workspace, project.registry)
    assert held == {"other"}
    project.registry.dispose()
