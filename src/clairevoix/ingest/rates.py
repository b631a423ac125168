"""Samples of any kind and rate to 16-bit samples of one rate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import av
import numpy as np
import soxr
from numpy.typing import NDArray

#: What is above 16 kHz is brought down to it: no engine hears more.
MAX_RATE_HZ = 16_000
_FULL_SCALE = 32_768

Shorts = NDArray[np.int16]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some sound, time × channels. All blocks of a file have one rate and one number of channels."""

    rate_hz: int
    samples: Shorts = field(repr=False)


def at_one_rate(frames: Iterable[av.AudioFrame]) -> Iterator[Block]:
    """The sound of frames that all have the same number of channels, at the rate of the first, 16 kHz at most.

    SoX's resampler in high quality, as a stream: the same samples come out however they go in. A rate that changes inside
    is brought to that of the first.
    """
    target_hz = current_hz = n_channels = 0
    resampler: soxr.ResampleStream | None = None
    for frame in frames:
        samples, rate_hz = _samples(frame), frame.sample_rate
        target_hz, n_channels = target_hz or min(rate_hz, MAX_RATE_HZ), samples.shape[1]
        if rate_hz != current_hz:
            yield from _rest(resampler, n_channels, target_hz)
            current_hz, resampler = rate_hz, None
            if rate_hz != target_hz:
                resampler = soxr.ResampleStream(rate_hz, target_hz, n_channels, dtype="float32", quality="HQ")
        yield from _blocks(samples if resampler is None else resampler.resample_chunk(_floats(samples)), target_hz)
    yield from _rest(resampler, n_channels, target_hz)


def _rest(resampler: soxr.ResampleStream | None, n_channels: int, rate_hz: int) -> Iterator[Block]:
    """What a resampler still holds back."""
    if resampler is not None:
        yield from _blocks(resampler.resample_chunk(np.zeros((0, n_channels), np.float32), last=True), rate_hz)


def _blocks(samples: Shorts | Floats, rate_hz: int) -> Iterator[Block]:
    if len(samples):
        yield Block(rate_hz=rate_hz, samples=_shorts(samples))


def _samples(frame: av.AudioFrame) -> Shorts | Floats:
    """Time × channels. Sixteen bits stay as they are, all else comes to lie in -1 to 1; what is no number is silence."""
    planes = frame.to_ndarray()
    samples = planes.T if frame.format.is_planar else planes.reshape(-1, frame.layout.nb_channels)
    if samples.dtype == np.int16:
        return samples.astype(np.int16, copy=False)
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / np.float32(128)
    if samples.dtype == np.int32:
        return samples.astype(np.float32) / np.float32(2**31)
    clipped: Floats = np.clip(np.nan_to_num(samples), -1, 1).astype(np.float32)
    return clipped


def _floats(samples: Shorts | Floats) -> Floats:
    if samples.dtype == np.int16:
        samples = samples.astype(np.float32) / np.float32(_FULL_SCALE)
    return np.ascontiguousarray(samples, dtype=np.float32)


def _shorts(samples: Shorts | Floats) -> Shorts:
    if samples.dtype == np.int16:
        return samples.astype(np.int16, copy=False)
    return np.clip(np.rint(samples * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
