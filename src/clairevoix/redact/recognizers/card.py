"""Payment cards: the number (ISO/IEC 7812-1, with Luhn's check digit) or a part of it, the expiry date, the code."""

import re
from collections.abc import Iterator

from stdnum import luhn

from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import counts

#: First digits of payment cards: Mastercard 2 and 5, American Express 34 and 37, Visa 4, Maestro and others 6.
_CARD = re.compile(r"3[47]\d{13}|4(?:\d{12}|\d{15}|\d{18})|[25]\d{15}|6\d{15,18}")
_USUAL_LENGTH = 16
#: Digits that may be a part of a number, a date « 12 26 » or a code « 123 » where a card is spoken of.
_PART = 3
_MONTHS = {
    "fr": frozenset(
        "janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre".split()
    ),
    "en": frozenset("january february march april may june july august september october november december".split()),
}
_EXPIRES = frozenset("expire expiration validité validite valable expiry expires valid".split())
_EXPIRY_REACH = 6


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        exact = _CARD.fullmatch(run.digits) is not None and luhn.is_valid(run.digits)
        score = 0.95 if exact else 0.8 if _holds_card(run.digits) else 0.0
        is_part = len(run.digits) >= _PART and not counts(document.tokens, run, document.language)
        if not score and is_part and "CARD" in document.expected(run.first):
            score = 0.76 if _CARD.fullmatch(run.digits) else 0.55
        if score:
            yield Entity(entity_type="CARD", start=run.start, end=run.end, recognizer="card", score=score)
    yield from _expiry_months(document)


def _holds_card(digits: str) -> bool:
    """A whole number at the start or the end of a run: expiry date and code are often dictated in one breath with it."""
    parts = (digits[:_USUAL_LENGTH], digits[-_USUAL_LENGTH:])
    return len(digits) > _USUAL_LENGTH and any(_CARD.fullmatch(part) and luhn.is_valid(part) for part in parts)


def _expiry_months(document: Document) -> Iterator[Entity]:
    """« elle expire en décembre deux mille vingt-six »"""
    found = document.tokens
    if not any(token.word in _EXPIRES for token in found):
        return
    for index, token in enumerate(found):
        if token.word not in _MONTHS[document.language] or "CARD" not in document.expected(index):
            continue
        if any(each.word in _EXPIRES for each in found[max(0, index - _EXPIRY_REACH) : index]):
            year = next((run for run in document.runs if run.first == index + 1), None)
            end = year.end if year else token.end
            yield Entity(entity_type="CARD", start=token.start, end=end, recognizer="card", score=0.8)
