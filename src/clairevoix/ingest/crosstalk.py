"""What two channels have in common: the same sound twice, or one party faintly heard on the other's channel.

Both are linear copies, later or earlier by a delay, so they show in the cross-correlation of the channels (Knapp & Carter
1976, "The generalized correlation method for estimation of time delay", IEEE Trans. ASSP 24(4)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.ingest.frames import (
    FRAMES_PER_SECOND,
    FULL_SCALE,
    Levels,
    Mask,
    Samples,
    band,
    frame_size,
    frequencies,
    stretch,
)

_Spectrum = NDArray[np.complex128]
_Power = NDArray[np.float64]

#: Delays that are looked for, either way: echoes of mobile networks take a quarter of a second.
MAX_DELAY_MS = 500
#: The peak of the correlation stands so many standard deviations above its chance level. Calls of the corpus with nothing in
#: common reach 10 (15 where a stereo codec mixes the channels a little); 5 s of a call with bleed of -18 dB reach 70.
_CLEAR_PEAK = 20.0
#: Fainter than this, what comes over lies below the noise of a telephone line.
_LEAST_BLEED_DB = -40.0
#: One channel speaks alone where it is so much louder than the other, and at most so much below its own loudest.
_ALONE_DB, _DYNAMIC_DB = 6.0, 30.0
_LOUDEST_PERCENTILE = 95
_LEAST_ALONE_MS = 500
#: Reflections of the same copy, either side of its delay.
_PATH_MS = 8
#: Frames in which two channels are compared, and how wide the bands are in which they must agree.
_COMPARED_MS, _BAND_HZ = 256, 125.0
#: Of the frames at most so much below the loudest of their channel, nine in ten must agree: packets get lost on one way only.
_COMPARED_DB, _SPREAD_PERCENTILE = 15.0, 90
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bleed:
    """A copy of another channel: its level against the original in dB, and how many samples later it comes."""

    level_db: float
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two channels are: correlation 0 to 1, and how far from constant their level difference is, in dB."""

    correlation: float
    spread_db: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cross:
    """Spectra summed over a recording: of both together, and of each."""

    together: _Spectrum
    first: _Power
    second: _Power
    size: int
    max_delay: int


def bleed(source: Samples, heard_on: Samples, levels: Levels, levels_there: Levels, rate_hz: int) -> Bleed | None:
    """How ``source`` is heard on the other channel, where it speaks alone; None where nothing is measurable.

    ``levels`` and ``levels_there`` are the frames of both channels, in dB.
    """
    alone = (levels > levels_there + _ALONE_DB) & (levels > _loudest(levels) - _DYNAMIC_DB)
    if int(alone.sum()) < _LEAST_ALONE_MS * FRAMES_PER_SECOND // 1000:
        return None
    # The answer that follows a turn is no echo of it, but so loud that by chance it may look like one.
    cross = _crossed(source, heard_on, rate_hz, alone, levels_there < levels + _ALONE_DB)
    peaks = _peaks(cross, rate_hz)
    best = int(np.abs(peaks).argmax())
    deviation = float(np.median(np.abs(peaks))) / 0.6745  # of a normal distribution
    if abs(float(peaks[best])) < _CLEAR_PEAK * deviation:
        return None
    level_db = 10 * np.log10(max(_gain(_crossed(source, heard_on, rate_hz, alone), best, rate_hz), _LEAST))
    return Bleed(level_db=float(level_db), delay=best - cross.max_delay) if level_db >= _LEAST_BLEED_DB else None


def likeness(first: Samples, second: Samples, rate_hz: int) -> Likeness:
    """How alike two channels are once their delay is taken out, whatever their gain, polarity and frequency response.

    The correlation is the coherence of the loud frames, summed over them in bands of 125 Hz and averaged by power.
    """
    cross = _crossed(first, second, rate_hz)
    delay = int(np.abs(_peaks(cross, rate_hz)).argmax()) - cross.max_delay
    return _compared(first[max(0, -delay) :], second[max(0, delay) :], rate_hz)


