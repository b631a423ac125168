"""Sound for tests, made here: a voice that says nothing, tones, music and noise, and what lines do to them.

All of it is float, of full scale 1, at the rate asked for, and the same for the same seed.
"""

import random
from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan

Sound = NDArray[np.float64]

RATE = 8000
SPEECH_LEVEL = 10 ** (-24 / 20)
BOTH = (Party.AGENT, Party.CUSTOMER)


def recording(*channels: Sound, rate: int = RATE, parties: Sequence[Party] | None = None) -> Recording:
    """Channels as a recorder writes them: 16 bits, cut off at full scale."""
    named = parties or (BOTH if len(channels) == 2 else (Party.UNKNOWN,) * len(channels))
    return Recording(
        contact_id="c1",
        sample_rate_hz=rate,
        channels=tuple(
            Channel(party=party, samples=array("h", to_16_bit(channel).tobytes()))
            for party, channel in zip(named, channels, strict=True)
        ),
    )


def to_16_bit(sound: Sound) -> NDArray[np.int16]:
    return np.rint(np.clip(sound, -1, 1 - 2**-15) * 32768).astype(np.int16)


def silence(seconds: float, rate: int = RATE) -> Sound:
    return np.zeros(round(seconds * rate))


def hiss(seconds: float, rate: int = RATE, *, level: float = 10 ** (-56 / 20), seed: int = 0) -> Sound:
    """The noise of a line."""
    return level * np.random.default_rng(seed).standard_normal(round(seconds * rate))


def voice(seconds: float, rate: int = RATE, *, seed: int = 1, level: float = SPEECH_LEVEL) -> Sound:
    """Syllables, four or five a second, whose pitch glides and whose overtones change; no words, but pauses between them."""
    draw = random.Random(seed)
    sound = silence(seconds, rate)
    pitch_hz = draw.choice((110.0, 140.0, 200.0, 230.0))
    at = 0
    while at < len(sound):
        for _ in range(draw.randint(2, 6)):
            syllable = _syllable(draw, pitch_hz, rate)[: max(0, len(sound) - at)]
            sound[at : at + len(syllable)] += syllable
            at += len(syllable) + round(draw.uniform(0.01, 0.06) * rate)
        at += round(draw.uniform(0.15, 0.4) * rate)
    power = (sound**2).mean()
    return sound * (level / np.sqrt(power)) if power else sound


def _syllable(draw: random.Random, pitch_hz: float, rate: int) -> Sound:
    n_samples = round(draw.uniform(0.12, 0.22) * rate)
    time = np.linspace(0, 1, n_samples)
    pitch = pitch_hz * np.exp(draw.uniform(-0.12, 0.12) + draw.choice((-1, 1)) * draw.uniform(0.08, 0.25) * time)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    formants = [(draw.uniform(300, 800), 90.0, 1.0), (draw.uniform(900, 2200), 150.0, 0.6), (2700.0, 300.0, 0.25)]
    sound = np.zeros(n_samples)
    for number in range(1, int(min(3400, 0.45 * rate) / pitch.max()) + 1):
        hz = number * pitch
        gain = sum(peak / (1 + ((hz - centre) / width) ** 2) for centre, width, peak in formants)
        sound += gain * np.sin(number * phase)
    return sound * np.sin(np.pi * time) ** 0.4


def talk(spans_ms: Iterable[tuple[int, int]], seconds: float, rate: int = RATE, *, seed: int = 1) -> Sound:
    """A channel of a telephone line on which somebody talks in these spans: a syllable right at either end."""
    sound = hiss(seconds, rate, seed=seed)
    for number, (start_ms, end_ms) in enumerate(spans_ms):
        said = voice((end_ms - start_ms) / 1000, rate, seed=100 * seed + number)
        first = start_ms * rate // 1000
        sound[first : first + len(said)] += said[: len(sound) - first]
    return sound


