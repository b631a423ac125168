"""Log energies of a mel filter bank, as Kaldi computes them.

Povey et al. (2011), « The Kaldi Speech Recognition Toolkit », ASRU; ``compute-fbank-feats`` with its own frames (25 ms every
10 ms, pre-emphasis 0.97, Povey's window), 80 bands from 20 Hz to half the rate, without dither.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
N_BANDS = 80
FRAME_STEP, FRAME_SIZE = 160, 400

_N_FFT = 512
_PRE_EMPHASIS = 0.97
_LOW_HZ, _HIGH_HZ = 20.0, RATE_HZ / 2
#: Kaldi's floor: the least step of 32-bit floats around 1.
_FLOOR = float(np.finfo(np.float32).eps)

Floats = NDArray[np.float32]


def energies(sounds: Floats) -> Floats:
    """Of sounds (n, samples) between -1 and 1 at 16 kHz: (n, frames, 80)."""
    framed = np.lib.stride_tricks.sliding_window_view(sounds, FRAME_SIZE, axis=-1)[..., ::FRAME_STEP, :]
    framed = framed - framed.mean(axis=-1, keepdims=True)
    before = np.concatenate([framed[..., :1], framed[..., :-1]], axis=-1)
    spectrum = np.fft.rfft((framed - _PRE_EMPHASIS * before) * _window(), _N_FFT)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    found: Floats = np.log(np.maximum(power @ _bank(), _FLOOR))
    return found


@cache
def _window() -> Floats:
    """Povey's: a Hann window to the power of 0.85."""
    window: Floats = (np.hanning(FRAME_SIZE) ** 0.85).astype(np.float32)
    return window


@cache
def _bank() -> Floats:
    """Triangles on the mel scale, each over the middle of the next, (257, 80)."""
    edges = _mel(_LOW_HZ) + (_mel(_HIGH_HZ) - _mel(_LOW_HZ)) * np.arange(N_BANDS + 2) / (N_BANDS + 1)
    left, peak, right = edges[:-2], edges[1:-1], edges[2:]
    bins = _mel(np.arange(_N_FFT // 2 + 1) * RATE_HZ / _N_FFT)[:, None]
    triangles = np.minimum((bins - left) / (peak - left), (right - bins) / (right - peak))
    bank: Floats = np.maximum(triangles, 0).astype(np.float32)
    return bank


def _mel(frequency: Any) -> Any:
    return 1127 * np.log1p(frequency / 700)
