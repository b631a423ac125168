"""Which recordings are heard together, and how long that may take."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builders import a_contact
from clairevoix.charter.policy import Charter
from clairevoix.config import Settings
from clairevoix.model.annotation import Codebook
from clairevoix.store.workspace import Workspace
from clairevoix.tasks import Task, apart, limit_s, together


def a_task(folder: Path, n_bytes: int | None, language: str = "fr", number: int = 0) -> Task:
    path = folder / f"{number}-{n_bytes}-{language}.wav"
    if n_bytes is not None:
        path.write_bytes(bytes(n_bytes))
    return Task(
        contact=replace(a_contact(f"c{number}"), language=language),
        path=path,
        settings=Settings(),
        charter=Charter(),
        charter_then=Charter(),
        codebook=Codebook(labels=(), digest=""),
        stage_digest="",
        audio_object="",
        workspace=Workspace(root=folder, keys=folder),
        today=date(2025, 10, 15),
    )


#: Bytes and language of each recording, and how many are heard at a time.
GROUPS = [
    ([], []),
    ([(1000, "fr")], [1]),
    ([(1000, "fr"), (2000, "fr"), (250_000, "fr")], [3]),
    ([(1000, "fr"), (1000, "en"), (1000, "fr")], [1, 2]),
    # Long, empty, missing, of a language that is yet to be heard: each alone.
    ([(250_001, "fr"), (0, "fr"), (None, "fr"), (1000, "auto")], [1, 1, 1, 1]),
    ([(1000, "fr")] * 35, [3, 16, 16]),
]


@pytest.mark.parametrize(("recordings", "sizes"), GROUPS)
def test_short_recordings_in_one_language_are_heard_together(tmp_path, recordings, sizes):
    tasks = [a_task(tmp_path, *each, number=number) for number, each in enumerate(recordings)]
    groups = together(tasks)
    assert sorted(map(len, groups)) == sizes
    assert sorted(task.contact.contact_id for group in groups for task in group) == sorted(
        task.contact.contact_id for task in tasks
    )


def test_a_lost_group_is_tried_again_one_by_one(tmp_path):
    one, other = a_task(tmp_path, 10), a_task(tmp_path, 10, number=1)
    assert apart([one, other]) == [(one,), (other,)]
    assert apart([one]) == []


@pytest.mark.parametrize(("n_bytes", "seconds"), [(0, 600), (None, 600), (60_000, 660)])
def test_a_recording_may_take_ten_minutes_and_a_second_for_each_thousand_bytes(tmp_path, n_bytes, seconds):
    assert limit_s([a_task(tmp_path, n_bytes)]) == seconds
