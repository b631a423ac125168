"""How many turns a second redaction reads on one core, beside Presidio with and without its language model.

Each is a process of its own, held to one core, that has read a few turns before. Runs take turns, so that what else the
machine does hits all; medians are told.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from redact_sides import peer_python

MODEL = ("spacy", "fr_core_news_md")
_WARM = 50


def page(turns: Sequence[str], runs: int, *, with_peer: bool) -> str:
    here = Path(__file__)
    own = [sys.executable, str(here.with_name("redact.py")), "--worker"]
    commands = {"clairevoix, patterns only": [*own, "patterns"]}
    if all(find_spec(each) for each in MODEL):
        commands = {"clairevoix, patterns and model": [*own, "model"], **commands}
    if with_peer:
        peer = [str(peer_python()), str(here.with_name("redact_peer.py"))]
        commands |= {"Presidio, patterns and model": peer, "Presidio, patterns only": [*peer, "--patterns"]}
    workers = {name: started(command) for name, command in commands.items()}
    for worker in workers.values():
        timed(worker, turns[:_WARM])
    seconds: dict[str, list[float]] = {name: [] for name in workers}
    for _ in range(runs):
        for name, worker in workers.items():
            seconds[name].append(timed(worker, turns))
    for worker in workers.values():
        worker.stdin.close()
        worker.wait()
    rows = [
        f"| {name} | {len(turns) / statistics.median(some):,.0f} | {len(turns) / max(some):,.0f} to "
        f"{len(turns) / min(some):,.0f} |"
        for name, some in seconds.items()
    ]
    return "\n".join(
        [
            "## Speed",
            "",
            f"{len(turns)} French turns of the sentences, one by one, on one core; median of {runs} runs that take turns.",
            "",
            "| | Turns per second | from, to |\n|---|---:|---:|",
            *rows,
            "",
        ]
    )


def started(command: Sequence[str]) -> subprocess.Popen:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    core = min(os.sched_getaffinity(0))
    worker = subprocess.Popen(
        ["taskset", "--cpu-list", str(core), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    if worker.stdout.readline() != "ready\n":
        sys.exit("a process did not start")
    return worker


def timed(worker: subprocess.Popen, turns: Sequence[str]) -> float:
    worker.stdin.write(json.dumps({"time": list(turns)}) + "\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def work(what: str) -> None:
    """clairevoix' own process: the same questions and answers as the peer's. Without spaCy it has no language model."""
    if what == "patterns":
        sys.modules.update(dict.fromkeys(MODEL))
    from clairevoix.model.errors import InputError
    from clairevoix.redact.replace import redact_text

    print("ready", flush=True)
    for row in sys.stdin:
        turns = json.loads(row)["time"]
        began = time.perf_counter()
        for turn in turns:
            with suppress(InputError):
                redact_text(turn, "fr")
        print(time.perf_counter() - began, flush=True)
