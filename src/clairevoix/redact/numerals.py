"""The words of numbers, how recognisers of speech write them, and what is counted or measured with them."""

import re

from clairevoix.redact.sounding import numeral_heard

#: As recognisers of speech write them.
MISHEARD = {
    "zérot": "zéro", "zeros": "zéro", "zého": "zéro", "quatres": "quatre", "katre": "quatre", "cinque": "cinq",
    "sinq": "cinq", "sette": "sept", "huite": "huit", "neufs": "neuf", "onz": "onze", "douse": "douze", "treise": "treize",
    "seise": "seize", "vint": "vingt", "trentes": "trente", "quarente": "quarante", "quarantes": "quarante",
    "cinquente": "cinquante", "cinquantes": "cinquante", "cinqante": "cinquante", "soixente": "soixante",
    "soisante": "soixante", "soixantes": "soixante",
    "nonente": "nonante", "septente": "septante",
}  # fmt: skip
#: Words of numbers, by language.
WORDS = {
    "fr": frozenset(
        "zéro zero zéros un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "vingt vingts trente quarante cinquante soixante septante huitante octante nonante cent cents mille".split()
    )
    | MISHEARD.keys(),
    "en": frozenset(
        "zero oh nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred "
        "thousand".split()
    ),
}
#: « double six », « trois fois zéro »: said before what is repeated.
REPEATS = {"double": 2, "triple": 3}
#: What text2num does not know of what people say or recognisers write.
KNOWN_AS = {
    "fr": {"zero": "zéro", "zéros": "zéro", "vingts": "vingt", "cents": "cent", **MISHEARD},
    "en": {"oh": "zero", "o": "zero", "nought": "zero", "fourty": "forty"},
}
#: What is counted or measured by the number before it.
UNITS = frozenset(
    "euro euros eur € centime centimes cts % pourcent pourcents pour jour jours mois an ans année années semaine "
    "semaines heure heures h minute minutes min seconde secondes sec méga mégas mega megas mégaoctets giga gigas "
    "gigaoctets go mo gb mb gigabits mégabits mbps mbit mbits fois personne personnes mètre mètres metre metres m "
    "km kilomètres degré degrés watts kilos kg points derniers dernières premiers premières janvier février "
    "fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre decembre o'clock pound "
    "pounds £ dollars $ pence percent per day days week weeks month months year years hour hours minutes second "
    "seconds times people meters metres degrees digits chiffres last first january february march april june july "
    "august september october november december am pm meg megs gigabytes s ms hz khz mhz ghz".split()
)
#: « trois fois zéro » repeats, « trois fois par jour » counts.
REPEATING = frozenset({"fois", "times"})
#: « dix à douze »
RANGES = frozenset({"à", "to", "till", "until", "or", "ou", "et", "and"})
#: « le 15 », « jusqu'au 20 »: a short number after these is a day.
DAYS_BEFORE = frozenset("le du au jusqu'au entre between les dès vers on by until".split())
CURRENCIES = frozenset("euro euros eur € pound pounds dollar dollars".split())
#: Amounts, hours and dates in one word.
MEASURE = re.compile(
    r"[-+]?\d{1,3}(?:[ .,]?\d{3}){0,2}(?:[.,]\d{1,2})?"
    r"(?:€|£|\$|%|h|h\d\d|min|ko|mo|go|gb|mb|km|kg|m2?|e|er|ère|ème|eme|th|st|nd|rd)"
    r"|\d{1,2}[:h]\d{2}(?::\d{2})?|[€£$]\d[\d.,]*"
    r"|(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-](?:(?:19|20)\d\d)"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|\d{1,2}/(?:0?[1-9]|1[0-2])/\d\d|(?:19|20)\d\d[-/](?:19|20)\d\d",
    re.IGNORECASE,
)
#: Addresses inside every home network.
EVERYBODYS = re.compile(r"(?:192\.168|10\.\d{1,3}|127\.0|172\.(?:1[6-9]|2\d|3[01])|255\.255)\.\d{1,3}\.\d{1,3}")
#: Letters that stand for digits where there are digits around them: « O6 39 98 ».
_LETTER_DIGITS = re.compile(r"[Oo](?=[1-9])\d?[\dOo.\-]*|\d[\d.\-]*[Oo][\dOo.\-]*|\d[\dlIOo|]{5,}")
_SPLIT = re.compile(r"[-.,/]")
_GLUED = re.compile(r"^(z[ée]ro)(?=\w)")


def says_number(word: str, language: str) -> bool:
    """Whether a word says digits and nothing else.

    >>> says_number("quarente-quatre-settes", "fr"), says_number("settes", "fr"), says_number("O6", "fr")
    (True, False, True)
    """
    if word in WORDS[language] or word in REPEATS:
        return True
    if not word or (word.isalpha() and not _GLUED.match(word)):
        return False
    if any(character.isdigit() for character in word):
        if not any(character.isalpha() for character in word):
            return "@" not in word and "://" not in word and not EVERYBODYS.fullmatch(word)
        return _LETTER_DIGITS.fullmatch(word) is not None and not MEASURE.fullmatch(word)
    pieces = parts(word)
    known = [part in WORDS[language] for part in pieces]
    if all(known):
        return bool(known)
    # What does not exist and sounds like a number is one beside one.
    others = [part for part, is_known in zip(pieces, known, strict=True) if not is_known]
    return any(known) and all(part == "et" or (language == "fr" and numeral_heard(part)) for part in others)


def parts(word: str) -> list[str]:
    """The words of « quatre-vingt-dix », and of « zérosix », as recognisers write it."""
    apart = _GLUED.sub(r"\1-", word) if word.startswith("z") else word
    return [part for part in _SPLIT.split(apart) if part]


def known_as(part: str, language: str) -> str:
    """A word of a number as text2num knows it."""
    if part in KNOWN_AS[language] or part in WORDS[language] or language != "fr":
        return KNOWN_AS[language].get(part, part)
    return numeral_heard(part) or part
