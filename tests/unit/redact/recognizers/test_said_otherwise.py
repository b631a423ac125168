"""The same kinds of personal data, as people say and write them in passing. What stands in << >> is found."""

import pytest

from builders import found
from marking import check_found

SAID = [
    ("PASSWORD", "mon code secret c'est <<un deux trois>> depuis hier"),
    ("CARD", "le numéro de ma carte <<4970 1012 3456 7890>>"),  # its check digit misheard
    ("IBAN", "alors <<30006 00001 12345678901 89>>"),
    ("DEVICE", "voilà <<490154203237518>>"),
    ("BIC", "alors <<B N P A F R P P>>"),
    ("EMAIL", "<<lucie point brochet gmail point com>>"),  # the « arobase » was lost
    ("EMAIL", "mon mail, c'est <<boutique point soleil>>"),
    (
        "PHONE",
        "alors c'est le <<zéro six, euh, trente-neuf, non pardon, vingt-neuf, quatre-vingt-dix-huit, douze, trente-quatre>>",
    ),
    ("PHONE", "rappelez-moi au <<06 39 98 12 34>> ou sur le fixe au <<01 99 00 12 34>>"),
    ("PHONE", "le numéro en question est le <<zéro neuf soixante-dix vingt vingt vingt vingt>>"),
    ("PHONE", "mon mari c'est <<zéro sept cinquante cinquante cinquante cinquante>>"),
    ("PHONE", "tel <<06.39.98.12.34>>."),
    ("PHONE", "(<<06 39 98 12 34>>)"),
    ("PHONE", "n°<<0639981234>>"),
    ("PHONE", "numéro:<<06-39-98-12-34>>"),
    ("PHONE", "<<06 39 98 12 34>>!!!"),
    ("PHONE", "le <<zéro six trente neuf quatre vingt dix huit douze trente quatre>> c'est mon fils"),
    ("PHONE", "<<06.39 98-12.34>>"),
    ("PHONE", "je peux être jointe au <<0 639 981 234>>"),
    ("PHONE", "le <<zéro deux, soixante et un, quatre-vingt-onze, quarante-quatre, zéro sept>>"),
    ("PHONE", "téléphone <<0032 470 12 34 56>>"),
    ("PHONE", "<<+33639981234>>"),
    ("PHONE", "<<+33.6.39.98.12.34>>"),
    ("PHONE", "appelez le <<zéro six... zéro six... quarante... quarante et un... quarante-deux>>"),
    ("CARD", "c'est une Visa, <<quatre neuf sept zéro, un zéro un deux, trois quatre cinq six, sept huit neuf trois>>"),
    ("CARD", "fin de validité <<zéro six vingt-neuf>>"),
    ("CARD", "le code au dos c'est <<086>>"),
    ("CARD", "CVV <<123>>"),
    ("CARD", "American Express <<3782 822463 10005>>"),
    ("IBAN", "mon compte c'est le <<FR76-3000-6000-0112-3456-7890-189>>"),
    ("IBAN", "le RIB : <<30006 00001 12345678901 89>>"),
    (
        "NIR",
        "mon numéro de sécurité sociale c'est le <<un, quatre-vingt-un, zéro quatre, soixante-quinze, cent douze, zéro quarante-cinq, clé soixante-douze>>",
    ),
    ("NIR", "carte vitale <<2850578006084>>"),
    ("NIR", "n° de sécu : <<2 85 05 78 006 084 41>>"),
    ("REFERENCE", "mon numéro d'abonné c'est <<cent vingt-trois mille quatre cent cinquante-six>>"),
    ("REFERENCE", "votre référence : <<REF/2025/00418>>"),
    ("REFERENCE", "commande n°<<A-778812>>"),
    ("REFERENCE", "le ticket <<SR2025110042>>"),
    ("REFERENCE", "numéro de colis <<6A 1234 5678 901>>"),
    ("REFERENCE", "numéro d'adhérent <<0045-7789-12>>"),
    ("REFERENCE", "code client <<MARTI042>>"),
    ("REFERENCE", "le bon de retour, référence <<R T, zéro zéro quarante-sept>>"),
    ("REFERENCE", "contrat <<CTR 2024 88 1127>>"),
    ("REFERENCE", "identifiant client <<k7x92b>>"),
    ("LINE", "prise optique numéro <<S F, A B un deux, trois quatre cinq six>>"),
    ("DEVICE", "le SN c'est <<SN2209X881>>"),
    ("DEVICE", "adresse MAC <<00 1A 2B 3C 4D 5E>>"),
    ("DEVICE", "l'adresse mac c'est <<zéro zéro, un A, deux B, trois C, quatre D, cinq E>>"),
    ("DEVICE", "IMEI : <<35 693803 564380 9>>"),
    ("PASSWORD", "j'ai reçu un code par SMS c'est <<huit cent douze, quatre cent trois>>"),
    ("PASSWORD", "le mot de passe wifi c'est <<Chaton1984>>"),
    ("PASSWORD", "mot de passe provisoire : <<xK9-2bQ>>"),
    ("PASSWORD", "mon code PIN : <<0000>>"),
    ("PASSWORD", "le code est le <<4 8 2 0>>"),
    ("PASSWORD", "la clé de sécurité <<9F3A-77B2-001C>>"),
    ("EMAIL", "c'est <<prenom.nom@exemple.fr>>, tout en minuscules"),
    ("EMAIL", "<<lucie.brochet arobase gmail.com>>"),
    ("EMAIL", "mon mail c'est <<lucie tiret brochet, arobase, free, point, fr>>"),
    ("EMAIL", "<<l point brochet quatre-vingt-deux arobase orange point f r>>"),
    ("EMAIL", "<<Jean-Pierre.MARTIN@EXEMPLE.FR>>"),
    ("EMAIL", "<<lucie_brochet@exemple.co.uk>>"),
    ("EMAIL", "l'adresse c'est <<contact@mon-entreprise.fr>>."),
    ("COMPANY_ID", "siret : <<73282932000074>>"),
    ("PLATE", "une Clio immatriculée <<AA-229-AA>>"),
    ("PLATE", "la plaque c'est <<A A, deux cent vingt-neuf, A A>>"),
    ("IP", "IP : <<82.64.12.205>>"),
    ("NIR", "<<185057800608436>>"),
    ("PHONE", "<<zéro six trente-neuf, vous notez ? quatre-vingt-dix-huit douze trente-quatre>>"),
    ("CARD", "alors la CB : <<4970101234567893, elle expire 12 27>>"),
    ("REFERENCE", "la référence c'est <<FI tiret 1234 tiret 5678>>"),
    ("PHONE", "<<zérosix 39 98 12 34>>"),
    ("CARD", "<<4970 1012 3456 7893€>>"),
]


