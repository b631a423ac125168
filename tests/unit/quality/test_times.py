"""Errors of word times: of words rightly heard, where the truth knows when they were said."""

import pytest

from clairevoix.quality.metrics.times import word_times
from clairevoix.quality.normalise import Token
from conversations import MONO, errors, heard, said, take

#: What was said and heard, errors of beginnings, of ends, in ms.
TIMES = [
    # To the millisecond.
    ("le@0-200 facteur@250-700", "le@0-200 facteur@250-700", (0, 0), (0, 0)),
    # Early and late alike.
    ("le@100-200 facteur@250-700", "le@40-230 facteur@300-650", (60, 50), (30, 50)),
    # Another word than was said says nothing of time, nor one too many or too few.
    ("le@0-200 facteur@250-700 passe@750-900", "le@10-210 docteur@250-700 passe@750-900", (10, 0), (10, 0)),
    ("le@0-200 facteur@250-700", "facteur@260-720", (10,), (20,)),
    ("facteur@250-700", "le@0-200 facteur@260-720", (10,), (20,)),
    # Where the truth knows the beginning only, or nothing.
    ("le@0- facteur", "le@10-210 facteur@250-700", (10,), ()),
]


@pytest.mark.parametrize(("reference", "hypothesis", "starts", "ends"), TIMES)
def test_times_of_words_rightly_heard(reference, hypothesis, starts, ends):
    found = errors(word_times(said(f"agent 0-900 {reference}"), take(), heard(f"0 agent 0-900 {hypothesis}")))
    assert found.get("word_start_ms", ()) == starts
    assert found.get("word_end_ms", ()) == ends
    assert found["word_time_ms"] == starts + ends


def test_channels_are_pooled():
    truth = said("agent 0-900 facteur@0-500", "customer 1000-2000 merci@1000-1500")
    words = heard("0 agent 0-900 facteur@10-510", "1 customer 1000-2000 merci@1020-1520")
    assert errors(word_times(truth, take(), words)) == {
        "word_start_ms": (10, 20),
        "word_end_ms": (10, 20),
        "word_time_ms": (10, 20, 10, 20),
    }


def test_the_right_word_on_the_wrong_channel_is_not_heard():
    assert word_times(said("agent 0-900 facteur@0-500"), take(), heard("1 customer 0-900 facteur@0-500")) == ()


def test_mono():
    truth = said("agent 0-900 facteur@0-500", "customer 1000-2000 merci@1000-1500")
    words = heard("0 unknown 0-2000 facteur@10-510 merci@1020-1520")
    assert errors(word_times(truth, take(MONO), words))["word_start_ms"] == (10, 20)


def test_no_times_no_evidence():
    assert word_times(said("agent 0-900 facteur"), take(), heard("0 agent 0-900 facteur")) == ()
    assert word_times(said(), take(), heard("0 agent 0-900 facteur")) == ()


def test_several_tokens_of_one_word_have_its_two_ends():
    # Where inside of « l'appel » the appeal begins is not known, so only its outer ends count.
    truth = said("agent 0-900 l'appel@0-500")
    one = errors(word_times(truth, take(), heard("0 agent 0-900 l'appel@10-530")))
    assert (one["word_start_ms"], one["word_end_ms"]) == ((10,), (30,))
    two = errors(word_times(truth, take(), heard("0 agent 0-900 l'@10-90 appel@150-520")))
    assert (two["word_start_ms"], two["word_end_ms"]) == ((10,), (20,))


def test_one_token_of_several_words_runs_from_the_first_to_the_last(monkeypatch):
    def together(words, language):
        return (Token(text=" ".join(words), first=0, end=len(words)),) if words else ()

    monkeypatch.setattr("clairevoix.quality.metrics.times.normalise", together)
    truth = said("agent 0-900 vingt@0-200 deux@210-400")
    found = errors(word_times(truth, take(), heard("0 agent 0-900 vingt@10-150 deux@160-430")))
    assert (found["word_start_ms"], found["word_end_ms"]) == ((10,), (30,))
