"""What is compared as the same, and what is not: the manual of the normaliser, as pairs."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from clairevoix.model.errors import Code, InputError
from clairevoix.quality.normalise import Token, normalise, normalised
from clairevoix.quality.normalise.rules import LANGUAGES

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "normaliser.md"

#: What usual normalisers do to French: « six douze », « vingt-deux » against « vingt deux », « uner ».
TRAPS = [
    ("06 12", "zéro six douze"),
    ("22", "vingt-deux"),
    ("22", "vingt deux"),
    ("le 1er mars", "le premier mars"),
]

SAID_THE_SAME = [
    # Characters.
    ("Bonjour, Madame !", "bonjour madame"),
    ("C’est l’heure", "c'est l'heure"),
    ("sœur ex æquo", "soeur ex aequo"),
    ("e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT}", "été"),
    ("vous\N{NO-BREAK SPACE}?", "vous"),
    ("« Très bien » (merci)…", "très bien merci"),
    ("Freebox™", "freebox"),
    # Hyphens and elisions.
    ("est-ce que", "est ce que"),
    ("un rendez-vous là-bas", "un rendez vous là bas"),
    ("peut-être", "peut être"),
    ("qu'est-ce qu'il y a", "qu' est ce qu' il y a"),
    ("aujourd’hui", "aujourd' hui"),
    ("y a-t-il", "y a t'il"),
    ("y'a un souci", "ya un souci"),
    ("c\u2019est\u2011à\u2011dire", "c'est à dire"),
    # Hesitations and words broken off.
    ("euh je heu voudrais euuuh hum changer", "je voudrais changer"),
    ("ben oui hein", "oui"),
    ("bah mmh non", "non"),
    ("la bo- la box", "la la box"),
    ("je vou-, je voudrais", "je je voudrais"),
    ("l'ap- l'appel", "l'appel"),
    # Letters.
    ("L E F E V R E", "LEFEVRE"),
    ("m, a, r, t, i, n", "martin"),
    ("M. A. R. T. I. N.", "Martin"),
    ("L.E.F.", "lef"),
    ("le R.I.O. par S M S", "le RIO par sms"),
    ("il a S F R", "il a SFR"),
    ("S F R a dit", "SFR a dit"),
    ("ça. M, O, R, V, A, N.", "ça Morvan"),
    ("elle l'a. M, O, R, V, A, N.", "elle l'a Morvan"),
    ("A, N, N, E", "Anne"),
    ("double v a t i e r", "Watier"),
    ("E double L I S", "Ellis"),
    ("i grec v e s", "Yves"),
    ("la 4G en quatre G", "la quatre G en 4G"),
    # Numbers: words, digits, and both.
    ("zéro six trente-neuf quatre-vingt-dix-huit vingt et un", "06 39 98 21"),
    ("zéro six, trente-neuf, quatre-vingt-dix-huit, vingt et un", "06.39.98.21"),
    ("06-39-98-21", "0639982 1"),
    ("06/39/98/21", "06399821"),
    ("06 trente-neuf 98 vingt et un", "zéro six 39 quatre-vingt-dix-huit 21"),
    ("zero six", "zéro six"),
    ("+33 6 39", "plus trente-trois six trente-neuf"),
    ("zéro huit cents", "0 800"),
    ("double zéro sept", "007"),
    ("trois cent vingt", "320"),
    ("trois-cent-vingt-deux", "trois cent vingt deux"),
    ("deux mille vingt-cinq", "2025"),
    ("deux-mille-vingt-cinq", "2 025"),
    ("vingt vingt-cinq", "2025"),
    ("deux mille 25", "2025"),
    ("2 mille 500", "deux mille cinq cents"),
    ("mille neuf cent soixante-huit", "dix-neuf cent soixante-huit"),
    ("1968", "dix neuf cent soixante huit"),
    ("1 250 euros", "mille deux cent cinquante euros"),
    ("1\N{NARROW NO-BREAK SPACE}250 euros", "1250 euros"),
    ("1.250 euros", "1'250 euros"),
    ("quatre-vingts", "80"),
    ("quatre cents", "400"),
    ("soixante et onze", "71"),
    ("soixante-et-onze", "soixante-onze"),
    ("quatre-vingt dix-huit", "98"),
    ("soixante euh douze", "72"),
    ("septante-deux", "soixante-douze"),
    ("huitante-trois", "octante-trois"),
    ("quatre-vingt-trois", "huitante trois"),
    ("nonante et un", "quatre-vingt-onze"),
    ("cinq cent mille", "500 000"),
    ("deux millions", "2 million"),
    ("une box", "1 box"),
    ("un euro", "1 €"),
    ("vingt-quatre, vingt-trois", "24 23"),
    ("vingt-quatre vingt-trois", "24 23"),
    ("vingt quatre-vingt-trois", "20 83"),
    ("vingt quatre vingt trois", "20 83"),
    ("deux cent trois cent", "200 300"),
    ("vingt deux cents", "20 200"),
    ("soixante, douze", "60 12"),
    ("FR76 3000 6000", "F R soixante-seize trois mille six mille"),
    # Ordinals.
    ("1ère fois", "première fois"),
    ("la 1re", "la première"),
    ("le 2e", "le deuxième"),
    ("la 2ème", "la 2e"),
    ("le 2nd", "le second"),
    ("le 21ème jour", "le vingt et unième jour"),
    ("98e", "quatre-vingt-dix-huitième"),
    ("centième", "100e"),
    # Decimals, percents, marks, signs.
    ("2,4 giga", "deux virgule quatre gigas"),
    ("2.4", "deux point quatre"),
    ("15 %", "quinze pour cent"),
    ("15%", "15 pour cent"),
    ("100%", "cent pour cent"),
    ("-20%", "moins vingt pour cent"),
    ("8/10", "huit sur dix"),
    ("le 12/10/2025", "le 12 10 2025"),
    ("24h/24 et 7j/7", "vingt-quatre heures sur vingt-quatre et sept jours sur sept"),
    ("Dupont & fils", "dupont et fils"),
    ("touche # ou *", "touche dièse ou étoile"),
    # Money.
    ("32 euros 50", "trente-deux euros cinquante"),
    ("32,50 €", "trente-deux euros cinquante"),
    ("32€50", "32.50 euros"),
    ("32,50€", "€ 32,50"),
    ("32,00 €", "trente-deux euros"),
    ("32,05 €", "trente-deux euros cinq"),
    ("1 250,50 €", "mille deux cent cinquante euros cinquante"),
    ("0,50 €", "cinquante centimes"),
    ("0,05 euro", "cinq centimes"),
    ("19,99 €/mois", "dix-neuf euros quatre-vingt-dix-neuf par mois"),
    ("CHF 12.50", "douze francs cinquante"),
    ("pour cent euros", "pour 100 €"),
    # Hours.
    ("14h30", "quatorze heures trente"),
    ("14 h 30", "14:30"),
    ("8h", "huit heures"),
    ("08h05", "huit heures cinq"),
    ("8:05", "huit heures zéro cinq"),
    ("14h00", "14 heures"),
    ("0h30", "zéro heure trente"),
    ("8h-12h", "huit heures douze heures"),
    # Abbreviations and units.
    ("n° 12", "numéro douze"),
    ("nº12", "№ 12"),
    ("M. Martin", "monsieur Martin"),
    ("Mme et Mlle Martin", "madame et mademoiselle martin"),
    ("le Dr Petit", "le docteur petit"),
    ("St-Denis", "saint denis"),
    ("100 Go", "cent gigas"),
    ("100Go", "100 giga"),
    ("50 Mo", "cinquante mégas"),
    ("100 Mbit/s", "cent mégabits par seconde"),
    ("5 min", "cinq minutes"),
    ("90 km/h", "quatre-vingt-dix kilomètres heure"),
    # Addresses.
    ("camille.martin@exemple.fr", "camille point martin arobase exemple point fr"),
    ("camille-martin@exemple.fr,", "camille tiret martin arobase exemple point fr"),
    ("c_m75@exemple.fr", "c underscore m 75 arobase exemple point fr"),
    ("c tiret bas m", "c tiret du huit m"),
    ("c tiret du 8 m", "c underscore m"),
    ("gmail.com", "gmail point com"),
    ("www.exemple.fr", "trois w point exemple point fr"),
    # Spellings.
    ("OK", "okay"),
    ("o.k.", "ok"),
    ("le wi-fi", "le Wi Fi"),
    ("un wifi", "un wi-fi"),
    ("un e-mail", "un email"),
    ("le week-end", "le weekend"),
    ("s'il vous plaît", "s'il vous plait"),
    ("connaître le coût en août", "connaitre le cout en aout"),
    ("un événement", "un évènement"),
    ("la clef", "la clé"),
]

SAID_DIFFERENTLY = [
    ("trente-deux cinquante", "32,50 €"),
    ("32 euros et 50 centimes", "32,50 €"),
    ("32,05 €", "32,50 €"),
    ("06 12", "6 12"),
    ("zéro six", "six"),
    ("22", "32"),
    ("soixante-douze", "soixante, douze"),
    ("vingt-quatre vingt-trois", "vingt quatre-vingt-trois"),
    ("soixante-dix", "soixante"),
    ("quatre-vingt", "quatre"),
    ("cent", "pour cent"),
    ("14h05", "14h50"),
    ("huit heures", "huit heures et demie"),
    ("midi", "12h"),
    ("premier", "un"),
    ("deuxième", "deux"),
    ("second", "deuxième"),
    ("première", "premier"),
    ("15 %", "15"),
    ("-20 %", "20 %"),
    ("c'est", "ça"),
    ("ça", "cela"),
    ("oui", "ouais"),
    ("je suis", "j'suis"),
    ("il y a", "y a"),
    ("d'accord", "ok"),
    ("mail", "e-mail"),
    ("à", "a"),
    ("où", "ou"),
    ("payé", "paye"),
    ("j'ai eu", "j'ai euh"),
    ("l'appel", "la pelle"),
    ("je je voudrais", "je voudrais"),
    ("une heure", "à une heure"),
    ("un millier", "mille"),
    ("monsieur", "m"),
    ("gigas", "mégas"),
    ("camille.martin@exemple.fr", "camille martin arobase exemple point fr"),
    ("tiret", "underscore"),
    ("LEFEVRE", "LEFEBVRE"),
    ("SMS", "MMS"),
]

ENGLISH_SAID_THE_SAME = [
    ("I'm sure it's fine", "I am sure it is fine"),
    ("we don't, can't, won't", "we do not cannot will not"),
    ("they've said you'll pay", "they have said you will pay"),
    ("erm, so uh the um router", "so the router"),
    ("the rou- the router", "the the router"),
    ("I'm gonna call", "I am going to call"),
    ("colour", "color"),
    ("it was cancelled", "it was canceled"),
    ("we apologise for the organisation", "we apologize for the organization"),
    ("oh double seven double oh", "07700"),
    ("zero seven seven zero zero nine hundred", "07700 900"),
    ("07700 900123", "oh seven seven double oh nine double oh one two three"),
    ("one oh one", "101"),
    ("triple nine", "999"),
    ("twenty-two", "twenty two"),
    ("1,250", "one thousand two hundred and fifty"),
    ("a hundred and five", "105"),
    ("two thousand and twenty-five", "twenty twenty-five"),
    ("nineteen sixty-eight", "1968"),
    ("1st", "first"),
    ("the 2nd", "the second"),
    ("21st", "twenty-first"),
    ("3rd of May", "third of May"),
    ("thirty-second hold", "30 second hold"),
    ("15%", "fifteen percent"),
    ("15 per cent", "15 percent"),
    ("3.5", "three point five"),
    ("$32", "thirty-two dollars"),
    ("£32.50", "thirty-two pounds fifty"),
    ("£1.50", "one pound fifty"),
    ("$0.50", "fifty cents"),
    ("50p", "fifty pence"),
    ("€20", "20 euros"),
    ("2:00", "two o'clock"),
    ("2:00 pm", "two p.m."),
    ("2:05", "two oh five"),
    ("8/10", "eight out of ten"),
    ("24/7", "twenty-four seven"),
    ("Mr. Smith", "mister Smith"),
    ("john.smith@example.com", "john dot smith at example dot com"),
    ("S M I T H", "Smith"),
    ("N-W-B-K", "NWBK"),
    ("I need a P T O", "I need a PTO"),
    ("the P T O I need", "the PTO I need"),
    ("I, A, N", "Ian"),
    ("100 GB", "a hundred gigs"),
    ("O.K.", "okay"),
    ("Wi-Fi e-mail", "wifi email"),
]

ENGLISH_SAID_DIFFERENTLY = [
    ("I'd pay", "I would pay"),
    ("customers", "customer's"),
    ("cannot", "can"),
    ("fifteen", "fifty"),
    ("oh yes", "zero yes"),
    ("a second", "the 3rd"),
    ("thirty-two fifty", "£32.50"),
    ("two thirty", "half past two"),
    ("07700", "7700"),
    ("yeah", "yes"),
    ("there", "their"),
]


@pytest.mark.parametrize(("one", "other"), [*TRAPS, *SAID_THE_SAME])
def test_said_the_same_in_french(one, other):
    assert normalised(one, "fr") == normalised(other, "fr") != ""


@pytest.mark.parametrize(("one", "other"), SAID_DIFFERENTLY)
def test_said_differently_in_french(one, other):
    assert normalised(one, "fr") != normalised(other, "fr")


@pytest.mark.parametrize(("one", "other"), ENGLISH_SAID_THE_SAME)
def test_said_the_same_in_english(one, other):
    assert normalised(one, "en") == normalised(other, "en") != ""


@pytest.mark.parametrize(("one", "other"), ENGLISH_SAID_DIFFERENTLY)
def test_said_differently_in_english(one, other):
    assert normalised(one, "en") != normalised(other, "en")


#: A text, and all its tokens: where the form itself matters.
FORMS = [
    ("il y a", "il y a"),  # two letters that are words
    ("Y a quoi", "y a quoi"),
    ("il y a B", "il y a b"),
    ("ça a été", "ça a été"),
    ("l'un et l'autre", "l' 1 et l' autre"),
    ("quelqu'un d'autre", "quelqu'un d' autre"),
    ("une seconde", "1 seconde"),
    ("ah bon, donc voilà quoi", "ah bon donc voilà quoi"),  # words, not hesitations
    ("eh bien", "eh bien"),
    ("je l'ai eu", "je l' ai eu"),
    ("avec un M.", "avec 1 m"),
    ("3G/4G", "3 g 4 g"),
    ("*rires* [musique]", "rires musique"),
    ("euh… hum,", ""),
    ("- …", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_form(text, form):
    assert normalised(text, "fr") == form


#: The words of a transcript, and each token with the words that it came from.
PLACES = [
    (["pour", "vous ?"], [("pour", 0, 1), ("vous", 1, 2)]),
    (["C'est", "l’appel."], [("c'", 0, 1), ("est", 0, 1), ("l'", 1, 2), ("appel", 1, 2)]),
    (["euh", "oui"], [("oui", 1, 2)]),
    (["vingt", "euh", "deux"], [("2", 0, 3), ("2", 0, 3)]),
    (["06", "39"], [("0", 0, 1), ("6", 0, 1), ("3", 1, 2), ("9", 1, 2)]),
    (["5,20", "€", "!"], [("5", 0, 1), ("euro", 0, 2), ("2", 0, 2), ("0", 0, 2)]),
    (["wi", "fi"], [("wifi", 0, 2)]),
    (["S", "M", "S", "reçu"], [("sms", 0, 3), ("reçu", 3, 4)]),
]


@pytest.mark.parametrize(("words", "tokens"), PLACES)
def test_tokens_know_their_words(words, tokens):
    assert normalise(words, "fr") == tuple(Token(text=text, first=first, end=end) for text, first, end in tokens)


def test_regions_are_languages():
    assert normalised("nonante", "fr-BE") == normalised("ninety", "en_GB") == "9 0"


def test_other_languages_are_refused_without_a_word_of_what_was_said():
    with pytest.raises(InputError) as refused:
        normalise(["geheim"], "de")
    assert refused.value.code is Code.BAD_LANGUAGE
    assert "geheim" not in str(refused.value)


def test_tokens_do_not_show_what_was_said():
    assert "secret" not in repr(normalise(["secret"], "fr"))


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_the_tables_write_is_left_alone(name):
    language = LANGUAGES[name]
    tables = (language.respelled, language.phrases, language.literals)
    for said in (said for table in tables for said in table.values()):
        once = normalised(" ".join(said), name)
        assert normalised(once, name) == once
    for table in (language.respelled, language.phrases):
        for written, said in table.items():
            text = written if isinstance(written, str) else " ".join(written)
            assert normalised(text, name) == normalised(" ".join(said), name)


# --- The page -------------------------------------------------------------------------------------------------------


def rows(heading: str) -> list[list[list[str]]]:
    """The quoted forms in the first two columns of the table under a heading of the page."""
    part = re.split(rf"^## {heading}$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| `")]
    return [[re.findall(r"`([^`]+)`", cell) for cell in line.split("|")[1:3]] for line in lines]


@pytest.mark.parametrize(
    ("name", "written", "becomes"),
    [
        (name, text, becomes[0])
        for name, heading in (("fr", "French"), ("en", "English"))
        for written, becomes in rows(heading)
        for text in written
    ],
)
def test_the_page_says_what_the_rules_do(name, written, becomes):
    assert normalised(written, name) == becomes


@pytest.mark.parametrize(("one", "other"), [(one[0], other[0]) for one, other in rows("What stays different")])
def test_the_page_says_what_stays_different(one, other):
    assert normalised(one, "fr") != normalised(other, "fr")


def test_the_page_shows_enough():
    assert len(rows("French")) > 25
    assert len(rows("English")) > 10


def test_places_never_go_back():
    tokens = normalise("le € 5,20 puis M. A. R. T. et trente-deux virgule cinquante euros euh fin".split(), "fr")
    for one, other in pairwise(tokens):
        assert one.first <= other.first
        assert one.end <= other.end
