"""Lists of names, towns and ordinary words, read once per process. README.md tells where they come from."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: How many surnames, from the most frequent, may stand for a name even where they are also ordinary words.
_N_FREQUENT_SURNAMES = 2000
_N_FREQUENT_GIVEN = 2600


@cache
def given_names(language: str) -> frozenset[str]:
    """Given names, folded. English calls in France hold French names too."""
    french = frozenset(_lines("given_fr.txt"))
    return french | frozenset((*_lines("given_en.txt"), *_lines("given_more_en.txt"))) if language == "en" else french


@cache
def surnames(language: str) -> frozenset[str]:
    """Surnames of one word, folded."""
    french = frozenset(_lines("surnames_fr.txt"))
    return french | frozenset(_lines("surnames_en.txt")) if language == "en" else french


@cache
def frequent_names(language: str) -> frozenset[str]:
    """The given names and surnames that everybody takes for one."""
    given = frozenset(_lines("given_fr.txt")[:_N_FREQUENT_GIVEN])
    french = given | frozenset(_lines("surnames_fr.txt")[:_N_FREQUENT_SURNAMES])
    if language != "en":
        return french
    english = frozenset((*_lines("given_en.txt"), *_lines("given_more_en.txt")))
    return french | english | frozenset(_lines("surnames_en.txt")[:_N_FREQUENT_SURNAMES])


@cache
def ordinary_words(language: str) -> frozenset[str]:
    """Words that calls are made of, folded; some of them are also names. English calls in France hold French words too."""
    french = frozenset(_lines("words_fr.txt"))
    return french | frozenset(_lines("words_en.txt")) if language == "en" else french


@cache
def towns() -> Mapping[str, tuple[str, ...]]:
    """Communes, folded, words joined by hyphens, with a postcode each: « saint-lo » has 50000."""
    split = (line.split() for line in _lines("communes.txt"))
    return {name: tuple(codes) for name, *codes in split}


def _lines(name: str) -> tuple[str, ...]:
    return tuple(files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines())
