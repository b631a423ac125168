"""Numbers: whichever way one is written or said, each of its digits is a token."""

from collections.abc import Iterable

from clairevoix.quality.normalise.language import PAUSE, Language, Piece


def as_digits(pieces: list[Piece], language: Language) -> list[Piece]:
    """Numbers in words and in digits become their digits; ordinals one piece each. Pauses are gone."""
    words = [piece.text for piece in pieces]
    found: list[Piece] = []
    at = 0
    while at < len(words):
        text = words[at]
        end = at + 1
        if text.isdecimal() or text in language.number_words or "-" in text:
            texts, end = _number(words, at, language)
            first, last = pieces[at].first, pieces[end - 1].end
            found.extend(Piece(each, first, last) for each in texts)
        elif text == language.percent[0] and _is_percent(words, at, found, language):
            end = at + 2
            found.append(Piece(language.percent[2], pieces[at].first, pieces[at + 1].end))
        elif text != PAUSE:
            found.append(pieces[at])
        at = end
    return found


def as_dictated(pieces: list[Piece], language: Language) -> list[Piece]:
    """« double seven » is two sevens; « oh » is a zero after a digit, and before two."""
    if not any(piece.text in language.repeats or piece.text in language.zeros for piece in pieces):
        return pieces
    reverse: list[Piece] = []
    for piece in reversed(_with_zeros(pieces, language)):
        if piece.text in language.repeats and reverse and reverse[-1].text.isdecimal():
            said = reverse.pop()._replace(first=piece.first)
            reverse.extend([said] * language.repeats[piece.text])
        else:
            reverse.append(piece)
    return reverse[::-1]


def _with_zeros(pieces: list[Piece], language: Language) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and _is_dictated(pieces[end], language):
            end += 1
        run = pieces[at:end]
        if run and (run[0].text.isdecimal() or (len(run) > 2 and any(piece.text.isdecimal() for piece in run))):
            run = [piece._replace(text="0") if piece.text in language.zeros else piece for piece in run]
        found.extend(run or pieces[at : at + 1])
        at = max(end, at + 1)
    return found


def _is_dictated(piece: Piece, language: Language) -> bool:
    return piece.text.isdecimal() or piece.text in language.zeros or piece.text in language.repeats


def _number(words: list[str], at: int, language: Language) -> tuple[Iterable[str], int]:
    """The texts that a number becomes, and where it ends; the word itself if it only looks like one."""
    number = language.read_number(words, at)
    if number and number.is_ordinal:
        return (language.ordinal(number.value, ""),), number.end
    if number:
        return str(number.value), number.end
    return words[at] if words[at].isdecimal() else (words[at],), at + 1


def _is_percent(words: list[str], at: int, before: list[Piece], language: Language) -> bool:
    """« quinze pour cent », but not « pour cent euros »."""
    if words[at + 1 : at + 2] != [language.percent[1]] or not (before and before[-1].text.isdecimal()):
        return False
    after = words[at + 2] if at + 2 < len(words) else ""
    return not (after.isdecimal() or after in language.number_words or after in language.currency_words)
