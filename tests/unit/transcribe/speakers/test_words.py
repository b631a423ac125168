"""Words to speakers, one by one."""

import pytest

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.speakers.spans import SpeakerSpan
from clairevoix.transcribe.speakers.words import assigned

#: Who talks when, the times of words, and whose they are.
WORDS = [
    ("", "0-100 900-950", "00"),
    ("0:0-1000", "0-300 2000-2300", "00"),
    ("0:0-1000 1:1000-2000", "", ""),
    ("0:0-1000 1:1000-2000", "0-300 700-1000 1000-1300 1700-2000", "0011"),
    ("0:0-1000 1:1000-2000", "700-1200 800-1300", "01"),  # most of the word
    ("0:0-1000 1:2000-3000", "1100-1300 1700-1900", "01"),  # outside: the nearest
    ("0:0-1000 1:2000-3000", "1400-1600", "0"),  # as near: the first
    ("0:0-1000 1:1000-2000", "700-980 960-1040 1100-1300", "001"),  # astride: as the word before
    ("0:0-1000 1:1000-2000", "300-500 965-1035 1036-1200", "011"),  # the nearer neighbour in time
    ("0:0-1000 1:1000-2000", "820-1120 1100-1300", "01"),  # 60 ms ahead are enough
    ("0:0-1000 1:1000-2000", "840-1140 1100-1300", "11"),  # 20 are not
    ("0:0-3000 1:1000-2000", "500-900 1100-1400 1500-1900 2100-2500", "0000"),  # both at once: as those around
    ("0:0-1200 1:1000-3000", "500-900 1050-1150 1300-1800", "001"),
    ("0:0-1000 1:1000-2000", "960-1040", "0"),  # no word is sure
    ("1:0-1000 0:0-500", "100-300", "0"),
    ("0:0-1000 1:1000-2000", "990-1010 500-500 1500-1500", "001"),  # words that last no time
    ("0:0-400 0:380-1000 1:600-700", "590-710", "0"),  # spans of one speaker count once
]


def spans(text: str) -> list[SpeakerSpan]:
    return [SpeakerSpan(speaker=int(each[0]), span=time(each[2:])) for each in text.split()]


def time(text: str) -> TimeSpan:
    start, end = text.split("-")
    return TimeSpan(int(start), int(end))


@pytest.mark.parametrize(("talk", "times", "speakers"), WORDS)
def test_whose_a_word_is(talk, times, speakers):
    words = [Word(text=f"w{number}", span=time(each), score=0.5) for number, each in enumerate(times.split())]
    found = assigned(words, spans(talk))
    assert [word for word, _ in found] == words
    assert "".join(str(speaker) for _, speaker in found) == speakers
