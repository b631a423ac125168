"""Takes time spans out of sound: silence, or a tone where people should hear that something was taken out.

The duration stays, so that every time in words, turns and evidence stays right.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from clairevoix.model.contact import Channel, Recording
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Redaction


class Filling(StrEnum):
    """What is heard instead of what was taken out."""

    MUTE = "mute"
    TONE = "tone"


#: The tone is as loud as -26 dB of full scale, 1,000 Hz, which lines carry and nobody takes for speech.
_TONE_HZ, _TONE_LEVEL = 1000, 0.05
_FULL_SCALE = 32767


def mute(
    recording: Recording,
    redactions: Iterable[Redaction],
    padding_ms: int,
    *,
    start_ms: int = 0,
    filling: Filling = Filling.MUTE,
) -> Recording:
    """The same sound without each redaction's time span, ``padding_ms`` wider on both sides, on its channel.

    ``start_ms`` is where this sound begins in the one that the redactions tell the times of, if it is a part of it.
    """
    found = tuple(redactions)
    end_ms = start_ms + recording.duration_ms + 1
    channels = []
    for number, channel in enumerate(recording.channels):
        spans = merged(
            TimeSpan(max(span.start_ms, start_ms) - start_ms, span.end_ms - start_ms)
            for span in (each.span.padded(padding_ms, limit_ms=end_ms) for each in found if each.channel == number)
            if start_ms <= span.end_ms and span.start_ms < end_ms and span.duration_ms > 0
        )
        channels.append(_without(channel, spans, recording.sample_rate_hz, filling) if spans else channel)
    return replace(recording, channels=tuple(channels))


def _without(channel: Channel, spans: Sequence[TimeSpan], rate_hz: int, filling: Filling) -> Channel:
    samples = array("h", channel.samples)
    for span in spans:
        start = min(span.start_ms * rate_hz // 1000, len(samples))
        end = min(-(-span.end_ms * rate_hz // 1000), len(samples))
        samples[start:end] = _filled(end - start, rate_hz, filling)
    return Channel(party=channel.party, samples=samples)


def _filled(n_samples: int, rate_hz: int, filling: Filling) -> "array[int]":
    if filling is Filling.MUTE:
        return array("h", bytes(2 * n_samples))
    step, level = 2 * math.pi * _TONE_HZ / rate_hz, _TONE_LEVEL * _FULL_SCALE
    return array("h", (round(level * math.sin(step * place)) for place in range(n_samples)))
