"""Recognizers of names and places on any text: nothing crashes, ranges lie in the text, the time grows with the text."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.redact.letters import is_one_apart
from clairevoix.redact.recognizer import read_document
from clairevoix.redact.recognizers import address, birth_date, name, sensitive, spelled_name

MODULES = (name, spelled_name, address, birth_date, sensitive)
WORDS = st.sampled_from(
    "monsieur Dupont martin rue des Lilas 12 35000 Rennes né le douze mars 1978 D U P O N T comme de la Le M. n' l'hôpital "
    "syndiqué ? . , « » c'est bien Marie petit à - ' ’ œ İ ﬁ \u200b \u202e 😀 0 zéro x. A.B. R'".split(" ")
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=200)
TYPES = frozenset({"NAME", "ADDRESS", "BIRTH_DATE"})


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["fr", "en"]), st.booleans())
def test_entities_lie_in_the_text(text, language, is_asked):
    document = read_document(text, language, asked=[(0, len(text), TYPES)] if is_asked else [])
    for module in MODULES:
        for entity in module.recognize(document):
            assert 0 <= entity.start < entity.end <= len(document.text)
            assert document.text[entity.start : entity.end].strip()
            assert 0 < entity.score <= 1


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_apart_is_what_editing_says(one, other):
    """Against the plain definition: one letter put in, taken out, or changed; the same word is none apart."""
    taken = {one[:n] + one[n + 1 :] for n in range(len(one))}
    put = {one[:n] + letter + one[n:] for n in range(len(one) + 1) for letter in "abc"}
    changed = {one[:n] + letter + one[n + 1 :] for n in range(len(one)) for letter in "abc"}
    assert one == other or is_one_apart(one, other) == (other in taken | put | changed)


def test_order_of_words_in_a_list_is_no_matter():
    """A given name beside a surname is a name, whichever comes first."""
    for some in permutations(["Mireille", "Chauvin"]):
        document = read_document("alors " + " ".join(some).lower(), "fr")
        assert sum(each.end - each.start for each in name.recognize(document)) >= len("Mireille Chauvin")
