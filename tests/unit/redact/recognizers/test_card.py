"""Payment cards. The numbers are the public test numbers of card networks, or made with a right check digit."""

import pytest

from builders import found

BY_FOURS = (
    "quatre mille neuf cent soixante-dix mille douze trois mille quatre cent cinquante-six sept mille huit cent "
    "quatre-vingt-treize"
)

#: A text, and the part of it that is a card number.
CARDS = [
    # Written. Test numbers as networks publish them.
    ("4111 1111 1111 1111", "4111 1111 1111 1111"),  # Visa
    ("5555 5555 5555 4444", "5555 5555 5555 4444"),  # Mastercard
    ("2223 0031 2200 3222", "2223 0031 2200 3222"),  # Mastercard, series 2
    ("3782 822463 10005", "3782 822463 10005"),  # American Express: 15 digits
    ("6011111111111117", "6011111111111117"),
    ("4970101234567893", "4970101234567893"),
    ("4970-1012-3456-7893", "4970-1012-3456-7893"),
    ("4970.1012.3456.7893", "4970.1012.3456.7893"),
    ("ma carte 4970 1012 3456 7893 merci", "4970 1012 3456 7893"),
    # Dictated, by pairs, by fours, digit by digit.
    (
        "quarante-neuf soixante-dix dix douze trente-quatre cinquante-six soixante-dix-huit quatre-vingt-treize",
        "quarante-neuf soixante-dix dix douze trente-quatre cinquante-six soixante-dix-huit quatre-vingt-treize",
    ),
    (
        "quatre neuf sept zéro un zéro un deux trois quatre cinq six sept huit neuf trois",
        "quatre neuf sept zéro un zéro un deux trois quatre cinq six sept huit neuf trois",
    ),
    (BY_FOURS, BY_FOURS),
    ("quarante-neuf septante 10 12 34 56 78 nonante-trois", "quarante-neuf septante 10 12 34 56 78 nonante-trois"),
    # Mixed, and with hesitations.
    ("4970, euh, 1012 ensuite trente-quatre 56 7893", "4970, euh, 1012 ensuite trente-quatre 56 7893"),
    # Expiry date and code in one breath.
    ("4970 1012 3456 7893 12 26 123", "4970 1012 3456 7893 12 26 123"),
]


@pytest.mark.parametrize(("text", "card"), CARDS)
def test_card_found(text, card):
    assert found(text) == [("CARD", card)]


#: Not a card: the check digit is wrong, or no network has such a number. It goes all the same, as another long number.
NUMBERS = [
    "4970 1012 3456 7890",  # wrong check digit
    "4970 1012 3456 789",  # a digit lost
    "1234 5678 9012 3456",  # no network begins with 1
    "0000 0000 0000 0000",  # right by Luhn, but no network begins with 0
    "3500 0000 0000 0",  # 14 digits from 35
]


@pytest.mark.parametrize("text", NUMBERS)
def test_not_a_card_but_a_number(text):
    entities = found(text)
    assert [words for _, words in entities] == [text]
    assert entities[0][0] != "CARD"


@pytest.mark.parametrize("text", ["4970", "4970 10", "la carte à 49,70 euros", "carte numéro quatre"])
def test_no_card_in(text):
    assert found(text) == []


def test_english_card_found():
    said = "four nine seven zero one zero one two three four five six seven eight nine three"
    assert found(f"my card is {said} thanks", "en") == [("CARD", said)]
