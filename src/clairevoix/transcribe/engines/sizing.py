"""How many processes of how many threads hear on this machine: tried for a few seconds once, and remembered.

Usually it is one process of one thread for each core. Where two cores share one processor's arithmetic, or all share a
narrow memory, fewer may get more done; where memory is short, fewer with more threads each are all there is room for.
"""

import os
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from clairevoix.transcribe.engines.calibration import CALIBRATION, LIMIT_S, Choice, Trial, end_all, remembered

#: What a process that hears takes with Whisper base and all that stands around it, by bench/intake.py.
MB_A_PROCESS = 1_300
#: Another layout must get the same done in at most this part of the time.
_MOST_TIME = 0.9
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """``processes`` side by side, of so many ``threads`` each."""

    processes: int = 1
    threads: int = 1


def usual(cores: int, memory_mb: int | None) -> Sizing:
    """One process for each core; where memory is short, so many as fit, which share the cores.

    >>> usual(8, None), usual(8, 3_000), usual(2, 500)
    (Sizing(processes=8, threads=1), Sizing(processes=2, threads=4), Sizing(processes=1, threads=2))
    """
    processes = max(1, cores if memory_mb is None else min(cores, memory_mb // MB_A_PROCESS))
    return Sizing(processes=processes, threads=cores // processes)


def candidates(cores: int, memory_mb: int | None) -> tuple[Sizing, ...]:
    """What is tried, the usual one first: as many threads in fewer processes, and half the cores left idle.

    >>> [(each.processes, each.threads) for each in candidates(8, None)]
    [(8, 1), (4, 2), (4, 1)]
    >>> [(each.processes, each.threads) for each in candidates(2, None)]
    [(2, 1), (1, 2)]
    """
    first = usual(cores, memory_mb)
    half = first.processes // 2
    others = [Sizing(processes=half, threads=cores // half)] if half else []
    others += [Sizing(processes=half, threads=1)] if half > 1 else []
    return (first, *(each for each in others if each != first))


def best(windows_a_second: Mapping[Sizing, float | None]) -> Sizing:
    """The one that gets most done, if clearly more than the first, which is the usual one. None is one that did not run."""
    first, *others = windows_a_second
    base = windows_a_second[first]
    if base is None:
        return first
    ran = {each: rate for each in others if (rate := windows_a_second[each]) is not None and rate * _MOST_TIME >= base}
    return max(ran, key=lambda each: ran[each], default=first)


def sized(model: Path | None, choice: Choice, cores: int, memory_mb: int | None) -> Sizing:
    """The best for this machine with a model's folder, computed as chosen."""
    tried = candidates(cores, memory_mb)
    if model is None or len(tried) == 1 or os.environ.get(CALIBRATION) == "off":
        return tried[0]
    return remembered("sizing", model, (choice, *tried), tried, lambda: _found(model, choice, tried))


def _found(model: Path, choice: Choice, tried: Iterable[Sizing]) -> Sizing | None:
    """None if not even the usual one ran, which is nothing to remember."""
    rates = {each: rate(model, choice, each) for each in tried}
    found = best(rates)
    return None if rates[found] is None else found


def rate(model: Path, choice: Choice, sizing: Sizing) -> float | None:
    """How often a second all processes together do a short task; None if they do not run, or take longer than the limit."""
    with ExitStack() as stack:
        trials = [stack.enter_context(Trial(model, choice, threads=sizing.threads)) for _ in range(sizing.processes)]
        watch = threading.Timer(LIMIT_S, end_all, (trials,))
        watch.daemon = True
        watch.start()
        stack.callback(watch.cancel)
        took = [_together(trials) for _ in range(1 + _ROUNDS)][1:]  # the first one waits for models to load
    ran = [seconds for seconds in took if seconds is not None]
    return sizing.processes / min(ran) if ran else None


def _together(trials: Iterable[Trial]) -> float | None:
    """Seconds until all have done the task that all began at once."""
    started = time.monotonic()
    begun = [trial.begin() for trial in trials]
    done = [trial.seconds() for trial in trials]
    return None if not all(begun) or None in done else time.monotonic() - started
