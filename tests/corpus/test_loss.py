"""Lost packets: how many, in what bursts, and what covers them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loss import FRAME, RATE, conceal, lost_frames

N_FRAMES = 200_000


def hum(frequency=125, n_frames=50):
    time_s = np.arange(n_frames * FRAME) / RATE
    return sum(np.sin(2 * np.pi * frequency * n * time_s) / n for n in (1, 2, 3)) / 4


def holes(n_frames, *numbers):
    lost = np.zeros(n_frames, dtype=bool)
    lost[list(numbers)] = True
    return lost


@pytest.mark.parametrize(("rate", "mean_burst"), [(0.05, 1.5), (0.15, 2), (0.3, 4)])
def test_as_many_are_lost_as_it_says_in_bursts_as_long_as_it_says(rate, mean_burst):
    lost = lost_frames(N_FRAMES, rate, mean_burst, np.random.default_rng(1))
    assert lost.mean() == pytest.approx(rate, rel=0.03)
    starts = np.count_nonzero(np.diff(lost.astype(int)) == 1) + lost[0]
    assert lost.sum() / starts == pytest.approx(mean_burst, rel=0.03)


def test_nothing_lost_nothing_changed():
    assert np.array_equal(conceal(hum(), holes(50)), hum())


@pytest.mark.parametrize("frequency", [80, 125, 180])
def test_a_hole_in_a_steady_sound_is_hardly_heard(frequency):
    """The first 10 ms repeat the last period at full strength: the error stays well below the sound."""
    covered = conceal(hum(frequency), holes(50, 20))
    hole = slice(20 * FRAME, 20 * FRAME + RATE // 100)
    error = covered[hole] - hum(frequency)[hole]
    assert (error**2).mean() < 0.05 * (hum(frequency)[hole] ** 2).mean()


def test_a_long_hole_fades_and_falls_silent_after_60_ms():
    covered = conceal(hum(), holes(50, 20, 21, 22, 23, 24))
    level = np.sqrt((covered[20 * FRAME : 25 * FRAME].reshape(-1, RATE // 100) ** 2).mean(axis=1))
    assert all(after <= before + 1e-9 for before, after in pairwise(level[1:]))
    assert not level[6:].any()


def test_only_the_hole_and_its_seams_change():
    """A quarter period before it, ten milliseconds after."""
    changed = np.flatnonzero(conceal(hum(), holes(50, 20)) != hum())
    assert changed.min() >= 20 * FRAME - 30
    assert changed.max() < 21 * FRAME + RATE // 100


def test_what_is_lost_before_anything_was_heard_is_silence():
    assert not conceal(hum(), holes(50, 0, 1))[: 2 * FRAME].any()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.booleans(), min_size=12, max_size=12), st.integers(0, 2**32 - 1))
def test_nothing_of_a_lost_frame_is_used(lost, seed):
    """Whatever was in the frames that never arrived, the receiver plays the same."""
    lost = np.array(lost)
    sound = np.random.default_rng(seed).standard_normal(12 * FRAME - 37)
    other = sound.copy()
    for number in np.flatnonzero(lost):
        other[number * FRAME : (number + 1) * FRAME] = 0.5
    assert np.array_equal(conceal(sound, lost), conceal(other, lost))
    assert np.isfinite(conceal(sound, lost)).all()
