"""The words of English: hesitations, contractions, abbreviations, and British spellings beside American ones."""

import re

from clairevoix.quality.normalise import english_numbers
from clairevoix.quality.normalise.language import Currency, Language
from clairevoix.quality.normalise.tables import endings, table

#: Hesitations, however long: er, erm, uh, uhm, um, hm, mm, mhm, ahem. « ah », « oh », « well », « huh » are words.
_FILLER = re.compile(r"e+r+m*|u+h+|u+h*m+|h+m+|m+h+m*|m{2,}|ahem")
_BEFORE_IS = frozenset("he she it that what who where how when there here".split())
_NEGATED = {"won't": "will not", "can't": "can not", "shan't": "shall not", "ain't": "ain't"}
_ENDINGS = {"'ll": "will", "'ve": "have", "'re": "are"}

_OUR = "colo favo hono behavio neighbo labo flavo rumo humo harbo endeavo"
_ISE = (
    "apologi authori categori customi digiti emphasi finali maximi minimi organi personali prioriti reali recogni speciali "
    "standardi summari utili"
)
_DOUBLED = "cancel travel label model signal dial counsel total fuel level"

_RESPELLED = table("""
    okay = ok
    mister = mr
    missus, missis = mrs
    doctor = dr
    cannot = can not
    gonna = going to
    wanna = want to
    gotta = got to
    alright = all right
    website = web site
    etc = et cetera
    analyse = analyze
    analysed = analyzed
    catalogue = catalog
    centre = center
    centres = centers
    cheque = check
    cheques = checks
    defence = defense
    dialogue = dialog
    enrol = enroll
    fulfil = fulfill
    grey = gray
    instalment = installment
    instalments = installments
    jewellery = jewelry
    judgement = judgment
    licence = license
    licences = licenses
    litre = liter
    litres = liters
    metre = meter
    metres = meters
    offence = offense
    practise = practice
    practised = practiced
    programme = program
    programmes = programs
    tyre = tire
""") | {
    **endings(_OUR, [(f"ur{end}", f"r{end}") for end in ("", "s", "ed", "ing", "ite", "able", "al")]),
    **endings(_ISE, [(f"s{end}", f"z{end}") for end in ("e", "es", "ed", "er", "ing", "ation")]),
    **endings(_DOUBLED, [(f"l{end}", end) for end in ("ed", "ing", "er", "ers")]),
}

#: After numbers have become digits.
_PHRASES = table("""
    per cent = percent
    wi fi = wifi
    e mail = email
    e mails = emails
    week end = weekend
    under score = underscore
    o'clock am = am
    o'clock pm = pm
""")


def _divided(word: str) -> tuple[str, ...]:
    """« I'm » is I am; « customer's », « I'd » and « o'clock » stay, since they can be two things or are one."""
    word = word.rstrip("'")
    if word in _NEGATED:
        return tuple(_NEGATED[word].split())
    if word.endswith("n't") and len(word) > 3:
        return word[:-3], "not"
    if word == "i'm":
        return "i", "am"
    if word == "let's":
        return "let", "us"
    left, right = word[:-3], word[-3:]
    if right in _ENDINGS and left:
        return left, _ENDINGS[right]
    if word.endswith("'s") and word[:-2] in _BEFORE_IS:
        return word[:-2], "is"
    return (word,)


def _ordinal(value: int, _: str) -> str:
    """« 1st » is first, « 2nd » second; all others are the number and its ending."""
    if value in (1, 2):
        return ("first", "second")[value - 1]
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{value}{'th' if 11 <= value % 100 <= 13 else endings.get(value % 10, 'th')}"


def _clock(hours: str, minutes: str) -> tuple[str, ...]:
    """« 2:00 » is two o'clock, « 2:05 » two oh five."""
    return (str(int(hours)), "o'clock") if minutes == "00" else (str(int(hours)), minutes)


ENGLISH = Language(
    is_filler=_FILLER.fullmatch,
    folded={},
    divided=_divided,
    respelled=_RESPELLED,
    phrases={tuple(written.split()): said for written, said in _PHRASES.items()},
    literals=table("""
        24/7 = 24 7
        mbit/s, mbits/s, mb/s, mbps = megabits per second
        gbit/s, gbits/s, gb/s, gbps = gigabits per second
    """),
    signs={"%": "percent", "&": "and", "@": "at", "#": "hash", "*": "star", "+": "plus", "°": "degrees"},
    address_signs={".": "dot", "@": "at", "-": "dash", "_": "underscore", "+": "plus", "/": "slash"},
    over=("out", "of"),
    per="per",
    per_words=frozenset("year month week day hour minute min second person".split()),
    minus="minus",
    unspelled=frozenset(),
    letters_as_words=frozenset("ai"),
    words_before=frozenset("ai"),
    words_after=frozenset("aiI"),
    doubled_letters={"u": "w"},
    letter_names={},
    after_t=frozenset(),
    mister="",
    number_words=english_numbers.WORDS,
    read_number=english_numbers.read,
    ordinal=_ordinal,
    ordinal_endings="st|nd|rd|th",
    percent=("", "", ""),
    zeros=frozenset(("oh", "o")),
    repeats={"double": 2, "triple": 3},
    thousands_signs=",'",
    decimal_signs=".",
    decimal="point",
    decimal_words=frozenset(("point",)),
    clock=_clock,
    hour="",
    units=table("""
        min, mins = minutes
        hr, hrs = hours
        mb, meg, megabyte, megabytes = megs
        gb, gig, gigabyte, gigabytes = gigs
        p = pence
        kg = kilos
        km = kilometers
    """),
    currency_signs={
        "€": Currency("euro", "euros"),
        "$": Currency("dollar", "dollars"),
        "£": Currency("pound", "pounds"),
    },
    currency_words={
        **dict.fromkeys(("euro", "euros", "dollar", "dollars"), "cents"),
        **dict.fromkeys(("pound", "pounds"), "pence"),
    },
)
