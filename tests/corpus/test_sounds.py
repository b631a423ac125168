"""Sounds without words."""

import random

import numpy as np
import pytest

from sounds import BUSY, DTMF, RING_BACK, dialled, hold_music, pink, street, tone, white
from telephone import LINE_RATE
from wordless import WORDLESS, sound_of

N = 20 * LINE_RATE


def power_below(sound, hertz):
    """The share of power below a frequency."""
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    return spectrum[: round(hertz * len(sound) / LINE_RATE)].sum() / spectrum.sum()


@pytest.mark.parametrize("make", [white, pink, lambda n, rng: street(n, LINE_RATE, rng)])
def test_noises_have_power_one(make):
    assert (make(N, np.random.default_rng(1)) ** 2).mean() == pytest.approx(1)


def test_colours():
    rng = np.random.default_rng(1)
    assert power_below(white(N, rng), 1000) == pytest.approx(0.25, abs=0.02)
    # 1/f: as much between 100 and 200 Hz as between 1000 and 2000.
    one = pink(N, rng)
    octaves = [power_below(one, 2 * low) - power_below(one, low) for low in (100, 1000)]
    assert octaves[0] == pytest.approx(octaves[1], rel=0.1)


def test_the_street_comes_and_goes():
    level = np.sqrt((street(N, LINE_RATE, np.random.default_rng(1)).reshape(-1, LINE_RATE) ** 2).mean(axis=1))
    assert level.max() > 1.5 * level.min()


def test_hold_music_fits_the_telephone_and_is_never_silent():
    music = hold_music(20, LINE_RATE, random.Random(1))
    assert len(music) == N
    assert np.abs(music).max() == pytest.approx(1)
    assert power_below(music, 3000) - power_below(music, 90) > 0.99
    level = np.sqrt((music.reshape(-1, LINE_RATE // 2) ** 2).mean(axis=1))
    assert level[1:-1].min() > 0.02


def test_pieces_differ():
    assert not np.array_equal(hold_music(5, LINE_RATE, random.Random(1)), hold_music(5, LINE_RATE, random.Random(2)))


@pytest.mark.parametrize(("cadence", "on", "off"), [(RING_BACK, 1.5, 3.5), (BUSY, 0.5, 0.5)])
def test_network_tones_are_the_french_ones(cadence, on, off):
    sound = tone(cadence, 10, LINE_RATE)
    assert np.argmax(np.abs(np.fft.rfft(sound))) / 10 == pytest.approx(440, abs=1.5)
    assert (np.abs(sound) > 0).mean() == pytest.approx(on / (on + off), abs=0.01)


@pytest.mark.parametrize("key", sorted(DTMF))
def test_keys_have_their_two_frequencies(key):
    spectrum = np.abs(np.fft.rfft(dialled(key, LINE_RATE)[: LINE_RATE // 10]))
    peaks = sorted(np.argsort(spectrum)[-2:] * 10)
    assert peaks == pytest.approx(DTMF[key], abs=10)


@pytest.mark.parametrize("name", WORDLESS)
def test_every_sound_is_as_long_as_it_says_and_the_same_twice(name):
    sound = sound_of(name)
    assert len(sound) == WORDLESS[name].seconds * LINE_RATE
    assert np.array_equal(sound, sound_of(name))
    assert np.abs(sound).max() < 1.5


def test_silence_is_silence():
    assert not sound_of("sound-silence-1").any()
    assert 20 * np.log10(np.sqrt((sound_of("sound-hiss-1") ** 2).mean())) == pytest.approx(-52, abs=0.1)
