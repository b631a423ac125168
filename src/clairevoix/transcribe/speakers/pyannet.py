"""PyanNet, the network that hears, frame by frame, which of up to three voices speak in ten seconds of sound.

Bredin & Laurent (2021), « End-to-end speaker segmentation for overlap-aware resegmentation », Interspeech,
arXiv:2104.04045; Plaquet & Bredin (2023), « Powerset multi-class cross entropy loss for neural speaker diarization »,
Interspeech, arXiv:2310.13025; the filters of Pariente, Cornell, Deleforge & Vincent (2020), arXiv:1910.10400. Layers and
weights are those of pyannote segmentation-3.0 (MIT).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoix.transcribe.speakers.graph import Graph

RATE_HZ = 16_000
N_SAMPLES = 10 * RATE_HZ
#: Samples from one frame to the next, and those that one frame is heard in.
FRAME_STEP, FRAME_SIZE = 270, 991
N_FRAMES = (N_SAMPLES - FRAME_SIZE) // FRAME_STEP + 1
#: Who speaks, of three voices, in each class: nobody; one alone (classes 1 to 3); two at once (classes 4 to 6).
N_CLASSES = 7

_LAYERS, _HIDDEN = 4, 128
_LEAST_HZ = 50.0

Weights = Mapping[str, NDArray[Any]]


def pyannet(weights: Weights) -> bytes:
    """The network as ONNX: ``sound`` (n, 1, 160,000) at 16 kHz in, probabilities (n, 589, 7) of the classes out."""
    net = _Network(weights)
    x = net.normed("sincnet.wav_norm1d", "sound")
    x = net.add("Abs", net.add("Conv", x, net.constant(_filters(weights)), strides=(10,)))
    x = net.pooled("sincnet.norm1d.0", x)
    for number in (1, 2):
        name = f"sincnet.conv1d.{number}"
        x = net.pooled(
            f"sincnet.norm1d.{number}", net.add("Conv", x, net.held(f"{name}.weight"), net.held(f"{name}.bias"))
        )
    x = net.add("Transpose", x, perm=(2, 0, 1))
    for layer in range(_LAYERS):
        x = net.recurrent(layer, x)
    x = net.add("Transpose", x, perm=(1, 0, 2))
    for name in ("linear.0", "linear.1"):
        x = net.add("LeakyRelu", net.linear(name, x), alpha=0.01)
    x = net.add("Softmax", net.linear("classifier", x), axis=-1)
    return net.model({"sound": ("n", 1, N_SAMPLES)}, x, ("n", N_FRAMES, N_CLASSES))


class _Network(Graph):
    """The layers of PyanNet by their names in the table of weights."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def held(self, name: str) -> str:
        return self.constant(self._weights[name])

    def normed(self, name: str, x: str) -> str:
        return self.add(
            "InstanceNormalization", x, self.held(f"{name}.weight"), self.held(f"{name}.bias"), epsilon=1e-5
        )

    def pooled(self, name: str, x: str) -> str:
        pooled = self.add("MaxPool", x, kernel_shape=(3,), strides=(3,))
        return self.add("LeakyRelu", self.normed(name, pooled), alpha=0.01)

    def linear(self, name: str, x: str) -> str:
        product = self.add("MatMul", x, self.constant(self._weights[f"{name}.weight"].T))
        return self.add("Add", product, self.held(f"{name}.bias"))

    def recurrent(self, layer: int, x: str) -> str:
        """A layer of long short-term memory in both directions of time: (frames, n, in) to (frames, n, 256)."""
        both = [f"_l{layer}", f"_l{layer}_reverse"]
        inward, onward = ([_gates(self._weights[f"lstm.weight_{kind}{way}"]) for way in both] for kind in ("ih", "hh"))
        biases = [
            np.concatenate([_gates(self._weights[f"lstm.bias_{kind}{way}"]) for kind in ("ih", "hh")]) for way in both
        ]
        held = (self.constant(np.stack(each)) for each in (inward, onward, biases))
        y = self.add("LSTM", x, *held, hidden_size=_HIDDEN, direction="bidirectional")
        y = self.add("Transpose", y, perm=(0, 2, 1, 3))
        return self.add("Reshape", y, self.constant(np.array([0, 0, 2 * _HIDDEN])))


def _gates(weight: NDArray[Any]) -> NDArray[Any]:
    """PyTorch's gates are input, forget, cell, output; ONNX' are input, output, forget, cell."""
    into, forget, cell, out = np.split(weight, 4)
    return np.concatenate([into, out, forget, cell])


def _filters(weights: Weights) -> NDArray[np.float32]:
    """The band-pass filters, (80, 1, 251): an even and an odd one for each band, from its lowest frequency and width."""
    bank = "sincnet.conv1d.0.filterbank."
    window, time = weights[f"{bank}window_"], weights[f"{bank}n_"]
    low = _LEAST_HZ + np.abs(weights[f"{bank}low_hz_"])
    high = np.clip(low + _LEAST_HZ + np.abs(weights[f"{bank}band_hz_"]), _LEAST_HZ, RATE_HZ / 2)
    even = (np.sin(high * time) - np.sin(low * time)) / (time / 2) * window
    odd = (np.cos(low * time) - np.cos(high * time)) / (time / 2) * window
    halves = ((even, 2 * (high - low), even[:, ::-1]), (odd, np.zeros_like(low), -odd[:, ::-1]))
    whole = np.concatenate([np.concatenate(half, axis=1) / (2 * (high - low)) for half in halves])
    return whole[:, None, :].astype(np.float32)
