"""A dialogue laid out in time: who speaks when, and the sound of each party alone.

In: a dialogue and a synthesizer. Out: turns with their times, and one track per party.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dialogues_fr import Dialogue
from spoken_fr import Line, read_line
from voices import SAMPLE_RATE, Samples, Speech

PARTIES = {"A": "agent", "C": "customer"}
GAP_MS = (200, 800)
CUT_IN_MS = (150, 350)
BACK_CHANNEL_AT = (0.55, 0.75)
_SAMPLES_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one party says without a pause, and when, in milliseconds of the recording."""

    party: str
    start_ms: int
    end_ms: int
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All turns of a call in order of their start, and the clean sound of each party."""

    turns: tuple[Turn, ...]
    duration_ms: int
    tracks: dict[str, Samples]


def read_script(script: str) -> Iterator[tuple[str, str, Line]]:
    """Party, manner (`:`, `>` or `~`) and words of each line."""
    for row in script.strip().splitlines():
        yield PARTIES[row[0]], row[1], read_line(row[2:].strip())


def _start_ms(manner: str, last: Turn | None, rng: random.Random) -> int:
    """When a turn starts, given the last turn that was not a back-channel."""
    if last is None:
        return rng.randint(300, 600)
    if manner == "~":
        span_ms = last.end_ms - last.start_ms
        return last.start_ms + round(rng.uniform(*BACK_CHANNEL_AT) * span_ms)
    if manner == ">":
        return last.end_ms - rng.randint(*CUT_IN_MS)
    return last.end_ms + rng.randint(*GAP_MS)


def hold(dialogue: Dialogue, speech: Speech) -> Conversation:
    """Let the two voices hold the conversation."""
    rng = random.Random(f"clairevoix conversation {dialogue.contact_id}")
    speakers = {"agent": dialogue.agent, "customer": dialogue.customer}
    turns: list[Turn] = []
    sounds: list[Samples] = []
    last: Turn | None = None
    for party, manner, line in read_script(dialogue.script):
        sound = speech.say(line.spoken, speakers[party])
        start_ms = _start_ms(manner, last, rng)
        end_ms = start_ms + len(sound) // _SAMPLES_PER_MS
        turn = Turn(party=party, start_ms=start_ms, end_ms=end_ms, line=line)
        turns.append(turn)
        sounds.append(sound)
        if manner != "~":
            last = turn
    duration_ms = max(turn.end_ms for turn in turns) + rng.randint(300, 600)
    tracks = {party: np.zeros(duration_ms * _SAMPLES_PER_MS, dtype=np.float32) for party in speakers}
    for turn, sound in zip(turns, sounds, strict=True):
        first = turn.start_ms * _SAMPLES_PER_MS
        tracks[turn.party][first : first + len(sound)] += sound
    ordered = tuple(sorted(turns, key=lambda turn: turn.start_ms))
    return Conversation(turns=ordered, duration_ms=duration_ms, tracks=tracks)
