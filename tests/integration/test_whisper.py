"""The real model on real files of the sample: what goes in by the command line and what comes out."""

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest

from flow.calls import run_clairevoix

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
OFFLINE = {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(Path(__file__).parents[1] / "flow" / "blocked")}


@pytest.fixture(scope="module")
def heard() -> dict[str, dict]:
    """Three calls, one per container, transcribed by one command with the network refused."""
    files = [SAMPLE / "audio" / name for name in ("C-0002.opus", "C-0090.wav", "C-0157.flac")]
    printed = run_clairevoix("transcribe", *map(str, files), "--language", "fr", "--json", environment=OFFLINE)
    objects = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    return {file.stem: found for file, found in zip(files, objects, strict=True)}


def test_each_call_comes_out_in_the_order_given_with_its_duration(heard: dict[str, dict]) -> None:
    truth = _truth()
    for name, found in heard.items():
        assert abs(found["duration_ms"] - truth[name]["duration_ms"]) < 100
        assert found["language"] == "fr"


def test_words_lie_in_their_turns_and_turns_in_the_call(heard: dict[str, dict]) -> None:
    for found in heard.values():
        starts = [turn["start_ms"] for turn in found["turns"]]
        assert starts == sorted(starts)
        assert {turn["channel"] for turn in found["turns"]} == {0, 1}
        for turn in found["turns"]:
            assert 0 <= turn["start_ms"] <= turn["end_ms"] <= found["duration_ms"]
            assert turn["text"] == " ".join(word["text"] for word in turn["words"])
            for word in turn["words"]:
                assert turn["start_ms"] <= word["start_ms"] <= word["end_ms"] <= turn["end_ms"]
                assert 0 <= word["score"] <= 1


def test_most_of_what_is_said_is_heard(heard: dict[str, dict]) -> None:
    """A floor, so that a broken channel, rate or language is noticed; quality has its own evaluation."""
    truth = _truth()
    for name, found in heard.items():
        said = _bag(" ".join(turn["text"] for turn in truth[name]["turns"]))
        got = _bag(" ".join(turn["text"] for turn in found["turns"]))
        assert len(said & got) / len(said) > 0.6, name


def test_a_call_is_redacted_to_a_file_of_the_same_duration(tmp_path: Path) -> None:
    source, out = SAMPLE / "audio" / "C-0020.opus", tmp_path / "out.flac"
    printed = run_clairevoix("redact", "audio", str(source), "--out", str(out), "--json", environment=OFFLINE)
    found = json.loads(printed[printed.index("{") :])
    assert [each["type"] for each in found["redactions"]] == ["PHONE"]
    again = run_clairevoix("transcribe", str(out), "--json", environment=OFFLINE)
    heard = json.loads(again[again.index("{") :])
    assert heard["duration_ms"] == found["duration_ms"]
    words = " ".join(turn["text"] for turn in heard["turns"])
    assert not re.search(r"\d\d \d\d \d\d", words), "the number can still be heard"


def test_models_lists_the_installed_model_with_its_digest() -> None:
    printed = run_clairevoix("models", "--json", environment=OFFLINE)
    model, *others = json.loads(printed)
    assert {each["name"] for each in others} <= {"speakers"}
    assert model["name"] == "whisper-base"
    assert model["digest"] == "905e5bf8336bcc62"
    assert model["languages"] == ["fr", "en"]
    assert model["licence"] == "MIT"
    assert Path(model["path"]).is_dir()
    assert model["bytes"] > 145_000_000


def test_a_folder_serves_as_a_model_and_gives_the_same_words(heard: dict[str, dict]) -> None:
    folder = json.loads(run_clairevoix("models", "--json"))[0]["path"]
    printed = run_clairevoix(
        "transcribe", str(SAMPLE / "audio" / "C-0002.opus"), "--model", folder, "--json", environment=OFFLINE
    )
    assert json.loads(printed[printed.index("{") :]) == heard["C-0002"]


def test_a_hub_name_takes_the_library_s_own_path_and_fails_in_one_sentence_without_a_network() -> None:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    printed = run_clairevoix(
        "transcribe",
        str(SAMPLE / "audio" / "C-0002.opus"),
        "--model",
        "someone/faster-whisper-nowhere",
        expect=12,
        environment=environment,
    )
    assert "neither installed, nor a CTranslate2 folder, nor within reach" in printed
    assert "Traceback" not in printed


def test_a_file_that_cannot_be_read_is_named_by_its_place_and_the_others_are_transcribed(tmp_path: Path) -> None:
    bad = tmp_path / "secret-name.wav"
    bad.write_text("no sound")
    printed = run_clairevoix(
        "transcribe", str(bad), str(SAMPLE / "audio" / "C-0090.wav"), "--json", expect=11, environment=OFFLINE
    )
    objects = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert objects[0] == {"error": "not_audio"}
    assert objects[1]["turns"]
    assert "secret-name" not in printed


def _truth() -> dict[str, dict]:
    lines = (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {each["contact_id"]: each for each in map(json.loads, lines)}


def _bag(text: str) -> set[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    return set(re.findall(r"[a-z]{4,}", "".join(each for each in plain if not unicodedata.combining(each))))


def test_an_english_call_is_heard_to_be_english() -> None:
    english = Path(__file__).parents[2] / "corpus" / "slice" / "audio"
    files = [next(english.rglob("en-*.opus")), SAMPLE / "audio" / "C-0002.opus"]
    printed = run_clairevoix("transcribe", *map(str, files), "--language", "auto", "--json", environment=OFFLINE)
    assert [json.loads(line)["language"] for line in printed.splitlines()] == ["en", "fr"]
