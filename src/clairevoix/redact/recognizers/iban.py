"""Bank account numbers (IBAN, ISO 13616): written, dictated after their country's letters, or in part where asked for."""

import re
from collections.abc import Iterator

from stdnum import iban

from clairevoix.redact.digits import FILLERS
from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[\s\-.]?[A-Z0-9]){10,30}\b", re.IGNORECASE)
#: Countries whose accounts people dictate to a French or English operator.
_COUNTRIES = frozenset("fr be ch lu de es it mc pt gb nl".split())
#: Those that are no French or English words.
_NO_WORDS = frozenset("fr ch mc gb nl".split())
#: The country with its check digits and the rest, within a code.
_SAID = re.compile(rf"(?:{'|'.join(sorted(each.upper() for each in _COUNTRIES))})\d{{2}}[A-Z0-9]{{6,30}}")
#: The country with its check digits, in one word: « FR76 ».
_OPENING = re.compile(r"([a-z]{2})(\d{2})")
_SPOKEN_MINIMUM = 10
_FILLERS_BETWEEN = 2
#: French accounts have 23 digits after their country and its check digits; nothing else that people dictate is so long.
_LONG = range(20, 31)
_PART = 3


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes:
        return
    for match in _WRITTEN.finditer(document.text):
        end = _valid_end(match[0])
        if end:
            yield _entity(match.start(), match.start() + end, 1.0)
    for code in document.codes:
        said = _SAID.search(code.characters)
        if said and code.n_digits >= _SPOKEN_MINIMUM:
            yield _entity(code.start, code.end, 1.0 if _is_valid(said[0]) else 0.85)
    for run in document.runs:
        opening = _opening(document, run.first)
        if opening is not None and len(run.digits) >= _SPOKEN_MINIMUM:
            text, start = opening
            yield _entity(start, run.end, 1.0 if _is_valid(text + run.digits) else 0.85)
        elif len(run.digits) in _LONG:
            yield _entity(run.start, run.end, 0.6)
    for code in document.codes:
        if len(code.characters) >= _PART and code.n_digits >= 2 and "IBAN" in document.expected(code.first):
            yield _entity(code.start, code.end, 0.75 if code.n_digits >= _SPOKEN_MINIMUM else 0.53)


def _is_valid(text: str) -> bool:
    # The check digits of ISO 13616 alone: rules inside a country's number may have changed since.
    return iban.is_valid(text, check_country=False)


def _valid_end(text: str) -> int:
    """How many characters of ``text`` are a valid IBAN: words may follow it. 0 if none are."""
    for end in range(len(text), 14, -1):
        if not text[end - 1].isspace() and (end == len(text) or not text[end].isalnum()) and _is_valid(text[:end]):
            return end
    return 0


def _opening(document: Document, first: int) -> tuple[str, int] | None:
    """The country before a run of digits, with check digits or spelled or as one word, and where it starts."""
    found = document.tokens
    last = first - 1
    while last >= 0 and first - last <= _FILLERS_BETWEEN and (not found[last].word or found[last].word in FILLERS):
        last -= 1
    if last < 0:
        return None
    word = found[last].word
    match = _OPENING.fullmatch(word)
    if match and match[1] in _COUNTRIES:
        return word, found[last].start
    if word in _COUNTRIES and (found[last].text.isupper() or word in _NO_WORDS):
        return word, found[last].start
    spelled = found[last - 1].word + word if last >= 1 else ""
    return (spelled, found[last - 1].start) if spelled in _COUNTRIES else None


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="IBAN", start=start, end=end, recognizer="iban", score=score)
