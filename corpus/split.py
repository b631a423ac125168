"""Which contact belongs to which half of the corpus, written down once and never changed: `split.toml`.

In: all contacts and the file as it stands. Out: the file with whatever was missing. Within each stratum (language, kind,
situation) contacts are ranked by HMAC-SHA-256 of their identifiers and go to the two halves in turn. A contact that has
a half keeps it. The digests of the scripts of the test half are kept too, so that a change of one is noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from script import Event, Script

HALVES = ("development", "test")
PANEL_CALLS = {"fr": 6, "en": 2}
SLICE_CALLS = {"fr": 7, "en": 2}
SLICE_ALSO = 3
SLICE_TEXTS = 6
SLICE_SOUNDS = ("sound-street-", "sound-music-", "sound-silence-")
#: Of the calls short enough for the slice, those that hold the most different things are taken.
_SLICE_POOL = {"fr": 18, "en": 4}
_PHRASES = {"halves": b"clairevoix corpus halves 1", "panel": b"clairevoix corpus panel 1"}
_HEAD = """\
# Written once by `python corpus/build.py --freeze`; contacts keep their place. Numbers to learn from come from the
# development half, numbers to be judged by from the test half. How it was drawn: corpus/README.md.
"""


class SplitError(ValueError):
    """A contact without a half, or a script of the test half that changed; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A contact as the draw sees it. `digest` is of the bytes of its script, empty without one."""

    contact_id: str
    language: str
    kind: str
    situation: str
    digest: str = ""
    script: Script | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What `split.toml` says."""

    development: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    panel: tuple[str, ...] = ()
    slice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    def half_of(self, contact_id: str) -> str:
        """Raises SplitError if the contact was never drawn."""
        for half, ids in zip(HALVES, (self.development, self.test), strict=True):
            if contact_id in ids:
                return half
        raise SplitError(f"{contact_id} is not in split.toml: run build.py --freeze")


def rank(purpose: str, contact_id: str) -> bytes:
    return hmac.new(_PHRASES[purpose], contact_id.encode(), hashlib.sha256).digest()


def frozen(split: Split, members: Sequence[Member]) -> Split:
    """The split with a place for every member; those that have one keep it."""
    halves = {name: list(ids) for name, ids in zip(HALVES, (split.development, split.test), strict=True)}
    placed = {contact_id for ids in halves.values() for contact_id in ids}
    missing = [member for member in members if member.contact_id not in placed]
    missing.sort(key=lambda each: (each.language, each.kind, each.situation, rank("halves", each.contact_id)))
    for number, member in enumerate(missing):
        halves[HALVES[number % 2]].append(member.contact_id)
    development = [each for each in members if each.contact_id in halves["development"]]
    return Split(
        development=tuple(sorted(halves["development"])),
        test=tuple(sorted(halves["test"])),
        panel=split.panel or _panel(development),
        slice=split.slice or _slice(development),
        digests={
            **{each.contact_id: each.digest for each in members if each.digest and each.contact_id in halves["test"]},
            **split.digests,
        },
    )


def check(split: Split, members: Iterable[Member]) -> None:
    """Raises SplitError for a member without a half or with a script that changed since it was frozen."""
    for member in members:
        if split.half_of(member.contact_id) == "test" and member.digest != split.digests.get(member.contact_id, ""):
            raise SplitError(f"{member.contact_id} is of the test half, and its script changed")


def _panel(development: Sequence[Member]) -> tuple[str, ...]:
    drawn: list[str] = []
    for language, n_calls in PANEL_CALLS.items():
        calls = [each.contact_id for each in development if (each.kind, each.language) == ("call", language)]
        drawn += sorted(calls, key=lambda contact_id: rank("panel", contact_id))[:n_calls]
    return tuple(sorted(drawn))


def _slice(development: Sequence[Member]) -> dict[str, tuple[str, ...]]:
    calls: list[str] = []
    for language, n_calls in SLICE_CALLS.items():
        scripts = [each.script for each in development if each.kind == "call" and each.script is not None]
        scripts = sorted((each for each in scripts if each.language == language), key=_length)
        calls += _most_different(scripts[: _SLICE_POOL[language]], n_calls)
    lengths = {each.contact_id: _length(each.script) for each in development if each.language == "fr"}
    by_length = sorted((each for each in calls if each in lengths), key=lambda each: lengths[each])
    ids = [each.contact_id for each in development]
    texts = sorted((e.contact_id for e in development if e.kind in ("chat", "email")), key=lambda e: rank("panel", e))
    return {
        "calls": tuple(sorted(calls)),
        "also": tuple(sorted(by_length[:SLICE_ALSO])),
        "sounds": tuple(sorted(min(e for e in ids if e.startswith(sound)) for sound in SLICE_SOUNDS)),
        "texts": tuple(sorted(texts[:SLICE_TEXTS])),
    }


def _length(script: Script | None) -> float:
    """Seconds, roughly."""
    parts = script.parts if script else ()
    return sum(part.seconds if isinstance(part, Event) else 0.4 * len(part.words) for part in parts)


def _contents(script: Script) -> frozenset[str]:
    """What a call holds that the slice should have somewhere."""
    names = {span.name for line in script.lines for span in (*line.entities, *line.labels, *line.postures)}
    events = {part.kind for part in script.parts if isinstance(part, Event)}
    return frozenset(names | events | {line.party for line in script.lines} | {script.situation})


def _most_different(scripts: Sequence[Script], n_calls: int) -> list[str]:
    """One after the other, the call that adds most a second to those taken."""
    left, taken, held = list(scripts), list[str](), set[str]()
    while left and len(taken) < n_calls:
        best = max(left, key=lambda each: len(_contents(each) - held) / _length(each))
        left.remove(best)
        taken.append(best.script_id)
        held |= _contents(best)
    return taken


def read_split(path: Path) -> Split:
    """The file, or an empty split if there is none."""
    if not path.exists():
        return Split()
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Split(
        development=tuple(table["development"]["ids"]),
        test=tuple(table["test"]["ids"]),
        panel=tuple(table["panel"]["ids"]),
        slice={name: tuple(ids) for name, ids in table["slice"].items()},
        digests=table["digests"],
    )


def write_split(path: Path, split: Split) -> None:
    """One identifier a line, so that a change shows."""
    tables = {
        "development": {"ids": split.development},
        "test": {"ids": split.test},
        "panel": {"ids": split.panel},
        "slice": split.slice,
    }
    text = _HEAD
    for name, lists in tables.items():
        text += f"\n[{name}]\n" + "".join(f"{key} = [\n{_lines(ids)}]\n" for key, ids in lists.items())
    text += "\n[digests]\n" + "".join(f'{name} = "{digest}"\n' for name, digest in sorted(split.digests.items()))
    path.write_text(text, encoding="utf-8")


def _lines(ids: Iterable[str]) -> str:
    return "".join(f"    {json.dumps(each)},\n" for each in ids)
