"""Spellings: a word without what recognisers and keyboards get wrong, and how far two words are from each other."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "‘": "'"}
)
_LONGEST = 40
#: French letters and groups of letters that sound alike, longest first.
_ALIKE = (
    ("eaux", "o"), ("eau", "o"), ("aux", "o"), ("ault", "o"), ("aud", "o"), ("aut", "o"), ("au", "o"), ("ph", "f"),
    ("th", "t"), ("ch", "S"), ("sh", "S"), ("sch", "S"), ("qu", "k"), ("ck", "k"), ("ll", "l"), ("y", "i"), ("ei", "e"),
    ("ai", "e"), ("ain", "in"), ("ein", "in"), ("gu", "g"), ("c", "k"), ("q", "k"), ("z", "s"), ("x", "s"), ("w", "v"),
    ("h", ""), ("j", "g"),
)  # fmt: skip
_SOUNDS = re.compile("|".join(sorted((re.escape(one) for one, _ in _ALIKE), key=len, reverse=True)))
_SOUND_OF = dict(_ALIKE)
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=\w{3})[dtspegx]+$")


def folded(word: str) -> str:
    """A word in lower case, without accents, with straight apostrophes: « Léa » and « LEA » are the same.

    >>> folded("Benoît-Œuvrard’s")
    "benoit-oeuvrard's"
    """
    if word.isascii():
        return word.lower()
    return _folded(word) if len(word) <= _LONGEST else _folded.__wrapped__(word)


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    plain = normalize("NFD", word.lower().translate(_LIGATURES))
    return "".join(letter for letter in plain if not combining(letter))


@lru_cache(maxsize=65536)
def sounded(word: str) -> str:
    """What a folded word roughly sounds like in French.

    >>> sounded("dupont") == sounded("dupond"), sounded("gauthier") == sounded("gautier"), sounded("michaux")
    (True, True, 'miSo')
    """
    sounds = _SOUNDS.sub(lambda match: _SOUND_OF[match[0]], word.replace("-", ""))
    return _DOUBLED.sub(r"\1", _SILENT.sub("", sounds))


def is_like(one: str, other: str) -> bool:
    """Two folded words that a recogniser may write for each other: the same sound, or one letter of five or more apart.

    >>> is_like("guerin", "guerrin"), is_like("perrin", "merlin"), is_like("jean", "joan")
    (True, False, False)
    """
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 2:
        return False
    return sounded(one) == sounded(other) or (min(len(one), len(other)) >= 5 and is_one_apart(one, other))


def is_one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or taken away makes one word the other."""
    if abs(len(one) - len(other)) > 1 or max(len(one), len(other)) > _LONGEST:
        return False
    short, long = sorted((one, other), key=len)
    same = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[same:] == long[same + 1 :] or (len(short) == len(long) and short[same + 1 :] == long[same + 1 :])
