"""Postal addresses, written or spoken: number and street, parts of a building, postcode and town.

A town alone is nobody's address: it counts beside a postcode, a street or a name (« Marcel Aubry, à Ribérac »), after
« j'habite à », and as an answer to « votre adresse ? ». So does a street without a number, unless a shop is there.
"""

import re
from collections.abc import Iterator, Sequence

from clairevoix.redact import streets
from clairevoix.redact.dwelling import is_misheard_street, lived_at
from clairevoix.redact.kinds import NAME, Kind
from clairevoix.redact.places import Place, is_label, places, street_end, town_end
from clairevoix.redact.recognizer import Document, Entity

_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_MAX_BACK = 3
_MAX_TOWN = 2
_MAX_BEFORE = 6
#: How many words before a postcode its street may stand.
_N_STREET = 10
#: Words between a word of living and the place.
_MAX_LIVING = 7
#: Pieces of an address this close are one.
_NEAR = 3
#: How many words after the question a bare number may be the number in the street.
_N_FIRST = 8
_NO_NUMBERS = frozenset(("un", "une", "one"))

Range = tuple[int, int, float]


def recognize(document: Document) -> Iterator[Entity]:
    line = places(document)
    pieces = sorted(_pieces(line, document))
    for first, end, score in _joined(line, pieces):
        yield _entity(line[first].start, line[end - 1].end, score)
    for match in _UK_POSTCODE.finditer(document.text if document.language == "en" else ""):
        yield _entity(match.start(), match.end(), 0.75)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="ADDRESS", start=start, end=end, recognizer="address", score=score)


def _pieces(line: Sequence[Place], document: Document) -> Iterator[Range]:
    for place, each in enumerate(line):
        if each.word in streets.STREETS or each.word in streets.OTHER_STREETS:
            yield from _street(line, place)
        elif is_misheard_street(line, place):
            end, _ = street_end(line, place + 1, is_numbered=True)
            yield (place, end, 0.55)
        if each.word in streets.LIVING and each.word not in ("adresse", "address"):
            yield from lived_at(line, place)
        elif document.language == "en" and each.word in streets.ENGLISH_STREETS:
            yield from _english_street(line, place)
        if each.word in streets.PARTS or each.word in streets.FLOORS:
            yield from _part(line, place)
        if each.is_number:
            yield from _postcode(line, place)
        if each.kind & Kind.TOWN or each.is_capital or each.word in ("la", "le", "les"):
            yield from _town(line, place)
        if each.is_asked:
            yield from _answer(line, place)


def _joined(line: Sequence[Place], pieces: Sequence[Range]) -> Iterator[Range]:
    """Pieces that touch or nearly touch, as one: « 12 rue des Lilas », « bâtiment C », « 35000 Rennes »."""
    current: Range | None = None
    for first, end, score in pieces:
        if current and first <= current[1] + _NEAR and not any(_breaks(each) for each in line[current[1] : first]):
            current = (current[0], max(current[1], end), max(current[2], score))
            continue
        if current and current[2] >= 0.5:
            yield current
        current = (first, end, score)
    if current and current[2] >= 0.5:
        yield current


def _breaks(each: Place) -> bool:
    return not (each.word in streets.LINKS | streets.AT | streets.REPEATS or each.word in ("et", "numero"))


def _street(line: Sequence[Place], place: int) -> Iterator[Range]:
    """« 12 bis rue des Lilas »; without a number « rue des Lilas » where people live."""
    is_sure = line[place].word in streets.STREETS
    if line[place].pauses and line[place].word not in ("bd", "av", "ave", "blvd", "imp", "pl", "r", "res", "ch"):
        return
    number = _number_before(line, place)
    end, is_capital = street_end(line, place + 1, is_numbered=number is not None)
    if end == place + 1:
        return
    if number is not None:
        after = line[place + 1]
        is_linked = after.word in streets.LINKS or after.full.startswith(("d'", "l'"))
        is_named = is_capital or is_linked or not after.kind & Kind.ORDINARY or bool(after.kind & NAME)
        if is_sure or is_named:
            yield (number, end, 0.85)
            yield from _town_after(line, end)
        return
    score = _score_without_number(line, place, is_capital=is_capital)
    if score:
        yield (place, end, score)
        yield from _number_after(line, end)


