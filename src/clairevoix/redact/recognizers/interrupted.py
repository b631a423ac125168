"""Numbers dictated in pieces, with other words between: « 06 12 34, attendez, je cherche, 56 78 ».

Pieces are put together where they begin like a telephone number, which nothing else that is said with a leading zero
does, where together they pass the check of a card, an account or a social security number, or where a few words stand
between two pieces of what was asked for. The words between go too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from stdnum import luhn
from stdnum.fr import nir

from clairevoix.redact.digits import DigitRun
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import counts

#: « 0,5 » begins no telephone number.
_DECIMAL = re.compile(r"0[.,]\d")
#: Words between two pieces, and pieces of one number, at most.
_WORDS_BETWEEN, _PIECES = 10, 8
_PHONE_DIGITS = 10
#: A recogniser of speech may lose one group of two.
_PHONE_LEAST = 8
#: What was asked for, in pieces: words between, and digits of a piece, and of all.
_FEW_WORDS, _PIECE, _WHOLE = 6, 2, 6
_IN_PIECES = ("CARD", "IBAN", "NIR", "PHONE", "REFERENCE", "LINE", "DEVICE", "COMPANY_ID", "PASSWORD")
#: With so many digits such a number is whole: what follows is another.
_COMPLETE = {"PHONE": 10, "LINE": 10, "COMPANY_ID": 14, "NIR": 15}


def recognize(document: Document) -> Iterator[Entity]:
    for first in range(len(document.runs) - 1):
        counted = counts(document.tokens, document.runs[first], document.language)
        if counted or _DECIMAL.match(document.text, document.runs[first].start):
            continue
        pieces = _near(document.runs, first)
        for n_pieces in range(len(pieces), 1, -1):
            entity_type = kind(pieces[:n_pieces])
            if entity_type is not None:
                yield _entity(entity_type, pieces[0].start, pieces[n_pieces - 1].end, 0.6)
                break
    for one, other in pairwise(document.codes):
        if other.first - one.last - 1 > _FEW_WORDS or one.n_digits + other.n_digits < _WHOLE:
            continue
        if min(one.n_digits, other.n_digits) < _PIECE or counts(document.tokens, other, document.language):
            continue
        both = document.expected(one.first) & document.expected(other.first)
        known = next((each for each in _IN_PIECES if each in both), None)
        if known is not None and one.n_digits < _COMPLETE.get(known, one.n_digits + 1):
            yield _entity(known, one.start, other.end, 0.52)


def _near(runs: Sequence[DigitRun], first: int) -> list[DigitRun]:
    pieces = [runs[first]]
    for run in runs[first + 1 : first + _PIECES]:
        if run.first - pieces[-1].last - 1 > _WORDS_BETWEEN:
            break
        pieces.append(run)
    return pieces


def kind(pieces: Sequence[DigitRun]) -> str | None:
    """What pieces of a number make together, if anything."""
    digits = "".join(piece.digits for piece in pieces)
    begins = len(digits) > 1 and digits[0] == "0" and digits[1] != "0" and len(pieces[0].digits) % 2 == 0
    without_last = len(digits) - len(pieces[-1].digits)
    if begins and len(digits) >= _PHONE_LEAST and without_last < _PHONE_DIGITS:
        return "PHONE"
    if len(digits) == 16 and luhn.is_valid(digits):
        return "CARD"
    return "NIR" if len(digits) == 15 and nir.is_valid(digits) else None


def _entity(entity_type: str, start: int, end: int, score: float) -> Entity:
    return Entity(entity_type=entity_type, start=start, end=end, recognizer="interrupted", score=score)
