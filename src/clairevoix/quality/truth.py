"""What is true about a corpus: who said what and when, personal data, labels, music, and where each recording lies.

A corpus is a folder with ``corpus.toml``, ``truth.jsonl`` (a contact a line), ``manifest.jsonl`` (a recording a line) and
the sound. ``docs/reference/corpus.md`` gives every field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan

#: Condition under which the true words themselves are redacted: no sound, no recogniser.
TRUE_WORDS = "true words"


class Split(StrEnum):
    """Which half of a corpus: the one to learn from, or the one to be judged by."""

    DEVELOPMENT = "development"
    TEST = "test"


class Origin(StrEnum):
    """Whose voices a corpus holds. Reports quote what was said, so nobody's calls come here without their knowledge."""

    SYNTHETIC = "synthetic"
    PUBLISHED = "published"
    CONSENTING = "consenting"


class Sound(StrEnum):
    """What is heard where nobody speaks."""

    SILENCE = "silence"
    HOLD_MUSIC = "hold_music"
    NOISE = "noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueWord:
    """A word as it was said; its times in ms where they are known without a recogniser, None elsewhere."""

    text: str = field(repr=False)
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueTurn:
    """What one party said in one go. ``side`` is the party on whose channel it is heard; text contacts have no span."""

    party: Party
    side: Party
    span: TimeSpan | None
    words: tuple[TrueWord, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Words ``first`` to ``end`` (half-open) of a turn that are personal data, a label or a posture."""

    name: str
    turn: int
    first: int
    end: int
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Time on one side without anyone's words, and what is heard there."""

    sound: Sound
    side: Party
    span: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything that is true about one contact."""

    contact_id: str
    kind: str
    language: str
    split: Split
    turns: tuple[TrueTurn, ...] = field(repr=False)
    entities: tuple[Marked, ...] = ()
    labels: tuple[Marked, ...] = ()
    postures: tuple[Marked, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    resolved: bool | None = None
    answer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One recording of a corpus: a contact heard through one channel condition."""

    recording_id: str
    contact_id: str
    condition: str
    path: Path = field(repr=False)
    sha256: str
    parties: tuple[Party, ...]
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A corpus, read and found whole.

    ``test_log`` is where every look at the test half is written down. ``labels`` are those that the truth speaks of: one
    that it does not mark is absent. ``queries`` are phrases to look for, by language.
    """

    name: str
    folder: Path = field(repr=False)
    origin: Origin
    test_log: Path = field(repr=False)
    labels: tuple[str, ...]
    queries: Mapping[str, tuple[str, ...]]
    truths: Mapping[str, Truth] = field(repr=False)
    takes: tuple[Take, ...] = field(repr=False)

    def of(self, take: Take) -> Truth:
        return self.truths[take.contact_id]
