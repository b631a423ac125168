"""Phrases taken apart: the items of a row of word patterns, and what is no phrase."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Words that may stand in the place of one ``...``.
GAP_WORDS = 4
#: A phrase that could cover more words than this would not be one.
MOST_WORDS = 60
_PARTS = re.compile(r"[\w\[\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One place of a phrase: a gap, or a word that is one of ``words`` or begins with one of ``stems``."""

    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    is_optional: bool = False
    is_gap: bool = False


def forms(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, no accents, elisions apart."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return _PARTS.findall("".join(character for character in plain if not unicodedata.combining(character)))


@lru_cache(maxsize=8192)
def items(phrase: str) -> tuple[Item, ...]:
    """The items of a phrase, in order. Raises ValueError for a row that finds itself anywhere, or in nothing.

    >>> [(item.words, item.stems, item.is_optional) for item in items("?plus pas|march*")]
    [(('plus',), (), True), (('pas',), ('march',), False)]
    """
    found = tuple(_item(each) for each in phrase.split())
    if not any(not item.is_gap and not item.is_optional for item in found):
        raise ValueError("a phrase needs a word that must be there")
    if found[0].is_gap or found[-1].is_gap:
        raise ValueError("a phrase begins and ends with a word")
    if sum(GAP_WORDS if item.is_gap else 1 for item in found) > MOST_WORDS:
        raise ValueError("a phrase covers too many words")
    return found


def _item(written: str) -> Item:
    if written == "...":
        return Item(is_gap=True)
    optional, body = (True, written[1:]) if written.startswith("?") else (False, written)
    words: list[str] = []
    stems: list[str] = []
    for choice in body.split("|"):
        form = "".join(forms(choice.rstrip("*")))
        if not form:
            raise ValueError("a word of a phrase has a letter or a digit")
        (stems if choice.endswith("*") else words).append(form)
    return Item(words=tuple(words), stems=tuple(stems), is_optional=optional)
