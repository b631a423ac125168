"""R25. What is said or written reaches a disk only after personal data was taken out of the words and of the sound."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

import clairevoix
from builders import (
    CANARY,
    a_call_list,
    a_csv,
    a_recording,
    a_workspace,
    bytes_of,
    drawn_ids,
    transcript,
)
from clairevoix import intake, pipeline, rehearing
from clairevoix.charter.disclosure import releasable
from clairevoix.intake import ingest_calls, ingest_responses
from clairevoix.model.errors import CharterRefusal, Code
from clairevoix.model.transcript import RedactedTranscript, Transcript
from clairevoix.redact import recognizer
from clairevoix.redact.replace import mute, redact
from clairevoix.store import lake, vault
from clairevoix.store.sound import decode_flac, encode_flac
from clairevoix.tasks import tasks_of

SOURCE = Path(clairevoix.__file__).parent

#: The only places that may construct these types, as paths under the package.
CONSTRUCTED_IN = {
    # made there, read back here, and made up as the example of a label, which no store takes
    "RedactedTranscript": ("redact/", "store/transcripts.py", "annotate/codebook/dialogue.py"),
    "Figure": "charter/disclosure.py",
    "Verification": "redact/verify.py",
}


def constructions(name: str) -> Iterator[str]:
    """Every module that writes ``name(`` or ``module.name(`` or ``cls`` aliases of it."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        aliases = {name} | {
            alias.asname
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if alias.name == name and alias.asname
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
                if called in aliases:
                    yield f"{path.relative_to(SOURCE)}"


@pytest.mark.parametrize(("name", "place"), CONSTRUCTED_IN.items())
def test_constructed_in_one_place_only(name, place):
    found = list(constructions(name))
    assert found
    assert [each for each in found if not each.startswith(place)] == []


def test_nothing_goes_around_the_constructors():
    # dataclasses.replace on these, or __new__, would make one without the door.
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "__new__" not in text, path.name
        assert "__setattr__" not in text, path.name
        assert "pickle" not in text, path.name


class Lookalike(RedactedTranscript):
    """What somebody who wants a raw transcript stored would write."""


@dataclass
class Duck:
    contact_id: str = "c1"
    language: str = "fr"
    duration_ms: int = 0
    turns: tuple[object, ...] = ()
    redactions: tuple[object, ...] = ()


def values_of(redacted: RedactedTranscript) -> dict[str, object]:
    return {each.name: getattr(redacted, each.name) for each in fields(redacted)}


RAW = transcript(f"customer | 0.5 | 2.5 | mon numéro est le {CANARY}", duration_ms=3000)
REDACTED = redact(RAW)

#: What is brought to the door, and whether it is let in.
BROUGHT = [
    ("a redacted transcript", REDACTED, True),
    ("a raw transcript", RAW, False),
    ("a subclass", Lookalike(**values_of(REDACTED)), False),
    ("something alike", Duck(), False),
    ("its values", values_of(REDACTED), False),
    ("nothing", None, False),
    ("a text", "bonjour", False),
    ("the class itself", RedactedTranscript, False),
]


@pytest.mark.parametrize(("what", "brought", "is_let_in"), BROUGHT, ids=[each[0] for each in BROUGHT])
def test_releasable(what, brought, is_let_in):
    if is_let_in:
        assert releasable(brought) is brought
        return
    with pytest.raises(CharterRefusal) as refusal:
        releasable(brought)
    assert refusal.value.rule_id == "R25"


def test_a_redacted_transcript_is_no_transcript():
    assert not issubclass(RedactedTranscript, Transcript)
    assert not issubclass(Transcript, RedactedTranscript)


def test_a_call_is_stored_without_what_was_dictated(tmp_path):
    recording = a_recording()
    project = a_workspace(tmp_path / "workspace", script=[(recording, RAW)])
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "one.flac").write_bytes(encode_flac(recording))
    rows = [{"contact_id": drawn_ids(project, 1)[0], "file": "one.flac"}]
    ingest_calls(project, [a_call_list(folder, rows)])
    (task,) = tasks_of(project)
    processed = pipeline.process(task)
    pipeline._store(project, [processed])

    assert lake.rows(project.workspace, "SELECT text FROM turns") == [("mon numéro est le [TÉLÉPHONE 1]",)]
    held = bytes_of(project.workspace.root / "lake")
    for piece in CANARY.split():
        assert f'"{piece}"'.encode() not in held
    assert CANARY.encode() not in held
    sound = decode_flac(vault.take(project.workspace, processed.audio_object), "c1")
    (redaction,) = processed.transcript.redactions
    silence = slice((redaction.span.start_ms - 250) * 8, min((redaction.span.end_ms + 250) * 8, 24_000))
    assert not any(sound.channels[1].samples[silence])
    assert sound.channels[0].samples == recording.channels[0].samples  # the other party's words stand
    assert all(sound.channels[1].samples[: silence.start])


def test_a_comment_is_stored_without_what_was_written(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    answers = tmp_path / "answers.csv"
    comment = f"rappelez-moi au {CANARY} ou camille.martin@exemple.fr"
    answers.write_text(a_csv([{"response_id": "r1", "answered_on": "2025-10-01", "score": 3, "comment": comment}]))
    ingest_responses(project, [answers], (0, 10))
    stored = lake.rows(project.workspace, "SELECT comment FROM responses")
    assert stored == [("rappelez-moi au [TÉLÉPHONE 1] ou [E-MAIL 1]",)]
    held = bytes_of(project.workspace.root)
    assert CANARY.encode() not in held
    assert b"camille" not in held


def a_task(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": drawn_ids(project, 1)[0]}]
    ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    return tasks_of(project)[0]


def test_a_call_whose_detector_fails_is_put_aside(tmp_path, monkeypatch):
    task = a_task(tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"no idea what {CANARY} is")

    monkeypatch.setattr(pipeline, "redact", broken)
    aside = pipeline.process(task)
    assert aside == pipeline.PutAside(code=Code.ENGINE_FAILED)
    assert CANARY not in repr(aside)


def test_a_call_whose_recognizer_raises_is_put_aside_and_says_nothing(tmp_path, monkeypatch):
    """Unlike a stage that breaks, a recognizer that does has a code of its own: who reads it knows what to report."""
    recording = a_recording()
    project = a_workspace(tmp_path / "workspace", script=[(recording, RAW)])
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "one.flac").write_bytes(encode_flac(recording))
    ingest_calls(project, [a_call_list(folder, [{"contact_id": drawn_ids(project, 1)[0], "file": "one.flac"}])])
    (task,) = tasks_of(project)

    def broken(_: object) -> object:
        def recognize(document: object) -> None:
            raise RuntimeError(f"no idea what {CANARY} is")

        return recognize

    monkeypatch.setattr(recognizer, "_load", broken)
    aside = pipeline.process(task)
    assert aside == pipeline.PutAside(code=Code.RECOGNIZER_FAILED)
    assert CANARY not in repr(aside)


def test_words_whose_time_is_not_known_are_muted_with_all_the_time_they_may_be_in(tmp_path):
    recording = a_recording()
    (turn,) = RAW.turns
    words = tuple(replace(word, spread=word.text == "98") for word in turn.words)
    said = replace(RAW, turns=(replace(turn, words=words),))
    (redaction,) = redact(said).redactions
    assert (redaction.span.start_ms, redaction.span.end_ms) == (500, 2500)  # the whole turn, not its last second
    sound = mute(recording, [redaction], 250)
    assert not any(sound.channels[1].samples[250 * 8 : 2750 * 8])


def test_a_call_whose_sound_still_says_what_was_taken_out_is_put_aside(tmp_path, monkeypatch):
    """The words are redacted, and the sound is not: what a second hearing still recognises keeps the call out."""
    recording = a_recording()
    project = a_workspace(tmp_path / "workspace", script=[(recording, RAW)])
    folder = tmp_path / "calls"
    folder.mkdir()
    (folder / "one.flac").write_bytes(encode_flac(recording))
    ingest_calls(project, [a_call_list(folder, [{"contact_id": drawn_ids(project, 1)[0], "file": "one.flac"}])])
    (task,) = tasks_of(project)
    assert pipeline.process(task).verification.n_checked == 1
    monkeypatch.setattr(rehearing, "mute", lambda sound, *_, **__: sound)
    assert pipeline.process(task) == pipeline.PutAside(code=Code.REDACTION_NOT_VERIFIED)


def test_a_comment_whose_detector_fails_is_put_aside(tmp_path, monkeypatch):
    project = a_workspace(tmp_path / "workspace")
    answers = tmp_path / "answers.csv"
    rows = [
        {"response_id": f"r{n}", "answered_on": "2025-10-01", "score": 3, "comment": f"{n} {CANARY}"} for n in (1, 2)
    ]
    answers.write_text(a_csv(rows))
    real = intake.redact_text

    def broken(text: str, language: str, **more: object) -> object:
        if text.startswith("1"):
            raise RuntimeError(f"no idea what {CANARY} is")
        return real(text, language, **more)

    monkeypatch.setattr(intake, "redact_text", broken)
    report = ingest_responses(project, [answers], (0, 10))
    assert [(each.position, each.code) for each in report.quarantined] == [("row 1", Code.ENGINE_FAILED)]
    assert report.counts["stored"] == 1


def test_a_call_that_was_not_redacted_is_refused_before_it_is_stored(tmp_path, monkeypatch):
    task = a_task(tmp_path)
    unredacted = Lookalike(**{**values_of(REDACTED), "turns": RAW.turns, "redactions": ()})
    monkeypatch.setattr(pipeline, "redact", lambda *_, **__: unredacted)
    assert pipeline.process(task) == pipeline.PutAside(code=Code.REFUSED, rule_id="R25")
