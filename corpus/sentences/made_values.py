"""Personal data as it is said or written: groups of words for each type, with the identifier that they stand for.

What stands between angle brackets in a group is said with the value but is no part of it: « zéro six <euh> douze ».
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import made_identifiers as made
from made_addresses import address, birth_date
from made_people import COMPOUND, ENGLISH_FAMILY, ENGLISH_GIVEN, FAMILY, GIVEN, PARTICLE
from made_secrets import health, password, union, url
from made_shape import Value
from said_numbers import dictated, drawn_how, group, letters, singly

_BREAKS = {"fr": ("euh", "heu", "attendez", "donc", "alors"), "en": ("er", "um", "hang on", "so")}
_REPAIRS = {"fr": ("non pardon", "euh non", "pardon", "je me trompe", "ah non"), "en": ("sorry", "no sorry", "I mean")}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the names of the person and of another one stay the same all through a sentence."""

    rng: Random
    language: str
    given: str
    family: str
    other_given: str
    other_family: str


def speaker(rng: Random, language: str) -> Speaker:
    return Speaker(
        rng, language, _given(rng, language), _family(rng, language), _given(rng, language), _family(rng, language)
    )


def _given(rng: Random, language: str) -> str:
    return rng.choice(ENGLISH_GIVEN if language == "en" and rng.random() < 0.7 else GIVEN)


def _family(rng: Random, language: str) -> str:
    lists = (ENGLISH_FAMILY if language == "en" else FAMILY, FAMILY, COMPOUND, PARTICLE)
    return rng.choice(rng.choices(lists, weights=[14, 6, 2, 3])[0])


def value(entity_type: str, variant: str, who: Speaker) -> Value:
    """A new value of a type. Long numbers that are dictated have now and then a hesitation, or a group said wrong."""
    found = MAKERS[entity_type](who, variant)
    long = len(found.groups) >= 3 and found.joiner == " "
    return _disfluent(found, who) if long and entity_type not in {"ADDRESS", "NAME", "URL"} else found


def _disfluent(found: Value, who: Speaker) -> Value:
    drawn, groups = who.rng.random(), list(found.groups)
    place = who.rng.randrange(1, len(groups))
    if drawn < 0.14:
        groups.insert(place, f"<{who.rng.choice(_BREAKS[who.language])}>")
    elif drawn < 0.22 and found.canonical.isdigit():
        wrong = made.digits(who.rng, 2)
        said = wrong if groups[place][0].isdigit() else group(wrong, who.language, who.rng)
        groups[place:place] = [said, f"<{who.rng.choice(_REPAIRS[who.language])}>"]
    return replace(found, groups=tuple(groups))


def number(who: Speaker, digits: str, *groupings: str, how: str = "") -> Value:
    """Digits in one of several groupings, such as ``"2 2 2 2 2"``, in a way of saying that is drawn."""
    sizes = [int(each) for each in who.rng.choice(groupings).split()]
    while sum(sizes) < len(digits):
        sizes.append(min(sizes[-1], len(digits) - sum(sizes)))
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    groups, joiner = dictated([each for each in parts if each], how or drawn_how(who.rng), who.language, who.rng)
    return Value(groups=groups, joiner=joiner, canonical=digits)


def mixed(who: Speaker, text: str) -> Value:
    """Letters and digits: written together or in blocks, or spelled with the digits in groups."""
    blocks = _blocks(text)
    drawn = who.rng.random()
    if drawn < 0.45:
        return Value(groups=(text,), joiner="", canonical=text)
    if drawn < 0.55:
        return Value(groups=tuple(blocks), joiner=" ", canonical=text)
    groups: list[str] = []
    how = who.rng.choice(["plain", "plain", "capitals", "words"])
    grouped = who.rng.choice(["words", "words", "singly", "blanks", "digit by digit"])
    for block in blocks:
        if block.isdigit():
            pairs = [block[at : at + 2] for at in range(0, len(block), 2)] if len(block) > 3 else [block]
            groups += dictated(pairs, grouped, who.language, who.rng)[0]
        elif block.isalpha():
            groups += letters(block, how, who.language, who.rng)
        elif who.rng.random() < 0.5:
            groups.append("<tiret>" if who.language == "fr" else "<dash>")
    return Value(groups=tuple(groups), joiner=" ", canonical=text)


