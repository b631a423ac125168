"""Numbers that parties say in turns: pieces read back, gone on with by the other, or left over at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stdnum import luhn
from stdnum.fr import nir

from clairevoix.redact.digits import FILLERS
from clairevoix.redact.letters import folded
from clairevoix.redact.numerals import DAYS_BEFORE, says_number
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.sounding import is_nonsense
from clairevoix.redact.spelling import Code, counts

#: Types of which people say pieces. Names are sought by others.
NUMBERED = frozenset("PHONE CARD IBAN BIC NIR COMPANY_ID REFERENCE LINE DEVICE PASSWORD EMAIL PLATE NUMBER IP".split())
_DICTATED = NUMBERED - {"EMAIL", "NUMBER", "PLATE", "IP"}
_LEAST_ASKED, _SHORT_TURN = 2, 8
#: Of three digits or so, a recogniser may leave one.
_OF_FEW = frozenset({"CARD", "PASSWORD", "NIR"})
#: Of so many digits that pieces of them are said apart.
_OF_MANY = frozenset({"CARD", "IBAN", "NIR", "DEVICE"})
_OF_CARDS = ("CARD", "PASSWORD", "NUMBER", None)
#: How many turns later a number may go on, or be read back, and how many of its pieces are remembered.
_TURNS_ON, _TURNS_BACK, _REMEMBERED = 3, 12, 24
#: Words before a piece in its turn: « et à la fin, cent quatre-vingt-neuf ».
_WORDS_BEFORE = 5
#: Characters of a piece that is read back: anywhere, or at the start of a turn.
_ANYWHERE, _AT_START = 4, 2
#: Pieces of one number, and turns between two of them.
_PIECES, _PHONE_DIGITS, _PHONE_LEAST = 16, 10, 8
#: Share of a turn's words that pieces are, and their number.
_DENSE, _LEAST_SAID = 0.4, 3
_SHORT = 3
_SCORE, _SCORE_TOGETHER = 0.42, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A code as a piece of a conversation: where it is said, and the type of the entity that holds it, if any.

    ``opens`` and ``closes`` are the first and the last token of its turn.
    """

    channel: int
    turn: int
    code: Code = field(repr=False)
    document: Document = field(repr=False)
    entity_type: str | None
    opens: int
    closes: int

    @property
    def n_before(self) -> int:
        return self.code.first - self.opens

    @property
    def is_last(self) -> bool:
        return self.code.last >= self.closes


def exchanged(pieces: Sequence[Piece]) -> dict[int, list[Entity]]:
    """By channel, the pieces that only the whole conversation shows to be personal data. ``pieces`` in order of time."""
    types: list[str | None] = [each.entity_type for each in pieces]
    found: dict[int, list[Entity]] = {}
    finds = [(place, place, entity_type, score) for place, entity_type, score in _together(pieces)]
    finds += [(place, place, entity_type, _SCORE) for place, entity_type in _in_turn(pieces, types)]
    finds += [(first, last, entity_type, _SCORE) for first, last, entity_type in _dense(pieces, types)]
    whole = dict(_again(pieces, types))
    finds += [(first, first, entity_type, _SCORE) for first, entity_type in whole.items()]
    for first, last, entity_type, score in finds:
        start, end = pieces[first].code.start, pieces[last].code.end
        if first in whole:
            found_in = pieces[first].document.tokens
            start, end = found_in[pieces[first].opens].start, found_in[pieces[first].closes].end
        entity = Entity(entity_type=entity_type, start=start, end=end, recognizer="exchange", score=score)
        found.setdefault(pieces[first].channel, []).append(entity)
    return found


def _together(pieces: Sequence[Piece]) -> Iterator[tuple[int, str, float]]:
    """Pieces of all parties that make one number together, those said twice counted once."""
    for first, piece in enumerate(pieces):
        if not piece.code.characters.isdigit() or len(piece.code.characters) >= _PHONE_DIGITS:
            continue
        said = ""
        places: list[int] = []
        ends_at = 0
        entity_type = None
        for place in range(first, min(len(pieces), first + _PIECES)):
            digits = pieces[place].code.characters
            if (
                not digits.isdigit()
                or _is_counted(pieces[place])
                or (places and pieces[place].turn - pieces[places[-1]].turn > _TURNS_ON)
            ):
                break
            is_again = bool(places) and said.endswith(digits) and pieces[place].turn != pieces[places[-1]].turn
            if not is_again:
                if len(said) >= _PHONE_DIGITS and said[0] == "0":
                    break
                said += digits
            places.append(place)
            kind = _kind(said)
            if kind is not None:
                entity_type, ends_at = kind, len(places)
        if entity_type is not None and len({pieces[place].turn for place in places[:ends_at]}) > 1:
            yield from ((place, entity_type, _SCORE_TOGETHER) for place in places[:ends_at])


def _kind(digits: str) -> str | None:
    if len(digits) >= _PHONE_LEAST and digits[0] == "0" and digits[1] != "0" and len(digits) <= _PHONE_DIGITS:
        return "PHONE"
    if len(digits) == 16 and digits[0] in "23456" and luhn.is_valid(digits):
        return "CARD"
    return "NIR" if len(digits) in (13, 15) and nir.is_valid(digits) else None


def _in_turn(pieces: Sequence[Piece], types: list[str | None]) -> Iterator[tuple[int, str]]:
    """Pieces that go on with, or say again, what was found a few turns before."""
    known: list[int] = []
    for place, piece in enumerate(pieces):
        if types[place] is None and not _is_counted(piece):
            entity_type = next(_before(pieces, types, known, place), None) or _asked(piece)
            types[place] = entity_type
            if entity_type is not None:
                yield place, entity_type
        if types[place] in NUMBERED:
            known.append(place)
            del known[:-_REMEMBERED]


