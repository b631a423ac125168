"""Decodes a recording: any container that FFmpeg reads, one or two channels, 16-bit at 16 kHz at most."""

from array import array
from pathlib import Path

import av
import av.error
import numpy as np

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import Code, InputError

AUDIO_SUFFIXES = frozenset({".wav", ".flac", ".opus", ".ogg", ".mp3"})
MIN_RATE_HZ, MAX_RATE_HZ = 4_000, 16_000
#: A small file can hold days of silence; beyond this it is no call, and would not fit in memory.
MAX_HOURS = 4
# Containers of sound only: FFmpeg also reads playlists, which name other files and addresses.
_FORMATS = {"format_whitelist": "wav,w64,flac,ogg,mp3"}
_MAX_CHANNELS = 2
# A file that declares more sound than it holds lost some on the way; FFmpeg may round by a few frames.
_MISSING_MS = 500
_UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFFFFE, 0xFFFFFFFE)


def read_recording(path: Path, contact_id: str, parties: tuple[Party, ...]) -> Recording:
    """The sound of a file, one :class:`Channel` per party.

    Everybody is heard on the one channel of a mono recording, so its party is unknown whatever ``parties`` says, unless
    that is the system. Raises InputError: empty_file, not_audio, truncated, no_sound, too_long, too_many_channels,
    parties_mismatch, source_gone.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise InputError(Code.SOURCE_GONE) from None
    if not path.is_file():
        raise InputError(Code.NOT_AUDIO)
    if size == 0:
        raise InputError(Code.EMPTY_FILE)
    _check_wav_sizes(path, size)
    try:
        samples, rate_hz, declared_ms = _decode(path)
    except av.error.EOFError:
        raise InputError(Code.NO_SOUND) from None  # a container with its headers and nothing else
    except (av.error.FFmpegError, ValueError, OSError):
        raise InputError(Code.NOT_AUDIO) from None
    n_channels, n_samples = samples.shape
    if n_samples == 0:
        raise InputError(Code.NO_SOUND)
    if declared_ms is not None and n_samples * 1000 // rate_hz < declared_ms - _MISSING_MS:
        raise InputError(Code.TRUNCATED)
    named = parties or (Party.UNKNOWN,) * n_channels
    if n_channels == 1 and named != (Party.SYSTEM,):
        named = (Party.UNKNOWN,)
    if len(named) != n_channels:
        raise InputError(Code.PARTIES_MISMATCH)
    channels = tuple(
        Channel(party=party, samples=array("h", row.tobytes())) for party, row in zip(named, samples, strict=True)
    )
    return Recording(contact_id=contact_id, sample_rate_hz=rate_hz, channels=channels)


def _decode(path: Path) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.int16]]", int, int | None]:
    """All samples (channels × time), their rate, and the duration in ms that the container declares, if any."""
    with av.open(str(path), metadata_errors="ignore", options=_FORMATS) as container:
        if not container.streams.audio:
            raise InputError(Code.NOT_AUDIO)
        stream = container.streams.audio[0]
        n_channels = stream.codec_context.channels
        if n_channels > _MAX_CHANNELS:
            raise InputError(Code.TOO_MANY_CHANNELS)
        if stream.codec_context.sample_rate < MIN_RATE_HZ:
            raise InputError(Code.NOT_AUDIO)
        rate_hz = min(stream.codec_context.sample_rate, MAX_RATE_HZ)
        resampler = av.AudioResampler(format="s16p", layout="stereo" if n_channels == 2 else "mono", rate=rate_hz)
        pieces, n_samples = [], 0
        for frame in container.decode(stream):
            frame.pts = None
            pieces += [resampled.to_ndarray() for resampled in resampler.resample(frame)]
            n_samples += frame.samples * rate_hz // frame.sample_rate
            if n_samples > MAX_HOURS * 3600 * rate_hz:
                raise InputError(Code.TOO_LONG)
        if pieces:
            pieces += [resampled.to_ndarray() for resampled in resampler.resample(None)]
        declared_ms = None
        if stream.duration is not None and stream.time_base is not None:
            declared_ms = int(stream.duration * stream.time_base * 1000)
    samples = np.concatenate(pieces, axis=1) if pieces else np.zeros((n_channels, 0), dtype=np.int16)
    return samples.astype(np.int16, copy=False), rate_hz, declared_ms


def _check_wav_sizes(path: Path, size: int) -> None:
    """FFmpeg silently shortens a WAV whose data chunk is cut; the chunk's declared length tells."""
    with path.open("rb") as stream:
        head = stream.read(12)
        if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
            return
        while len(chunk := stream.read(8)) == 8:
            declared = int.from_bytes(chunk[4:8], "little")
            if chunk[:4] == b"data":
                if declared not in _UNKNOWN_SIZES and stream.tell() + declared > size:
                    raise InputError(Code.TRUNCATED)
                return
            stream.seek(declared + declared % 2, 1)
    raise InputError(Code.TRUNCATED)
