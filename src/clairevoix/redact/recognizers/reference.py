"""Numbers by which a company knows its customers: customer, contract, order, invoice, ticket, tracking, RIO.

Each company has its own forms: ``document.references`` are regular expressions, by name, sought in the letters and digits
of a code, capitals, nothing between them (« O P, quatre mille » is OP4000). Where no pattern fits, words say what it is.
"""

import re
from collections.abc import Iterator
from functools import cache

from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import Code, counts

#: « CMD550912 », « F-2025-081734 »: letters, then digits; nothing said need say what it is.
_WRITTEN = re.compile(r"[A-Z]{1,5}\d{5,}[A-Z]?|\d{5,}[A-Z]{1,3}|[A-Z]{1,3}\d{2,4}[A-Z]{1,3}\d{3,}")
#: RIO: operator, type, reference, check (Arcep).
_RIO = re.compile(r"\d{2}[PE][A-Z0-9]{6}[A-Z0-9]{3}")
_LEAST_DIGITS, _LEAST = 2, 3


def recognize(document: Document) -> Iterator[Entity]:
    patterns = [_compiled(pattern) for pattern in document.references.values()]
    for code in document.codes:
        score = _score(document, code)
        if any(pattern.search(code.characters) for pattern in patterns):
            score = 0.95
        if score:
            yield Entity(entity_type="REFERENCE", start=code.start, end=code.end, recognizer="reference", score=score)


def _score(document: Document, code: Code) -> float:
    characters = code.characters
    if code.n_letters and _RIO.fullmatch(characters):
        return 0.9
    is_part = code.n_digits >= _LEAST_DIGITS and len(characters) >= _LEAST
    if (
        is_part
        and "REFERENCE" in document.expected(code.first)
        and not counts(document.tokens, code, document.language)
    ):
        return 0.72 if code.n_letters or code.n_digits >= 5 else 0.55
    return 0.58 if code.n_letters and _WRITTEN.fullmatch(characters) else 0.0


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)
