"""Tiny corpora for tests of ``clairevoix evaluate``: noise for sound, its truth, and a script of what is heard in it."""

import hashlib
import json
import os
import random
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.project import create_project
from clairevoix.store.sound import encode_flac
from flow.calls import RATE_HZ, write_wav

#: Condition to the parties on its channels and the kind of its files.
CONDITIONS = {
    "clean": (("agent", "customer"), "wav"),
    "line": (("agent", "customer"), "flac"),
    "mono": (("unknown",), "wav"),
}
QUERIES = ("en panne", "mon numéro")
LABELS = ("internet_outage", "repeat_contact")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One contact: ``agent 500-1500 bonjour madame``; ``system/agent …`` is the system on the agent's side.

    ``heard`` are lines of the same form for the conditions in which they differ from what was said. Marks are
    ``PHONE 1 2 8``: name, turn, first, end. Without conditions it is a text contact.
    """

    contact_id: str
    said: Sequence[str] = ()
    heard: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conditions: Sequence[str] = ("clean", "line")
    entities: Sequence[str] = ()
    labels: Sequence[str] = ()
    stretches: Sequence[str] = ()
    kind: str = "call"
    split: str = "development"
    duration_ms: int = 8_000


@dataclass(frozen=True, kw_only=True)
class Tiny:
    """A corpus on disk, and a workspace whose engine recites what is heard in it."""

    folder: Path
    workspace: Path
    script: Path

    @property
    def log(self) -> Path:
        return self.folder / "looks.jsonl"

    def rows(self, name: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def rewrite(self, name: str, rows: Iterable[object]) -> None:
        (self.folder / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


#: Half a minute whose numbers are counted by hand in the tests.
BY_HAND = (
    Scene(
        contact_id="c1",
        conditions=("clean", "line", "mono"),
        said=["agent 500-1500 bonjour madame", "customer 2000-4400 je suis en panne depuis hier"],
        heard={"line": ["agent 500-1000 bonjour", "customer 2000-4800 je suis en panne depuis avant hier"]},
        labels=["internet_outage 1 2 4"],
    ),
    Scene(
        contact_id="c2",
        said=[
            "customer 500-4500 mon numéro zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
            "agent 5000-5500 merci",
        ],
        entities=["PHONE 0 2 8"],
    ),
    Scene(
        contact_id="c3",
        said=["system/agent 300-2300 votre appel est enregistré", "customer 3000-3800 oui bonjour"],
        heard={"line": ["agent 300-2300 votre appel est enregistré", "customer 3000-3800 oui bonsoir"]},
    ),
    # An address that no recogniser of addresses finds.
    Scene(contact_id="c4", said=["customer 500-1700 narval chez exemple"], entities=["EMAIL 0 0 3"]),
    Scene(
        contact_id="s1",
        kind="sound",
        stretches=["hold_music customer 0-8000", "silence agent 0-8000"],
        heard={"line": ["customer 1000-1900 merci d'avoir regardé"]},
    ),
    Scene(
        contact_id="t1",
        kind="chat",
        conditions=(),
        said=["customer 0-4 écrivez à narval@exemple.fr merci", "customer 0-5 j'ai plus internet depuis lundi"],
        entities=["EMAIL 0 2 3"],
        labels=["internet_outage 1 1 3"],
    ),
    Scene(
        contact_id="x1",
        split="test",
        said=["customer 500-2900 zibeline ornithorynque dort encore"],
        heard={"clean": ["customer 500-2900 zibeline capybara dort encore"]},
    ),
)


def build(base: Path, scenes: Sequence[Scene], *, jobs: int = 1, name: str = "tiny") -> Tiny:
    """Writes the corpus ``base/name`` and its workspace. The same scenes sound the same, wherever they are written."""
    tiny = Tiny(folder=base / name, workspace=base / f"{name}-workspace", script=base / f"{name}-script.json")
    (tiny.folder / "audio").mkdir(parents=True)
    channels: dict[str, list[tuple[int, int, str, float]]] = {}
    takes = [_take(tiny.folder, scene, condition, channels) for scene in scenes for condition in scene.conditions]
    tiny.rewrite("truth.jsonl", [_truth(scene) for scene in scenes])
    tiny.rewrite("manifest.jsonl", takes)
    (tiny.folder / "corpus.toml").write_text(
        f'name = "{name}"\norigin = "synthetic"\ntest_log = "looks.jsonl"\n'
        f"labels = {json.dumps(LABELS)}\n[queries]\nfr = {json.dumps(QUERIES, ensure_ascii=False)}\n",
        encoding="utf-8",
    )
    tiny.script.write_text(json.dumps({"channels": channels}), encoding="utf-8")
    _make_workspace(tiny, jobs)
    return tiny


def dies(task: object) -> None:
    """Ends its process, as a segmentation fault would."""
    os._exit(1)


def _make_workspace(tiny: Tiny, jobs: int) -> None:
    create_project(tiny.workspace)
    (tiny.workspace / "clairevoix.toml").write_text(
        f'[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\nmodel = "{tiny.script}"\n[execute]\njobs = {jobs}\n',
        encoding="utf-8",
    )


def _take(
    folder: Path, scene: Scene, condition: str, channels: dict[str, list[tuple[int, int, str, float]]]
) -> dict[str, object]:
    parties, suffix = CONDITIONS[condition]
    lines = [_line(line) for line in scene.heard.get(condition, scene.said)]
    sounds = []
    for side in parties:
        sound = _noise(f"{scene.contact_id} {condition} {side}", scene.duration_ms)
        words = [word for line in lines if side in ("unknown", line.side) for word in line.timed]
        channels[hashlib.sha256(sound.tobytes()).hexdigest()] = [(start, end, word, 0.9) for start, end, word in words]
        sounds.append(sound)
    path = folder / "audio" / f"{scene.contact_id}-{condition}.{suffix}"
    _write(path, sounds, parties)
    return {
        "recording": f"{scene.contact_id}@{condition}",
        "contact_id": scene.contact_id,
        "condition": condition,
        "file": path.relative_to(folder).as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "parties": list(parties),
        "duration_ms": scene.duration_ms,
    }


def _write(path: Path, sounds: Sequence["array[int]"], parties: Sequence[str]) -> None:
    if path.suffix == ".wav":
        write_wav(path, sounds)
        return
    channels = tuple(Channel(party=Party(party), samples=sound) for party, sound in zip(parties, sounds, strict=True))
    path.write_bytes(encode_flac(Recording(contact_id="x", sample_rate_hz=RATE_HZ, channels=channels)))


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A turn in a line."""

    party: str
    side: str
    start_ms: int
    end_ms: int
    words: tuple[str, ...]

    @property
    def timed(self) -> list[tuple[int, int, str]]:
        """The words share the time of the turn evenly."""
        step = (self.end_ms - self.start_ms) // len(self.words)
        return [(self.start_ms + n * step, self.start_ms + (n + 1) * step, word) for n, word in enumerate(self.words)]


