"""The lines of `truth.jsonl` and `manifest.jsonl`.

In: staged calls, scripts of text contacts, clips. Out: dictionaries ready to be written as JSON, in the fields that
`clairevoix.quality` reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from prompts import Clip
from script import Line, Script, Span
from staging import Staged, Turn, overtalk

Row = dict[str, Any]


def call(script: Script, staged: Staged, half: str) -> Row:
    """What is true about a call: the first word of each phrase has its start, the last its end."""
    lines = [turn.line for turn in staged.turns]
    return {
        **_about(script, half, "phrases"),
        "turns": [_turn(turn) for turn in staged.turns],
        **_marks(lines),
        "stretches": [
            {"sound": each.sound, "side": each.side, "start_ms": each.start_ms, "end_ms": each.end_ms}
            for each in staged.stretches
        ],
        "overtalk": [{"start_ms": start, "end_ms": end} for start, end in overtalk(staged.turns)],
    }


def text_contact(script: Script, half: str) -> Row:
    """What is true about a chat or an e-mail; nothing of it has a time."""
    turns = [
        {"party": line.party, "side": line.party, "start_ms": None, "end_ms": None, "words": _words(line.words)}
        for line in script.lines
    ]
    return {**_about(script, half, "none"), "turns": turns, **_marks(script.lines), "stretches": [], "overtalk": []}


def clip(each: Clip, half: str) -> Row:
    """What is true about a clip of one channel: a real voice, or nobody's."""
    turns = [
        {
            "party": "customer",
            "side": "customer",
            "start_ms": words[0][1],
            "end_ms": words[-1][2],
            "words": [_word(*word) for word in words],
        }
        for words in each.turns
    ]
    entities = []
    if each.entity:
        end = len(each.turns[0])
        entities = [{"name": each.entity, "turn": 0, "first": 0, "end": end, "value": each.value}]
    whole = {"side": "customer", "start_ms": 0, "end_ms": each.duration_ms}
    return {
        "contact_id": each.contact_id,
        "kind": "sound" if each.sound else "prompt",
        "language": "fr",
        "split": half,
        "situation": None,
        "tone": None,
        "resolved": None,
        "answer": None,
        "times": "none" if each.sound else "joined-recordings",
        "turns": turns,
        "entities": entities,
        "labels": [],
        "postures": [],
        "stretches": [{"sound": each.sound, **whole}] if each.sound else [],
        "overtalk": [],
    }


def _about(script: Script, half: str, times: str) -> Row:
    return {
        "contact_id": script.script_id,
        "kind": script.kind,
        "language": script.language,
        "split": half,
        "situation": script.situation,
        "tone": script.tone,
        "resolved": script.resolved,
        "answer": script.answer,
        "times": times,
    }


def _turn(turn: Turn) -> Row:
    starts = {phrase.first: phrase.start_ms for phrase in turn.phrases}
    ends = {phrase.end - 1: phrase.end_ms for phrase in turn.phrases}
    return {
        "party": turn.party,
        "side": turn.side,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "words": [_word(text, starts.get(number), ends.get(number)) for number, text in enumerate(turn.line.words)],
    }


def _words(words: Sequence[str]) -> list[Row]:
    return [_word(text, None, None) for text in words]


def _word(text: str, start_ms: int | None, end_ms: int | None) -> Row:
    """Times that are not known are left out."""
    times = {"start_ms": start_ms, "end_ms": end_ms}
    return {"text": text, **{name: time for name, time in times.items() if time is not None}}


def _marks(lines: Sequence[Line]) -> Row:
    return {
        "entities": [{**_span(number, each), "value": each.value} for number, each in _of(lines, "entities")],
        "labels": [_span(number, each) for number, each in _of(lines, "labels")],
        "postures": [_span(number, each) for number, each in _of(lines, "postures")],
    }


def _of(lines: Sequence[Line], kind: str) -> Iterable[tuple[int, Span]]:
    return ((number, span) for number, line in enumerate(lines) for span in getattr(line, kind))


def _span(turn: int, span: Span) -> Row:
    return {"name": span.name, "turn": turn, "first": span.first, "end": span.end}


def as_lines(rows: Iterable[Mapping[str, Any]], key: str) -> str:
    """JSON lines in order of `key`."""
    ordered = sorted(rows, key=lambda row: str(row[key]))
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in ordered)
