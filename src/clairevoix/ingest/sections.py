"""Cuts long sound where nobody speaks, so that it can be heard piece by piece."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from math import gcd

import numpy as np
from numpy.typing import NDArray

from clairevoix.ingest.rates import Block

#: A section lasts so long at most, in seconds. Hearing takes memory in proportion: eight hours of calls took Whisper base to
#: 1.5 GB in sections of ten minutes, forty minutes to 1.1 GB in sections of five.
SECTION_S = 300
#: The cut lies within so many seconds before that.
SEARCH_S = 60
_QUIET_S = 0.5
_CANDIDATES_PER_S = 100
_PLACES_AT_ONCE = 2_000
# Below this, in shares of full scale squared, quiet is quiet (-60 dB, an idle line): among such places the last one is taken.
_IDLE_POWER = 1e-6

Samples = tuple["array[int]", ...]


def in_sections(blocks: Iterable[Block]) -> Iterator[tuple[int, Samples]]:
    """Rate and samples by channel of each section: all the sound, in order, none longer than ``SECTION_S``.

    Each begins at a whole millisecond. The cuts depend on the sound alone, not on how it comes in blocks.
    """
    rate_hz = 0
    channels: list[array[int]] = []
    for block in blocks:
        rate_hz = block.rate_hz
        channels = channels or [array("h") for _ in range(block.samples.shape[1])]
        for number, samples in enumerate(channels):
            samples.frombytes(block.samples[:, number].tobytes())
        while len(channels[0]) > SECTION_S * rate_hz:
            place = _quietest(channels, rate_hz)
            rest = [samples[place:] for samples in channels]
            for samples in channels:
                del samples[place:]
            yield rate_hz, tuple(channels)
            channels = rest
    if channels and len(channels[0]):
        yield rate_hz, tuple(channels)


def _quietest(channels: Sequence["array[int]"], rate_hz: int) -> int:
    """The sample in the middle of the quietest half second on all channels, before the mark; the last of equals.

    Loudness is that of the channels together, each by its level: one that hums all the time says nothing of when to cut.
    """
    step = _whole_ms_samples(rate_hz)
    step *= max(1, rate_hz // _CANDIDATES_PER_S // step)
    half = int(_QUIET_S * rate_hz / 2)
    mark, first = SECTION_S * rate_hz, (SECTION_S - SEARCH_S) * rate_hz
    places = np.arange(-(-max(first, half) // step) * step, mark - half + 1, step)
    levels = [
        sum(_levels(np.frombuffer(samples, dtype=np.int16), part, half) for samples in channels)
        for part in np.array_split(places, -(-len(places) // _PLACES_AT_ONCE))
    ]
    backwards = np.concatenate(levels)[::-1]
    return int(places[len(places) - 1 - np.argmin(backwards)])


def _levels(samples: NDArray[np.int16], places: NDArray[np.int64], half: int) -> NDArray[np.float64]:
    """How loud it is around each place, as the logarithm of its power, without any constant part of it."""
    sound = samples[places[0] - half : places[-1] + half] / 32768
    total, square = _summed(sound), _summed(sound**2)
    starts = places - places[0]
    mean = (total[starts + 2 * half] - total[starts]) / (2 * half)
    power = (square[starts + 2 * half] - square[starts]) / (2 * half) - mean**2
    level: NDArray[np.float64] = np.log10(np.maximum(power, _IDLE_POWER))
    return level


def _whole_ms_samples(rate_hz: int) -> int:
    """The fewest samples that last a whole number of milliseconds: 8 at 8 kHz, 441 (40 ms) at 11,025 Hz."""
    return rate_hz // gcd(rate_hz, 1000)


def _summed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(values)))
