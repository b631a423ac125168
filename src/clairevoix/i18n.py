"""Words, numbers and dates as French and English write them. A leaf: it imports nothing of clairevoix.

Message identifiers are the English sentences. The catalogues are plain ``.po`` files beside the code, one for each area,
compiled in memory at first use, so that what a translator edits is what people read.
"""

import gettext
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES: tuple[str, ...] = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_MINUS = "\N{MINUS SIGN}"


def message_files(lang: str) -> list[Path]:
    """The catalogues of one language, in the order of their names; none says what another says."""
    folder = Path(str(files("clairevoix"))) / "locale" / _locale(lang)[:2] / "LC_MESSAGES"
    return sorted(folder.glob("*.po"))


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The compiled messages of one language. Raises KeyError for a language that clairevoix does not speak."""
    whole: gettext.GNUTranslations | None = None
    for path in message_files(lang):
        with path.open("rb") as stream:
            messages = read_po(stream, locale=lang, domain=path.stem, abort_invalid=True)
        compiled = BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        part = gettext.GNUTranslations(compiled)
        if whole is None:
            whole = part
        else:
            whole.add_fallback(part)
    return whole or gettext.NullTranslations()


@dataclass(frozen=True, slots=True)
class Translator:
    """Says an English sentence in ``lang``; ``{name}`` is filled from the keyword arguments.

    >>> Translator("fr")("Published on {date}", date="1 mai")
    'Publié le 1 mai'
    """

    lang: str

    def __call__(self, message: str, /, **values: object) -> str:
        said = catalogue(self.lang).gettext(message)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form that ``count`` calls for; ``{n}`` is the count as the language writes it."""
        said = catalogue(self.lang).ngettext(one, many, count)
        return said.format(n=integer(count, self.lang), **values)


def translator(lang: str) -> Callable[..., str]:
    """The function ``_`` of one language."""
    _locale(lang)
    return Translator(lang)


def preferred_language(accept: str | None) -> str:
    """The language to answer in, after an ``Accept-Language`` header; French where it names neither language.

    >>> preferred_language("de, en-GB;q=0.8, fr;q=0.5"), preferred_language("de"), preferred_language(None)
    ('en', 'fr', 'fr')
    """
    wishes: list[tuple[float, int, str]] = []
    for place, wish in enumerate((accept or "").split(",")):
        name, _, quality = wish.strip().partition(";")
        lang = name.strip().lower().split("-")[0]
        weight = _quality(quality)
        if lang in LANGUAGES and weight > 0:
            wishes.append((-weight, place, lang))
    return min(wishes)[2] if wishes else DEFAULT_LANGUAGE


def integer(value: int, lang: str) -> str:
    """
    >>> integer(3000, "en"), integer(3000, "fr")
    ('3,000', '3\\u202f000')
    """
    return _signed(format_decimal(value, "#,##0", locale=_locale(lang)))


def points(value: float, lang: str, *, trim: bool = False) -> str:
    """NPS points, one decimal; ``trim`` leaves out a decimal that is zero.

    >>> points(33.5, "fr"), points(-4.04, "en"), points(40.0, "fr", trim=True)
    ('33,5', '−4.0', '40')
    """
    pattern = "#,##0.#" if trim else "#,##0.0"
    return _signed(format_decimal(round(value, 1) + 0.0, pattern, locale=_locale(lang)))


def decimal(value: float, lang: str, decimals: int) -> str:
    """
    >>> decimal(0.7434, "fr", 2), decimal(-0.1, "en", 2)
    ('0,74', '−0.10')
    """
    return _signed(format_decimal(round(value, decimals) + 0.0, "#,##0." + "0" * decimals, locale=_locale(lang)))


def percent(share: float, lang: str, decimals: int = 0) -> str:
    """A share (0 to 1) as a percentage.

    >>> percent(0.125, "fr", 1), percent(0.1, "en")
    ('12,5\\u202f%', '10%')
    """
    digits = "0." + "0" * decimals if decimals else "0"
    pattern = f"#,##{digits}\u202f%" if lang == "fr" else f"#,##{digits}%"
    return _signed(format_percent(share, pattern, locale=_locale(lang)))


def month_name(month: str, lang: str, *, with_year: bool = True) -> str:
    """
    >>> month_name("2025-09", "fr"), month_name("2025-09", "en", with_year=False)
    ('septembre 2025', 'September')
    """
    return format_date(_first_day(month), "MMMM y" if with_year else "MMMM", locale=_locale(lang))


def month_range(first: str, last: str, lang: str, *, with_year: bool = True) -> str:
    """Months as a part of a sentence.

    >>> month_range("2025-10", "2025-12", "fr"), month_range("2025-01", "2025-09", "en")
    ('d’octobre à décembre 2025', 'from January to September 2025')
    >>> month_range("2025-12", "2025-12", "fr")
    'en décembre 2025'
    """
    end = month_name(last, lang, with_year=with_year)
    if first == last:
        return f"{'en' if lang == 'fr' else 'in'} {end}"
    start = month_name(first, lang, with_year=with_year and first[:4] != last[:4])
    if lang == "fr":
        return f"{'d’' if start[0] in 'aeiou' else 'de '}{start} à {end}"
    return f"from {start} to {end}"


def month_short(month: str, lang: str, *, letters: bool = False) -> str:
    """The month for the axis of a chart: abbreviated, or its first letter.

    >>> month_short("2025-09", "fr"), month_short("2025-09", "fr", letters=True)
    ('sept.', 'S')
    """
    return format_date(_first_day(month), "LLLLL" if letters else "LLL", locale=_locale(lang))


def day_name(day: str | date, lang: str) -> str:
    """
    >>> day_name("2025-09-01", "fr"), day_name("2025-09-01", "en")
    ('1er septembre 2025', '1 September 2025')
    """
    day = date.fromisoformat(day) if isinstance(day, str) else day
    said = format_date(day, "d MMMM y", locale=_locale(lang))
    return f"1er{said[1:]}" if lang == "fr" and day.day == 1 else said


def instant(at: str | datetime, lang: str) -> str:
    """A moment, to the minute, in its own time zone, which is named if it is UTC.

    >>> instant("2025-10-02T14:05:00+02:00", "fr"), instant("2025-10-02T14:05:00+02:00", "en")
    ('2 octobre 2025 à 14:05', '2 October 2025 at 14:05')
    """
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    clock = format_datetime(at.replace(tzinfo=None), "HH:mm", locale=_locale(lang))
    zone = " UTC" if at.utcoffset() == timedelta(0) else ""
    return f"{day_name(at.date(), lang)} {'à' if lang == 'fr' else 'at'} {clock}{zone}"


def collation_key(text: str) -> str:
    """Sorts names as a dictionary does: accents and capitals do not count.

    >>> sorted(["Évry", "Brest", "Étampes", "Fréjus"], key=collation_key)
    ['Brest', 'Étampes', 'Évry', 'Fréjus']
    """
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def _locale(lang: str) -> str:
    return _LOCALES[lang]


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
