"""Dictated numbers: stretches of digits and number words, with the digits that they say.

« zéro six, euh, trente-neuf 98 » is one run that says 063998. Spoken words are converted by text2num, which knows
« soixante et onze », « nonante » and codes read digit by digit, and says which words it took for which number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from text_to_num import find_numbers

from clairevoix.redact.numerals import (
    CURRENCIES,
    MEASURE,
    RANGES,
    REPEATING,
    REPEATS,
    UNITS,
    known_as,
    parts,
    says_number,
)
from clairevoix.redact.sounding import numeral_heard

#: « tel:06 » and « n°06 » are two tokens, « [TÉLÉPHONE 1] », which redaction wrote, is one; « [xxx] » is it masked.
_TOKEN = re.compile(
    r"(?P<shown>\[(?:x{2,60}|[A-ZÀ-Ý][A-ZÀ-Ý' -]{0,38} (?:[1-9]\d{0,2}|_{1,3}))\])[^\w\s\[]*"
    r"|[^\W\d_]{2,30}[.]?[:=](?=[\w+(])|[nN]°(?=\w)|\S+"
)
_EDGES = " \t\n.,;:!?…«»\"“”()[]'’*_"
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
#: The word of a placeholder of redaction: it is none that anyone says.
PLACEHOLDER = "[]"
#: Words said between the groups of a number without ending it: hesitation, repair, and answers to the other party.
FILLERS = frozenset(
    "et euh heu hum hein ben bon alors donc puis ensuite tiret point slash espace plus oui non ok okay accord est "
    "ça ca voilà voila pardon je répète repete redis vous me suivez très bien pas après attendez euuh bah parfait "
    "ouais mmh hm hmm and uh um uhm then dash dot yes sorry right hyphen not space okay yeah wait so er erm again "
    "fois suite times - – — / . | + mm".split()
)
_MAX_FILLERS = 4
#: A telephone number, and « un ».
_PHONE_AND_ONE = 11
_AS_DIGITS = str.maketrans("OolI|", "00111")
#: A telephone number or a card, of so many groups at most.
_LONGEST_WHOLE = 16
_WHOLE = re.compile(r"0[1-9]\d{8}|[3-6]\d{15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of text without spaces, or a placeholder of redaction.

    ``start`` and ``end`` leave out the punctuation at its edges. ``word`` is it in lower case, without that
    punctuation and without an elided article.
    """

    start: int
    end: int
    text: str = field(repr=False)
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was said as one number, « quatre-vingt-dix-huit » or « 98 »: tokens ``first`` to ``last`` included."""

    first: int
    last: int
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitRun:
    """A dictated number: characters ``start`` to ``end``, tokens ``first`` to ``last`` included, its digits and groups."""

    start: int
    end: int
    first: int
    last: int
    digits: str = field(repr=False)
    has_plus: bool
    groups: tuple[Group, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word as text2num reads it, and the token that it comes from."""

    token: int
    word: str = field(repr=False)
    is_apart: bool

    def text(self) -> str:
        return self.word

    def nt_separated(self, previous: "_Spoken") -> bool:
        return self.is_apart and previous.token != self.token

    def not_a_number_part(self) -> bool:
        return False


def tokens(text: str) -> tuple[Token, ...]:
    """
    >>> [(token.word, token.start, token.end) for token in tokens("L'appel, 06-39 !")]
    [('appel', 0, 7), ('06-39', 9, 14), ('', 15, 16)]
    """
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    if text.isalpha():
        return Token(start=match.start(), end=match.end(), text=text, word=text.lower())
    if match["shown"]:
        return Token(start=match.start(), end=match.end(), text=text, word=PLACEHOLDER)
    core = text.strip(_EDGES)
    start = match.start() + (text.index(core) if core else 0)
    end = start + len(core or text)
    return Token(start=start, end=end, text=text, word=_ELISION.sub("", core.lower()))


def digit_runs(found: Sequence[Token], language: str) -> tuple[DigitRun, ...]:
    """The dictated numbers, without what is measured or counted (« 29 euros », « 15 jours », « 10h30 »).

    >>> [run.digits for run in digit_runs(tokens("le zéro six, euh, trente-neuf 98 ou un autre 29 euros"), "fr")]
    ['063998', '1']
    """
    numerals = _numerals(found, language)
    runs: list[DigitRun] = []
    index = 0
    while index < len(found):
        if not numerals[index]:
            index += 1
            continue
        last, ahead = index, index + 1
        while ahead < len(found) and ahead - last <= _MAX_FILLERS + 1:
            if numerals[ahead]:
                last = ahead
            elif found[ahead].word not in FILLERS and found[ahead].word:
                break
            ahead += 1
        runs += _runs(found, _groups(found, range(index, last + 1), language), language)
        index = last + 1
    return tuple(runs)


def _numerals(found: Sequence[Token], language: str) -> list[bool]:
    """Which tokens are numbers; beside one, a word that does not exist and sounds like one is one too."""
    numerals = [is_numeral(token, language) for token in found]
    for index in [at for at, is_one in enumerate(numerals) if is_one]:
        if found[index].word in ("cent", "cents") and index and found[index - 1].word == "pour":
            numerals[index] = False
            continue
        for beside in (index - 1, index + 1):
            if language == "fr" and 0 <= beside < len(found) and not numerals[beside]:
                numerals[beside] = numeral_heard(found[beside].word) is not None
    return numerals


