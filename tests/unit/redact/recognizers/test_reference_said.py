"""Numbers by which a company knows its customers. What stands in << >> is found, and nothing else."""

import pytest

from clairevoix.redact.recognizer import recognize
from marking import check_found

FRENCH = [
    "mon numéro de client <<44718206>>",
    "numéro de client <<C 508 114>>",
    "ma référence client c'est <<O P, quatre mille quatre cent soixante et onze, huit cent vingt>>",
    "la commande <<CMD550912>> n'est pas arrivée",
    "dossier <<2025-AB-4471>>",
    "numéro de dossier <<12 34 56 7>>",
    "facture <<F-2025-081734>> reçue hier",
    "votre numéro de contrat est le <<sept mille sept cent quarante, deux cent dix-neuf>>",
    "le numéro de suivi <<8R 44 02 19 17>>",
    "mon RIO c'est <<04P7H2K9D5BX>>",
    "RIO <<zéro quatre, P, sept, H, deux, K, neuf, D, cinq, B, X>>",
    "numéro de ticket <<INC0045821>>",
    "référence <<AB1234567>>",
    "la référence de la commande c'est <<A comme Anatole, B comme Berthe, quarante-sept, douze>>",
    "numéro de réclamation <<R-88-1204>>",
    "mon identifiant <<7740219>>",
    "sous le numéro de dossier <<douze mille trois cent quarante-cinq>>",
    "contrat numéro <<PRO-20418>>",
]

ENGLISH = [
    "customer reference <<O P, four four seven one, eight two zero>>",
    "my order number is <<CMD550912>>",
    "the return number on the slip is <<R T, double oh four seven, one nine three>>",
    "ticket number <<INC-44582>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "REFERENCE")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "REFERENCE", "en")


#: A company's own numbers: a pattern, a sentence that nothing announces, and what is found.
OWN = [
    (r"^Z\d{4}$", "c'est Z, douze, trente-quatre", "Z, douze, trente-quatre"),
    (r"^9\d{5}$", "voilà neuf cent mille douze", "neuf cent mille douze"),
    (r"AX\d{2}", "le ax-12 est vide", "ax-12"),
]


@pytest.mark.parametrize(("pattern", "text", "number"), OWN)
def test_a_company_s_own_pattern(pattern, text, number):
    assert recognize(text, "fr", references={"own": "NOTHING"}) == ()
    (entity,) = recognize(text, "fr", references={"own": pattern})
    assert (entity.entity_type, text[entity.start : entity.end]) == ("REFERENCE", number)
