"""Words as the gate looks at them: as they are compared, in stretches between pauses, and in sentences."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Word

#: A silence longer than this parts what is judged together, in ms; the pause that ends a turn (Heldner & Edlund 2010,
#: Journal of Phonetics 38(4)).
PAUSE_MS = 700
#: How far a word's time may be off, in ms: what is asked of 95 % of all words.
TIME_ERROR_MS = 250
#: The part of a word's time that may have gone into saying it, in ms, for short words and by letter for longer ones.
#: Recognisers draw the last word before a silence, and the first after one, over the silence.
LONGEST_SAID_MS = 500
LETTER_MS = 80

_TOKEN = re.compile(r"[^\W_]+")
_ENDS = (".", "?", "!", "…", "]", ")", "*")
_CLOSING = "\"'»”’"
_OPENS = ("[", "(", "*")
#: What French puts a space before; recognisers give it a time of its own, which means nothing.
_CLINGING = ("?", "!", ":", ";", "»", "%", "€")


@dataclass(frozen=True, slots=True)
class Said:
    """A word, and the same without capitals, accents and punctuation; empty if nothing is left."""

    word: Word
    key: str = field(repr=False)


def said(words: Iterable[Word]) -> list[Said]:
    return [Said(word, key_of(word.text)) for word in words]


def key_of(text: str) -> str:
    """
    >>> key_of("D'Œuvres,"), key_of("Sous-titrage"), key_of("…"), key_of("SousTitreur.com")
    ('d oeuvres', 'sous titrage', '', 'soustitreur com')
    """
    lower = text.lower()
    if not lower.isascii():
        parts = unicodedata.normalize("NFKD", lower.replace("œ", "oe").replace("æ", "ae"))
        lower = "".join(character for character in parts if not unicodedata.combining(character))
    return " ".join(_TOKEN.findall(lower))


def runs(words: Sequence[Said]) -> Iterator[slice]:
    """Stretches without a pause."""
    return _parted(words, lambda before, after: after.span.start_ms - before.span.end_ms > PAUSE_MS)


def sentences(words: Sequence[Said]) -> Iterator[slice]:
    """Stretches that end with a full stop or the like, or with a pause; what stands in brackets stands alone."""
    return _parted(
        words,
        lambda before, after: (
            before.text.rstrip(_CLOSING).endswith(_ENDS)
            or after.text.startswith(_OPENS)
            or after.span.start_ms - before.span.end_ms > PAUSE_MS
        ),
    )


def span_of(words: Sequence[Said]) -> TimeSpan:
    """From the first word's start to the last end; engines now and then give times out of order."""
    start = min(each.word.span.start_ms for each in words)
    return TimeSpan(start, max(each.word.span.end_ms for each in words))


def said_ms(words: Iterable[Said]) -> int:
    """How long saying these words may have taken, at most, by their times."""
    return sum(min(each.word.span.duration_ms, max(LONGEST_SAID_MS, LETTER_MS * len(each.key))) for each in words)


def covering(spans: Iterable[TimeSpan]) -> Callable[[TimeSpan], int]:
    """A function that says how many ms of a time span the given ones cover.

    >>> covering([TimeSpan(0, 100), TimeSpan(50, 200), TimeSpan(300, 400)])(TimeSpan(150, 350))
    100
    """
    whole = merged(spans)
    starts = [span.start_ms for span in whole]
    before = [0, *accumulate(span.duration_ms for span in whole)]

    def until(ms: int) -> int:
        index = bisect_right(starts, ms)
        return before[index] - max(0, whole[index - 1].end_ms - ms) if index else 0

    return lambda span: until(span.end_ms) - until(span.start_ms)


def _parted(words: Sequence[Said], apart: Callable[[Word, Word], bool]) -> Iterator[slice]:
    start = 0
    for index in range(1, len(words)):
        after = words[index].word
        if after.text not in _CLINGING and apart(words[index - 1].word, after):
            yield slice(start, index)
            start = index
    if words:
        yield slice(start, len(words))