def _compared(first: Samples, second: Samples, rate_hz: int) -> Likeness:
    size = max(2, rate_hz * _COMPARED_MS // 1000)
    n_frames = -(-min(len(first), len(second)) // size)
    hz = frequencies(size, rate_hz)
    low, high = band(rate_hz)
    bands = np.searchsorted(hz, np.arange(low, high, _BAND_HZ))
    window = np.hanning(size)
    together = np.zeros((n_frames, len(bands)), dtype=np.complex64)
    powers = np.zeros((2, n_frames, len(bands)), dtype=np.float32)
    for number in range(n_frames):
        one, two = (np.fft.rfft(window * stretch(each, number * size, size) / FULL_SCALE) for each in (first, second))
        together[number] = np.add.reduceat(np.conj(one) * two, bands)
        powers[:, number] = [np.add.reduceat(np.abs(each) ** 2, bands) for each in (one, two)]
    levels = 10 * np.log10(powers.sum(axis=2) + _LEAST)
    loud = (levels > _loudest(levels)[:, None] - _COMPARED_DB).any(axis=0)
    sums = powers[:, loud].sum(axis=1, dtype=np.float64)
    weights = np.sqrt(sums[0] * sums[1])
    correlation = float(np.abs(together[loud].sum(axis=0)).sum() / max(float(weights.sum()), _LEAST**2))
    difference = levels[1, loud] - levels[0, loud]
    spread = np.percentile(np.abs(difference - np.median(difference)), _SPREAD_PERCENTILE)
    return Likeness(correlation=min(1.0, correlation), spread_db=float(spread))


def _loudest(levels: Levels) -> NDArray[np.float32]:
    """The level of the loudest frames of each channel."""
    return np.asarray(np.percentile(levels, _LOUDEST_PERCENTILE, axis=-1), dtype=np.float32)


def _crossed(
    first: Samples, second: Samples, rate_hz: int, of_first: Mask | None = None, of_second: Mask | None = None
) -> _Cross:
    """Cross-spectra in blocks of two to four seconds, of the given frames of each channel only."""
    block = 1 << max(1, 2 * rate_hz - 1).bit_length()
    max_delay = MAX_DELAY_MS * rate_hz // 1000
    size = 2 * block
    together = np.zeros(size // 2 + 1, dtype=np.complex128)
    powers = np.zeros((2, size // 2 + 1))
    for start in range(0, len(first), block):
        one = _of_frames(first, start, start + block, of_first, rate_hz)
        two = _of_frames(second, start - max_delay, start + block + max_delay, of_second, rate_hz)
        spectra = np.fft.rfft(one, size), np.fft.rfft(two, size)
        together += np.conj(spectra[0]) * spectra[1]
        powers += [np.abs(each) ** 2 for each in spectra]
    return _Cross(together=together, first=powers[0], second=powers[1], size=size, max_delay=max_delay)


def _of_frames(samples: Samples, start: int, end: int, mask: Mask | None, rate_hz: int) -> NDArray[np.float64]:
    """A stretch of sound, of full scale 1, silent outside the sound and outside the frames of the mask."""
    begin = max(0, start)
    inside = samples[begin : max(begin, end)] / FULL_SCALE
    if mask is not None and len(inside):
        inside *= mask[np.arange(begin, begin + len(inside)) // frame_size(rate_hz)]
    return np.pad(inside, (begin - start, 0))


def _within_band(spectrum: NDArray[np.complex128] | _Power, size: int, rate_hz: int) -> NDArray[np.float64]:
    """Back to time, of the telephone band only."""
    hz = frequencies(size, rate_hz)
    low, high = band(rate_hz)
    return np.fft.irfft(np.where((hz >= low) & (hz <= high), spectrum, 0), size)


def _peaks(cross: _Cross, rate_hz: int) -> NDArray[np.float64]:
    """The correlation at each delay from -max to max, of sounds made white, so that voices have no peaks of their own."""
    smoothed = np.sqrt(_smooth(cross.first) * _smooth(cross.second))
    floor = _LEAST * float(smoothed.max()) + _LEAST**2
    white = cross.together / (smoothed + floor)
    return _within_band(white, cross.size, rate_hz)[: 2 * cross.max_delay + 1]


def _smooth(power: _Power) -> _Power:
    """Over 33 frequencies, 8 Hz in all: finer detail of a long recording is chance."""
    return np.convolve(power, np.full(33, 1 / 33), mode="same")


def _gain(cross: _Cross, best: int, rate_hz: int) -> float:
    """The power of the copy against that of the original: what of the correlation stands close to the delay."""
    width = _PATH_MS * rate_hz // 1000
    correlation = np.roll(_within_band(cross.together, cross.size, rate_hz), width - best)
    own = np.roll(_within_band(cross.first, cross.size, rate_hz), width)
    copied, original = (np.fft.rfft(each[: 2 * width + 1], cross.size) for each in (correlation, own))
    power = np.abs(original)
    kept = power > power.max() * 1e-4
    if not kept.any():
        return 0.0
    return float((np.abs(copied[kept]) ** 2 / power[kept]).sum() / power[kept].sum())
