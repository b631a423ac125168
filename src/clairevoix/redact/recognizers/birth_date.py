"""Dates of birth, written or spoken, and no other dates: only after « né le », « date de naissance », or where one is asked.

« 12/03/78 », « douze mars mille neuf cent soixante-dix-huit », « douze zéro trois soixante-dix-huit », « juillet 87 ».
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from text_to_num import alpha2digit

from clairevoix.redact.digits import Token, is_numeral
from clairevoix.redact.letters import folded
from clairevoix.redact.recognizer import Document, Entity

_CUES = {
    "fr": re.compile(
        r"\b(?:(?:né|née|nés|nées|nee|nees|(?:suis|est|sommes|etes|êtes) ne)"
        r"(?=\W+(?:[\w-]+\W+){0,3}(?:le|en|un|au|euh|\d|[a-zé]+di)\b)|naissance|naquit|anniversaire|ddn|né\(e\))"
    ),
    "en": re.compile(r"\b(?:born|birth|birthday|dob|d\.o\.b)"),
}
_MONTHS = {
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fev fevr avr juil sept "
    "oct nov dec".split(),
    "en": "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split(),
}
_FIRST_OF_MONTH = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])(?:er|e|st|nd|rd|th)?|premier|premiere|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|"
    r"twenty-\w+|thirty-first"
)
_WRITTEN = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])[/.\-](?:0?[1-9]|[12]\d|3[01])[/.\-](?:(?:18|19|20)?\d\d)|(?:18|19|20)\d\d[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:0?[1-9]|[12]\d|3[01])"
)
#: How many tokens after the cue a date may end.
_REACH = 24
_LONGEST_DATE = 14
_MAX_FILLERS = 3
#: Years in which callers were born: with two digits, those that are no day of a month.
_BORN = range(1932, 2005)
#: What is dated otherwise, said so few words before.
_OF_CONTRACTS = re.compile(
    r"contrat|signe|factur|commande|abonn|client|ouvert|achet|install|depuis|garanti|since|contract|bought"
)
_N_BEFORE, _LONGEST_DAY = 8, 3
_SINCE = frozenset(("depuis", "since", "de", "from"))
_FILLERS = frozenset(
    (
        "euh",
        "heu",
        "de",
        "en",
        "of",
        "the",
        "le",
        "uh",
        "um",
        "donc",
        "alors",
        "du",
        "mois",
        "l'annee",
        "annee",
        "in",
        "et",
        "and",
        "voila",
        "oui",
    )
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a date: places of its tokens, half-open."""

    first: int
    end: int
    has_day: bool
    is_whole: bool


def recognize(document: Document) -> Iterator[Entity]:
    words = [folded(token.word) for token in document.tokens]
    limits = _limits(document)
    place = 0
    for start, end, is_asked in limits:
        place = max(place, start)
        taken = 0
        while place < end:
            part = _date(document, words, place, end)
            if part is None or not (part.is_whole or taken == 0):
                place += 1
                continue
            yield Entity(
                entity_type="BIRTH_DATE",
                start=document.tokens[part.first - (part.first > 0 and words[part.first - 1] == "le")].start,
                end=document.tokens[part.end - 1].end,
                recognizer="birth_date",
                score=0.95 if part.is_whole else 0.6,
            )
            place, taken = part.end, taken + 1
            if part.is_whole and not is_asked:
                break
    yield from _unannounced(document, words)


def _unannounced(document: Document, words: Sequence[str]) -> Iterator[Entity]:
    """« N'est le trois mars 49 », « est en juin 98 »: a month and a year when callers were born, and no contract."""
    months = _MONTHS[document.language]
    for at, word in enumerate(words):
        if word not in months or any(_OF_CONTRACTS.match(each) for each in words[max(0, at - _N_BEFORE) : at]):
            continue
        first = at
        while first and at - first < _LONGEST_DAY and _is_number(document, first - 1):
            first -= 1
        year, end = _year(document, at + 1)
        if year in _BORN and words[max(0, first - 1)] not in _SINCE:
            start = document.tokens[first - (first > 0 and words[first - 1] == "le")].start
            stop = document.tokens[end - 1].end
            yield Entity(entity_type="BIRTH_DATE", start=start, end=stop, recognizer="birth_date", score=0.5)


def _year(document: Document, place: int) -> tuple[int, int]:
    """The year that is said at a place, and where it ends: « quatre-vingt-dix-huit » is 1998."""
    at = bisect_right(document.runs, place, key=lambda run: run.first) - 1
    if at < 0 or document.runs[at].last < place:
        return 0, place
    run = document.runs[at]
    groups = [group for group in run.groups if group.first >= place]
    digits = "".join(group.digits for group in groups[:2])
    if groups and len(digits) in (2, 4):
        year = int(digits)
        return year + (1900 if len(digits) == 2 else 0), groups[min(1, len(groups) - 1)].last + 1
    return 0, place


def _limits(document: Document) -> list[tuple[int, int, bool]]:
    """Places where a date is one of birth: after a cue, and where one was asked for."""
    limits: list[tuple[int, int, bool]] = []
    starts = [token.start for token in document.tokens]
    text = document.text.lower()
    text = text if len(text) == len(document.text) else document.text
    at = 0
    for match in _CUES[document.language].finditer(text):
        while at < len(starts) and starts[at] < match.start():
            at += 1
        limits.append((at, min(len(starts), at + _REACH), False))
    first = 0
    while first < len(starts):
        end = first
        while end < len(starts) and "BIRTH_DATE" in document.asked[end]:
            end += 1
        if end > first:
            limits.append((first, end, True))
        first = end + 1
    return sorted(limits)


