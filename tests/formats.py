"""Small files of every format that recorders of calls write: a tone of its own on each channel, in a little noise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

#: The tone of each channel, in Hz: below what the slowest rate carries.
TONES_HZ = (440, 1_100, 700, 900, 1_300, 1_500)

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a file is written: by FFmpeg, or by libsndfile, which writes what FFmpeg does not."""

    container: str
    codec: str
    rate_hz: int
    n_channels: int = 2
    by_ffmpeg: bool = True


def _sndfile(container: str, codec: str, rate_hz: int, n_channels: int = 2) -> Format:
    return Format(container=container, codec=codec, rate_hz=rate_hz, n_channels=n_channels, by_ffmpeg=False)


def _ffmpeg(container: str, codec: str, rate_hz: int, n_channels: int = 2) -> Format:
    return Format(container=container, codec=codec, rate_hz=rate_hz, n_channels=n_channels)


FORMATS = {
    "u8.wav": _ffmpeg("wav", "pcm_u8", 8_000),
    "s16.wav": _ffmpeg("wav", "pcm_s16le", 8_000),
    "s24.wav": _ffmpeg("wav", "pcm_s24le", 48_000),
    "s32.wav": _ffmpeg("wav", "pcm_s32le", 16_000),
    "f32.wav": _ffmpeg("wav", "pcm_f32le", 44_100),
    "f64.wav": _ffmpeg("wav", "pcm_f64le", 11_025, 1),
    "alaw.wav": _ffmpeg("wav", "pcm_alaw", 8_000),
    "mulaw.wav": _ffmpeg("wav", "pcm_mulaw", 8_000),
    "ima.wav": _ffmpeg("wav", "adpcm_ima_wav", 8_000),
    "ms.wav": _ffmpeg("wav", "adpcm_ms", 8_000),
    "g722.wav": _ffmpeg("wav", "g722", 16_000, 1),
    "g726.wav": _ffmpeg("wav", "g726", 8_000, 1),
    "msgsm.wav": _sndfile("WAV", "GSM610", 8_000, 1),
    "mp3.wav": _ffmpeg("wav", "libmp3lame", 16_000),
    "extensible.wav": _sndfile("WAVEX", "PCM_16", 8_000),
    "alaw.w64": _sndfile("W64", "ALAW", 8_000),
    "s16.w64": _ffmpeg("w64", "pcm_s16le", 8_000),
    "s16.rf64": _sndfile("RF64", "PCM_16", 8_000),
    "raw.gsm": _sndfile("RAW", "GSM610", 8_000, 1),
    "plain.flac": _ffmpeg("flac", "flac", 8_000),
    "plain.mp3": _ffmpeg("mp3", "libmp3lame", 16_000),
    "mono.mp3": _ffmpeg("mp3", "libmp3lame", 44_100, 1),
    "opus.opus": _ffmpeg("ogg", "libopus", 48_000),
    "vorbis.ogg": _sndfile("OGG", "VORBIS", 16_000),
    "flac.ogg": _ffmpeg("ogg", "flac", 16_000),
    "aac.m4a": _ffmpeg("ipod", "aac", 44_100),
    "aac.mp4": _ffmpeg("mp4", "aac", 16_000, 1),
    "alac.m4a": _ffmpeg("ipod", "alac", 16_000),
    "opus.webm": _ffmpeg("webm", "libopus", 48_000),
    "opus.mka": _ffmpeg("matroska", "libopus", 48_000, 1),
}


def write(path: Path, form: Format, seconds: float = 2.0, sound: Sound | None = None) -> Path:
    sound = tones(form.rate_hz, form.n_channels, seconds) if sound is None else sound
    if form.by_ffmpeg:
        _encode(path, form, [sound])
    else:
        soundfile.write(str(path), sound, form.rate_hz, format=form.container, subtype=form.codec)
    return path


def tones(rate_hz: int, n_channels: int, seconds: float, seed: int = 1) -> Sound:
    """Time × channels, a quarter of full scale."""
    n_samples = round(rate_hz * seconds)
    time = np.arange(n_samples)[:, None] / rate_hz
    noise = np.random.default_rng(seed).standard_normal((n_samples, n_channels)) * 0.003
    return (0.25 * np.sin(2 * np.pi * time * np.array(TONES_HZ[:n_channels])) + noise).astype(np.float32)


def tone_hz(samples: "NDArray[np.int16]", rate_hz: int) -> float:
    """The frequency that is loudest in a channel."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * rate_hz / len(samples)


def _encode(
    path: Path, form: Format, tracks: list[Sound], moved: Callable[[int], int] = lambda place: place, **options: Any
) -> None:
    """One track of sound each; ``moved`` says when what begins at a sample is to be heard."""
    with av.open(str(path), "w", format=form.container, **options) as container:
        layout = {1: "mono", 2: "stereo", 6: "5.1"}[form.n_channels]
        streams = [container.add_stream(form.codec, rate=form.rate_hz, layout=layout) for _ in tracks]
        for stream in streams:
            stream.codec_context.open()
        for stream, sound in zip(streams, tracks, strict=True):
            context = stream.codec_context
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="fltp", layout=layout)
            frame.sample_rate, frame.pts = form.rate_hz, 0
            pieces = av.AudioResampler(
                format=context.format, layout=layout, rate=form.rate_hz, frame_size=context.frame_size or 1024
            )
            for piece in (*pieces.resample(frame), *pieces.resample(None)):
                container.mux(_at(stream.encode(piece), moved))
            container.mux(_at(stream.encode(None), moved))


def _at(packets: Iterable[av.Packet], moved: Callable[[int], int]) -> list[av.Packet]:
    packets = list(packets)
    for packet in packets:
        if packet.pts is not None:
            packet.pts = packet.dts = moved(packet.pts)
    return packets


def write_tracks(path: Path, form: Format, n_tracks: int, seconds: float = 2.0) -> Path:
    """Several recordings in one file."""
    _encode(path, form, [tones(form.rate_hz, form.n_channels, seconds)] * n_tracks)
    return path


def write_moved(path: Path, form: Format, moved: Callable[[int], int], seconds: float = 2.0) -> Path:
    """Sound with other time stamps than its own."""
    _encode(path, form, [tones(form.rate_hz, form.n_channels, seconds)], moved)
    return path
