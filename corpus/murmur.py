"""The murmur of a room full of people: six voices that speak in no call, played backwards and all at once.

In: a synthesizer. Out: a minute of 8 kHz murmur in which nobody says a word.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import signal

RATE = 8_000
SECONDS = 60
#: Weighted voices, speed, and espeak's name of the language, as in `speakers.py`.
MURMURERS: dict[str, tuple[dict[str, float], float, str]] = {
    "murmur-1": ({"af_bella": 1.0}, 1.0, "fr-fr"),
    "murmur-2": ({"am_puck": 1.0}, 1.0, "fr-fr"),
    "murmur-3": ({"bf_alice": 1.0}, 1.05, "fr-fr"),
    "murmur-4": ({"bm_lewis": 1.0}, 0.95, "fr-fr"),
    "murmur-5": ({"am_onyx": 1.0}, 1.0, "fr-fr"),
    "murmur-6": ({"af_nova": 1.0}, 1.0, "fr-fr"),
}
_SAID = (
    "Le train de neuf heures partira du quai numéro deux, avec dix minutes de retard.",
    "Il faudrait repeindre les volets avant que la pluie ne revienne de l'ouest.",
    "Ma voisine a planté des tomates, des haricots et trois rangs de pommes de terre.",
    "On a marché toute la matinée le long du canal, sans croiser personne ou presque.",
    "La recette demande du beurre, de la farine, quatre œufs et un peu de patience.",
)


def murmur(say: Callable[[str, str], NDArray[np.float32]], spoken_rate: int = 24_000) -> NDArray[np.float64]:
    """A minute of murmur at 8 kHz, mean power 1. `say` gives a text in the voice of a speaker."""
    n_samples = RATE * SECONDS
    mixed = np.zeros(n_samples)
    for number, speaker in enumerate(MURMURERS):
        texts = [*_SAID[number % len(_SAID) :], *_SAID[: number % len(_SAID)]]
        spoken = np.concatenate([say(text, speaker) for text in texts]).astype(np.float64)[::-1]
        voice = signal.resample_poly(spoken, RATE, spoken_rate)
        # Each starts somewhere else, so that the pauses of one fall on the words of another.
        voice = np.roll(np.resize(voice, n_samples), number * n_samples // len(MURMURERS))
        mixed += voice / np.sqrt((voice**2).mean())
    return mixed / np.sqrt((mixed**2).mean())
