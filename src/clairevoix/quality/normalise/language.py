"""What the rules work on, pieces of writing, and what a language brings to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Where punctuation stood. It ends a number in words and is gone after that.
PAUSE = ","


class Piece(NamedTuple):
    """A word, a sign or a written number, and the given words ``first`` to ``end`` (half-open) that it came from."""

    text: str
    first: int
    end: int


class Number(NamedTuple):
    """A number in words, up to the piece before ``end``."""

    value: int
    end: int
    is_ordinal: bool


class Currency(NamedTuple):
    """How a currency is said after one, and after several."""

    one: str
    many: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """The words of a language. Whatever a rule writes must be left alone by all rules: a second time changes nothing."""

    is_filler: Callable[[str], object]
    #: One character for another, after lower case.
    folded: Mapping[int, str]
    #: What an apostrophe parts or joins.
    divided: Callable[[str], tuple[str, ...]]
    #: Other spellings and abbreviations of one word, and of several.
    respelled: Mapping[str, tuple[str, ...]]
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    #: Abbreviations with a sign in them.
    literals: Mapping[str, tuple[str, ...]]
    #: Signs outside and inside of an address.
    signs: Mapping[str, str]
    address_signs: Mapping[str, str]
    #: What « / » says between two numbers, and before one of the words of time.
    over: tuple[str, ...]
    per: str
    per_words: frozenset[str]
    minus: str

    #: One-letter words that are never spelled; those that are letters only among others; and those, as they are written,
    #: which are words where spelled letters would begin and where they end.
    unspelled: frozenset[str]
    letters_as_words: frozenset[str]
    words_before: frozenset[str]
    words_after: frozenset[str]
    #: What « double » makes of a letter that has a name of its own, and names of two words.
    doubled_letters: Mapping[str, str]
    letter_names: Mapping[tuple[str, str], str]
    #: Words before which « t » is no letter, and what « m. » is before a name; empty if there is no such thing.
    after_t: frozenset[str]
    mister: str

    number_words: frozenset[str]
    read_number: Callable[[Sequence[str], int], Number | None]
    ordinal: Callable[[int, str], str]
    #: Endings of ordinals, as a regular expression.
    ordinal_endings: str
    #: Two words that say a percentage after a number though the second can be a number too, and how they are spelled.
    percent: tuple[str, str, str]
    zeros: frozenset[str]
    repeats: Mapping[str, int]

    thousands_signs: str
    decimal_signs: str
    decimal: str
    decimal_words: frozenset[str]
    clock: Callable[[str, str], tuple[str, ...]]
    hour: str
    #: Abbreviations that stand after a number.
    units: Mapping[str, tuple[str, ...]]
    #: Signs of currencies, which stand before or after the sum, and words, which stand after it, with their hundredths.
    currency_signs: Mapping[str, Currency]
    currency_words: Mapping[str, str]
