"""What was said: before redaction (memory only) and after."""

from dataclasses import dataclass, field

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word with its time; ``score`` is the recogniser's, 0 to 1.

    ``spread``: the engine gave it no time of its own, so that the time of several words was spread over them.
    """

    text: str = field(repr=False)
    span: TimeSpan
    score: float
    spread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Consecutive words of one party on one channel. ``span`` runs from the first word to the last."""

    channel: int
    party: Party
    words: tuple[Word, ...] = field(repr=False)

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("a turn has at least one word")

    @property
    def span(self) -> TimeSpan:
        return TimeSpan(self.words[0].span.start_ms, max(word.span.end_ms for word in self.words))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Words that the gate took for invented: why, where, how many. Never which."""

    reason: str
    channel: int
    span: TimeSpan
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was said, personal data included. Lives in memory only; no store accepts it."""

    contact_id: str
    language: str
    duration_ms: int
    turns: tuple[Turn, ...] = field(repr=False)
    held_back: tuple[HeldBack, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One entity taken out of a transcript: what kind, where, found by which recognizer."""

    entity_type: str
    channel: int
    span: TimeSpan
    recognizer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedTranscript:
    """What may be kept of what was said. Constructed only in ``clairevoix.redact``.

    Not a subclass of :class:`Transcript`: one can never stand for the other.
    """

    contact_id: str
    language: str
    duration_ms: int
    turns: tuple[Turn, ...] = field(repr=False)
    redactions: tuple[Redaction, ...]
