"""Codes as they are said or written: letters one by one, « D comme Denis », digits, and both mixed.

« O P, quatre, K, quatre-vingt-deux » is one code that says OP4K82; « D, U, P, O, N, T » one that says DUPONT.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from clairevoix.redact.announcing import may_announce
from clairevoix.redact.digits import FILLERS, PLACEHOLDER, DigitRun, Token, is_numeral
from clairevoix.redact.numerals import RANGES

#: Written code: letters and digits mixed, « CMD550912 », « OO-71CH-3056-9914 », « 7F20-44C1-09 ».
_MIXED = re.compile(r"[a-z0-9]+(?:[-_/.#,][a-z0-9]+)*", re.IGNORECASE | re.ASCII)
#: Letters with hyphens or full stops between them: « D-U-P-O-N-T ».
_APART = re.compile(r"[^\W\d_](?:[-.·][^\W\d_]){1,40}")
#: A capital word of a code, before its digits: « FI 1234 5678 », « PTO 58130 ».
_PREFIX = re.compile(r"[A-Z]{2,5}[-:.,]?")
#: Measures and the like, and other words with a digit in them, which are no codes.
_NO_CODE = re.compile(
    r"\d+(?:[.,]\d+)?(?:€|%|h|h\d\d|min|ko|mo|go|gb|mb|km|kg|k|m2?|e|er|ère|ème|eme|th|st|nd|rd|am|pm|i|ans)|\d+g|\d{1,2}[jh]/\d{1,2}|\d{3,4}p|(?:\d{1,2}h(?:[0-5]\d)?[-/]?)+|"
    r"mp[34]|h26[45]|covid-?19|ps[2345]|wpa[23]|4k|8k|fttr?h?\d?|cat\.?[5678]e?|rj-?45|rj-?11|usb-?\d|v\d+(?:\.\d+)*|ipv[46]",
    re.IGNORECASE,
)
#: Words between a letter and the one that stands for it.
_SUCH_AS = {"fr": frozenset({"comme", "pour"}), "en": frozenset({"for", "like", "as"})}
#: Letters whose name is two words.
_NAMED = {
    ("y", "grec"): "Y",
    ("i", "grec"): "Y",
    ("double", "v"): "W",
    ("double", "vé"): "W",
    ("double", "ve"): "W",
    ("double", "u"): "W",
}
#: Letters that are also words, when they stand alone in lower case.
_WEAK = {"fr": frozenset("ayàô"), "en": frozenset("aio")}
#: Words that a text in capitals makes look like the beginning of a code.
_SMALL = frozenset(
    "le la les de du des un une et est au aux en ou par pour sur mon ma mes vos je il on oui non euh the of is at".split()
)
_JOINTS = frozenset(
    "tiret point slash underscore espace dash hyphen dot barre bas du six majuscule minuscule accent aigu grave tréma "
    "cédille apostrophe - / . _".split()
)
_DOUBLES = frozenset({"double"})
#: Letters by their names, as recognisers write them; those that are also words are left out.
_LETTER_NAMES = {
    "bé": "B", "cé": "C", "dé": "D", "gé": "G", "pé": "P", "té": "T", "vé": "V", "ka": "K", "ji": "J", "ixe": "X",
    "zède": "Z", "zed": "Z", "emme": "M", "enne": "N", "effe": "F", "esse": "S", "erre": "R", "ache": "H", "hache": "H",
}  # fmt: skip
_MAX_FILLERS = 3
#: Digits of what is counted, at most.
_LONG_COUNT = 3
#: What is said after a number without being counted.
_COURTESY = frozenset(
    "merci madame monsieur mademoiselle svp bonne bonjour mais pour que qui avec sur dans c'est s'il vous avez est sont fin "
    "chez thanks thank please madam sir ma'am for with the that but this ends".split()
)


_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEARS = frozenset("en de depuis debut début fin avant apres après annee année since in from of".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Letters and digits said one after the other: characters ``start`` to ``end``, tokens ``first`` to ``last`` included.

    ``characters`` has letters in capitals, and nothing between them. ``n_pieces`` is how many tokens said them.
    """

    start: int
    end: int
    first: int
    last: int
    characters: str = field(repr=False)
    n_pieces: int

    @property
    def n_digits(self) -> int:
        return sum(character.isdigit() for character in self.characters)

    @property
    def n_letters(self) -> int:
        return len(self.characters) - self.n_digits


