"""Dictated numbers: stretches of digits and number words, with the digits that they say.

« zéro six, euh, trente-neuf 98 » is one run that says 063998. Spoken words are converted by text2num, which knows
« soixante et onze », « nonante » and codes read digit by digit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from text_to_num import alpha2digit

_TOKEN = re.compile(r"\S+")
_EDGES = " \t\n.,;:!?…«»\"“”()[]'’"
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_WORDS = {
    "fr": frozenset(
        "zéro zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts "
        "trente quarante cinquante soixante septante huitante octante nonante cent cents mille".split()
    ),
    "en": frozenset(
        "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple".split()
    ),
}
#: Words said between the groups of a number without ending it: hesitation, repair, and answers to the other party.
FILLERS = frozenset(
    "et euh heu hum hein ben bon alors donc puis ensuite tiret point slash espace plus oui non ok okay accord est ça ca "
    "voilà voila pardon je répète repete redis vous me suivez très bien and uh um then dash dot yes sorry right".split()
)
_MAX_FILLERS = 4
#: What text2num does not know of what people say or recognisers write.
_KNOWN_AS = {"fr": {"zero": "zéro", "vingts": "vingt", "cents": "cent"}, "en": {"oh": "zero", "o": "zero"}}
_REPEATS = {"double": 2, "triple": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of text without spaces: ``start`` and ``end`` leave out the punctuation at its edges.

    ``word`` is it in lower case, without that punctuation and without an elided article.
    """

    start: int
    end: int
    text: str = field(repr=False)
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitRun:
    """A dictated number: characters ``start`` to ``end``, tokens ``first`` to ``last`` included, and its digits."""

    start: int
    end: int
    first: int
    last: int
    digits: str = field(repr=False)
    has_plus: bool


def tokens(text: str) -> tuple[Token, ...]:
    """
    >>> [(token.word, token.start, token.end) for token in tokens("L'appel, 06-39 !")]
    [('appel', 0, 7), ('06-39', 9, 14), ('', 15, 16)]
    """
    return tuple(_token(match) for match in _TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    core = match[0].strip(_EDGES)
    start = match.start() + (match[0].index(core) if core else 0)
    end = start + len(core or match[0])
    return Token(start=start, end=end, text=match[0], word=_ELISION.sub("", core.lower()))


def digit_runs(found: Sequence[Token], language: str) -> tuple[DigitRun, ...]:
    """
    >>> [run.digits for run in digit_runs(tokens("le zéro six, euh, trente-neuf 98 ou un autre"), "fr")]
    ['063998', '1']
    """
    runs: list[DigitRun] = []
    index = 0
    while index < len(found):
        if not _is_numeral(found[index], language):
            index += 1
            continue
        last, ahead = index, index + 1
        while ahead < len(found) and ahead - last <= _MAX_FILLERS + 1:
            if _is_numeral(found[ahead], language):
                last = ahead
            elif found[ahead].word not in FILLERS and found[ahead].word:
                break
            ahead += 1
        runs.append(_run(found, index, last, language))
        index = last + 1
    return tuple(runs)


def _is_numeral(token: Token, language: str) -> bool:
    if any(character.isdigit() for character in token.word):
        n_digits = sum(character.isdigit() for character in token.word)
        return n_digits >= 4 or not any(character.isalpha() for character in token.word)
    parts = [part for part in re.split(r"[-.,/]", token.word) if part]
    return bool(parts) and all(part in _WORDS[language] or part == "et" for part in parts) and parts != ["et"]


def _run(found: Sequence[Token], first: int, last: int, language: str) -> DigitRun:
    said = [token for token in found[first : last + 1] if _is_numeral(token, language) or token.word == "et"]
    words = " ".join(re.sub(r"[-.,/]", " ", token.word) for token in said).split()
    text = " ".join(_KNOWN_AS[language].get(word, word) for word in words)
    converted = alpha2digit(_doubled(text), language, threshold=0)
    before = found[first - 1].word if first else ""
    return DigitRun(
        start=found[first].start,
        end=found[last].end,
        first=first,
        last=last,
        digits="".join(character for character in converted if character.isdigit()),
        has_plus=found[first].text.lstrip("(").startswith("+") or before in ("plus", "+"),
    )


def _doubled(text: str) -> str:
    """« double seven » says two sevens; text2num does not know."""
    for word, times in _REPEATS.items():
        text = re.sub(rf"\b{word} (\w+)", " ".join([r"\1"] * times), text)
    return text
