"""Single number words, in pieces or hyphenated; each language puts them together in its own way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clairevoix.quality.normalise.language import Number

_Read = Callable[[Sequence[str], int], Number | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Numerals:
    """The number words of a language; ``read`` gives the number that begins with a word, over several words."""

    cardinals: Mapping[str, int]
    ordinals: Mapping[str, int]
    read: _Read

    def value(self, words: Sequence[str], at: int) -> int | None:
        """What the word ``at`` is worth: None if it is no number, or if there is no such word."""
        if at >= len(words):
            return None
        word = words[at]
        value = self.cardinals.get(word)
        if value is None:
            value = self.ordinals.get(word)
        return _hyphenated(self.read, word).value if value is None and "-" in word else value

    def is_ordinal(self, word: str) -> bool:
        return word in self.ordinals or ("-" in word and _hyphenated(self.read, word).is_ordinal)


def digits(words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The number that the word ``at`` writes in at most three digits, and where it ends."""
    if at < len(words) and words[at].isdecimal() and len(words[at]) <= 3 and not words[at].startswith("0"):
        return int(words[at]), at + 1
    return None


@lru_cache(maxsize=8192)
def _hyphenated(read: _Read, word: str) -> Number:
    """Only whole numbers come here in one piece."""
    return read(word.split("-"), 0) or Number(0, 0, is_ordinal=False)
