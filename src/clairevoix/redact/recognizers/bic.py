"""Bank identifier codes (BIC, ISO 9362): four letters of the bank, two of the country, two or five more."""

import re
from collections.abc import Iterable, Iterator

from clairevoix.redact.kinds import Kind, kind
from clairevoix.redact.recognizer import REACH, Document, Entity

_COUNTRIES = "FR|BE|CH|LU|DE|ES|IT|MC|PT|GB|NL|IE|LT|GP|MQ|GF|RE"
_WRITTEN = re.compile(
    rf"(?<![\w-])(?!IBAN|CODE|SITE|FROM|INFO)[A-Z]{{4}} ?(?:{_COUNTRIES}) ?[A-Z0-9]{{2}}(?: ?[A-Z0-9]{{3}})?(?![\w-])"
)
_SAID = re.compile(rf"[A-Z]{{4}}(?:{_COUNTRIES})[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?")

_SHORT, _LONGEST, _PIECES = 8, 11, 12


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        is_said = any("BIC" in cue.types or "IBAN" in cue.types for cue in document.cues)
        # Capitals all around make a word like « TRANSFERT » likely.
        if is_said or not document.text.isupper():
            yield _entity(match.start(), match.end(), 0.9 if is_said else 0.6)
    for cue in document.cues:
        if "BIC" in cue.types:
            yield from _in_words(document, range(cue.at + 1, min(len(document.tokens), cue.at + REACH)))
    if any("BIC" in types for types in set(document.asked)):
        asked = [place for place, types in enumerate(document.asked) if "BIC" in types]
        yield from _in_words(document, asked)
    for code in document.codes:
        if code.n_letters >= 6 and _SAID.fullmatch(code.characters):
            yield _entity(code.start, code.end, 0.8)
        elif code.n_letters >= 2 and "BIC" in document.expected(code.first):
            yield _entity(code.start, code.end, 0.55)


def _in_words(document: Document, places: Iterable[int]) -> Iterator[Entity]:
    """« bnpafrppxxx », « soge frpp », « psst f r p p » where a BIC was announced: letters of up to eleven tokens."""
    found = document.tokens
    for place in places:
        letters = ""
        for last in range(place, min(len(found), place + _PIECES)):
            if found[last].word not in ("tiret", "espace", "euh"):
                letters += "".join(each for each in found[last].word.upper() if each.isalnum())
            if len(letters) > _LONGEST:
                break
            after = found[last + 1].word if last + 1 < len(found) else ""
            is_whole = len(letters) != _SHORT or not (
                (len(after) == 3 and any(map(str.isdigit, after))) or after == "xxx"
            )
            if (
                _SAID.fullmatch(letters)
                and is_whole
                and not (letters.isalpha() and last == place and kind(letters.lower(), "fr") & Kind.ORDINARY)
            ):
                yield _entity(found[place].start, found[last].end, 0.7)
                break


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="BIC", start=start, end=end, recognizer="bic", score=score)