def _blocks(text: str) -> list[str]:
    blocks = [text[0]]
    for before, each in pairwise(text):
        if (before.isdigit(), before.isalpha()) == (each.isdigit(), each.isalpha()):
            blocks[-1] += each
        else:
            blocks.append(each)
    return blocks


def name(who: Speaker, variant: str) -> Value:
    """``family``, ``given``, ``full``, ``reversed``, ``spelled`` (the family name), and the same of ``other`` people."""
    given, family = (who.other_given, who.other_family) if variant.startswith("other") else (who.given, who.family)
    variant = variant.removeprefix("other") or "full"
    if variant == "spelled":
        plain = "".join(each for each in _unaccented(family) if each.isalpha())
        how = who.rng.choices(["plain", "capitals", "dashed", "words"], weights=[4, 4, 3, 3])[0]
        return Value(groups=letters(plain, how, who.language, who.rng), joiner=" ", canonical=family)
    text = {"given": given, "family": family, "reversed": f"{family} {given}", "full": f"{given} {family}"}[variant]
    return Value(groups=(text,), joiner="", canonical=text)


def email(who: Speaker, variant: str) -> Value:
    """Written, or said: « jean point dupont arobase exemple point fr »; what is unlikely to be anybody's."""
    rng = who.rng
    domain = rng.choice(
        "example.com example.org example.net opalemail.fr courrielle.fr boitenet.fr mel-ouest.fr gmail.com orange.fr free.fr "
        "wanadoo.fr laposte.net outlook.fr hotmail.com".split()
    )
    given, family = (_unaccented(each).lower().replace(" ", "").replace("'", "") for each in (who.given, who.family))
    mark = rng.choice([".", ".", "-", "_", ""])
    local = rng.choice([f"{given}{mark}{family}", f"{given[0]}{mark}{family}", f"{family}{mark}{given}", f"{family}"])
    # Where a provider is real, four digits keep the address from being somebody's.
    own = domain.startswith("example") or domain in {"opalemail.fr", "courrielle.fr", "boitenet.fr", "mel-ouest.fr"}
    tail = rng.choice(["", "", "35", "7"]) if own else "9" + made.digits(rng, 3)
    written = f"{local}{tail}@{domain}"
    if variant == "written" or (not variant and rng.random() < 0.4):
        return Value(groups=(written,), joiner="", canonical=written)
    return Value(groups=tuple(_said_email(who, local, tail, domain)), joiner=" ", canonical=written)


def _said_email(who: Speaker, local: str, tail: str, domain: str) -> list[str]:
    rng, french = who.rng, who.language == "fr"
    signs = {".": "point", "-": "tiret", "_": rng.choice(["tiret du bas", "underscore", "tiret bas"])}
    if not french:
        signs = {".": "dot", "-": rng.choice(["dash", "hyphen"]), "_": "underscore"}
    said: list[str] = []
    for block in _blocks(local):
        if block in signs:
            said.append(signs[block])
        elif rng.random() < 0.2 and len(block) < 9:
            said += letters(block, "plain", who.language, rng)
        else:
            said.append(block)
    if tail:
        said += [tail] if rng.random() < 0.5 else [group(tail, who.language, rng)]
    said.append(rng.choice(["arobase", "arobase", "arobase", "at", "arrobase"]) if french else "at")
    host, _, end = domain.partition(".")
    spelled_end = "f r" if end == "fr" and rng.random() < 0.3 else end
    return [*said, *(signs.get(each, each) for each in _blocks(host)), signs["."], spelled_end]


