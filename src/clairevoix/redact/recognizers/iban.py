"""Bank account numbers (IBAN, ISO 13616): written, or dictated after their country's letters."""

import re
from collections.abc import Iterator

from stdnum import iban

from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[\s\-]?[A-Z0-9]{2,5}){3,9}\b", re.IGNORECASE)
#: Countries whose accounts people dictate to a French or English operator; digits are what follows the letters.
_COUNTRIES = {"fr": 25, "be": 14, "ch": 19, "lu": 18, "de": 20, "es": 22, "it": 24, "mc": 25, "pt": 23, "gb": 18}
_SPOKEN_MINIMUM = 12


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        end = _valid_end(match[0])
        if end:
            yield _entity(match.start(), match.start() + end, 1.0)
    for run in document.runs:
        letters = _country_before(document, run.first)
        if letters is not None and len(run.digits) >= _SPOKEN_MINIMUM:
            country, start = letters
            valid = iban.is_valid(country.upper() + run.digits)
            yield _entity(start, run.end, 1.0 if valid else 0.85)


def _valid_end(text: str) -> int:
    """How many characters of ``text`` are a valid IBAN: words may follow it. 0 if none are."""
    for end in range(len(text), 14, -1):
        if iban.is_valid(text[:end]) and not text[:end][-1].isspace():
            return end
    return 0


def _country_before(document: Document, first: int) -> tuple[str, int] | None:
    """The country letters just before a token, as one word or spelled, and where they start."""
    if first >= 1 and document.tokens[first - 1].word in _COUNTRIES:
        return document.tokens[first - 1].word, document.tokens[first - 1].start
    if first >= 2:
        spelled = document.tokens[first - 2].word + document.tokens[first - 1].word
        if spelled in _COUNTRIES:
            return spelled, document.tokens[first - 2].start
    leading = document.tokens[first].word[:2] if first < len(document.tokens) else ""
    return (leading, document.tokens[first].start) if leading in _COUNTRIES else None


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="IBAN", start=start, end=end, recognizer="iban", score=score)
