"""Recordings as FLAC bytes: the vault's format, lossless, so that what was muted stays exactly zero."""

import io
from array import array

import av
import av.error
import numpy as np

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import StoreError

_FRAME = 4096


def encode_flac(recording: Recording) -> bytes:
    """All channels of a recording, in order."""
    layout = "stereo" if len(recording.channels) == 2 else "mono"
    planes = np.stack([np.frombuffer(channel.samples, dtype=np.int16) for channel in recording.channels])
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=recording.sample_rate_hz, layout=layout)
        for start in range(0, planes.shape[1], _FRAME):
            # FLAC takes interleaved samples: one row, channels side by side.
            piece = np.ascontiguousarray(planes[:, start : start + _FRAME].T).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout=layout)
            frame.sample_rate = recording.sample_rate_hz
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def decode_flac(content: bytes, contact_id: str) -> Recording:
    """What :func:`encode_flac` wrote, without saying who is on which channel. Raises StoreError if it is not that."""
    try:
        with av.open(io.BytesIO(content), "r") as container:
            stream = container.streams.audio[0]
            rate_hz, n_channels = (stream.codec_context.sample_rate, stream.codec_context.channels)
            pieces = [frame.to_ndarray().reshape(-1, n_channels) for frame in container.decode(stream)]
    except (av.error.FFmpegError, IndexError, ValueError):
        raise StoreError("an object of the vault is not the sound that was put there") from None
    planes = np.concatenate(pieces).astype(np.int16, copy=False).T
    channels = tuple(
        Channel(party=Party.UNKNOWN, samples=array("h", np.ascontiguousarray(plane).tobytes())) for plane in planes
    )
    return Recording(contact_id=contact_id, sample_rate_hz=rate_hz, channels=channels)
