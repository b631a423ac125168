"""References of lines and sockets. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "la prise <<FI-1234-5678>>",
    "le numéro de la prise c'est <<OO-71CH-3056-9914>>",
    "numéro de PTO <<F I, douze trente-quatre, cinquante-six soixante-dix-huit>>",
    "point de terminaison <<SF-AB12-3456>>",
    "PTO <<BY-1234-5678>> sur l'étiquette",
    "référence de prise <<O I, quatre-vingt-un, trente, vingt-deux>>",
]

ENGLISH = [
    "the P T O number is <<five eight one three zero, two two>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "LINE")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "LINE", "en")
