"""Long texts are read in time that grows as they do: what is counted is calls, not seconds."""

import sys

import pytest

from clairevoix.redact.recognizer import RECOGNIZERS, recognize

#: Repeated to make a text: each could make a pattern or a loop look back over all that came before.
PARTS = [
    "a", "a ", "1", "1 ", "06 ", "un ", "@", "a@", "x@y ", "<", "<a ", "&#4", "e\u0301", "0\u200b", "a.", "http://a/", "a:", "::",
    "a-", "1-", "FR76", "a1", "arobase ", "x point ", "12 gmail point com ", "fr slash ", "A, ", "D comme ", "code ", "mot de passe c'est ", "29 euros ",
    "[", "[A 1] ", "a%40", "1.2.3.", "numéro de client 12345 ", "06 euh ", "06 12 34 attendez ", "_", "\x00", "😀", "deux mille ",
    "4970 1012 3456 7893 ", "Bonjour madame Le Goff, c'est Karim Benali, 12 rue des Lilas à Rennes, 35000. ", "de la ", "A B ",
    "né le 12 ", "c'est nom ", "rue de ", "Saint ", "Rue 12 ", "Xyzw Abcd ", "a" * 50, "suis malade très ",
]  # fmt: skip
SMALL = 2000


def n_calls(text: str) -> int:
    """Python and C functions called while a text is read."""
    count = 0

    def count_call(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(count_call)
    try:
        recognize(text, "fr")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("part", PARTS)
def test_twice_the_text_twice_the_work(part):
    recognize(part, "fr")  # modules are loaded once
    small, large = (n_calls((part * (size // len(part) + 1))[:size]) for size in (SMALL, 2 * SMALL))
    assert large <= 2.3 * small + 500


@pytest.mark.parametrize("part", ["a", "06 ", "<", "&", "a@", "1.", "a-"])
def test_a_long_text_is_read(part):
    """The patterns themselves: a quadratic one would take minutes."""
    recognize((part * 200_000)[:200_000], "fr")


def test_every_recognizer_is_there():
    assert len(RECOGNIZERS) >= 22
