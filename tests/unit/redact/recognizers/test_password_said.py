"""Passwords and codes. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "mon mot de passe c'est <<Soleil42>>",
    "mot de passe : <<azerty>>",
    "le mot de passe est <<soleil tout en minuscules>>",
    "le code de validation <<904417>>",
    "votre code est le <<quatre huit deux zéro un neuf trois sept>>",
    "code secret <<1234>>",
    "le code PIN c'est <<zéro zéro zéro zéro>>",
    "code PUK <<12345678>>",
    "la clé wifi c'est <<A7F3 22B9 D41C>>",
    "clé WPA : <<7f3a9c22>>",
    "le code reçu par SMS est <<quarante-huit vingt, dix-neuf trente-sept>>",
    "mdp <<Medor2019!>>",
    "mot de passe : <<P@ssw0rd!>>",
]

ENGLISH = [
    "my password is <<Sunshine42>>",
    "the code is <<four eight two zero>>",
    "PIN <<1234>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "PASSWORD")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "PASSWORD", "en")
