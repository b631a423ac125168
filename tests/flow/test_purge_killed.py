"""A purge may be killed at every write: from the next start on, nothing that is past its term can be read."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import deltalake
import pytest
import sqlalchemy as sa

from builders import TODAY, a_charter, a_processed, a_response, a_workspace, bytes_of, put_sound
from clairevoix import pipeline
from clairevoix.charter.objection import Reason
from clairevoix.model.errors import StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.project import open_project
from clairevoix.store import erasure, lake, published, registry, tombstones, vault
from clairevoix.store.workspace import pseudonym
from clairevoix.upkeep import Wanted, forgotten

SAID, KEPT, WRITTEN = "Montgolfiere", "Parapluie", "Trottinette"
_PATCHED = [
    (os, "replace"),
    (os, "unlink"),
    (os, "fsync"),
    (deltalake.DeltaTable, "delete"),
    (deltalake.DeltaTable, "update"),
    (deltalake.DeltaTable, "vacuum"),
]


class Killed(BaseException):
    """What a dead process does: nothing any more."""


@contextmanager
def dying(at: int | None) -> Iterator[list[str]]:
    """Counts every write to a disk; the one numbered ``at`` and all after it do not happen."""
    done: list[str] = []

    def before(name: str) -> None:
        if at is not None and len(done) >= at:
            raise Killed
        done.append(name)

    def hooked(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            before(name)
            return real(*arguments, **named)

        return call

    def committing(_: sa.Connection) -> None:
        before("commit")

    with pytest.MonkeyPatch.context() as patched:
        for owner, name in _PATCHED:
            patched.setattr(owner, name, hooked(name, getattr(owner, name)))
        sa.event.listen(sa.Engine, "commit", committing)
        try:
            yield done
        finally:
            sa.event.remove(sa.Engine, "commit", committing)


def a_full_workspace(root: Path) -> Path:
    """One old contact and one young, each with words, sound and a job; an old comment; a page that plays the old one."""
    project = a_workspace(root, charter=a_charter() + "analysis_days = 180\n")
    ages = {"old": (181, SAID), "new": (1, KEPT)}
    batch = [
        a_processed(
            f"customer | 0.1 | 1.9 | {word}",
            contact_id=pseudonym(project.workspace, "contact", name),
            audio_object=f"{name}audio",
            started_at=datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC) - timedelta(days=age),
        )
        for name, (age, word) in ages.items()
    ]
    for each in batch:
        put_sound(project, each)
        lake.commit(project.workspace, [each])
    jobs = [registry.Job(contact=each.contact, source=b"sealed", source_mark=each.audio_object) for each in batch]
    draw = registry.Draw(
        list_mark="m", purpose=batch[0].contact.purpose, rate=0.2, n_listed=2, n_drawn=2, seed_commitment="c"
    )
    registry.add_jobs(project.registry, jobs, draw)
    comment = a_response(3, "r1", answered_on=TODAY - timedelta(days=366), comment=WRITTEN)
    lake.add_responses(project.workspace, [comment])
    moment = Excerpt(
        excerpt_id="e1", label="l", month="2025-04", text=SAID, evidence=(0, 4), audio=b"s", duration_ms=10, cue_ms=0
    )
    published.replace(project.workspace.snapshot, about={}, released=(), labels=(), excerpts=(moment,))
    project.registry.dispose()
    return root


def next_start(root: Path, *, buried: bool) -> None:
    """What every command does first: it opens, replays, and if it reads recordings or publishes, purges."""
    project = open_project(root, today=TODAY)
    erasure.replay(project.workspace, project.registry)
    if buried:
        assert unreadable(root), "once its tombstone lies on the disk, the opening alone is enough"
    pipeline.purge(project)
    project.registry.dispose()


def unreadable(root: Path) -> bool:
    project = open_project(root, today=TODAY)
    try:
        vault.take(project.workspace, "oldaudio")
    except StoreError:
        pass
    else:
        return False
    old = pseudonym(project.workspace, "contact", "old")
    found = {str(row[0]) for row in lake.rows(project.workspace, "SELECT contact_id FROM words")}
    jobs = {job.contact.contact_id for job in registry.jobs(project.registry)}
    project.registry.dispose()
    snapshot = project.workspace.snapshot
    is_played = snapshot.exists() and bool(published.read(snapshot).excerpts)
    return old not in found | jobs and not is_played and SAID.encode() not in bytes_of(root)


def purge(root: Path) -> None:
    project = open_project(root, today=TODAY)
    try:
        pipeline.purge(project)
    finally:
        project.registry.dispose()


def forget(root: Path) -> None:
    project = open_project(root, today=TODAY)
    try:
        forgotten(project, Wanted(contacts=["old"], reason=Reason.OBJECTION))
    finally:
        project.registry.dispose()


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("what", [purge, forget])
def test_killed_at_every_write_nothing_old_is_readable_from_the_next_start_on(tmp_path, what, quarter):
    whole = a_full_workspace(tmp_path / "whole")
    shutil.copytree(whole, tmp_path / "counted")
    with dying(None) as writes:
        what(tmp_path / "counted")
    assert unreadable(tmp_path / "counted")
    assert {"replace", "unlink", "fsync", "commit", "delete", "vacuum"} <= set(writes)
    for at in range(quarter, len(writes), 4):
        root = tmp_path / "killed"
        shutil.copytree(whole, root)
        with dying(at), pytest.raises(Killed):
            what(root)
        project = open_project(root, today=TODAY)
        buried = tombstones.read(project.workspace).size > 0
        project.registry.dispose()
        next_start(root, buried=buried)
        assert unreadable(root), f"killed before write {at}, {writes[at]}"
        assert WRITTEN.encode() not in bytes_of(root)
        project = open_project(root, today=TODAY)
        assert vault.take(project.workspace, "newaudio")
        assert KEPT.encode() in bytes_of(project.workspace.lake)
        assert [job.source_mark for job in registry.jobs(project.registry)] == ["newaudio"]
        project.registry.dispose()
        shutil.rmtree(root)


def test_half_a_tombstone_is_none_and_spoils_none(tmp_path):
    root = a_full_workspace(tmp_path / "workspace")
    purge(root)
    project = open_project(root, today=TODAY)
    path = project.workspace.keys / "tombstones" / "tombstones.jsonl"
    size = tombstones.read(project.workspace).size
    path.write_bytes(path.read_bytes() + b'{"kind": "conta')
    assert tombstones.read(project.workspace).size == size
    forgotten(replace(project), Wanted(contacts=["new"], reason=Reason.OBJECTION))
    assert tombstones.read(project.workspace).size == size + 2  # the contact and its sound
    assert KEPT.encode() not in bytes_of(root)
    project.registry.dispose()
