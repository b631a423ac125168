"""Made-up calls for whole-flow tests: noise for sound, and a script that says which words it stands for."""

import csv
import hashlib
import json
import os
import random
import subprocess
import sys
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consulted import consulted_on

RATE_HZ = 8_000
Said = Sequence[tuple[int, int, str]]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call: who says what when (ms), and its row in the list."""

    contact_id: str
    agent: Said = ()
    customer: Said = ()
    duration_ms: int = 6_000
    file: str = ""
    site: str = ""

    @property
    def name(self) -> str:
        return self.file or f"{hashlib.sha256(self.contact_id.encode()).hexdigest()[:10]}.wav"


def said(text: str, start_ms: int = 500, each_ms: int = 300) -> Said:
    """Words one after the other."""
    return [(start_ms + i * each_ms, start_ms + (i + 1) * each_ms, word) for i, word in enumerate(text.split())]


def write_calls(folder: Path, calls: Sequence[Call], script: Path, delay_ms: int = 0) -> None:
    """Writes the sound, the list and the script that the scripted engine recites."""
    folder.mkdir(parents=True, exist_ok=True)
    channels: dict[str, list[tuple[int, int, str, float, str]]] = {}
    for call in calls:
        sounds = [_noise(f"{call.contact_id}/{side}", call.duration_ms) for side in ("agent", "customer")]
        for sound, words in zip(sounds, (call.agent, call.customer), strict=True):
            channels[hashlib.sha256(sound.tobytes()).hexdigest()] = [
                (s, e, w, 0.9, _mark(sound, s, e)) for s, e, w in words
            ]
        write_wav(folder / call.name, sounds)
    script.write_text(json.dumps({"delay_ms": delay_ms, "channels": channels}), encoding="utf-8")
    write_list(folder, calls)


def write_list(folder: Path, calls: Sequence[Call], extra: dict[str, str] | None = None) -> None:
    started_at = datetime.now(UTC) - timedelta(days=2)
    with (folder / "contacts.csv").open("w", encoding="utf-8", newline="") as stream:
        names = ["contact_id", "file", "started_at", "parties", "site", "language", *(extra or {})]
        writer = csv.DictWriter(stream, fieldnames=names)
        writer.writeheader()
        for call in calls:
            row = {"contact_id": call.contact_id, "file": call.name, "started_at": started_at.isoformat()}
            writer.writerow({**row, "parties": "agent|customer", "site": call.site, "language": "fr", **(extra or {})})


def write_wav(path: Path, sounds: Sequence["array[int]"], rate_hz: int = RATE_HZ) -> None:
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(len(sounds))
        stream.setsampwidth(2)
        stream.setframerate(rate_hz)
        stream.writeframes(array("h", [sample for frame in zip(*sounds, strict=True) for sample in frame]).tobytes())


def make_workspace(root: Path, script: Path, *, rate: float = 0.2, minimum_cell: int = 10) -> None:
    """An empty workspace that recites ``script``."""
    run_clairevoix("init", str(root))
    (root / "clairevoix.toml").write_text(
        f'[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\nmodel = "{script}"\n[execute]\njobs = 2\n',
        encoding="utf-8",
    )
    (root / "charter.toml").write_text(
        f"[sampling]\nrate = {rate}\n[disclosure]\nminimum_cell = {minimum_cell}\n"
        "[retention]\nrecording_days = 180\ncomment_days = 365\n",
        encoding="utf-8",
    )
    (root / "organisation.toml").write_text('[[sites]]\nid = "lille"\nname = "Lille"\n', encoding="utf-8")
    before = os.umask(0o077)  # as the command line does
    try:
        consulted_on(root)
    finally:
        os.umask(before)


def run_clairevoix(*arguments: str, expect: int = 0, environment: dict[str, str] | None = None) -> str:
    """Runs a command in its own process; returns everything that it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "clairevoix", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "", **(environment or {})},
        check=False,
    )
    assert done.returncode == expect, f"{arguments} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def drawn_ids(root: Path, wanted: int, rate: float = 0.2) -> list[str]:
    """Identifiers that this workspace's draw takes."""
    from clairevoix.charter.admission import is_drawn
    from clairevoix.intake import SEED
    from clairevoix.store.workspace import existing, secret

    seed = secret(existing(root, "keys"), SEED)
    found = []
    number = 0
    while len(found) < wanted:
        number += 1
        if is_drawn(seed, f"call-{number}", rate):
            found.append(f"call-{number}")
    return found


def _mark(sound: "array[int]", start_ms: int, end_ms: int) -> str:
    """The samples by which the scripted engine knows a word again."""
    first = (start_ms + end_ms) // 2 * RATE_HZ // 1000
    return sound[first : first + 8].tobytes().hex()


def _noise(seed: str, duration_ms: int) -> "array[int]":
    source = random.Random(seed)
    return array("h", [source.randrange(-4000, 4000) for _ in range(duration_ms * RATE_HZ // 1000)])