def _date(document: Document, words: Sequence[str], place: int, limit: int) -> _Part | None:
    """A date that begins at a place: written, with the name of its month, or in numbers only."""
    if _WRITTEN.fullmatch(words[place]):
        return _Part(place, place + 1, has_day=True, is_whole=True)
    return _named(document, words, place, limit) or _numbered(document, place, limit)


def _named(document: Document, words: Sequence[str], place: int, limit: int) -> _Part | None:
    """« douze mars 1978 », « juillet quatre-vingt-sept », « March the twelfth, 1978 »."""
    months = _MONTHS[document.language]
    month = place
    has_day = False
    while month < limit and month - place < _MAX_FILLERS + 1 and words[month] not in months:
        if not (
            _is_number(document, month)
            or _FIRST_OF_MONTH.fullmatch(words[month])
            or (month > place and words[month] in _FILLERS)
        ):
            return None
        has_day = True
        month += 1
    if (
        month >= limit
        or words[month] not in months
        or (words[month] in ("mars", "mai", "may", "march") and not has_day and month + 1 >= limit)
    ):
        return None
    end, n_numbers = month + 1, 0
    ahead = end
    while ahead < min(len(words), end + _MAX_FILLERS, place + _LONGEST_DATE):
        if _is_number(document, ahead) or _FIRST_OF_MONTH.fullmatch(words[ahead]):
            ahead += 1
            end, n_numbers = ahead, n_numbers + 1
        elif words[ahead] in _FILLERS or not words[ahead]:
            ahead += 1
        else:
            break
    if not has_day and not n_numbers:
        return None
    return _Part(place, end, has_day=has_day or document.language == "en", is_whole=n_numbers > 0 and has_day)


def _numbered(document: Document, place: int, limit: int) -> _Part | None:
    """« douze zéro trois soixante-dix-huit », « 12 03 1978 », a year, or a day alone."""
    if not _is_number(document, place):
        return None
    end = place
    ahead = place
    while (
        ahead < min(len(document.tokens), max(limit, place + 1), place + _LONGEST_DATE) and ahead - end < _MAX_FILLERS
    ):
        if _is_number(document, ahead):
            ahead += 1
            end = ahead
        elif folded(document.tokens[ahead].word) in _FILLERS or not document.tokens[ahead].word:
            ahead += 1
        else:
            break
    digits = _digits(document.tokens[place:end], document.language)
    is_whole = (len(digits) in (5, 6, 7, 8) and _is_date(digits)) or _is_dictated(document, place, end)
    is_year = len(digits) == 4 and digits[:2] in ("19", "20")
    is_day = len(digits) in (1, 2) and 0 < int(digits) <= 31 and _is_day_alone(document, place, end)
    after_year = len(digits) == 2 and place > 0 and folded(document.tokens[place - 1].word) in ("en", "in")
    if is_whole or is_year or is_day or after_year:
        return _Part(place, end, has_day=is_day, is_whole=is_whole)
    return None


def _is_dictated(document: Document, place: int, end: int) -> bool:
    """« le vingt-cinq zéro trois mille neuf cent soixante »: text2num hears 3,960, so the words count."""
    before = folded(document.tokens[place - 1].word) if place else ""
    is_announced = before in ("le", "naissance", "birth", "born", "on") or "BIRTH_DATE" in document.asked[place]
    return (
        is_announced
        and end - place >= 4
        and all(not any(map(str.isdigit, each.word)) for each in document.tokens[place:end])
    )


def _is_day_alone(document: Document, place: int, end: int) -> bool:
    """« Le quatorze », said at once when asked: no number of minutes, and not « un »."""
    is_asked = "BIRTH_DATE" in document.asked[place] and "BIRTH_DATE" not in document.asked[max(0, place - 3)]
    if not is_asked or end - place > 2 or document.tokens[place].word in ("un", "une", "one"):
        return False
    return any(run.first <= place <= run.last for run in document.runs)


def _is_number(document: Document, place: int) -> bool:
    token = document.tokens[place]
    return is_numeral(token, document.language) and token.word not in ("une", "cents")


def _digits(found: Sequence[Token], language: str) -> str:
    text = " ".join(
        token.word.replace("/", " ").replace(".", " ").replace("-", " ") if not token.word.isalpha() else token.word
        for token in found
    )
    return re.sub(r"\D", "", alpha2digit(text, language, threshold=0))


def _is_date(digits: str) -> bool:
    """Day, month and year of two or four digits; the day or month may lack its zero, the month may come first."""
    for year in (4, 2):
        head = digits[:-year]
        for cut in (1, 2):
            day, month = head[:cut], head[cut:]
            if not (day and month) or len(month) > 2:
                continue
            one, other = int(day), int(month)
            known_year = year == 2 or 1900 <= int(digits[-4:]) <= 2030
            if known_year and ((1 <= one <= 31 and 1 <= other <= 12) or (1 <= one <= 12 and 1 <= other <= 31)):
                return True
    return False
