"""Devices: serial number, MAC address (IEEE 802), IMEI (3GPP TS 23.003, Luhn), SIM card number (ITU-T E.118)."""

import re
from collections.abc import Iterator

from stdnum import luhn

from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import counts

_MAC = re.compile(
    r"(?<![\w:-])(?=[\d: -]{0,16}[A-F])(?=[A-F: -]{0,16}\d)(?:[0-9A-F]{2}[: -]){5}[0-9A-F]{2}(?![\w:-])"
    r"|(?<![\w.])(?=[\d.]*[A-F])(?:[0-9A-F]{4}\.){2}[0-9A-F]{4}(?!\w|\.\w)",
    re.IGNORECASE,
)
_MAC_SAID = re.compile(r"[0-9A-F]{12}")
_SIM = re.compile(r"89\d{17,18}")
_IMEI = 15
#: « 7F20-44C1-09 »: groups of letters and digits with hyphens, of which two are mixed.
_SERIAL = re.compile(
    r"(?=(?:[^\s-]*\d[a-z]|[^\s-]*[a-z]\d))(?=(?:[^\s]*\d){4})[a-z0-9]{2,8}(?:-[a-z0-9]{2,8}){2,5}", re.IGNORECASE
)
_LEAST_DIGITS, _LEAST = 2, 3


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes and ":" not in document.text and "." not in document.text and "-" not in document.text:
        return
    for match in _MAC.finditer(document.text):
        if any(character.isdigit() for character in match[0]):
            yield _entity(match.start(), match.end(), 1.0)
    for code in document.codes:
        score = _score(code.characters, document.text[code.start : code.end])
        is_expected = "DEVICE" in document.expected(code.first) and not counts(document.tokens, code, document.language)
        if is_expected and code.n_digits >= _LEAST_DIGITS and len(code.characters) >= _LEAST:
            score = max(score, 0.73 if code.n_letters or code.n_digits > 4 else 0.57)
            if _MAC_SAID.fullmatch(code.characters):
                score = 0.9
        if score:
            yield _entity(code.start, code.end, score)


def _score(characters: str, written: str) -> float:
    if len(characters) == _IMEI and characters.isdigit():
        return 0.86 if luhn.is_valid(characters) else 0.0
    if _SIM.fullmatch(characters):
        return 0.82
    return 0.59 if len(written) < 60 and _SERIAL.fullmatch(written) else 0.0


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="DEVICE", start=start, end=end, recognizer="device", score=score)
