"""What a telephone line does to sound, one effect a function.

In: the sound of all channels, (channels, n) samples of full scale 1.0, and the scene. Out: the same shape (fewer channels
where it says so). Nothing here moves sound in time. Speech comes in at `SPEECH_LEVEL`, so that a ratio in dB is to the
power of active speech.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import av
import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from loss import FRAME, conceal, lost_frames
from sounds import street, with_power_one
from telephone import LINE_RATE, SPEECH_LEVEL, through_a_law, write

Samples = NDArray[np.float64]

CUSTOMER = 1
_OPUS_RATE = 48_000
#: Applied forwards and backwards, which squares the response and takes back the delay.
_BAND = signal.butter(2, (300, 3400), "bandpass", fs=LINE_RATE, output="sos")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a call is heard: the chance of this recording, and the murmur of a room (a loop of 8 kHz, power 1)."""

    rng: np.random.Generator
    murmur: Samples


Effect = Callable[[Samples, Scene], Samples]


def narrow(channels: Samples) -> Samples:
    """The telephone band, 300 to 3400 Hz, without delay."""
    return np.asarray(signal.sosfiltfilt(_BAND, channels))


def ratio(decibels: float) -> float:
    """
    >>> round(ratio(6), 2)
    2.0
    """
    return float(10 ** (decibels / 20))


def to_16_bit(channels: Samples) -> NDArray[np.int16]:
    return np.rint(np.clip(channels, -1, 1 - 2**-15) * 32768).astype(np.int16)


def line_noise(channels: Samples, scene: Scene, *, snr_db: float) -> Samples:
    """The hiss of the line on every channel."""
    hiss = narrow(scene.rng.standard_normal(channels.shape))
    return channels + hiss * (SPEECH_LEVEL / ratio(snr_db) / np.sqrt((hiss**2).mean(axis=1, keepdims=True)))


def background(channels: Samples, scene: Scene, *, snr_db: float) -> Samples:
    """The agent sits in a murmuring room, the customer stands in the street."""
    n_samples = channels.shape[1]
    start = int(scene.rng.integers(len(scene.murmur)))
    room = np.resize(np.roll(scene.murmur, -start), n_samples)
    noises = [with_power_one(narrow(noise)) for noise in (room, street(n_samples, LINE_RATE, scene.rng))]
    return channels + np.stack(noises) * (SPEECH_LEVEL / ratio(snr_db))


def a_law(channels: Samples, _: Scene) -> Samples:
    """G.711 A-law, there and back."""
    return through_a_law(np.clip(channels, -0.98, 0.98)) / 32768


def _mu_law_levels() -> NDArray[np.int32]:
    """The 255 values of the G.711 mu-law code, in order."""
    levels = [(((mantissa << 3) + 132) << exponent) - 132 for exponent in range(8) for mantissa in range(16)]
    return np.array([-level for level in reversed(levels[1:])] + levels, dtype=np.int32)


_MU_LEVELS = _mu_law_levels()
_MU_LIMITS = (_MU_LEVELS[1:] + _MU_LEVELS[:-1]) / 2


def mu_law(channels: Samples, _: Scene) -> Samples:
    """G.711 mu-law, there and back."""
    return np.asarray(_MU_LEVELS[np.searchsorted(_MU_LIMITS, np.clip(channels, -0.98, 0.98) * 32768)] / 32768)


def gsm(channels: Samples, _: Scene) -> Samples:
    """GSM 06.10 full rate, 13 kb/s, there and back."""
    return np.stack([_through_gsm(to_16_bit(channel)) for channel in channels])


def _through_gsm(samples: NDArray[np.int16]) -> Samples:
    file = io.BytesIO()
    soundfile.write(file, np.pad(samples, (0, -len(samples) % 320)), LINE_RATE, format="WAV", subtype="GSM610")
    decoded, _ = soundfile.read(io.BytesIO(file.getvalue()), dtype="float64")
    return np.asarray(decoded[: len(samples)])


def opus(channels: Samples, _: Scene, *, bit_rate: int) -> Samples:
    """Opus for speech, each direction a stream of its own, there and back."""
    return np.stack([_through_opus(to_16_bit(channel), bit_rate) for channel in channels])


def _through_opus(samples: NDArray[np.int16], bit_rate: int) -> Samples:
    file = io.BytesIO()
    write(file, samples[:, None], "opus", bit_rate=bit_rate)
    resampler = av.AudioResampler(format="flt", layout="mono")
    with av.open(io.BytesIO(file.getvalue())) as container:
        pieces = [
            piece.to_ndarray()[0]
            for frame in container.decode(container.streams.audio[0])
            for piece in resampler.resample(frame)
        ]
    decoded = signal.resample_poly(np.concatenate(pieces).astype(np.float64), LINE_RATE, _OPUS_RATE)
    return np.resize(np.pad(decoded, (0, max(0, len(samples) - len(decoded)))), len(samples))


def packet_loss(channels: Samples, scene: Scene, *, rate: float, mean_burst: float) -> Samples:
    """Frames of 20 ms lost in bursts, each direction on its own, and concealed."""
    n_frames = -(-channels.shape[1] // FRAME)
    return np.stack([conceal(channel, lost_frames(n_frames, rate, mean_burst, scene.rng)) for channel in channels])


def bleed(channels: Samples, _: Scene, *, level_db: float, delay_ms: int) -> Samples:
    """Each channel faintly hears the other, a little late."""
    late = delay_ms * LINE_RATE // 1000
    other = np.pad(channels[::-1], ((0, 0), (late, 0)))[:, : channels.shape[1]]
    return channels + ratio(level_db) * other


def mixed(channels: Samples, _: Scene) -> Samples:
    """Both parties on one channel."""
    return channels.sum(axis=0, keepdims=True)


def doubled(channels: Samples, _: Scene) -> Samples:
    """One channel twice."""
    return np.repeat(channels, 2, axis=0)


def customer_lost(channels: Samples, _: Scene) -> Samples:
    """Nothing at all on the customer's channel."""
    heard = channels.copy()
    heard[CUSTOMER] = 0.0
    return heard


def swapped(channels: Samples, _: Scene) -> Samples:
    """The cables are crossed; whoever lists the recording does not know."""
    return channels[::-1]


def clipped(channels: Samples, _: Scene, *, over_db: float) -> Samples:
    """Each channel so loud that its peak lies `over_db` above full scale, and cut off there."""
    peaks = np.abs(channels).max(axis=1, keepdims=True)
    return np.clip(channels * (ratio(over_db) / np.maximum(peaks, 1e-9)), -1.0, 1.0)


def offset(channels: Samples, _: Scene, *, share: float, hum_db: float) -> Samples:
    """A recorder with a constant offset (a share of full scale) and 50 Hz from the mains (dB to full scale)."""
    time_s = np.arange(channels.shape[1]) / LINE_RATE
    return channels + share + ratio(hum_db) * np.sin(2 * np.pi * 50 * time_s)
