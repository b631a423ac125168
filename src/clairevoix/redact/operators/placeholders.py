"""What a reader sees instead of personal data: its kind, and a number that is the same for the same value.

A placeholder is made of the kind, the language and a number that counts values in the order in which they first appear. No
character of a value goes into it, so that nothing of a value can come out of it.
"""

import re
from collections.abc import Sequence

from clairevoix.redact.operators.values import Value, is_same

KINDS = {
    "fr": {
        "NAME": "NOM",
        "ADDRESS": "ADRESSE",
        "BIRTH_DATE": "DATE DE NAISSANCE",
        "PHONE": "TÉLÉPHONE",
        "EMAIL": "E-MAIL",
        "CARD": "CARTE",
        "IBAN": "IBAN",
        "BIC": "BIC",
        "NIR": "NIR",
        "COMPANY_ID": "ENTREPRISE",
        "REFERENCE": "RÉFÉRENCE",
        "LINE": "LIGNE",
        "DEVICE": "APPAREIL",
        "IP": "ADRESSE IP",
        "URL": "LIEN",
        "PLATE": "PLAQUE",
        "PASSWORD": "CODE",
        "NUMBER": "NUMÉRO",
        "HEALTH": "SANTÉ",
        "UNION": "SYNDICAT",
        "OTHER": "DONNÉE",
    },
    "en": {
        "NAME": "NAME",
        "ADDRESS": "ADDRESS",
        "BIRTH_DATE": "DATE OF BIRTH",
        "PHONE": "PHONE",
        "EMAIL": "E-MAIL",
        "CARD": "CARD",
        "IBAN": "IBAN",
        "BIC": "BIC",
        "NIR": "NIR",
        "COMPANY_ID": "COMPANY",
        "REFERENCE": "REFERENCE",
        "LINE": "LINE",
        "DEVICE": "DEVICE",
        "IP": "IP ADDRESS",
        "URL": "LINK",
        "PLATE": "PLATE",
        "PASSWORD": "CODE",
        "NUMBER": "NUMBER",
        "HEALTH": "HEALTH",
        "UNION": "UNION",
        "OTHER": "DATA",
    },
}
_KNOWN = "|".join(
    sorted({re.escape(kind) for kinds in KINDS.values() for kind in kinds.values()}, key=len, reverse=True)
)
#: What stands for lines of a letter that say who wrote it, by language: its headers, and its signature.
WHO = {"fr": "[EN-TÊTE]", "en": "[HEADER]"}
SIGNATURE = {"fr": "[SIGNATURE]", "en": "[SIGNATURE]"}
#: A placeholder as it is written, of any language.
PLACEHOLDER = re.compile(rf"\[(?:(?:{_KNOWN}) [1-9][0-9]*|EN-TÊTE|HEADER|SIGNATURE)\]")
#: Beyond so many values of a text, only those that are written alike share a number: comparing all pairs takes too long.
_MOST_COMPARED = 300


def placeholder(language: str, entity_type: str, number: int) -> str:
    """
    >>> placeholder("fr", "PHONE", 1), placeholder("en", "NAME", 2)
    ('[TÉLÉPHONE 1]', '[NAME 2]')
    """
    kinds = KINDS[language]
    return f"[{kinds.get(entity_type, kinds['OTHER'])} {number}]"


def placeholders(values: Sequence[Value], language: str) -> tuple[str, ...]:
    """One for each value, in the order in which they are said; the same for values that are the same.

    A part of a number that is read back gets the placeholder of the whole, whichever is said first.
    """
    groups = _grouped(values)
    numbers: dict[int, str] = {}
    counted: dict[str, int] = {}
    for head in groups:
        if head not in numbers:
            entity_type = values[head].entity_type
            counted[entity_type] = counted.get(entity_type, 0) + 1
            numbers[head] = placeholder(language, entity_type, counted[entity_type])
    return tuple(numbers[head] for head in groups)


def _grouped(values: Sequence[Value]) -> list[int]:
    """For each value the place of the one that stands for its group: the longest of them, the first of equals."""
    alike: dict[tuple[str, str, tuple[str, ...]], int] = {}
    first = [alike.setdefault((each.entity_type, each.digits, each.words), place) for place, each in enumerate(values)]
    heads: list[int] = []
    joined: dict[int, int] = {}
    for place in sorted(set(first), key=lambda each: (-values[each].length, each)):
        compared = heads if len(alike) <= _MOST_COMPARED else []
        joined[place] = next((head for head in compared if is_same(values[head], values[place])), place)
        if joined[place] == place:
            heads.append(place)
    return [joined[place] for place in first]
