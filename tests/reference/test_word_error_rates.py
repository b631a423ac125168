"""Published examples of word, character and diarization error rates."""

from collections.abc import Iterator

import pytest

from clairevoix.model.contact import Party
from clairevoix.quality.evidence import Heard
from clairevoix.quality.metrics import speakers, words
from clairevoix.quality.metrics.speakers import speaker_errors
from clairevoix.quality.metrics.words import word_errors
from clairevoix.quality.normalise import Token
from conversations import MONO, STEREO, heard, parts, said, take


@pytest.fixture(autouse=True, scope="module")
def as_they_stand() -> Iterator[None]:
    """The examples are counted as they stand in their source, word by word."""

    def split(given, language):
        return tuple(Token(text=word, first=number, end=number + 1) for number, word in enumerate(given))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "normalise", split)
        yield


PARTIES = (Party.AGENT, Party.CUSTOMER, Party.SYSTEM, Party.UNKNOWN)


def in_turn(*texts: str) -> Heard:
    """One text on each channel."""
    return heard(
        *(f"{number} {party} 0-9000 {text}" for number, (party, text) in enumerate(zip(PARTIES, texts, strict=False)))
    )


#: Reference, hypothesis, insertions, deletions, substitutions.
WORDS = [
    # meeteval, README, low-level interface, « SISO WER »: 4 errors in 9 words.
    ("The quick brown fox jumps over the lazy dog", "The kwick brown fox jump over lazy", 0, 2, 2),
    # meeteval 0.0.0, README: 5 errors in 9 words.
    ("The quick brown fox jumps over the lazy dog", "The kwik browne focks jumps over the lay dock", 0, 0, 5),
    # JANUS recognition toolkit, Carnegie Mellon University, lecture ASR4: one of each, 60 % of 5 words.
    ("HI HOW are you today", "HEY are you IN today", 1, 1, 1),
    # jiwer, README: 0.5.
    ("hello world", "hello duck", 0, 0, 1),
]


@pytest.mark.parametrize(("reference", "hypothesis", "insertions", "deletions", "substitutions"), WORDS)
def test_word_error_rate(reference, hypothesis, insertions, deletions, substitutions):
    found = parts(word_errors(said(f"agent 0-9000 {reference}"), take((Party.AGENT,)), in_turn(hypothesis)))
    n_words = len(reference.split())
    assert found["insertions"] == (insertions, n_words)
    assert found["deletions"] == (deletions, n_words)
    assert found["substitutions"] == (substitutions, n_words)
    assert found["wer"] == (insertions + deletions + substitutions, n_words)


#: Reference, hypothesis, edits of characters: the examples of Wikipedia's « Levenshtein distance ».
CHARACTERS = [
    ("kitten", "sitting", 3, 6),
    ("saturday", "sunday", 3, 8),
    ("uninformed", "uniformed", 1, 10),
]


@pytest.mark.parametrize(("reference", "hypothesis", "n_errors", "n_characters"), CHARACTERS)
def test_character_error_rate(reference, hypothesis, n_errors, n_characters):
    found = parts(word_errors(said(f"agent 0-9000 {reference}"), take((Party.AGENT,)), in_turn(hypothesis)))
    assert found["cer"] == (n_errors, n_characters)


#: What two or three speakers said, what was heard on each channel, errors, words.
FREE = [
    # meeteval, README, low-level interface, « cpWER ».
    (("The quick brown fox", "jumps over the lazy dog"), ("The kwick brown fox", "jump over lazy"), 4, 9),
    # The same, batch function: recording A, then B, with an overestimated speaker.
    (
        ("First example", "First example second speaker"),
        ("First example with errors", "First example second speaker"),
        2,
        6,
    ),
    (("Second example",), ("Second example", "Overestimated speaker"), 2, 2),
    # meeteval, documentation of cp_word_error_rate.
    (("a b c", "d e f"), ("a b c", "d e f"), 0, 6),
    (("a b", "c d"), ("a b", "c d", "e f"), 2, 4),
    (("a", "b", "c d"), ("a", "b"), 2, 4),
    (("a", "b", "c"), ("b", "c", "d", "a"), 1, 3),
    (("a b",), ("z", "a e f"), 3, 2),
    # NeMo, pull request 15573, in which its cpWER was made the same as meeteval's: edits never cross speakers.
    (("the cat", "sat on"), ("the cat sat", "on"), 2, 4),
]


