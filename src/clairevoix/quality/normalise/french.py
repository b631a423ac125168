"""The words of French: hesitations, elisions, abbreviations, and the spellings that stand for one another."""

import re

from clairevoix.quality.normalise import french_numbers
from clairevoix.quality.normalise.language import Currency, Language
from clairevoix.quality.normalise.tables import endings, table

#: Hesitations, however long: euh, heu, hum, hm, mh, mmh, ben, bah, hein, pff. « ah », « oh », « bon », « quoi » are words.
_FILLER = re.compile(r"e+u+h+m*|h+e+u+h*m*|h+u+m+|h+m+|m+h+m*|m{2,}|b[ae]+h+|be+n+|bin|hei+n+|pf+")
_ELIDED = frozenset("c ç d j l m n s t y qu jusqu lorsqu puisqu quoiqu presqu".split())
_WHOLE = frozenset("aujourd'hui quelqu'un quelqu'une prud'homme prud'hommes".split())

#: One word, one spelling. Plurals are folded where an abbreviation hides them: « 100 Go », « 1 h », « 5 € ».
_RESPELLED = table("""
    okay, okey, oké = ok
    mr = monsieur
    mme = madame
    mmes = mesdames
    mlle = mademoiselle
    dr = docteur
    st = saint
    ste = sainte
    bd, bld = boulevard
    etc = et cetera
    cétéra, caetera = cetera
    ya = y a
    y' = y
    pourcents = pourcent
    arobas, arrobas, arrobase, arobaze, arobace = arobase
    euros = euro
    centimes = centime
    dollars = dollar
    livres = livre
    francs = franc
    heures = heure
    minutes = minute
    kilos = kilo
    kilomètres = kilomètre
    degrés = degré
    megas, mega, mégas, mégaoctet, mégaoctets = méga
    gigas, gigaoctet, gigaoctets = giga
    teras, tera, téras, téraoctet, téraoctets = téra
    mégabits = mégabit
    gigabits = gigabit
    millions = million
    milliards = milliard
    clef = clé
    clefs = clés
    relai = relais
    crémerie = crèmerie
    sécheresse = sècheresse
""") | {
    # The spelling of 1990. Its letters without circumflex are folded one by one.
    **endings("év", [(f"énement{end}", f"ènement{end}") for end in ("", "s", "iel", "iels", "ielle", "ielles")]),
    **endings(
        "r", [(f"églement{end}", f"èglement{end}") for end in ("ation", "ations", "aire", "aires", "er", "é", "ée")]
    ),
    **endings("all", [(f"égement{end}", f"ègement{end}") for end in ("", "s")]),
}

#: After numbers have become digits: « tiret du huit » is the sign below the 8 of a French keyboard.
_PHRASES = table("""
    wi fi = wifi
    e mail = email
    e mails = emails
    week end = weekend
    week ends = weekends
    plate forme = plateforme
    plates formes = plateformes
    aujourd' hui = aujourd'hui
    quelqu' 1 = quelqu'un
    t' il = t il
    t' elle = t elle
    t' on = t on
    t' ils = t ils
    t' elles = t elles
    under score, tiret bas, tiret du 8 = underscore
    tiret du 6 = tiret
    3 w = www
""")


def _divided(word: str) -> tuple[str, ...]:
    """« qu'est » is qu' and est; « p'tit » and « aujourd'hui » stay whole."""
    left, apostrophe, right = word.partition("'")
    if not apostrophe or word in _WHOLE:
        return (word,)
    if left in _ELIDED:
        return (f"{left}'", *_divided(right)) if right else (f"{left}'",)
    return (word,) if right or left in ("aujourd", "quelqu") else (left,)


def _ordinal(value: int, ending: str) -> str:
    """« 1er » is premier, « 2nd » second; all others are the number and « e »."""
    plural = "s" if ending.endswith("s") else ""
    if value == 1:
        return f"première{plural}" if ending.startswith(("r", "ère", "ere")) and ending != "er" else f"premier{plural}"
    if value == 2 and ending.startswith("n"):
        return f"second{'e' if 'e' in ending else ''}{plural}"
    return f"{value}e"


def _clock(hours: str, minutes: str) -> tuple[str, ...]:
    return hours, "heure", minutes


FRENCH = Language(
    is_filler=_FILLER.fullmatch,
    folded={ord("î"): "i", ord("û"): "u"},
    divided=_divided,
    respelled=_RESPELLED,
    phrases={tuple(written.split()): said for written, said in _PHRASES.items()},
    literals=table("""
        n° = numéro
        km/h = kilomètre heure
        24h/24 = 24 heure sur 24
        7j/7 = 7 jours sur 7
        mbit/s, mbits/s, mb/s, mbps = mégabit par seconde
        gbit/s, gbits/s, gb/s, gbps = gigabit par seconde
    """),
    signs={"%": "pourcent", "&": "et", "@": "arobase", "#": "dièse", "*": "étoile", "+": "plus", "°": "degré"},
    address_signs={".": "point", "@": "arobase", "-": "tiret", "_": "underscore", "+": "plus", "/": "slash"},
    over=("sur",),
    per="par",
    per_words=frozenset("an ans mois semaine jour heure h minute min seconde personne".split()),
    minus="moins",
    unspelled=frozenset("àôù"),
    letters_as_words=frozenset("ay"),
    words_before=frozenset("ay"),
    words_after=frozenset("ay"),
    doubled_letters={"v": "w"},
    letter_names={("i", "grec"): "y"},
    after_t=frozenset("il elle on ils elles".split()),
    mister="monsieur",
    number_words=french_numbers.WORDS,
    read_number=french_numbers.read,
    ordinal=_ordinal,
    ordinal_endings="ers?|ères?|eres?|res?|nde?s?|i?[eè]mes?|es?",
    percent=("pour", "cent", "pourcent"),
    zeros=frozenset(),
    repeats={"double": 2, "triple": 3},
    thousands_signs=".'",
    decimal_signs=",.",
    decimal="virgule",
    decimal_words=frozenset(("virgule", "point")),
    clock=_clock,
    hour="heure",
    units=table("""
        h = heure
        min, mn = minute
        mo, mb = méga
        go, gb = giga
        to, tb = téra
        kg = kilo
        km = kilomètre
    """),
    currency_signs={
        "€": Currency("euro", "euro"),
        "$": Currency("dollar", "dollar"),
        "£": Currency("livre", "livre"),
        "chf": Currency("franc", "franc"),
    },
    currency_words=dict.fromkeys(("euro", "dollar", "livre", "franc"), "centime"),
)
