"""Numbers dictated in pieces, with other words between: « 06 12 34, attendez, je cherche, 56 78 ».

Pieces are put together where they begin like a telephone number, which nothing else that is said with a leading zero
does, or where together they pass the check of a card, an account or a social security number. The words between go too.
"""

import re
from collections.abc import Iterator, Sequence

from stdnum import luhn
from stdnum.fr import nir

from clairevoix.redact.digits import DigitRun
from clairevoix.redact.recognizer import Document, Entity

#: « 0,5 » begins no telephone number.
_DECIMAL = re.compile(r"0[.,]\d")
#: Words between two pieces, and pieces of one number, at most.
_WORDS_BETWEEN, _PIECES = 10, 8
_PHONE_DIGITS = 10
#: A recogniser of speech may lose one group of two.
_PHONE_LEAST = 8


def recognize(document: Document) -> Iterator[Entity]:
    for first in range(len(document.runs)):
        if _DECIMAL.match(document.text, document.runs[first].start):
            continue
        pieces = _near(document.runs, first)
        for n_pieces in range(len(pieces), 1, -1):
            entity_type = _kind(pieces[:n_pieces])
            if entity_type is not None:
                start, end = pieces[0].start, pieces[n_pieces - 1].end
                yield Entity(entity_type=entity_type, start=start, end=end, recognizer="interrupted", score=0.6)
                break


def _near(runs: Sequence[DigitRun], first: int) -> list[DigitRun]:
    pieces = [runs[first]]
    for run in runs[first + 1 : first + _PIECES]:
        if run.first - pieces[-1].last - 1 > _WORDS_BETWEEN:
            break
        pieces.append(run)
    return pieces


def _kind(pieces: Sequence[DigitRun]) -> str | None:
    digits = "".join(piece.digits for piece in pieces)
    begins = len(digits) > 1 and digits[0] == "0" and digits[1] != "0" and len(pieces[0].digits) % 2 == 0
    without_last = len(digits) - len(pieces[-1].digits)
    if begins and len(digits) >= _PHONE_LEAST and without_last < _PHONE_DIGITS:
        return "PHONE"
    if len(digits) == 16 and luhn.is_valid(digits):
        return "CARD"
    return "NIR" if len(digits) == 15 and nir.is_valid(digits) else None
