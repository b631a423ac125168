"""What comes to the gate, what leaves it, and what it held back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word


class Layer(StrEnum):
    """The four tests, in the order in which they are made."""

    ENERGY = "energy"
    VOICE = "voice"
    DECODING = "decoding"
    BOILERPLATE = "boilerplate"


class Reason(StrEnum):
    """Why words were held back."""

    SILENT = "silent"
    """Nothing louder than the channel's own noise is heard where they are said to be."""
    NO_VOICE = "no-voice"
    """Sound, but no voice."""
    UNHEARD = "unheard"
    """The decoder itself took the sound for no speech, and its words for unlikely."""
    LOOP = "loop"
    """The decoder went round in circles: all but two rounds."""
    REPETITIVE = "repetitive"
    """Text that packs so well that it says the same again and again, not word for word."""
    TOO_FAST = "too-fast"
    """More words than anyone can say in the time."""
    NO_WORD = "no-word"
    """Notes of music, dots, a sound described in brackets."""
    CREDITS = "credits"
    """What is written under films and said at the end of videos, never on the telephone."""
    COURTESY = "courtesy"
    """A phrase that people do say, where something else speaks against it."""

    @property
    def layer(self) -> Layer:
        return _LAYERS[self]


_LAYERS: Mapping[Reason, Layer] = {
    Reason.SILENT: Layer.ENERGY,
    Reason.NO_VOICE: Layer.VOICE,
    Reason.UNHEARD: Layer.DECODING,
    Reason.LOOP: Layer.DECODING,
    Reason.REPETITIVE: Layer.DECODING,
    Reason.TOO_FAST: Layer.DECODING,
    Reason.NO_WORD: Layer.BOILERPLATE,
    Reason.CREDITS: Layer.BOILERPLATE,
    Reason.COURTESY: Layer.BOILERPLATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One decoded stretch, such as a window of Whisper, its words in order.

    ``mean_log_probability`` is that of the tokens, 0 or less; ``no_speech``, 0 to 1, the probability that the decoder gave
    to there being no speech. None where the engine does not say.
    """

    words: tuple[Word, ...] = field(repr=False)
    mean_log_probability: float | None = None
    no_speech: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Consecutive words that were held back: why, when, how many. Never which."""

    reason: Reason
    span: TimeSpan
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What went through, as pieces in the order given, without those of which nothing is left; and what did not.

    ``stretched``: where single words that went through are said to last longer than words do. Their text may be right;
    their time is not.
    """

    pieces: tuple[Piece, ...]
    dropped: tuple[Dropped, ...]
    stretched: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Words through the gate and words held back for each reason; of several channels or calls when added.

    >>> one = Counts(n_passed=10, n_stretched=0, dropped={Reason.LOOP: 4})
    >>> (one + one).n_dropped, (one + one).of_layer(Layer.DECODING), one.of_layer(Layer.ENERGY)
    (8, 8, 0)
    """

    n_passed: int
    n_stretched: int
    dropped: Mapping[Reason, int]

    @property
    def n_dropped(self) -> int:
        return sum(self.dropped.values())

    def of_layer(self, layer: Layer) -> int:
        """Words that a layer held back."""
        return sum(n_words for reason, n_words in self.dropped.items() if reason.layer is layer)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            n_passed=self.n_passed + other.n_passed,
            n_stretched=self.n_stretched + other.n_stretched,
            dropped=dict(Counter(self.dropped) + Counter(other.dropped)),
        )


def counted(passed: Iterable[Passed]) -> Counts:
    """What the gate did, in numbers."""
    dropped: Counter[Reason] = Counter()
    n_passed = n_stretched = 0
    for each in passed:
        n_passed += sum(len(piece.words) for piece in each.pieces)
        n_stretched += len(each.stretched)
        for one in each.dropped:
            dropped[one.reason] += one.n_words
    return Counts(n_passed=n_passed, n_stretched=n_stretched, dropped=dict(dropped))