def codes(found: Sequence[Token], runs: Sequence[DigitRun], language: str) -> tuple[Code, ...]:
    """Every code in a text, in order, none overlapping; dictated numbers are codes too.

    >>> from clairevoix.redact.digits import digit_runs, tokens
    >>> said = tokens("c'est O P, quatre, K, quatre-vingt-deux, puis D comme Denis merci")
    >>> [code.characters for code in codes(said, digit_runs(said, "fr"), "fr")]
    ['OP4K82D']
    """
    pieces = _pieces(found, runs, language)
    if not pieces:
        return ()
    kept: list[Code] = []
    current: list[tuple[int, int, str]] = []
    for piece in pieces:
        if current and not _goes_on(found, current[-1], piece):
            kept += _closed(found, current, language)
            current = []
        current.append(piece)
    kept += _closed(found, current, language)
    return tuple(kept)


def _pieces(found: Sequence[Token], runs: Sequence[DigitRun], language: str) -> list[tuple[int, int, str]]:
    """First token, last token and characters of each letter, group of digits and written code."""
    groups = {group.first: group for run in runs for group in run.groups}
    taken = {at for group in groups.values() for at in range(group.first, group.last + 1)}
    pieces: list[tuple[int, int, str]] = []
    index = 0
    while index < len(found):
        group = groups.get(index)
        if group is not None:
            pieces.append((index, group.last, group.digits))
            index = group.last + 1
            continue
        said = _characters(found[index]) if index not in taken else ""
        last = index
        named = _NAMED.get((found[index].word, found[index + 1].word)) if index + 1 < len(found) else None
        if named is not None:
            said, last = named, index + 1
        elif said and len(said) == 1:
            last = _stood_for(found, index, language)
        elif not said and _comes_before(found, index, groups) and _is_prefix(found[index], language):
            said = found[index].text.strip("-:.,")
        if said:
            pieces.append((index, last, said))
        index = last + 1
    return pieces


def _comes_before(found: Sequence[Token], index: int, groups: Container[int]) -> bool:
    """Whether digits follow, at once or after a « tiret »."""
    if index + 1 < len(found) and found[index + 1].text[:1].isdigit() and _characters(found[index + 1]):
        return True
    return index + 1 in groups or (index + 2 in groups and found[index + 1].word in _JOINTS)


def _is_prefix(token: Token, language: str) -> bool:
    return (
        _PREFIX.fullmatch(token.text) is not None
        and token.word not in _SMALL
        and not may_announce(token.word, language)
    )


def counts(found: Sequence[Token], code: Code | DigitRun, language: str) -> bool:
    """Whether a number counts the word after it, « dix-neuf coupures », opens a range, or is a year, « depuis 2019 »."""
    after = code.last + 1
    characters = code.characters if isinstance(code, Code) else code.digits
    if code.first and _YEAR.fullmatch(characters) and found[code.first - 1].word in _BEFORE_YEARS:
        return True
    if after >= len(found) or found[code.last].text[-1] in ",;:.…!?-":
        return False
    n_pieces = code.n_pieces if isinstance(code, Code) else len(code.groups)
    if len(characters) > _LONG_COUNT or n_pieces > 1:
        return False
    word = found[after].word
    if word in RANGES and after + 1 < len(found) and is_numeral(found[after + 1], language):
        return True
    return word.isalpha() and word not in FILLERS and word not in _COURTESY and len(word) > 2


