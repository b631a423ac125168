"""Where somebody speaks: Silero's voice activity detection, as faster-whisper carries it."""

from collections.abc import Sequence

import numpy as np
import soxr
from faster_whisper.vad import VadOptions, get_speech_timestamps

from clairevoix.model.contact import Channel
from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.decoder import RATE_HZ, Window

#: A pause of this length parts two stretches of speech, in ms; each keeps this much around it, for soft beginnings and ends.
LEAST_PAUSE_MS, AROUND_MS = 160, 200
_SAMPLES_PER_MS = RATE_HZ // 1000
#: Speech stands at least this far above what is heard in its own pauses, in dB, on a good line: 27 to 34 on the corpus'
#: telephone lines, 21 to 23 with a street behind it at 20 dB, 12 to 15 at 10 dB.
CLEAR_DB = 25.0
_FRAME = RATE_HZ // 50
_LEAST_POWER = 1e-10  # a step of 16-bit sound


def at_16_khz(channel: Channel, rate_hz: int) -> Window:
    """The samples of a channel as engines take them."""
    sound = np.frombuffer(channel.samples, dtype=np.int16).astype(np.float32) / 32768
    if rate_hz != RATE_HZ:
        sound = soxr.resample(sound, rate_hz, RATE_HZ)
    return sound.astype(np.float32, copy=False)


def voiced(sound: Window, longest_ms: int) -> tuple[TimeSpan, ...]:
    """The stretches of speech, in order; one longer than ``longest_ms`` is cut, in a pause where it has one."""
    options = VadOptions(
        min_silence_duration_ms=LEAST_PAUSE_MS,
        speech_pad_ms=AROUND_MS,
        max_speech_duration_s=longest_ms / 1000,
    )
    found = get_speech_timestamps(sound, options)
    last_ms = len(sound) // _SAMPLES_PER_MS
    spans = ((each["start"] // _SAMPLES_PER_MS, min(each["end"] // _SAMPLES_PER_MS, last_ms)) for each in found)
    return tuple(TimeSpan(start, end) for start, end in spans if end > start)


def is_clear(sound: Window, speech: Sequence[TimeSpan]) -> bool:
    """Whether speech stands well above the noise: its loud frames (80th percentile of 20 ms) above its quiet ones (10th)."""
    spoken = [sound[span.start_ms * _SAMPLES_PER_MS : span.end_ms * _SAMPLES_PER_MS] for span in speech]
    frames = [piece[: len(piece) // _FRAME * _FRAME].reshape(-1, _FRAME).var(axis=1) for piece in spoken]
    powers = np.concatenate(frames) if frames else np.zeros(0, dtype=np.float32)
    if not len(powers):
        return True
    quiet, loud = np.maximum(np.percentile(powers, [10, 80]), _LEAST_POWER)
    return bool(10 * np.log10(loud / quiet) >= CLEAR_DB)