def call(seconds: float = 30, rate: int = RATE, *, seed: int = 1) -> tuple[Sound, Sound]:
    """Two parties who take turns of a few seconds."""
    draw = random.Random(seed)
    spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    at_ms, side = 300, 0
    while at_ms < seconds * 1000 - 1500:
        end_ms = min(at_ms + draw.randint(1200, 4000), round(seconds * 1000) - 200)
        spans[side].append((at_ms, end_ms))
        at_ms, side = end_ms + draw.randint(200, 700), 1 - side
    return talk(spans[0], seconds, rate, seed=2 * seed), talk(spans[1], seconds, rate, seed=2 * seed + 1)


def with_bleed(channels: Sequence[Sound], *, level_db: float, delay_ms: int, rate: int = RATE) -> tuple[Sound, ...]:
    """Each channel faintly hears the other, a little late; with a delay below 0, before the other's own channel does."""
    return tuple(
        late(channel, max(0, -delay_ms), rate) + 10 ** (level_db / 20) * late(other, max(0, delay_ms), rate)
        for channel, other in zip(channels, channels[::-1], strict=True)
    )


def late(sound: Sound, delay_ms: float, rate: int = RATE) -> Sound:
    """As long as before, and so much later."""
    delay = round(delay_ms * rate / 1000)
    return np.concatenate([np.zeros(delay), sound])[: len(sound)]


def through_law(sound: Sound) -> Sound:
    """Coarse in loud samples and fine in faint ones, 8 bits each, like the codes of G.711 (the continuous mu law)."""
    code = np.sign(sound) * np.log1p(255 * np.minimum(np.abs(sound), 1)) / np.log(256)
    code = np.rint(code * 127) / 127
    return np.sign(code) * np.expm1(np.abs(code) * np.log(256)) / 255


def tone(hz: Sequence[float], seconds: float, rate: int = RATE, *, level: float = 0.1) -> Sound:
    """Sinusoids together."""
    time_s = np.arange(round(seconds * rate)) / rate
    return level * sum((np.sin(2 * np.pi * each * time_s) for each in hz), np.zeros(len(time_s))) / len(hz)


def repeated(sound: Sound, off_seconds: float, seconds: float, rate: int = RATE) -> Sound:
    """On and off again, beginning with on."""
    return np.resize(np.concatenate([sound, silence(off_seconds, rate)]), round(seconds * rate))


def music(seconds: float, rate: int = RATE, *, seed: int = 1, level: float = 10 ** (-28 / 20)) -> Sound:
    """Held chords, and one of their notes plucked after the other."""
    draw = random.Random(seed)
    sound = silence(seconds + 4, rate)
    key_hz, step_s = 110 * 2 ** (draw.randrange(12) / 12), draw.uniform(0.24, 0.32)
    for step in range(int(seconds / step_s) + 1):
        chord = [(0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14)][step // 8 % 4]
        first = round(step * step_s * rate)
        if step % 8 == 0:
            for half_tones in chord:
                _add(sound, first, _held(key_hz * 2 ** (half_tones / 12), 8 * step_s, rate))
        _add(sound, first, _plucked(key_hz * 2 ** (chord[step % 3] / 12 + 1), rate))
    sound = sound[: round(seconds * rate)]
    return sound * (level / np.sqrt((sound**2).mean()))


def _held(hz: float, seconds: float, rate: int) -> Sound:
    time_s = np.arange(round(seconds * rate)) / rate
    return (
        0.2
        * np.sqrt(np.sin(np.pi * time_s / seconds))
        * sum(np.sin(2 * np.pi * number * hz * time_s) / number for number in (1, 2, 3))
    )


def _plucked(hz: float, rate: int) -> Sound:
    time_s = np.arange(rate) / rate
    return sum(
        np.sin(2 * np.pi * number * hz * time_s) * np.exp(-(2.5 + number) * time_s) / number**1.5
        for number in range(1, 5)
        if number * hz < min(3000, 0.45 * rate)
    )


def _add(track: Sound, first: int, sound: Sound) -> None:
    sound = sound[: max(0, len(track) - first)]
    track[first : first + len(sound)] += sound


def total_ms(spans: Iterable[TimeSpan]) -> int:
    return sum(span.duration_ms for span in spans)
