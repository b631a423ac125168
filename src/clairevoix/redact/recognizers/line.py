"""References of lines and sockets: the fibre's wall socket (PTO), the operator's (OI), the line itself (ND)."""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

#: Two letters of the building's operator, then eight or twelve letters and digits (Arcep, décision n° 2015-0776).
_SOCKET = re.compile(r"[A-Z]{2}[A-Z0-9]{4}\d{4}(?:\d{4})?")
_WRITTEN = re.compile(r"(?<![\w-])[A-Z]{2}-[A-Z0-9]{4}-\d{4}(?:-\d{4})?(?![\w-])", re.IGNORECASE)
_LEAST_DIGITS, _LEAST = 2, 4


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes:
        return
    for match in _WRITTEN.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.9)
    for code in document.codes:
        expected = document.expected(code.first)
        if "LINE" in expected and code.n_digits >= _LEAST_DIGITS and len(code.characters) >= _LEAST:
            # « numéro de ligne » may be a telephone number, which then wins.
            yield _entity(code.start, code.end, 0.74 if code.n_letters else 0.57)
        elif code.n_letters and _SOCKET.fullmatch(code.characters) and code.n_pieces > 1:
            yield _entity(code.start, code.end, 0.56)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="LINE", start=start, end=end, recognizer="line", score=score)
