"""What holds its pitch: the tones of the network, and music. Voices glide, even where they seem to hold a note.

Tones are one or two sinusoids and nothing else (ITU-T E.180: dial, ringing and busy tones; Q.23: keys). Music is known by
spectral lines that stay where they are, many at once and most of the time (Hawley 1993, "Structure out of sound").
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.ingest.frames import Mask, Powers, Samples, band, frequencies, runs, spectra

#: Windows and steps in ms: short for the tenth of a second of a key, long to part two tones 40 Hz apart.
_SHORT_MS, _LONG_MS = (32, 16), (128, 64)
#: What is fainter is neither tone nor music, in dB of full scale: mains hum and its overtones hold their pitch too.
_FAINTEST = 10 ** (-50 / 10)
#: A tone's one or two lines hold this share of the power, and stay within so many steps of a spectrum from frame to frame.
_PURITY, _WAVER_STEPS = 0.95, 0.2
#: A second line counts from this share on.
_SECOND_LINE = 0.02
#: Steps that a tone lasts: speech of the corpus (2 h) never holds one for 9 short or 4 long ones.
_SHORT_STEPS, _LONG_STEPS, _KEY_STEPS = 9, 4, 2
#: The frequencies of keys in Hz, and how far they may be off (ITU-T Q.24), as a share.
_KEYS = (np.array((697.0, 770.0, 852.0, 941.0)), np.array((1209.0, 1336.0, 1477.0, 1633.0)))
_KEY_TOLERANCE = 0.018
#: A line is a peak this much above the power around it and at most so much below the strongest, and stays for 6 frames.
_ABOVE_AROUND, _BELOW_STRONGEST, _LINE_FRAMES = 2.5, 1e-4, 6
_AROUND_BINS = 10
#: Music over 3 s: lines hold this share of the power on average somewhere in it, and the lower share throughout. Speech of
#: the corpus (2 h) stays below 0.3; hold music lies between 0.4 and 0.98, mostly above 0.55.
_MUSIC_S, _MUSIC_SHARE, _MUSIC_SHARE_THROUGHOUT = 3.0, 0.5, 0.42
#: Of the 3 s, so much must sound at all; music begins and ends where lines hold the share over half a second.
_SOUNDING_SHARE, _EDGE_S, _SHORTEST_MUSIC_S = 0.3, 0.5, 2.0

_Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """Where tones and music are, as half-open ranges of samples."""

    tones: tuple[tuple[int, int], ...]
    music: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The two strongest lines of each frame: their share of its power, and their frequencies, the lower one first, in Hz."""

    share: _Values
    low: _Values
    high: _Values


