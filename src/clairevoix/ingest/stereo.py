"""Checks a recording before its channels are trusted: dead, twice the same, or with the other party faintly on it.

In: a decoded recording. Out: what was measured, who is active when on each channel, and the recording as it may be used.
"""

from dataclasses import replace

import numpy as np

from clairevoix.ingest import activity, crosstalk
from clairevoix.ingest.frames import (
    FRAMES_PER_SECOND,
    FULL_SCALE,
    Levels,
    Powers,
    Samples,
    band_powers,
    decibels,
    frame_size,
    runs,
    samples_of,
    spans,
)
from clairevoix.model.contact import Party, Recording
from clairevoix.model.sound import ChannelCheck, StereoCheck, StereoKind
from clairevoix.model.timespan import TimeSpan

#: Two channels hold the same sound when their correlation is higher and their level difference strays less, in dB.
_SAME_CORRELATION, _SAME_SPREAD_DB = 0.9, 3.0
#: A channel whose sound lasts less in all holds nothing: no word is so short.
_LEAST_SOUND_MS = 100
#: Any line hums louder than this, in dB of full scale; stretches below are counted from this length on, in ms.
_DEAD_DB, _DEAD_STRETCH_MS = -75.0, 1000
#: From here on a sample counts as cut off: the highest A-law code stands at 0.984 of full scale.
_CLIPPED = 32_113
_SAMPLES_AT_ONCE = 1 << 20
#: A frame is a party's own when it is louder than the bleed can be: twice the amplitude that was measured.
_ABOVE_BLEED = 4.0


def check_stereo(recording: Recording) -> StereoCheck:
    """What the channels of a recording hold, whatever its list says.

    A channel is dead when it is louder than ``IDLE_DB`` for less than a tenth of a second. Bleed is looked for between
    two channels that hold different sounds. A recording of no samples is dead.
    """
    rate_hz, sounds = recording.sample_rate_hz, [samples_of(channel) for channel in recording.channels]
    levels = [decibels(band_powers(samples, rate_hz).sum(axis=1)) for samples in sounds]
    channels = tuple(_check_channel(samples, frames, rate_hz) for samples, frames in zip(sounds, levels, strict=True))
    if any(channel.is_dead for channel in channels):
        return StereoCheck(kind=StereoKind.DEAD, channels=channels)
    if len(channels) != 2:
        return StereoCheck(kind=StereoKind.MONO if len(channels) < 2 else StereoKind.STEREO, channels=channels)
    likeness = crosstalk.likeness(sounds[0], sounds[1], rate_hz)
    if likeness.correlation > _SAME_CORRELATION and likeness.spread_db < _SAME_SPREAD_DB:
        return StereoCheck(kind=StereoKind.DUAL_MONO, channels=channels, correlation=likeness.correlation)
    measured = tuple(
        _with_bleed(
            channels[here], crosstalk.bleed(sounds[there], sounds[here], levels[there], levels[here], rate_hz), rate_hz
        )
        for here, there in ((0, 1), (1, 0))
    )
    return StereoCheck(kind=StereoKind.STEREO, channels=measured, correlation=likeness.correlation)


def _check_channel(samples: Samples, levels: Levels, rate_hz: int) -> ChannelCheck:
    n_samples = max(1, len(samples))
    sound_ms = int((levels > activity.IDLE_DB).sum()) * 1000 // FRAMES_PER_SECOND
    shortest = _DEAD_STRETCH_MS * FRAMES_PER_SECOND // 1000
    n_dead = sum(last - first for first, last in runs(levels < _DEAD_DB) if last - first >= shortest)
    duration_ms = len(samples) * 1000 // rate_hz
    return ChannelCheck(
        is_dead=sound_ms < _LEAST_SOUND_MS,
        clipped_share=_n_clipped(samples) / n_samples,
        dc_offset=float(samples.sum(dtype=np.int64) / n_samples / FULL_SCALE),
        dead_ms=min(n_dead * frame_size(rate_hz) * 1000 // rate_hz, duration_ms),
    )


def _n_clipped(samples: Samples) -> int:
    blocks = (samples[first : first + _SAMPLES_AT_ONCE] for first in range(0, len(samples), _SAMPLES_AT_ONCE))
    return sum(int(np.count_nonzero((block >= _CLIPPED) | (block <= -_CLIPPED))) for block in blocks)


def _with_bleed(channel: ChannelCheck, bleed: crosstalk.Bleed | None, rate_hz: int) -> ChannelCheck:
    if bleed is None:
        return channel
    return replace(channel, bleed_db=bleed.level_db, bleed_delay_ms=round(bleed.delay * 1000 / rate_hz))


def own_activity(recording: Recording, check: StereoCheck) -> tuple[tuple[TimeSpan, ...], ...]:
    """Where each channel is active with its own party: louder than its noise, and louder than the bleed can be.

    Activity is any sound, music and tones included: see ``sound_spans``. Pauses of up to 200 ms do not end it. The
    recording is the one that was checked; after ``handled``, whose channels may be fewer, no bleed is taken out.
    """
    rate_hz, sounds = recording.sample_rate_hz, [samples_of(channel) for channel in recording.channels]
    result = []
    for number, samples in enumerate(sounds):
        powers = band_powers(samples, rate_hz)
        heard = decibels(powers.sum(axis=1))
        own = heard
        channel = check.channels[number] if len(check.channels) == len(sounds) else None
        if channel is not None and channel.bleed_db is not None and len(sounds) == 2:
            shift = (channel.bleed_delay_ms or 0) * rate_hz // 1000
            bleed = _at_most(band_powers(sounds[1 - number], rate_hz, shift=shift), channel.bleed_db)
            own = decibels(np.maximum(powers - bleed, 0).sum(axis=1))
        active = activity.voiced(own, floor_of=heard)
        result.append(spans(active, frame_size(rate_hz), rate_hz, len(samples)))
    return tuple(result)


def _at_most(powers: Powers, bleed_db: float) -> Powers:
    """The most that bleed of these frames can amount to: it may lie in the frame before or after, and in no band evenly."""
    around = np.pad(powers, ((1, 1), (0, 0)), mode="edge")
    highest = np.maximum(np.maximum(around[:-2], around[2:]), powers)
    return highest * np.float32(_ABOVE_BLEED * 10 ** (bleed_db / 10))


def handled(recording: Recording, check: StereoCheck) -> Recording:
    """The recording with channels that say what they hold.

    The same sound twice becomes one channel, on which anybody may be heard; of the two, the less clipped. A dead channel
    stays: nothing of its party was recorded, and that is true. Bleed stays in the sound: ``own_activity`` tells.
    """
    if check.kind is not StereoKind.DUAL_MONO:
        return recording
    _, kept = min(zip(check.channels, recording.channels, strict=True), key=lambda pair: pair[0].clipped_share)
    is_system = all(channel.party is Party.SYSTEM for channel in recording.channels)
    return replace(recording, channels=(replace(kept, party=Party.SYSTEM if is_system else Party.UNKNOWN),))
