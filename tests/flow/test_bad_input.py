"""Whatever is wrong with an item, that item is put aside with a reason, and everything else goes on."""

import json
from array import array
from pathlib import Path

import av
import numpy as np
import pytest

from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls, write_list, write_wav


def _six_channels(path: Path) -> None:
    """48 kHz, 24-bit, six channels."""
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=48_000, layout="5.1")
        stream.codec_context.format = "s32"
        samples = np.zeros((1, 4_096 * 6), dtype=np.int32)
        for number in range(12):
            frame = av.AudioFrame.from_ndarray(samples, format="s32", layout="5.1")
            frame.sample_rate, frame.pts = 48_000, number * 4_096
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _no_sound(path: Path) -> None:
    """An Opus file that lasts 0 seconds."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.codec_context.open()
        container.start_encoding()


def _truncated(path: Path) -> None:
    write_wav(path, [array("h", [100] * 48_000)] * 2)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


HOSTILE = {
    # file: how it is made, the reason given
    "empty.wav": (lambda path: path.write_bytes(b""), "empty_file"),
    "truncated.wav": (_truncated, "truncated"),
    "text.wav": (lambda path: path.write_text("Ceci n'est pas un appel.\n" * 50), "not_audio"),
    "header-only.wav": (lambda path: path.write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt "), "truncated"),
    "silent.opus": (_no_sound, "no_sound"),
    "six.flac": (_six_channels, "too_many_channels"),
    "mono.wav": (lambda path: write_wav(path, [array("h", [50] * 16_000)]), None),
    "random.mp3": (lambda path: path.write_bytes(bytes(range(256)) * 40), "not_audio"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    make_workspace(workspace, tmp_path / "script.json")
    return workspace


def test_hostile_recordings_are_put_aside_and_the_others_go_on(root: Path, tmp_path: Path) -> None:
    ids = drawn_ids(root, len(HOSTILE) + 3)
    good = [Call(contact_id=each, customer=said("bonjour je suis en panne")) for each in ids[:2]]
    bad = [Call(contact_id=each, file=name) for each, name in zip(ids[2:], HOSTILE, strict=False)]
    missing = Call(contact_id=ids[-1], file="nowhere.wav")
    source = tmp_path / "source"
    write_calls(source, good, tmp_path / "script.json")
    for name, (make, _) in HOSTILE.items():
        make(source / name)
    write_list(source, [*good, *bad, missing, good[0]])

    ingested = json.loads(run_clairevoix("ingest", "calls", str(source), "--workspace", str(root), "--json", expect=11))
    assert {(each["position"], each["code"]) for each in ingested["quarantined"]} == {
        (f"row {len(good) + len(bad) + 1}", "missing_file"),
        (f"row {len(good) + len(bad) + 2}", "duplicate_id"),
    }
    report = json.loads(run_clairevoix("run", "--workspace", str(root), "--json", expect=11))
    expected = sorted(code for _, code in HOSTILE.values() if code)
    assert sorted(each["code"] for each in report["quarantined"]) == expected
    assert report["counts"]["done"] == len(good) + 1  # the mono recording is heard, as somebody unknown

    again = json.loads(run_clairevoix("run", "--workspace", str(root), "--json", expect=11))
    assert again["counts"] == {"to_do": 0, "done": 0, "unchanged": len(good) + 1}
    assert len(again["quarantined"]) == len(expected)


@pytest.mark.parametrize(
    ("content", "scale", "code"),
    [
        ("response_id,answered_on,score\nA,2025-01-02,11\nB,2025-01-02,9\n", "0-10", "bad_score"),
        ("response_id,answered_on,score\nA,2025-01-02,-1\nB,2025-01-02,9\n", "0-10", "bad_score"),
        ("response_id,answered_on,score\nA,2025-01-02,7.5\nB,2025-01-02,9\n", "0-10", "bad_score"),
        ("response_id,answered_on,score\nA,hier,7\nB,2025-01-02,9\n", "0-10", "bad_date"),
        ("response_id,answered_on,score\nB,2025-01-02,9\nB,2025-01-03,2\n", "0-10", "duplicate_id"),
        ("response_id,answered_on,score\n,2025-01-02,9\nB,2025-01-02,9\n", "0-10", "missing_id"),
        ("response_id;answered_on;score;site\nA;2025-01-02;9;atlantis\nB;2025-01-02;9;\n", "0-10", "unknown_site"),
        # The whole file: no score is kept on a scale on which an NPS is not defined.
        ("response_id,answered_on,score\nB,2025-01-02,9\n", "1-10", "bad_scale"),
        ("response_id,answered_on,score\nB,2025-01-02,9\n", None, "no_scale"),
        ("response_id,answered_on\nB,2025-01-02\n", "0-10", "missing_column"),
        ("", "0-10", "unreadable"),
        ("\x00\x01\x02", "0-10", None),
    ],
)
def test_bad_answers_are_put_aside_one_by_one(
    root: Path, tmp_path: Path, content: str, scale: str | None, code: str | None
) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text(content, encoding="utf-8")
    options = ["--scale", scale] if scale else []
    arguments = ("ingest", "responses", str(answers), *options, "--workspace", str(root), "--json")
    report = json.loads(run_clairevoix(*arguments, expect=11 if code else 0))
    assert [each["code"] for each in report["quarantined"]] == ([code] if code else [])
    if "B,2025-01-02,9" in content.replace(";", ",") and code not in ("bad_scale", "no_scale"):
        assert report["counts"]["stored"] == 1
        again = json.loads(run_clairevoix(*arguments, expect=11 if code else 0))
        assert again["counts"]["stored"] == 0
        assert again["counts"]["already_known"] == 1


def test_answers_in_another_encoding_are_refused_whole(root: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_bytes("response_id,answered_on,score,comment\nA,2025-01-02,9,très bien\n".encode("latin-1"))
    printed = run_clairevoix(
        "ingest", "responses", str(answers), "--scale", "0-10", "--workspace", str(root), expect=11
    )
    assert "unreadable" in printed
    assert "bien" not in printed
