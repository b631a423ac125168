"""CAM++, the network that tells voices apart: from filter bank energies to a vector that lies near others of one voice.

Wang, Zheng, Chen, Cheng & Chen (2023), « CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
Masking », Interspeech, arXiv:2303.00332. Layers and weights are those of 3D-Speaker (Apache-2.0).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoix.transcribe.speakers.graph import Graph

N_BANDS = 80
#: Frames of the filter bank in 1.5 s, and what is left of them at half the rate.
N_FRAMES = 148
_N_HALVED = N_FRAMES // 2
#: Numbers of a vector.
SIZE = 192
#: Of the three dense blocks: layers, and frames from one tap of their convolutions to the next.
_BLOCKS = ((12, 1), (24, 2), (16, 2))
_CHANNELS, _BANDS_LEFT = 32, N_BANDS // 8

Weights = Mapping[str, NDArray[Any]]


def camplus(weights: Weights) -> bytes:
    """The network as ONNX: ``features`` (n, 148, 80) in, vectors (n, 192) out."""
    net = _Network(weights)
    x = net.add("Transpose", "features", perm=(0, 2, 1))
    x = net.front(net.add("Unsqueeze", x, net.constant(np.array([1]))))
    x = net.add("Reshape", x, net.constant(np.array([0, _CHANNELS * _BANDS_LEFT, N_FRAMES])))
    x = net.normed("xvector.tdnn.nonlinear", net.convolved("xvector.tdnn.linear", x, strides=(2,), pads=(2, 2)))
    for number, (n_layers, dilation) in enumerate(_BLOCKS, start=1):
        for layer in range(1, n_layers + 1):
            x = net.add("Concat", x, net.layer(f"xvector.block{number}.tdnnd{layer}", x, dilation), axis=1)
        name = f"xvector.transit{number}"
        x = net.convolved(f"{name}.linear", net.normed(f"{name}.nonlinear", x))
    x = net.pooled(net.normed("xvector.out_nonlinear", x))
    x = net.add("Squeeze", net.convolved("xvector.dense.linear", x), net.constant(np.array([2])))
    x = net.scaled("xvector.dense.nonlinear.batchnorm", x)
    return net.model({"features": ("n", N_FRAMES, N_BANDS)}, x, ("n", SIZE))


class _Network(Graph):
    """The layers of CAM++ by their names in the table of weights."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def convolved(self, name: str, x: str, **attributes: tuple[int, ...]) -> str:
        held = [self.constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias") if self._has(name, part)]
        return self.add("Conv", x, *held, **attributes)

    def scaled(self, name: str, x: str) -> str:
        """Batch normalisation, with the means and variances of training."""
        size = len(self._weights[f"{name}.running_mean"])
        weight = self._weights.get(f"{name}.weight", np.ones(size, np.float32))
        bias = self._weights.get(f"{name}.bias", np.zeros(size, np.float32))
        held = (weight, bias, self._weights[f"{name}.running_mean"], self._weights[f"{name}.running_var"])
        return self.add("BatchNormalization", x, *map(self.constant, held), epsilon=1e-5)

    def normed(self, name: str, x: str) -> str:
        return self.add("Relu", self.scaled(f"{name}.batchnorm", x))

    def front(self, x: str) -> str:
        """Convolutions over time and frequency, which halve the number of bands three times."""
        x = self._plane("head.conv1", "head.bn1", x, 1)
        for stage in (1, 2):
            x = self._residual(f"head.layer{stage}.0", x, 2)
            x = self._residual(f"head.layer{stage}.1", x, 1)
        return self._plane("head.conv2", "head.bn2", x, 2)

    def layer(self, name: str, x: str, dilation: int) -> str:
        """A dense layer: what its convolution hears locally, masked by what is heard around and in all.

        Around are 100 frames at half the rate. A window has 74, so that its mean counts twice.
        """
        x = self.convolved(f"{name}.linear1", self.normed(f"{name}.nonlinear1", x))
        x = self.normed(f"{name}.nonlinear2", x)
        local = self.convolved(f"{name}.cam_layer.linear_local", x, dilations=(dilation,), pads=(dilation, dilation))
        mean = self.add("ReduceMean", x, axes=(2,))
        context = self.add("Add", mean, mean)
        mask = self.add("Relu", self.convolved(f"{name}.cam_layer.linear1", context))
        return self.add("Mul", local, self.add("Sigmoid", self.convolved(f"{name}.cam_layer.linear2", mask)))

    def pooled(self, x: str) -> str:
        """Mean and standard deviation over time, (n, channels, 1)."""
        mean = self.add("ReduceMean", x, axes=(2,))
        away = self.add("Sub", x, mean)
        squares = self.add("ReduceSum", self.add("Mul", away, away), self.constant(np.array([2])))
        variance = self.add("Div", squares, self.constant(np.array([_N_HALVED - 1], np.float32)))
        return self.add("Concat", mean, self.add("Sqrt", variance), axis=1)

    def _plane(self, convolution: str, norm: str, x: str, stride: int) -> str:
        x = self.convolved(convolution, x, strides=(stride, 1), pads=(1, 1, 1, 1))
        return self.add("Relu", self.scaled(norm, x))

    def _residual(self, name: str, x: str, stride: int) -> str:
        out = self._plane(f"{name}.conv1", f"{name}.bn1", x, stride)
        out = self.scaled(f"{name}.bn2", self.convolved(f"{name}.conv2", out, pads=(1, 1, 1, 1)))
        if self._has(f"{name}.shortcut.0", "weight"):
            x = self.scaled(f"{name}.shortcut.1", self.convolved(f"{name}.shortcut.0", x, strides=(stride, 1)))
        return self.add("Relu", self.add("Add", out, x))

    def _has(self, name: str, part: str) -> bool:
        return f"{name}.{part}" in self._weights
