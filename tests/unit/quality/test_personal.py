"""Personal data: found or left in words, taken away needlessly, still heard in the redacted sound."""

from dataclasses import replace

import pytest

from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.evidence import Heard
from clairevoix.quality.metrics.personal import (
    as_transcript,
    redaction_of_heard,
    redaction_of_sound,
    redaction_of_truth,
    time_of,
)
from clairevoix.quality.truth import Marked
from clairevoix.redact.replace import redact
from conversations import MONO, heard, parts, redacted, said, take

LINE = "customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà"
PHONE = Marked(name="PHONE", turn=0, first=1, end=5, value="06 39 98")


def truth(*entities: Marked):
    return replace(said("agent 6000-7000 merci", LINE), entities=tuple(replace(each, turn=1) for each in entities))


#: What was heard (one word a second from 0), what was redacted of it, recall and precision as part and whole.
HEARD = [
    ("all of it redacted", "au zéro six trente-neuf quatre-vingt-dix-huit voilà", [(1000, 5000)], (1, 1), (1, 1)),
    ("nothing redacted", "au zéro six trente-neuf quatre-vingt-dix-huit voilà", [], (0, 1), None),
    ("one group left", "au zéro six trente-neuf quatre-vingt-dix-huit voilà", [(1000, 4000)], (0, 1), (1, 1)),
    ("more than it", "au zéro six trente-neuf quatre-vingt-dix-huit voilà", [(0, 6000)], (1, 1), (1, 1)),
    ("another word", "au zéro six trente-neuf quatre-vingt-dix-huit voilà", [(5000, 6000)], (0, 1), (0, 1)),
    (
        "it and another",
        "au zéro six trente-neuf quatre-vingt-dix-huit voilà",
        [(1000, 5000), (0, 1000)],
        (1, 1),
        (1, 2),
    ),
    # What was not recognised cannot be left, nor found; what was recognised otherwise is not what was said.
    ("recognised as nothing", "au voilà", [], None, None),
    ("recognised otherwise", "au héros cils trentaine voilà", [], None, None),
    ("a fragment of it left", "au zéro cils trentaine voilà", [], (0, 1), None),
]


@pytest.mark.parametrize(
    ("hypothesis", "spans", "recall", "precision"), [each[1:] for each in HEARD], ids=[each[0] for each in HEARD]
)
def test_redaction_of_recognised_words(hypothesis, spans, recall, precision):
    n = len(hypothesis.split())
    found = parts(
        redaction_of_heard(truth(PHONE), take(), redacted(heard(f"1 customer 0-{n}000 {hypothesis}"), *spans))
    )
    assert found.get("heard_recall PHONE") == found.get("heard_recall") == recall
    assert found.get("heard_precision PHONE") == found.get("heard_precision") == precision


#: What was heard of « zéro six trente-neuf quatre-vingt-dix-huit » (six digits), and whether that is recognising it.
RECOGNISED = [("zéro six trente-neuf quatre-vingt-dix-huit", 1), ("zéro six trente", 1), ("zéro six", 0), ("cils", 0)]


@pytest.mark.parametrize(("hypothesis", "recognised"), RECOGNISED)
def test_half_of_it_is_enough_to_recognise_it(hypothesis, recognised):
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(heard(f"1 customer 0-4000 {hypothesis}"))))
    assert found["recognised PHONE"] == found["recognised"] == (recognised, 1)


def test_personal_data_is_sought_on_every_channel():
    """The customer's number, heard on the agent's channel and left there."""
    hypothesis = heard("0 agent 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà")
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(hypothesis)))
    assert (found["recognised"], found["heard_recall"]) == ((1, 1), (0, 1))
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(hypothesis, (1000, 5000), channel=0)))
    assert (found["heard_recall"], found["heard_precision"]) == ((1, 1), (1, 1))


def test_the_same_words_at_another_time_are_another_number():
    hypothesis = heard("0 agent 20000-24000 zéro six trente-neuf quatre-vingt-dix-huit")
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(hypothesis)))
    assert found["recognised"] == (0, 1)


#: Where the sound is muted, and whether the number is hidden. It is said from word 2 to word 5 of a turn of 6 seconds:
#: by letters, from 231 to 5192 ms.
HIDDEN = [
    ([], 0),
    ([(0, 6000)], 1),
    ([(231, 5192)], 1),
    ([(600, 5192)], 1),
    ([(1000, 5192)], 0),
    ([(0, 2000), (3000, 6000)], 0),
]


