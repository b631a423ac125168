"""Number plates. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "ma plaque <<AB-123-CD>>",
    "immatriculé <<AB 123 CD>>",
    "la voiture <<A B cent vingt-trois C D>>",
    "plaque d'immatriculation <<1234 AB 75>>",
    "l'immatriculation c'est <<A, B, un deux trois, C, D>>",
]

ENGLISH = [
    "licence plate <<AB-123-CD>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "PLATE")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "PLATE", "en")
