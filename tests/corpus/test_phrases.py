"""Where speech is cut so that the times of words are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrases import MIN_WORDS, cut, mark_of
from pronounce import for_espeak
from script import split_words


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Oui.", ["Oui."]),
        ("Oui, bonjour.", ["Oui, bonjour."]),  # one word alone is no phrase
        ("Oui. Bonjour madame.", ["Oui.", "Bonjour madame."]),  # unless it is a sentence
        ("Je vous écoute, dites-moi tout, allez-y.", ["Je vous écoute,", "dites-moi tout, allez-y."]),
        ("zéro six, trente-neuf, dix, vingt et un", ["zéro six, trente-neuf,", "dix, vingt et un"]),
        ("Alors, c'est le douze... non, le treize", ["Alors, c'est le douze...", "non, le treize"]),
        ("Allô ? Oui !", ["Allô ?", "Oui !"]),
        ("« je ne sais pas », dit-il, comme ça", ["« je ne sais pas », dit-il, comme ça"]),
        ("sans rien du tout", ["sans rien du tout"]),
    ],
)
def test_cut(text, phrases):
    words = split_words(text)
    found = [" ".join(words[each.first : each.end]) for each in cut(words)]
    if text.startswith("«"):  # quotes stick to their neighbours
        assert " ".join(found) == text
    else:
        assert found == phrases


WORDS = st.lists(st.sampled_from(["oui", "non,", "box.", "dix...", "euh,", "quoi ?", "bon ;", "là"]), min_size=1)


@given(WORDS)
def test_phrases_are_all_the_words_once_and_in_order(words):
    phrases = cut(words)
    assert [n for each in phrases for n in range(each.first, each.end)] == list(range(len(words)))


@given(WORDS)
def test_a_comma_cuts_only_between_enough_words(words):
    for one, after in zip(cut(words), cut(words)[1:], strict=False):
        if one.mark in ",;":
            assert one.end - one.first >= MIN_WORDS
            assert after.end - after.first >= MIN_WORDS
        else:
            assert one.mark in ".…?"


@given(st.text(alphabet="ab.,;:!?… »", max_size=8))
def test_a_mark_is_of_the_word(word):
    assert mark_of(word) in ("", *".,;:!?…")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("la wifi, la box", "la ouifi, la boxe"),
        ("un mail", "un mèle"),
        ("Ben, voilà", "bain, voilà"),
        ("un SMS", "un SMS"),  # espeak-ng spells it
        ("L, E, F", "L, E, F"),
        ("mon code PIN", "mon code pine"),
        ("un pin dans le jardin", "un pin dans le jardin"),  # the tree
        ("Mmh mmh...", "euhm euhm…"),
        ("la bo- la box", "la bo- la boxe"),
        ("le pr- le prélèvement", "le preu le prélèvement"),
        ("« madame\u00a0»", " madame "),
        ("d’accord", "d'accord"),
    ],
)
def test_french_is_spelled_for_espeak(written, read):
    assert for_espeak(written, "fr-fr") == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a P A C code", "a P, A, C code"),
        ("Opale Télécom", "Opal telecom"),
        ("Mm-hm.", "um-hum."),
        ("I am here", "I am here"),
    ],
)
def test_english_is_spelled_for_espeak(written, read):
    assert for_espeak(written, "en-gb") == read
