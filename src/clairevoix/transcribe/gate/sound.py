"""Where a channel is louder than its own noise."""

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.contact import Channel
from clairevoix.model.timespan import TimeSpan, merged

Levels = NDArray[np.float64]

#: One level per 20 ms: shorter than any voiced sound, and the frame of telephone codecs.
FRAMES_PER_SECOND = 50
#: Noise is the level that a tenth of the sound around stays under: even those who never stop talking close their lips that
#: often, and a tenth is too much to be a gap that the network left.
NOISE_PERCENTILE = 10
#: The sound around, in seconds: noise changes when a car leaves or music ends, and nobody talks so long without a breath.
AROUND_S = 30
STEP_S = 5
#: Sound rises this far above the noise, in dB. Frames of white noise scatter by 0.5 dB, of pink noise by 1. Measured on calls
#: of the corpus: no word is lost in white, pink or street noise 5 dB below the voice; with 6 dB a third would be in white.
ABOVE_NOISE_DB = 4.5
#: Below this nobody speaks, in dB of full scale (mean square): speech is brought to -26 on telephone lines, and an idle line
#: hums at -65 or less (ITU-T G.712). Measured on calls of the corpus: no word is lost when they are made 30 dB quieter.
IDLE_DB = -60.0

_FULL_SCALE = 32768.0
_LEAST_POWER = 0.01  # digital silence has a level too: -110 dB
_FRAMES_AT_ONCE = 10_000


def sounding(channel: Channel, rate_hz: int) -> tuple[TimeSpan, ...]:
    """The stretches of a channel that rise above its own noise: none in silence, in hiss, in a steady tone."""
    frame = max(1, rate_hz // FRAMES_PER_SECOND)
    samples = np.frombuffer(channel.samples, dtype=np.int16)
    levels = _levels(samples, frame)
    loud = np.concatenate(([False], levels > np.maximum(_noise(levels) + ABOVE_NOISE_DB, IDLE_DB), [False]))
    edges = np.flatnonzero(loud[1:] != loud[:-1])
    last_ms = len(samples) * 1000 // rate_hz
    return merged(
        TimeSpan(start * frame * 1000 // rate_hz, min(end * frame * 1000 // rate_hz, last_ms))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    )


def _levels(samples: NDArray[np.int16], frame: int) -> Levels:
    """In dB of full scale, without the constant part that A-law lines add; the last frame may be shorter.

    In blocks, so that eight hours of sound are never held as floats.
    """
    n_frames = len(samples) // frame
    powers = [
        samples[first * frame : min(first + _FRAMES_AT_ONCE, n_frames) * frame]
        .reshape(-1, frame)
        .astype(np.float64)
        .var(axis=1)
        for first in range(0, n_frames, _FRAMES_AT_ONCE)
    ]
    rest = samples[n_frames * frame :].astype(np.float64)
    whole = np.concatenate([*powers, [rest.var()] if len(rest) else []])
    levels: Levels = 10 * np.log10(np.maximum(whole, _LEAST_POWER) / _FULL_SCALE**2)
    return levels


def _noise(levels: Levels) -> Levels:
    """The noise around each frame; at the ends of a recording, in the nearest stretch of that length."""
    step, around = STEP_S * FRAMES_PER_SECOND, AROUND_S * FRAMES_PER_SECOND
    noise = np.empty(len(levels))
    for start in range(0, len(levels), step):
        first = max(0, min(start - (around - step) // 2, len(levels) - around))
        noise[start : start + step] = np.percentile(levels[first : first + around], NOISE_PERCENTILE)
    return noise
