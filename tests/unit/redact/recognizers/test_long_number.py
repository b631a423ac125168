"""Any number of seven digits or more that nothing else claims."""

import pytest

from builders import found
from marking import OTHERS

#: A text, and the part of it that is a long number.
NUMBERS = [
    # The boundary: seven digits.
    ("c'est 1234567", "1234567"),
    ("notez 12 34 56 7", "12 34 56 7"),
    ("732829320", "732829320"),
    ("voici 1125-3334445", "1125-3334445"),
    # Dictated.
    ("notez un deux trois quatre cinq six sept", "un deux trois quatre cinq six sept"),
    ("client cent vingt-trois quatre cent cinquante-six sept", "cent vingt-trois quatre cent cinquante-six sept"),
    ("client septante-huit nonante-neuf huitante-deux douze", "septante-huit nonante-neuf huitante-deux douze"),
    # Half and half, with hesitations.
    ("alors douze 345, euh, soixante-sept", "douze 345, euh, soixante-sept"),
    # What was a card before somebody misheard it.
    ("4970 1012 3456 7890", "4970 1012 3456 7890"),
    # Six digits in one, and digits said one by one, are codes.
    ("tapez 123456", "123456"),
    ("tapez un neuf trois six huit huit", "un neuf trois six huit huit"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_found(text, number):
    assert found(text) == [("NUMBER", number)]


#: Six digits or fewer, dates, years, counting.
SHORT = [
    "tapez 123 456",
    "le 12/10/2025 au matin",
    "entre 2023 et 2024",
    "le 59000 à Lille",
    "75012 Paris",
    "12 34 56",
    "zéro un deux trois quatre cinq",
    "deux mille vingt-cinq",
    "le 12 octobre 2025 à 14h30",
    "un million deux cent mille",
    "de 9 heures à 18 heures 30",
    "100 mégas pour 29,99 euros pendant 12 mois",
    "douze treize quatorze",
]


@pytest.mark.parametrize("text", SHORT)
def test_no_number_in(text):
    assert [words for kind, words in found(text) if kind not in OTHERS] == []
