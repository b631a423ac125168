"""Phrases spoken once and kept: a second build, and every new condition, costs no synthesis.

In: a synthesizer and a folder. Out: 24 kHz samples of a phrase by a speaker, from the folder if it was ever spoken.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile

from pronounce import for_espeak
from speakers import SPEAKERS
from telephone import SAMPLE_RATE, Samples

#: The voices reach beyond full scale now and then; what is kept is half as loud.
KEPT_LEVEL = 0.5
_FADE = SAMPLE_RATE // 250


class Synthesizer(Protocol):
    """Anything that can read aloud. `voices.Speech` is the real one."""

    def voice_digest(self, speaker: str) -> str:
        """What makes this voice sound as it does."""

    def phonemes(self, text: str, speaker: str) -> str:
        """What the speaker will say."""

    def voiced(self, phonemes: str, speaker: str) -> Samples:
        """The sound of it, at 24 kHz, without silence at either end."""


class Unspeakable(ValueError):
    """A text in which the synthesizer finds nothing to say."""


class Phrases:
    """A synthesizer with a memory on disk. Several processes may share the folder."""

    def __init__(self, synthesizer: Synthesizer, folder: Path) -> None:
        """`folder` is made if it is missing."""
        self._synthesizer = synthesizer
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def say(self, text: str, speaker: str) -> Samples:
        """The text as `speaker` says it, at half level, a whole number of milliseconds long."""
        language = SPEAKERS[speaker][2] if speaker in SPEAKERS else "fr-fr"
        phonemes = self._synthesizer.phonemes(for_espeak(text, language), speaker)
        if not any(char.isalpha() for char in phonemes):
            raise Unspeakable
        digest = hashlib.sha256(f"{phonemes}\0{self._synthesizer.voice_digest(speaker)}".encode()).hexdigest()
        path = self._folder / digest[:2] / f"{digest}.flac"
        if not path.exists():
            self._keep(path, self._synthesizer.voiced(phonemes, speaker))
        samples, _ = soundfile.read(path, dtype="float32")
        return whole_milliseconds(samples)

    @staticmethod
    def _keep(path: Path, samples: Samples) -> None:
        """The file appears whole or not at all."""
        path.parent.mkdir(exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        soundfile.write(unfinished, samples * KEPT_LEVEL, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
        unfinished.replace(path)


def whole_milliseconds(samples: Samples) -> Samples:
    """Without clicks at the ends, and padded to a whole millisecond."""
    samples = samples.copy()
    ramp = np.linspace(0, 1, min(_FADE, len(samples) // 2), dtype=np.float32)
    samples[: len(ramp)] *= ramp
    samples[len(samples) - len(ramp) :] *= ramp[::-1]
    return np.pad(samples, (0, -len(samples) % (SAMPLE_RATE // 1000)))
