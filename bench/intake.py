"""Time and memory that a very long recording takes: eight hours of stereo, read in sections, encoded and put in a vault.

    python bench/intake.py                          8 kHz A-law
    python bench/intake.py --rate 16000 --codec pcm_s16le
    python bench/intake.py --jobs 2                 as many such recordings through a whole run
    python bench/intake.py --heard                  a whole run that hears: the bundled calls, one after another

The sound is made up: bursts of noise and tones, as loud and as often as two people speak. It is no speech, and the size of
its FLAC is not that of calls. The work is done in a process of its own, whose peak of memory is printed after each step;
none of the steps needs a model, which takes more. A whole run recites instead of hearing, each party a word every 800 ms;
the peaks of the process that was started and of the greatest of its workers are printed. With ``--heard`` the sound is the
bundled calls of the slice, over and over, and the default model hears, redacts and verifies them: the better part of an hour.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path

import av
import numpy as np

from clairevoix import pipeline
from clairevoix.charter.admission import is_drawn
from clairevoix.charter.policy import parse_charter
from clairevoix.config import read_toml
from clairevoix.consulting import consult_and_activate, private_keys
from clairevoix.ingest.audio import Sound, open_sound
from clairevoix.intake import SEED, ingest_calls
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import CHARTER_FILE, Project, create_project, open_project
from clairevoix.store import vault
from clairevoix.store.sound import decode_flac, flac_pieces
from clairevoix.store.workspace import Workspace, secret
from clairevoix.transcribe.engines.scripted import sound_digest

ROOT = Path(__file__).parents[1]
CHARTER = "[sampling]\nrate = 0.2\n[retention]\nrecording_days = 90\n"
BLOCK_S = 60
SPEAKING = 0.4
WORD_MS = 800
SAID = [
    *"je suis en panne depuis hier et j'attends que quelqu'un vienne voir ce qui ne va pas".split() * 10,
    *"mon numéro est le zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre".split(),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8)
    parser.add_argument("--rate", type=int, default=8_000)
    parser.add_argument("--codec", default="pcm_alaw", choices=["pcm_alaw", "pcm_s16le", "flac"])
    parser.add_argument("--jobs", type=int, default=0, help="a whole run with so many workers")
    parser.add_argument("--heard", action="store_true", help="a whole run with the default model, on the bundled calls")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.jobs = asked.jobs or int(asked.heard)
    if asked.child:
        measure_run(asked.child) if asked.jobs else measure(asked.child)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "call"
        make(path, asked)
        print(f"{asked.hours:g} h, {asked.rate} Hz, stereo, {asked.codec}: {path.stat().st_size / 1e6:.0f} MB")
        if asked.jobs:
            path = prepare_run(path, asked.jobs, heard=asked.heard)
            print("| Whole run | Time, s | Peak of memory, MB | Of one worker, MB |\n|---|---:|---:|---:|", flush=True)
        else:
            print("| Step | Time, s | Peak of memory so far, MB | What came of it |\n|---|---:|---:|---|", flush=True)
        command = [sys.executable, __file__, "--jobs", str(asked.jobs), "--child", str(path)]
        return subprocess.run(command, check=False).returncode


def make(path: Path, asked: argparse.Namespace) -> None:
    rate_hz, n_samples = asked.rate, int(asked.hours * 3600 * asked.rate)
    container_format = "flac" if asked.codec == "flac" else "wav"
    with av.open(str(path), "w", format=container_format) as container:
        stream = container.add_stream(asked.codec, rate=rate_hz, layout="stereo")
        at = 0
        for samples in calls(rate_hz) if asked.heard else (block(rate_hz, number) for number in count()):
            if at >= n_samples:
                break
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = rate_hz, at
            container.mux(stream.encode(frame))
            at += len(samples)
        container.mux(stream.encode(None))


def calls(rate_hz: int) -> Iterator[np.ndarray]:
    """The stereo calls that are bundled, as on an ordinary line, time × channels, over and over."""
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=rate_hz)
    for path in cycle(sorted((ROOT / "corpus" / "slice" / "audio" / "alaw").glob("*.opus"))):
        with av.open(str(path)) as container:
            for frame in container.decode(audio=0):
                for resampled in resampler.resample(frame):
                    yield resampled.to_ndarray().reshape(-1, 2)


def block(rate_hz: int, seed: int) -> np.ndarray:
    """A minute, time × channels: each channel sounds two fifths of the time, in bursts of a second or two."""
    draw = np.random.default_rng(seed)
    n_samples = rate_hz * BLOCK_S
    tone = np.sin(2 * np.pi * np.arange(n_samples)[:, None] / rate_hz * draw.integers(150, 900, 2))
    noise = draw.standard_normal((n_samples, 2), dtype=np.float32)
    loud = np.repeat(draw.random((BLOCK_S, 2)) < SPEAKING, rate_hz, axis=0)
    return ((tone * 2_000 + noise * 700) * loud + noise * 8).astype(np.int16)


def measure(path: Path) -> None:
    began: list[Sound] = []
    workspace = Workspace(root=path.parent / "workspace", keys=path.parent / "keys")

    def opened() -> str:
        began.append(open_sound(path, "bench", ()))
        return f"{len(began[0].digests)} sections"

    def heard() -> str:
        return f"{sum(section.recording.duration_ms for section in began[0].sections()) / 3.6e6:.2f} h"

    def sealed() -> str:
        recordings = (section.recording for section in began[0].sections())
        vault.put(workspace, "bench", flac_pieces(recordings, began[0].n_samples))
        return f"{(workspace.vault / 'be' / 'bench').stat().st_size / 1e6:.0f} MB"

    def taken() -> str:
        end_ms = began[0].duration_ms - 1_000
        found = decode_flac(vault.take(workspace, "bench"), "bench", TimeSpan(end_ms - 10_000, end_ms))
        return f"{found.duration_ms} ms"

    step("before", lambda: "")
    step("opened: read to the end", opened)
    step("read again, section by section", heard)
    step("read again, encoded and sealed in the vault, piece by piece", sealed)
    step("taken out of the vault, ten seconds decoded", taken)


def prepare_run(path: Path, n_calls: int, *, heard: bool) -> Path:
    """A workspace that waits to process the recording as so many calls."""
    root, calls = path.parent / "workspace", path.parent / "calls"
    model = path.parent / "script.json"
    engine = f'engine = "scripted"\nmodel = "{model}"\n'
    if not heard:
        model.write_text(json.dumps({"channels": script(path)}), encoding="utf-8")
    settings = f"[workspace]\nsynthetic = true\n[execute]\njobs = {n_calls}\n[transcribe]\n{'' if heard else engine}"
    create_project(root, {"clairevoix.toml": settings, CHARTER_FILE: CHARTER})
    charter, keys = (
        parse_charter(read_toml(root / CHARTER_FILE)),
        private_keys(b"employer".ljust(32), b"council".ljust(32)),
    )
    consult_and_activate(open_project(root).registry, charter, keys, datetime.now(UTC) - timedelta(days=30))
    project = open_project(root)
    calls.mkdir()
    with (calls / "contacts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["contact_id", "file", "started_at", "parties", "language"])
        for contact_id in islice(drawn(project), n_calls):
            (calls / f"{contact_id}.wav").hardlink_to(path)
            started_at = datetime.now(UTC) - timedelta(days=2)
            writer.writerow([contact_id, f"{contact_id}.wav", started_at.isoformat(), "agent|customer", "fr"])
    ingest_calls(project, [calls])
    return root


def drawn(project: Project) -> Iterator[str]:
    seed, rate = secret(project.workspace, SEED), project.charter.sampling_rate
    return (name for name in (f"call-{number}" for number in count()) if is_drawn(seed, name, rate))


def script(path: Path) -> dict[str, list[tuple[int, int, str, float]]]:
    """Words for both channels of each section, by the digest of their sound."""
    return {
        sound_digest(channel): [
            (start, start + WORD_MS, SAID[start // WORD_MS % len(SAID)], 0.9)
            for start in range(0, section.recording.duration_ms - WORD_MS, WORD_MS)
        ]
        for section in open_sound(path, "bench", ()).sections()
        for channel in section.recording.channels
    }


def measure_run(root: Path) -> None:
    began = time.monotonic()
    project = open_project(root)
    report = pipeline.run(project)
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    stored = sum(path.stat().st_size for path in project.workspace.vault.glob("??/*")) / 1e6
    done = f"{report.counts['done']} done, {len(report.quarantined)} put aside, {stored:.0f} MB of sound"
    print(f"| {done} | {time.monotonic() - began:.0f} | {own:.0f} | {worker:.0f} |", flush=True)


def step(name: str, work: Callable[[], str]) -> None:
    began = time.monotonic()
    came = work()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {time.monotonic() - began:.0f} | {peak_mb:.0f} | {came} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
