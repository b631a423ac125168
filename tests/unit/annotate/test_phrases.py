"""The language of phrases, and the evidence that they leave."""

import pytest

from builders import cells_of, transcript
from clairevoix.annotate.annotators.phrase_items import forms
from clairevoix.annotate.annotators.phrases import annotate, matches
from clairevoix.model.annotation import Codebook, Label
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.redact.replace import redact


def a_label(*phrases: str, unless: tuple[str, ...] = (), party: Party = Party.CUSTOMER, name: str = "label") -> Label:
    return Label(name=name, version=3, party=party, title={}, definition={}, phrases=phrases, unless=unless)


#: A phrase, words, and whether the phrase is found in them.
CASES = """
| phrase                     | words                                   | found | because                                   |
|----------------------------|-----------------------------------------|-------|-------------------------------------------|
| panne                      | je suis en panne                        | yes   |                                           |
| panne                      | la PANNE !                              | yes   | case and punctuation do not count         |
| panne                      | des pannes                              | no    | another form                              |
| panne*                     | des pannes                              | yes   | any ending                                |
| panne*                     | une panne                               | yes   | no ending is an ending                    |
| panne*                     | empanné                                 | no    | the beginning counts                      |
| resili*                    | je veux résilier                        | yes   | accents do not count                      |
| résili*                    | je veux resilier                        | yes   | in the phrase either                      |
| n est                      | ce n'est pas                            | yes   | an apostrophe parts words                 |
| n est                      | ce n’est pas                            | yes   | the typographic one too                   |
| coeur                      | le cœur                                 | yes   | a ligature is two letters                 |
| rendez vous                | mon rendez-vous                         | yes   | so does a hyphen                          |
| box ... rouge              | la box rouge                            | yes   | a gap may be empty                        |
| box ... rouge              | la box est devenue un peu rouge         | yes   | four words between                        |
| box ... rouge              | la box est devenue un petit peu rouge   | no    | five words between                        |
| box ... rouge              | le rouge de la box                      | no    | order counts                              |
| box|modem ... rouge        | le modem clignote rouge                 | yes   | one or the other                          |
| box|modem ... rouge        | le câble est rouge                      | no    | neither                                   |
| marche ?plus pas           | ça marche pas                           | yes   | the optional word is missing              |
| marche ?plus pas           | ça marche plus pas                      | yes   | the optional word is there                |
| marche ?plus pas           | ça marche donc pas                      | no    | another word is there                     |
| ?bien regle                | réglé                                   | yes   | optional at the start                     |
| deja appel*                | déjà                                    | no    | the words end too soon                    |
| 2e|3e fois                 | la 3e fois                              | yes   | digits are words                          |
| a ... b ... c              | a x x x x b x x x x c                   | yes   | each gap is its own                       |
| numero                     | [NUMÉRO]                                | no    | a placeholder is no word that was said    |
"""


@pytest.mark.parametrize(
    ("phrase", "words", "found", "because"),
    cells_of(CASES.replace("box|modem", "box¦modem").replace("2e|3e", "2e¦3e"))[1:],
)
def test_phrase_matches(phrase, words, found, because):
    assert matches(a_label(phrase.replace("¦", "|")), words) is (found == "yes"), because


#: A phrase, what takes it back, words, and whether it is found.
UNLESS = [
    ("marche", ("pas ... marche",), "ça marche", True),
    ("marche", ("pas ... marche",), "ça ne va pas, rien ne marche", False),
    ("marche", ("marche pas",), "ça marche pas", False),
    ("marche", ("marche pas",), "ça marche, pas de souci", False),  # pauses do not part words
    ("marche", ("marche pas",), "avant ça marche pas mais là ça marche", True),  # the second one stands
    ("marche", ("jamais",), "jamais eu de souci, tout va bien, ça marche", True),  # it must overlap
]


@pytest.mark.parametrize(("phrase", "unless", "words", "found"), UNLESS)
def test_unless_takes_back_what_it_overlaps(phrase, unless, words, found):
    assert matches(a_label(phrase, unless=unless), words) is found


def spans(label: Label, *lines: str) -> list[tuple[int, int]]:
    kept = redact(transcript(*lines))
    return [(each.span.start_ms, each.span.end_ms) for each in annotate(kept, Codebook(labels=(label,), digest="d"))]


def test_evidence_is_the_time_of_its_words():
    # Four words in four seconds: « en panne » is the second half.
    assert spans(a_label("en panne"), "customer | 10.0 | 14.0 | je suis en panne") == [(12_000, 14_000)]


def test_evidence_may_run_over_two_turns():
    lines = ("customer | 0.0 | 1.0 | ma box", "agent | 1.2 | 1.6 | oui", "customer | 2.0 | 3.0 | clignote rouge")
    assert spans(a_label("box ... rouge"), *lines) == [(500, 3000)]


@pytest.mark.parametrize(
    ("start", "found"),
    [("9.0", [(500, 10_000)]), ("10.6", [])],  # ten seconds at most from the first word to the last
)
def test_evidence_spread_too_far_is_none(start, found):
    lines = ("customer | 0.0 | 1.0 | ma box", f"customer | {start} | {float(start) + 1} | clignote rouge")
    assert spans(a_label("box ... rouge"), *lines) == found


def test_evidence_is_the_shortest_and_never_overlaps():
    assert spans(a_label("bien ... merci", "bien"), "customer | 0 | 4 | bien oui merci bien") == [
        (0, 1000),
        (3000, 4000),
    ]


def test_only_the_labels_own_party_is_read():
    label = a_label("panne")
    assert spans(label, "agent | 0 | 1 | panne", "customer | 2 | 3 | panne") == [(2000, 3000)]
    assert spans(label, "unknown | 0 | 1 | panne") == []


def test_an_annotation_says_where_it_comes_from():
    kept = redact(transcript("agent | 0 | 1 | bonjour", "customer | 1 | 2 | panne", contact_id="c7"))
    (found,) = annotate(kept, Codebook(labels=(a_label("panne", name="outage"),), digest="d"))
    assert (found.contact_id, found.label, found.label_version, found.annotator) == ("c7", "outage", 3, "phrases/2")
    assert (found.channel, found.party, found.span) == (1, Party.CUSTOMER, TimeSpan(1000, 2000))


def test_annotations_come_in_the_order_of_time():
    labels = (a_label("zebre", name="a"), a_label("box", name="b"))
    kept = redact(transcript("customer | 0 | 2 | box zèbre"))
    assert [each.label for each in annotate(kept, Codebook(labels=labels, digest="d"))] == ["b", "a"]


def test_forms_of_words():
    assert forms("L'Été, n’est-ce pas ? 3e fois, œuf") == ["l", "ete", "n", "est", "ce", "pas", "3e", "fois", "oeuf"]
