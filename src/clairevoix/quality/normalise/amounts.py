"""Money, hours and measures: « 32,50 € » and « 14h05 » as they are said, « 32 euros 50 » and « 14 heures 5 »."""

from clairevoix.quality.normalise.language import Language, Piece


def as_said(pieces: list[Piece], language: Language) -> list[Piece]:
    """Sums, hours and measures in the order in which they are said. Digits come one in a piece."""
    if not any(piece.text.isdecimal() or piece.text in language.currency_signs for piece in pieces):
        return pieces
    return _without_zeros(_units(_money(_decimal_signs(pieces, language), language), language), language)


def signs_behind(pieces: list[Piece], language: Language) -> list[Piece]:
    """« € 32,50 » is « 32,50 € »."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if piece.text in language.currency_signs and _is_digit(pieces, at) and not _is_digit(found, len(found) - 1):
            end = _end_of_sum(pieces, at, language)
            last = pieces[end - 1].end
            moved = [*pieces[at:end], piece]
            found.extend(each._replace(first=piece.first, end=last) for each in moved)
            at = end
        else:
            found.append(piece)
    return found


def _decimal_signs(pieces: list[Piece], language: Language) -> list[Piece]:
    """Point or comma between two digits: one cannot tell how the speaker called it."""
    return [
        piece._replace(text=language.decimal)
        if piece.text in language.decimal_words and _is_digit(pieces, at - 1) and _is_digit(pieces, at + 1)
        else piece
        for at, piece in enumerate(pieces)
    ]


def _units(pieces: list[Piece], language: Language) -> list[Piece]:
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if piece.text in language.units and _is_digit(pieces, at - 1):
            found.extend(piece._replace(text=text) for text in language.units[piece.text])
        else:
            found.append(piece)
    return found


def _money(pieces: list[Piece], language: Language) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if piece.text in language.currency_words or piece.text in language.currency_signs:
            _pay(found, piece, language)
        else:
            found.append(piece)
    return found


def _end_of_sum(pieces: list[Piece], at: int, language: Language) -> int:
    """After the digits from ``at`` on and their decimals."""
    while _is_digit(pieces, at):
        at += 1
    if at < len(pieces) and pieces[at].text == language.decimal and _is_digit(pieces, at + 1):
        at += 1
        while _is_digit(pieces, at):
            at += 1
    return at


def _pay(found: list[Piece], unit: Piece, language: Language) -> None:
    """Put the unit after the sum, or between its whole and its two decimals if it ends with such."""
    point, start = _decimals(found, language)
    whole = "".join(piece.text for piece in found[start:point])
    currency = language.currency_signs.get(unit.text)
    text = (currency.one if whole == "1" else currency.many) if currency else unit.text
    if point == len(found):
        found.append(unit._replace(text=text))
        return
    cents = found[point + 1 :]
    if whole == "0":
        first = found[start].first
        said = [*(cents[1:] if cents[0].text == "0" else cents), unit._replace(text=language.currency_words[text])]
        found[start:] = [piece._replace(first=first, end=unit.end) for piece in said]
    else:
        first = found[point].first
        found[point:] = [piece._replace(first=first, end=unit.end) for piece in (unit._replace(text=text), *cents)]


def _decimals(found: list[Piece], language: Language) -> tuple[int, int]:
    """Where the decimal sign stands of a sum with two decimals that ends here, and where the sum begins.

    Without such decimals, the sign is said to stand at the end.
    """
    point = len(found) - 3
    is_sum = point > 0 and found[point].text == language.decimal and _is_digit(found, point + 1)
    if not is_sum or not _is_digit(found, point + 2):
        point = len(found)
    start = point
    while _is_digit(found, start - 1):
        start -= 1
    if point < len(found) and (start == point or (start and found[start - 1].text == language.decimal)):
        return len(found), len(found)
    return point, start


def _without_zeros(pieces: list[Piece], language: Language) -> list[Piece]:
    """« 08h05 » is 8 heures 5, « 14h00 » 14 heures, « 32,00 € » 32 euros."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        is_hour = piece.text == language.hour
        is_major = (is_hour or piece.text in language.currency_words) and _is_digit(found, len(found) - 1)
        if is_hour and _n_digits(found) == 2 and found[-2].text == "0":
            del found[-2]
        found.append(piece)
        if is_major and _is_digit(pieces, at + 1) and not _is_digit(pieces, at + 2) and pieces[at].text == "0":
            at += 2 if pieces[at + 1].text == "0" else 1
    return found


def _n_digits(found: list[Piece]) -> int:
    """How many digits stand at the end."""
    start = len(found)
    while _is_digit(found, start - 1):
        start -= 1
    return len(found) - start


def _is_digit(pieces: list[Piece], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].text.isdecimal()
