"""Payment cards, their expiry dates and codes. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "le numéro de ma carte <<4970 1012 3456 7893>>",
    "<<quatre mille neuf cent soixante-dix, mille douze, trois mille quatre cent cinquante-six, sept mille huit cent quatre-vingt-treize>>",
    "<<quarante-neuf soixante-dix, dix douze, trente-quatre cinquante-six, soixante-dix-huit quatre-vingt-treize>>",
    "ma carte c'est <<4970 1012 oui 3456 et 7893>>",
    "les quatre derniers chiffres <<4242>>",
    "les quatre derniers chiffres de ma carte sont <<quarante-deux quarante-deux>>",
    "une carte qui se termine par <<4242>>",
    "elle expire en <<décembre 2027>>",
    "elle expire le <<12/27>>",
    "date d'expiration <<zéro neuf vingt-huit>>",
    "le cryptogramme c'est <<trois un huit>>",
    "cryptogramme visuel : <<318>>",
    "les trois chiffres au dos, <<sept cent trente et un>>",
    "<<4970 1012 3456 7893 12 26 123>>",
    "carte bancaire numéro <<5555 5555 5555 4444>>, expire <<09/28, code 207>>",
]

ENGLISH = [
    "the card number is <<four zero one two, eight eight eight eight, uh, eight eight eight eight again, one eight eight one>>",
    "card ending in <<4242>>",
    "it expires <<09/28>>",
    "the three digits on the back are <<three one eight>>",
    "security code <<318>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "CARD")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "CARD", "en")
