"""Codes that a recogniser of speech garbled: numbers with words between them that do not exist, « oupé 4, quas 82 ».

Letters that are said one by one are what it knows least. Who counts or tells puts words that exist between numbers.
"""

from collections.abc import Iterator, Sequence

from clairevoix.redact.digits import FILLERS, Token
from clairevoix.redact.letters import folded
from clairevoix.redact.numerals import MEASURE, says_number
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.sounding import is_nonsense

#: Longer words are of speech, not of letters.
_LONGEST_WORD = 7
_LEAST_GROUPS, _LEAST_DIGITS = 2, 3
#: How many words after a garbled code a number is of it.
_N_FURTHER = 6
_SCORE = 0.35
_NOTHING, _NUMBER, _NONSENSE, _FILLER = range(4)


def recognize(document: Document) -> Iterator[Entity]:
    if document.language != "fr" or len(document.codes) < _LEAST_GROUPS:
        return
    said: dict[int, int] = {}
    for code in document.codes:
        said |= {at: code.n_digits if at == code.first else 0 for at in range(code.first, code.last + 1)}
    at = 0
    for code in document.codes:
        if code.first < at:
            continue
        first, at = _stretch(document.tokens, said, code.first)
        if _is_code(document.tokens, said, first, at):
            at = _further(document.tokens, at)
            start, end = document.tokens[first].start, document.tokens[at - 1].end
            yield Entity(entity_type="REFERENCE", start=start, end=end, recognizer="garbled", score=_SCORE)


def _stretch(found: Sequence[Token], said: dict[int, int], first: int) -> tuple[int, int]:
    """From the words that do not exist before a number to the last number or such word, in one go."""
    start = first
    while start and _kind(found[start - 1], start - 1, said) == _NONSENSE:
        start -= 1
    end = at = first
    while at < len(found):
        kind = _kind(found[at], at, said)
        if kind == _NOTHING:
            break
        at += 1
        end = end if kind == _FILLER else at
    return start, end


def _further(found: Sequence[Token], end: int) -> int:
    """Beyond one more number shortly after, whatever it seems to count: « quas 82, après, vue de 9 ans »."""
    ahead = (at for at in range(end, min(len(found), end + _N_FURTHER)) if says_number(found[at].word, "fr"))
    return next(ahead, end - 1) + 1


def _kind(token: Token, at: int, said: dict[int, int]) -> int:
    if at in said:
        return _NUMBER
    if not token.word or token.word in FILLERS:
        return _FILLER
    plain = folded(token.word)
    return _NONSENSE if len(plain) <= _LONGEST_WORD and is_nonsense(plain) else _NOTHING


def _is_code(found: Sequence[Token], said: dict[int, int], first: int, end: int) -> bool:
    """Whether numbers stand around a word that does not exist, and are digits enough."""
    kinds = [_kind(found[at], at, said) for at in range(first, end)]
    groups = sum(1 for at, kind in enumerate(kinds) if kind == _NUMBER and (at == 0 or kinds[at - 1] != _NUMBER))
    n_digits = sum(said[at] for at in range(first, end) if at in said)
    measured = any(MEASURE.fullmatch(found[at].word) for at in range(first, end))
    return groups >= _LEAST_GROUPS and n_digits >= _LEAST_DIGITS and _NONSENSE in kinds and not measured
