"""A classifier learned from coded contacts: what it finds, that it repeats itself, and that it is honest about it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from builders import transcript
from clairevoix.annotate.annotators.annotator import ByPhrases
from clairevoix.annotate.annotators.classifier import ByVectors, Classifier, read_classifier, written
from clairevoix.annotate.annotators.encoders import is_installed, load_encoder
from clairevoix.annotate.annotators.learning import Example, fit, learn, logistic, measures, threshold
from clairevoix.annotate.codebook.reader import read_codebook
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.redact.replace import redact

BLANK = Classifier(
    label="churn", label_version=2, party=Party.CUSTOMER, encoder="e1", weights=(), bias=0.0, threshold=0.0
)


class Toy:
    """Three directions: who says « résilier », who says « facture », and the length."""

    digest = "e1"

    def __call__(self, texts):
        rows = np.array([["résilier" in text, "facture" in text, 0.3] for text in texts], dtype=float)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def examples(n: int = 120, seed: int = 1, strength: float = 2.0) -> list[Example]:
    """Contacts of 4 turns in noise; in those with the label, one turn leans into the first direction."""
    draw = np.random.default_rng(seed)
    found = []
    for number in range(n):
        rows = draw.normal(size=(4, 8))
        if number % 3 == 0:
            rows[draw.integers(4), 0] += strength * 3
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found.append(Example(contact_id=f"c{number}", rows=rows, present=number % 3 == 0))
    return found


def test_the_weights_are_those_that_any_optimiser_finds():
    draw = np.random.default_rng(2)
    rows, present = draw.normal(size=(60, 3)), draw.random(60) < 0.3
    weights, bias = logistic(rows, present, 2.0)
    each = np.where(present, 60 / (2 * present.sum()), 60 / (2 * (~present).sum()))

    def loss(w):
        margin = np.where(present, 1, -1) * (rows @ w[:-1] + w[-1])
        return (each * np.logaddexp(0, -margin)).sum() + w[:-1] @ w[:-1]

    assert np.append(weights, bias) == pytest.approx(minimize(loss, np.zeros(4), tol=1e-12).x, abs=1e-4)


def test_with_fewer_contacts_than_directions_the_weights_are_the_same():
    draw = np.random.default_rng(3)
    rows, present = draw.normal(size=(20, 6)), draw.random(20) < 0.4
    wide = np.hstack([rows, np.zeros((20, 30))])
    weights, bias = logistic(wide, present, 1.0)
    expected, expected_bias = logistic(rows, present, 1.0)
    assert weights[:6] == pytest.approx(expected, abs=1e-7)
    assert weights[6:] == pytest.approx(np.zeros(30), abs=1e-7)
    assert bias == pytest.approx(expected_bias, abs=1e-7)


def test_the_turn_that_says_it_is_learned_though_nobody_said_which():
    given = examples()
    weights, _ = fit([each.rows for each in given], np.array([each.present for each in given]), 1.0)
    assert int(np.abs(weights).argmax()) == 0
    assert weights[0] > 0


def test_what_is_told_holds_for_contacts_that_were_not_seen():
    learned = learn(examples(), BLANK)
    fresh = examples(600, seed=9)
    found = np.array([learned.classifier.scores(each.rows).max() >= learned.classifier.threshold for each in fresh])
    _, _, f1 = measures(found, np.array([each.present for each in fresh]))
    assert learned.f1 == pytest.approx(f1, abs=0.1)
    assert f1 > 0.8


def test_of_nothing_to_learn_nothing_is_claimed():
    """Where the label has no trace in the words, F1 is that of calling everything present, at most."""
    learned = learn(examples(strength=0.0), BLANK)
    assert learned.f1 <= 0.55
    assert learned.n_present == 40


def test_the_same_contacts_give_the_same_classifier_in_any_order():
    given = examples()
    one, other = learn(given, BLANK), learn(given[::-1], BLANK)
    assert one == other
    assert one.classifier.digest == other.classifier.digest
    assert replace(one.classifier, threshold=one.classifier.threshold + 1).digest != one.classifier.digest


@pytest.mark.parametrize("n", [0, 30, 42])
def test_too_few_coded_contacts_teach_nothing(n):
    with pytest.raises(InputError) as refused:
        learn(examples(n), BLANK)
    assert refused.value.code is Code.BAD_VALUE


def test_contacts_without_a_turn_are_learned_from_too():
    given = [*examples(), *(Example(contact_id=f"e{n}", rows=np.zeros((0, 8)), present=False) for n in range(20))]
    assert learn(given, BLANK).n == 140


@pytest.mark.parametrize(
    ("scores", "present", "best"),
    [
        ([3.0, 2.0, 1.0, 0.0], [True, True, False, False], 1.5),
        ([3.0, 2.0, 1.0, 0.0], [True, False, True, False], 0.5),
        ([1.0, 1.0], [True, True], 0.5),
        ([2.0, 2.0, 1.0], [True, False, False], 1.5),
    ],
)
def test_the_threshold_is_where_f1_is_greatest(scores, present, best):
    assert threshold(np.array(scores), np.array(present)) == best


@pytest.fixture
def by_vectors() -> ByVectors:
    return ByVectors(classifier=replace(BLANK, weights=(4.0, -1.0, 0.0), bias=-2.0), encoder=Toy())


def test_the_evidence_is_the_turn_that_says_it(by_vectors):
    said = redact(
        transcript(
            "customer | 0.0 | 2.0 | Bonjour ma facture",
            "agent | 2.0 | 4.0 | Vous voulez résilier",
            "customer | 4.0 | 6.0 | Oui je veux résilier",
        )
    )
    (found,) = by_vectors.annotate(said)
    assert (found.span, found.party, found.label, found.label_version) == (
        TimeSpan(4000, 6000),
        Party.CUSTOMER,
        "churn",
        2,
    )
    assert found.annotator == by_vectors.name == f"classifier/{by_vectors.classifier.digest}"


@pytest.mark.parametrize("lines", [[], ["agent | 0.0 | 1.0 | résilier"], ["customer | 0.0 | 1.0 | ma facture"]])
def test_what_the_party_does_not_say_is_not_found(by_vectors, lines):
    assert by_vectors.annotate(redact(transcript(*lines))) == ()


def test_another_encoder_is_refused(by_vectors):
    other = Toy()
    other.digest = "e2"
    with pytest.raises(InputError) as refused:
        replace(by_vectors, encoder=other)
    assert refused.value.code is Code.DIGEST_MISMATCH


def test_a_classifier_is_read_as_it_was_written():
    learned = learn(examples(), BLANK).classifier
    assert read_classifier(written(learned)) == learned


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"weights": 1}', written(BLANK).replace("0.0", "NaN"), "null"])
def test_what_is_no_classifier_is_refused(text):
    with pytest.raises(InputError) as refused:
        read_classifier(text)
    assert refused.value.code is Code.UNREADABLE


def test_phrases_are_an_annotator_too(tmp_path):
    codebook, _ = read_codebook(tmp_path)
    assert ByPhrases(codebook=codebook).annotate(redact(transcript())) == ()


@pytest.mark.skipif(not is_installed(), reason="the extra « classifiers » is not installed")
def test_meaning_is_found_where_no_word_is_shared():
    encoder = load_encoder()
    churn = (
        "je veux résilier mon contrat",
        "je pars chez un concurrent",
        "mettez fin à mon abonnement",
        "je vous quitte",
    )
    other = ("ma box est en panne", "la facture est fausse", "le technicien n'est pas venu", "je change d'adresse")
    given = [
        Example(
            contact_id=f"c{number}",
            rows=encoder(
                ["bonjour", f"{(churn if number % 2 else other)[number // 2 % 4]} {'s il vous plaît' * (number % 3)}"]
            ),
            present=bool(number % 2),
        )
        for number in range(32)
    ]
    learned = learn(given, replace(BLANK, encoder=encoder.digest))
    annotator = ByVectors(classifier=learned.classifier, encoder=encoder)
    assert annotator.annotate(redact(transcript("customer | 0.0 | 2.0 | I want to cancel my subscription")))
    assert not annotator.annotate(redact(transcript("customer | 0.0 | 2.0 | there is no picture on the television")))
