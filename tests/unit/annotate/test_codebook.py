"""The labels that come with clairevoix, and what a label's file may say."""

import json
from pathlib import Path

import pytest

from builders import transcript
from clairevoix.annotate.annotating import annotate
from clairevoix.annotate.annotators.phrases import matches
from clairevoix.annotate.codebook.label_file import verdicts
from clairevoix.annotate.codebook.reader import parse_codebook, read_codebook, read_texts, starting_codebook
from clairevoix.charter.extractors import Inference, Modality
from clairevoix.model.annotation import Family
from clairevoix.model.contact import Party
from clairevoix.model.errors import SettingsError
from clairevoix.redact.replace import redact

STARTING = {name.removesuffix(".toml"): text for name, text in starting_codebook().items()}


def book(folder, **texts: str):
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_codebook(folder)


LABELS, EXTRACTORS = parse_codebook({name: text.encode() for name, text in STARTING.items()})


@pytest.mark.parametrize("label", LABELS.labels, ids=lambda label: label.name)
def test_examples_are_found_and_counter_examples_are_not(label):
    assert [verdict.place for verdict in verdicts(label) if not verdict.is_right] == []


def test_there_are_labels_of_every_family_in_both_languages():
    assert len(LABELS.labels) >= 40
    assert {label.family for label in LABELS.labels} == set(Family) - {Family.OTHER}
    for label in LABELS.labels:
        assert set(label.by_language) == {"fr", "en"}
        assert label.owner


def _one(tmp_path, name):
    codebook, extractors = book(tmp_path, **{name: STARTING[name]})
    return codebook.labels, extractors


@pytest.mark.parametrize("name", STARTING)
def test_label_is_told_in_both_languages_with_examples(tmp_path, name):
    ((label,), (extractor,)) = _one(tmp_path, name)
    assert set(label.title) == set(label.definition) == {"fr", "en"}
    for language in ("fr", "en"):
        assert len([each for each in label.examples if each.language == language]) >= 2
        assert [each for each in label.counter_examples if each.language == language]
    assert (extractor.modality, extractor.infers) == (Modality.TEXT, Inference.CONTENT)


#: What customers say, and which of some labels are to be found. Sentences that are nobody's example.
SOME = {
    "internet_outage",
    "missed_appointment",
    "repeat_contact",
    "cancellation_intent",
    "problem_solved",
    "billing_dispute",
    "unkept_promise",
}
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
    ("Vous m'avez prélevé deux fois", {"billing_dispute"}),
    ("Vous deviez me rembourser et je n'ai rien reçu", {"unkept_promise"}),
    ("Nothing works and I already called twice", {"internet_outage", "repeat_contact"}),
    ("The engineer didn't turn up", {"missed_appointment"}),
    ("I'm thinking of leaving you", {"cancellation_intent"}),
    ("I would like to know your prices", set()),
]


@pytest.mark.parametrize(("words", "expected"), SAID)
def test_labels_found_in_what_is_said(tmp_path, words, expected):
    codebook, _ = book(tmp_path, **STARTING)
    found = {label.name for label in codebook.labels if matches(label, words)}
    assert found & SOME == expected


MINIMAL = 'name = "mood"\nversion = 1\nparty = "customer"\nphrases = ["content"]\nexamples = ["content"]\n[title]\nfr = "Humeur"\n[definition]\nfr = "…"\n'

