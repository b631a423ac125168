"""How Whisper computes on this machine: tried for a few seconds once, and remembered in the user's cache.

Processors differ in what is fast on them. CTranslate2 knows most of it, but uses 512-bit instructions only when told to, and
whether they pay depends on the processor. Each candidate is timed in a process of its own, which reads such a choice when it
starts; they take turns. Not tried is the batch size, which by a rounding changes what is heard. How many processes and
threads is tried by :mod:`clairevoix.transcribe.engines.sizing`.
"""

import hashlib
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar

from clairevoix.transcribe.engines.weights import cache_folder

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AUTO, USUAL = "auto", "int8_float32"
#: CTranslate2's own variable, and ours: ``off`` takes the usual choice and measures nothing.
INSTRUCTIONS, CALIBRATION = "CT2_FORCE_CPU_ISA", "CLAIREVOIX_CALIBRATION"
#: What measuring may take, in seconds.
LIMIT_S = 20.0
#: Another choice than the usual one must take at most this part of its time: every one changes, by its rounding, what is
#: heard. On the corpus 512-bit instructions saved a twentieth and moved the word error rate by a point.
_MOST_TIME = 0.8
Tried = TypeVar("Tried", bound="DataclassInstance")
_ROUNDS, _WINDOWS, _FRAMES, _TOKENS = 5, 2, 1000, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How to compute. ``instructions`` as CTranslate2 calls them; empty leaves them to it."""

    compute_type: str = USUAL
    instructions: str = ""

    def apply(self) -> None:
        """For this process, before it loads its first model. Who has set the variable is not overruled."""
        if self.instructions:
            os.environ.setdefault(INSTRUCTIONS, self.instructions)


def calibrated(model: Path | None, compute_type: str) -> Choice:
    """The best choice for this machine with a model's folder; a ``compute_type`` that is not ``auto`` is given."""
    usual = Choice(compute_type=USUAL if compute_type == AUTO else compute_type)
    if model is None or os.environ.get(CALIBRATION) == "off" or INSTRUCTIONS in os.environ:
        return usual
    tried = candidates(compute_type)
    return remembered("calibration", model, (compute_type,), tried, lambda: _found(model, tried))


def candidates(compute_type: str) -> tuple[Choice, ...]:
    """What is tried, the usual choice first.

    >>> [(each.compute_type, each.instructions) for each in candidates("auto")]
    [('int8_float32', ''), ('int8_float32', 'AVX512'), ('float32', '')]
    """
    types = (USUAL, "float32") if compute_type == AUTO else (compute_type,)
    usual, *others = (Choice(compute_type=each) for each in types)
    return (usual, Choice(compute_type=usual.compute_type, instructions="AVX512"), *others)


def best(seconds: Mapping[Choice, float | None]) -> Choice:
    """The quickest, if it is clearly quicker than the first, which is the usual one. None is one that did not run."""
    usual, *others = seconds
    base = seconds[usual]
    if base is None:
        return usual
    ran = {each: took for each in others if (took := seconds[each]) is not None and took <= _MOST_TIME * base}
    return min(ran, key=lambda each: ran[each], default=usual)


def machine(model: Path, *what_else: object) -> str:
    """Identifies what a choice holds for: processor, cores, versions, model, and what else matters."""
    weights = model / "model.bin"
    size = weights.stat().st_size if weights.is_file() else 0
    what = (processor(), str(os.cpu_count()), version("ctranslate2"), model.name, str(size), *map(str, what_else))
    return hashlib.sha256("\n".join(what).encode()).hexdigest()[:16]


def processor() -> str:
    """The name of the processor, as far as the system tells."""
    try:
        rows = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        rows = []
    return next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), platform.machine())


_known: dict[Path, Any] = {}


