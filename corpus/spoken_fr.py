"""How French speakers say digits, addresses and account numbers aloud.

In: a line of a script with marked personal data. Out: the line as written, as spoken, and its entities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_RIB_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_MARK = re.compile(r"\{(PHONE|EMAIL|CARD|IBAN|NIR):([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of personal data: `PHONE`, `EMAIL`, `CARD`, `IBAN` or `NIR`, as written."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one person says without stopping."""

    text: str
    spoken: str
    entities: tuple[Entity, ...]


def number_words(number: int) -> str:
    """A whole number below 1000 in words.

    >>> [number_words(n) for n in (7, 21, 71, 80, 98, 205)]
    ['sept', 'vingt et un', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-dix-huit', 'deux cent cinq']
    """
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        words = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
        return words if rest == 0 else f"{words} {number_words(rest)}"
    if number < 20:
        return _UNITS[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{_UNITS[number - 80]}"
    if number >= 70:
        return "soixante et onze" if number == 71 else f"soixante-{_UNITS[number - 60]}"
    tens, unit = divmod(number, 10)
    if unit == 0:
        return _TENS[tens]
    return f"{_TENS[tens]} et un" if unit == 1 else f"{_TENS[tens]}-{_UNITS[unit]}"


def digits_words(digits: str) -> str:
    """Digits said as one number, with the zeros in front said one by one.

    >>> digits_words("042")
    'zéro quarante-deux'
    """
    body = digits.lstrip("0")
    zeros = ["zéro"] * (len(digits) - len(body))
    return " ".join([*zeros, number_words(int(body))] if body else zeros)


def _pairs(group: str) -> str:
    return " ".join(digits_words(group[n : n + 2]) for n in range(0, len(group), 2))


def _say_phone(text: str) -> str:
    return ", ".join(digits_words(pair) for pair in text.split())


def _say_card(text: str) -> str:
    return ", ".join(_pairs(group) for group in text.split())


def _say_iban(text: str) -> str:
    country, *groups = text[:2], text[2:4], *text[4:].split()
    return ", ".join([" ".join(country), *(_pairs(group) for group in groups)])


def _say_nir(text: str) -> str:
    *body, key = text.split()
    return ", ".join(digits_words(part) for part in body) + f", clé {digits_words(key)}"


def _say_email(text: str) -> str:
    for sign, word in ((".", " point "), ("@", " arobase "), ("-", " tiret ")):
        text = text.replace(sign, word)
    return text


SAY = {"PHONE": _say_phone, "CARD": _say_card, "IBAN": _say_iban, "NIR": _say_nir, "EMAIL": _say_email}


def read_line(marked: str) -> Line:
    """Take the marks `{TYPE:written form}` out of a line.

    >>> read_line("Au {PHONE:06 39 98 21 47}.").spoken
    'Au zéro six, trente-neuf, quatre-vingt-dix-huit, vingt et un, quarante-sept.'
    """
    return Line(
        text=_MARK.sub(lambda match: match[2], marked),
        spoken=_MARK.sub(lambda match: SAY[match[1]](match[2]), marked),
        entities=tuple(Entity(kind, text) for kind, text in _MARK.findall(marked)),
    )


def is_luhn_valid(card: str) -> bool:
    """Whether the check digit of a card number is right."""
    digits = [int(char) for char in reversed(card) if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def is_iban_valid(iban: str) -> bool:
    """Whether both the IBAN check digits and the French bank key are right."""
    compact = iban.replace(" ", "")
    moved = "".join(str(int(char, 36)) for char in compact[4:] + compact[:4])
    # Letters of an account number count as digits in the French key: A and J are 1, B, K and S are 2 …
    rib = compact[4:].translate(_RIB_DIGITS)
    bank, branch, account, key = (int(rib[a:b]) for a, b in ((0, 5), (5, 10), (10, 21), (21, 23)))
    return int(moved) % 97 == 1 and 97 - (89 * bank + 15 * branch + 3 * account) % 97 == key


def is_nir_valid(nir: str) -> bool:
    """Whether the key of a French social security number is right."""
    compact = nir.replace(" ", "")
    return len(compact) == 15 and 97 - int(compact[:13]) % 97 == int(compact[13:])
