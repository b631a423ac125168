"""Long numbers of no known kind. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "notez le <<12345678>>",
    "<<un neuf trois six huit huit>>",
    "j'ai le <<904417>> ici",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "NUMBER")
