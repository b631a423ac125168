"""Telephone numbers as they are written and said, whole, garbled or in part. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "mon numéro c'est le <<06 39 98 12 34>>",
    "c'est le <<zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre>> merci",
    "<<zéro six, trente-neuf, quatre-vingt-dix-huit, double zéro, douze>>",
    "<<zéro six, trois neuf, neuf huit, un deux, trois quatre>> voilà",
    "au <<zéro six trois cent quatre-vingt-dix-huit cent vingt-trois quarante>>",
    "je suis au <<zéro sept septante-huit nonante et un huitante octante-deux>>",
    "<<+33 6 39 98 12 34>>",
    "<<0033 6 39 98 12 34>>",
    "<<plus trente-trois six trente-neuf quatre-vingt-dix-huit douze trente-quatre>>",
    "<<+33 (0)6 39 98 12 34>>",
    "<<06.39.98.12.34>> ou <<01-99-00-12-34>>",
    "<<0639981234>>",
    "le portable <<06/39/98/12/34>>",
    "en Guadeloupe <<0590 99 12 34>> le matin",
    "à la Réunion <<0692 12 34 56>>",
    "<<+262 692 12 34 56>>",
    "en Belgique <<+32 470 12 34 56>>",
    "en Suisse <<+41 78 123 45 67>>",
    "le fixe <<zéro un, quatre-vingt-dix-neuf, zéro zéro, quarante-deux, soixante-seize>>",
    "vous pouvez me joindre au <<06 39, euh, 98, attendez, 12 34>>",
    "<<06 39 98 12>> c'est tout ce que j'ai",
    "<<O6 39 98 12 34>>",
    "c'est <<06 39 98 12 3>>",
    "appelez-moi au <<zero six trente neuf quatre vingt dix huit douze trente quatre>> s'il vous plaît",
    "<<zéro six zéro six zéro six zéro six zéro six>>",
    "<<zéro cinq trente-six quarante-neuf douze quatre-vingts>> monsieur",
    "mon numéro de téléphone est le <<0 6 3 9 9 8 1 2 3 4>>",
    "<<06 39 98 12 34>> un instant",
    "tél. : <<06 39 98 12 34>>",
    "tel:<<0639981234>>",
    "<<06 39 98 12 34>>/<<07 00 00 00 12>>",
    "<<zéro six, trente-neuf, quatre-vingt-dix-huit, quarante-sept, non pardon, quarante-huit, zéro deux>>",
    "joignable au <<01 99 00 12 34>> après dix-huit heures",
    "mon portable se termine par <<12 34>>",
]

ENGLISH = [
    "my number is <<zero six three nine, nine eight, four zero, one three>>",
    "it's <<oh seven seven double oh nine hundred one five two>>",
    "call me on <<07700 900 152>>",
    "<<+44 20 7946 0274>>",
    "my phone number is <<five five five, oh one four two>>",
    "you can reach me at <<(202) 555-0142>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "PHONE")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "PHONE", "en")
