"""Sound goes into the vault from the process that heard it, before anything refers to it."""

from pathlib import Path

import pytest

import sealers
from builders import a_call_list, a_workspace, drawn_ids
from clairevoix import pipeline
from clairevoix.intake import ingest_calls
from clairevoix.model.errors import StoreError
from clairevoix.project import Project
from clairevoix.store import lake, registry, vault
from clairevoix.store.registry import State
from clairevoix.tasks import tasks_of


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A workspace in which three calls wait."""
    made = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each} for each in drawn_ids(made, 3)]
    ingest_calls(made, [a_call_list(tmp_path / "calls", rows)])
    return made


def half_written(project: Project) -> list[Path]:
    return list(project.workspace.root.rglob("*.tmp"))


def test_what_a_worker_sealed_is_nobodys_until_its_contact_is_stored(project: Project) -> None:
    task, *_ = tasks_of(project)
    processed = pipeline.process(task)
    assert isinstance(processed, pipeline.Processed)
    assert vault.take(project.workspace, processed.audio_object)
    assert pipeline.purge(project).counts["left_over"] == 1
    assert list(vault.object_ids(project.workspace)) == []


def test_a_worker_that_is_killed_while_it_seals_costs_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "all_processed", sealers.process_but_killed_once)
    report = pipeline.run(project)
    assert (report.counts["done"], report.quarantined) == (3, ())
    objects = lake.audio_objects(project.workspace)
    assert set(vault.object_ids(project.workspace)) == objects
    assert len([vault.take(project.workspace, each) for each in objects]) == 3
    assert [path.parent.parent for path in half_written(project)] == [project.workspace.vault]
    pipeline.purge(project)
    assert half_written(project) == []


def test_a_vault_that_cannot_be_written_stops_the_run_and_puts_nothing_aside(project: Project) -> None:
    """It is no fault of the contacts: they are done once there is room."""
    project.workspace.vault.write_bytes(b"a file where a folder should be")
    with pytest.raises(StoreError, match="vault could not be written"):
        pipeline.run(project)
    assert len(registry.jobs(project.registry, State.PENDING)) == 3
    assert lake.committed(project.workspace) == ()
    project.workspace.vault.unlink()
    assert pipeline.run(project).counts["done"] == 3


def test_no_sound_goes_before_its_words_may(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule R25 is asked before anything is stored."""

    def refused(_: object) -> None:
        raise pipeline.CharterRefusal("R25")

    monkeypatch.setattr(pipeline, "releasable", refused)
    assert pipeline.process(tasks_of(project)[0]) == pipeline.PutAside(code=pipeline.Code.REFUSED, rule_id="R25")
    assert list(vault.object_ids(project.workspace)) == []


def test_a_recording_that_changes_while_it_is_sealed_is_put_aside_and_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, *_ = tasks_of(project)
    pieces = pipeline.flac_pieces

    def changed(*arguments):
        yield from pieces(*arguments)
        raise pipeline.InputError(pipeline.Code.SOURCE_GONE)

    monkeypatch.setattr(pipeline, "flac_pieces", changed)
    assert pipeline.process(task) == pipeline.PutAside(code=pipeline.Code.SOURCE_GONE)
    assert list(vault.object_ids(project.workspace)) == []
    assert half_written(project) == []
