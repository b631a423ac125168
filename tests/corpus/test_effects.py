"""Every effect of the line, and every condition: what it does, and that it moves nothing in time."""

import numpy as np
import pytest
from fake_voice import FakeVoice, script
from scipy import signal

from conditions import CONDITIONS, STUDIO_RATE, active_level, at_the_mouth, heard
from effects import (
    Scene,
    a_law,
    background,
    bleed,
    clipped,
    customer_lost,
    doubled,
    gsm,
    line_noise,
    mixed,
    mu_law,
    narrow,
    offset,
    opus,
    packet_loss,
    ratio,
    swapped,
)
from staging import stage
from synthesis import whole_milliseconds
from telephone import LINE_RATE, SPEECH_LEVEL

SECONDS = 4
VOICE = FakeVoice()


def scene(seed=1):
    rng = np.random.default_rng(seed)
    return Scene(rng, rng.standard_normal(LINE_RATE * 5))


def sine(frequency, seconds=SECONDS, level=0.1):
    return level * np.sin(2 * np.pi * frequency * np.arange(seconds * LINE_RATE) / LINE_RATE)


def speech(seed=1):
    """Something like speech: bursts of a hum, narrow band, at the level of speech."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(SECONDS * LINE_RATE) / LINE_RATE
    hum = sum(np.sin(2 * np.pi * (110 + 7 * seed) * n * time_s + n) / n for n in range(1, 30))
    bursts = np.repeat(rng.random(SECONDS * 8) > 0.4, LINE_RATE // 8)
    sound = narrow((hum + 0.1 * rng.standard_normal(len(hum))) * bursts)
    return sound * SPEECH_LEVEL / active_level(sound, LINE_RATE)


def channels():
    return np.stack([speech(1), speech(2)])


def decibels(one, other):
    return 20 * np.log10(np.sqrt((one**2).mean() / (other**2).mean()))


def likeness(one, other):
    return float(one @ other / np.sqrt((one @ one) * (other @ other)))


def test_the_band_keeps_speech_and_drops_the_rest():
    for frequency, low, high in ((100, -99, -30), (1000, -0.5, 0.1), (3900, -99, -6)):
        passed = narrow(sine(frequency))[1000:-1000]
        assert low < decibels(passed, sine(frequency)[1000:-1000]) < high


def test_a_law_comes_back_within_its_steps_and_only_once():
    once = a_law(channels(), scene())
    assert np.array_equal(a_law(once, scene()), once)
    assert np.abs(once - channels()).max() <= np.abs(channels()).max() / 32
    assert decibels(channels(), once - channels()) > 30


def test_mu_law_comes_back_within_its_steps_and_only_once():
    once = mu_law(channels(), scene())
    assert np.array_equal(mu_law(once, scene()), once)
    assert decibels(channels(), once - channels()) > 30
    assert mu_law(np.zeros((1, 5)), scene()).any() == 0


def test_mu_law_has_the_values_of_g711():
    """The end points of the table of ITU-T G.711, on 16 bits."""
    loud = mu_law(np.array([[1.0, -1.0, 8 / 32768, -8 / 32768]]), scene()) * 32768
    assert loud.tolist() == [[32124.0, -32124.0, 8.0, -8.0]]


@pytest.mark.parametrize("n_samples", [159, 160, 8000, 8001])
def test_gsm_keeps_the_length(n_samples):
    assert gsm(channels()[:, :n_samples], scene()).shape == (2, n_samples)


@pytest.mark.parametrize("n_samples", [159, 160, 8000, 8001])
def test_opus_keeps_the_length(n_samples):
    assert opus(channels()[:, :n_samples], scene(), bit_rate=12_000).shape == (2, n_samples)


@pytest.mark.parametrize("codec", [gsm, lambda sound, where: opus(sound, where, bit_rate=12_000)])
def test_codecs_keep_what_is_said(codec):
    for one, other in zip(codec(channels(), scene()), channels(), strict=True):
        assert likeness(one, other) > 0.65  # Opus at this rate shapes anew what it keeps


@pytest.mark.parametrize("effect", [line_noise, background])
@pytest.mark.parametrize("snr_db", [30, 20, 10, 5])
def test_noise_is_as_loud_as_it_says(effect, snr_db):
    noise = effect(channels(), scene(), snr_db=snr_db) - channels()
    for sound, own in zip(channels(), noise, strict=True):
        assert 20 * np.log10(active_level(sound, LINE_RATE) / np.sqrt((own**2).mean())) == pytest.approx(
            snr_db, abs=0.1
        )


def test_room_and_street_are_different_noises():
    room, road = background(channels(), scene(), snr_db=5) - channels()
    assert abs(likeness(room, road)) < 0.1


def test_bleeding_is_faint_and_late():
    sound = np.stack([speech(1), np.zeros(SECONDS * LINE_RATE)])
    both = bleed(sound, scene(), level_db=-18, delay_ms=3)
    assert np.array_equal(both[0], sound[0])
    assert np.allclose(both[1, 24:], ratio(-18) * sound[0, :-24])
    assert not both[1, :24].any()


def test_mixing_and_doubling():
    one = mixed(channels(), scene())
    assert np.array_equal(one, [channels()[0] + channels()[1]])
    assert np.array_equal(doubled(one, scene()), np.concatenate([one, one]))


def test_swapping_and_losing():
    assert np.array_equal(swapped(channels(), scene()), channels()[[1, 0]])
    lost = customer_lost(channels(), scene())
    assert np.array_equal(lost[0], channels()[0])
    assert not lost[1].any()


def test_clipping_cuts_at_full_scale():
    cut = clipped(channels(), scene(), over_db=12)
    assert np.abs(cut).max() == 1.0
    assert 0.001 < (np.abs(cut) == 1.0).mean() < 0.5
    soft = np.abs(cut) < 1
    assert np.allclose(cut[0][soft[0]], channels()[0][soft[0]] * ratio(12) / np.abs(channels()[0]).max())


def test_offset_and_hum():
    added = offset(channels(), scene(), share=0.1, hum_db=-30) - channels()
    assert added.mean() == pytest.approx(0.1, abs=1e-3)
    spectrum = np.abs(np.fft.rfft(added[0] - added[0].mean()))
    assert np.argmax(spectrum) * LINE_RATE / added.shape[1] == 50


@pytest.mark.parametrize("rate", [0.05, 0.15])
def test_each_direction_loses_its_own_packets(rate):
    damaged = packet_loss(channels(), scene(), rate=rate, mean_burst=2)
    frames = np.abs(damaged - channels()).reshape(2, -1, 160).max(axis=2) > 1e-9
    assert 0 < frames.mean() < 0.5
    assert not np.array_equal(frames[0], frames[1])


@pytest.fixture(scope="module")
def staged():
    return stage(script("fr-one"), lambda text, speaker: whole_milliseconds(0.5 * VOICE.voiced(text, speaker)))


def shift_ms(one, other, rate):
    """The lag at which two sounds are most alike."""
    lags = signal.correlation_lags(len(one), len(other))
    strength = signal.correlate(one, other, method="fft")
    return 1000 * lags[np.argmax(np.abs(strength))] / rate


@pytest.mark.parametrize("name", CONDITIONS)
def test_no_condition_moves_anything_in_time(name, staged):
    condition = CONDITIONS[name]
    recorded = heard(staged, condition, 7, scene().murmur) / 32768
    clean = at_the_mouth(staged, condition.rate)
    if name == "swapped":
        clean = clean[::-1]
    if name in ("mono", "dual_mono"):
        clean = clean.sum(axis=0, keepdims=True).repeat(recorded.shape[1], axis=0)
    assert len(recorded) == staged.duration_ms * condition.rate // 1000
    assert recorded.shape[1] == len(condition.parties)
    for number, channel in enumerate(recorded.T):
        if (name, number) != ("dead", 1):
            assert abs(shift_ms(channel - channel.mean(), clean[number], condition.rate)) <= 2


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_the_same_twice(name, staged):
    twice = [heard(staged, CONDITIONS[name], 7, scene().murmur) for _ in range(2)]
    assert np.array_equal(*twice)


def test_what_the_list_says_of_the_channels():
    said = {
        name: condition.parties for name, condition in CONDITIONS.items() if condition.parties != ("agent", "customer")
    }
    assert said == {"mono": ("unknown",)}


def test_the_dead_channel_is_dead_and_the_studio_is_clean(staged):
    assert not heard(staged, CONDITIONS["dead"], 7, scene().murmur)[:, 1].any()
    studio = heard(staged, CONDITIONS["studio"], 7, scene().murmur)
    assert CONDITIONS["studio"].rate == STUDIO_RATE
    assert not studio[: staged.turns[0].start_ms * 16 - 100].any()


@pytest.mark.parametrize(("name", "snr_db"), [("alaw", 30), ("noise20", 20), ("noise10", 10), ("noise5", 5)])
def test_the_noise_of_a_recording_is_the_one_of_its_name(name, snr_db, staged):
    """Measured from the outside: the level where nobody speaks against the level of the clean speech.

    Speech and music are the same for every condition, so what one adds is its difference to the clean line.
    """
    clean = at_the_mouth(staged, LINE_RATE)
    noise = heard(staged, CONDITIONS[name], 7, scene().murmur).T / 32768 - clean
    for sound, own in zip(clean, noise, strict=True):
        measured = 20 * np.log10(SPEECH_LEVEL / np.sqrt((own**2).mean()))
        assert measured == pytest.approx(snr_db, abs=1.5)  # A-law adds a little of its own
        assert active_level(sound, LINE_RATE) == pytest.approx(SPEECH_LEVEL, rel=0.35)
