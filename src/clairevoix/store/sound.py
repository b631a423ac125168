"""Recordings as FLAC: the vault's format, lossless, so that what was muted stays exactly zero."""

import io
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol

import av
import av.container
import av.error
import numpy as np

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import StoreError
from clairevoix.model.timespan import TimeSpan

_SAMPLES_AT_ONCE = 32_768
# A place is sought so many seconds before itself: FFmpeg finds no frame of FLAC that is not followed by a dozen others.
_AHEAD_S = 10
# Where a FLAC says how many samples it has: the last 36 bits of these five bytes (RFC 9639, section 8.2).
_TOTAL = slice(21, 26)
_TOTAL_BITS = 36


class _Sink(Protocol):
    def write(self, content: bytes, /) -> int: ...


class _Taken:
    """What was written since it was last taken. Without a way back, so that FFmpeg never writes in front of it again."""

    def __init__(self) -> None:
        self._content = bytearray()

    def write(self, content: bytes, /) -> int:
        self._content += content
        return len(content)

    def take(self) -> bytearray:
        content, self._content = self._content, bytearray()
        return content


def encode_flac(sound: Recording | Iterable[Recording]) -> bytes:
    """All channels of a recording, or of its sections in order. In memory are one section and the FLAC."""
    buffer = io.BytesIO()
    for _ in _encoded((sound,) if isinstance(sound, Recording) else sound, buffer):
        pass
    return buffer.getvalue()


def flac_pieces(sections: Iterable[Recording], n_samples: int) -> Iterator[bytes]:
    """The same file in pieces, so that in memory is one section alone. ``n_samples`` of each channel are announced.

    What FFmpeg would write into the header at the end is left out: the greatest frame, and a checksum of the samples.
    """
    taken, announced = _Taken(), False
    for _ in _encoded(sections, taken):
        piece = taken.take()
        if piece and not announced:
            head = int.from_bytes(piece[_TOTAL], "big") >> _TOTAL_BITS << _TOTAL_BITS
            piece[_TOTAL] = (head | n_samples).to_bytes(5, "big")
            announced = True
        if piece:
            yield bytes(piece)


def decode_flac(content: bytes, contact_id: str, window: TimeSpan | None = None) -> Recording:
    """What was encoded, or the part of it in ``window``, without saying who is on which channel.

    A sample belongs to the part if it begins in the window. Raises StoreError if the content is no such FLAC.
    """
    try:
        with av.open(io.BytesIO(content), "r") as container:
            rate_hz = container.streams.audio[0].codec_context.sample_rate
            return Recording(
                contact_id=contact_id,
                sample_rate_hz=rate_hz,
                channels=tuple(
                    Channel(party=Party.UNKNOWN, samples=samples) for samples in _within(container, rate_hz, window)
                ),
            )
    except (av.error.FFmpegError, IndexError, ValueError):
        raise StoreError("an object of the vault is not the sound that was put there") from None


def _encoded(sections: Iterable[Recording], sink: _Sink) -> Iterator[None]:
    """Writes the sound; stops after each bit of it, and when all is written."""
    rest = iter(sections)
    first = next(rest)
    rate_hz, n_channels = first.sample_rate_hz, len(first.channels)
    layout = "stereo" if n_channels == 2 else "mono"
    with av.open(sink, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=rate_hz, layout=layout)
        place = 0
        for section in chain([first], rest):
            if (section.sample_rate_hz, len(section.channels)) != (rate_hz, n_channels):
                raise ValueError("sections differ in rate or channels")
            for samples in _interleaved(section):
                frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
                frame.sample_rate, frame.pts = rate_hz, place
                container.mux(stream.encode(frame))
                place += len(samples)
                yield
        container.mux(stream.encode(None))
    yield


def _interleaved(recording: Recording) -> Iterator["np.ndarray[tuple[int, int], np.dtype[np.int16]]"]:
    """Time × channels, a little at a time."""
    planes = [np.frombuffer(channel.samples, dtype=np.int16) for channel in recording.channels]
    for start in range(0, len(planes[0]), _SAMPLES_AT_ONCE):
        yield np.stack([plane[start : start + _SAMPLES_AT_ONCE] for plane in planes], axis=1)


def _within(container: av.container.InputContainer, rate_hz: int, window: TimeSpan | None) -> tuple["array[int]", ...]:
    """The samples of each channel. A window is sought, so that a moment of a long call is found at once.

    FFmpeg gives the place of a frame of FLAC in samples.
    """
    stream = container.streams.audio[0]
    n_channels = stream.codec_context.channels
    found = tuple(array("h") for _ in range(n_channels))
    start, end = 0, None
    if window is not None:
        start, end = window.start_ms * rate_hz // 1000, window.end_ms * rate_hz // 1000
        if _AHEAD_S * rate_hz < start < (stream.duration or 0):
            container.seek(start - _AHEAD_S * rate_hz, stream=stream)
    for frame in container.decode(stream):
        if (first := frame.pts) is None:
            raise ValueError("a frame without its place")
        if end is not None and first >= end:
            break
        samples = frame.to_ndarray().reshape(-1, n_channels)
        kept = samples[max(0, start - first) : None if end is None else end - first]
        for number, channel in enumerate(found):
            channel.frombytes(kept[:, number].astype(np.int16, copy=False).tobytes())
    return found