def _characters(token: Token) -> str:
    """What a token says of a code: one letter, letters apart, or a written code; empty for other words."""
    word = token.word
    if len(word) == 1:
        return word.upper() if word.isalpha() else ""
    if word.isalpha() or not word or word == PLACEHOLDER:
        return _LETTER_NAMES.get(word, "")
    if any(character.isdigit() for character in word):
        has_letters = any(character.isalpha() for character in word)
        mixed = has_letters and _MIXED.fullmatch(word) is not None and not _NO_CODE.fullmatch(word)
        return "".join(each for each in word.upper() if each.isalnum()) if mixed else ""
    return "".join(each for each in word.upper() if each.isalpha()) if _APART.fullmatch(word) else ""


def _stood_for(found: Sequence[Token], index: int, language: str) -> int:
    """The last token of « D comme Denis », or ``index`` itself."""
    ahead = index + 1
    if ahead + 1 >= len(found):
        return index
    word = found[ahead].word
    if word == "as" and found[ahead + 1].word == "in" and ahead + 2 < len(found):
        return ahead + 2
    letter = found[index].word
    if word in _SUCH_AS[language] and (word == "comme" or found[ahead + 1].word[:1] == letter):
        return ahead + 1
    is_de = word in ("de", "d") and found[ahead + 1].word[:1] == letter[:1] and len(found[ahead + 1].word) > 2
    if is_de and (found[index].text[:1].isupper() or len(letter) > 1):
        return ahead + 1
    # « M ! Marcel », whose mark may stand alone.
    after = ahead + (not word)
    stands = found[after].word
    if found[index].text[:1].isupper() and found[after - 1].text[-1] in "!,:" and stands[:1] == letter:
        return after if found[after].text[:1].isupper() and len(stands) > 2 and stands.isalpha() else index
    # « d'Denis » after an elision, « D d'Arthur »: the token is one.
    elided = found[ahead].text.lower().startswith(("d'", "d’")) and word[:1] == letter and len(word) > 2
    return ahead if elided and found[index].text[:1].isupper() else index


def _goes_on(found: Sequence[Token], before: tuple[int, int, str], piece: tuple[int, int, str]) -> bool:
    between = range(before[1] + 1, piece[0])
    if len(between) > _MAX_FILLERS:
        return False
    both_digits = before[2].isdigit() and piece[2].isdigit()
    words = [found[at].word for at in between]
    if both_digits:
        return all(not word or word in FILLERS for word in words)
    if found[before[1]].text[-1:] in "?!" and not words:
        return False
    return all(not word or word in _JOINTS or word in _DOUBLES or word in FILLERS for word in words) and len(words) <= 2


def _closed(found: Sequence[Token], pieces: Sequence[tuple[int, int, str]], language: str) -> list[Code]:
    """The code that pieces make: letters that are also words do not begin or end it."""
    kept = list(pieces)
    while kept and _is_weak(found, kept[-1], language, alone=len(kept) == 1):
        kept.pop()
    while kept and _is_weak(found, kept[0], language, alone=len(kept) == 1):
        kept.pop(0)
    if not kept:
        return []
    first, last = kept[0][0], kept[-1][1]
    return [
        Code(
            start=found[first].start,
            end=found[last].end,
            first=first,
            last=last,
            characters="".join(piece[2] for piece in kept),
            n_pieces=len(kept),
        )
    ]


def _is_weak(found: Sequence[Token], piece: tuple[int, int, str], language: str, *, alone: bool) -> bool:
    token = found[piece[0]]
    if len(piece[2]) != 1 or piece[2].isdigit() or piece[0] != piece[1]:
        return False
    if token.text[-1:] == ",":
        return alone and token.word in _WEAK[language]
    is_lower = token.text[:1].islower()
    if alone:
        return is_lower or token.word in _WEAK[language]
    return token.word in _WEAK[language] and (is_lower or token.word in "ài")
