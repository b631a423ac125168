"""Numbers of companies. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "notre SIREN <<732 829 320>>",
    "SIRET <<732 829 320 00074>>",
    "le numéro de siret c'est <<sept cent trente-deux huit cent vingt-neuf trois cent vingt zéro zéro zéro soixante-quatorze>>",
    "TVA intracommunautaire <<FR 44 732829320>>",
    "numéro de TVA : <<FR44732829320>>",
    "siret de La Poste <<35600000049837>>",
    "siren <<sept cent trente-deux, huit cent vingt-neuf, trois cent vingt>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "COMPANY_ID")
