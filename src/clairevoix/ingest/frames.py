"""Sound in short frames: power by frequency, measured in blocks so that no channel ever lies in memory as floats."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from clairevoix.model.contact import Channel
from clairevoix.model.timespan import TimeSpan

Samples = NDArray[np.int16]
Powers = NDArray[np.float32]
Levels = NDArray[np.float32]
Mask = NDArray[np.bool_]

FULL_SCALE = 32768.0
#: One frame per 20 ms, as telephone codecs have it; seen through 32 ms, so that frames overlap.
FRAMES_PER_SECOND = 50
_WINDOW_MS = 32
N_BANDS = 8
#: Where telephones carry speech; mains hum and constant offsets lie below.
LOW_HZ, HIGH_HZ = 250.0, 3500.0
_NYQUIST_SHARE = 0.475
_FRAMES_AT_ONCE = 2048
_LEAST_POWER = 1e-12  # -120 dB: digital silence has a level too


def samples_of(channel: Channel) -> Samples:
    """The samples of a channel, not copied."""
    return np.frombuffer(channel.samples, dtype=np.int16)


def frame_size(rate_hz: int) -> int:
    """Samples from one frame to the next."""
    return max(1, rate_hz // FRAMES_PER_SECOND)


def decibels(power: Powers) -> Levels:
    """Power of full scale 1 in dB, -120 at least."""
    return 10 * np.log10(np.maximum(power, np.float32(_LEAST_POWER)))


def band(rate_hz: int) -> tuple[float, float]:
    """The lowest and highest frequency that is measured at a sampling rate."""
    return LOW_HZ, min(HIGH_HZ, _NYQUIST_SHARE * rate_hz)


def frequencies(size: int, rate_hz: int) -> NDArray[np.float64]:
    """The frequencies of a spectrum over ``size`` samples, in Hz."""
    return np.asarray(np.fft.rfftfreq(size, 1 / rate_hz), dtype=np.float64)


def spectra(
    samples: Samples, size: int, hop: int, *, shift: int = 0, context: int = 0
) -> Iterator[tuple[int, int, Powers]]:
    """Power spectra of one frame every ``hop`` samples, each through a Hann window of ``size`` samples around it.

    Yields blocks: how many frames of context stand before and after in it, and the powers (frames × frequencies), which
    sum to the mean square of full scale. The sound is taken ``shift`` samples later; beyond its ends it stays as it ends.
    """
    window = np.hanning(size).astype(np.float32)
    scale = np.float32(2 / (size * float((window.astype(np.float64) ** 2).sum()) * FULL_SCALE**2))
    n_frames = -(-len(samples) // hop)
    for first in range(0, n_frames, _FRAMES_AT_ONCE):
        last = min(first + _FRAMES_AT_ONCE, n_frames)
        before, after = min(context, first), min(context, n_frames - last)
        start = (first - before) * hop - (size - hop) // 2 - shift
        length = (last + after - first + before - 1) * hop + size
        frames = sliding_window_view(stretch(samples, start, length), size)[::hop] * window
        spectrum = np.fft.rfft(frames)
        yield before, after, np.asarray((spectrum.real**2 + spectrum.imag**2) * scale, dtype=np.float32)


def stretch(samples: Samples, start: int, length: int) -> Samples:
    """So many samples from ``start``, which may lie before the sound or after it: it stays as it begins and ends."""
    inside = samples[max(0, min(start, len(samples) - 1)) : max(1, start + length)]
    before = max(0, min(-start, length - 1))
    return np.pad(inside, (before, max(0, length - before - len(inside))), mode="edge")[:length]


def band_powers(samples: Samples, rate_hz: int, *, shift: int = 0) -> Powers:
    """Power of each frame in each band (frames × ``N_BANDS``), of full scale 1; bands are equally wide in octaves."""
    hop = frame_size(rate_hz)
    size = max(2, rate_hz * _WINDOW_MS // 1000)
    edges = np.searchsorted(frequencies(size, rate_hz), np.geomspace(*band(rate_hz), N_BANDS + 1))
    blocks = [
        np.add.reduceat(power[:, : edges[-1]], edges[:-1], axis=1)
        for _, _, power in spectra(samples, size, hop, shift=shift)
    ]
    return np.concatenate(blocks) if blocks else np.zeros((0, N_BANDS), dtype=np.float32)


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Where a mask is true, as half-open ranges.

    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def spans(mask: Mask, hop: int, rate_hz: int, n_samples: int) -> tuple[TimeSpan, ...]:
    """The time in which a mask of frames is true; the last frame ends with the sound."""
    return tuple(
        TimeSpan(first * hop * 1000 // rate_hz, min(last * hop, n_samples) * 1000 // rate_hz)
        for first, last in runs(mask)
    )


def bridged(mask: Mask, longest_gap: int, shortest_run: int) -> Mask:
    """The mask without gaps of up to ``longest_gap`` frames between runs, then without runs below ``shortest_run``."""
    result = mask.copy()
    found = runs(mask)
    for (_, end), (start, _) in pairwise(found):
        if start - end <= longest_gap:
            result[end:start] = True
    for start, end in runs(result):
        if end - start < shortest_run:
            result[start:end] = False
    return result
