"""Telephone numbers of France, its overseas territories and the +33, +32 and +41 plans, written or dictated."""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

# Ten digits from 0 (Arcep, plan national de numérotation), or a country code and the rest.
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"(?:00)?(?:33|262|590|594|596|508|687|689|32|41)0?[1-9]\d{7,8}")


#: A longer run of digits is something else, or two things; it is redacted as a long number.
_LONGEST = 15


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        abroad = run.has_plus or run.digits.startswith("00")
        is_phone = _NATIONAL.search(run.digits) or (abroad and _INTERNATIONAL.search(run.digits))
        if is_phone and len(run.digits) <= _LONGEST:
            score = 0.9 if len(run.digits) == 10 or abroad else 0.7
            yield Entity(entity_type="PHONE", start=run.start, end=run.end, recognizer="phone", score=score)
