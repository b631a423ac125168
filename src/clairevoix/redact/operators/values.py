"""When two pieces of personal data are the same value, however each was said or written."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TypeVar

from clairevoix.redact.digits import FILLERS, DigitRun, Token
from clairevoix.redact.recognizer import Document, Entity

#: Words of a name, an address or an e-mail address that are not part of the value.
_UNSAID = frozenset(
    "madame monsieur mademoiselle mme mlle mr mrs ms m docteur maitre c est le la les de du des d l nom prenom s appelle "
    "arobase arobas robase point tiret bas underscore at dot dash hyphen comme name is the my mon ma".split()
)
#: Letters this much alike are one name, as « Dupond » and « Dupont » (Ratcliff and Obershelp's measure).
ALIKE = 0.8
#: A part of a number is taken for the number from so many digits on, a part of a text from so many letters.
LEAST_DIGITS, LEAST_LETTERS = 4, 6
#: Fewer digits do not make a value a number: « 3 rue des Lilas ».
_NUMBER = 3
_LONGEST = 80
_FUZZY = frozenset({"NAME", "ADDRESS", "EMAIL", "HEALTH", "UNION"})

Piece = TypeVar("Piece", Token, DigitRun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value as it is compared: the digits that it says, and its other words in lower case without accents."""

    entity_type: str
    digits: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)

    @property
    def letters(self) -> str:
        return "".join(self.words)

    @property
    def is_number(self) -> bool:
        return len(self.digits) >= _NUMBER and self.entity_type not in _FUZZY

    @property
    def length(self) -> int:
        return len(self.digits) if self.is_number else len(self.letters)


def value(entity_type: str, document: Document, start: int, end: int) -> Value:
    """What characters ``start`` to ``end`` of a document's own, cleaned text say."""
    runs = _touched(document.runs, start, end)
    numeric = [(run.start, run.end) for run in runs]
    digits = "".join(run.digits for run in runs)
    words = [
        folded(token.word)
        for token in _touched(document.tokens, start, end)
        if not any(first <= token.start and token.end <= last for first, last in numeric)
    ]
    kept = _spelled([word for word in words if word and word not in _UNSAID and word not in FILLERS])
    if entity_type == "PHONE":
        digits = _national(digits)
    return Value(entity_type=entity_type, digits=digits, words=tuple(kept))


def _touched(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """Those of pieces of a text, in order, that a range touches."""
    found = []
    for place in range(bisect_right(pieces, start, key=lambda each: each.end), len(pieces)):
        if pieces[place].start >= end:
            break
        found.append(pieces[place])
    return found


def cleaned_range(document: Document, start: int, end: int) -> tuple[int, int]:
    """The range of a document's own text that a range of the given text stands for; empty where nothing is left of it."""
    if not document.cleaned.starts:
        return start, end
    first = bisect_right(document.cleaned.ends, start)
    return first, max(first, bisect_left(document.cleaned.starts, end))


def in_cleaned(document: Document, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities of the given text with offsets into the document's own: the inverse of ``recognizer.in_given``."""
    placed = ((each, *cleaned_range(document, each.start, each.end)) for each in entities)
    return tuple(replace(each, start=start, end=end) for each, start, end in placed if start < end)


def is_same(whole: Value, part: Value) -> bool:
    """Whether two values are one: equal, or the second a part of the first, or names and addresses alike by letters."""
    same_type = whole.entity_type == part.entity_type
    if whole.is_number and part.is_number:
        kinds_agree = same_type or "NUMBER" in (whole.entity_type, part.entity_type)
        return kinds_agree and (whole.digits == part.digits or _is_part(part.digits, whole.digits, LEAST_DIGITS))
    if not same_type or whole.is_number != part.is_number:
        return False
    if whole.entity_type == "NAME":
        return bool(part.words) and all(any(alike(one, other) for other in whole.words) for one in part.words)
    one, other = whole.letters + whole.digits, part.letters + part.digits
    return one == other or (
        whole.entity_type in _FUZZY and (_is_part(other, one, LEAST_LETTERS) or (bool(other) and alike(one, other)))
    )


def alike(one: str, other: str) -> bool:
    """
    >>> alike("dupond", "dupont"), alike("martin", "morin")
    (True, False)
    """
    if one == other or max(len(one), len(other)) > _LONGEST or min(len(one), len(other)) < LEAST_DIGITS:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def folded(text: str) -> str:
    """Letters and digits alone, in lower case without accents.

    >>> folded("L'Été,")
    'lete'
    """
    plain = unicodedata.normalize("NFKD", text).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(each for each in plain if each.isalnum())


def _is_part(part: str, whole: str, least: int) -> bool:
    return len(part) >= least and part in whole


def _national(digits: str) -> str:
    """A telephone number without its country code or leading zero: 0033 6…, 33 6… and 06… are one."""
    for prefix in ("0033", "33", "0"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= LEAST_DIGITS:
            return digits.removeprefix(prefix).removeprefix("0")
    return digits


def _spelled(words: list[str]) -> list[str]:
    """Letters said one by one are one word: « m a r t i n »."""
    found: list[str] = []
    spelling = False
    for word in words:
        if len(word) == 1 and spelling:
            found[-1] += word
        else:
            found.append(word)
        spelling = len(word) == 1
    return found
