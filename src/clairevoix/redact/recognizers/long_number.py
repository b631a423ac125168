"""Any dictated number of seven digits or more that nothing else claims.

A recogniser of speech drops or doubles digits, and then no check digit agrees any more; a long number that is none of the
known kinds is still somebody's.
"""

from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

_MINIMUM = 7


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        if len(run.digits) >= _MINIMUM:
            yield Entity(entity_type="NUMBER", start=run.start, end=run.end, recognizer="long_number", score=0.5)
