"""Tokens as the recognizers of names and places see them: folded, with their capital, their place in the sentence, and
what kinds of word they may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntFlag
from functools import lru_cache

from clairevoix.redact.digits import Token
from clairevoix.redact.gazetteers import frequent_names, given_names, ordinary_words, surnames, towns
from clairevoix.redact.letters import folded
from clairevoix.redact.never import NEVER, PARTICLES

_ELIDED = frozenset(("c", "d", "j", "l", "m", "n", "s", "t", "qu"))
_SHORTEST = 2
_LONGEST = 40
#: « souhaitez-vous », « là-dessus »: verbs and adverbs with a hyphen.
_INVERTED = re.compile(
    r".-(?:vous|je|tu|ils?|elles?|moi|nous|on|ce|la|le|les|ci|lui|leur|en|y|dessus|dessous|bas|haut|meme|memes)$"
)
_QUOTES = "\"'»”’)]\u202f\u00a0"
_ENDS = frozenset(".?!…")
_PAUSES = frozenset(',;:)»"–—-')


class Kind(IntFlag):
    """What a word may be, without its context."""

    GIVEN = 1
    SURNAME = 2
    #: Among the most frequent names, so that a name is meant although it is a word.
    FREQUENT = 4
    #: Part of everyday speech.
    ORDINARY = 8
    #: Greetings, months, companies, words of grammar: no name even where one is expected.
    NEVER = 16
    #: « de », « le », « van »: inside a name, never alone.
    PARTICLE = 32
    TOWN = 64
    #: Letters only, two at least, hyphens and apostrophes inside.
    WORD = 128


NAME = Kind.GIVEN | Kind.SURNAME


@dataclass(frozen=True, slots=True)
class Seen:
    """A token: ``word`` without its elided article, ``full`` with it (« d'Opale »: opale, d'opale).

    ``start`` and ``end``: characters of ``word`` in the text. ``opens``: first of a sentence, so that its capital says
    nothing. ``closes``: a sentence ends after it. ``pauses``: any punctuation after it. ``place``: its number among the
    tokens of the document.
    """

    word: str = field(repr=False)
    full: str = field(repr=False)
    start: int
    end: int
    kind: Kind
    is_capital: bool
    opens: bool
    closes: bool
    pauses: bool
    place: int


def seen(found: Sequence[Token], language: str) -> tuple[Seen, ...]:
    """The tokens that hold a letter or digit; those of punctuation alone end what stands before them."""
    line: list[Seen] = []
    opens = True
    for place, token in enumerate(found):
        raw = token.text
        after = raw.rstrip(_QUOTES)[-1:]
        core = raw if token.end - token.start == len(raw) else _core(token)
        if not any(map(str.isalnum, core)):
            if line:
                line[-1] = replace(line[-1], closes=line[-1].closes or after in _ENDS, pauses=True)
            opens = opens or after in _ENDS
            continue
        start, full = token.start, folded(core)
        word = full
        if "'" in full:
            head, _, tail = full.partition("'")
            if head in _ELIDED and tail and not _is_of_name(head, tail, core, language, opens=opens):
                word, start, core = tail, token.start + len(head) + 1, core[len(head) + 1 :]
        closes = after in _ENDS and not _is_initial(core)
        pauses = closes or after in _PAUSES or raw[-1] in _PAUSES
        line.append(
            Seen(word, full, start, token.end, kind(word, language), core[0].isupper(), opens, closes, pauses, place)
        )
        opens = closes
    return tuple(line)


def _is_of_name(head: str, tail: str, core: str, language: str, *, opens: bool) -> bool:
    """« D'Angelo », « N'Diaye »: the letter before the apostrophe belongs to the name."""
    if head == "n":
        return not kind(tail, language) & Kind.ORDINARY
    return core[0].isupper() and not opens and core[len(head) + 1].isupper()


def _core(token: Token) -> str:
    raw = token.text
    for lead in range(len(raw) - (token.end - token.start) + 1):
        core = raw[lead : lead + token.end - token.start]
        if core[:1].isalnum():
            return core
    return raw[: token.end - token.start]


def _is_initial(core: str) -> bool:
    """« H. Marchetti », « J.-P. », « M. », « Mme. »: their full stop ends no sentence."""
    letters = core.rstrip(".")
    return (len(letters) == 1 and letters.isupper()) or letters in _ABBREVIATED


_ABBREVIATED = frozenset(
    ("Mr", "Mrs", "Ms", "Mme", "Mlle", "MM", "Dr", "Pr", "Me", "St", "Ste", "J.-P", "J.-C", "av", "bd", "Bd")
)


def kind(word: str, language: str) -> Kind:
    """What a folded word may be; nothing if it is longer than any word.

    >>> kind("jean-pierre", "fr") & NAME, bool(kind("bonjour", "fr") & Kind.NEVER)
    (<Kind.GIVEN|SURNAME: 3>, True)
    """
    return _kind(word, language) if len(word) <= _LONGEST else Kind(0)


@lru_cache(maxsize=65536)
def _kind(word: str, language: str) -> Kind:
    parts = [part for part in word.replace("'", "-").split("-") if part]
    found = Kind(0)
    if len(word) >= _SHORTEST and parts and all(part.isalpha() for part in parts):
        found |= Kind.WORD
    if word in PARTICLES:
        found |= Kind.PARTICLE
    if word in NEVER[language] or _INVERTED.search(word):
        return found | Kind.NEVER | Kind.ORDINARY
    ordinary = ordinary_words(language)
    if word in ordinary:
        found |= Kind.ORDINARY
    if word in towns():
        found |= Kind.TOWN
    return found | _name_kind(word, parts, language)


def _name_kind(word: str, parts: Sequence[str], language: str) -> Kind:
    given, family = given_names(language), surnames(language)
    found = Kind(0)
    if word in given:
        found |= Kind.GIVEN
    if word in family:
        found |= Kind.SURNAME
    if word.startswith("o'") and len(word) > 4:
        found |= Kind.SURNAME
    if word in frequent_names(language):
        found |= Kind.FREQUENT
    if (
        len(parts) > 1
        and not word.startswith(("saint-", "sainte-"))
        and not word.endswith(("-vous", "-je", "-moi", "-il"))
    ):
        named = [part for part in parts if part not in PARTICLES]
        if len(named) == len(parts) and named[0] in given and all(part in given for part in named):
            found |= Kind.GIVEN | Kind.FREQUENT
        if named and all(part in family or part in given for part in named):
            found |= Kind.SURNAME
    return found
