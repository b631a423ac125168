"""Any number that nothing else claims and that is long, dictated digit by digit, or was asked for.

A recogniser of speech drops or doubles digits, and then no check digit agrees any more; a long number that is none of the
known kinds is still somebody's.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from clairevoix.redact.digits import DigitRun, Token, is_numeral
from clairevoix.redact.numerals import EVERYBODYS, MEASURE
from clairevoix.redact.recognizer import Document, Entity

_MINIMUM = 7
#: Digits said one by one, as codes are.
_ONE_BY_ONE = 5
#: « 904417 »: written without blanks, as amounts of that size are not.
_IN_ONE = 6
_ASKED = 4
_NUMBERS = frozenset({"NUMBER"})
_YEAR = re.compile(r"(?:19|20)\d\d")
#: An amount with zeros, « 1 000 000 ».
_ROUND = re.compile(r"[1-9]\d{0,2}0{3,6}")


def recognize(document: Document) -> Iterator[Entity]:
    for run in document.runs:
        score = _score(document, run)
        if score:
            yield Entity(entity_type="NUMBER", start=run.start, end=run.end, recognizer="long_number", score=score)
    for token in document.tokens:
        if not token.word.isalpha() and _is_hidden(document, token):
            yield Entity(entity_type="NUMBER", start=token.start, end=token.end, recognizer="long_number", score=0.3)


def _is_hidden(document: Document, token: Token) -> bool:
    """« tel(0639981234) »: as many digits as a telephone number among other characters, and no code."""
    n_digits = sum(character.isdigit() for character in token.word)
    is_known = is_numeral(token, document.language) or MEASURE.fullmatch(token.word) or EVERYBODYS.fullmatch(token.word)
    return n_digits >= _MINIMUM and not is_known


def _score(document: Document, run: DigitRun) -> float:
    if _ROUND.fullmatch(run.digits) or all(_YEAR.fullmatch(group.digits) for group in run.groups):
        return 0.0
    if len(run.digits) >= _MINIMUM:
        return 0.5
    written = (group for group in run.groups if document.tokens[group.first].word[:1].isdigit())
    if any(len(group.digits) >= _IN_ONE for group in written) or _is_one_by_one(run):
        return 0.45
    return 0.4 if len(run.digits) >= _ASKED and document.expected(run.first) & _NUMBERS else 0.0


def _is_one_by_one(run: DigitRun) -> bool:
    single = [
        digit for group in run.groups if len(group.digits) == 1 or group.digits[0] == "0" for digit in group.digits
    ]
    counting = all(int(other) - int(one) == 1 for one, other in pairwise(single))
    return len(single) >= _ONE_BY_ONE and not counting
