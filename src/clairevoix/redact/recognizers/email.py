"""E-mail addresses: written, or said aloud (« camille point martin arobase exemple point fr »)."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from clairevoix.redact.digits import FILLERS, PLACEHOLDER, Token
from clairevoix.redact.letters import folded
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.sounding import is_arobase

_WRITTEN = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|＠|\(at\)|\[at\])\s?[\w\-]{1,63}(?:\s?\.\s?[\w\-]{1,63}){0,8}", re.IGNORECASE
)
_MARKS = ("@", "(at)", "[at]", "(AT)", "[AT]")
_DOMAIN = re.compile(r"(?:@|\bat\b)[^@]*\.", re.IGNORECASE)
_PIECES = re.compile(r"[^\s:;,<>()\[\]\"«»=“”|{}]+")
#: « arobase » as recognisers of speech write it: arobase, arrobas, à robase, la robaz, aérobase…
_AT = re.compile(r"(?:\w?(?:ar+|aér|aer)[ao]+m?b[aeo][szc]|[rl]o+ba[szc])\w{0,6}|@", re.IGNORECASE)
_PROVIDERS = frozenset(
    "gmail orange free sfr wanadoo laposte yahoo hotmail outlook icloud live bbox neuf numericable aol protonmail proton msn "
    "exemple example googlemail me mac gmx bluewin skynet telenet".split()
)
_JOINTS = frozenset(
    "point tiret underscore bas du six moins dot dash hyphen comme plus arobase - . _ attaché collé".split()
)
_ENDINGS = frozenset("fr com net org eu be ch uk lu io info biz re pf nc gouv co".split())
#: How far an address may reach on each side of its « arobase », in words.
_REACH = 24
#: How far before « x point y » an e-mail address may have been spoken of.
_FAR = 16
#: Words taken on either side even when nothing says that they belong: a recogniser may have lost the « point ».
_LEAST_LEFT, _LEAST_RIGHT = 2, 3
#: Words that one part of an address may be heard as.
_PART = 3
_SPELLED = 3
#: Words that begin no address.
_NO_PART = frozenset(
    "mail email e-mail adresse est c'est sera mon ma le la l les un une à a de du d en au sur notez écrivez écrire alors "
    "voici address my is the it's its mail to on at me moi merci bonjour monsieur madame avec pour par dans chez".split()
)


def recognize(document: Document) -> Iterator[Entity]:
    if any(mark in document.text for mark in _MARKS):
        for match in _WRITTEN.finditer(document.text):
            yield _entity(match.start(), match.end(), _certainty(match[0]))
    joined: frozenset[int] | None = None
    for index, token in enumerate(document.tokens):
        if "@" in token.word and len(token.word) > 2:
            yield from _in_token(document, token)
        certainty = _says_at(document, index)
        if certainty:
            joined = _joined(document) if joined is None else joined
            first, last = _left(document, index, joined), _right(document.tokens, index)
            yield _entity(document.tokens[first].start, document.tokens[last].end, certainty)
    yield from _parts(document)


def _in_token(document: Document, token: Token) -> Iterator[Entity]:
    """Whatever stands around an « @ » without blank: an address of any length and alphabet."""
    for match in _PIECES.finditer(document.text, token.start, token.end):
        if "@" in match[0].strip("@.,;!?…"):
            yield _entity(match.start(), match.start() + len(match[0].rstrip(".!?…")), _certainty(match[0]))


def _certainty(written: str) -> float:
    """« P@ssw0rd » has no domain."""
    return 1.0 if _DOMAIN.search(written) else 0.6


def _says_at(document: Document, index: int) -> float:
    """How sure it is that a token stands for « @ »; 0 if it does not."""
    found = document.tokens
    word = found[index].word
    if len(word) >= 5 and _AT.fullmatch(word):
        return 0.95
    if word not in ("at", "chez", "@", "commercial", "à", "a", "ah", "ha"):
        return 0.0
    if word not in ("at", "chez", "@", "commercial") and _sounds_at(document, index):
        return 0.8
    near = [token.word for token in found[index + 1 : index + 6]]
    if PLACEHOLDER in near:
        return 0.0
    if word == "@":
        return 0.8
    if word == "commercial":
        return 0.8 if index and found[index - 1].word == "a" else 0.0
    dotted = any(one in ("dot", "point") for one in near[:4]) or any("." in one for one in near[:2])
    if word == "at":
        return 0.8 if dotted else 0.0
    ends = any(one in _ENDINGS for one in near[1:]) or any(
        "." in one and one.rpartition(".")[2] in _ENDINGS for one in near
    )
    spelled = any(one == "f" and other == "r" for one, other in pairwise(near))
    wanted = "EMAIL" in document.expected(index)
    known = bool(near) and near[0].split(".")[0] in _PROVIDERS
    return 0.7 if dotted and (ends or spelled) and (known or wanted) else 0.0


def _sounds_at(document: Document, index: int) -> bool:
    """« à haut bas, exemple », « à robot gmail »: two or three words, with the part of an address after them."""
    words = [folded(token.word) for token in document.tokens[index : index + 3]]
    for n_words in (2, 3):
        if len(words) == n_words or (len(words) > n_words and words[n_words - 1]):
            if not is_arobase(tuple(words[:n_words])):
                continue
            near = [token.word for token in document.tokens[index + n_words : index + n_words + 4]]
            if any(one in _PROVIDERS or one in ("point", "dot") or "." in one for one in near):
                return True
    return False


def _parts(document: Document) -> Iterator[Entity]:
    """« gmail point com » whose « arobase » was lost, « prénom point nom » where one is spelled or an address spoken of."""
    found = document.tokens
    joined: frozenset[int] | None = None
    spelled = {code.first for code in document.codes if code.n_letters >= _SPELLED}
    for index, token in enumerate(found):
        if token.word not in ("point", "dot") or not 0 < index < len(found) - 1:
            continue
        before, after = found[index - 1].word, found[index + 1].word
        if index + 2 < len(found) and found[index + 2].word == "slash":
            continue  # a web address
        if before in _PROVIDERS and after in _ENDINGS:
            joined = _joined(document) if joined is None else joined
            yield _entity(found[_left(document, index - 1, joined)].start, found[index + 1].end, 0.6)
        elif not (_is_part(before) and _is_part(after)):
            continue
        elif index + 2 in spelled or "EMAIL" in document.expected(index, _FAR):
            yield _entity(found[index - 1].start, found[index + 1].end, 0.5)


def _is_part(word: str) -> bool:
    return word.isalpha() and word not in _NO_PART and word not in FILLERS


def _joined(document: Document) -> frozenset[int]:
    return frozenset(at for code in document.codes for at in range(code.first, code.last + 1))


def _left(document: Document, index: int, joined: Container[int]) -> int:
    """The first token of the local part: beyond every « point », letter or number within reach, two words at least."""
    found = document.tokens
    alone = found[index - 1].word in ("a", "à", "la") if index else False
    first = max(0, index - _LEAST_LEFT - alone)
    for at in range(index - 1, max(-1, index - _REACH), -1):
        if first - at > _PART or found[at].word == PLACEHOLDER:
            break
        if found[at].word in _JOINTS or (at in joined and len(found[at].word) > 1):
            first = min(first, max(0, at - 1))
        elif len(found[at].word) == 1:
            first = min(first, at)
    # « sophie martin, quatre-vingt-cinq arobase »: a name may stand before what is joined.
    before = found[first - 1].word if first else ""
    return first - _is_part(before)


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