def steady(samples: Samples, rate_hz: int) -> Steady:
    """The tones and the music of a channel."""
    size, hop = (rate_hz * each // 1000 for each in _LONG_MS)
    powers, held, pure = _long_frames(samples, size, hop, rate_hz)
    tones = [*_tones(samples, rate_hz), *((first * hop, last * hop) for first, last in runs(pure))]
    in_tone = np.zeros(len(powers), dtype=np.bool_)
    for first, last in tones:
        in_tone[first // hop : -(-last // hop)] = True
    music = _music(powers, np.where(in_tone, np.float32(0), held), hop / rate_hz)
    return Steady(tones=tuple(tones), music=tuple((first * hop, last * hop) for first, last in runs(music)))


def _long_frames(samples: Samples, size: int, hop: int, rate_hz: int) -> tuple[_Values, _Values, Mask]:
    """Of each long frame: its power, the share of it that lines hold, and whether it is in a long tone."""
    hz, kept = _kept(size, rate_hz)
    powers, helds, pures = [], [], []
    for before, after, whole in spectra(samples, size, hop, context=_LINE_FRAMES):
        inside, power = slice(before, len(whole) - after), whole[:, kept]
        total = power.sum(axis=1)
        powers.append(total[inside])
        helds.append(_held(power, total)[inside])
        pures.append(_steady_tone(power, total, hz, _LONG_STEPS)[inside])
    if not powers:
        nothing = np.zeros(0, dtype=np.float32)
        return nothing, nothing, nothing > 0
    return np.concatenate(powers), np.concatenate(helds), np.concatenate(pures)


def _kept(size: int, rate_hz: int) -> tuple[_Values, slice]:
    """The frequencies within the telephone band, and where they stand in a spectrum."""
    hz = frequencies(size, rate_hz)
    low, high = band(rate_hz)
    kept = slice(int(np.searchsorted(hz, low)), int(np.searchsorted(hz, high, side="right")))
    return hz[kept].astype(np.float32), kept


def _held(power: Powers, total: _Values) -> _Values:
    """The share of each frame's power that lies in lines that stay where they are, give or take one step of the spectrum."""
    width = 2 * _AROUND_BINS + 1
    sums = np.cumsum(np.pad(power, ((0, 0), (_AROUND_BINS + 1, _AROUND_BINS)), mode="edge"), axis=1, dtype=np.float64)
    around = ((sums[:, width:] - sums[:, :-width]) * (_ABOVE_AROUND / width)).astype(np.float32)
    peak = (power > around) & (power > power.max(axis=1, keepdims=True) * np.float32(_BELOW_STRONGEST))
    peak[:, 1:] &= power[:, 1:] >= power[:, :-1]
    peak[:, :-1] &= power[:, :-1] > power[:, 1:]
    line = _lasting(_wider(peak), _LINE_FRAMES)
    held = np.where(_wider(line), power, np.float32(0)).sum(axis=1)
    return np.asarray(held / np.maximum(total, np.float32(_FAINTEST / 1e6)), dtype=np.float32)


def _wider(mask: Mask) -> Mask:
    """With the neighbours in frequency."""
    wider = mask.copy()
    wider[:, 1:] |= mask[:, :-1]
    wider[:, :-1] |= mask[:, 1:]
    return wider


def _lasting(mask: Mask, n_frames: int) -> Mask:
    """Only what is true in so many frames in a row."""
    lasting = np.zeros_like(mask)
    if len(mask) < n_frames:
        return lasting
    starts = mask[: len(mask) - n_frames + 1].copy()
    for later in range(1, n_frames):
        starts &= mask[later : later + len(starts)]
    for later in range(n_frames):
        lasting[later : later + len(starts)] |= starts
    return lasting


def _music(powers: _Values, held: _Values, hop_s: float) -> Mask:
    """Which frames are in music: lines must hold their share both of most frames and, against a voice, of the power."""
    sounding = powers > _FAINTEST
    share = np.minimum(
        _moving_share(held, sounding.astype(np.float32), _MUSIC_S, hop_s),
        _moving_share(held, np.where(sounding, powers, np.float32(0)), _MUSIC_S, hop_s),
    )
    share[_moving_share(sounding, np.ones_like(powers), _MUSIC_S, hop_s) < _SOUNDING_SHARE] = 0
    near = _moving_share(held, np.where(sounding, powers, np.float32(0)), _EDGE_S, hop_s) > _MUSIC_SHARE
    music = np.zeros(len(powers), dtype=np.bool_)
    for first, last in runs(share > _MUSIC_SHARE_THROUGHOUT):
        inside = np.flatnonzero(near[first:last])
        if share[first:last].max() > _MUSIC_SHARE and len(inside):
            begin, end = first + int(inside[0]), first + int(inside[-1]) + 1
            # Beside a louder voice the 3 s are no longer all music: there the edge alone tells.
            begin -= int(np.argmin(np.concatenate((near[:begin][::-1], [False]))))
            end += int(np.argmin(np.concatenate((near[end:], [False]))))
            music[begin:end] = (end - begin) * hop_s >= _SHORTEST_MUSIC_S
    return music


def _moving_share(values: _Values | Mask, weights: _Values, seconds: float, hop_s: float) -> NDArray[np.float64]:
    """The weighted mean over so many seconds around each frame, fewer at the ends; 0 without weight."""
    half = max(1, round(seconds / hop_s / 2))
    frames = np.arange(len(weights))
    first, last = np.maximum(frames - half, 0), np.minimum(frames + half + 1, len(weights))
    sums = [np.concatenate(([0.0], np.cumsum(each, dtype=np.float64))) for each in (values * weights, weights)]
    total, weight = (each[last] - each[first] for each in sums)
    return np.asarray(np.divide(total, weight, out=np.zeros(len(frames)), where=weight > _FAINTEST / 1e3))


def _tones(samples: Samples, rate_hz: int) -> list[tuple[int, int]]:
    """Where tones are that last for a tenth of a second or more."""
    size, hop = (rate_hz * each // 1000 for each in _SHORT_MS)
    hz, kept = _kept(size, rate_hz)
    found = []
    for before, after, power in spectra(samples, size, hop, context=_SHORT_STEPS):
        in_band = power[:, kept]
        tone = _steady_tone(in_band, in_band.sum(axis=1), hz, _SHORT_STEPS, _KEY_STEPS)
        found.append(tone[before : len(tone) - after])
    if not found:
        return []
    overhang = (size - hop) // 4  # the window rises and falls within the tone
    return [
        (max(0, first * hop - overhang), min(last * hop + overhang, len(samples)))
        for first, last in runs(np.concatenate(found))
    ]


def _steady_tone(power: Powers, total: _Values, hz: _Values, steps: int, key_steps: int | None = None) -> Mask:
    """Which frames are in a tone that lasts for so many steps; two tones of a key need fewer."""
    tone = np.zeros(len(power), dtype=np.bool_)
    loud = np.flatnonzero(total > _FAINTEST)
    if len(loud) == 0 or len(hz) < 5:
        return tone
    lines = _strongest(power[loud], total[loud], hz)
    waver = _WAVER_STEPS * float(hz[1] - hz[0])
    pure = lines.share > _PURITY
    goes_on = (np.diff(loud) == 1) & pure[1:] & pure[:-1]
    goes_on &= (np.abs(np.diff(lines.low)) < waver) & (np.abs(np.diff(lines.high)) < waver)
    is_key = np.all(
        [
            np.abs(line[:, None] / keys - 1).min(axis=1) < _KEY_TOLERANCE
            for line, keys in zip((lines.low, lines.high), _KEYS, strict=True)
        ],
        axis=0,
    )
    for first, last in runs(goes_on):
        wanted = key_steps if key_steps is not None and is_key[first : last + 1].all() else steps
        if last - first >= wanted:
            tone[loud[first] : loud[last] + 1] = True
    return tone


def _strongest(power: Powers, total: _Values, hz: _Values) -> _Lines:
    rest = power.copy()
    first_power, first_hz = _taken(rest, hz)
    second_power, second_hz = _taken(rest, hz)
    second_hz = np.where(second_power > _SECOND_LINE * total, second_hz, first_hz)
    return _Lines(
        share=(first_power + second_power) / total,
        low=np.minimum(first_hz, second_hz),
        high=np.maximum(first_hz, second_hz),
    )


def _taken(power: Powers, hz: _Values) -> tuple[_Values, _Values]:
    """Takes the strongest line out of each frame: its power and its frequency, the mean over the lobe of a Hann window."""
    lobe = np.clip(power.argmax(axis=1), 2, power.shape[1] - 3)[:, None] + np.arange(-2, 3)
    inside = np.take_along_axis(power, lobe, axis=1)
    np.put_along_axis(power, lobe, 0, axis=1)
    line = inside.sum(axis=1)
    frequency = (inside * hz[lobe]).sum(axis=1) / np.maximum(line, np.float32(1e-20))
    return line, frequency.astype(np.float32)
