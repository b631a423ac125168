"""Local voices over time."""

import numpy as np
import pytest

from clairevoix.transcribe.speakers.activity import WINDOW_STEP, Activity, frame_at, ms_at, n_frames_of, no_activity
from clairevoix.transcribe.speakers.pyannet import N_CLASSES, N_FRAMES

#: A class of the segmentation.
NOBODY, ONE, TWO, BOTH = 0, 1, 3, 4


def window(*stretches: tuple[int, int]) -> np.ndarray:
    """Classes, each for so many frames; the last for the rest."""
    classes = np.concatenate([np.full(count, number) for number, count in stretches])
    classes = np.pad(classes, (0, N_FRAMES), mode="edge")[:N_FRAMES]
    return np.eye(N_CLASSES, dtype=np.float32)[classes]


@pytest.mark.parametrize(
    ("n_samples", "n_frames"), [(0, 0), (1, 1), (630, 1), (631, 2), (160_000, 592), (16_000 * 3600, 213_332)]
)
def test_how_many_frames_a_sound_has(n_samples, n_frames):
    assert n_frames_of(n_samples) == n_frames
    assert int(ms_at(np.array(max(0, n_frames - 1)))) <= n_samples / 16


def test_frames_lie_around_their_middles():
    """The first frame hears samples 0 to 990: its middle is 495, and that of the next 765."""
    assert frame_at(np.array([0, 495, 629, 630, 765, 899, 900])).tolist() == [0, 0, 0, 1, 1, 1, 2]
    assert ms_at(np.array([0, 1, 2, 100])).tolist() == [0, 39, 56, 1710]


def test_windows_are_laid_over_each_other():
    """What the first says at its end weighs little against what the second hears in its middle."""
    first, second = window((ONE, 300), (NOBODY, 300)), window((ONE, 300), (BOTH, 300))
    activity = Activity(np.stack([first, second]), WINDOW_STEP + N_FRAMES)
    assert activity.spoken[:300] == pytest.approx(1)
    assert activity.spoken[450:550].min() > 0.5
    assert activity.spoken[550] > activity.spoken[460]
    assert activity.doubled[:300] == pytest.approx(0)
    assert activity.doubled[WINDOW_STEP + N_FRAMES - 1] == pytest.approx(1)


def test_frames_beyond_the_end_do_not_count():
    activity = Activity(np.stack([window((ONE, 100), (TWO, 1))]), 100)
    assert activity.spoken.shape == (100,)


def test_a_local_voice_brings_its_doubtful_frames_with_it():
    """Of the first half of each voice it is known whose it is."""
    activity = Activity(np.stack([window((ONE, 200), (NOBODY, 20), (TWO, 400))]), N_FRAMES)
    ratios = np.zeros(N_FRAMES)
    ratios[:100], ratios[220:320] = -6, 6
    leaning = activity.leaning(ratios, activity.spoken > 0.5)
    assert leaning[:200].max() < -0.5
    assert leaning[220:].min() > 0.5
    assert leaning[200:220] == pytest.approx(0)


def test_a_local_voice_of_which_little_is_known_may_be_either():
    activity = Activity(np.stack([window((ONE, 300), (TWO, 3), (ONE, 1))]), N_FRAMES)
    ratios = np.full(N_FRAMES, -6.0)
    ratios[300:303] = 6
    leaning = activity.leaning(ratios, activity.spoken > 0.5)
    assert leaning[100] < -3
    assert 0 < leaning[301] < 1


def test_speech_that_the_detector_does_not_hear_says_nothing():
    activity = Activity(np.stack([window((ONE, 600))]), N_FRAMES)
    ratios = np.where(np.arange(N_FRAMES) < 300, -6.0, 6.0)
    first_half = np.arange(N_FRAMES) < 300
    assert activity.leaning(ratios, first_half)[400] < -3
    assert activity.leaning(ratios, ~first_half)[100] > 3


def test_nobody():
    activity = no_activity(10)
    assert activity.spoken.tolist() == activity.doubled.tolist() == [0.0] * 10
    assert activity.leaning(np.zeros(10), np.zeros(10, dtype=bool)).tolist() == [0.0] * 10
    assert no_activity(0).leaning(np.zeros(0), np.zeros(0, dtype=bool)).shape == (0,)
