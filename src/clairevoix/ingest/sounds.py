"""A channel as stretches of silence, tones, music and speech, on one clock from its start to its end."""

import numpy as np
from numpy.typing import NDArray

from clairevoix.ingest.activity import loud
from clairevoix.ingest.frames import (
    FRAMES_PER_SECOND,
    Mask,
    Samples,
    band_powers,
    bridged,
    decibels,
    frame_size,
)
from clairevoix.ingest.steady import steady
from clairevoix.model.sound import SoundKind, SoundSpan
from clairevoix.model.timespan import TimeSpan

_KINDS = (SoundKind.SPEECH, SoundKind.SILENCE, SoundKind.TONE, SoundKind.MUSIC)
_SPEECH, _SILENCE, _TONE, _MUSIC = range(4)
#: Sound rises this far above the noise, in dB: less than for a party's activity, so that no faint word counts as silence.
_ABOVE_NOISE_DB = 4.5
#: A silence is longer than this; clicks are shorter; and so much around a sound belongs to it. In ms.
_SHORTEST_SILENCE_MS, _CLICK_MS, _MARGIN_MS = 400, 40, 100
#: Gaps between two keys, or drop-outs within a tone.
_TONE_GAP_MS = 140


def sound_spans(samples: Samples, rate_hz: int) -> tuple[SoundSpan, ...]:
    """What a channel holds from its start to its end, without gap or overlap.

    Silence is what does not rise above the noise around it, or lies below -60 dB of full scale, for 0.4 s or longer. What
    is surely nothing else is speech: noise that comes and goes, and a voice over music, are.
    """
    if len(samples) == 0:
        return ()
    hop, duration_ms = frame_size(rate_hz), len(samples) * 1000 // rate_hz
    found = steady(samples, rate_hz)
    levels = decibels(band_powers(samples, rate_hz).sum(axis=1))
    tone, music = (_frames(ranges, hop, len(levels)) for ranges in (found.tones, found.music))
    tone = bridged(tone, _n_frames(_TONE_GAP_MS), 1)
    sounding = loud(levels, above_db=_ABOVE_NOISE_DB, floor_of=np.where(tone | music, np.nan, levels))
    sounding &= ~_with_margin(tone | music, _n_frames(_CLICK_MS))
    sounding = _with_margin(bridged(sounding, 0, _n_frames(_CLICK_MS) + 1), _n_frames(_MARGIN_MS))
    silent = ~bridged(sounding, _n_frames(_SHORTEST_SILENCE_MS) - 1, 1)
    kinds = np.full(len(levels), _SPEECH, dtype=np.int8)
    kinds[silent] = _SILENCE
    kinds[tone] = _TONE
    kinds[music] = _MUSIC
    return _tiled(kinds, hop, rate_hz, duration_ms)


def _n_frames(duration_ms: int) -> int:
    return duration_ms * FRAMES_PER_SECOND // 1000


def _frames(ranges: tuple[tuple[int, int], ...], hop: int, n_frames: int) -> Mask:
    """The frames that ranges of samples cover at least half."""
    mask = np.zeros(n_frames, dtype=np.bool_)
    for first, last in ranges:
        mask[(first + hop // 2) // hop : (last + hop // 2) // hop] = True
    return mask


def _with_margin(mask: Mask, margin: int) -> Mask:
    """With so many frames on both sides of what is true."""
    wide = np.pad(mask, margin)
    return np.asarray(np.any([wide[shift : shift + len(mask)] for shift in range(2 * margin + 1)], axis=0))


def _tiled(kinds: NDArray[np.int8], hop: int, rate_hz: int, duration_ms: int) -> tuple[SoundSpan, ...]:
    """The kinds of the frames as spans that fill the recording."""
    starts = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist()]
    edges_ms = [*(start * hop * 1000 // rate_hz for start in starts), duration_ms]
    return tuple(
        SoundSpan(kind=_KINDS[kinds[start]], span=TimeSpan(first_ms, last_ms))
        for start, first_ms, last_ms in zip(starts, edges_ms, edges_ms[1:], strict=False)
        if first_ms < last_ms
    )
