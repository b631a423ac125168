"""Digits and letters as people say them and as recognisers of speech write that down, in French and English."""

from random import Random

from made_people import ENGLISH_SPELLED, SPELLED

_FR_ONES = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_EN_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_EN_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def french(n: int, *, belgian: bool = False) -> str:
    """A number below a million, in the spelling of before 1990.

    >>> french(71), french(80), french(97), french(116), french(1982)
    ('soixante et onze', 'quatre-vingts', 'quatre-vingt-dix-sept', 'cent seize', 'mille neuf cent quatre-vingt-deux')
    """
    if n >= 1000:
        thousands = "mille" if n < 2000 else french(n // 1000, belgian=belgian).removesuffix("s") + " mille"
        return thousands + (f" {french(n % 1000, belgian=belgian)}" if n % 1000 else "")
    if n >= 100:
        hundreds = "cent" if n < 200 else f"{_FR_ONES[n // 100]} cent"
        return hundreds + (f" {french(n % 100, belgian=belgian)}" if n % 100 else "s" if n >= 200 else "")
    if n < 20:
        return _FR_ONES[n]
    tens, ones = divmod(n, 10)
    if belgian and tens in {7, 9}:
        return {7: "septante", 9: "nonante"}[tens] + (" et un" if ones == 1 else f"-{_FR_ONES[ones]}" if ones else "")
    if tens == 8:
        return "quatre-vingts" if not ones else f"quatre-vingt-{_FR_ONES[ones]}"
    if tens == 9:
        return f"quatre-vingt-{_FR_ONES[10 + ones]}"
    if tens == 7:
        return "soixante et onze" if ones == 1 else f"soixante-{_FR_ONES[10 + ones]}"
    return _FR_TENS[tens] + (" et un" if ones == 1 else f"-{_FR_ONES[ones]}" if ones else "")


def english(n: int) -> str:
    """A number below a million.

    >>> english(42), english(905), english(1982)
    ('forty-two', 'nine hundred and five', 'one thousand nine hundred and eighty-two')
    """
    if n >= 1000:
        return f"{english(n // 1000)} thousand" + (f" {english(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        return f"{_EN_ONES[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    if n < 20:
        return _EN_ONES[n]
    return _EN_TENS[n // 10] + (f"-{_EN_ONES[n % 10]}" if n % 10 else "")


def number(n: int, language: str, rng: Random) -> str:
    """A number in words, with hyphens or, as many recognisers write it, without."""
    said = french(n, belgian=rng.random() < 0.03) if language == "fr" else english(n)
    return said.replace("-", " ") if rng.random() < 0.4 else said


def singly(digits: str, language: str, rng: Random) -> str:
    """Digit by digit: « zéro six trois neuf »; in English, nought is often « oh »."""
    if language == "fr":
        return " ".join(_FR_ONES[int(each)] for each in digits)
    nought = "oh" if rng.random() < 0.5 else "zero"
    words = [nought if each == "0" else _EN_ONES[int(each)] for each in digits]
    if rng.random() < 0.2:
        for place in range(len(words) - 1):
            if words[place] == words[place + 1]:
                words[place : place + 2] = ["double", words[place]]
                break
    return " ".join(words)


def group(digits: str, language: str, rng: Random) -> str:
    """A group in words: its leading zeros one by one, then what is left as numbers of two or three digits."""
    if language == "en":
        return singly(digits, language, rng)
    rest = digits.lstrip("0")
    said = ["zéro"] * (len(digits) - len(rest))
    if len(said) == 3 and rng.random() < 0.4:
        said = ["trois fois zéro"]
    while rest:
        size = len(rest) if len(rest) <= 3 else 2
        part, rest = rest[:size], rest[size:]
        said += [singly(part, language, rng)] if part[0] == "0" else [number(int(part), language, rng)]
    return " ".join(said)


#: How a whole number is given, with weights.
HOW = {
    "words": 26, "blanks": 24, "solid": 10, "singly": 9, "mixed": 9, "dots": 6, "dashes": 3, "commas": 3, "digit by digit": 4,
}  # fmt: skip


def drawn_how(rng: Random) -> str:
    return rng.choices(list(HOW), weights=list(HOW.values()))[0]


def dictated(groups: list[str], how: str, language: str, rng: Random) -> tuple[tuple[str, ...], str]:
    """Groups of digits as said, and what stands between them."""
    if how == "words":
        return tuple(group(each, language, rng) for each in groups), " "
    if how == "singly":
        return tuple(singly(each, language, rng) for each in groups), " "
    if how == "mixed":
        return tuple(each if rng.random() < 0.5 else group(each, language, rng) for each in groups), " "
    if how == "digit by digit":
        return tuple(" ".join(each) for each in groups), " "
    return tuple(groups), {"blanks": " ", "solid": "", "dots": ".", "dashes": "-", "commas": ", "}[how]


def letters(text: str, how: str, language: str, rng: Random) -> tuple[str, ...]:
    """Letters spelled: ``plain`` « d u », ``capitals`` « D U », ``dashed`` « D-U », ``words`` « D <comme> Denis ».

    What stands between angle brackets is no part of the value. Doubled letters are sometimes « deux n ».
    """
    table, like = (SPELLED, "comme") if language == "fr" else (ENGLISH_SPELLED, "for")
    if how == "words":
        return tuple(f"{each.upper()} <{like}> {rng.choice(table[each.lower()].split())}" for each in text)
    if how == "dashed":
        return ("-".join(text.upper()),)
    said = [each.upper() if how == "capitals" else each.lower() for each in text]
    for place in range(len(said) - 1):
        if said[place] == said[place + 1] and rng.random() < 0.4:
            said[place : place + 2] = [("deux" if language == "fr" else "double"), said[place]]
            break
    return tuple(said)
