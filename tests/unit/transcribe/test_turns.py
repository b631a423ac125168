"""Words to turns, and the scripted engine that these tests hear with."""

from collections.abc import Sequence

import pytest

from builders import a_recording, a_workspace, transcript
from clairevoix.model.contact import Channel, Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe import hearing
from clairevoix.transcribe.engine import load_engine
from clairevoix.transcribe.turns import TURN_GAP_MS, joined, split_turns, transcribe


def words(*times: tuple[int, int]) -> list[Word]:
    return [Word(text=f"w{number}", span=TimeSpan(start, end), score=0.5) for number, (start, end) in enumerate(times)]


#: Times of words, and the words in each turn.
TURNS = [
    ([], []),
    ([(0, 100)], [1]),
    ([(0, 100), (100, 200)], [2]),
    ([(0, 100), (100 + TURN_GAP_MS, 1000)], [2]),  # a pause of exactly the gap
    ([(0, 100), (101 + TURN_GAP_MS, 1000)], [1, 1]),
    ([(0, 500), (200, 300), (350, 400)], [3]),  # times that overlap
    ([(0, 100), (900, 1000), (1000, 1100), (2000, 2100)], [1, 2, 1]),
]


@pytest.mark.parametrize(("times", "sizes"), TURNS)
def test_a_long_silence_ends_a_turn(times, sizes):
    turns = list(split_turns(1, Party.CUSTOMER, words(*times)))
    assert [len(turn.words) for turn in turns] == sizes
    assert {(turn.channel, turn.party) for turn in turns} <= {(1, Party.CUSTOMER)}


class Heard:
    """An engine that hears the same on every channel."""

    def __init__(self, *heard: Word) -> None:
        self.heard = heard

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[hearing.Heard, ...]:
        return tuple(hearing.Heard(words=self.heard) for _ in channels)


#: Times that an engine gives in a recording of one second, and what they become.
TIMES = [
    ((100, 200), (100, 200)),
    ((900, 1100), (900, 1000)),  # overshot
    ((1200, 1300), (1000, 1000)),
    ((0, 0), (0, 0)),
]


@pytest.mark.parametrize(("given", "kept"), TIMES)
def test_words_stay_inside_the_recording(given, kept):
    recording = a_recording(duration_ms=1000, parties=[Party.UNKNOWN])
    (turn,) = transcribe(recording, Heard(*words(given)), "fr").turns
    assert turn.words[0].span == TimeSpan(*kept)


def test_words_stay_in_order():
    recording = a_recording(duration_ms=1000, parties=[Party.UNKNOWN])
    (turn,) = transcribe(recording, Heard(*words((500, 600), (400, 450))), "fr").turns
    assert [word.span for word in turn.words] == [TimeSpan(500, 600), TimeSpan(500, 500)]


def test_an_empty_word_is_none():
    recording = a_recording(duration_ms=1000)
    heard = Heard(Word(text="", span=TimeSpan(0, 1), score=1.0))
    assert transcribe(recording, heard, "fr").turns == ()


def test_turns_come_in_the_order_in_which_they_begin(tmp_path):
    recording = a_recording()
    said = transcript("customer | 0.5 | 1.0 | allô", "agent | 0.1 | 0.4 | bonjour madame", "customer | 2.0 | 2.5 | oui")
    project = a_workspace(tmp_path, script=[(recording, said)])
    heard = transcribe(recording, load_engine(project.settings.transcribe), "fr")
    assert [(turn.party, turn.text) for turn in heard.turns] == [
        (Party.AGENT, "bonjour madame"),
        (Party.CUSTOMER, "allô"),
        (Party.CUSTOMER, "oui"),
    ]
    assert (heard.contact_id, heard.language, heard.duration_ms) == ("c1", "fr", 3000)


def test_a_scripted_engine_hears_nothing_in_other_sound(tmp_path):
    project = a_workspace(tmp_path, script=[(a_recording(seed=1), transcript("agent | 0 | 1 | bonjour"))])
    assert transcribe(a_recording(seed=2), load_engine(project.settings.transcribe), "fr").turns == ()


def test_the_sections_of_a_long_recording_become_one_transcript():
    one = transcript("agent | 0.1 | 0.4 | bonjour", "customer | 0.5 | 1.0 | allô")
    two = transcript("customer | 0.2 | 0.9 | oui")
    whole = joined([(0, one), (3000, two)], 6000)
    assert whole.duration_ms == 6000
    assert [(turn.text, turn.span) for turn in whole.turns] == [
        ("bonjour", TimeSpan(100, 400)),
        ("allô", TimeSpan(500, 1000)),
        ("oui", TimeSpan(3200, 3900)),
    ]
    assert joined([(0, one)], one.duration_ms) == one
