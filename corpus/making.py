"""Speaks calls and writes their recordings, in this process or in several.

In: scripts, the conditions of each, a synthesizer. Out: audio files, and the rows that describe them. Nothing depends on
how many processes there are or which of them makes what.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import rows
from conditions import CONDITIONS, heard
from murmur import murmur
from script import Script
from staging import Say, stage
from synthesis import Phrases, Synthesizer
from telephone import LINE_RATE, write

#: By number of channels; the slice has to stay small.
OPUS_BIT_RATES = {1: 12_000, 2: 20_000}
NEEDS_MURMUR = frozenset(name for name in CONDITIONS if name.startswith("noise"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """Where speech comes from: how to make a synthesizer, and the folder that remembers its phrases."""

    make_synthesizer: Callable[[], Synthesizer]
    cache: Path

    def say(self) -> Say:
        return Phrases(self.make_synthesizer(), self.cache).say


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call to be made, and the conditions under which it is heard."""

    script: Script
    conditions: tuple[str, ...]
    half: str
    out: Path
    extension: str


@dataclass(frozen=True, slots=True)
class Made:
    """What is true about a contact, and its recordings."""

    truth: rows.Row
    takes: tuple[rows.Row, ...]


_SAY: list[Say] = []
_MURMUR: list[NDArray[np.float64]] = []


def _enter(booth: Booth, room: NDArray[np.float64]) -> None:
    """Each process has one synthesizer."""
    _SAY[:] = [booth.say()]
    _MURMUR[:] = [room]


def seed_of(recording: str) -> int:
    """The seed of the chance in a recording: the same in every build."""
    return int.from_bytes(hashlib.sha256(f"clairevoix recording {recording}".encode()).digest()[:6])


def make_call(call: Call) -> Made:
    """Speak one call and record it under each of its conditions."""
    staged = stage(call.script, _SAY[0])
    takes = []
    for name in call.conditions:
        condition = CONDITIONS[name]
        seed = seed_of(f"{call.script.script_id}@{name}")
        samples = heard(staged, condition, seed, _MURMUR[0])
        takes.append(
            record(call.script.script_id, name, samples, condition.parties, call, rate=condition.rate, seed=seed)
        )
    return Made(rows.call(call.script, staged, call.half), tuple(takes))


def record(
    contact_id: str,
    condition: str,
    samples: NDArray[np.int16],
    parties: Sequence[str],
    call: Call | Shelf,
    *,
    rate: int = LINE_RATE,
    seed: int | None = None,
) -> rows.Row:
    """Write (n, channels) samples to their place; the line of the manifest."""
    file = Path("audio") / condition / f"{contact_id}.{call.extension}"
    path = call.out / file
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, samples, call.extension, rate=rate, bit_rate=OPUS_BIT_RATES[samples.shape[1]])
    return {
        "recording": f"{contact_id}@{condition}",
        "contact_id": contact_id,
        "condition": condition,
        "file": file.as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "seed": seed,
        "parties": list(parties),
        "duration_ms": len(samples) * 1000 // rate,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where a clip goes."""

    half: str
    out: Path
    extension: str


def make_calls(calls: Sequence[Call], booth: Booth, jobs: int) -> Iterator[Made]:
    """Every call, as it gets ready in order."""
    needs_room = any(NEEDS_MURMUR & set(call.conditions) for call in calls)
    room = murmur(booth.say()) if needs_room else np.ones(1)
    if jobs == 1:
        _enter(booth, room)
        yield from map(make_call, calls)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_enter, initargs=(booth, room)) as pool:
        yield from _in_order(pool, calls)


def _in_order(pool: ProcessPoolExecutor, calls: Iterable[Call]) -> Iterator[Made]:
    """The first fault stops the build: what was not begun is not begun."""
    waiting = [pool.submit(make_call, call) for call in calls]
    try:
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)
