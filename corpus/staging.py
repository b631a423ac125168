"""A script laid out in time: who speaks when, what else is heard, and the sound of each side alone.

In: a script and something that says phrases. Out: turns with the times of their phrases, stretches without words, and
for each side of the line its speech and its hold music. All chance comes from the identifier of the script.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phrases import PAUSE_MS, Phrase, cut
from script import Event, Line, Script
from sounds import hold_music
from synthesis import SAMPLE_RATE, Samples, Unspeakable

Say = Callable[[str, str], Samples]

SIDES = ("agent", "customer")
#: The system's announcements come from the company's end of the line.
SIDE_OF = {"agent": "agent", "customer": "customer", "system": "agent"}
SYSTEM_VOICES = {"fr": "system-1", "en": "en-system-1"}
OPENING_MS = (300, 600)
GAP_MS = (200, 800)
GOING_ON_MS = (800, 1600)
CUT_IN_MS = (150, 350)
BACK_CHANNEL_AT = (0.55, 0.75)
#: Before a hold or a silence begins, and between two turns of one side.
BEFORE_EVENT_MS = (150, 400)
OWN_GAP_MS = 120
_SAMPLES_PER_MS = SAMPLE_RATE // 1000


class StagingError(ValueError):
    """A script that cannot be spoken; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPhrase:
    """Words `first` to `end` (half-open) of a turn, and when they are heard, in ms of the recording."""

    first: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one party says in one go."""

    party: str
    side: str
    start_ms: int
    end_ms: int
    line: Line
    phrases: tuple[SpokenPhrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`silence` or `hold_music` on one side, in ms of the recording."""

    sound: str
    side: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A call in time. `speech` and `music` hold 24 kHz samples by side, as long as the call."""

    turns: tuple[Turn, ...]
    stretches: tuple[Stretch, ...]
    duration_ms: int
    speech: dict[str, Samples]
    music: dict[str, Samples]


@dataclass(frozen=True, slots=True)
class _Utterance:
    """A line as it sounds: its phrases with times from 0, and the samples."""

    phrases: tuple[SpokenPhrase, ...]
    samples: Samples

    @property
    def duration_ms(self) -> int:
        return len(self.samples) // _SAMPLES_PER_MS


def _utter(line: Line, speaker: str, say: Say, rng: random.Random) -> _Utterance:
    pieces: list[Samples] = []
    phrases: list[SpokenPhrase] = []
    at_ms = 0
    cuts = cut(line.words)
    for phrase in cuts:
        sound = say(_text(line, phrase), speaker)
        end_ms = at_ms + len(sound) // _SAMPLES_PER_MS
        phrases.append(SpokenPhrase(first=phrase.first, end=phrase.end, start_ms=at_ms, end_ms=end_ms))
        pause_ms = rng.randint(*PAUSE_MS[phrase.mark]) if phrase is not cuts[-1] else 0
        pieces += [sound, np.zeros(pause_ms * _SAMPLES_PER_MS, dtype=np.float32)]
        at_ms = end_ms + pause_ms
    return _Utterance(tuple(phrases), np.concatenate(pieces))


def _text(line: Line, phrase: Phrase) -> str:
    text = " ".join(line.words[phrase.first : phrase.end])
    return text if phrase.mark else f"{text}."


class _Clock:
    """Where the call has got to."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._own_end = dict.fromkeys(SIDES, -OWN_GAP_MS)
        self._last: tuple[int, int] | None = None
        self._quiet_until = 0

    def start_ms(self, manner: str, side: str) -> int:
        """When a turn starts, given the last turn that was not a back-channel."""
        rng, last = self._rng, self._last
        if last is None:
            start = self._quiet_until + rng.randint(*(GAP_MS if self._quiet_until else OPENING_MS))
        elif manner == "during":
            start = last[0] + round(rng.uniform(*BACK_CHANNEL_AT) * (last[1] - last[0]))
        elif manner == "cutting in":
            start = max(last[0] + OWN_GAP_MS, last[1] - rng.randint(*CUT_IN_MS))
        else:
            start = last[1] + rng.randint(*(GOING_ON_MS if manner == "going on" else GAP_MS))
        return max(start, self._own_end[side] + OWN_GAP_MS)

    def spoken(self, manner: str, side: str, start_ms: int, end_ms: int) -> None:
        self._own_end[side] = end_ms
        if manner != "during":
            self._last = (start_ms, end_ms)

    def event(self, seconds: float) -> tuple[int, int]:
        """Start and end of a hold or a silence; nobody can be cut in on after it."""
        start_ms = max(*self._own_end.values(), self._quiet_until) + self._rng.randint(*BEFORE_EVENT_MS)
        self._last, self._quiet_until = None, start_ms + round(1000 * seconds)
        return start_ms, self._quiet_until

    @property
    def end_ms(self) -> int:
        return max(*self._own_end.values(), self._quiet_until) + self._rng.randint(*OPENING_MS)


