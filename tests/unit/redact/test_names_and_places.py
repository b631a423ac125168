"""Names, addresses, dates of birth and sensitive mentions: the tables in ``lines/``, and what tables cannot say.

In a table {…} is an entity; what is outside braces stays. A line that begins with ``?`` answers a question for one.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest

from clairevoix.redact.letters import folded, is_like, is_one_apart
from clairevoix.redact.recognizer import Document, Entity, read_document
from clairevoix.redact.recognizers import address, birth_date, name, sensitive, spelled_name
from clairevoix.redact.repeated import repeated, spellings

LINES = Path(__file__).parent / "lines"
RECOGNIZERS = {
    "names": ("NAME", ("name", "spelled_name")),
    "addresses": ("ADDRESS", ("address",)),
    "births": ("BIRTH_DATE", ("birth_date",)),
    "sensitive": ("", ("sensitive",)),
}
#: Said between the pieces of an address or before a name: taken along or not, nothing is lost.
LINKS = {"à", "au", "le", "la", "les", "de", "du", "un", "et", "c'est", "est", "Le", "Les", "at", "the"}
#: What the rules are known to miss or to take for more than it is.
KNOWN = {
    "Sur l'interphone il y a {Karadjian}.",  # in no list, after no cue
    "Madame {Del Rio} à l'appareil.",  # « RIO » is a code
    "{Ravalomanana}, c'est malgache.",  # in no list, first of its sentence
    "{zemmouri} comme la rivière",  # the river is a name too
    "ben {boisvert}",  # « Ben Salah »
    "it's under {wrenshaw}",  # so may be « under warranty »
    "it's {jack sorry john wrenshaw}",
    # In no list, after no cue, or in no list after a rare one.
    "sur mon contrat il est écrit {duprez} au lieu de {dupré}",
    "l'entreprise {gouzerh} c'est nous",
    "{octave} viens voir le monsieur a besoin de toi",
    "{estournet} toujours pour la même histoire",
    "Nous habitons en Bretagne, à {Vannes}.",  # a region is taken for a town
}


def lines():
    for path in sorted(LINES.glob("*.txt")):
        kind, language = path.stem.rsplit("_", 1)
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                what = kind.removeprefix("no_").partition("_")[0]
                known = line.removeprefix("?") in KNOWN
                marks = [pytest.mark.xfail(strict=True)] if known else []
                yield pytest.param(what, language, line, marks=marks, id=f"{kind}-{line[:50]}")


def parsed(line: str) -> tuple[str, set[int]]:
    """A line without its braces, and the places of the characters inside them."""
    text, inside, wanted = "", False, set()
    for character in line.removeprefix("?"):
        if character in "{}":
            inside = character == "{"
            continue
        if inside:
            wanted.add(len(text))
        text += character
    return text, wanted


def words(text: str, places: set[int]) -> list[str]:
    found = [match for match in re.finditer(r"[\w'-]+", text) if places & set(range(*match.span()))]
    return [match[0] for match in found if match[0] not in LINKS]


def covered(document: Document, names) -> set[int]:
    modules = [import_module(f"clairevoix.redact.recognizers.{each}") for each in names]
    entities = [entity for module in modules for entity in module.recognize(document)]
    return {place for entity in entities for place in range(entity.start, entity.end)}


@pytest.mark.parametrize(("what", "language", "line"), list(lines()))
def test_line(what, language, line):
    entity_type, names = RECOGNIZERS[what]
    text, wanted = parsed(line)
    asked = [(0, len(text), frozenset({entity_type}))] if line.startswith("?") else []
    found = covered(read_document(text, language, asked=asked), names)
    assert words(text, found) == words(text, wanted)


@pytest.mark.parametrize(
    ("text", "entity_type"),
    [
        ("je suis diabétique", "HEALTH"),
        ("je suis en arrêt maladie", "HEALTH"),
        ("je suis délégué syndical", "UNION"),
        ("je suis syndiqué", "UNION"),
    ],
)
def test_health_and_union_are_told_apart(text, entity_type):
    assert {entity.entity_type for entity in sensitive.recognize(read_document(text, "fr"))} == {entity_type}


def test_a_name_found_once_is_found_in_all_its_spellings():
    text = "Je suis madame Dupont. Sur la facture il y a Dupond, et dupont sur le contrat."
    found = [text[each.start : each.end] for each in name.recognize(read_document(text, "fr"))]
    assert {"Dupont", "Dupond", "dupont"} <= set(found)


def test_a_name_spelled_by_one_is_sought_in_what_the_other_says():
    customer = read_document("Alors, Q U E R O Y.", "fr")
    agent = read_document("C'est noté, queroy, merci. Quoi d'autre ?", "fr")
    known = spellings(customer, spelled_name.recognize(customer))
    assert known == {"queroy"}
    assert [agent.text[each.start : each.end] for each in repeated(agent, known)] == ["queroy"]


def test_an_ordinary_word_is_no_repeated_name():
    document = read_document("La rose est une fleur, voilà.", "fr")
    assert not list(repeated(document, frozenset({"rose", "fleur"})))


def test_names_that_were_only_guessed_are_not_sought():
    document = read_document("Dupont et Martin.", "fr")
    guessed = Entity(entity_type="NAME", start=0, end=6, recognizer="name", score=0.55)
    assert spellings(document, [guessed]) == frozenset()


def test_without_a_question_a_bare_town_or_date_stays():
    for text in ("Quimper.", "le trois mai deux mille vingt-quatre", "12"):
        document = read_document(text, "fr")
        assert not list(address.recognize(document))
        assert not list(birth_date.recognize(document))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("guerin", "guerrin", True),
        ("gauthier", "gautier", True),
        ("lefebvre", "lefevre", True),
        ("renault", "renaud", True),
        ("martin", "martine", True),
        ("jean", "joan", False),
        ("perrin", "merlin", False),
        ("", "a", False),
    ],
)
def test_spellings_that_stand_for_each_other(one, other, expected):
    assert is_like(one, other) is is_like(other, one) is expected


def test_one_letter_apart():
    assert is_one_apart("abc", "abd")
    assert is_one_apart("abc", "abcd")
    assert not is_one_apart("abc", "cba")


def test_folding_keeps_what_letters_are():
    assert folded("Œuvrard-Désirée’S") == "oeuvrard-desiree's"
