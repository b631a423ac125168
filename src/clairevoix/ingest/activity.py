"""Where a channel is louder than its own noise."""

import numpy as np

from clairevoix.ingest.frames import FRAMES_PER_SECOND, Levels, Mask, bridged, runs

#: Noise is what a tenth of the sound around stays under: even those who never stop talking close their lips so often.
_NOISE_PERCENTILE = 10
#: The sound around, in seconds: noise changes when a car leaves, and nobody talks so long without a breath.
_AROUND_S, _STEP_S = 30, 5
#: Sound rises this far above the noise, in dB: frames of white noise scatter by 0.5 dB, of pink noise by 1.
ABOVE_NOISE_DB = 6.0
#: Somewhere in a word its vowels rise this far above the noise; murmur and traffic seldom do.
_NUCLEUS_DB = 15.0
#: Below this nobody speaks, in dB of full scale: speech is brought to -26 on telephone lines, and an idle line hums at -65
#: or less (ITU-T G.712).
IDLE_DB = -60.0
#: What is shorter is the closure of a consonant, no pause; and a click, no word. In ms.
LONGEST_CLOSURE_MS, SHORTEST_SOUND_MS = 200, 60


def loud(levels: Levels, *, above_db: float = ABOVE_NOISE_DB, floor_of: Levels | None = None) -> Mask:
    """Which frames rise above the noise around them; the noise is that of ``floor_of`` where given."""
    floor = noise(levels if floor_of is None else floor_of)
    return np.asarray(levels > np.maximum(floor + np.float32(above_db), np.float32(IDLE_DB)))


def noise(levels: Levels) -> Levels:
    """The noise around each frame; at the ends, in the nearest stretch as long. Levels that are NaN do not count."""
    step, around = _STEP_S * FRAMES_PER_SECOND, _AROUND_S * FRAMES_PER_SECOND
    floor = np.full(len(levels), IDLE_DB, dtype=np.float32)
    for start in range(0, len(levels), step):
        first = max(0, min(start - (around - step) // 2, len(levels) - around))
        near = levels[first : first + around]
        near = near[~np.isnan(near)]
        if len(near):
            floor[start : start + step] = np.percentile(near, _NOISE_PERCENTILE)
    return floor


def voiced(levels: Levels, floor_of: Levels) -> Mask:
    """Activity as a listener hears it, given the levels of a channel and those whose noise counts.

    Closures belong to the words around them, clicks are none, and a stretch that never rises far is noise.
    """
    active = bridged(
        loud(levels, floor_of=floor_of),
        LONGEST_CLOSURE_MS * FRAMES_PER_SECOND // 1000,
        SHORTEST_SOUND_MS * FRAMES_PER_SECOND // 1000,
    )
    nucleus = loud(levels, above_db=_NUCLEUS_DB, floor_of=floor_of)
    for first, last in runs(active):
        active[first:last] = nucleus[first:last].any()
    return active
