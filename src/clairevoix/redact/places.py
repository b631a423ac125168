"""Tokens with what addresses need of them, and how far the name of a street or town reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clairevoix.redact import streets
from clairevoix.redact.digits import DigitRun
from clairevoix.redact.gazetteers import towns
from clairevoix.redact.kinds import Kind, seen
from clairevoix.redact.recognizer import Document

#: Overseas and Corsica included (La Poste): 00 and 99 are no department, 20 is Corsica.
_POSTCODE = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-57-8])\d{3}")
#: « treize cent » is said for 13100: the digits then say 1300.
_SHORT_POSTCODE = re.compile(r"[1-9]\d00")
_DIGITS = 5
_IDENTIFYING = frozenset({"NAME", "ADDRESS"})
_LONGEST_TOWN = 6
_LONGEST_STREET = 8
_IN_STREET = re.compile(r"\d{1,4}(?:bis|ter|quater|[a-f])?(?:[-/]\d{1,4})?")
_QUARTERS = re.compile(r"\d{1,2}(?:e|er|eme|ieme)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A token; ``run`` is the number of the dictated number that it belongs to, or -1.

    ``postcode``: the five digits that begin here and end their dictated number. ``is_first_asked``: how many words after
    the question for an address it stands. ``is_identifying``: whether a name was asked for, or an address.
    """

    word: str = field(repr=False)
    full: str = field(repr=False)
    start: int
    end: int
    kind: Kind
    is_capital: bool
    opens: bool
    closes: bool
    pauses: bool
    is_asked: bool
    is_first_asked: int
    run: int = -1
    run_digits: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    is_identifying: bool = False

    @property
    def is_number(self) -> bool:
        """Digits, number words, « 5bis »."""
        return self.run >= 0 or bool(_IN_STREET.fullmatch(self.word))

    @property
    def is_postcode(self) -> bool:
        return bool(self.postcode)


def places(document: Document) -> tuple[Place, ...]:
    numbers = [-1] * len(document.tokens)
    postcodes: dict[int, str] = {}
    for number, run in enumerate(document.runs):
        for token in range(run.first, run.last + 1):
            numbers[token] = number
        postcodes |= _postcodes(document, run)
    line: list[Place] = []
    since = 0
    for each in seen(document.tokens, document.language):
        is_asked = "ADDRESS" in document.asked[each.place]
        since = since + 1 if is_asked else 0
        number = numbers[each.place]
        line.append(
            Place(
                each.word, each.full, each.start, each.end, each.kind, each.is_capital, each.opens, each.closes, each.pauses,
                is_asked, since, number, document.runs[number].digits if number >= 0 else "", postcodes.get(each.place, ""),
                bool(document.asked[each.place] & _IDENTIFYING),
            )
        )  # fmt: skip
    return tuple(line)


def _postcodes(document: Document, run: DigitRun) -> dict[int, str]:
    """Where a postcode begins that begins or ends a dictated number: « au 12, 35000 Rennes » is one number to the ear."""
    if len(run.digits) == _DIGITS:
        return {run.first: run.digits} if _POSTCODE.fullmatch(run.digits) else {}
    if len(run.digits) == _DIGITS - 1 and document.tokens[run.last].word in ("cent", "cents"):
        return {run.first: run.digits[:2] + "100"} if _SHORT_POSTCODE.fullmatch(run.digits) else {}
    found: dict[int, str] = {}
    for groups in (run.groups, tuple(reversed(run.groups))):
        digits = ""
        for group in groups:
            digits = digits + group.digits if groups is run.groups else group.digits + digits
            if len(digits) >= _DIGITS:
                if _POSTCODE.fullmatch(digits):
                    found[run.first if groups is run.groups else group.first] = digits
                break
    return found


def town_end(
    line: Sequence[Place], first: int, *, postcode: str = "", is_street_near: bool = False
) -> tuple[int, bool]:
    """Where the town that begins at a place ends (exclusive; the place itself if none does), and whether it is in the list.

    With a postcode an unknown capitalised word is a town too, and a known town must be of its department to count.
    """
    while first < len(line) and line[first].word in ("a", "cedex", "in", "euh") and postcode:
        first += 1
    if first >= len(line) or line[first].is_number:
        return first, False
    known = _known_town(line, first, postcode)
    if known > first:
        return _with_quarter(line, known), True
    each = line[first]
    if not each.is_capital and is_street_near and not each.kind & Kind.ORDINARY and each.kind & Kind.WORD:
        return first + 1, False
    if not each.is_capital or each.kind & Kind.NEVER or (each.opens and not postcode and not is_street_near):
        return first, False
    end = first + 1
    while end < len(line) and end - first < _LONGEST_TOWN and not line[end - 1].pauses:
        links = line[end].word in streets.LINKS or line[end].word in ("les", "en", "sur", "sous", "et")
        if line[end].is_capital and not line[end].kind & Kind.NEVER:
            end += 1
        elif links and end + 1 < len(line) and line[end + 1].is_capital and not line[end].pauses:
            end += 2
        else:
            break
    return (end, False) if line[first].kind & Kind.WORD and not line[first].kind & Kind.ORDINARY else (first, False)


