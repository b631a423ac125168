"""Bank accounts, whole and in part. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "mon IBAN <<FR76 3000 6000 0112 3456 7890 189>>",
    "<<FR7630006000011234567890189>>",
    "<<F R, soixante-seize, trente zéro zéro, soixante zéro zéro, zéro un douze, trente-quatre cinquante-six, soixante-dix-huit quatre-vingt-dix, dix-huit neuf>>",
    "c'est <<F R soixante-seize trois mille six zéro zéro zéro zéro un un deux trois quatre cinq six sept huit neuf zéro un huit neuf>> voilà",
    "l'IBAN <<FR 76 3000 6000 0112 3456 7890 18>>",
    "<<BE68 5390 0754 7034>>",
    "le RIB c'est banque <<30006 guichet 00001 compte 12345678901 clé 89>>",
    "numéro de compte <<0112 3456 789>>",
    "IBAN : <<fr76 3000 6000 0112 3456 7890 189>>",
]

ENGLISH = [
    "my IBAN is <<G B two nine, N W B K, six zero one six, one three three one, nine two six eight, one nine>>",
    "<<GB29 NWBK 6016 1331 9268 19>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "IBAN")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "IBAN", "en")