#: A change to a right file, and the complaint.
WRONG = [
    ("version = 1", 'version = "one"', "codebook/mood.toml is not a label"),
    ("version = 1\n", "", "codebook/mood.toml is not a label"),
    ('party = "customer"', 'party = "manager"', "codebook/mood.toml is not a label"),
    ('name = "mood"', 'name = "other"', "must be that of its file"),
    ("version = 1", "version = 1\ncolour = 2", "unknown setting colour; known: "),
    ("version = 1", 'version = 1\ninfers = "guess"', "codebook/mood.toml is not a label"),
    ('examples = ["content"]', 'examples = ["triste"]', "example 1 is not found"),
    ('examples = ["content"]', 'examples = ["content", "triste"]', "example 2 is not found"),
    ('examples = ["content"]', "examples = []", "a label needs an example"),
    ('examples = ["content"]', "", "a label needs an example"),
    ("[title]", '[fr]\nexamples = ["triste"]\n[title]', r"example 1 of \[fr\] is not found"),
    ("[title]", "[fr]\ncolour = 2\n[title]", r"\[fr\]: unknown setting colour; known: "),
    ('name = "mood"', 'name = "Mood"', "codebook/mood.toml is not a label"),
    ("version = 1", "version = 0", "codebook/mood.toml is not a label"),
    ("version = 1", "version = true", "codebook/mood.toml is not a label"),
    ("version = 1", 'version = 1\nfamily = "mood"', "codebook/mood.toml is not a label"),
    ("version = 1", "version = 1\nowner = 3", "codebook/mood.toml is not a label"),
    ('phrases = ["content"]', "", "neither phrases nor a query"),
    ('phrases = ["content"]', 'query = "content AND ("', "query 1: column 13: this parenthesis is never closed"),
    ('phrases = ["content"]', 'query = "content AND site:lyon"', "query 1 asks for what is not said"),
    ('phrases = ["content"]', 'query = "content AND hold: > 5s"', "query 1 asks for what is not said"),
    ('phrases = ["content"]', f"phrases = {['content'] * 201}", "more than 200 phrases; make several labels"),
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


def test_a_label_may_be_sought_by_its_place_in_a_contact(tmp_path):
    dialogue = "agent: au revoir\n(silence 90)\ncustomer: attendez"
    text = MINIMAL.replace('party = "customer"', 'party = "agent"').replace(
        'phrases = ["content"]', "query = '\"au revoir\" LAST 30s'"
    )
    text = text.replace('examples = ["content"]', f'examples = ["au revoir"]\ncounter_examples = ["""{dialogue}"""]')
    ((label,), _) = book(tmp_path, mood=text)[0].labels, None
    assert (label.phrases, label.queries) == ((), ('"au revoir" LAST 30s',))


def test_a_label_may_ask_for_an_order_of_turns(tmp_path):
    query = "query = 'client: \"je pars\" THEN/20s agent: offre'"
    right = '"""customer: je pars\nagent: une offre"""'
    wrong = '"""agent: une offre\ncustomer: je pars"""'
    text = MINIMAL.replace('phrases = ["content"]', query).replace(
        'examples = ["content"]', f"examples = [{right}]\ncounter_examples = [{wrong}]"
    )
    assert len(book(tmp_path, mood=text)[0].labels) == 1
    with pytest.raises(SettingsError, match="example 1 is not found"):
        book(tmp_path, mood=text.replace(right, wrong.replace("pars", "reste")))


def test_a_codebook_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "mood.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    reads = iter(range(100))
    monkeypatch.setattr(type(path), "read_bytes", lambda self: f"# {next(reads)}".encode())
    with pytest.raises(SettingsError, match="being changed while it is read"):
        read_texts(tmp_path)


def test_a_codebook_that_settles_is_read_as_it_is_then(tmp_path, monkeypatch):
    path = tmp_path / "mood.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    reads = iter([b"half", MINIMAL.encode(), MINIMAL.encode()])
    monkeypatch.setattr(type(path), "read_bytes", lambda self: next(reads))
    assert read_texts(tmp_path) == {"mood": MINIMAL.encode()}


def test_the_sample_has_its_five_labels():
    """In its true words, each label in every call that has it, and in no other."""
    wrong = []
    for line in (Path(__file__).parents[3] / "corpus" / "sample" / "truth.jsonl").read_text("utf-8").splitlines():
        call = json.loads(line)
        turns = [
            f"{turn['party']} | {turn['start_ms'] / 1000} | {turn['end_ms'] / 1000} | {turn['spoken']}"
            for turn in call["turns"]
        ]
        found = {each.label for each in annotate(redact(transcript(*turns)), LABELS)}
        wrong += [(call["contact_id"], name) for name, there in call["labels"].items() if there is not (name in found)]
    assert wrong == []
