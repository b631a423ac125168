"""Payment card numbers: 13 to 19 digits with a right check digit (ISO/IEC 7812-1, Luhn), written or dictated."""

import re
from collections.abc import Iterator

from stdnum import luhn

from clairevoix.redact.recognizer import Document, Entity

#: First digits of payment cards: Mastercard 2 and 5, American Express 34 and 37, Visa 4, Maestro and others 6.
_CARD = re.compile(r"(?:3[47]\d{13}|[2456]\d{12,18})")
_USUAL_LENGTH = 16


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        exact = _CARD.fullmatch(run.digits) is not None and luhn.is_valid(run.digits)
        if exact or _holds_card(run.digits):
            score = 0.95 if exact else 0.8
            yield Entity(entity_type="CARD", start=run.start, end=run.end, recognizer="card", score=score)


def _holds_card(digits: str) -> bool:
    """A whole number at the start or the end of a run: expiry date and code are often dictated in one breath with it."""
    parts = (digits[:_USUAL_LENGTH], digits[-_USUAL_LENGTH:])
    return len(digits) > _USUAL_LENGTH and any(_CARD.fullmatch(part) and luhn.is_valid(part) for part in parts)
