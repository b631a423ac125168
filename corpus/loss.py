"""Packets that get lost on the way, and how the receiver covers the holes.

In: 8 kHz samples of one direction. Out: the same, with 20 ms frames lost in bursts and concealed in the manner of
ITU-T G.711 Appendix I: the last pitch period is repeated (two of them after 10 ms, three after 20 ms), fades after
10 ms and is silent after 60 ms. The delay of 3.75 ms that Appendix I needs to blend into a hole is taken back.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

RATE = 8_000
FRAME = RATE // 50
_TEN_MS = RATE // 100
#: Pitch is looked for between 66 and 200 Hz, in the last 20 ms.
_PERIODS = range(40, 121)
_WINDOW = 160
_MAX_PERIODS = 3
_BLEND = RATE // 250
_MAX_BLEND = _TEN_MS


def lost_frames(n_frames: int, rate: float, mean_burst: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Gilbert's model: in the bad state every frame is lost, in the good state none.

    `rate` is the long-run share of lost frames, `mean_burst` how many are lost in a row on average.
    """
    leave_bad = 1 / mean_burst
    leave_good = leave_bad * rate / (1 - rate)
    draws = rng.random(n_frames)
    lost = np.zeros(n_frames, dtype=np.bool_)
    is_bad = bool(rng.random() < rate)
    for number, draw in enumerate(draws):
        lost[number] = is_bad
        is_bad = draw >= leave_bad if is_bad else draw < leave_good
    return lost


def conceal(samples: Samples, lost: NDArray[np.bool_]) -> Samples:
    """The samples with the lost frames covered up. Nothing of a lost frame is used."""
    heard = samples.copy()
    number = 0
    while number < len(lost):
        if not lost[number]:
            number += 1
            continue
        burst = number
        while number < len(lost) and lost[number]:
            number += 1
        _cover(heard, samples, burst * FRAME, min(number * FRAME, len(samples)))
    return heard


def _cover(heard: Samples, samples: Samples, first: int, end: int) -> None:
    history = heard[:first]
    if len(history) < _WINDOW + _PERIODS[-1]:
        heard[first:end] = 0.0
        return
    period = _pitch(history)
    blend = min(_BLEND + _BLEND * max(0, (end - first) // _TEN_MS - 1), _MAX_BLEND, len(samples) - end)
    covered = _repeated(history, period, end - first + blend)
    overlap = period // 4
    heard[first - overlap : first] = _smooth_end(history, period)[-overlap:]
    heard[first:end] = covered[: end - first]
    weight = np.linspace(0, 1, blend, endpoint=False)
    heard[end : end + blend] = weight * samples[end : end + blend] + (1 - weight) * covered[end - first :]


def _pitch(history: Samples) -> int:
    """The lag at which the last 20 ms resemble what came before them most."""
    recent = history[-_WINDOW:]

    def likeness(lag: int) -> float:
        earlier = history[-_WINDOW - lag : -lag]
        return float(recent @ earlier / np.sqrt(earlier @ earlier + 1e-9))

    return max(_PERIODS, key=likeness)


def _smooth_end(history: Samples, length: int) -> Samples:
    """The last `length` samples, their end blended into what comes before them, so that they can be repeated."""
    overlap = min(length // 4, len(history) - length)
    template = history[-length:].copy()
    weight = np.linspace(0, 1, overlap, endpoint=False)
    before = history[len(history) - length - overlap : len(history) - length]
    template[length - overlap :] = (1 - weight) * template[length - overlap :] + weight * before
    return template


def _repeated(history: Samples, period: int, n_samples: int) -> Samples:
    """One pitch period again and again, more of them as time passes, fading."""
    covered = np.zeros(n_samples)
    for first in range(0, n_samples, _TEN_MS):
        n_periods = min(1 + first // _TEN_MS, _MAX_PERIODS, (len(history) - period) // period)
        template = _smooth_end(history, n_periods * period)
        end = min(first + _TEN_MS, n_samples)
        covered[first:end] = template[np.arange(first, end) % len(template)]
    since_ms = np.arange(n_samples) / RATE * 1000
    return covered * np.clip(1 - (since_ms - 10) / 50, 0, 1)
