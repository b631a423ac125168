"""The two networks, loaded: onnxruntime runs them, on one thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import ComponentError
from clairevoix.transcribe.decoder import RATE_HZ, Window
from clairevoix.transcribe.speakers.activity import WINDOW_STEP, Activity, Frames, n_frames_of
from clairevoix.transcribe.speakers.camplus import SIZE, camplus
from clairevoix.transcribe.speakers.fbank import energies
from clairevoix.transcribe.speakers.pyannet import FRAME_STEP as SEGMENTATION_STEP
from clairevoix.transcribe.speakers.pyannet import N_SAMPLES, pyannet
from clairevoix.transcribe.speakers.torchfile import read_tensors
from clairevoix.transcribe.speakers.voices import Vectors
from clairevoix.transcribe.speakers.weights import SEGMENTATION, VOICES, weights_folder

#: A voice is told by so much sound: 1.5 s.
VOICE_SAMPLES = 3 * RATE_HZ // 2
#: Windows that a network hears at once: more are no faster and take more memory (16 of them 900 MB, 4 of them 370).
_BATCH = 4
_FATAL = 4  # ONNX Runtime's highest level of logging: what goes wrong is said once, by us


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerModel:
    """Tells the voices of one call apart. It knows nobody and remembers nothing.

    ``segmentation`` takes ``sound`` (n, 1, 160,000), ``voice`` takes ``features`` (n, 148, 80): sessions of onnxruntime.
    """

    segmentation: Any = field(repr=False)
    voice: Any = field(repr=False)

    def activity(self, sound: Window) -> Activity:
        """Who speaks in each frame of a sound, at 16 kHz and not empty, as local voices. Raises ComponentError."""
        step = WINDOW_STEP * SEGMENTATION_STEP
        starts = range(0, max(len(sound) - N_SAMPLES + step, 1), step)
        found = [
            _run(self.segmentation, "sound", _cut(sound, starts[first : first + _BATCH], N_SAMPLES)[:, None])
            for first in range(0, len(starts), _BATCH)
        ]
        return Activity(np.concatenate(found), n_frames_of(len(sound)))

    def vectors(self, sound: Window, middles: Frames) -> Vectors:
        """What is heard of a voice around each of these samples, (middles, 192). Raises ComponentError.

        A window that would reach over an end is moved inside; a sound shorter than 1.5 s is lengthened by silence.
        """
        starts = np.clip(middles - VOICE_SAMPLES // 2, 0, max(0, len(sound) - VOICE_SAMPLES)).tolist()
        found = [np.zeros((0, SIZE), dtype=np.float32)]
        for first in range(0, len(starts), _BATCH):
            heard = energies(_cut(sound, starts[first : first + _BATCH], VOICE_SAMPLES))
            found.append(_run(self.voice, "features", heard - heard.mean(axis=1, keepdims=True)))
        return np.concatenate(found)


def load_speaker_model() -> SpeakerModel:
    """Both networks from their installed weights, in about half a second. Raises ComponentError."""
    folder = weights_folder()
    return SpeakerModel(
        segmentation=session(pyannet(read_tensors(folder / SEGMENTATION))),
        voice=session(camplus(read_tensors(folder / VOICES))),
    )


def session(network: bytes) -> Any:
    """A network, as ONNX, ready to run on the processor."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes are the parallelism
    options.log_severity_level = _FATAL
    return runtime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _run(network: Any, name: str, value: NDArray[np.float32]) -> NDArray[np.float32]:
    try:
        (found,) = network.run(None, {name: np.ascontiguousarray(value)})
    except _failures():
        raise ComponentError("telling speakers apart failed on a recording", retryable=True) from None
    result: NDArray[np.float32] = found
    return result


def _failures() -> tuple[type[Exception], ...]:
    """What onnxruntime raises: its own exceptions have no parent in common."""
    raised = vars(import_module("onnxruntime.capi.onnxruntime_pybind11_state")).values()
    own = [each for each in raised if isinstance(each, type) and issubclass(each, Exception)]
    return (RuntimeError, MemoryError, *own)


def _cut(sound: Window, starts: Sequence[int], n_samples: int) -> NDArray[np.float32]:
    """Windows of a sound, (starts, ``n_samples``), with silence beyond its end."""
    windows = np.zeros((len(starts), n_samples), dtype=np.float32)
    for window, start in zip(windows, starts, strict=True):
        piece = sound[start : start + n_samples]
        window[: len(piece)] = piece
    return windows
