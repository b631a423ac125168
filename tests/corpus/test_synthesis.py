"""Phrases are spoken once."""

import numpy as np
import pytest
from fake_voice import RATE, FakeVoice

from murmur import MURMURERS, murmur
from synthesis import KEPT_LEVEL, Phrases, Unspeakable


def test_a_phrase_is_spoken_once(tmp_path):
    voice = FakeVoice()
    first = Phrases(voice, tmp_path).say("Bonjour madame.", "agent-1")
    again = Phrases(voice, tmp_path).say("Bonjour madame.", "agent-1")
    assert len(voice.said) == 1
    assert np.array_equal(first, again)


def test_another_speaker_or_text_is_spoken_anew(tmp_path):
    voice = FakeVoice()
    phrases = Phrases(voice, tmp_path)
    for text, speaker in (("Oui.", "agent-1"), ("Oui.", "agent-2"), ("Non.", "agent-1"), ("Oui.", "agent-1")):
        phrases.say(text, speaker)
    assert len(voice.said) == 3


def test_a_phrase_iswhole_milliseconds_half_as_loud_and_has_no_clicks(tmp_path):
    voice = FakeVoice()
    said = Phrases(voice, tmp_path).say("Bonjour madame.", "agent-1")
    full = voice.voiced("Bonjour madame.", "agent-1")
    assert len(said) % (RATE // 1000) == 0
    assert said[0] == said[-1] == 0
    assert np.allclose(said[1000:2000], KEPT_LEVEL * full[1000:2000], atol=2**-14)


def test_nothing_unfinished_stays(tmp_path):
    Phrases(FakeVoice(), tmp_path).say("Oui.", "agent-1")
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".flac"]


def test_what_has_no_sound_is_named(tmp_path):
    with pytest.raises(Unspeakable):
        Phrases(FakeVoice(), tmp_path).say("…", "agent-1")


def test_the_murmur_is_of_strangers_and_has_power_one(tmp_path):
    voice = FakeVoice()
    room = murmur(Phrases(voice, tmp_path).say)
    assert {speaker for _, speaker in voice.said} == set(MURMURERS)
    assert np.sqrt((room**2).mean()) == pytest.approx(1)
    assert len(room) == 60 * 8000
