"""Reads a corpus and finds it whole, or says which item is not: a number from a broken corpus would fool everybody."""

import hashlib
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.json_lines import objects
from clairevoix.quality.truth import (
    TRUE_WORDS,
    Corpus,
    Marked,
    Origin,
    Sound,
    Split,
    Stretch,
    Take,
    TrueTurn,
    TrueWord,
    Truth,
)

_LANGUAGES = ("fr", "en")
_WORDLESS = "sound"
#: What a row of the wrong shape raises.
_WRONG = (KeyError, TypeError, ValueError, OverflowError)


def read_corpus(folder: Path) -> Corpus:
    """The corpus in a folder, its nouns checked against each other. Raises InputError naming the first bad item.

    The sound itself is checked when it is heard, see :func:`check_digest`.
    """
    about = _about(folder)
    truths: dict[str, Truth] = {}
    for position, row in objects(folder / "truth.jsonl"):
        truth = _truth(row, position)
        if truth.contact_id in truths:
            raise InputError(Code.DUPLICATE_ID, truth.contact_id)
        truths[truth.contact_id] = truth
    takes: dict[str, Take] = {}
    for position, row in objects(folder / "manifest.jsonl"):
        take = _take(folder, row, position)
        if take.recording_id in takes:
            raise InputError(Code.DUPLICATE_ID, take.recording_id)
        if take.contact_id not in truths:
            raise InputError(Code.UNKNOWN_CONTACT, take.recording_id)
        _check_fit(take, truths[take.contact_id])
        takes[take.recording_id] = take
    return Corpus(
        name=str(about.get("name", folder.name)),
        folder=folder,
        origin=Origin(about["origin"]),
        test_log=folder / str(about.get("test_log", "test-evaluations.jsonl")),
        labels=tuple(str(each) for each in about.get("labels", ())),
        queries={lang: tuple(str(each) for each in phrases) for lang, phrases in about.get("queries", {}).items()},
        truths=truths,
        takes=tuple(sorted(takes.values(), key=lambda take: take.recording_id)),
    )


def check_digest(take: Take) -> None:
    """Raises InputError if the recording is missing or is not the one that the manifest speaks of."""
    try:
        digest = hashlib.sha256(take.path.read_bytes()).hexdigest()
    except OSError:
        raise InputError(Code.MISSING_FILE, take.recording_id) from None
    if digest != take.sha256:
        raise InputError(Code.DIGEST_MISMATCH, take.recording_id)


def _about(folder: Path) -> Mapping[str, Any]:
    try:
        about = tomllib.loads((folder / "corpus.toml").read_text(encoding="utf-8"))
    except OSError:
        raise InputError(Code.MISSING_FILE, "corpus.toml") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise InputError(Code.UNREADABLE, "corpus.toml") from None
    if about.get("origin") not in set(Origin):
        raise InputError(Code.NO_ORIGIN, "corpus.toml")
    queries = about.get("queries", {})
    lists = [about.get("labels", []), *(queries.values() if isinstance(queries, dict) else [None])]
    if not all(isinstance(each, list) for each in lists):
        raise InputError(Code.BAD_VALUE, "corpus.toml")
    return about


def _truth(row: Mapping[str, Any], position: str) -> Truth:
    contact_id = str(row.get("contact_id", ""))
    if not contact_id:
        raise InputError(Code.MISSING_ID, position)
    if row.get("language", "fr") not in _LANGUAGES:
        raise InputError(Code.BAD_LANGUAGE, contact_id)
    try:
        truth = Truth(
            contact_id=contact_id,
            kind=str(row.get("kind", "call")),
            language=str(row.get("language", "fr")),
            split=Split(row.get("split", Split.DEVELOPMENT)),
            turns=tuple(_turn(turn) for turn in row["turns"]),
            entities=tuple(_marked(each) for each in row.get("entities", ())),
            labels=tuple(_marked(each) for each in row.get("labels", ())),
            postures=tuple(_marked(each) for each in row.get("postures", ())),
            stretches=tuple(_stretch(each) for each in row.get("stretches", ())),
            resolved=row.get("resolved"),
            answer=row.get("answer"),
        )
    except _WRONG:
        # What it says may quote the truth, so only the place goes on.
        raise InputError(Code.BAD_TRUTH, contact_id) from None
    _check_truth(truth)
    return truth


