"""Bank identifier codes (BIC, ISO 9362): four letters of the bank, two of the country, two or five more."""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

_COUNTRIES = "FR|BE|CH|LU|DE|ES|IT|MC|PT|GB|NL|IE|LT|GP|MQ|GF|RE"
_WRITTEN = re.compile(
    rf"(?<![\w-])(?!IBAN|CODE|SITE|FROM|INFO)[A-Z]{{4}} ?(?:{_COUNTRIES}) ?[A-Z0-9]{{2}}(?: ?[A-Z0-9]{{3}})?(?![\w-])"
)
_SAID = re.compile(rf"[A-Z]{{4}}(?:{_COUNTRIES})[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?")


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        is_said = any("BIC" in cue.types or "IBAN" in cue.types for cue in document.cues)
        # Capitals all around make a word like « TRANSFERT » likely.
        if is_said or not document.text.isupper():
            yield _entity(match.start(), match.end(), 0.9 if is_said else 0.6)
    for code in document.codes:
        if code.n_letters >= 6 and _SAID.fullmatch(code.characters):
            yield _entity(code.start, code.end, 0.8)
        elif code.n_letters >= 2 and "BIC" in document.expected(code.first):
            yield _entity(code.start, code.end, 0.55)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="BIC", start=start, end=end, recognizer="bic", score=score)
