"""E-mail addresses, on the domains reserved for documentation or as they are said."""

import pytest

from builders import found

#: A text, and the part of it that is an address.
WRITTEN = [
    ("camille.martin@example.fr", "camille.martin@example.fr"),
    ("CAMILLE@EXAMPLE.FR", "CAMILLE@EXAMPLE.FR"),
    ("écrivez à camille.martin+test@mail.example.co.uk.", "camille.martin+test@mail.example.co.uk"),
    ("camille_martin-2@example.org, merci", "camille_martin-2@example.org"),
    ("mon adresse:camille@example.fr", "camille@example.fr"),
    ("<camille@example.fr>", "camille@example.fr"),
    ("élodie@exemple-été.fr", "élodie@exemple-été.fr"),
]


@pytest.mark.parametrize(("text", "address"), WRITTEN)
def test_written_address_found(text, address):
    assert found(text) == [("EMAIL", address)]


#: What is said, and the words that must be gone. Others beside them may go too: better a word too many than a name.
SAID = [
    ("camille point martin arobase exemple point fr", "camille point martin exemple fr"),
    ("camille point martin arobase exemple point com", "camille martin exemple com"),
    ("c a m i l l e arobase gmail point com", "c a m i l e gmail com"),
    ("camille tiret martin arobase sfr point fr", "camille martin sfr fr"),
    ("camille underscore martin arobase orange point net", "camille martin orange net"),
    ("camille tiret du bas martin arobase orange point fr", "camille martin orange fr"),
    ("camille quatre-vingt-deux arobase exemple point fr", "camille exemple fr"),
    ("camille 82 arobase exemple point fr", "camille 82 exemple fr"),
    ("camille deux mille vingt arobase exemple point fr", "camille deux mille vingt exemple fr"),
    ("c'est camille martin arobase exemple point fr et voilà", "camille martin exemple fr"),
    # Half written.
    ("camille.martin arobase exemple.fr", "camille.martin exemple.fr"),
    ("camille @ exemple . fr", "camille exemple fr"),
    ("camille arobase exemple.fr", "camille exemple.fr"),
    # Misheard.
    ("camille arrobase exemple point fr", "camille exemple fr"),
    ("camille arobaz exemple point fr", "camille exemple fr"),
    ("camille arobas exemple point fr", "camille exemple fr"),
    ("camille arobace exemple point fr", "camille exemple fr"),
    ("camille à robase exemple point fr", "camille exemple fr"),
    ("camille a robas exemple point fr", "camille exemple fr"),
    ("camille la robase exemple point fr", "camille exemple fr"),
    ("camille point martin at exemple point fr", "camille martin exemple fr"),
    ("camille arobase exemple point f r", "camille exemple f r"),  # the ending, spelled
    ("camille arobase exemple fr", "camille exemple fr"),  # the « point » lost
    # With hesitations.
    ("camille point euh martin arobase exemple point fr", "camille martin exemple fr"),
    ("camille arobase euh exemple point fr", "camille exemple fr"),
]


@pytest.mark.parametrize(("text", "gone"), SAID)
def test_said_address_leaves_nothing(text, gone):
    left = text
    entities = found(text)
    assert [kind for kind, _ in entities] == ["EMAIL"]
    for _, words in entities:
        left = left.replace(words, "")
    assert not set(gone.split()) & set(left.split())


#: English: « at » is an address only with a « dot » after it.
ENGLISH = [
    ("camille at example dot com", True),
    ("camille dot martin at example dot org", True),
    ("look at this dotted line", False),
    ("meet me at noon", False),
    ("I was at home at eight", False),
]


@pytest.mark.parametrize(("text", "is_address"), ENGLISH)
def test_english_address(text, is_address):
    assert bool(found(text, "en")) is is_address


NEAR_MISSES = [
    "j'ai mis un point final",
    "un point c'est tout",
    "le technicien a fait tout le tour du bas",
    "il a trouvé le point de raccordement",
    "je vous envoie un e-mail",
    "au bas du mur, point de fibre",
    "la robe de ma fille",  # near « la robase »
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_no_address_in(text):
    assert found(text) == []
