"""Social security numbers. Made up; keys computed after décret n° 82-103: 97 minus the number modulo 97."""

import pytest

from builders import found
from marking import OTHERS

#: A text, and the part of it that is a NIR.
NIRS = [
    # Written.
    ("2 85 05 78 006 084 41", "2 85 05 78 006 084 41"),
    ("285057800608441", "285057800608441"),
    ("2.85.05.78.006.084.41", "2.85.05.78.006.084.41"),
    ("2-85-05-78-006-084-41", "2-85-05-78-006-084-41"),
    ("1 84 12 76 451 089 46", "1 84 12 76 451 089 46"),
    ("mon numéro de sécu : 1 84 12 76 451 089 46, voilà", "1 84 12 76 451 089 46"),
    # Corsica: the department is 2A or 2B.
    ("1 60 01 2A 004 123 53", "1 60 01 2A 004 123 53"),
    ("2 99 07 2B 050 001 61", "2 99 07 2B 050 001 61"),
    ("2 99 07 2b 050 001 61", "2 99 07 2b 050 001 61"),
    # Without its key.
    ("2 85 05 78 006 084", "2 85 05 78 006 084"),
    ("1 60 01 2A 004 123", "1 60 01 2A 004 123"),
    # A wrong key: the shape alone says what it is.
    ("2 85 05 78 006 084 42", "2 85 05 78 006 084 42"),
    # Dictated.
    (
        "deux quatre-vingt-cinq zéro cinq soixante-dix-huit zéro zéro six zéro quatre-vingt-quatre quarante et un",
        "deux quatre-vingt-cinq zéro cinq soixante-dix-huit zéro zéro six zéro quatre-vingt-quatre quarante et un",
    ),
    (
        "deux huit cinq zéro cinq sept huit zéro zéro six zéro huit quatre quatre un",
        "deux huit cinq zéro cinq sept huit zéro zéro six zéro huit quatre quatre un",
    ),
    # Belgian numerals, hesitations, half written.
    ("2 huitante-cinq euh 05 septante-huit 006 084 alors 41", "2 huitante-cinq euh 05 septante-huit 006 084 alors 41"),
]


@pytest.mark.parametrize(("text", "number"), NIRS)
def test_nir_found(text, number):
    assert found(text) == [("NIR", number)]


#: A number that cannot be a NIR goes all the same, as another long number.
NUMBERS = [
    "3 85 05 78 006 084 41",  # begins with neither 1 nor 2
    "2 85 15 78 006 084 41",  # no such month
    "2 85 05 78 006 08",  # a digit lost
]


@pytest.mark.parametrize("text", NUMBERS)
def test_not_a_nir_but_a_number(text):
    entities = found(text)
    assert [words for _, words in entities] == [text]
    assert entities[0][0] != "NIR"


@pytest.mark.parametrize("text", ["2 85 05", "né en mai 1985, dans le 78", "1 sur 2", "2A", "le 2B d'en face"])
def test_no_nir_in(text):
    assert [words for kind, words in found(text) if kind not in OTHERS] == []
