"""Telephone numbers. Those written here are reserved for fiction or taken from Arcep's published formats."""

import pytest

from builders import found
from marking import OTHERS

#: A text, and the part of it that is a telephone number.
PHONES = [
    # Written.
    ("06 39 98 12 34", "06 39 98 12 34"),
    ("0639981234", "0639981234"),
    ("06.39.98.12.34", "06.39.98.12.34"),
    ("06-39-98-12-34", "06-39-98-12-34"),
    ("06/39/98/12/34", "06/39/98/12/34"),
    ("appelez le 01 99 00 12 34, merci", "01 99 00 12 34"),  # punctuation at its edge goes along
    ("l'appel du 0639981234.", "0639981234"),
    ("0 800 12 34 56", "0 800 12 34 56"),
    ("06 39 98 12\n34", "06 39 98 12\n34"),  # over two lines
    ("06\u202f39\u202f98\u202f12\u202f34", "06\u202f39\u202f98\u202f12\u202f34"),  # narrow spaces
    # Abroad and overseas.
    ("+33 6 39 98 12 34", "+33 6 39 98 12 34"),
    ("+33 (0)6 39 98 12 34", "+33 (0)6 39 98 12 34"),
    ("0033639981234", "0033639981234"),
    ("+262 692 12 34 56", "+262 692 12 34 56"),  # Réunion
    ("+32 470 12 34 56", "+32 470 12 34 56"),
    ("+41 79 123 45 67", "+41 79 123 45 67"),
    # Dictated.
    (
        "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
        "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    ),
    (
        "zéro six trente neuf quatre vingt dix huit douze trente quatre",  # as a recogniser writes it: no hyphen
        "zéro six trente neuf quatre vingt dix huit douze trente quatre",
    ),
    ("zéro six trois neuf neuf huit un deux trois quatre", "zéro six trois neuf neuf huit un deux trois quatre"),
    (
        "c'est le zéro un quarante-deux dix-huit trente-cinq zéro zéro",
        "zéro un quarante-deux dix-huit trente-cinq zéro zéro",
    ),
    (
        "plus trente-trois six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
        "plus trente-trois six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    ),
    # Half written, half dictated.
    ("06 trente-neuf 98 douze 34", "06 trente-neuf 98 douze 34"),
    # With hesitations.
    ("zéro six, euh, trente-neuf 98 douze, heu 34", "zéro six, euh, trente-neuf 98 douze, heu 34"),
    ("zéro six alors euh trente-neuf 98 douze et puis 34", "zéro six alors euh trente-neuf 98 douze et puis 34"),
    (
        "zéro six point trente-neuf point 98 point douze tiret 34",
        "zéro six point trente-neuf point 98 point douze tiret 34",
    ),
    # Belgian and Swiss.
    (
        "zéro quatre septante-huit douze trente-quatre cinquante-six",
        "zéro quatre septante-huit douze trente-quatre cinquante-six",
    ),
    (
        "zéro six septante-neuf nonante-huit douze trente-quatre",
        "zéro six septante-neuf nonante-huit douze trente-quatre",
    ),
    ("zéro sept huitante-deux octante-trois douze 34", "zéro sept huitante-deux octante-trois douze 34"),
    # « soixante et onze » is one number, with its « et ».
    ("zéro six soixante et onze vingt et un douze 34", "zéro six soixante et onze vingt et un douze 34"),
    # Without the accent, as half of the comments are typed.
    ("zero six trente-neuf 98 douze 34", "zero six trente-neuf 98 douze 34"),
    # « zéro-six » in one word.
    ("zéro-six trente-neuf 98 douze 34", "zéro-six trente-neuf 98 douze 34"),
]


@pytest.mark.parametrize(("text", "phone"), PHONES)
def test_phone_found(text, phone):
    assert found(text) == [("PHONE", phone)]


#: English, as it is dictated.
ENGLISH = [
    ("oh six three nine nine eight one two three four", "oh six three nine nine eight one two three four"),
    ("zero seven seven double zero nine one two three four", "zero seven seven double zero nine one two three four"),
    ("call 06 39 98 12 34 please", "06 39 98 12 34"),
]


@pytest.mark.parametrize(("text", "phone"), ENGLISH)
def test_english_phone_found(text, phone):
    assert found(text, "en") == [("PHONE", phone)]


#: A number that somebody interrupts is a number: whatever its parts are called, none of its digits is left.
INTERRUPTED = [
    "zéro six trente-neuf oui quatre-vingt-dix-huit douze trente-quatre",
    "zéro six trente neuf, c'est ça, quatre-vingt-dix-huit douze trente-quatre",
    "06 39 98, d'accord, 12 34",
    "zéro six alors euh donc voilà trente-neuf 98 douze 34",
    "zéro six trente-neuf, je répète, zéro six trente-neuf, ensuite 98 douze 34",
    "06 39, pardon, 06 39 98 c'est ça 12 34",
]


@pytest.mark.parametrize("text", INTERRUPTED)
def test_interrupted_phone_leaves_no_digit(text):
    left = text
    for _, words in found(text):
        left = left.replace(words, "")
    assert not [
        each for each in ("06", "39", "98", "12", "34", "six", "neuf", "huit", "douze", "quatre") if each in left
    ]


#: Misheard: a digit lost or doubled. It is no telephone number any more, but it is still somebody's.
MISHEARD = [
    "06 39 98 12 3",
    "06 39 98 12 34 5",
    "six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    "zéro six trente-neuf quatre-vingt-dix-huit vingt-quatre mille trente-quatre",
    "o six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
]


@pytest.mark.parametrize("text", MISHEARD)
def test_misheard_phone_is_redacted_as_something(text):
    assert len(found(text)) == 1


#: Numbers that are nobody's.
NEAR_MISSES = [
    "le 3900",
    "le 36 00",
    "112",
    "en 2025",
    "deux mille vingt-cinq",
    "à 14h30 le 12 octobre",
    "trois mille cinq cents euros",
    "il y a 200 000 clients",
    "l'offre à 29,99 euros par mois",
    "deux ou trois fois",
    "un technicien, une box, des travaux",
    "appartement 12, rue 34",
    "tapez 1234",
    "j'ai appelé six fois en trois jours, et puis deux fois hier",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_no_phone_in(text):
    assert [words for kind, words in found(text) if kind not in OTHERS] == []


def test_two_numbers_are_two():
    assert found("06 39 98 12 34 ou 06 12 34 56 78") == [("PHONE", "06 39 98 12 34"), ("PHONE", "06 12 34 56 78")]