def phone(who: Speaker, variant: str) -> Value:
    digits = made.phone(who.rng, who.language)
    if who.language == "en":
        return number(who, digits, "5 3 3", "3 4 4", "5 6", "5 2 2 2")
    if variant != "national" and who.rng.random() < 0.15:
        rest = number(who, digits[1:], "1 2 2 2 2", how=who.rng.choice(["words", "blanks", "solid", "dots"]))
        dialled = rest.joiner in {"", "."} or rest.groups[0].isdigit()
        head = who.rng.choice(["+33", "+33", "0033"] if dialled else ["<plus> trente-trois", "zéro zéro trente-trois"])
        return Value(groups=(f"{head} {rest.joiner.join(rest.groups)}",), joiner="", canonical=f"+33{digits[1:]}")
    return number(who, digits, *["2 2 2 2 2"] * 6, "2 2 3 3", "1 1 2 2 2 2", "4 3 3")


def card(who: Speaker, variant: str) -> Value:
    rng = who.rng
    if variant == "code":
        digits = made.digits(rng, 3)
        said = rng.choice(
            [digits, group(digits, who.language, rng), singly(digits, who.language, rng), " ".join(digits)]
        )
        return Value(groups=(said,), joiner="", canonical="")
    if variant == "expiry":
        month, year = rng.randrange(1, 13), rng.randrange(27, 32)
        spoken = f"{group(f'{month:02}', who.language, rng)} {group(str(year), who.language, rng)}"
        said = rng.choice([f"{month:02}/{year}", f"{month:02} {year}", spoken, f"{month:02}/20{year}"])
        return Value(groups=(said,), joiner="", canonical="")
    digits = made.card(rng)
    groupings = ("4 6 5",) if len(digits) == 15 else ("4 4 4 4",) * 4 + ("2 2 2 2 2 2 2 2",)
    return number(who, digits, *groupings)


def device(who: Speaker, variant: str) -> Value:
    rng = who.rng
    if variant == "imei":
        return number(who, made.imei(rng), "2 6 6 1", "2", "3", "15", "4 4 4 3")
    if variant == "mac":
        written = made.mac(rng)
        drawn = rng.random()
        if drawn < 0.7:
            return Value(groups=(written.replace(":", rng.choice([":", ":", "-", " "])),), joiner="", canonical=written)
        return Value(groups=tuple(_said_mac(who, written)), joiner=" ", canonical=written)
    serial = made.serial(rng)
    return replace(mixed(who, serial), canonical=serial)


def _said_mac(who: Speaker, written: str) -> list[str]:
    return [
        singly(each, who.language, who.rng) if each.isdigit() else each.lower() for each in written.replace(":", "")
    ]


def iban(who: Speaker, variant: str) -> Value:
    written, rng = made.iban(who.rng), who.rng
    fours = [written[at : at + 4] for at in range(0, len(written), 4)]
    drawn = rng.random()
    if drawn < 0.35 or variant == "written":
        return Value(groups=tuple(fours), joiner=" ", canonical=written)
    if drawn < 0.5:
        return Value(groups=(written,), joiner="", canonical=written)
    if drawn < 0.6:
        return Value(groups=tuple(fours), joiner="-", canonical=written)
    rest = number(
        who, written[4:], "4", "2", "5 5 2", how=rng.choice(["words", "words", "singly", "mixed", "digit by digit"])
    )
    head = (*letters(written[:2], rng.choice(["plain", "capitals"]), who.language, rng), written[2:4])
    if rng.random() < 0.7:
        head = (*head[:-1], group(written[2:4], who.language, rng))
    return Value(groups=(*head, *rest.groups), joiner=" ", canonical=written)


