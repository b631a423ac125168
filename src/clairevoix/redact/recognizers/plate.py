"""Number plates of France: AA-123-AA since 2009, 123 ABC 75 before (arrêté du 9 février 2009)."""

import re
from collections.abc import Iterator, Sequence

from clairevoix.redact.announcing import plain
from clairevoix.redact.digits import Token
from clairevoix.redact.recognizer import REACH, Document, Entity
from clairevoix.redact.spelling import Code

#: I, O and U are never used.
_NEW = re.compile(r"[A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2}")
_OLD = re.compile(r"\d{1,4}[A-HJ-NP-TV-Z]{2,3}(?:\d{2}|2[AB]|97\d)")
_OLD_WRITTEN = re.compile(r"(?<![\w-])\d{2,4}[ -]?[A-HJ-NP-TV-Z]{2,3}[ -]?(?:0[1-9]|[1-8]\d|9[0-5]|2[AB])(?![\w-])")
_NEW_WRITTEN = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?![\w-])")
_LEAST, _LONGEST = 3, 12
#: « alpha, bravo »: the words of the alphabet of ICAO as French and English say them.
_ALPHABET = frozenset(
    "alpha alfa bravo charlie delta echo foxtrot fox trot golf hotel india juliet juliett juliette kilo lima "
    "mike november "
    "novembre oscar papa quebec romeo sierra tango uniform victor whiskey whisky x-ray xray yankee zulu zoulou".split()
)
_NAMED = frozenset(
    "plaque plaques immatriculation immatriculé immatriculée immatricule immatriculee immat plate "
    "registration licence license".split()
)
_JOINTS = frozenset("tiret espace dash hyphen euh heu puis comme garage pardon - ".split())
#: Words of two letters that are none of a plate.
_WORDS = frozenset(
    "le la de du un et ma sa ta en je tu il on ce se me te ne si ou au my is it no ai es va eu ok as in of to".split()
)


def recognize(document: Document) -> Iterator[Entity]:
    if not document.codes:
        return
    for match in _NEW_WRITTEN.finditer(document.text):
        yield _entity(match.start(), match.end(), 0.8)
    for code in document.codes:
        if code.n_letters >= 2 and _NEW.fullmatch(code.characters):
            yield _entity(code.start, code.end, 0.78)
        elif "PLATE" in document.expected(code.first):
            first, last = _reach(document.tokens, code.first, code.last, is_announced=True)
            is_more = (first, last) != (code.first, code.last)
            is_car = is_more or _has_form(document, code)
            if len(code.characters) >= _LEAST and is_car:
                score = 0.8 if _OLD.fullmatch(code.characters) or is_more else 0.56
                yield _entity(document.tokens[first].start, document.tokens[last].end, score)
        elif code.n_digits == _LEAST == len(code.characters):
            first, last = _reach(document.tokens, code.first, code.last, is_announced=False)
            if first < code.first - 1 and last > code.last + 1:
                yield _entity(document.tokens[first].start, document.tokens[last].end, 0.7)


def _has_form(document: Document, code: Code) -> bool:
    """A car's plate has letters; the word « plaque » lets any code be one."""
    named = any(token.word in _NAMED for token in document.tokens[max(0, code.first - REACH) : code.first])
    return named or "PLATE" in document.asked[code.first] or (code.n_letters >= 2 and code.n_digits >= 2)


def _reach(found: Sequence[Token], first: int, last: int, *, is_announced: bool) -> tuple[int, int]:
    """A code with the letters beside it that lower case or an alphabet hides: « ab 123 cd », « golf 482 tango »."""
    least, most = max(0, first - _LONGEST), min(len(found) - 1, last + _LONGEST)
    at = first - 1
    while at >= least and (_is_letters(found[at], is_announced=is_announced) or plain(found[at].word) in _JOINTS):
        first = at if plain(found[at].word) not in _JOINTS else first
        at -= 1
    at = last + 1
    while (
        at <= most
        and found[at - 1].text[-1] != "."
        and (
            _is_letters(found[at], is_announced=is_announced)
            or plain(found[at].word) in _JOINTS
            or found[at].word.isdigit()
        )
    ):
        last = at if plain(found[at].word) not in _JOINTS else last
        at += 1
    return first, last


def _is_letters(token: Token, *, is_announced: bool) -> bool:
    word = plain(token.word)
    if word in _ALPHABET:
        return True
    return (
        is_announced and word.isalpha() and len(word) <= 2 and word not in _WORDS and token.text[1:2] not in ("'", "’")
    )


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="PLATE", start=start, end=end, recognizer="plate", score=score)
