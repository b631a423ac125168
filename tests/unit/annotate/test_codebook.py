"""The labels that come with clairevoix, and what a label's file may say."""

import tomllib

import pytest

from clairevoix.annotate.annotators.phrases import matches
from clairevoix.annotate.codebook.reader import read_codebook, starting_codebook
from clairevoix.charter.extractors import Inference, Modality
from clairevoix.model.contact import Party
from clairevoix.model.errors import SettingsError

STARTING = {name.removesuffix(".toml"): text for name, text in starting_codebook().items()}


def book(folder, **texts: str):
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_codebook(folder)


def examples(kind: str) -> list[tuple[str, str]]:
    return [(name, each) for name, text in STARTING.items() for each in tomllib.loads(text).get(kind, [])]


@pytest.mark.parametrize(("name", "example"), examples("examples"))
def test_example_is_found(tmp_path, name, example):
    ((label,), _) = _one(tmp_path, name)
    assert matches(label, example)


@pytest.mark.parametrize(("name", "example"), examples("counter_examples"))
def test_counter_example_is_not_found(tmp_path, name, example):
    ((label,), _) = _one(tmp_path, name)
    assert not matches(label, example)


def _one(tmp_path, name):
    codebook, extractors = book(tmp_path, **{name: STARTING[name]})
    return codebook.labels, extractors


@pytest.mark.parametrize("name", STARTING)
def test_label_is_told_in_both_languages_with_examples(tmp_path, name):
    ((label,), (extractor,)) = _one(tmp_path, name)
    assert set(label.title) == set(label.definition) == {"fr", "en"}
    assert len(label.examples) >= 2
    assert label.counter_examples
    assert (extractor.modality, extractor.infers) == (Modality.TEXT, Inference.CONTENT)


#: What customers say, and the labels to be found. Sentences that are nobody's example.
SAID = [
    ("Mon internet ne marche plus depuis lundi", {"internet_outage"}),
    ("Le voyant est rouge", {"internet_outage"}),
    ("Il y a une coupure depuis hier", {"internet_outage"}),
    ("Le technicien ne s'est pas présenté", {"missed_appointment"}),
    ("On m'a posé un lapin", {"missed_appointment"}),
    ("C'est la deuxième fois que j'appelle", {"repeat_contact"}),
    ("Je vous ai déjà contacté hier", {"repeat_contact"}),
    ("Je compte résilier", {"cancellation_intent"}),
    ("Je vais partir chez un concurrent", {"cancellation_intent"}),
    ("C'est bon, ça remarche", {"problem_solved"}),
    ("Le problème est résolu, merci", {"problem_solved"}),
    ("Bonjour, je voudrais connaître vos tarifs", set()),
    ("Pouvez-vous m'envoyer ma facture ?", set()),
    ("Je n'ai jamais voulu résilier", set()),
    ("Ça ne marche toujours pas", set()),
    ("Le technicien est venu ce matin", set()),
]


@pytest.mark.parametrize(("words", "expected"), SAID)
def test_labels_found_in_what_is_said(tmp_path, words, expected):
    codebook, _ = book(tmp_path, **STARTING)
    assert {label.name for label in codebook.labels if matches(label, words)} == expected


MINIMAL = 'name = "mood"\nversion = 1\nparty = "customer"\nphrases = ["content"]\n[title]\nfr = "Humeur"\n[definition]\nfr = "…"\n'

#: A change to a right file, and the complaint.
WRONG = [
    ("version = 1", 'version = "one"', "codebook/mood.toml is not a label"),
    ("version = 1\n", "", "codebook/mood.toml is not a label"),
    ('party = "customer"', 'party = "manager"', "codebook/mood.toml is not a label"),
    ('name = "mood"', 'name = "other"', "must be that of its file"),
    ("version = 1", "version = 1\ncolour = 2", "unknown setting colour; known: "),
    ("version = 1", 'version = 1\ninfers = "guess"', "codebook/mood.toml is not a label"),
    ("version = 1", 'version = 1\nexamples = ["triste"]', "example 1 is not found"),
    ("version = 1", 'version = 1\nexamples = ["content", "triste"]', "example 2 is not found"),
    ("version = 1", 'version = 1\ncounter_examples = ["content"]', "counter-example 1 is found"),
    ("[title]", "[title", "codebook/mood.toml is not a label"),
    ('phrases = ["content"]', "phrases = 3", "codebook/mood.toml is not a label"),
    ('phrases = ["content"]', 'phrases = "content"', "codebook/mood.toml is not a label"),  # letters are no phrases
    ('phrases = ["content"]', "phrases = [3]", "codebook/mood.toml is not a label"),
    ('phrases = ["content"]', 'phrases = [""]', "codebook/mood.toml is not a label"),  # finds itself in any silence
]


@pytest.mark.parametrize(("right", "wrong", "complaint"), WRONG)
def test_wrong_label_is_refused(tmp_path, right, wrong, complaint):
    assert right in MINIMAL
    with pytest.raises(SettingsError, match=complaint):
        book(tmp_path, mood=MINIMAL.replace(right, wrong))


def test_minimal_label_is_read(tmp_path):
    codebook, (extractor,) = book(tmp_path, mood=MINIMAL)
    assert [label.name for label in codebook.labels] == ["mood"]
    assert (extractor.name, extractor.parties, extractor.infers) == ("mood", (Party.CUSTOMER,), Inference.CONTENT)


def test_digest_follows_the_definitions(tmp_path):
    one = book(tmp_path, mood=MINIMAL)[0].digest
    assert book(tmp_path, mood=MINIMAL)[0].digest == one
    assert book(tmp_path, mood=MINIMAL.replace("content", "heureux"))[0].digest != one


def test_an_empty_codebook_has_no_label(tmp_path):
    codebook, extractors = read_codebook(tmp_path)
    assert (codebook.labels, extractors) == ((), ())
