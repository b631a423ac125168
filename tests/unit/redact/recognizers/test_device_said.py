"""Serial numbers and addresses of devices. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "numéro de série <<7F20-44C1-09>>",
    "le numéro de série de la box <<O P, quatre, K, quatre-vingt-deux, neuf>>",
    "adresse MAC <<00:1A:2B:3C:4D:5E>>",
    "l'adresse mac <<00-1A-2B-3C-4D-5E>>",
    "IMEI <<490154203237518>>",
    "l'imei c'est <<quatre neuf zéro un cinq quatre deux zéro trois deux trois sept cinq un huit>>",
    "S/N <<K94B2261>>",
    "carte SIM <<8933 0123 4567 8901 234>>",
    "numéro de série <<K neuf quatre>>",
]

ENGLISH = [
    "serial number <<O B seven, dash, two two six one, dash, K nine four>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "DEVICE")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "DEVICE", "en")
