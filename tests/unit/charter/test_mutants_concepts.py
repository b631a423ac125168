"""Readings of a text of which only one holds the word."""

import pytest

from clairevoix.charter.concepts import concept_in, concepts

#: A text, the rule that is asked for, and the group that holds its word.
READINGS = [
    ("em pathie", "R2", "warmth and manners as a trait"),  # spaces apart: in every reading
    ("em path1e", "R2", "warmth and manners as a trait"),  # and a digit: in one of them
    ("atti tude", "R2", "attitude"),
    ("en thou siasme", "R2", "engagement"),
    ("b c a la lettre", "R3", "word for word"),  # single letters that belong to the words, not to each other
    ("g e n t i l", "R2", "warmth and manners as a trait"),
    ("gen til", "R2", None),  # only what begins with a star is sought across spaces
    ("a la lettre", "R2", None),
    ("em pathie", "R3", None),
]


@pytest.mark.parametrize(("text", "rule", "name"), READINGS)
def test_in_which_reading_a_word_is_found(text, rule, name):
    found = concept_in(text, rule)
    assert (found and found.name) == name


def test_a_group_shows_no_words():
    assert not any("empath" in repr(each) or "entries" in repr(each) or "unless" in repr(each) for each in concepts())
