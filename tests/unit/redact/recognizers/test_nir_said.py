"""Social security numbers, with and without their key. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "mon numéro de sécu <<2 85 05 78 006 084 41>>",
    "<<285057800608441>>",
    "<<deux quatre-vingt-cinq zéro cinq soixante-dix-huit zéro zéro six zéro quatre-vingt-quatre quarante et un>>",
    "numéro de sécurité sociale <<1 85 05 2A 006 084>>",
    "<<un quatre-vingt-cinq zéro cinq deux A zéro zéro six zéro quatre-vingt-quatre>>",
    "sécurité sociale : <<2 85 05 78 006 084>>",
    "c'est <<deux, quatre-vingt-cinq, zéro cinq, soixante-dix-huit, zéro zéro six, zéro quatre-vingt-quatre>>",
    "mon numéro de sécu, la clé c'est <<quarante et un>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "NIR")
