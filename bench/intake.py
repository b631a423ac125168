"""Time and memory that a very long recording takes: eight hours of stereo, read in sections, encoded and put in a vault.

    python bench/intake.py                          8 kHz A-law
    python bench/intake.py --rate 16000 --codec pcm_s16le

The sound is made up: bursts of noise and tones, as loud and as often as two people speak. It is no speech, and the size of
its FLAC is not that of calls. The work is done in a process of its own, whose peak of memory is printed after each step;
none of the steps needs a model, which takes more.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np

from clairevoix.ingest.audio import Sound, open_sound
from clairevoix.store import vault
from clairevoix.store.sound import encode_flac, flac_pieces
from clairevoix.store.workspace import Workspace

BLOCK_S = 60
SPEAKING = 0.4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8)
    parser.add_argument("--rate", type=int, default=8_000)
    parser.add_argument("--codec", default="pcm_alaw", choices=["pcm_alaw", "pcm_s16le", "flac"])
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        measure(asked.child)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "call"
        make(path, asked.hours, asked.rate, asked.codec)
        print(f"{asked.hours:g} h, {asked.rate} Hz, stereo, {asked.codec}: {path.stat().st_size / 1e6:.0f} MB")
        print("| Step | Time, s | Peak of memory so far, MB | What came of it |\n|---|---:|---:|---|", flush=True)
        return subprocess.run([sys.executable, __file__, "--child", str(path)], check=False).returncode


def make(path: Path, hours: float, rate_hz: int, codec: str) -> None:
    container_format = "flac" if codec == "flac" else "wav"
    with av.open(str(path), "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="stereo")
        for number in range(int(hours * 3600 / BLOCK_S)):
            samples = block(rate_hz, number)
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = rate_hz, number * len(samples)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


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
    flac: list[bytes] = []

    def opened() -> str:
        began.append(open_sound(path, "bench", ()))
        return f"{len(began[0].digests)} sections"

    def heard() -> str:
        return f"{sum(section.recording.duration_ms for section in began[0].sections()) / 3.6e6:.2f} h"

    def in_pieces() -> str:
        return f"{sum(map(len, flac_pieces(recordings(), began[0].n_samples))) / 1e6:.0f} MB"

    def recordings() -> Iterator:
        return (section.recording for section in began[0].sections())

    def in_one_piece() -> str:
        flac.append(encode_flac(recordings()))
        return f"{len(flac[0]) / 1e6:.0f} MB"

    def sealed() -> str:
        vault.put(Workspace(root=path.parent / "workspace", keys=path.parent / "keys"), "bench", flac[0])
        return ""

    step("before", lambda: "")
    step("opened: read to the end", opened)
    step("read again, section by section", heard)
    step("read again, encoded piece by piece", in_pieces)
    step("read again, encoded in one piece", in_one_piece)
    step("that piece sealed in the vault", sealed)


def step(name: str, work: Callable[[], str]) -> None:
    began = time.monotonic()
    came = work()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {time.monotonic() - began:.0f} | {peak_mb:.0f} | {came} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
