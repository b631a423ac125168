"""Web addresses. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "<<h t t p s deux points slash slash exemple point fr slash marie>>",
    "<<www point exemple point fr slash compte slash 12 34>>",
    "allez sur <<exemple point fr slash mon tiret compte>>",
    "voici <<https://exemple.fr/compte/12345?u=marie>> merci",
    "<<http://www.exemple.fr/client/marie-dupont>>",
    "<<exemple.fr/profil/mdupont>>",
    "<<www point exemple point fr slash compte slash marie>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "URL")
