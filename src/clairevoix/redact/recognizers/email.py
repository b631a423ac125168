"""E-mail addresses: written, or said aloud (« camille point martin arobase exemple point fr »)."""

import re
from collections.abc import Iterator, Sequence

from clairevoix.redact.digits import Token
from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|＠|\(at\)|\[at\])\s?[\w\-]{1,63}(?:\s?\.\s?[\w\-]{1,63}){0,8}", re.IGNORECASE
)
#: « arobase » as recognisers of speech write it: arobase, arrobas, à robase, la robaz…
_AT = re.compile(r"(?:\w?ar+o+b[ae][szc]|ro+ba[szc])\w*|@", re.IGNORECASE)
_JOINTS = frozenset("point tiret underscore bas du six moins dot dash hyphen".split())
_ENDINGS = frozenset("fr com net org eu be ch uk lu io info biz re pf nc".split())
#: How far an address may reach on each side of its « arobase », in words.
_REACH = 12
#: Words taken on either side even when nothing says that they belong: a recogniser may have lost the « point ».
_LEAST_LEFT, _LEAST_RIGHT = 2, 3
#: Words that one part of an address may be heard as.
_PART = 3


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        yield _entity(match.start(), match.end(), 1.0)
    for index, token in enumerate(document.tokens):
        if _says_at(document, index):
            first, last = _left(document, index), _right(document.tokens, index)
            certain = token.word not in ("at", "@")
            yield _entity(document.tokens[first].start, document.tokens[last].end, 0.95 if certain else 0.8)


def _says_at(document: Document, index: int) -> bool:
    word = document.tokens[index].word
    # « at » is an English word; only « x at y dot z » is an address.
    near = document.tokens[index + 1 : index + 4]
    dotted = any(token.word in ("dot", "point") for token in near)
    already = any(token.text.startswith("[") for token in near)
    return _AT.fullmatch(word) is not None or (word == "at" and dotted and not already)


def _left(document: Document, index: int) -> int:
    """The first token of the local part: beyond every « point », letter or number within reach, two words at least."""
    found = document.tokens
    numbers = {at for run in document.runs for at in range(run.first, run.last + 1)}
    alone = found[index - 1].word in ("a", "à", "la") if index else False
    first = max(0, index - _LEAST_LEFT - alone)
    for at in range(index - 1, max(-1, index - _REACH), -1):
        if first - at > _PART:
            break
        if found[at].word in _JOINTS or at in numbers:
            first = min(first, max(0, at - 1))
        elif len(found[at].word) == 1:
            first = min(first, at)
    return first


def _right(found: Sequence[Token], index: int) -> int:
    """The last token of the domain: an ending such as « fr », or beyond its last « point », three words at least."""
    last = index + _LEAST_RIGHT
    for at in range(index + 1, min(index + _REACH, len(found))):
        word = found[at].word
        if word in _ENDINGS or ("." in word and word.rpartition(".")[2] in _ENDINGS):
            return at
        if at - last > _PART:
            break
        if word in _JOINTS:
            last = max(last, at + 1)
        elif len(word) == 1:
            last = max(last, at)
    return min(last, len(found) - 1)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="EMAIL", start=start, end=end, recognizer="email", score=score)
