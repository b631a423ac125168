"""Postal addresses and dates of birth, said and written."""

from random import Random
from typing import Protocol

from made_places import COMMUNES, COMPLEMENTS, ENGLISH_STREETS, ENGLISH_TOWNS, HAMLETS, WAY_NAMES, WAYS
from made_shape import Value
from said_numbers import french, group, number, singly

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


class Speaks(Protocol):
    @property
    def rng(self) -> Random: ...
    @property
    def language(self) -> str: ...


def address(who: Speaks, variant: str) -> Value:
    """``street`` alone, ``postcode`` and town, street and ``town`` (« à » is no part of it), ``hamlet``, or all."""
    if who.language == "en":
        return _english_address(who, variant)
    rng = who.rng
    postcode, town = rng.choice(COMMUNES)
    said_code = _postcode(who, postcode)
    street = _street(who)
    if variant == "hamlet":
        place = rng.choice(HAMLETS)
        return Value(groups=(place, rng.choice([f"{said_code} {town}", f"<à> {town}"])), joiner=" ", canonical=town)
    if variant == "street":
        return Value(groups=(street,), joiner="", canonical="")
    if variant == "postcode":
        return Value(groups=(f"{said_code} {town}",), joiner="", canonical=f"{postcode} {town}")
    if variant == "town":
        return Value(groups=(street, "<à>", town), joiner=" ", canonical=town)
    parts = [street, f"{said_code} {town}"]
    if rng.random() < 0.3:
        parts.insert(rng.randrange(2), rng.choice(COMPLEMENTS))
    return Value(groups=tuple(parts), joiner=rng.choice([", ", ", ", " "]), canonical=f"{postcode} {town}")


def _street(who: Speaks) -> str:
    rng = who.rng
    house = rng.choice([rng.randrange(1, 30), rng.randrange(1, 200)])
    said = str(house) if rng.random() < 0.55 else number(house, "fr", rng)
    again = rng.choice(["", "", "", "", " bis", " ter", " B"])
    comma = "," if rng.random() < 0.2 else ""
    return f"{said}{again}{comma} {rng.choice(WAYS)} {rng.choice(WAY_NAMES)}"


def _postcode(who: Speaks, postcode: str) -> str:
    """« 35000 », « 35 000 », « trente-cinq mille », « trente-cinq zéro zéro zéro », « soixante-quinze zéro onze »."""
    rng = who.rng
    head, tail = postcode[:2], postcode[2:]
    drawn = rng.random()
    if drawn < 0.5:
        return postcode
    if drawn < 0.6:
        return f"{head} {tail}"
    if tail == "000" and head[0] != "0":
        return rng.choice([f"{number(int(head), 'fr', rng)} mille", french(int(postcode))])
    if drawn < 0.75:
        return singly(postcode, "fr", rng)
    return f"{group(head, 'fr', rng)} {group(tail, 'fr', rng)}"


def _english_address(who: Speaks, variant: str) -> Value:
    rng = who.rng
    town, postcode = rng.choice(ENGLISH_TOWNS)
    house = rng.randrange(1, 180)
    street = f"{house if rng.random() < 0.6 else number(house, 'en', rng)} {rng.choice(ENGLISH_STREETS)}"
    if variant == "street":
        return Value(groups=(street,), joiner="", canonical="")
    if variant == "postcode":
        return Value(groups=(postcode,), joiner="", canonical=postcode)
    if variant == "town":
        return Value(groups=(street, "<in>", town), joiner=" ", canonical=town)
    return Value(groups=(street, town, postcode), joiner=", ", canonical=postcode)


def birth_date(who: Speaks, variant: str) -> Value:
    """A whole date, day first: figures with slashes, dots, blanks or dashes, or words; years of two or four digits."""
    rng, language = who.rng, who.language
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1938, 2006)
    canonical = f"{year}-{month:02}-{day:02}"
    named = _MONTHS[language][month - 1]
    drawn = rng.random()
    if drawn < 0.3 or variant == "figures":
        sign = rng.choice(["/", "/", ".", " ", "-"])
        written = sign.join([f"{day:02}", f"{month:02}", rng.choice([str(year), str(year)[2:]])])
        return Value(groups=(written,), joiner="", canonical=canonical)
    if language == "en":
        years = _english_year(who, year)
        ordinal = f"{day}{'th' if 10 < day < 20 or day % 10 not in {1, 2, 3} else ('st', 'nd', 'rd')[day % 10 - 1]}"
        written = rng.choice([f"{day} {named} {years}", f"{ordinal} of {named} {years}", f"{named} {ordinal} {years}"])
        return Value(groups=(written,), joiner="", canonical=canonical)
    short = number(year % 100, "fr", rng) if year % 100 >= 10 else str(year)
    years = rng.choice([str(year), number(year, "fr", rng), short])
    if drawn < 0.42:
        days = number(day, "fr", rng)
        return Value(groups=(f"{days} {number(month, 'fr', rng)} {years}",), joiner="", canonical=canonical)
    days = "premier" if day == 1 else rng.choice([str(day), number(day, "fr", rng)])
    return Value(groups=(f"{days} {named} {years}",), joiner="", canonical=canonical)


def _english_year(who: Speaks, year: int) -> str:
    if year >= 2000 or who.rng.random() < 0.5:
        return str(year)
    tail = number(year % 100, "en", who.rng) if year % 100 else "hundred"
    return f"nineteen {tail}"
