"""How Whisper computes here: tried once, remembered, and never against what was set."""

import json
import os

import pytest

from clairevoix.transcribe.engines import calibration
from clairevoix.transcribe.engines.calibration import CALIBRATION, INSTRUCTIONS, Choice, best, calibrated, measured

USUAL, WIDE, FULL = Choice(), Choice(instructions="AVX512"), Choice(compute_type="float32")

#: Seconds of each candidate, None if it does not run; the choice.
FOUND = [
    ((1.0, 0.75, 2.0), WIDE),
    ((1.0, 0.90, 2.0), USUAL),  # would change what is heard for too little
    ((1.0, 1.30, 0.7), FULL),
    ((1.0, 0.60, 0.7), WIDE),
    ((1.0, None, None), USUAL),
    ((None, 0.50, 0.5), USUAL),  # nothing to compare with
]


@pytest.mark.parametrize(("seconds", "choice"), FOUND)
def test_the_usual_stays_unless_another_is_clearly_quicker(seconds, choice):
    assert best(dict(zip((USUAL, WIDE, FULL), seconds, strict=True))) == choice


@pytest.fixture
def trials(tmp_path, monkeypatch):
    """An empty cache, a model, and a list of what was measured; what is measured says that AVX512 is quicker."""
    done = []

    def fake(_, tried):
        done.append(tuple(tried))
        return {each: 0.5 if each.instructions else 1.0 for each in tried}

    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"weights")
    monkeypatch.setattr(calibration, "cache_folder", lambda: tmp_path / "cache" / "models")
    monkeypatch.setattr(calibration, "measured", fake)
    monkeypatch.delenv(CALIBRATION, raising=False)
    monkeypatch.delenv(INSTRUCTIONS, raising=False)
    return done


def ask(tmp_path, compute_type="auto"):
    """As a new process asks."""
    calibration._known.clear()
    return calibrated(tmp_path / "model", compute_type)


def stored(tmp_path):
    (path,) = (tmp_path / "cache").glob("calibration-*.json")
    return path


def test_it_is_measured_once(trials, tmp_path):
    assert [ask(tmp_path), ask(tmp_path)] == [WIDE, WIDE]
    assert trials == [(USUAL, WIDE, FULL)]
    assert json.loads(stored(tmp_path).read_text()) == {"compute_type": "int8_float32", "instructions": "AVX512"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b"{}x", b'{"compute_type": "int8"}', b'{"compute_type": "int3", "instructions": ""}'],
)
def test_a_file_that_is_not_whole_is_measured_again(trials, tmp_path, content):
    ask(tmp_path)
    stored(tmp_path).write_bytes(content)
    assert ask(tmp_path) == WIDE
    assert len(trials) == 2
    assert json.loads(stored(tmp_path).read_text())["instructions"] == "AVX512"


@pytest.mark.parametrize(
    "changed",
    [("processor", lambda: "another processor"), ("version", lambda _: "9.9")],
    ids=["processor", "version"],
)
def test_another_machine_is_measured_again(trials, tmp_path, monkeypatch, changed):
    ask(tmp_path)
    monkeypatch.setattr(calibration, *changed)
    ask(tmp_path)
    assert len(trials) == 2


def test_another_model_is_measured_again(trials, tmp_path):
    ask(tmp_path)
    (tmp_path / "model" / "model.bin").write_bytes(b"other, longer weights")
    ask(tmp_path)
    assert len(trials) == 2


def test_a_compute_type_that_was_set_is_kept(trials, tmp_path):
    assert ask(tmp_path, "float32") == Choice(compute_type="float32", instructions="AVX512")
    assert trials == [(FULL, Choice(compute_type="float32", instructions="AVX512"))]


@pytest.mark.parametrize("variable", [{CALIBRATION: "off"}, {INSTRUCTIONS: "AVX2"}], ids=["off", "instructions set"])
def test_nothing_is_measured_where_somebody_decided(trials, tmp_path, monkeypatch, variable):
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    assert ask(tmp_path) == USUAL
    assert calibrated(None, "auto") == USUAL
    assert trials == []


def test_what_did_not_run_is_not_remembered(trials, tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "measured", lambda _, tried: dict.fromkeys(tried))
    assert ask(tmp_path) == USUAL
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_does_no_harm(trials, tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert ask(tmp_path) == WIDE


def test_instructions_hold_for_this_process_unless_set(monkeypatch):
    monkeypatch.setenv(INSTRUCTIONS, "AVX2")
    WIDE.apply()
    assert os.environ[INSTRUCTIONS] == "AVX2"
    monkeypatch.delenv(INSTRUCTIONS)
    USUAL.apply()
    assert INSTRUCTIONS not in os.environ
    WIDE.apply()
    assert os.environ[INSTRUCTIONS] == "AVX512"
    monkeypatch.delenv(INSTRUCTIONS)


def test_a_model_that_does_not_load_is_no_candidate(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"no weights")
    assert measured(tmp_path, [USUAL]) == {USUAL: None}
