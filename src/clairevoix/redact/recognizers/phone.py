"""Telephone numbers of France, its overseas territories and other countries, written or dictated, whole or in part."""

import re
from collections.abc import Iterator

from clairevoix.redact.digits import DigitRun
from clairevoix.redact.recognizer import Document, Entity

# Ten digits from 0 (Arcep, plan national de numérotation), or a country code and the rest.
_NATIONAL = {"fr": re.compile(r"0[1-9]\d{8}"), "en": re.compile(r"0[1-9]\d{8,9}")}
_INTERNATIONAL = re.compile(r"(?:00)?(?:33|262|590|594|596|508|687|689|32|41|352|377|44|1|49|39|34|351)0?[1-9]\d{6,9}")
_SEVERAL = re.compile(r"(?:0[1-9]\d{8}){2,4}")
#: A recogniser of speech loses a group of two, or doubles one; Belgian and Swiss numbers have nine digits.
_GARBLED = re.compile(r"0[1-9]\d{6,7}|0[1-9]\d{9,10}")
#: A longer run of digits is something else, or two things; it is redacted as a long number.
_LONGEST = 15
_ABROAD = range(8, 16)
#: Digits that may be a part of a number that somebody asked for.
_PART, _LOCAL = 4, 6


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        score = _score(document, run)
        if score:
            yield Entity(entity_type="PHONE", start=run.start, end=run.end, recognizer="phone", score=score)


def _score(document: Document, run: DigitRun) -> float:
    digits = run.digits
    abroad = run.has_plus or digits.startswith("00")
    if _SEVERAL.fullmatch(digits) or (run.has_plus and len(digits) in _ABROAD):
        return 0.9
    is_whole = _NATIONAL[document.language].search(digits) or (abroad and _INTERNATIONAL.search(digits))
    if is_whole and len(digits) <= _LONGEST:
        return 0.9 if len(digits) == 10 or abroad else 0.7
    if _GARBLED.fullmatch(digits):
        return 0.65
    if len(digits) < _PART or len(digits) > _LONGEST or "PHONE" not in document.expected(run.first):
        return 0.0
    by_pairs = all(len(group.digits) <= 2 for group in run.groups) and len(run.groups) > 1
    return 0.6 if digits[0] == "0" or by_pairs or len(digits) >= _LOCAL else 0.0