@pytest.mark.parametrize(("entity_type", "line"), SAID)
def test_found(entity_type, line):
    check_found(line, entity_type)


#: One telephone number, however its digits are kept apart.
APART = [
    "tel(0639981234)ok", "x=0639981234;y", "06|39|98|12|34", "06_39_98_12_34", "06*39*98*12*34", "{0639981234}",
    "[06 39 98 12 34]", "«06 39 98 12 34»", "06,39,98,12,34", "06:39:98:12:34", "06;39;98;12;34", "06 / 39 / 98 / 12 / 34",
    "0.6.3.9.9.8.1.2.3.4", "06•39•98•12•34", "o6 39 98 12 34", "06 39 98 l2 34", "06\n39\n98\n12\n34", "06--39--98--12--34",
    "(06)(39)(98)(12)(34)", "06~39~98~12~34", "06=39=98=12=34", "06 😀 39 😀 98 😀 12 😀 34", "06+39+98+12+34",
    "0639981234abc", "abc0639981234", "06'39'98'12'34", "06h39h98h12h34", "0 6 . 3 9 . 9 8 . 1 2 . 3 4", "06 39 98 12 34 €",
]  # fmt: skip


@pytest.mark.parametrize("text", APART)
def test_no_digit_is_left(text):
    left = text
    for _, words in found(text):
        left = left.replace(words, "")
    assert not any(character.isdigit() for character in left)
