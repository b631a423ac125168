"""Web addresses: written, or said (« www point exemple point fr slash compte »).

An address without a path, user or digits is a company's and stays, unless it was asked for.
"""

import re
from collections.abc import Iterator

from clairevoix.redact.recognizer import Document, Entity

_WRITTEN = re.compile(r"(?:h(?:tt|xx)ps?://|(?<![\w@.])www\.)[^\s<>\"«»()]{2,2000}", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.\-/])(?:[a-z0-9-]{1,63}\.){1,4}(?:fr|com|net|org|eu|be|ch|io|info|re)/[^\s<>\"«»()]{1,2000}",
    re.IGNORECASE,
)
#: What leads to somebody: a path, a query, a user.
_PERSONAL = re.compile(r"(?:://|^)[^/]+(?:/[^\s/?#]+|\S*[?#=]|@)|\d{3}", re.IGNORECASE)
_END = r"(?:fr|com|net|org|eu|be|ch|io|info|re|bzh|uk|shop|blog)"
#: The address of the caller's own page leads to somebody without any path: « mon site, c'est keravel point fr ».
_OWN = re.compile(
    rf"\b(?:mon|notre|ma|my|our)\s(?:site|blog|page|boutique|website|web)(?:\s[\w'’-]{{1,15}},?){{0,4}}?\s"
    rf"((?:[a-z0-9-]{{1,40}}\.){{1,4}}{_END}\b(?:/\S{{0,200}})?"
    rf"|(?:[\w-]{{1,40}}\s(?:w\s)?(?:point|dot|tiret|dash|slash|underscore)\s){{1,6}}(?:{_END}\b)(?:\sslash\s[\w-]{{1,40}})?)",
    re.IGNORECASE,
)
#: Where somebody asked « votre site ? ».
_ANY = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{1,40}}\.){{1,4}}{_END}\b(?!@)"
    rf"|\b(?:(?:[\w-]{{1,40}}\s(?:w\s)?(?:point|dot|tiret|dash|underscore)\s){{1,6}}{_END}\b)",
    re.IGNORECASE,
)
_W = frozenset({"w", "www", "triple"})
_SLASHES = frozenset({"slash", "/"})
_JOINTS = _SLASHES | {"point", "dot", ".", "tiret", "dash", "hyphen", "underscore", "-"}
_ENDINGS = frozenset("fr com net org eu be ch uk io info re".split())
_LEADING = _JOINTS | _W | _ENDINGS | {"deux", "points", "colon", "https", "http"}
_REACH = 16


def recognize(document: Document) -> Iterator[Entity]:
    text = document.text
    if "." in text:
        for match in _WRITTEN.finditer(text):
            if _PERSONAL.search(match[0]) or "URL" in _asked(document):
                yield _entity(match.start(), match.start() + len(match[0].rstrip(".,;:!?…'’")), 0.9)
        if "/" in text:
            for match in _BARE.finditer(text):
                yield _entity(match.start(), match.start() + len(match[0].rstrip(".,;:!?…'’")), 0.85)
    for match in _OWN.finditer(text):
        yield _entity(match.start(1), match.start(1) + len(match[1].rstrip(".,;:!?…'’")), 0.8)
    if "URL" in _asked(document):
        for match in _ANY.finditer(text):
            yield _entity(match.start(), match.end(), 0.55)
    yield from _said(document)


def _asked(document: Document) -> frozenset[str]:
    return frozenset().union(*set(document.asked))


def _said(document: Document) -> Iterator[Entity]:
    """From its « h t t p », « w w w » or the word before its first point, to what follows its last point or slash."""
    found = document.tokens
    ends = (
        {at: code.last for code in document.codes for at in range(code.first, code.last + 1)}
        if "slash" in document.text
        else {}
    )
    after = 0
    for index, token in enumerate(found):
        if index < after or token.word not in _SLASHES or not _near_ending(document, index):
            continue
        first, last = index, index + 1
        while first > max(after, index - _REACH) and (
            found[first - 1].word in _LEADING or len(found[first - 1].word) == 1 or found[first].word in _JOINTS
        ):
            first -= 1
        while last + 1 < min(len(found), index + _REACH) and (
            found[last + 1].word in _JOINTS or found[last].word in _JOINTS
        ):
            last += 1
        last = min(ends.get(last, last), len(found) - 1)
        yield _entity(found[first].start, found[last].end, 0.65)
        after = last + 1


def _near_ending(document: Document, index: int) -> bool:
    before = [token.word for token in document.tokens[max(0, index - 4) : index]]
    return any(word in _ENDINGS or word.rpartition(".")[2] in _ENDINGS for word in before) and len(before) > 1


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="URL", start=start, end=end, recognizer="url", score=score)
