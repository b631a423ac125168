"""Tokens of a recogniser to whole words, each with a time, whether or not the recogniser gives times."""

import math
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.contact import Channel, Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.gate import sounding

RATE_HZ = 16_000
#: A frame of the encoders that give times, in ms: 10 ms of sound, eight together.
FRAME_MS = 80
#: How long saying a letter, or a digit in figures, may take, in ms: « 12 » is said « douze ». Slow speech, because what
#: is muted too long hides a neighbour and what is muted too short tells a number.
LETTER_MS = 80
DIGIT_MS = 300
LEAST_SAID_MS = 160

_SPECIAL = re.compile(r"<[^<>]*>")
_OPENS = frozenset("«“„‘([{¿¡-–—")
_SPOKEN_SIGNS = frozenset("%@&#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of text, with the space before it if it begins a word. None where the recogniser does not say."""

    text: str = field(repr=False)
    start_ms: int | None = None
    log_probability: float | None = None


def whole_words(tokens: Iterable[Token]) -> list[list[Token]]:
    """The tokens of each word, without the special ones. What only punctuates belongs to the word before or after it.

    >>> pieces = [Token(text=text) for text in (" Bon", "jour", " ?", "<|fr|>", " «", " oui", " 10", " €")]
    >>> ["".join(token.text.strip() for token in word) for word in whole_words(pieces)]
    ['Bonjour?', '«oui', '10', '€']
    """
    words: list[list[Token]] = []
    begins = True
    for token in tokens:
        text = token.text.strip()
        begins = begins or token.text[:1].isspace()
        if not text or _SPECIAL.fullmatch(text):
            continue
        if words and (not begins or _clings(text) or not any(_is_said(each.text) for each in words[-1])):
            words[-1].append(token)
        else:
            words.append([token])
        begins = False
    return [word for word in words if any(_is_said(token.text) for token in word)]


def timed_words(words: Sequence[Sequence[Token]], duration_ms: int) -> tuple[Word, ...]:
    """Words by the times at which their tokens begin.

    A word lasts as long as saying its last token may take, and at most until the next one begins. Words that begin in
    one frame share it.
    """
    starts = [min(start, duration_ms) for start in _apart([word[0].start_ms or 0 for word in words])]
    found: list[Word] = []
    for word, start, following in zip(words, starts, [*starts, duration_ms][1:], strict=True):
        last = next(token for token in reversed(word) if _is_said(token.text))
        end = min((last.start_ms or 0) + said_ms(last.text), following)
        found.append(Word(text=_text(word), span=TimeSpan(start, max(start, end)), score=_score(word)))
    return tuple(found)


def spread_words(words: Sequence[Sequence[Token]], sound: NDArray[np.float32]) -> tuple[Word, ...]:
    """Words without times: spread over the sounding part of a window, by how long saying each may take."""
    spans = _sounding(sound)
    shares = list(accumulate((said_ms(_text(word)) for word in words), initial=0))
    total_ms = sum(span.duration_ms for span in spans)
    edges = [share * total_ms // max(1, shares[-1]) for share in shares]
    return tuple(
        Word(text=_text(word), span=_placed(spans, start, end), score=_score(word), spread=True)
        for word, start, end in zip(words, edges, edges[1:], strict=False)
    )


def said_ms(text: str) -> int:
    """How long saying a text may take.

    >>> said_ms("oui"), said_ms("06"), said_ms("…")
    (240, 600, 160)
    """
    return max(LEAST_SAID_MS, sum(DIGIT_MS if each.isdigit() else LETTER_MS for each in text if _is_said(each)))


def mean_log_probability(words: Iterable[Iterable[Token]]) -> float | None:
    """Of all tokens, or None unless all have one."""
    values = [token.log_probability for word in words for token in word]
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known and len(known) == len(values) else None


def _is_said(text: str) -> bool:
    """Whether anything of it is pronounced: punctuation is not, « € » and « % » are."""
    return any(
        each.isalnum() or each in _SPOKEN_SIGNS or unicodedata.category(each).startswith("S") for each in text.strip()
    )


def _clings(text: str) -> bool:
    return not _is_said(text) and text[0] not in _OPENS


def _text(word: Sequence[Token]) -> str:
    return "".join(token.text.strip() for token in word)


def _score(word: Sequence[Token]) -> float:
    """The geometric mean of the probabilities of its tokens; 1 where the recogniser gives none."""
    mean = mean_log_probability([[token for token in word if _is_said(token.text)]])
    return 1.0 if mean is None else math.exp(min(0.0, mean))


def _apart(starts: Sequence[int]) -> Iterator[int]:
    """Equal times shared out over a frame, or until the next time if that comes sooner."""
    for place, start in enumerate(starts):
        first, after = bisect_left(starts, start), bisect_right(starts, start)
        room = min(FRAME_MS, starts[after] - start) if after < len(starts) else FRAME_MS
        yield start + (place - first) * room // (after - first)


def _sounding(sound: NDArray[np.float32]) -> tuple[TimeSpan, ...]:
    """Where a window rises above its own noise; all of it, if nowhere."""
    samples = array("h", (np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes())
    whole = TimeSpan(0, len(sound) * 1000 // RATE_HZ)
    return sounding(Channel(party=Party.UNKNOWN, samples=samples), RATE_HZ) or (whole,)


def _placed(spans: Sequence[TimeSpan], start: int, end: int) -> TimeSpan:
    """From the start-th to the end-th ms of these spans; of a word over a pause, the longer part.

    >>> _placed([TimeSpan(100, 200), TimeSpan(500, 600)], 80, 150)
    TimeSpan(start_ms=500, end_ms=550)
    """
    before = 0
    parts = []
    for span in spans:
        first, last = max(start, before), min(end, before + span.duration_ms)
        if first <= last:
            parts.append(TimeSpan(span.start_ms + first - before, span.start_ms + last - before))
        before += span.duration_ms
    return max(parts, key=lambda part: part.duration_ms)