def remembered(
    name: str, model: Path, what_else: Sequence[object], tried: Sequence[Tried], measure: Callable[[], Tried | None]
) -> Tried:
    """What was chosen before for this machine and model, if the file is whole and names a candidate; else measured now.

    The first candidate is the usual one: it stands for a model that is not there, and for None, which is not written.
    """
    path = cache_folder().parent / f"{name}-{machine(model, *what_else)}.json"
    if path not in _known:
        found = _read(path, tried)
        if found is None and (model / "model.bin").is_file():
            found = measure()
            if found is not None:
                _write(path, found)
        _known[path] = tried[0] if found is None else found
    chosen: Tried = _known[path]
    return chosen


def _found(model: Path, tried: Sequence[Choice]) -> Choice | None:
    """None if not even the usual choice ran, which is nothing to remember."""
    seconds = measured(model, tried)
    return best(seconds) if seconds[tried[0]] is not None else None


def _read(path: Path, tried: Sequence[Tried]) -> Tried | None:
    try:
        found = type(tried[0])(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found in tried else None


def _write(path: Path, choice: Tried) -> None:
    """Best effort: without it, the next process measures again."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(asdict(choice)) + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


class Trial:
    """A process that repeats a short task with one choice whenever it is asked to."""

    def __init__(self, model: Path, choice: Choice, *, threads: int = 1) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        if choice.instructions:
            environment[INSTRUCTIONS] = choice.instructions
        command = [sys.executable, "-m", __name__, str(model), choice.compute_type, str(threads)]
        self._process = subprocess.Popen(  # noqa: S603  (this very module)
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self) -> bool:
        """Asks for the task once; False if the process is gone."""
        try:
            self._pipe(self._process.stdin).write("\n")
            self._pipe(self._process.stdin).flush()
        except (OSError, ValueError):
            return False
        return True

    def seconds(self) -> float | None:
        """Waits until it is done: its processor time; None if the choice does not run."""
        try:
            return float(self._pipe(self._process.stdout).readline())
        except (OSError, ValueError):
            return None

    def end(self) -> None:
        """Ends the process; whoever waits for its answer gets None."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self.end()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                self._pipe(pipe).close()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise OSError
        return pipe


def end_all(trials: Iterable[Trial]) -> None:
    for trial in trials:
        trial.end()


def measured(model: Path, tried: Sequence[Choice]) -> dict[Choice, float | None]:
    """The least processor time of a short task with each choice, in turns, so that other work hits all; None: does not run.

    What takes longer than ``LIMIT_S`` altogether is ended, and counts as what does not run.
    """
    trials = {choice: Trial(model, choice) for choice in tried}
    watch = threading.Timer(LIMIT_S, end_all, (tuple(trials.values()),))
    watch.daemon = True
    watch.start()
    try:
        rounds = [
            {choice: trial.seconds() if trial.begin() else None for choice, trial in trials.items()}
            for _ in range(_ROUNDS)
        ]
    finally:
        watch.cancel()
        for trial in trials.values():
            trial.close()
    return {choice: min((s for each in rounds if (s := each[choice]) is not None), default=None) for choice in tried}


def serve(model: Path, compute_type: str, threads: int) -> None:
    """Encodes a little noise and writes some tokens about it, for each line that comes; tells the processor's time."""
    import ctranslate2
    import numpy as np

    from clairevoix.transcribe.engines.memory import keep_memory, one_heap

    one_heap()
    whisper = ctranslate2.models.Whisper(str(model), device="cpu", compute_type=compute_type, intra_threads=threads)
    keep_memory()
    noise = np.random.default_rng(0).normal(size=(_WINDOWS, whisper.n_mels, _FRAMES)).astype(np.float32)
    prompts = [["<|startoftranscript|>", "<|fr|>", "<|transcribe|>", "<|notimestamps|>"]] * _WINDOWS
    for _ in sys.stdin:
        started = time.process_time()
        encoded = whisper.encode(ctranslate2.StorageView.from_array(noise))
        whisper.generate(encoded, prompts, beam_size=3, max_length=_TOKENS)
        os.write(sys.stdout.fileno(), f"{time.process_time() - started}\n".encode())


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