def is_numeral(token: Token, language: str) -> bool:
    """Whether a token says digits and nothing else: « 06 », « trente-neuf », « 4970-1012 », « O6 »."""
    return says_number(token.word, language)


def _groups(found: Sequence[Token], reach: range, language: str) -> list[Group]:
    """Every number said in a range of tokens, in order; fillers say none, but « soixante et onze » is one number."""
    groups: list[Group] = []
    words: list[_Spoken] = []
    repeat, since = 1, reach.start
    for index in reach:
        word = found[index].word
        since = index if repeat == 1 else since
        if any(character.isdigit() for character in word):
            groups += _spoken_groups(words, language)
            words = []
            digits = "".join(each for each in word.translate(_AS_DIGITS) if each.isdigit())
            groups.append(Group(first=since, last=index, digits=digits * repeat))
            repeat = 1
        elif word in REPEATS:
            repeat = REPEATS[word]
        elif word == "et" or is_numeral(found[index], language) or (language == "fr" and numeral_heard(word)):
            is_apart = index > reach.start and _ends_group(found[index - 1])
            said = [_Spoken(index, known_as(part, language), is_apart) for part in parts(word) * repeat]
            words += [_Spoken(since, said[0].word, is_apart), *said[1:]] if said else []
            repeat = 1
    return groups + _spoken_groups(words, language)


def _ends_group(token: Token) -> bool:
    return token.text[-1] in ",;:.…!?"


def _spoken_groups(words: Sequence[_Spoken], language: str) -> list[Group]:
    return [
        Group(first=words[each.start].token, last=words[each.end - 1].token, digits=_only_digits(each.text))
        for each in (find_numbers(words, language, threshold=0) if words else ())
    ]


def _only_digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _runs(found: Sequence[Token], groups: Sequence[Group], language: str) -> Iterator[DigitRun]:
    """The runs that are left between measured groups."""
    kept: list[Group] = []
    for group in groups:
        # « 06 39 98 12 34 € »: what makes a number whole is no amount.
        if is_measured(found, group, language) and not _is_whole([*kept[-_LONGEST_WHOLE:], group]):
            yield from _run(found, _without_articles(found, kept))
            kept = []
        else:
            kept.append(group)
    yield from _run(found, _without_articles(found, kept))


def _is_whole(groups: Sequence[Group]) -> bool:
    return _WHOLE.fullmatch("".join(group.digits for group in groups)) is not None


def _without_articles(found: Sequence[Token], groups: Sequence[Group]) -> Sequence[Group]:
    """Without « une » at either end, and without the « un » of « 06 12 34 56 78 un instant »."""
    kept = list(groups)
    while kept and found[kept[0].first].word == "une" and kept[0].first == kept[0].last:
        kept.pop(0)
    while kept and found[kept[-1].last].word == "une" and kept[-1].first == kept[-1].last:
        kept.pop()
    digits = "".join(group.digits for group in kept)
    if len(digits) == _PHONE_AND_ONE and digits[0] == "0" and found[kept[-1].first].word == "un":
        kept.pop()
    return kept


def is_measured(found: Sequence[Token], group: Group, language: str) -> bool:
    """Whether a number is an amount, a duration, a date or an hour: by its form, or by the unit after it."""
    if MEASURE.fullmatch(found[group.first].word) and group.first == group.last:
        return True
    if group.first and len(group.digits) <= 2 and found[group.first - 1].word in CURRENCIES:
        return True  # the cents of « dix-sept euros treize »
    after = group.last + 1
    if after >= len(found) or len(group.digits) > 6 or _ends_group(found[group.last]):
        return False
    if len(found[after].word) == 1 and after + 1 < len(found) and _is_letter(found[after + 1].word):
        return False  # « 417 H comme Henri », « 417 H J »
    if found[after].word in REPEATING and after + 1 < len(found):
        return not (is_numeral(found[after + 1], language) or found[after + 1].word == "de")
    if language == "en" and found[after].word in ("cent", "cents"):
        return True
    if found[after].word in RANGES and after + 2 < len(found) and is_numeral(found[after + 1], language):
        return found[after + 2].word in UNITS  # « huit à dix heures »
    return found[after].word in UNITS or found[after].text[0] in "€%£$"


def _is_letter(word: str) -> bool:
    return word == "comme" or (len(word) == 1 and word.isalpha() and word not in "aày")


def _run(found: Sequence[Token], groups: Sequence[Group]) -> Iterator[DigitRun]:
    if not groups:
        return
    first, last = groups[0].first, groups[-1].last
    says_plus = first > 0 and found[first - 1].word in ("plus", "+")
    has_plus = says_plus or found[first].text.lstrip("(").startswith("+")
    # « plus trente-trois »: the sign goes with its number, « de plus trois » is rarely a long one.
    first -= says_plus and sum(len(group.digits) for group in groups) >= _PHONE_AND_ONE - 1
    yield DigitRun(
        start=found[first].start,
        end=found[last].end,
        first=first,
        last=last,
        digits="".join(group.digits for group in groups),
        has_plus=has_plus,
        groups=tuple(groups),
    )
