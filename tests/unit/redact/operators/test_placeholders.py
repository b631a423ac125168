"""Placeholders: one number for one value, however it is said, and nothing of the value in them."""

import random
import string

import pytest

from clairevoix.redact.operators.placeholders import KINDS, PLACEHOLDER, placeholder, placeholders
from clairevoix.redact.operators.values import Value, value
from clairevoix.redact.recognizer import read_document

#: What is found in the order in which it is said, as type and words, and what stands for it.
SAID = [
    ("one number twice", "PHONE 06 39 98 12 34 | PHONE 06.39.98.12.34", "1 1"),
    (
        "written and dictated",
        "PHONE 06 39 98 12 34 | PHONE zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
        "1 1",
    ),
    ("with its country code", "PHONE 06 39 98 12 34 | PHONE +33 6 39 98 12 34 | PHONE 0033639981234", "1 1 1"),
    ("two numbers", "PHONE 06 39 98 12 34 | PHONE 06 39 98 12 35", "1 2"),
    ("a part read back", "PHONE 06 39 98 12 34 | PHONE 98 12 34", "1 1"),
    ("a part said first", "PHONE 98 12 34 | PHONE 06 39 98 12 34", "1 1"),
    ("a part that is too short", "PHONE 06 39 98 12 34 | PHONE 12 3", "1 2"),
    ("a part of unknown kind", "PHONE 06 39 98 12 34 | NUMBER 39 98 12", "1 PHONE1"),
    ("the same digits of two kinds", "PHONE 06 39 98 12 34 | REFERENCE 06 39 98 12 34", "1 1"),
    ("a name, and a part of it", "NAME Camille Martin | NAME madame Martin", "1 1"),
    ("a name as it may be heard", "NAME Dupont | NAME Dupond | NAME DUPONT", "1 1 1"),
    ("two names", "NAME Martin | NAME Durand", "1 2"),
    ("short names are not alike", "NAME Léa | NAME Léo", "1 2"),
    ("a spelled name", "NAME Martin | NAME M A R T I N", "1 1"),
    ("an address said and written", "EMAIL camille.martin@exemple.fr | EMAIL camille point martin arobase exemple point fr", "1 1"),
    ("two addresses", "EMAIL camille@exemple.fr | EMAIL dominique@ailleurs.com", "1 2"),
    ("numbered by kind", "NAME Martin | PHONE 06 39 98 12 34 | NAME Durand | PHONE 06 11 22 33 44", "1 1 2 2"),
    ("two streets", "ADDRESS 3 rue des Lilas | ADDRESS 14 avenue Foch", "1 2"),
]  # fmt: skip


def values(said: str) -> list[Value]:
    found = []
    for each in said.split(" | "):
        entity_type, _, text = each.partition(" ")
        found.append(value(entity_type, read_document(text, "fr"), 0, len(text)))
    return found


@pytest.mark.parametrize(("said", "numbers"), [each[1:] for each in SAID], ids=[each[0] for each in SAID])
def test_one_value_has_one_number(said, numbers):
    found = values(said)
    expected = []
    for each, number in zip(found, numbers.split(), strict=True):
        kind, digit = (each.entity_type, number) if number.isdigit() else (number[:-1], number[-1])
        expected.append(placeholder("fr", kind, int(digit)))
    assert list(placeholders(found, "fr")) == expected


@pytest.mark.parametrize("language", KINDS)
def test_every_kind_has_a_placeholder_of_its_own(language):
    shown = [placeholder(language, kind, 1) for kind in KINDS[language]]
    assert len(set(shown)) == len(shown)
    assert all(PLACEHOLDER.fullmatch(each) for each in shown)
    assert placeholder(language, "A KIND OF TOMORROW", 7) == placeholder(language, "OTHER", 7)


def test_both_languages_know_the_same_kinds():
    assert set(KINDS["fr"]) == set(KINDS["en"])


def test_nothing_of_a_value_is_in_its_placeholder():
    """Other values, in which the same ones are the same, give the same placeholders: nothing else can be in them."""
    draw = random.Random(1)
    for _ in range(50):
        pattern = [draw.randrange(4) for _ in range(8)]
        kinds = [draw.choice(["PHONE", "NAME", "REFERENCE"]) for _ in range(4)]
        shown = set()
        for _ in range(3):
            numbers = draw.sample(range(10**9, 10**10), 4)
            words = ["".join(draw.choices(string.ascii_lowercase, k=9)) for _ in range(4)]
            one_of = [
                Value(
                    entity_type=kinds[each],
                    digits="" if kinds[each] == "NAME" else str(numbers[each]),
                    words=(words[each],) if kinds[each] == "NAME" else (),
                )
                for each in pattern
            ]
            shown.add(placeholders(one_of, "fr"))
        assert len(shown) == 1


def test_many_values_do_not_take_long():
    many = [Value(entity_type="NUMBER", digits=str(10**8 + 7 * number), words=()) for number in range(30_000)]
    assert placeholders(many, "fr")[-1] == "[NUMÉRO 30000]"