@pytest.mark.parametrize(("muted", "hidden"), HIDDEN)
def test_an_entity_is_hidden_when_its_time_is_muted(muted, hidden):
    """Even if nothing of it was recognised: the sound still holds it."""
    hypothesis = replace(redacted(heard()), muted=tuple(TimeSpan(*span) for span in muted))
    assert parts(redaction_of_heard(truth(PHONE), take(), hypothesis))["hidden PHONE"] == (hidden, 1)


#: A turn of four words of equal length from 1000 to 5000, what is known of their times, and when words 1 to 3 are said.
TIMES = [
    ("un un un un", (2000, 4000)),
    ("un un@2300-3000 un un", (2300, 4000)),
    ("un un@2300- un un", (2300, 4100)),
    ("un un un@-3500 un", (1833, 3500)),
    ("un un un un@4200-", (2067, 4200)),
]


@pytest.mark.parametrize(("line", "expected"), TIMES)
def test_the_time_of_an_entity_lies_between_known_times(line, expected):
    told = said(f"customer 1000-5000 {line}")
    span = time_of(told, Marked(name="PHONE", turn=0, first=1, end=3))
    assert (span.start_ms, span.end_ms) == pytest.approx(expected, abs=1)


def test_the_other_channel_hides_nothing():
    hypothesis = heard("1 customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà")
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(hypothesis, (0, 6000), channel=0)))
    assert found["heard_recall"] == (0, 1)


def test_in_mono_everybody_is_on_one_channel():
    hypothesis = heard("0 unknown 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà")
    found = parts(redaction_of_heard(truth(PHONE), take(MONO), redacted(hypothesis, (1000, 5000), channel=0)))
    assert found["heard_recall"] == (1, 1)


def test_type_of_the_redaction_counts_for_precision():
    hypothesis = heard("1 customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà")
    found = parts(redaction_of_heard(truth(PHONE), take(), redacted(hypothesis, (1000, 5000), kind="NUMBER")))
    assert found["heard_precision NUMBER"] == (1, 1)
    assert found["heard_recall PHONE"] == (1, 1)


#: What is heard again in the redacted sound, entities not recoverable, and words of them heard again. « 06 39 98 » is
#: six digits.
AGAIN = [
    ("au voilà", (1, 1), (0, 6)),
    ("au zéro voilà", (1, 1), (1, 6)),
    ("au zéro six voilà", (1, 1), (2, 6)),
    ("au zéro six trente-neuf voilà", (0, 1), (4, 6)),
    ("au zéro six trente-neuf quatre-vingt-dix-huit voilà", (0, 1), (6, 6)),
]


@pytest.mark.parametrize(("again", "safe", "left"), AGAIN)
def test_what_is_still_heard_in_the_redacted_sound(again, safe, left):
    n = len(again.split())
    first = heard("1 customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà")
    hypothesis = replace(first, again=heard(f"1 customer 0-{n}000 {again}").transcript)
    found = parts(redaction_of_sound(truth(PHONE), take(), hypothesis))
    assert found["sound_recall PHONE"] == found["sound_recall"] == safe
    assert found["sound_left PHONE"] == left


def test_what_was_never_recognised_proves_nothing():
    hypothesis = replace(heard("1 customer 0-2000 au voilà"), again=heard("1 customer 0-2000 au voilà").transcript)
    assert redaction_of_sound(truth(PHONE), take(), hypothesis) == ()


def test_true_words_need_no_sound():
    """Here the pipeline's own redaction works on what was really said."""
    told = replace(
        said("customer 0-9000 au zéro six trente-neuf quatre-vingt-dix-huit vingt et un quarante-sept voilà"),
        entities=(replace(PHONE, end=8),),
    )
    transcript = as_transcript(told)
    assert transcript.turns[0].text.startswith("au zéro six")
    hypothesis = Heard(recording_id="c1", transcript=transcript, redacted=redact(transcript))
    found = parts(redaction_of_truth(told, hypothesis))
    assert found["text_recall PHONE"] == (1, 1)
    assert found["text_precision PHONE"] == (1, 1)


def test_without_redaction_nothing_is_said_of_it():
    assert redaction_of_heard(truth(PHONE), take(), heard()) == ()
    assert redaction_of_sound(truth(PHONE), take(), heard()) == ()
