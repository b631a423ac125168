"""Payment card numbers: 13 to 19 digits with a right check digit (ISO/IEC 7812-1, Luhn), written or dictated."""

from collections.abc import Iterator

from stdnum import luhn

from clairevoix.redact.recognizer import Document, Entity

_LENGTHS = (16, 15, 19, 18, 17, 14, 13)


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        if any(_holds_card(run.digits, length) for length in _LENGTHS):
            exact = luhn.is_valid(run.digits) and len(run.digits) in _LENGTHS
            yield Entity(
                entity_type="CARD",
                start=run.start,
                end=run.end,
                recognizer="card",
                score=0.95 if exact else 0.8,
            )


def _holds_card(digits: str, length: int) -> bool:
    """Anywhere in the run: expiry date and code are often dictated in one breath with the number."""
    starts = range(len(digits) - length + 1)
    return any(digits[start] in "23456" and luhn.is_valid(digits[start : start + length]) for start in starts)
