"""From one given word to its pieces: characters, signs, addresses, hyphens, and numbers written in digits."""

import re
import unicodedata
from functools import cache, lru_cache

from clairevoix.quality.normalise.language import PAUSE, Language

#: Before compatibility forms are taken apart, which would make « no » of « nº » and letters of « ™ ».
_BEFORE = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´′", "'"),
        **dict.fromkeys("\u2010\u2011\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff™®©", None),
        "№": "n°",
        "º": "°",
    }
)
_AFTER = str.maketrans({"œ": "oe", "æ": "ae"})
_LETTER = r"[^\W\d_]"
#: « bo- », with the punctuation after it.
_BROKEN = re.compile(rf"{_LETTER}-[^\w-]*$")
_EDGES = "\"'«»“”„()[]{}<>*.,;:!?…"
_DOMAIN = re.compile(
    r"(?:https?://)?[^\W_](?:[\w.-]*\w)?\.(?:fr|com|net|org|be|ch|lu|eu|ca|uk|co|io|info|app|tv)(?:/[\w./-]*)?"
)
_ADDRESS_PART = re.compile(rf"{_LETTER}+|[0-9]+|[.@_+/-]")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")


@lru_cache(maxsize=1 << 16)
def pieces_of(word: str, language: Language) -> tuple[str, ...]:
    """The texts of the pieces of one given word, in order; ``PAUSE`` where punctuation stands.

    All are in lower case but letters alone in a word of capitals, which are more surely spelled.
    """
    found: list[str] = []
    for written in unicodedata.normalize("NFKC", word.translate(_BEFORE)).split():
        text = unicodedata.normalize("NFKC", written.lower()).translate(_AFTER).translate(language.folded)
        pieces = [piece for chunk in text.split() for piece in _chunk(chunk, language)]
        found += [piece.upper() if len(piece) == 1 else piece for piece in pieces] if written.isupper() else pieces
    return tuple(found)


def respelled(word: str, language: Language) -> tuple[str, ...]:
    """One word as the language spells it; nothing of a filler."""
    return () if language.is_filler(word) else language.respelled.get(word, (word,))


def _chunk(chunk: str, language: Language) -> list[str]:
    if _BROKEN.search(chunk) and not any("0" <= character <= "9" for character in chunk):
        return []
    core = chunk.strip(_EDGES)
    if ("@" in core and len(core) > 1) or _DOMAIN.fullmatch(core):
        return [*_address(core, language), *([PAUSE] if chunk.endswith((",", ".", ";", ":", "!", "?")) else [])]
    found: list[str] = []
    for match in _scanner(language).finditer(chunk):
        found.extend(_match(match, language))
    return found


def _address(text: str, language: Language) -> list[str]:
    found: list[str] = []
    for part in _ADDRESS_PART.findall(re.sub(r"^https?://", "", text)):
        if part in language.address_signs:
            found.append(language.address_signs[part])
        else:
            found.extend((part,) if part.isdecimal() else respelled(part, language))
    return found


@cache
def _scanner(language: Language) -> re.Pattern[str]:
    literals = "|".join(re.escape(each) for each in sorted(language.literals, key=len, reverse=True))
    return re.compile(
        rf"""
          (?P<minus>^-(?=(?:0|[1-9][0-9]{{0,2}})(?![0-9./-])))
        | (?P<literal>(?<!{_LETTER})(?:{literals})(?!{_LETTER}))
        | (?P<mister>(?<![^\W_])(?<![.'-])m\.(?![^\W_]\b))
        | (?P<ordinal>[0-9]{{1,6}}(?:{language.ordinal_endings})(?![^\W_]))
        | (?P<number>[0-9]+(?:[.,:/'-][0-9]+)*)
        | (?P<word>{_LETTER}+(?:['-]{_LETTER}+)*'?)
        | (?P<sign>[€$£%&@\#*+°/])
        | (?P<pause>[.,;:!?–—]+)
        """,
        re.VERBOSE,
    )


def _match(match: re.Match[str], language: Language) -> tuple[str, ...]:
    text = match[0]
    match match.lastgroup:
        case "word":
            return _word(text, language)
        case "number":
            return _number(text, language)
        case "ordinal":
            ending = text.lstrip("0123456789")
            return (language.ordinal(int(text.removesuffix(ending)), ending),)
        case "literal":
            return language.literals[text]
        case "mister":
            return ("m.",) if language.mister else ("m",)
        case "minus":
            return (language.minus,)
        case "sign":
            return _sign(match, language)
        case _:
            return (PAUSE,)


def _word(text: str, language: Language) -> tuple[str, ...]:
    """A number in words stays in one piece, « vingt-quatre vingt-trois » is 24 23; all other hyphens part words."""
    parts = text.split("-")
    if len(parts) > 1:
        number = language.read_number(parts, 0)
        if number and number.end == len(parts):
            return (text,)
    return tuple(piece for part in parts for word in language.divided(part) for piece in respelled(word, language))


def _sign(match: re.Match[str], language: Language) -> tuple[str, ...]:
    if match[0] == "/":
        following = re.match(rf"{_LETTER}+", match.string[match.end() :])
        return (language.per,) if following and following[0] in language.per_words else ()
    if match[0] in "*#" and re.search(_LETTER, match.string):
        return ()  # « *rires* » is how some write what was not said
    return (language.signs.get(match[0], match[0]),)


def _number(text: str, language: Language) -> tuple[str, ...]:
    """« 8/10 » is eight out of ten; hyphens, further slashes and points only part the groups of what was dictated."""
    parts = re.split("[-/]", text)
    if "/" in text and len(parts) == 2 and not any(part.startswith("0") for part in parts):
        return (*_decimal(parts[0], language), *language.over, *_decimal(parts[1], language))
    return tuple(piece for part in parts for piece in _decimal(part, language))


def _decimal(text: str, language: Language) -> tuple[str, ...]:
    if text.isdecimal():
        return (text,)
    if clock := _CLOCK.fullmatch(text):
        return language.clock(clock[1], clock[2])
    if decimal := _decimals(language).fullmatch(text):
        whole = "".join(character for character in decimal[1] if character.isdecimal())
        return (whole, language.decimal, decimal[2]) if decimal[2] else (whole,)
    return tuple(re.findall("[0-9]+", text))


@cache
def _decimals(language: Language) -> re.Pattern[str]:
    thousands = rf"[1-9][0-9]{{0,2}}(?:[{language.thousands_signs}][0-9]{{3}})+"
    return re.compile(rf"({thousands}|0|[1-9][0-9]*)(?:[{language.decimal_signs}]([0-9]+))?")