def _score_without_number(line: Sequence[Place], place: int, *, is_capital: bool) -> float:
    """How surely « rue des Lilas » is where somebody lives; 0 if it is not."""
    word, before = line[place].word, line[max(0, place - _MAX_LIVING) : place]
    lives = line[place].is_asked or any(each.word in streets.LIVING for each in before)
    if word in ("lieu-dit", "lieudit"):
        return 0.7
    if word in streets.STREETS:
        is_shop = any(each.word in streets.SHOPS for each in before)
        is_housing = word in streets.HOUSING and line[place + 1].word in streets.LINKS
        named = is_capital or (is_housing and place + 2 < len(line) and not line[place + 2].kind & Kind.ORDINARY)
        return 0.7 if lives else 0.6 if named and not is_shop else 0.0
    is_zone = word in streets.ZONES and line[place + 1].word in streets.LINKS
    return 0.6 if is_capital and (is_zone or (lives and word != "r")) else 0.0


def _number_after(line: Sequence[Place], end: int) -> Iterator[Range]:
    """« impasse du Moulin, au six »."""
    at = end
    while at < len(line) and at - end < 2 and line[at].word in ("au", "numero", "le", "number"):
        at += 1
    if at < len(line) and line[at].is_number and len(line[at].run_digits) <= 4 and not line[end - 1].closes:
        yield (at, at + 1, 0.3)


def _town_after(line: Sequence[Place], end: int) -> Iterator[Range]:
    """« 7 rue du Port, Douarnenez », « 6 impasse du lavoir à montcerf »."""
    at = end + 1 if end + 1 < len(line) and line[end].full in ("a", "in") and not line[end - 1].closes else end
    if at >= len(line) or (at == end and line[end - 1].closes):
        return
    town, is_known = town_end(line, at, is_street_near=at > end)
    if at == end and not line[end - 1].pauses and not (is_known and not line[at].kind & Kind.ORDINARY):
        return
    if town > at and (is_known or line[at].is_capital or at > end):
        yield (at, town, 0.5)


def _number_before(line: Sequence[Place], place: int) -> int | None:
    """Where the number in the street begins: before « bis », « , » or « de la »."""
    at = place - 1
    while (
        at >= 0
        and place - at <= _MAX_BACK
        and (line[at].word in streets.REPEATS or line[at].full in ("de", "la", "l", "the"))
    ):
        at -= 1
    if at < 0 or not line[at].is_number or line[at].closes:
        return None
    while at and line[at - 1].is_number and line[at - 1].run == line[at].run and not line[at - 1].pauses:
        at -= 1
    if line[at].word in _NO_NUMBERS and line[at].run_digits == "1":
        is_number = at and line[at - 1].full in ("au", "le", "numero", "number")
        return at if is_number or line[at + 1].word in ("bis", "ter") else None
    return at


def _english_town(line: Sequence[Place], place: int) -> Iterator[Range]:
    """« , Leeds, » after a street: two words with a capital, or a large town."""
    end = place
    while end < min(len(line), place + _MAX_TOWN) and _may_be_town(line[end], line[end - 1]):
        end += 1
    if end > place:
        yield (place, end, 0.6)


def _may_be_town(each: Place, before: Place) -> bool:
    is_named = each.is_capital and bool(each.kind & Kind.WORD) and not each.kind & Kind.NEVER
    return (is_named and not before.closes) or each.word in streets.ENGLISH_TOWNS


def _english_street(line: Sequence[Place], place: int) -> Iterator[Range]:
    """« 14 Baker Street », « twenty-two Rose Lane »."""
    at = place - 1
    while (
        at >= 0
        and place - at <= _MAX_BACK
        and not line[at].is_number
        and not line[at].pauses
        and line[at].kind & Kind.WORD
    ):
        if line[at].kind & Kind.NEVER and not line[at].is_capital:
            break
        at -= 1
    if at >= 0 and at < place - 1 and line[at].is_number:
        while at and line[at - 1].is_number and line[at - 1].run == line[at].run:
            at -= 1
        yield (at, place + 1, 0.8)
        yield from _town_after(line, place + 1)
        yield from _english_town(line, place + 1)
    elif (
        place
        and line[place].is_capital
        and line[place - 1].is_capital
        and not line[place - 1].pauses
        and line[place].word != "st"
    ):
        shop = any(each.word in streets.SHOPS for each in line[max(0, place - _MAX_LIVING) : place])
        if not shop and not line[place - 1].opens:
            yield (place - 1, place + 1, 0.55)


