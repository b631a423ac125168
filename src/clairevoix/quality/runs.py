"""An evaluation as a file: the evidence of each recording, so that two runs can be compared pair by pair.

JSON lines, numbers and identifiers only: no word that anyone said. Transcripts made elsewhere are read here too.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.quality.estimate import Change, adjusted, changes
from clairevoix.quality.evidence import Errors, Evidence, Heard, Hits, Ratio
from clairevoix.quality.json_lines import objects
from clairevoix.quality.running import Judged, by_condition
from clairevoix.quality.truth import Corpus

#: What a broken file makes of a value, while it is read.
_WRONG = (KeyError, IndexError, OverflowError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs under one condition: ``n_contacts`` were the same in both, of ``n_either`` that one or the other has."""

    changes: tuple[Change, ...]
    n_contacts: int
    n_either: int


def save(judged: Sequence[Judged], path: Path) -> None:
    """Writes what was judged, a recording a line."""
    rows = [
        {
            "recording": each.recording_id,
            "contact_id": each.contact_id,
            "condition": each.condition,
            "duration_ms": each.duration_ms,
            "truth": each.truth,
            "evidence": [{"kind": type(one).__name__.lower(), **asdict(one)} for one in each.evidence],
        }
        for each in judged
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def load(path: Path) -> tuple[Judged, ...]:
    """What :func:`save` wrote. Raises InputError naming the line, or the recording that is there twice."""
    found: dict[str, Judged] = {}
    for position, row in objects(path):
        judged = _judged(row, position)
        if judged.recording_id in found:
            raise InputError(Code.DUPLICATE_ID, judged.recording_id)
        found[judged.recording_id] = judged
    return tuple(found.values())


def compared(before: Sequence[Judged], after: Sequence[Judged], level: float) -> dict[str, Comparison]:
    """What changed, by condition, over the contacts whose recordings and truth are the same in both runs."""
    first, second = by_condition(before), by_condition(after)
    old, new = _sources(before), _sources(after)
    either, both = {}, {}
    for condition in sorted(set(first) & set(second)):
        either[condition] = set(first[condition]) | set(second[condition])
        both[condition] = sorted(
            each for each in either[condition] if old.get((condition, each)) == new.get((condition, each))
        )
    found = adjusted(
        {
            condition: changes(
                {each: first[condition][each] for each in contacts},
                {each: second[condition][each] for each in contacts},
                level,
            )
            for condition, contacts in both.items()
        }
    )
    return {
        condition: Comparison(changes=some, n_contacts=len(both[condition]), n_either=len(either[condition]))
        for condition, some in found.items()
    }


def transcripts(path: Path, corpus: Corpus) -> dict[str, Heard]:
    """Transcripts made elsewhere: a line each, as ``clairevoix transcribe --json`` prints them, with a ``recording``.

    Raises InputError for a recording that the corpus does not hold, or that is there twice.
    """
    known = {take.recording_id: take for take in corpus.takes}
    found: dict[str, Heard] = {}
    for position, row in objects(path):
        name = str(row.get("recording", ""))
        if name not in known:
            raise InputError(Code.UNKNOWN_RECORDING, position)
        if name in found:
            raise InputError(Code.DUPLICATE_ID, name)
        take = known[name]
        try:
            transcript = _transcript(row, take.contact_id, take.parties, corpus.of(take).language)
        except _WRONG:
            raise InputError(Code.BAD_VALUE, name) from None
        found[name] = Heard(recording_id=name, transcript=transcript)
    return found


def _judged(row: Mapping[str, Any], position: str) -> Judged:
    try:
        return Judged(
            recording_id=str(row["recording"]),
            contact_id=str(row["contact_id"]),
            condition=str(row["condition"]),
            duration_ms=int(row["duration_ms"]),
            truth=str(row["truth"]),
            evidence=tuple(_evidence(each) for each in row["evidence"]),
        )
    except _WRONG:
        raise InputError(Code.BAD_VALUE, position) from None


def _evidence(row: Mapping[str, Any]) -> Evidence:
    metric, item = str(row["metric"]), str(row["item"])
    if row["kind"] == "ratio":
        return Ratio(metric=metric, item=item, part=_number(row["part"]), whole=_number(row["whole"]))
    if row["kind"] == "errors":
        return Errors(metric=metric, item=item, values=tuple(_number(each) for each in row["values"]))
    if row["kind"] != "hits":
        raise ValueError
    return Hits(
        metric=metric,
        item=item,
        hits=tuple((_number(score), bool(is_true)) for score, is_true in row["hits"]),
        n_true=int(row["n_true"]),
        hours=_number(row["hours"]),
    )


def _number(value: Any) -> float:
    """Finite: what is not a number would compare as no worse than anything."""
    number = float(value)
    if not isfinite(number):
        raise ValueError
    return number


def _sources(judged: Iterable[Judged]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """The recordings of each contact in each condition, with what is true about them."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for each in judged:
        found[each.condition, each.contact_id].add((each.recording_id, each.truth))
    return found


def _transcript(row: Mapping[str, Any], contact_id: str, parties: Sequence[Party], language: str) -> Transcript:
    turns = []
    for turn in row["turns"]:
        words = tuple(
            Word(
                text=str(word["text"]),
                span=TimeSpan(int(word["start_ms"]), int(word["end_ms"])),
                score=_number(word.get("score", 1.0)),
            )
            for word in turn["words"]
        )
        channel = int(turn["channel"])
        if not 0 <= channel < len(parties):
            raise IndexError
        party = Party(turn["party"]) if "party" in turn and parties == (Party.UNKNOWN,) else parties[channel]
        if words:
            turns.append(Turn(channel=channel, party=party, words=words))
    # As :func:`clairevoix.transcribe.turns.transcribe` does: others may give one channel after the other.
    turns.sort(key=lambda turn: (turn.span, turn.channel))
    return Transcript(
        contact_id=contact_id, language=language, duration_ms=int(row.get("duration_ms", 0)), turns=tuple(turns)
    )
