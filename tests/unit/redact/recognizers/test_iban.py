"""Bank accounts. The numbers are the examples of the ISO 13616 registry and of national banks."""

import pytest

from builders import found

FRENCH = "FR76 3000 6000 0112 3456 7890 189"

DICTATED = (
    "FR soixante-seize trente zéro zéro soixante zéro zéro zéro un douze trente-quatre cinquante-six soixante-dix-huit "
    "quatre-vingt-dix cent quatre-vingt-neuf"
)

#: A text, and the part of it that is an IBAN.
IBANS = [
    # Written.
    (FRENCH, FRENCH),
    ("FR7630006000011234567890189", "FR7630006000011234567890189"),
    ("fr76 3000 6000 0112 3456 7890 189", "fr76 3000 6000 0112 3456 7890 189"),
    ("FR76-3000-6000-0112-3456-7890-189", "FR76-3000-6000-0112-3456-7890-189"),
    (f"mon IBAN est {FRENCH} merci", FRENCH),
    ("BE71 0961 2345 6769", "BE71 0961 2345 6769"),
    ("BE68 5390 0754 7034", "BE68 5390 0754 7034"),  # the registry's own example
    ("CH93 0076 2011 6238 5295 7", "CH93 0076 2011 6238 5295 7"),  # its last group is one digit
    ("LU28 0019 4006 4475 0000", "LU28 0019 4006 4475 0000"),
    ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
    ("GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19"),  # letters inside
    # A wrong check digit: misheard or mistyped, it is an account all the same, with its country.
    ("FR76 3000 6000 0112 3456 7890 188", "FR76 3000 6000 0112 3456 7890 188"),
    # Dictated after the letters of the country.
    (DICTATED, DICTATED),
    # Misheard: digits lost, the letters spelled.
    (
        "f r sept six trois mille six mille zéro un douze trente-quatre cinquante-six",
        "f r sept six trois mille six mille zéro un douze trente-quatre cinquante-six",
    ),
    # Half written, and Belgian numerals.
    (
        "B E septante et un 0961 2345 soixante-sept soixante-neuf",
        "B E septante et un 0961 2345 soixante-sept soixante-neuf",
    ),
    ("FR76, euh, 3000 6000 0112, ensuite 3456 7890 189", "FR76, euh, 3000 6000 0112, ensuite 3456 7890 189"),
]


@pytest.mark.parametrize(("text", "account"), IBANS)
def test_iban_found(text, account):
    assert found(text) == [("IBAN", account)]


#: Not an account.
NEAR_MISSES = [
    "FR",
    "FR76",
    "la chaîne FR3 à 20 heures",
    "F R sept six",
    "be 12",
    "le train FR 1234",
    "BOX4 FIBRE5",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_no_iban_in(text):
    assert found(text) == []


def test_words_after_an_iban_stay():
    assert found(f"{FRENCH} et voilà tout") == [("IBAN", FRENCH)]
