"""French numbers in words, of France, Belgium and Switzerland, in both spellings, with hyphens or without.

Where the words alone do not say where a number ends (« soixante douze »: 72 or 60 12), the longer number is read, except
that « quatre vingt » is always 80 and « trois cent » always 300: « vingt quatre vingt trois » is 20 83.
"""

from collections.abc import Sequence

from clairevoix.quality.normalise.language import Number
from clairevoix.quality.normalise.numerals import Numerals, digits
from clairevoix.quality.normalise.tables import numerals

_CARDINALS = numerals("""
    zéro, zero = 0
    un, une = 1
    deux = 2
    trois = 3
    quatre = 4
    cinq = 5
    six = 6
    sept = 7
    huit = 8
    neuf = 9
    dix = 10
    onze = 11
    douze = 12
    treize = 13
    quatorze = 14
    quinze = 15
    seize = 16
    vingt, vingts = 20
    trente = 30
    quarante = 40
    cinquante = 50
    soixante = 60
    septante = 70
    huitante, octante = 80
    nonante = 90
    cent, cents = 100
    mille, milles, mil = 1000
""")
_ORDINALS = numerals("""
    unième = 1
    deuxième = 2
    troisième = 3
    quatrième = 4
    cinquième = 5
    sixième = 6
    septième = 7
    huitième = 8
    neuvième = 9
    dixième = 10
    onzième = 11
    douzième = 12
    treizième = 13
    quatorzième = 14
    quinzième = 15
    seizième = 16
    vingtième = 20
    trentième = 30
    quarantième = 40
    cinquantième = 50
    soixantième = 60
    septantième = 70
    huitantième, octantième = 80
    nonantième = 90
    centième = 100
    millième = 1000
""")
_ORDINALS |= {f"{word}s": value for word, value in _ORDINALS.items()}
#: Words that a number can begin with.
WORDS = frozenset({*_CARDINALS, *_ORDINALS} - {"unième", "unièmes"})


def read(words: Sequence[str], at: int) -> Number | None:
    """The number that begins with the word ``at``; digits are read before and after « mille » only.

    >>> read("deux cent quatre vingt dix mille trois".split(), 0)
    Number(value=290003, end=7, is_ordinal=False)
    """
    if words[at] in ("unième", "unièmes"):
        return None
    value, end = digits(words, at) or _hundreds(words, at)
    if end == at:
        return None
    if _NUMERALS.value(words, end) == 1000 and 2 <= value <= 999 and not _NUMERALS.is_ordinal(words[end - 1]):
        value, end = value * 1000, end + 1
    elif words[at].isdecimal():
        return None
    if value and value % 1000 == 0 and not _NUMERALS.is_ordinal(words[end - 1]):
        rest, after = digits(words, end) or _hundreds(words, end)
        if 1 <= rest <= 999 and _NUMERALS.value(words, after) != 1000:
            value, end = value + rest, after
    return Number(value, end, _NUMERALS.is_ordinal(words[end - 1]))


def _hundreds(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number below 1000, or a hyphenated one; ``end`` is ``at`` if there is none."""
    value = _NUMERALS.value(words, at)
    if value is None:
        return 0, at
    end = at + 1
    if 1 <= value <= 99:
        value, end = _tens(words, at)
        is_counted = 2 <= value <= 9 or 11 <= value <= 19
        if is_counted and _NUMERALS.value(words, end) == 100 and not _NUMERALS.is_ordinal(words[end - 1]):
            value, end = value * 100, end + 1
    if value % 100 == 0 and value % 1000 and not _NUMERALS.is_ordinal(words[end - 1]):
        rest, after = _tens(words, end)
        if after > end and not (2 <= rest <= 9 and _NUMERALS.value(words, after) == 100):
            return value + rest, after
    return value, end


def _tens(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 99; ``end`` is ``at`` if there is none."""
    value = _NUMERALS.value(words, at)
    if value is None or not 1 <= value <= 99:
        return 0, at
    end = at + 1
    if words[at] == "quatre" and _NUMERALS.value(words, end) == 20 and "-" not in words[end]:
        value, end = 80, end + 1
    if _NUMERALS.is_ordinal(words[end - 1]):
        return value, end
    rest, after = _units(words, value, end)
    return value + rest, after


def _units(words: Sequence[str], tens: int, at: int) -> tuple[int, int]:
    """What is added to the tens, 0 if nothing."""
    if at < len(words) and words[at] == "et":
        rest = _NUMERALS.value(words, at + 1)
        if (rest == 1 and 20 <= tens <= 90 and tens % 10 == 0) or (rest == 11 and tens == 60):
            return rest, at + 2
        return 0, at
    rest = _NUMERALS.value(words, at) or 0
    if tens in (60, 80) and rest == 10 and not _NUMERALS.is_ordinal(words[at]):
        more, after = _units(words, 10, at + 1)
        return 10 + more, after
    if tens == 10:
        is_added = 7 <= rest <= 9
    elif tens in (60, 80):
        is_added = 1 <= rest <= 19
    else:
        is_added = 20 <= tens <= 90 and tens % 10 == 0 and 1 <= rest <= 9
    return (rest, at + 1) if is_added and not _begins_a_number(words, tens, at) else (0, at)


def _begins_a_number(words: Sequence[str], tens: int, at: int) -> bool:
    """« vingt quatre vingt » is 20 80, « vingt deux cents » 20 200; but « dix neuf cent » is 1900."""
    after = _NUMERALS.value(words, at + 1)
    if words[at] == "quatre" and after == 20 and "-" not in words[at + 1]:
        return True
    return after == 100 and 2 <= (_NUMERALS.value(words, at) or 0) <= 9 and tens != 10


#: Of the words above, as :func:`read` puts them together.
_NUMERALS = Numerals(cardinals=_CARDINALS, ordinals=_ORDINALS, read=read)
