"""The rules in their order: what is written, letters, numbers, phrases, amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from clairevoix.model.errors import Code, InputError
from clairevoix.quality.normalise.amounts import as_said, signs_behind
from clairevoix.quality.normalise.english import ENGLISH
from clairevoix.quality.normalise.french import FRENCH
from clairevoix.quality.normalise.language import Language, Piece
from clairevoix.quality.normalise.letters import joined_letters
from clairevoix.quality.normalise.numbers import as_dictated, as_digits
from clairevoix.quality.normalise.writing import pieces_of

LANGUAGES: Mapping[str, Language] = {"fr": FRENCH, "en": ENGLISH}
#: Of the rules on one text; the second as a rule finds nothing left to do.
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word as it is compared, and the given words ``first`` to ``end`` (half-open) that it came from."""

    text: str = field(repr=False)
    first: int
    end: int


def normalise(words: Sequence[str], language: str) -> tuple[Token, ...]:
    """The tokens of the words of a transcript, in order. ``language`` is « fr » or « en », with any region.

    Several tokens may come of one word, and one of several; neither their firsts nor their ends ever go back.
    """
    rules = LANGUAGES.get(language[:2].lower())
    if rules is None:
        raise InputError(Code.BAD_LANGUAGE)
    found = [Piece(word, index, index + 1) for index, word in enumerate(words)]
    for _ in range(_MOST_ROUNDS):
        before, found = found, _once(found, rules)
        if found == before:
            break
    return tuple(Token(text=piece.text, first=piece.first, end=piece.end) for piece in found)


def _once(words: list[Piece], language: Language) -> list[Piece]:
    """All rules in their order. What one of them makes can be what another waits for, so they are applied again."""
    pieces = [Piece(text, first, end) for word, first, end in words for text in pieces_of(word, language)]
    pieces = as_digits(joined_letters(pieces, language), language)
    pieces = as_dictated(signs_behind(pieces, language), language)
    return as_said(_phrases(pieces, language), language)


def normalised(text: str, language: str) -> str:
    """
    >>> normalised("Alors euh, c'est le 06 39 98, à 14h30 !", "fr")
    "alors c' est le 0 6 3 9 9 8 à 1 4 heure 3 0"
    """
    return " ".join(token.text for token in normalise(text.split(), language))


def _phrases(pieces: list[Piece], language: Language) -> list[Piece]:
    starts = _by_first_word(language)
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        for phrase in starts.get(pieces[at].text, ()):
            if tuple(piece.text for piece in pieces[at : at + len(phrase)]) == phrase:
                end = at + len(phrase)
                first, last = pieces[at].first, pieces[end - 1].end
                found.extend(Piece(text, first, last) for text in language.phrases[phrase])
                break
        else:
            found.append(pieces[at])
        at = end
    return found


@cache
def _by_first_word(language: Language) -> dict[str, list[tuple[str, ...]]]:
    """The longest first."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(language.phrases, key=len, reverse=True):
        starts.setdefault(phrase[0], []).append(phrase)
    return starts