@pytest.mark.parametrize(("reference", "hypothesis", "n_errors", "n_words"), FREE)
def test_free_parties(reference, hypothesis, n_errors, n_words):
    truth = said(*(f"{party} 0-9000 {text}" for party, text in zip(PARTIES, reference, strict=False)))
    recording = take(PARTIES[: max(len(reference), len(hypothesis))])
    found = parts(word_errors(truth, recording, in_turn(*hypothesis)))
    assert found["cpwer"] == found["tcpwer"] == (n_errors, n_words)


#: A published example of tcpWER: turns by speaker, in s, what was heard, collar, errors, words.
IN_TIME = [
    # meeteval, documentation of `align`: « c » comes one second after its turn; without a collar it is not found.
    (("0 1 a", "1 2 b", "2 3 c"), ("0 1 a", "1 2 b", "3 4 c"), 0.001, 2, 3),
    (("0 1 a", "1 2 b", "2 3 c"), ("0 1 a", "1 2 b", "3 4 c"), 1, 0, 3),
    # meeteval, documentation of time_constrained_siso_word_error_rate: two turns at once, one word heard.
    (("0 2 a b", "0 2 c d"), ("0 1 a",), 5, 3, 4),
]


@pytest.mark.parametrize(("reference", "hypothesis", "collar_s", "n_errors", "n_words"), IN_TIME)
def test_in_time(monkeypatch, reference, hypothesis, collar_s, n_errors, n_words):
    def line(start, end, *texts):
        return f"{int(start) * 1000}-{int(end) * 1000} {' '.join(texts)}"

    monkeypatch.setattr(words, "COLLAR_S", collar_s)
    truth = said(*(f"agent {line(*turn.split())}" for turn in reference))
    found = parts(word_errors(truth, take(STEREO), heard(*(f"0 agent {line(*turn.split())}" for turn in hypothesis))))
    assert found["tcpwer"] == (n_errors, n_words)


# Who spoke. All without a collar.


#: True turns, heard turns, confusion, missed, false alarm, total, in tenths of a second.
SPOKEN = [
    # pyannote.metrics, documentation, « Principles », and tests/test_diarization.py: 16 / 31 = 0.5161290322580645.
    (
        ("agent 0-100", "customer 120-200", "agent 240-270", "system 300-400"),
        ("agent 20-130", "unknown 130-140", "customer 140-200", "system 220-380", "unknown 380-400"),
        (70, 20, 70, 310),
    ),
    # simpleder 0.0.1, README: 0.350.
    (
        ("agent 0-10", "customer 10-15", "agent 16-21"),
        ("agent 0-8", "customer 8-14", "system 15-18", "agent 18-20"),
        # 0.8-1.0 is the other's and 1.6-1.8 a third one's; 1.4-1.5 and 2.0-2.1 are missed, 1.5-1.6 is nobody's.
        (4, 2, 1, 20),
    ),
]


@pytest.mark.parametrize(("reference", "hypothesis", "tenths"), SPOKEN)
def test_diarization_error_rate(monkeypatch, reference, hypothesis, tenths):
    def line(turn):
        party, span = turn.split()
        start, end = span.split("-")
        return f"{party} {start}00-{end}00 bla"

    monkeypatch.setattr(speakers, "COLLAR_S", 0)
    truth = said(*(line(turn) for turn in reference))
    found = parts(speaker_errors(truth, take(MONO), heard(*(f"0 {line(turn)}" for turn in hypothesis))))
    confusion, missed, false_alarm, total = (each / 10 for each in tenths)
    assert found["der_confusion"] == pytest.approx((confusion, total))
    assert found["der_missed"] == pytest.approx((missed, total))
    assert found["der_false_alarm"] == pytest.approx((false_alarm, total))
    assert found["der"] == pytest.approx((confusion + missed + false_alarm, total))


def test_the_collar_is_that_of_nist():
    # pyannote.metrics, tests/test_diarization.py, test_bug_16: a collar of 1 s takes 0.5 s from each end of 10 s. It
    # counts both sides of a boundary together; NIST's md-eval, and this, count each: 0.25 s take as much.
    found = parts(speaker_errors(said("agent 0-10000 bla"), take(MONO, duration_ms=10_000), heard()))
    assert found["der_missed"] == pytest.approx((9.5, 9.5))
