"""Subtitles: what is said, cut at words into cues that can be read while they are heard."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Word
from clairevoix.transcribe.exports.characters import pieces, plain
from clairevoix.transcribe.exports.timing import apart
from clairevoix.transcribe.exports.voices import voices

#: Two lines of 42 characters, seven seconds: Netflix, Timed Text Style Guide, for French and for English.
WIDTH = 42
N_LINES = 2
LONGEST_MS = 7_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Consecutive words of one voice, as at most ``N_LINES`` lines."""

    voice: str
    span: TimeSpan
    lines: tuple[str, ...] = field(repr=False)


def cues(transcript: Transcript, *, named: bool) -> tuple[Cue, ...]:
    """Every cue, in the order in which they start. ``named`` puts the voice before the words, within the lines.

    Cues of one voice do not overlap, unless their words start together; those of different voices do where people do.
    """
    found: list[Cue] = []
    for voice, turns in voices(transcript).items():
        prefix = f"{voice}: " if named else ""
        packed = [words for turn in turns for words in _packed(tuple(pieces(turn.words, _cut)), prefix)]
        packed.sort(key=lambda words: words[0].span.start_ms)
        spans = tuple(apart([_span(words) for words in packed]))
        found += [
            Cue(voice=voice, span=span, lines=_lines(words, prefix)) for words, span in zip(packed, spans, strict=True)
        ]
    return tuple(sorted(found, key=lambda cue: cue.span.start_ms))


def _packed(words: Sequence[Word], prefix: str) -> Iterator[tuple[Word, ...]]:
    """As many words as fit, again and again."""
    first = 0
    for end in range(1, len(words) + 1):
        if end - first > 1 and not _fits(words[first:end], prefix):
            yield tuple(words[first : end - 1])
            first = end - 1
    if words:
        yield tuple(words[first:])


def _fits(words: Sequence[Word], prefix: str) -> bool:
    lasts = max(word.span.end_ms for word in words) - words[0].span.start_ms
    return lasts <= LONGEST_MS and len(_lines(words, prefix)) <= N_LINES


def _span(words: Sequence[Word]) -> TimeSpan:
    """From the first word to the last; a single word that lasts too long is cut off."""
    start = words[0].span.start_ms
    return TimeSpan(start, min(max(word.span.end_ms for word in words), start + LONGEST_MS))


def _lines(words: Sequence[Word], prefix: str) -> tuple[str, ...]:
    text = prefix + " ".join(word.text for word in words)
    return tuple(textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False))


def _cut(text: str) -> list[str]:
    """A word at its spaces, and where it is longer than a line."""
    return [part[first : first + WIDTH] for part in plain(text).split(" ") for first in range(0, len(part), WIDTH)]