def _asked(piece: Piece) -> str | None:
    """The type that was asked for, if any: an answer may be no longer than « quatre-vingt-deux », or what is left of it."""
    asked = piece.document.asked[piece.code.first]
    is_left = piece.n_before < _SHORT_TURN and piece.code.n_digits == len(piece.code.characters) == 1
    opens = piece.n_before <= _WORDS_BEFORE and _only_fillers(piece)
    if (is_left and asked & _OF_FEW) or (opens and piece.code.n_digits >= _LEAST_ASKED):
        return min(asked & _DICTATED, default=None)
    # « et à la fin sont 99 »: the words before were misheard too.
    is_short = piece.n_before <= _SHORT_TURN and piece.code.n_digits >= _LEAST_ASKED and not _is_day(piece)
    return min(asked & _OF_MANY, default=None) if is_short else None


def _dense(pieces: Sequence[Piece], types: Sequence[str | None]) -> Iterator[tuple[int, int, str]]:
    """Turns that hold little else than pieces, one of them known or asked for: a recogniser garbled what is between."""
    last = -1
    for first, piece in enumerate(pieces):
        if first <= last:
            continue
        last = first
        while last + 1 < len(pieces) and pieces[last + 1].turn == piece.turn:
            last += 1
        within = range(first, last + 1)
        n_said = sum(pieces[place].code.last + 1 - pieces[place].code.first for place in within)
        asked = piece.document.asked[piece.code.first] & NUMBERED
        known = [entity_type for place in within if (entity_type := types[place]) in NUMBERED]
        is_dense = n_said >= _DENSE * (piece.closes + 1 - piece.opens)
        has_letters = any(pieces[place].code.n_letters for place in within)
        likely = [each for each in (*known, *sorted(asked)) if each and (has_letters or each != "EMAIL")]
        if is_dense and n_said >= _LEAST_SAID and likely:
            yield first, last, likely[0]


def _again(pieces: Sequence[Piece], types: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Short turns of digits said one by one that come after a card: another one, of which little was understood."""
    card: Piece | None = None
    for place, piece in enumerate(pieces):
        n_words = piece.closes + 1 - piece.opens
        n_said = piece.code.last + 1 - piece.code.first
        is_dense = n_said >= _LEAST_ASKED and n_said >= _DENSE * n_words
        is_near = card is not None and 0 < piece.turn - card.turn <= _TURNS_BACK
        is_short = is_near and is_dense and n_words <= _SHORT_TURN and not _is_counted(piece)
        if is_short and types[place] in _OF_CARDS and _has_more(piece):
            yield place, "CARD"
        if types[place] == "CARD":
            card = piece


def _has_more(piece: Piece) -> bool:
    """Whether numbers of its turn are no part of a piece: « 50 ans, zéro, zéro », which counts nothing here."""
    document = piece.document
    outside = [*range(piece.opens, piece.code.first), *range(piece.code.last + 1, piece.closes + 1)]
    return any(says_number(document.tokens[at].word, document.language) for at in outside)


def _before(pieces: Sequence[Piece], types: Sequence[str | None], known: Sequence[int], place: int) -> Iterator[str]:
    """The types of what a piece may belong to, latest first."""
    piece = pieces[place]
    characters = piece.code.characters
    opens = piece.n_before <= _WORDS_BEFORE and _only_fillers(piece)
    for other in reversed(known):
        entity_type, turns_ago = types[other], piece.turn - pieces[other].turn
        if entity_type is None or turns_ago > _TURNS_BACK:
            continue
        is_again = characters in pieces[other].code.characters
        if is_again and len(characters) >= (_AT_START if opens or piece.is_last else _ANYWHERE):
            yield entity_type
        goes_on = entity_type != "EMAIL" or piece.code.n_letters > 0
        if (
            turns_ago <= _TURNS_ON
            and opens
            and goes_on
            and (len(characters) > 1 or (piece.n_before <= 1 and (piece.is_last or _is_cut(piece))))
        ):
            yield entity_type


def _is_day(piece: Piece) -> bool:
    """« le 15 », « jusqu'au 20 »."""
    before = piece.document.tokens[max(0, piece.code.first - 1)].word
    return before in DAYS_BEFORE and len(piece.code.characters) <= _LEAST_ASKED


def _is_cut(piece: Piece) -> bool:
    """« Deux sangueilles. »: a word that does not exist, and the end of the sentence."""
    after = piece.document.tokens[min(piece.code.last + 1, piece.closes)]
    return after.text[-1:] in ".?!" and is_nonsense(folded(after.word))


def _only_fillers(piece: Piece) -> bool:
    """Whether a piece opens its turn, but for hesitations and the like."""
    first = piece.code.first - piece.n_before
    words = [token.word for token in piece.document.tokens[first : piece.code.first]]
    return all(not word or word in FILLERS or word in _OPENERS for word in words)


_OPENERS = frozenset(
    "à a la le les l fin sont sans sang ah oh c'est enfin là et ensuite c de du at the end it's it is then ends".split()
)


def _is_counted(piece: Piece) -> bool:
    """« dix-neuf coupures »: a short number before a word that it counts; « un » alone."""
    code = piece.code
    if piece.is_last or code.n_letters or len(code.characters) > _SHORT or _is_cut(piece):
        return False
    if code.characters == "1" and not (piece.document.asked[code.first] & _OF_FEW and piece.n_before <= _WORDS_BEFORE):
        return True
    return counts(piece.document.tokens, code, piece.document.language)
