"""IP addresses. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "mon adresse IP <<92.184.105.3>>",
    "l'ip <<2a01:cb00:8d2:5100::1>> de la box",
    "mon ip c'est <<quatre-vingt-douze point cent quatre-vingt-quatre point cent cinq point trois>>",
]

ENGLISH = [
    "my IP is <<92.184.105.3>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "IP")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "IP", "en")
