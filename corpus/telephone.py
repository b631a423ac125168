"""The telephone line between the voices and the recorder.

In: the clean 24 kHz track of each party. Out: a two-channel 8 kHz file as a call recorder writes it.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from numpy.typing import NDArray
from scipy import signal

Samples = NDArray[np.float32]

#: Of the voices, before the line.
SAMPLE_RATE = 24_000
LINE_RATE = 8_000
SPEECH_LEVEL = 10 ** (-22 / 20)
SIGNAL_TO_NOISE = 10 ** (30 / 20)
OPUS_BIT_RATE = 24_000

#: Codec, sample format and codec options by file extension.
CODECS: dict[str, tuple[str, str, dict[str, str]]] = {
    "opus": ("libopus", "s16", {"application": "voip"}),
    "wav": ("pcm_alaw", "s16", {}),
    "flac": ("flac", "s16", {"compression_level": "8"}),
}

#: FFmpeg's name of the file format by file extension.
CONTAINERS = {"opus": "opus", "wav": "wav", "flac": "flac"}

_BAND = signal.butter(4, (300, 3400), "bandpass", fs=LINE_RATE, output="sos")


def _a_law_levels() -> NDArray[np.int32]:
    """The 256 values of the G.711 A-law code, in order."""
    levels = []
    for code in range(128):
        exponent, mantissa = code >> 4, code & 15
        value = (mantissa << 4) + 8
        if exponent:
            value = (value + 256) << (exponent - 1)
        levels.append(value)
    return np.array([-value for value in reversed(levels)] + levels, dtype=np.int32)


_LEVELS = _a_law_levels()
_LIMITS = (_LEVELS[1:] + _LEVELS[:-1]) / 2


def through_a_law(samples: NDArray[np.float64]) -> NDArray[np.int16]:
    """Samples of full scale 1.0 as they come out of a G.711 A-law coder and decoder."""
    return _LEVELS[np.searchsorted(_LIMITS, samples * 32768)].astype(np.int16)


def through_line(track: Samples, rng: np.random.Generator) -> NDArray[np.int16]:
    """One party as the recorder hears it: narrow band, 8 kHz, a little noise, A-law."""
    narrow = signal.resample_poly(track.astype(np.float64), 1, SAMPLE_RATE // LINE_RATE)
    narrow = signal.sosfilt(_BAND, narrow)
    speaking = narrow[np.abs(signal.hilbert(narrow)) > 0.05 * np.abs(narrow).max()]
    narrow *= SPEECH_LEVEL / np.sqrt((speaking**2).mean())
    noise = signal.sosfilt(_BAND, rng.standard_normal(len(narrow)))
    noise *= SPEECH_LEVEL / SIGNAL_TO_NOISE / np.sqrt((noise**2).mean())
    return through_a_law(np.clip(narrow + noise, -0.98, 0.98))


def record(path: Path, first: Samples, second: Samples, *, seed: int) -> None:
    """Write both parties to one file; the extension chooses the format."""
    rng = np.random.default_rng(seed)
    channels = np.stack([through_line(first, rng), through_line(second, rng)], axis=1)
    write(path, channels, path.suffix.removeprefix("."))


def write(
    target: Path | BinaryIO,
    channels: NDArray[np.int16],
    extension: str,
    *,
    rate: int = LINE_RATE,
    bit_rate: int = OPUS_BIT_RATE,
) -> None:
    """Write (n, channels) samples, always the same bytes for the same samples."""
    codec, sample_format, options = CODECS[extension]
    layout = "stereo" if channels.shape[1] == 2 else "mono"
    file = str(target) if isinstance(target, Path) else target
    with av.open(file, "w", format=CONTAINERS[extension], options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream(codec, rate=rate, options=options)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        stream.format = sample_format
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        if codec == "libopus":
            stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels).reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = 0
        fifo = av.AudioFifo()
        fifo.write(frame)
        size = stream.codec_context.frame_size or rate
        while (piece := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