def stage(script: Script, say: Say) -> Staged:
    """Let the voices hold the call. Raises StagingError with the script's identifier if they cannot."""
    rng = random.Random(f"clairevoix call {script.script_id}")
    speakers = {"agent": script.agent, "customer": script.customer, "system": SYSTEM_VOICES[script.language]}
    clock = _Clock(rng)
    turns: list[tuple[Turn, Samples]] = []
    stretches: list[Stretch] = []
    for number, part in enumerate(script.parts):
        if isinstance(part, Event):
            stretches += _stretches(part, *clock.event(part.seconds))
            continue
        try:
            utterance = _utter(part, speakers[part.party], say, rng)
        except (Unspeakable, KeyError):
            raise StagingError(f"{script.script_id}: part {number} cannot be spoken") from None
        side = SIDE_OF[part.party]
        start_ms = clock.start_ms(part.manner, side)
        turn = _turn(part, utterance, side, start_ms)
        clock.spoken(part.manner, side, start_ms, turn.end_ms)
        turns.append((turn, utterance.samples))
    duration_ms = clock.end_ms
    return Staged(
        turns=tuple(turn for turn, _ in sorted(turns, key=lambda each: (each[0].start_ms, each[0].side))),
        stretches=tuple(stretches),
        duration_ms=duration_ms,
        speech=_tracks(((turn.side, turn.start_ms, samples) for turn, samples in turns), duration_ms),
        music=_tracks(_music(script, stretches), duration_ms),
    )


def _turn(line: Line, utterance: _Utterance, side: str, start_ms: int) -> Turn:
    return Turn(
        party=line.party,
        side=side,
        start_ms=start_ms,
        end_ms=start_ms + utterance.duration_ms,
        line=line,
        phrases=tuple(
            SpokenPhrase(
                first=each.first, end=each.end, start_ms=start_ms + each.start_ms, end_ms=start_ms + each.end_ms
            )
            for each in utterance.phrases
        ),
    )


def _stretches(event: Event, start_ms: int, end_ms: int) -> tuple[Stretch, ...]:
    """What each side hears of a hold or a silence: the music comes from the company's end."""
    agent_sound = "hold_music" if event.kind == "hold" else "silence"
    return (
        Stretch(sound=agent_sound, side="agent", start_ms=start_ms, end_ms=end_ms),
        Stretch(sound="silence", side="customer", start_ms=start_ms, end_ms=end_ms),
    )


def _music(script: Script, stretches: Sequence[Stretch]) -> Iterator[tuple[str, int, NDArray[np.float32]]]:
    for stretch in stretches:
        if stretch.sound == "hold_music":
            seconds = (stretch.end_ms - stretch.start_ms) / 1000
            music = hold_music(seconds, SAMPLE_RATE, random.Random(f"clairevoix music {script.script_id}"))
            yield stretch.side, stretch.start_ms, music.astype(np.float32)


def _tracks(sounds: Iterator[tuple[str, int, Samples]], duration_ms: int) -> dict[str, Samples]:
    tracks = {side: np.zeros(duration_ms * _SAMPLES_PER_MS, dtype=np.float32) for side in SIDES}
    for side, start_ms, samples in sounds:
        first = start_ms * _SAMPLES_PER_MS
        tracks[side][first : first + len(samples)] += samples
    return tracks


def overtalk(turns: Sequence[Turn]) -> tuple[tuple[int, int], ...]:
    """When both sides are heard at once, in ms: phrases against phrases, so pauses inside a turn do not count."""
    heard = {
        side: [(p.start_ms, p.end_ms) for turn in turns if turn.side == side for p in turn.phrases] for side in SIDES
    }
    shared = [
        (max(a[0], b[0]), min(a[1], b[1]))
        for a in heard["agent"]
        for b in heard["customer"]
        if max(a[0], b[0]) < min(a[1], b[1])
    ]
    return tuple(sorted(shared))
