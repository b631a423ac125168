"""How many processes hear, of how many threads: by room and by trial, remembered, and never against what was set."""

import json
from dataclasses import replace

import pytest

from clairevoix import tasks
from clairevoix.config import ExecuteSettings, Settings, TranscribeSettings
from clairevoix.transcribe.engines import calibration, sizing
from clairevoix.transcribe.engines.calibration import CALIBRATION, Choice
from clairevoix.transcribe.engines.sizing import Sizing, best, candidates, rate, sized, usual

EACH, PAIRS, HALF = (Sizing(processes=p, threads=t) for p, t in ((8, 1), (4, 2), (4, 1)))

#: Cores, free memory in MB; processes and threads.
ROOM = [
    (1, None, (1, 1)),
    (2, 64_000, (2, 1)),
    (2, 2_000, (1, 2)),
    (8, 64_000, (8, 1)),
    (8, 6_000, (4, 2)),
    (8, 4_000, (3, 2)),
    (8, 100, (1, 8)),
]

#: Tasks a second of one process a core, of half as many with two threads, of half the cores; the choice.
FOUND = [
    ((8.0, 7.0, 4.0), EACH),
    ((8.0, 8.5, 4.0), EACH),  # within what a noisy machine does
    ((8.0, 9.0, 4.0), PAIRS),
    ((8.0, 9.0, 9.5), HALF),
    ((8.0, None, None), EACH),
    ((None, 9.0, 9.5), EACH),  # nothing to compare with
]


@pytest.mark.parametrize(("cores", "memory_mb", "expected"), ROOM)
def test_as_many_as_there_is_room_for(cores, memory_mb, expected):
    found = usual(cores, memory_mb)
    assert (found.processes, found.threads) == expected
    assert candidates(cores, memory_mb)[0] == found
    assert all(each.processes * each.threads <= cores for each in candidates(cores, memory_mb))


@pytest.mark.parametrize(("rates", "choice"), FOUND)
def test_the_usual_stays_unless_another_gets_clearly_more_done(rates, choice):
    assert best(dict(zip((EACH, PAIRS, HALF), rates, strict=True))) == choice


@pytest.fixture
def trials(tmp_path, monkeypatch):
    """An empty cache, a model, and a list of what was tried; pairs of threads get most done."""
    done = []

    def fake(_model, _choice, tried):
        done.append(tried)
        return 2.0 if tried.threads == 2 else 1.0

    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"weights")
    monkeypatch.setattr(calibration, "cache_folder", lambda: tmp_path / "cache" / "models")
    monkeypatch.setattr(calibration, "_known", {})
    monkeypatch.setattr(sizing, "rate", fake)
    monkeypatch.delenv(CALIBRATION, raising=False)
    return done


def test_it_is_tried_once(trials, tmp_path, monkeypatch):
    for _ in range(2):
        assert sized(tmp_path / "model", Choice(), 8, None) == PAIRS
        monkeypatch.setattr(calibration, "_known", {})
    assert trials == [EACH, PAIRS, HALF]
    (path,) = (tmp_path / "cache").glob("sizing-*.json")
    assert json.loads(path.read_text()) == {"processes": 4, "threads": 2}


def test_other_room_is_tried_again(trials, tmp_path):
    sized(tmp_path / "model", Choice(), 8, None)
    sized(tmp_path / "model", Choice(), 8, 6_000)
    assert len(trials) > 3


@pytest.mark.parametrize(("cores", "model", "variable"), [(1, "model", ""), (8, None, ""), (8, "model", "off")])
def test_nothing_is_tried_where_there_is_no_choice(trials, tmp_path, monkeypatch, cores, model, variable):
    if variable:
        monkeypatch.setenv(CALIBRATION, variable)
    assert sized(tmp_path / model if model else None, Choice(), cores, None) == usual(cores, None)
    assert trials == []


def test_a_model_that_does_not_load_is_tried_but_not_remembered(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"no weights")
    assert rate(tmp_path, Choice(), Sizing(processes=2)) is None


#: What is set, for how many recordings; processes and threads on a machine whose trial says 4 of 2.
SET = [
    ({}, 100, (4, 2)),
    ({}, 10, (8, 1)),  # too few to try
    ({"jobs": 3}, 100, (3, 0)),
    ({"jobs": 3, "threads": 2}, 100, (3, 2)),
    ({"threads": 4}, 100, (2, 4)),
    ({"threads": 16}, 100, (1, 16)),
]


@pytest.mark.parametrize(("own", "n_items", "expected"), SET)
def test_what_is_set_holds(monkeypatch, own, n_items, expected):
    monkeypatch.setattr(tasks, "cores", lambda: 8)
    monkeypatch.setattr(tasks, "memory_mb", lambda: None)
    monkeypatch.setattr(tasks, "engine_sizing", lambda *_: PAIRS)
    settings = Settings(transcribe=TranscribeSettings(engine="scripted"), execute=ExecuteSettings(**own))
    found = tasks.sized(settings, n_items)
    assert (found.execute.jobs, found.execute.threads) == expected
    assert replace(found, execute=settings.execute) == settings
