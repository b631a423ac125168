"""Any number of seven digits or more that nothing else claims."""

import pytest

from builders import found

#: A text, and the part of it that is a long number.
NUMBERS = [
    # The boundary: seven digits.
    ("numéro de client 1234567", "1234567"),
    ("dossier 12 34 56 7", "12 34 56 7"),
    ("référence AB1234567", "AB1234567"),  # letters glued to it go along
    ("SIRET 732 829 320 00074", "732 829 320 00074"),
    ("732829320", "732829320"),
    ("contrat 1125-3334445", "1125-3334445"),
    # Dictated.
    ("dossier un deux trois quatre cinq six sept", "un deux trois quatre cinq six sept"),
    ("client cent vingt-trois quatre cent cinquante-six sept", "cent vingt-trois quatre cent cinquante-six sept"),
    ("client septante-huit nonante-neuf huitante-deux douze", "septante-huit nonante-neuf huitante-deux douze"),
    # Half and half, with hesitations.
    ("contrat douze 345, euh, soixante-sept", "douze 345, euh, soixante-sept"),
    # What was a telephone number or a card before somebody misheard it.
    ("06 39 98 12 3", "06 39 98 12 3"),
    ("4970 1012 3456 7890", "4970 1012 3456 7890"),
    # Two numbers in one breath are one long one.
    ("0639981234,0698765432", "0639981234,0698765432"),
    # Cautious: a date written in digits, two years in a row. Nobody's secret, but nothing tells them apart.
    ("le 12/10/2025 au matin", "12/10/2025"),
    ("entre 2023 et 2024", "2023 et 2024"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_found(text, number):
    assert found(text) == [("NUMBER", number)]


#: Six digits or fewer.
SHORT = [
    "code 123456",
    "code 123 456",
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
    assert found(text) == []
