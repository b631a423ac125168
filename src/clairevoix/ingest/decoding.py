"""Sound out of a file, block by block: bounded in time, in memory, and in what the file may make FFmpeg do."""

import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

import av
import av.container
import av.error

from clairevoix.charter.inputs import admit_streams
from clairevoix.ingest.rates import Block, at_one_rate
from clairevoix.ingest.watched import Effort, Watched
from clairevoix.ingest.wholeness import end_of_sound, mp3_duration_ms
from clairevoix.model.errors import Code, InputError

#: Below this nobody is understood; above it no recorder of speech works.
MIN_INPUT_HZ, MAX_INPUT_HZ = 4_000, 192_000
_MAX_CHANNELS = 2
# What recorders of calls write, and none of the hundreds of other decoders.
_DECODERS = frozenset(
    "pcm_u8 pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f64le pcm_alaw pcm_mulaw "
    "adpcm_ima_wav adpcm_ms g722 g726 g723_1 g729 gsm gsm_ms flac alac mp3 mp3float opus libopus vorbis aac".split()
)
_OPTIONS = {
    # Containers of sound only: FFmpeg also reads playlists, which name other files and addresses.
    "format_whitelist": "wav,w64,flac,ogg,mp3,gsm,mov,matroska",
    # The file is read for FFmpeg; whatever it names is not opened.
    "protocol_whitelist": "none",
    "codec_whitelist": ",".join(sorted(_DECODERS)),
    "max_streams": "16",
}


def decoded(path: Path, limit_ms: float) -> Iterator[Block]:
    """All sound of a file, in order; it is longer than 0 s and no longer than ``limit_ms``.

    Time stamps are not read: sound follows sound. A packet that cannot be decoded is left out, as long as half a second is
    not lost in all. Raises InputError: not_audio, truncated, no_sound, too_long, too_many_channels, parties_mismatch (the
    number of channels changes inside), source_gone, took_too_long.
    """
    try:
        file = FileIO(path)
    except (OSError, ValueError):
        raise InputError(Code.SOURCE_GONE) from None
    effort = Effort(limit_ms)
    with file:
        try:
            end = end_of_sound(file, os.fstat(file.fileno()).st_size)
            yield from at_one_rate(_frames(Watched(file, end, effort), effort))
        except EOFError:  # a container with its headers and nothing else
            raise InputError(Code.TRUNCATED if effort.sound_ms else Code.NO_SOUND) from None
        except (av.error.FFmpegError, ValueError):
            raise InputError(effort.broken) from None
        except OSError:
            raise InputError(Code.SOURCE_GONE) from None


def _frames(file: Watched, effort: Effort) -> Iterator[av.AudioFrame]:
    """The frames that hold sound, all with the same number of channels, at rates that sound may have."""
    with effort.working():
        container = av.open(file, "r", metadata_errors="ignore", options=_OPTIONS)
    with container:
        with effort.working():
            stream = _only_stream(container)
            declared_ms = _declared_ms(container, stream, file)
            effort.declared(declared_ms)
        n_channels = 0
        packets = container.demux(stream)
        packet: av.Packet[av.AudioStream] | None
        while True:
            with effort.working():
                packet = next(packets, None)
                found = _decoded(packet, effort) if packet is not None else []
            for frame in found:
                n_channels = n_channels or frame.layout.nb_channels
                _check(frame, n_channels)
                effort.heard(frame.samples * 1000 / frame.sample_rate)
                yield frame
            if packet is None:
                break
    effort.finished(declared_ms)


def _only_stream(container: av.container.InputContainer) -> av.AudioStream:
    """The file's sound. Two tracks are two recordings, and nobody can say which one is meant.

    A cover picture does not count; a video does, which may be one of a screen: CharterRefusal(R20).
    """
    cover = av.stream.Disposition.attached_pic
    admit_streams(tuple("video" for each in container.streams.video if not each.disposition & cover))
    if not container.streams.audio:
        raise InputError(Code.NOT_AUDIO)
    if len(container.streams.audio) > 1:
        raise InputError(Code.TOO_MANY_CHANNELS)
    stream = container.streams.audio[0]
    decoder = getattr(stream.codec_context, "codec", None)  # there is no context where there is no decoder
    if decoder is None or decoder.name not in _DECODERS:
        raise InputError(Code.NOT_AUDIO)
    if stream.codec_context.channels > _MAX_CHANNELS:
        raise InputError(Code.TOO_MANY_CHANNELS)
    return stream


def _declared_ms(container: av.container.InputContainer, stream: av.AudioStream, file: Watched) -> float | None:
    """How long the container says that its sound is; None where it does not, and where FFmpeg would only guess (MP3)."""
    if container.format.name == "mp3":
        place = file.tell()
        declared_ms = mp3_duration_ms(file)
        file.seek(place, 0)
        return declared_ms
    if stream.duration is None or stream.time_base is None:
        return None
    return float(stream.duration * stream.time_base * 1000)


def _decoded(packet: "av.Packet[av.AudioStream]", effort: Effort) -> list[av.AudioFrame]:
    try:
        return packet.decode()
    except av.error.FFmpegError:
        effort.lost(float((packet.duration or 0) * packet.time_base * 1000))
        return []


def _check(frame: av.AudioFrame, n_channels: int) -> None:
    if not MIN_INPUT_HZ <= frame.sample_rate <= MAX_INPUT_HZ:
        raise InputError(Code.NOT_AUDIO)
    if not 1 <= frame.layout.nb_channels <= _MAX_CHANNELS:
        raise InputError(Code.TOO_MANY_CHANNELS)
    if frame.layout.nb_channels != n_channels:
        raise InputError(Code.PARTIES_MISMATCH)
