"""The French social security number (NIR): 13 digits and a key of two, Corsica's 2A and 2B included.

Key: 97 minus the number modulo 97 (décret n° 82-103).
"""

import re
from collections.abc import Iterator

from stdnum.fr import nir

from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(r"\b[12](?:[ .\-]?\d){4}[ .\-]?(?:\d[ .\-]?\d|2[ .\-]?[AB])(?:[ .\-]?\d){8}\b", re.IGNORECASE)
_SHAPE = re.compile(r"[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)\d{8}(?:\d{2})?")


#: Born in Corsica, the key left out or misheard: nothing else looks like it.
_CORSICA = re.compile(r"\b[12](?:[ .\-]?\d){4}[ .\-]?2[ .\-]?[AB](?:[ .\-]?\d){6,8}\b", re.IGNORECASE)


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        if nir.is_valid(match[0].upper().replace(".", " ")):
            yield _entity(match.start(), match.end(), 1.0)
    for match in _CORSICA.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.85)
    for run in document.runs:
        if any(nir.is_valid(run.digits[start : start + 15]) for start in range(len(run.digits) - 14)):
            yield _entity(run.start, run.end, 1.0)
        elif _SHAPE.fullmatch(run.digits):
            yield _entity(run.start, run.end, 0.85)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="NIR", start=start, end=end, recognizer="nir", score=score)
