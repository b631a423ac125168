"""Number plates of France: AA-123-AA since 2009, 123 ABC 75 before (arrêté du 9 février 2009)."""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

#: I, O and U are never used.
_NEW = re.compile(r"[A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2}")
_OLD = re.compile(r"\d{1,4}[A-HJ-NP-TV-Z]{2,3}(?:\d{2}|2[AB]|97\d)")
_OLD_WRITTEN = re.compile(r"(?<![\w-])\d{2,4}[ -]?[A-HJ-NP-TV-Z]{2,3}[ -]?(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])(?![\w-])")
_NEW_WRITTEN = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?![\w-])")
_LEAST = 3


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes:
        return
    for match in _NEW_WRITTEN.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.8)
    for code in document.codes:
        if code.n_letters >= 2 and _NEW.fullmatch(code.characters):
            yield _entity(code.start, code.end, 0.78)
        elif len(code.characters) >= _LEAST and "PLATE" in document.expected(code.first):
            yield _entity(code.start, code.end, 0.8 if _OLD.fullmatch(code.characters) else 0.56)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="PLATE", start=start, end=end, recognizer="plate", score=score)