def _line(text: str) -> _Line:
    parties, span, *words = text.split()
    party, _, side = parties.partition("/")
    start, _, end = span.partition("-")
    return _Line(party=party, side=side or party, start_ms=int(start), end_ms=int(end), words=tuple(words))


def _truth(scene: Scene) -> dict[str, object]:
    spoken = bool(scene.conditions)
    return {
        "contact_id": scene.contact_id,
        "kind": scene.kind,
        "language": "fr",
        "split": scene.split,
        "turns": [_turn(_line(line), spoken=spoken) for line in scene.said],
        "entities": [_mark(mark) for mark in scene.entities],
        "labels": [_mark(mark) for mark in scene.labels],
        "stretches": [_stretch(stretch) for stretch in scene.stretches],
    }


def _turn(line: _Line, *, spoken: bool) -> dict[str, object]:
    span = {"start_ms": line.start_ms, "end_ms": line.end_ms} if spoken else {}
    times = [{"start_ms": start, "end_ms": end} if spoken else {} for start, end, _ in line.timed]
    words = [{"text": word, **time} for word, time in zip(line.words, times, strict=True)]
    return {"party": line.party, "side": line.side, **span, "words": words}


def _mark(text: str) -> dict[str, object]:
    name, turn, first, end = text.split()
    return {"name": name, "turn": int(turn), "first": int(first), "end": int(end)}


def _stretch(text: str) -> dict[str, object]:
    sound, side, span = text.split()
    start, _, end = span.partition("-")
    return {"sound": sound, "side": side, "start_ms": int(start), "end_ms": int(end)}


def _noise(seed: str, duration_ms: int) -> "array[int]":
    return array("h", random.Random(seed).randbytes(2 * duration_ms * RATE_HZ // 1000))