def _part(line: Sequence[Place], place: int) -> Iterator[Range]:
    """« bâtiment C », « digicode 45B12 », « troisième étage »: alone only those that tell where somebody lives."""
    word = line[place].word
    if word in streets.FLOORS:
        if place and (line[place - 1].is_number or line[place - 1].word in streets.ORDINALS):
            yield (place - 1, place + 1, 0.55 if line[place].is_asked else 0.3)
        return
    end = place + 1
    while end < len(line) and line[end].full in ("c'est", "est", "le", "numero", "is", "number", "lettre"):
        end += 1
    if end < len(line) and not line[place].closes and (line[end].is_number or is_label(line[end])):
        while end < len(line) and (line[end].is_number or is_label(line[end])) and end - place < 10:
            end += 1
            if line[end - 1].closes:
                break
        yield (place, end, 0.6 if word in streets.TELLING_PARTS else 0.3)


def _postcode(line: Sequence[Place], place: int) -> Iterator[Range]:
    """Five digits, with the town after them or before; without one they are a postcode only where asked or announced."""
    each = line[place]
    if not each.is_postcode:
        return
    last = place
    while last + 1 < len(line) and line[last + 1].is_number and line[last + 1].run == each.run:
        last += 1
    before = line[max(0, place - _N_STREET) : place]
    is_street_near = any(other.word in streets.STREETS or other.word in streets.OTHER_STREETS for other in before)
    end, is_known = town_end(line, last + 1, postcode=each.postcode, is_street_near=is_street_near)
    if end > last + 1:
        yield (_further_back(line, place), end, 0.85 if is_known else 0.6)
        return
    if any(other.word in ("postal", "postcode", "cp") for other in before[-_MAX_BACK:]):
        yield (place, last + 1, 0.8)
        return
    for first in range(max(0, place - 4), place):
        if line[first].word in streets.AT:
            continue
        town, is_known = town_end(line, first, postcode=each.postcode)
        if town == place and (is_known or line[first].is_capital):
            yield (_further_back(line, first), last + 1, 0.85 if is_known else 0.55)
            return
    yield (place, last + 1, 0.6 if each.is_asked else 0.4)


def _further_back(line: Sequence[Place], place: int) -> int:
    """« Les Charmes, near Brantôme, 24310 »: names of places before a town belong to it, in the same sentence."""
    first = at = place
    while at and place - at < _MAX_BEFORE and not line[at - 1].closes:
        each = line[at - 1]
        is_named = each.is_capital and bool(each.kind & Kind.WORD) and not each.kind & Kind.NEVER
        if not (is_named or each.word in streets.AT or each.word in streets.LINKS):
            break
        at -= 1
        first = at if each.is_capital and (is_named or each.kind & Kind.PARTICLE) else first
    return first


def _town(line: Sequence[Place], place: int) -> Iterator[Range]:
    """A town after « j'habite à », after a name, or with its quarter: « Paris onzième »."""
    if not place or line[place - 1].word not in streets.AT:
        return
    end, is_known = town_end(line, place)
    if end == place:
        return
    before = line[max(0, place - _MAX_LIVING) : place]
    lives = any(each.word in streets.LIVING and each.word not in ("adresse", "address") for each in before)
    if (lives and sum(each.closes for each in before) < 2 and (is_known or not line[place - 1].opens)) or (
        place > 1 and line[place - 1].full in ("a", "in", "at") and _ends_name(line, place - 2)
    ):
        yield (place, end, 0.6)


def _ends_name(line: Sequence[Place], place: int) -> bool:
    """« Marcel Aubry », « Marcel Obry »: after a given name any capital will do."""
    each = line[place]
    if each.kind & (Kind.ORDINARY | Kind.NEVER):
        return False
    return bool(each.kind & NAME) or (place > 0 and each.is_capital and bool(line[place - 1].kind & Kind.GIVEN))


def _answer(line: Sequence[Place], place: int) -> Iterator[Range]:
    """Part of an answer to « votre adresse ? »: a town, a number among the first words."""
    each = line[place]
    is_day = bool(place) and line[place - 1].full in ("le", "on", "the", "les")
    if each.is_number and each.is_first_asked < _N_FIRST and each.run_digits not in ("", "1") and not is_day:
        yield (place, place + 1, 0.5)
    if each.kind & Kind.NEVER or (each.kind & Kind.ORDINARY and not (each.is_capital and not each.opens)):
        return
    end, is_known = town_end(line, place)
    if end > place and (is_known or (each.is_capital and not each.opens)):
        yield (place, end, 0.55)
