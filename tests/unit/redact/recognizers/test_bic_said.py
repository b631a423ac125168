"""Bank identifier codes. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "le BIC <<BNPAFRPPXXX>>",
    "BIC : <<AGRIFRPP>>",
    "le code swift <<B N P A F R P P>>",
    "votre BIC <<PSSTFRPPPAR>> merci",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "BIC")
