"""A number as a page writes it, back as a number: what a spreadsheet can reckon with."""

import re
from dataclasses import dataclass

_SIGNS = {"\N{MINUS SIGN}": "-", "+": ""}
_SPACES = "\u202f\u00a0"
_FRENCH = re.compile(rf"([+\u2212]?)(\d{{1,3}}(?:[{_SPACES}]\d{{3}})+|\d+)(?:,(\d+))?([{_SPACES}]?%)?")
_ENGLISH = re.compile(r"([+\u2212]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """``value``, and how a spreadsheet is to write it."""

    value: float
    pattern: str


def number_of(text: str, lang: str) -> Number | None:
    """None where the text is more than one number as this language writes it.

    >>> number_of("−3\u202f000,5", "fr"), number_of("12%", "en")
    (Number(value=-3000.5, pattern='#,##0.0'), Number(value=0.12, pattern='0%'))
    >>> number_of("3 à 4", "fr"), number_of("1,5", "en")
    (None, None)
    """
    found = (_FRENCH if lang == "fr" else _ENGLISH).fullmatch(text)
    if found is None:
        return None
    sign, whole, decimals, part = found.groups()
    digits = re.sub(rf"[{_SPACES},]", "", whole)
    value = float(f"{_SIGNS.get(sign, sign)}{digits}.{decimals or 0}")
    places = f".{'0' * len(decimals)}" if decimals else ""
    if part is not None:
        return Number(value=round(value / 100, 2 + len(decimals or "")), pattern=f"0{places}%")
    return Number(value=value, pattern=f"#,##0{places}" if len(digits) > 3 else f"0{places}")
