"""English numbers in words, with « and » or without, with hyphens or without."""

from collections.abc import Sequence

from clairevoix.quality.normalise.language import Number
from clairevoix.quality.normalise.numerals import Numerals, digits
from clairevoix.quality.normalise.tables import numerals

_CARDINALS = numerals("""
    zero, nought, naught = 0
    one = 1
    two = 2
    three = 3
    four = 4
    five = 5
    six = 6
    seven = 7
    eight = 8
    nine = 9
    ten = 10
    eleven = 11
    twelve = 12
    thirteen = 13
    fourteen = 14
    fifteen = 15
    sixteen = 16
    seventeen = 17
    eighteen = 18
    nineteen = 19
    twenty = 20
    thirty = 30
    forty, fourty = 40
    fifty = 50
    sixty = 60
    seventy = 70
    eighty = 80
    ninety = 90
    hundred = 100
    thousand = 1000
""")
_ORDINALS = numerals("""
    first = 1
    second = 2
    third = 3
    fourth = 4
    fifth = 5
    sixth = 6
    seventh = 7
    eighth = 8
    ninth = 9
    tenth = 10
    eleventh = 11
    twelfth = 12
    thirteenth = 13
    fourteenth = 14
    fifteenth = 15
    sixteenth = 16
    seventeenth = 17
    eighteenth = 18
    nineteenth = 19
    twentieth = 20
    thirtieth = 30
    fortieth = 40
    fiftieth = 50
    sixtieth = 60
    seventieth = 70
    eightieth = 80
    ninetieth = 90
    hundredth = 100
    thousandth = 1000
""")
#: Words that a number can begin with. « first » and « second » alone stay words.
WORDS = frozenset({*_CARDINALS, *_ORDINALS, "a"} - {"first", "second"})


def read(words: Sequence[str], at: int) -> Number | None:
    """The number that begins with the word ``at``; digits are read before and after « thousand » only.

    >>> read("two thousand and twenty five".split(), 0)
    Number(value=2025, end=5, is_ordinal=False)
    """
    if words[at] in ("first", "second"):
        return None
    value, end = digits(words, at) or _hundreds(words, at)
    if end == at:
        return None
    if _NUMERALS.value(words, end) == 1000 and 1 <= value <= 999 and not _NUMERALS.is_ordinal(words[end - 1]):
        value, end = value * 1000, end + 1
    elif words[at].isdecimal():
        return None
    if value and value % 1000 == 0 and not _NUMERALS.is_ordinal(words[end - 1]):
        start = end + (words[end : end + 1] == ["and"])
        rest, after = digits(words, start) or _hundreds(words, start)
        if 1 <= rest <= 999 and _NUMERALS.value(words, after) != 1000:
            value, end = value + rest, after
    return Number(value, end, _NUMERALS.is_ordinal(words[end - 1]))


def _hundreds(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number below 1000, or up to « ninety-nine hundred »; ``end`` is ``at`` if there is none."""
    if words[at : at + 1] == ["a"]:
        value, end = (1, at + 1) if _NUMERALS.value(words, at + 1) in (100, 1000) else (None, at)
    else:
        value, end = _NUMERALS.value(words, at), at + 1
    if value is None:
        return 0, at
    if 1 <= value <= 99 and words[at] != "a":
        value, end = _tens(words, at)
    if 1 <= value <= 99 and _NUMERALS.value(words, end) == 100 and not _NUMERALS.is_ordinal(words[end - 1]):
        value, end = value * 100, end + 1
    if value and value % 100 == 0 and value % 1000 and not _NUMERALS.is_ordinal(words[end - 1]):
        start = end + (words[end : end + 1] == ["and"])
        rest, after = _tens(words, start)
        if after > start and not (rest <= 9 and _NUMERALS.value(words, after) == 100):
            return value + rest, after
    return value, end


def _tens(words: Sequence[str], at: int) -> tuple[int, int]:
    """A number from 1 to 99; ``end`` is ``at`` if there is none."""
    value = _NUMERALS.value(words, at)
    if value is None or not 1 <= value <= 99:
        return 0, at
    rest = _NUMERALS.value(words, at + 1) or 0
    is_tens = value >= 20 and value % 10 == 0 and not _NUMERALS.is_ordinal(words[at])
    # « thirty second » is half a minute, « twenty second » a day.
    is_time = words[at + 1 : at + 2] == ["second"] and value != 20
    return (value + rest, at + 2) if is_tens and 1 <= rest <= 9 and not is_time else (value, at + 1)


#: Of the words above, as :func:`read` puts them together.
_NUMERALS = Numerals(cardinals=_CARDINALS, ordinals=_ORDINALS, read=read)
