"""Keyed pseudonyms: made where the charter allows linking, and nowhere else."""

import pytest

from clairevoix.model.errors import CharterRefusal
from clairevoix.redact.operators.pseudonyms import EpochKey, pseudonym
from clairevoix.redact.operators.values import Value

KEY = EpochKey(period="2025-10", secret=b"k" * 32)
NUMBER = Value(entity_type="PHONE", digits="639981234", words=())


def test_linking_is_refused_unless_it_is_allowed():
    with pytest.raises(CharterRefusal) as refusal:
        pseudonym(NUMBER, KEY)
    assert refusal.value.rule_id == "R25"


@pytest.mark.parametrize(
    ("value", "key", "is_same"),
    [
        (NUMBER, KEY, True),
        (Value(entity_type="PHONE", digits="639981235", words=()), KEY, False),
        (Value(entity_type="REFERENCE", digits="639981234", words=()), KEY, False),
        (NUMBER, EpochKey(period="2025-11", secret=b"k" * 32), False),
        (NUMBER, EpochKey(period="2025-10", secret=b"l" * 32), False),
    ],
    ids=["the same", "another value", "another kind", "another epoch", "another key"],
)
def test_the_same_value_has_the_same_pseudonym_for_as_long_as_a_key_lives(value, key, is_same):
    one = pseudonym(NUMBER, KEY, linking_allowed=True)
    assert (pseudonym(value, key, linking_allowed=True) == one) is is_same


def test_words_in_another_order_are_the_same_name():
    names = [
        Value(entity_type="NAME", digits="", words=words) for words in (("camille", "martin"), ("martin", "camille"))
    ]
    assert len({pseudonym(name, KEY, linking_allowed=True) for name in names}) == 1


def test_neither_the_value_nor_the_key_shows():
    shown = pseudonym(NUMBER, KEY, linking_allowed=True)
    assert not any(NUMBER.digits[at : at + 4] in shown for at in range(6))
    assert len(shown) == 12
    assert shown.isalnum()
    assert "k" * 4 not in repr(KEY)
    assert NUMBER.digits not in repr(NUMBER)


def test_a_short_key_is_none():
    with pytest.raises(ValueError, match="32 bytes"):
        EpochKey(period="e", secret=b"short")
