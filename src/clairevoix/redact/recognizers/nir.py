"""The French social security number (NIR): 13 digits and a key of two, Corsica's 2A and 2B included.

Key: 97 minus the number modulo 97 (décret n° 82-103).
"""

import re
from collections.abc import Iterator

from stdnum.fr import nir

from clairevoix.redact.digits import DigitRun
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import counts

_WRITTEN = re.compile(r"\b[12](?:[ .\-]?\d){4}[ .\-]?(?:\d[ .\-]?\d|2[ .\-]?[AB])(?:[ .\-]?\d){8}\b", re.IGNORECASE)
_SHAPE = re.compile(r"[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)\d{8}(?:\d{2})?")
#: Born in Corsica, written or spelled, the key left out or misheard: nothing else looks like it.
_CORSICA = re.compile(r"\b[12](?:[ .\-]?\d){4}[ .\-]?2[ .\-]?[AB](?:[ .\-]?\d){6,8}\b", re.IGNORECASE)
_CORSICA_SAID = re.compile(r"[12]\d{4}2[AB]\d{5,8}")
#: The key alone, or a group of the number, where it was asked for.
_PART = 2
_LONGEST = 17


def recognize(document: Document) -> Iterator[Entity]:
    if not document.runs:
        return
    for match in _WRITTEN.finditer(document.text):
        if nir.is_valid(match[0].upper().replace(".", " ")):
            yield _entity(match.start(), match.end(), 1.0)
    for match in _CORSICA.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.85)
    for code in document.codes:
        if _CORSICA_SAID.search(code.characters):
            yield _entity(code.start, code.end, 0.85)
    for run in document.runs:
        if _is_held(run.digits):
            yield _entity(run.start, run.end, 1.0)
        elif _SHAPE.fullmatch(run.digits):
            yield _entity(run.start, run.end, 0.85)
        elif _is_part(document, run):
            yield _entity(run.start, run.end, 0.55)


def _is_part(document: Document, run: DigitRun) -> bool:
    is_long = len(run.digits) >= _PART and not counts(document.tokens, run, document.language)
    return is_long and "NIR" in document.expected(run.first)


def _is_held(digits: str) -> bool:
    """Whether a run, not too long for it, holds a number with its right key."""
    return len(digits) <= _LONGEST and any(
        nir.is_valid(digits[start : start + 15]) for start in range(len(digits) - 14)
    )


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="NIR", start=start, end=end, recognizer="nir", score=score)
