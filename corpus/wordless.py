"""Sounds in which nobody says anything: a recogniser that finds words there makes them up.

In: the identifier of a sound. Out: 8 kHz samples of one channel, and what they are (`silence`, `noise`, `hold_music`).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sounds import BUSY, RING_BACK, dialled, hold_music, pink, street, tone, white
from telephone import LINE_RATE, SPEECH_LEVEL

Samples = NDArray[np.float64]

#: Levels to full scale: as loud as speech, and half as loud twice over.
_LOUD, _FAINT = SPEECH_LEVEL, SPEECH_LEVEL / 4
_HISS = SPEECH_LEVEL * 10 ** (-30 / 20)
_KEYS = "0123456789*#"


@dataclass(frozen=True, slots=True)
class Wordless:
    """`family` is what the draw of the halves goes by."""

    sound: str
    family: str
    seconds: float
    make: Callable[[int, str], Samples]


def _rng(name: str) -> np.random.Generator:
    return np.random.default_rng(list(f"clairevoix sound {name}".encode()))


def _nothing(n_samples: int, _: str) -> Samples:
    return np.zeros(n_samples)


def _hiss(n_samples: int, name: str) -> Samples:
    return _HISS * white(n_samples, _rng(name))


def _white(level: float) -> Callable[[int, str], Samples]:
    return lambda n_samples, name: level * white(n_samples, _rng(name))


def _pink(level: float) -> Callable[[int, str], Samples]:
    return lambda n_samples, name: level * pink(n_samples, _rng(name))


def _street(level: float) -> Callable[[int, str], Samples]:
    return lambda n_samples, name: level * street(n_samples, LINE_RATE, _rng(name))


def _ring(n_samples: int, _: str) -> Samples:
    return 0.2 * tone(RING_BACK, n_samples / LINE_RATE, LINE_RATE)


def _busy(n_samples: int, _: str) -> Samples:
    return 0.2 * tone(BUSY, n_samples / LINE_RATE, LINE_RATE)


def _dialling(n_samples: int, name: str) -> Samples:
    """Bursts of ten keys, a few seconds apart."""
    rng = random.Random(f"clairevoix sound {name}")
    sound = np.zeros(n_samples)
    first = LINE_RATE // 2
    while first + 3 * LINE_RATE < n_samples:
        keys = 0.2 * dialled("".join(rng.choices(_KEYS, k=10)), LINE_RATE)
        sound[first : first + len(keys)] = keys
        first += len(keys) + rng.randint(1, 4) * LINE_RATE
    return sound


def _music(n_samples: int, name: str) -> Samples:
    return 0.3 * hold_music(n_samples / LINE_RATE, LINE_RATE, random.Random(f"clairevoix sound {name}"))


WORDLESS: dict[str, Wordless] = {
    "sound-busy-1": Wordless("noise", "tones", 30, _busy),
    "sound-busy-2": Wordless("noise", "tones", 30, _busy),
    "sound-dialling-1": Wordless("noise", "tones", 30, _dialling),
    "sound-dialling-2": Wordless("noise", "tones", 30, _dialling),
    "sound-hiss-1": Wordless("silence", "silence", 60, _hiss),
    "sound-hiss-2": Wordless("silence", "silence", 30, _hiss),
    "sound-music-1": Wordless("hold_music", "music", 60, _music),
    "sound-music-2": Wordless("hold_music", "music", 60, _music),
    "sound-music-3": Wordless("hold_music", "music", 60, _music),
    "sound-music-4": Wordless("hold_music", "music", 60, _music),
    "sound-pink-1": Wordless("noise", "noise", 60, _pink(_LOUD)),
    "sound-pink-2": Wordless("noise", "noise", 60, _pink(_FAINT)),
    "sound-ringing-1": Wordless("noise", "tones", 30, _ring),
    "sound-ringing-2": Wordless("noise", "tones", 60, _ring),
    "sound-silence-1": Wordless("silence", "digital silence", 30, _nothing),
    "sound-silence-2": Wordless("silence", "digital silence", 30, _nothing),
    "sound-street-1": Wordless("noise", "street", 60, _street(_LOUD)),
    "sound-street-2": Wordless("noise", "street", 60, _street(_FAINT)),
    "sound-street-3": Wordless("noise", "street", 60, _street(_LOUD)),
    "sound-street-4": Wordless("noise", "street", 60, _street(_FAINT)),
    "sound-white-1": Wordless("noise", "noise", 60, _white(_LOUD)),
    "sound-white-2": Wordless("noise", "noise", 60, _white(_FAINT)),
}


def sound_of(name: str) -> Samples:
    each = WORDLESS[name]
    return each.make(round(each.seconds * LINE_RATE), name)
