"""Codes as they are spelled."""

import pytest

from clairevoix.redact.recognizer import read_document

#: What is said, and the codes in it.
FRENCH = [
    ("D, U, P, O, N, T", ["DUPONT"]),
    ("D-U-P-O-N-T", ["DUPONT"]),
    ("d u p o n t", ["DUPONT"]),
    ("D comme Denis, U comme Ursule", ["DU"]),
    ("D de Denise, B de Bernard", ["DB"]),
    ("M ! Marcel", ["M"]),
    ("y grec, double v", ["YW"]),
    ("O, P, quatre, K, quatre-vingt-deux", ["OP4K82"]),
    ("FI 1234 5678", ["FI12345678"]),
    ("FI tiret 1234", ["FI1234"]),
    ("OO-71CH-3056-9914", ["OO71CH30569914"]),
    ("F, vingt-deux quatre-vingt-onze, tiret, zéro huit", ["F229108"]),
    ("zéro six trente-neuf", ["0639"]),
    # Letters that are words, measures, things with a digit in their name.
    ("il y a un souci à Paris", ["1"]),
    ("la 4G, le WPA2 et le MP3", []),
    ("300 mégas, 10h30, 29 €, 2e étage", []),
    ("IBAN 1234", ["1234"]),
]


@pytest.mark.parametrize(("text", "codes"), FRENCH)
def test_french(text, codes):
    assert [code.characters for code in read_document(text, "fr").codes] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("O B seven, dash, two two six one, dash, K nine four", ["OB72261K94"]),
        ("R T, double oh four seven", ["RT0047"]),
        ("M for Mike, N as in November", ["MN"]),
        ("I have a box", []),
    ],
)
def test_english(text, codes):
    assert [code.characters for code in read_document(text, "en").codes] == codes


def test_a_code_covers_what_its_letters_stand_for():
    text = "c'est D comme Denis, voilà"
    (code,) = read_document(text, "fr").codes
    assert text[code.start : code.end] == "D comme Denis"