def _known_town(line: Sequence[Place], first: int, postcode: str) -> int:
    name, known = "", first
    start = first
    if line[first].word in ("la", "le", "les") and not line[first].pauses and first + 1 < len(line):
        first += 1
    for end in range(first, min(len(line), first + _LONGEST_TOWN)):
        word = (line[end].full if end > first else line[end].word).replace("'", "-")
        word = {"st": "saint", "ste": "sainte"}.get(word, word)
        name = f"{name}-{word}" if name else word
        name = name.replace("st-", "saint-", 1) if name.startswith("st-") else name
        codes = towns().get(name) if len(name) > 1 else None
        if codes is not None and (not postcode or not codes or any(code[:2] == postcode[:2] for code in codes)):
            known = end + 1
        if line[end].pauses:
            break
    is_word = known == first + 1 and line[first].kind & (Kind.ORDINARY | Kind.NEVER) and not line[first].is_capital
    return start if known in (first, start) or (is_word and not postcode) else known


def _with_quarter(line: Sequence[Place], end: int) -> int:
    """« Paris onzième », « Lyon 3e », « Rennes Cedex 7 »."""
    while end < len(line) and not line[end - 1].closes:
        word = line[end].word
        if word == "cedex" or word in streets.ORDINALS or _QUARTERS.fullmatch(word):
            end += 1
        elif word == "arrondissement":
            return end + 1
        else:
            break
    return end


def street_end(line: Sequence[Place], first: int, *, is_numbered: bool) -> tuple[int, bool]:
    """Where the name of a street ends, and whether it has a capital: « des Lilas », « du général de Gaulle ».

    ``first``: after the kind of street. In lower case a name is what follows « de », or words that are not ordinary.
    """
    end = first
    while end < len(line) and end - first < 3 and line[end].word in streets.LINKS and not line[end].pauses:
        if "'" in line[end].full:
            break
        end += 1
    is_linked = end > first or (end < len(line) and "'" in line[end].full)
    name_start = end
    while end < len(line) and end - first < _LONGEST_STREET and (end == name_start or not line[end - 1].pauses):
        each = line[end]
        is_year = end > name_start and line[end - 1].word in streets.FEASTS
        if each.is_number and end > name_start and not (is_year or line[end - 1].is_number or each.is_capital):
            break
        if _is_in_street(line, end, name_start, is_linked=is_linked, is_numbered=is_numbered):
            end += 1
        elif end > name_start and _links(line, end, is_numbered=is_numbered):
            end += 2
        else:
            break
    while name_start < end < len(line) and line[end].word in streets.ORDINALS and line[end - 1].kind & Kind.TOWN:
        end += 1
    if end == name_start:
        return first, False
    return end, any(each.is_capital for each in line[name_start:end])


def _links(line: Sequence[Place], place: int, *, is_numbered: bool) -> bool:
    """Whether « de » goes on with the name of a street: « de la Fontaine aux Oiseaux »."""
    each = line[place]
    if each.word not in streets.LINKS or each.pauses or place + 1 >= len(line):
        return False
    after = line[place + 1]
    if after.is_capital or line[place - 1].word in streets.RANKS:
        return True
    return is_numbered and each.word in ("de", "du", "des", "aux", "sur", "sous") and not after.kind & Kind.NEVER


def _is_in_street(line: Sequence[Place], place: int, name_start: int, *, is_linked: bool, is_numbered: bool) -> bool:
    each = line[place]
    if each.is_capital and not each.opens:
        return True
    if place > name_start:
        after_rank = line[place - 1].word in streets.RANKS
        if line[place - 1].word in streets.FEASTS and each.is_number:
            return True
        if after_rank or line[place - 1].is_number:
            return not each.kind & Kind.NEVER or each.is_number or each.word in streets.FEASTS
        return (
            not each.kind & Kind.ORDINARY
            and bool(each.kind & Kind.WORD)
            and not line[place - 1].is_capital
            and not is_linked
        )
    if is_linked:
        return not each.kind & Kind.NEVER or each.is_number or each.word in streets.RANKS
    if each.word in streets.RANKS:
        return True
    return not each.kind & Kind.NEVER and bool(each.kind & Kind.WORD) and (is_numbered or not each.kind & Kind.ORDINARY)


def is_label(each: Place) -> bool:
    """« C », « 45B12 », « A3 »."""
    word = each.word
    return (len(word) == 1 and word.isalpha() and (each.is_capital or word not in ("a", "y"))) or any(
        map(str.isdigit, word)
    )
