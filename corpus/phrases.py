"""Cuts what somebody says into phrases that can be spoken one by one.

In: the words of a line. Out: phrases as ranges of words, each with the mark that ends it. The voices need a few words to
speak naturally, so a comma cuts only where three words stand on both sides; a full stop, question mark, exclamation mark
or ellipsis always cuts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MIN_WORDS = 3
STRONG = ".?!…"
WEAK = ",;:"
#: Pauses after a mark, in ms: people dwell longer on a full stop than on a comma.
PAUSE_MS = {
    ",": (90, 220),
    ";": (160, 320),
    ":": (160, 320),
    ".": (260, 520),
    "?": (260, 520),
    "!": (220, 460),
    "…": (350, 800),
}

_TAIL = re.compile(r"[\s.,;:!?…»”\")]+$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to `end` (half-open) of a line; `mark` ends them, empty where the line has none."""

    first: int
    end: int
    mark: str


def mark_of(word: str) -> str:
    """The mark that a word ends with: the strongest, if there are several.

    >>> [mark_of(word) for word in ("oui,", "alors...", "« non » ?", "dit «", "zéro")]
    [',', '…', '?', '', '']
    """
    found = _TAIL.search(word)
    tail = found[0] if found else ""
    if "…" in tail or "..." in tail:
        return "…"
    return next((mark for mark in "?!.;:," if mark in tail), "")


def cut(words: Sequence[str]) -> tuple[Phrase, ...]:
    """
    >>> cut("Alors, c'est le zéro six, trente-neuf, dix... Non ! Douze.".split())  # doctest: +NORMALIZE_WHITESPACE
    (Phrase(first=0, end=5, mark=','), Phrase(first=5, end=7, mark='…'), Phrase(first=7, end=9, mark='!'), ...
    """
    phrases: list[Phrase] = []
    first = 0
    marks = [mark_of(word) for word in words]
    stops = [number for number, mark in enumerate(marks, start=1) if mark and mark in STRONG]
    for number, mark in enumerate(marks, start=1):
        sentence_end = next((stop for stop in stops if stop >= number), len(words))
        is_weak_cut = mark != "" and mark in WEAK and min(number - first, sentence_end - number) >= MIN_WORDS
        if number == sentence_end or number == len(words) or is_weak_cut:
            phrases.append(Phrase(first, number, mark))
            first = number
    return tuple(phrases)
