"""What a French word sounds like, and which words a recogniser may have meant by one that does not exist.

The key keeps what survives a telephone line: nasal vowels and the main consonants; silent letters are gone.
"""

import re
from functools import lru_cache

from clairevoix.redact.gazetteers import given_names, ordinary_words
from clairevoix.redact.letters import folded, is_one_apart

_LONGEST = 40
#: A nasal vowel is one where neither a vowel nor another n or m follows.
_NASAL = r"(?![aeiouynm])"
#: Letters to sounds, tried in this order at each place: o, u (ou), y (u), e, w (oi), and the nasals 1 (in), 2 (an), 3 (on).
_SOUNDS = (
    ("sch|ch|sh", "S"), ("ph", "f"), ("gn", "n"), ("qu", "k"), ("ck", "k"), ("th", "t"), ("gu(?=[eiy])", "g"),
    ("sc(?=[eiy])", "s"), ("c(?=[eiy])", "s"), ("[cqk]", "k"), ("g(?=[eiy])", "j"), ("ge(?=[ao])", "j"),
    ("tion", "si3"), ("ill(?=[aeiou])|ille?s?$|il$", "i"),
    ("eaux?|aults?$|auds?$|auts?$|aux?|o[tps]$|ho", "o"), ("oin" + _NASAL, "w1"), ("oi|oy", "w"), ("ou|oo|w", "u"),
    ("[ae]in" + _NASAL + "|aim" + _NASAL + "|ien" + _NASAL + "|[iy][nm]" + _NASAL + "|un" + _NASAL, "1"),
    ("[ae][nm]" + _NASAL, "2"), ("o[nm]" + _NASAL, "3"), ("ai|ei|ay|ey|(?:e[rtz]|ee?s?)$|oe|eu|ae", "e"),
    ("y", "i"), ("j", "j"), ("z|(?<=[aeiouy])s(?=[aeiouy])", "z"), ("ss?|x(?=i)", "s"), ("v", "v"), ("h", ""),
)  # fmt: skip
_AT_PLACE = re.compile("|".join(f"(?P<s{number}>{pattern})" for number, (pattern, _) in enumerate(_SOUNDS)))
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=..)[dtspxzg]+$")
_FINAL = re.compile(r"(?<=..)(?:es|e|ent)$")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The key of a folded word.

    >>> sound("quarente") == sound("quarante"), sound("gauthier") == sound("gautier"), sound("impasse")
    (True, True, '1pas')
    """
    letters = _DOUBLED.sub(r"\1", word.replace("-", "").replace("'", "").replace("ss", "ç"))[:_LONGEST]
    bare = _FINAL.sub("'", letters.replace("ç", "ss"))
    sounds = _AT_PLACE.sub(lambda match: _SOUNDS[int((match.lastgroup or "s0")[1:])][1], bare)
    # A last e keeps the consonant before it: « sette » ends in t, « petit » does not.
    sounds = sounds[:-1] if sounds.endswith("'") else _SILENT.sub("", sounds)
    return _DOUBLED.sub(r"\1", sounds)


#: Numbers as they are pronounced.
_PRONOUNCED = {
    "zéro": "zero zairo zeho sero", "deux": "deuxe", "trois": "troi troua", "quatre": "catre quatte catte",
    "cinq": "cinque", "six": "sisse", "sept": "sette", "huit": "huite uite", "neuf": "neuffe neuve", "dix": "disse",
    "onze": "onze", "douze": "douze", "treize": "treze", "quatorze": "catorze", "quinze": "quinze", "seize": "seze",
    "vingt": "vingte", "trente": "trante", "quarante": "carante", "cinquante": "cinquante", "soixante": "soissante",
    "septante": "septante", "huitante": "huitante", "nonante": "nonante",
}  # fmt: skip
_NUMERALS = {sound(folded(said)): numeral for numeral, some in _PRONOUNCED.items() for said in some.split()}
_SHORTEST_NUMERAL, _SHORTEST_NONSENSE = 4, 3


@lru_cache(maxsize=65536)
def numeral_heard(word: str) -> str | None:
    """The number word that a word which does not exist sounds like: « settes » is « sept »; beside numbers only.

    >>> numeral_heard("settes"), numeral_heard("cette"), numeral_heard("quarentes")
    ('sept', None, 'quarante')
    """
    plain = folded(word)
    if not _SHORTEST_NUMERAL <= len(plain) <= _LONGEST or not plain.isalpha() or not is_nonsense(plain):
        return None
    return _NUMERALS.get(sound(plain))


@lru_cache(maxsize=65536)
def is_nonsense(plain: str, least: int = _SHORTEST_NONSENSE) -> bool:
    """Whether a folded word is in no list: a recogniser's spelling of what it did not know."""
    return (
        len(plain) >= least and plain.isalpha() and plain not in ordinary_words("fr") and plain not in given_names("fr")
    )


#: « arobase », without its last consonant.
_AROBASE = "aroba"
_LEAST_AROBASE = 4


@lru_cache(maxsize=4096)
def is_arobase(words: tuple[str, ...]) -> bool:
    """Whether folded words sound like « arobase » together: « à haut bas », « à robot ».

    >>> is_arobase(("a", "robot")), is_arobase(("a", "haut", "bas")), is_arobase(("a", "la", "base"))
    (True, True, False)
    """
    key = "".join(map(sound, words)).rstrip("sz")
    return len(key) >= _LEAST_AROBASE and key[0] == "a" and is_one_apart(key, _AROBASE)