def _turn(row: Mapping[str, Any]) -> TrueTurn:
    party = Party(row["party"])
    timed = row.get("start_ms") is not None
    return TrueTurn(
        party=party,
        side=Party(row.get("side", party)),
        span=TimeSpan(int(row["start_ms"]), int(row["end_ms"])) if timed else None,
        words=tuple(
            TrueWord(text=str(word["text"]), start_ms=word.get("start_ms"), end_ms=word.get("end_ms"))
            for word in row["words"]
        ),
    )


def _marked(row: Mapping[str, Any]) -> Marked:
    return Marked(
        name=str(row["name"]),
        turn=int(row["turn"]),
        first=int(row["first"]),
        end=int(row["end"]),
        value=str(row.get("value", "")),
    )


def _stretch(row: Mapping[str, Any]) -> Stretch:
    span = TimeSpan(int(row["start_ms"]), int(row["end_ms"]))
    return Stretch(sound=Sound(row["sound"]), side=Party(row["side"]), span=span)


def _check_truth(truth: Truth) -> None:
    if truth.kind != _WORDLESS and not any(turn.words for turn in truth.turns):
        raise InputError(Code.NO_WORDS, truth.contact_id)
    for marked in (*truth.entities, *truth.labels, *truth.postures):
        inside = 0 <= marked.turn < len(truth.turns)
        if not inside or not 0 <= marked.first < marked.end <= len(truth.turns[marked.turn].words):
            raise InputError(Code.BAD_TRUTH, truth.contact_id)
    ordered = sorted(truth.entities, key=lambda each: (each.turn, each.first))
    if any(one.turn == next_.turn and next_.first < one.end for one, next_ in pairwise(ordered)):
        raise InputError(Code.OVERLAPPING_SPANS, truth.contact_id)
    for turn in truth.turns:
        times = [time for word in turn.words for time in (word.start_ms, word.end_ms) if time is not None]
        if times != sorted(times) or (times and turn.span is None):
            raise InputError(Code.BAD_TRUTH, truth.contact_id)


def _take(folder: Path, row: Mapping[str, Any], position: str) -> Take:
    recording_id = str(row.get("recording", ""))
    if not recording_id:
        raise InputError(Code.MISSING_ID, position)
    try:
        path = (folder / str(row["file"])).resolve()
        take = Take(
            recording_id=recording_id,
            contact_id=str(row["contact_id"]),
            condition=str(row.get("condition", "as recorded")),
            path=path,
            sha256=str(row["sha256"]),
            parties=tuple(Party(party) for party in row["parties"]),
            duration_ms=int(row["duration_ms"]),
        )
    except _WRONG:
        raise InputError(Code.BAD_VALUE, recording_id) from None
    if take.duration_ms < 0 or take.condition == TRUE_WORDS:
        raise InputError(Code.BAD_VALUE, recording_id)
    if not path.is_relative_to(folder.resolve()):
        raise InputError(Code.OUTSIDE_FOLDER, recording_id)
    return take


def _check_fit(take: Take, truth: Truth) -> None:
    """A recording is long enough for its truth, and its parties are those that speak."""
    ends = [turn.span.end_ms for turn in truth.turns if turn.span] + [each.span.end_ms for each in truth.stretches]
    if any(turn.span is None for turn in truth.turns) or max(ends, default=0) > take.duration_ms + 1:
        raise InputError(Code.BAD_TRUTH, take.recording_id)
    is_mono = take.parties == (Party.UNKNOWN,)
    if not is_mono and not {turn.side for turn in truth.turns} <= set(take.parties):
        raise InputError(Code.BAD_PARTIES, take.recording_id)
