"""The conditions under which every call can be heard: a name, and the effects that sound goes through in order.

In: a staged call, the name of a condition, a seed. Out: 16-bit samples, (n, channels), as a recorder writes them.
`studio` is the control: 16 kHz and no line at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import signal

import effects
from effects import Effect, Scene, narrow
from staging import SIDES, Staged
from synthesis import SAMPLE_RATE
from telephone import LINE_RATE, SPEECH_LEVEL

Samples = NDArray[np.float64]

STUDIO_RATE = 16_000
MUSIC_LEVEL = SPEECH_LEVEL * 10 ** (-6 / 20)
BOTH = ("agent", "customer")
_FRAME_MS = 20
_ACTIVE_RATIO = 10 ** (-35 / 20)


@dataclass(frozen=True, slots=True)
class Condition:
    """`parties` is what the list of recordings says of the channels, be it true or not."""

    chain: tuple[Effect, ...]
    parties: tuple[str, ...] = BOTH
    rate: int = LINE_RATE


_HISS = partial(effects.line_noise, snr_db=30)
#: Every call is heard under these; the others are for the panel of `split.toml`.
FOR_ALL = ("alaw",)
CONDITIONS: dict[str, Condition] = {
    "studio": Condition((), rate=STUDIO_RATE),
    "alaw": Condition((_HISS, effects.a_law)),
    "ulaw": Condition((_HISS, effects.mu_law)),
    "gsm": Condition((_HISS, effects.gsm)),
    "opus12": Condition((_HISS, partial(effects.opus, bit_rate=12_000))),
    "loss5": Condition((_HISS, effects.a_law, partial(effects.packet_loss, rate=0.05, mean_burst=1.5))),
    "loss15": Condition((_HISS, effects.a_law, partial(effects.packet_loss, rate=0.15, mean_burst=2))),
    "noise20": Condition((partial(effects.background, snr_db=20), effects.a_law)),
    "noise10": Condition((partial(effects.background, snr_db=10), effects.a_law)),
    "noise5": Condition((partial(effects.background, snr_db=5), effects.a_law)),
    "bleed": Condition((_HISS, partial(effects.bleed, level_db=-18, delay_ms=3), effects.a_law)),
    "dual_mono": Condition((_HISS, effects.mixed, effects.a_law, effects.doubled)),
    "mono": Condition((_HISS, effects.mixed, effects.a_law), parties=("unknown",)),
    "dead": Condition((_HISS, effects.a_law, effects.customer_lost)),
    "clipping": Condition((_HISS, partial(effects.clipped, over_db=12), effects.a_law)),
    "dc": Condition((_HISS, partial(effects.offset, share=0.1, hum_db=-30), effects.a_law)),
    "swapped": Condition((_HISS, effects.a_law, effects.swapped)),
}


def active_level(samples: Samples, rate: int) -> float:
    """The level (root mean square) of the 20 ms frames that are less than 35 dB below the loudest; 0 without any."""
    size = rate * _FRAME_MS // 1000
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    power = (frames**2).mean(axis=1)
    if not len(power) or power.max() == 0:
        return 0.0
    return float(np.sqrt(power[power >= power.max() * _ACTIVE_RATIO**2].mean()))


def at_the_mouth(staged: Staged, rate: int) -> Samples:
    """Both sides as they enter the line: speech at `SPEECH_LEVEL`, hold music 6 dB below, narrow band on a telephone."""
    channels = []
    for side in SIDES:
        layers = []
        for track, wanted in ((staged.speech[side], SPEECH_LEVEL), (staged.music[side], MUSIC_LEVEL)):
            sound = signal.resample_poly(track.astype(np.float64), rate, SAMPLE_RATE)
            sound = narrow(sound) if rate == LINE_RATE else sound
            layers.append(sound * (wanted / (active_level(sound, rate) or 1)))
        channels.append(layers[0] + layers[1])
    return np.stack(channels)


def heard(staged: Staged, condition: Condition, seed: int, murmur: Samples) -> NDArray[np.int16]:
    """The call as it is recorded under the condition, (n, channels)."""
    scene = Scene(np.random.default_rng(seed), murmur)
    channels = at_the_mouth(staged, condition.rate)
    for effect in condition.chain:
        channels = effect(channels, scene)
    return np.ascontiguousarray(effects.to_16_bit(channels).T)
