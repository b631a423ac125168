"""E-mail addresses: written, or said aloud (« camille point martin arobase exemple point fr »)."""

import re
from collections.abc import Iterator, Sequence

from clairevoix.redact.digits import Token
from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(r"[\w.+\-]+\s?@\s?[\w\-]+(?:\s?\.\s?[\w\-]+)*", re.UNICODE)
_AT = re.compile(r"(?:ar+oba[sz]e?s?|robase|@|at)", re.IGNORECASE)
_JOINTS = frozenset("point tiret underscore bas du six moins dot dash hyphen".split())
_ENDINGS = frozenset("fr com net org eu be ch uk lu io info biz re pf nc".split())
_REACH = 12


def recognize(document: Document) -> Iterator[Entity]:
    for match in _WRITTEN.finditer(document.text):
        yield _entity(match.start(), match.end(), 1.0)
    for index, token in enumerate(document.tokens):
        if _says_at(document, index):
            first, last = _left(document.tokens, index), _right(document.tokens, index)
            spelled = token.word not in ("at", "@")
            yield _entity(
                document.tokens[first].start,
                document.tokens[last].end,
                0.95 if spelled else 0.8,
            )


def _says_at(document: Document, index: int) -> bool:
    word = document.tokens[index].word
    if _AT.fullmatch(word) is None:
        return "arobase" in word
    # « at » is an English word; only « x at y dot z » is an address.
    return word != "at" or any(token.word == "dot" for token in document.tokens[index + 1 : index + 4])


def _left(found: Sequence[Token], index: int) -> int:
    """The first token of the local part: what is joined by « point » and the like, or spelled letter by letter."""
    first = index - 1 if index else index
    # « à robase » is how recognisers hear « arobase ».
    if index and found[index].word.startswith("robase") and found[first].word in ("a", "à"):
        first = max(0, first - 1)
    while first > 0 and index - first < _REACH:
        previous, current = found[first - 1].word, found[first].word
        if not (previous in _JOINTS or current in _JOINTS or _is_spelled(previous)):
            break
        first -= 1
    return first


def _right(found: Sequence[Token], index: int) -> int:
    """The last token of the domain: up to an ending such as « fr », or three words further when none is heard."""
    for last in range(index + 1, min(index + _REACH, len(found))):
        word = found[last].word
        if word in _ENDINGS or word.rpartition(".")[2] in _ENDINGS and "." in word:
            return last
    return min(index + 3, len(found) - 1)


def _is_spelled(word: str) -> bool:
    return len(word) == 1 or word.isdigit()


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="EMAIL", start=start, end=end, recognizer="email", score=score)
