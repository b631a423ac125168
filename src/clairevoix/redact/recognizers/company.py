"""Numbers of companies: SIREN (9 digits), SIRET (14) and VAT number, which for a sole trader are a person's.

Both have Luhn's check digit, but for La Poste, whose SIRET's digits add up to a multiple of five (Insee).
"""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.fr import tva

from clairevoix.redact.recognizer import Document, Entity

_VAT = re.compile(r"FR([0-9A-Z]{2})(\d{9})")
_VAT_ABROAD = re.compile(
    r"(?<!\w)(?:BE ?0\d{9}|BE ?0\d{3}[. ]\d{3}[. ]\d{3}|LU ?\d{8}|CHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3})(?!\w)"
)
_LA_POSTE = "356000000"
_SIREN, _SIRET, _PART = 9, 14, 4


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes:
        return
    for match in _VAT_ABROAD.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.8)
    for code in document.codes:
        score = _score(code.characters, is_expected="COMPANY_ID" in document.expected(code.first))
        if score:
            yield _entity(code.start, code.end, score)


def _score(characters: str, *, is_expected: bool) -> float:
    vat = _VAT.search(characters)
    if vat:
        return 1.0 if tva.is_valid(vat[0]) else 0.8
    is_valid = characters.isdigit() and is_siret(characters)
    if is_valid and not is_expected:
        return 0.85
    if is_expected:
        is_siren = len(characters) == _SIREN and characters.isdigit() and luhn.is_valid(characters)
        n_digits = sum(character.isdigit() for character in characters)
        return 0.95 if is_valid or is_siren else 0.75 if n_digits >= _PART else 0.0
    return 0.0


def is_siret(digits: str) -> bool:
    """
    >>> is_siret("73282932000074"), is_siret("35600000049837"), is_siret("73282932000075")
    (True, True, False)
    """
    if len(digits) != _SIRET:
        return False
    if digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return luhn.is_valid(digits)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="COMPANY_ID", start=start, end=end, recognizer="company", score=score)
