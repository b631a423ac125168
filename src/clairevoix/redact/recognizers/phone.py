"""Telephone numbers of France, its overseas territories and the +33, +32 and +41 plans, written or dictated."""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

# Ten digits from 0 (Arcep, plan national de numérotation), or a country code and the rest.
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_INTERNATIONAL = re.compile(r"(?:00)?(?:33|262|590|594|596|508|687|689|32|41)0?[1-9]\d{7,8}")


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        written_abroad = run.has_plus or run.digits.startswith("00")
        if _NATIONAL.search(run.digits) or (written_abroad and _INTERNATIONAL.search(run.digits)):
            whole = len(run.digits) == 10 or written_abroad
            yield Entity(
                entity_type="PHONE",
                start=run.start,
                end=run.end,
                recognizer="phone",
                score=0.9 if whole else 0.7,
            )
