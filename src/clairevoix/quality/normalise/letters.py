"""Spelled letters: « L. E. F. », « L E F » and « LEF » are one word, as are « S M S » and « SMS »."""

from typing import NamedTuple

from clairevoix.quality.normalise.language import PAUSE, Language, Piece
from clairevoix.quality.normalise.writing import respelled


class _Letter(NamedTuple):
    """As it is joined, as it is written, and the pieces it takes."""

    text: str
    written: str
    first: int
    end: int


def joined_letters(pieces: list[Piece], language: Language) -> list[Piece]:
    """Two or more letters in a row, whatever punctuation stands between, are one word.

    A small « a » before them or behind them is a word: « il a S F R » is il a sfr.
    """
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        text = pieces[at].text
        letters = _run(pieces, at, language) if len(text) == 1 or text in ("m.", "double") else []
        if len(letters) > 1:
            first, end = pieces[at].first, letters[-1].end
            word = "".join(letter.text for letter in letters)
            found.extend(Piece(each, first, pieces[end - 1].end) for each in respelled(word, language))
        elif letters and letters[0].end == at + 2 and len(letters[0].text) == 1:
            end = at + 2
            found.append(Piece(letters[0].text, pieces[at].first, pieces[at + 1].end))
        else:
            end = at + 1
            found.append(_alone(pieces, at, language))
        at = end
    return found


def _run(pieces: list[Piece], at: int, language: Language) -> list[_Letter]:
    """The letters from ``at`` on, as they are said one by one."""
    letters: list[_Letter] = []
    if pieces[at].text in language.words_before:
        return letters
    while at < len(pieces):
        letter = _letter(pieces, at, language)
        if letter:
            letters.append(letter)
        elif not (letters and pieces[at].text == PAUSE):
            break
        at = letter.end if letter else at + 1
    while letters and letters[-1].written in language.words_after:
        letters.pop()
    return [] if language.letters_as_words.issuperset(letter.text for letter in letters) else letters


def _letter(pieces: list[Piece], at: int, language: Language) -> _Letter | None:
    written = pieces[at].text
    text = written.lower()
    after = pieces[at + 1].text.lower() if at + 1 < len(pieces) else ""
    if (text, after) in language.letter_names:
        return _Letter(language.letter_names[text, after], "", at, at + 2)
    if text == "double" and len(after) == 1 and after.isalpha():
        return _Letter(language.doubled_letters.get(after, after * 2), "", at, at + 2)
    if text == "m.":
        return _Letter("m", "", at, at + 1)
    if len(text) > 1 or not text.isalpha() or text in language.unspelled or (text == "t" and after in language.after_t):
        return None
    return _Letter(text, written, at, at + 1)


def _alone(pieces: list[Piece], at: int, language: Language) -> Piece:
    """« M. Martin » is monsieur Martin; « avec un M. » ends with a letter."""
    piece = pieces[at]
    if piece.text != "m.":
        return piece._replace(text=piece.text.lower()) if len(piece.text) == 1 else piece
    after = pieces[at + 1].text if at + 1 < len(pieces) else ""
    return piece._replace(text=language.mister if len(after) > 1 and after.isalpha() else "m")
