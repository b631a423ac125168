"""Dictated numbers: the digits that are said, number by number."""

import pytest

from clairevoix.redact.recognizer import read_document

#: What is said, and the groups of digits of each number in it.
FRENCH = [
    ("zéro six trente-neuf quatre-vingt-dix-huit", [["06", "39", "98"]]),
    ("sept cent quarante, deux cent dix-neuf", [["740", "219"]]),  # a comma ends a number
    ("sept mille sept cent quarante, deux cent dix-neuf", [["7740", "219"]]),
    ("septante-huit nonante et un huitante octante-deux", [["78", "91", "80", "82"]]),
    ("quatre mille zéro cinq six six", [["4000", "05", "6", "6"]]),
    ("double six, triple zéro", [["6", "6", "000"]]),
    ("cinquante-cinq trois fois de suite", [["55", "3"]]),
    ("zérosix 39", [["06", "39"]]),
    ("O6 39", [["06", "39"]]),
    ("quarente soixente", [["40", "60"]]),  # as recognisers write them
    ("06 douze, euh, 34", [["06", "12", "34"]]),
    ("tel:06", [["06"]]),
    # Measured, counted, dated.
    ("29 euros 99", []),
    ("vingt-neuf euros quatre-vingt-dix-neuf", []),
    ("15 pour cent de 300 mégas", []),
    ("le 12/10/2025 de huit à dix heures", []),
    ("trois fois par jour", []),
    ("une box et une ligne", []),
]


@pytest.mark.parametrize(("text", "groups"), FRENCH)
def test_french(text, groups):
    runs = read_document(text, "fr").runs
    assert [[group.digits for group in run.groups] for run in runs] == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("zero six three nine", [["06", "3", "9"]]),
        ("double oh four seven", [["004", "7"]]),
        ("forty-one euros sixty", []),
        ("8 to 10 am", []),
    ],
)
def test_english(text, groups):
    runs = read_document(text, "en").runs
    assert [[group.digits for group in run.groups] for run in runs] == groups


def test_every_group_knows_its_words():
    document = read_document("donc zéro six, euh, quatre-vingt dix-huit", "fr")
    (run,) = document.runs
    said = [[token.word for token in document.tokens[group.first : group.last + 1]] for group in run.groups]
    assert said == [["zéro", "six"], ["quatre-vingt", "dix-huit"]]