def nir(who: Speaker, variant: str) -> Value:
    written, rng = made.nir(who.rng), who.rng
    if variant == "short":
        written = written[:13]
    if not written.isdigit():
        cut = ["", " "][rng.randrange(2)]
        parts = (written[0], written[1:3], written[3:5], written[5:7], written[7:10], written[10:13], written[13:])
        return Value(groups=tuple(each for each in parts if each), joiner=cut, canonical=written)
    found = number(who, written, *["1 2 2 2 3 3 2"] * 4, "1 2 2 2 3 3", "3 2 2 3 3 2")
    if len(written) == 15 and found.joiner == " " and len(found.groups) == 7 and rng.random() < 0.4:
        found = replace(found, groups=(*found.groups[:-1], "<clé>", found.groups[-1]))
    return found


def company(who: Speaker, variant: str) -> Value:
    if variant == "siret":
        return number(who, made.siret(who.rng), "3 3 3 5", "3 3 3 5", "3 3 3 3 2", "14")
    if variant == "vat":
        return mixed(who, made.vat(who.rng))
    return number(who, made.siren(who.rng), "3 3 3", "3 3 3", "9")


def line(who: Speaker, variant: str) -> Value:
    if variant == "nd":
        return number(who, made.phone(who.rng, "fr"), "2 2 2 2 2")
    if variant == "rio":
        return mixed(
            who, f"0{who.rng.randrange(1, 9)}{who.rng.choice('PE')}{made.digits(who.rng, 6)}{made.capitals(who.rng, 3)}"
        )
    return mixed(who, made.line(who.rng))


def reference(who: Speaker, variant: str) -> Value:
    written = made.reference(who.rng)
    if variant == "digits" or written.isdigit():
        digits = written if written.isdigit() else made.digits(who.rng, 8)
        return number(who, digits, "2", "2", "3", "4", "10")
    return mixed(who, written)


def plate(who: Speaker, variant: str) -> Value:
    if variant == "old":
        written = made.old_plate(who.rng)
        return Value(groups=(written,), joiner="", canonical=written)
    written, rng = made.plate(who.rng), who.rng
    if rng.random() < 0.5:
        return Value(groups=(written.replace("-", rng.choice(["-", "-", " ", ""])),), joiner="", canonical=written)
    first, middle, last = written.split("-")
    how = rng.choice(["plain", "capitals", "words"])
    said = rng.choice([middle, group(middle, who.language, rng)])
    spelled = (*letters(first, how, who.language, rng), said, *letters(last, how, who.language, rng))
    return Value(groups=spelled, joiner=" ", canonical=written)


def ip(who: Speaker, variant: str) -> Value:
    written, rng = made.ip(who.rng), who.rng
    if ":" in written or variant == "written" or rng.random() < 0.55:
        return Value(groups=(written,), joiner="", canonical=written)
    point = "point" if who.language == "fr" else "dot"
    parts = written.split(".")
    said = [each if rng.random() < 0.3 else group(each, who.language, rng) for each in parts]
    return Value(groups=(f" {point} ".join(said),), joiner="", canonical=written)


def bic(who: Speaker, variant: str) -> Value:
    written, rng = made.bic(who.rng), who.rng
    if variant == "written" or rng.random() < 0.55:
        return Value(groups=(written,), joiner="", canonical=written)
    groups: list[str] = []
    for block in _blocks(written):
        if block.isdigit():
            groups.append(singly(block, who.language, rng))
        else:
            groups += letters(block, rng.choice(["plain", "capitals"]), who.language, rng)
    return Value(groups=tuple(groups), joiner=" ", canonical=written)


def _unaccented(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


MAKERS: Mapping[str, Callable[[Speaker, str], Value]] = {
    "NAME": name,
    "ADDRESS": address,
    "BIRTH_DATE": birth_date,
    "CARD": card,
    "DEVICE": device,
    "EMAIL": email,
    "IBAN": iban,
    "LINE": line,
    "NIR": nir,
    "PASSWORD": password,
    "PHONE": phone,
    "REFERENCE": reference,
    "URL": url,
    "COMPANY_ID": company,
    "PLATE": plate,
    "IP": ip,
    "BIC": bic,
    "HEALTH": health,
    "UNION": union,
}
