"""Sounds that are no speech, made here so that nobody holds rights in them: noises, tones of the network, hold music.

In: seconds, a sampling rate and a source of chance. Out: samples; mean power 1 where nothing else is said.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import signal

Samples = NDArray[np.float64]

#: Four chords a piece, as half-tones above its key note.
_PROGRESSIONS = (
    ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14)),
    ((0, 3, 7), (8, 12, 15), (3, 7, 10), (10, 14, 17)),
    ((0, 4, 7, 11), (2, 5, 9, 12), (7, 11, 14, 17), (0, 4, 7, 12)),
)
_PATTERNS = ((0, 1, 2, 1), (0, 2, 1, 2), (2, 1, 0, 1))
#: French network tones: frequencies in Hz, seconds on, seconds off.
RING_BACK = ((440.0,), 1.5, 3.5)
BUSY = ((440.0,), 0.5, 0.5)
DTMF = {
    **dict(zip("123A", ((697, f) for f in (1209, 1336, 1477, 1633)), strict=True)),
    **dict(zip("456B", ((770, f) for f in (1209, 1336, 1477, 1633)), strict=True)),
    **dict(zip("789C", ((852, f) for f in (1209, 1336, 1477, 1633)), strict=True)),
    **dict(zip("*0#D", ((941, f) for f in (1209, 1336, 1477, 1633)), strict=True)),
}


def with_power_one(samples: Samples) -> Samples:
    return samples / np.sqrt((samples**2).mean())


def white(n_samples: int, rng: np.random.Generator) -> Samples:
    """All frequencies alike."""
    return with_power_one(rng.standard_normal(n_samples))


def pink(n_samples: int, rng: np.random.Generator) -> Samples:
    """Power falling with 1/f, by shaping the spectrum of white noise; flat below 20 Hz of an 8 kHz line."""
    spectrum = np.fft.rfft(rng.standard_normal(n_samples))
    frequencies = np.maximum(np.arange(len(spectrum)) / n_samples, 20 / 8000)
    return with_power_one(np.fft.irfft(spectrum / np.sqrt(frequencies), n_samples))


def street(n_samples: int, rate: int, rng: np.random.Generator) -> Samples:
    """Traffic: low rumble that comes and goes over seconds, and the hiss of tyres that follows it."""
    seconds = np.arange(n_samples) / rate
    rumble = signal.sosfilt(signal.butter(2, (60, 700), "bandpass", fs=rate, output="sos"), white(n_samples, rng))
    tyres = signal.sosfilt(
        signal.butter(2, (700, 0.42 * rate), "bandpass", fs=rate, output="sos"), white(n_samples, rng)
    )
    passing = np.zeros(n_samples)
    for period_s in (3.7, 6.1, 11.3):
        passing += np.sin(2 * np.pi * (seconds / period_s + rng.uniform()))
    loudness = 10 ** (4 * passing / 3 / 20)
    return with_power_one(loudness * (with_power_one(rumble) + 0.5 * loudness * with_power_one(tyres)))


def tone(cadence: tuple[Sequence[float], float, float], seconds: float, rate: int) -> Samples:
    """A network tone: its frequencies together, on and off. Peak 1."""
    frequencies, on_s, off_s = cadence
    time_s = np.arange(round(seconds * rate)) / rate
    sound = sum(np.sin(2 * np.pi * frequency * time_s) for frequency in frequencies) / len(frequencies)
    return np.asarray(sound * ((time_s % (on_s + off_s)) < on_s))


def dialled(keys: str, rate: int) -> Samples:
    """Keys pressed one after the other: a tenth of a second each, a tenth between. Peak 1."""
    return np.concatenate([tone((DTMF[key], 0.1, 0.1), 0.2, rate) for key in keys])


def hold_music(seconds: float, rate: int, rng: random.Random) -> Samples:
    """A soft arpeggio over slow chords, all of it between 100 and 3000 Hz. Peak 1."""
    key_hz = 110 * 2 ** (rng.randrange(12) / 12)
    chords = rng.choice(_PROGRESSIONS)
    pattern = rng.choice(_PATTERNS)
    step_s = 60 / rng.randint(92, 126) / 2
    n_samples = round(seconds * rate)
    music = np.zeros(n_samples + rate * 4)
    for step in range(int(seconds / step_s) + 1):
        chord = chords[step // 8 % len(chords)]
        first = round(step * step_s * rate)
        if step % 8 == 0:
            for half_tones in chord:
                _add(music, first, _pad(key_hz * 2 ** (half_tones / 12), 8 * step_s, rate))
        half_tones = chord[pattern[step % 4] % len(chord)] + 12 * (1 + step // 4 % 2)
        _add(music, first, _pluck(key_hz * 2 ** (half_tones / 12), rate))
    music = music[:n_samples]
    fade = np.linspace(0, 1, min(rate // 5, n_samples // 2))
    music[: len(fade)] *= fade
    music[n_samples - len(fade) :] *= fade[::-1]
    return music / np.abs(music).max()


def _pluck(frequency: float, rate: int) -> Samples:
    """A struck string that dies away."""
    time_s = np.arange(round(1.2 * rate)) / rate
    overtones = sum(
        np.sin(2 * np.pi * number * frequency * time_s) * np.exp(-(2.5 + number) * time_s) / number**1.5
        for number in range(1, 5)
        if number * frequency < 3000
    )
    return np.asarray(overtones) * np.minimum(1, time_s * 200)


def _pad(frequency: float, seconds: float, rate: int) -> Samples:
    """A chord tone that swells and fades."""
    time_s = np.arange(round(seconds * rate)) / rate
    swell = np.sin(np.pi * time_s / seconds) ** 0.5
    return 0.18 * swell * (np.sin(2 * np.pi * frequency * time_s) + 0.4 * np.sin(4 * np.pi * frequency * time_s))


def _add(track: Samples, first: int, sound: Samples) -> None:
    sound = sound[: max(0, len(track) - first)]
    track[first : first + len(sound)] += sound
