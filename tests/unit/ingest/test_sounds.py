"""A channel as stretches of silence, tones, music and speech: what is found, and that speech is never taken for less."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from clairevoix.ingest.audio import read_recording
from clairevoix.ingest.frames import samples_of
from clairevoix.ingest.sounds import sound_spans
from clairevoix.model.contact import Party
from clairevoix.model.sound import SoundKind
from clairevoix.model.timespan import TimeSpan
from recordings import hiss, late, music, repeated, silence, talk, through_law, to_16_bit, tone, voice

SLICE = Path(__file__).parents[3] / "corpus" / "slice"
TAKES = [json.loads(line) for line in (SLICE / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
TRUTH = {
    each["contact_id"]: each
    for each in map(json.loads, (SLICE / "truth.jsonl").read_text(encoding="utf-8").splitlines())
}
SPEECH, SILENCE, TONE, MUSIC = SoundKind.SPEECH, SoundKind.SILENCE, SoundKind.TONE, SoundKind.MUSIC
KEYS = {"1": (697, 1209), "5": (770, 1336), "9": (852, 1477), "0": (941, 1336), "#": (941, 1477)}


def held_ms(found, kind, start_ms=0, end_ms=10**9):
    """How much of a stretch is of a kind."""
    return sum(each.span.overlap_ms(TimeSpan(start_ms, end_ms)) for each in found if each.kind is kind)


def kinds(found):
    return [each.kind for each in found]


# Tones

#: Frequencies in Hz, seconds on, seconds off (ITU-T E.180 Supplement 2), and how many ms of 12 s are tone.
TONES = [
    ("French ringing", (440,), 1.5, 3.5, 4500),
    ("French busy", (440,), 0.5, 0.5, 6000),
    ("French dial", (440,), 12, 0, 12_000),
    ("North American ringing", (440, 480), 2, 4, 4000),
    ("North American busy", (480, 620), 0.5, 0.5, 6000),
    ("North American dial", (350, 440), 12, 0, 12_000),
    ("British ringing", (400, 450), 1, 3, 3000),
    ("a voicemail's beep", (1000,), 0.4, 2, 2000),
    ("a fax", (1100,), 0.5, 3, 2000),
]


@pytest.mark.parametrize(
    ("hz", "on_s", "off_s", "wanted_ms"), [row[1:] for row in TONES], ids=[row[0] for row in TONES]
)
def test_tones_of_networks(hz, on_s, off_s, wanted_ms):
    sound = repeated(tone(hz, on_s), off_s, 12)
    found = sound_spans(to_16_bit(through_law(sound + hiss(12))), 8000)
    assert held_ms(found, TONE) == pytest.approx(wanted_ms, rel=0.06, abs=100)
    assert held_ms(found, SPEECH) + held_ms(found, MUSIC) <= 100


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000])
def test_keys_pressed_for_a_tenth_of_a_second(rate):
    pressed = [np.concatenate([tone(KEYS[key], 0.1, rate), silence(0.4, rate)]) for key in "15905#"]
    sound = np.concatenate(pressed)
    found = sound_spans(to_16_bit(sound + hiss(len(sound) / rate, rate)), rate)
    assert kinds(found).count(TONE) == 6
    assert held_ms(found, TONE) == pytest.approx(600, abs=150)


def test_a_faint_hum_is_no_tone():
    found = sound_spans(to_16_bit(tone([300], 10, level=0.002) + talk([(2000, 8000)], 10)), 8000)
    assert held_ms(found, TONE) == 0


def test_a_tone_beside_a_voice_leaves_the_voice_alone():
    sound = talk([(3000, 8000)], 10)
    sound[:16_000] += tone([440], 2)
    found = sound_spans(to_16_bit(sound), 8000)
    assert held_ms(found, TONE, 0, 2000) > 1900
    assert held_ms(found, TONE, 2100, 10_000) == 0
    assert held_ms(found, SPEECH, 3000, 8000) > 4800


# Music


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_music_is_found(seed, rate):
    found = sound_spans(to_16_bit(through_law(music(20, rate, seed=seed) + hiss(20, rate))), rate)
    assert held_ms(found, MUSIC) > 17_500


def test_music_while_on_hold():
    """A voice, ten seconds of music that swells and fades, the voice again."""
    sound = talk([(500, 9500), (20_500, 29_000)], 30)
    sound[10 * 8000 : 20 * 8000] += music(10)
    found = sound_spans(to_16_bit(sound), 8000)
    assert held_ms(found, MUSIC, 10_000, 20_000) > 8000
    assert held_ms(found, MUSIC, 500, 9500) + held_ms(found, MUSIC, 20_500, 29_000) == 0


@pytest.mark.parametrize("above_db", [10, 15, 20])
def test_a_voice_over_music_stays_speech(above_db):
    """An announcement while on hold, or a radio behind the customer."""
    said, played = voice(20), music(20)
    played *= np.sqrt((said**2).mean() / (played**2).mean()) * 10 ** (-above_db / 20)
    found = sound_spans(to_16_bit(said + played), 8000)
    assert held_ms(found, MUSIC) + held_ms(found, TONE) < 400


@pytest.mark.parametrize(("below_db", "share"), [(20, 0.01), (15, 0.01), (10, 0.03)])
def test_a_voice_of_the_corpus_over_music_stays_speech(below_db, share):
    """The voice at -22 dB of full scale, music so much below."""
    (take,) = [each for each in TAKES if each["recording"] == "fr-mobile-04@alaw"]
    recording = _recording(take)
    said = samples_of(recording.channels[1]) / 32768
    rate = recording.sample_rate_hz
    played = music(len(said) / rate, rate, level=10 ** (-(22 + below_db) / 20))
    found = sound_spans(to_16_bit(said + played), rate)
    phrases = list(_phrases(take, 1))
    taken_ms = sum(held_ms(found, MUSIC, *phrase) + held_ms(found, TONE, *phrase) for phrase in phrases)
    assert taken_ms <= share * sum(end_ms - start_ms for start_ms, end_ms in phrases)


def test_hold_music_of_the_corpus_is_found():
    (take,) = [each for each in TAKES if each["contact_id"] == "sound-music-3"]
    assert held_ms(_found(take)[0], MUSIC) > 0.98 * take["duration_ms"]


# Silence


def test_silence_and_steady_noise_are_silence():
    white, nothing, street = hiss(10, level=0.05), silence(10), hiss(10, level=10 ** (-70 / 20))
    for sound in (white, nothing, street):
        (only,) = sound_spans(to_16_bit(sound), 8000)
        assert only.kind is SILENCE


def test_pauses_between_words_are_speech_and_longer_ones_silence():
    found = sound_spans(to_16_bit(talk([(1000, 4000), (4400, 6000), (9000, 11_000)], 12)), 8000)
    assert kinds(found) == [SILENCE, SPEECH, SILENCE, SPEECH, SILENCE]
    assert found[1].span.start_ms == pytest.approx(900, abs=60)
    assert found[2].span.start_ms == pytest.approx(6100, abs=260)


def test_noise_that_comes_and_goes_is_not_surely_silence():
    """It may hold a word: whoever listens decides."""
    passing = hiss(20, level=0.05) * (0.2 + np.sin(np.linspace(0, 12, 160_000)) ** 2)
    assert held_ms(sound_spans(to_16_bit(passing), 8000), SPEECH) > 5000


# Speech is never taken for less


def _recording(take):
    return read_recording(SLICE / take["file"], take["contact_id"], tuple(Party(each) for each in take["parties"]))


def _found(take):
    recording = _recording(take)
    return [sound_spans(samples_of(channel), recording.sample_rate_hz) for channel in recording.channels]


def _phrases(take, channel):
    """Start and end of what is said on a channel."""
    side = take["parties"][channel]
    for turn in TRUTH[take["contact_id"]]["turns"]:
        if side in ("unknown", turn["side"]):
            start_ms = 0
            for word in turn["words"]:
                start_ms = word.get("start_ms", start_ms)
                if "end_ms" in word:
                    yield start_ms, word["end_ms"]


@pytest.mark.parametrize("condition", ["alaw", "gsm", "noise10", "mono"])
def test_speech_of_the_corpus_is_speech(condition):
    """Of what people say, nothing is music or a tone (below 1 % is what is asked), and nearly nothing silence."""
    said_ms = {SPEECH: 0, SILENCE: 0, TONE: 0, MUSIC: 0}
    for take in TAKES:
        if take["condition"] == condition:
            for number, found in enumerate(_found(take)):
                for start_ms, end_ms in _phrases(take, number):
                    for kind in said_ms:
                        said_ms[kind] += held_ms(found, kind, start_ms, end_ms)
    total = sum(said_ms.values())
    assert total > 100_000
    assert said_ms[TONE] + said_ms[MUSIC] < 0.001 * total
    assert said_ms[SILENCE] < 0.01 * total


def test_hold_of_a_call_of_the_corpus_is_music_on_one_side_and_silence_on_the_other():
    (take,) = [each for each in TAKES if each["recording"] == "fr-churn-01@alaw"]
    agent, customer = _found(take)
    (start_ms, end_ms) = next(
        (each["start_ms"], each["end_ms"])
        for each in TRUTH["fr-churn-01"]["stretches"]
        if each["sound"] == "hold_music"
    )
    assert held_ms(agent, MUSIC, start_ms, end_ms) > 0.95 * (end_ms - start_ms)
    assert held_ms(customer, SILENCE, start_ms, end_ms) > 0.95 * (end_ms - start_ms)


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("rate", [8000, 16_000])
def test_made_up_voices_are_speech(rate, seed):
    found = sound_spans(to_16_bit(voice(20, rate, seed=seed) + hiss(20, rate)), rate)
    assert held_ms(found, MUSIC) + held_ms(found, TONE) == 0


# Any sound at all

ODD = [
    ("one sample", np.full(1, 0.5)),
    ("a frame and a sample", voice(0.3)[:161]),
    ("all at full scale", np.ones(8001)),
    ("full scale up and down", np.resize([1.0, -1.0], 12_345)),
    ("a square wave", np.sign(tone([440], 2.003))),
    ("one click", np.eye(1, 9999, 5000)[0]),
    ("noise", hiss(3.3333, level=0.2)),
    ("an offset and hum", tone([50], 5, level=0.3) + 0.3),
]


def test_no_sound_has_no_spans():
    assert sound_spans(to_16_bit(silence(0)), 8000) == ()


@pytest.mark.parametrize("rate", [4000, 8000, 11_025, 16_000])
@pytest.mark.parametrize("sound", [row[1] for row in ODD], ids=[row[0] for row in ODD])
def test_spans_fill_any_recording(sound, rate):
    found = sound_spans(to_16_bit(sound), rate)
    duration_ms = len(sound) * 1000 // rate
    edges = [edge for each in found for edge in (each.span.start_ms, each.span.end_ms)]
    assert edges == sorted(edges)
    assert edges[1:-1:2] == edges[2::2]
    assert (edges[0], edges[-1]) == (0, duration_ms) if duration_ms else edges == []
    assert all(earlier.kind is not later.kind for earlier, later in pairwise(found))


def test_samples_are_left_alone():
    samples = to_16_bit(late(voice(3), 10))
    before = samples.copy()
    sound_spans(samples, 8000)
    assert (samples == before).all()
