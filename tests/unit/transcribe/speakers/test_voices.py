"""Two groups of vectors, and one."""

import copy
import pickle

import numpy as np
import pytest

from clairevoix.transcribe.speakers import voices
from clairevoix.transcribe.speakers.voices import SHARES, Voices


def vectors(n_first: int, n_second: int, *, noise: float = 0.3, seed: int = 0) -> np.ndarray:
    draw = np.random.default_rng(seed)
    line, one, other = draw.normal(size=(3, 192))
    centres = np.array([one] * n_first + [other] * n_second)
    return (5 * line + centres + noise * draw.normal(size=centres.shape)).astype(np.float32)


def same_cut(found: np.ndarray, n_first: int) -> bool:
    expected = np.arange(len(found)) >= n_first
    return bool((found == expected).all() or (found != expected).all())


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize(("n_first", "n_second"), [(3, 3), (10, 10), (40, 40), (80, 20), (20, 80), (200, 15)])
def test_two_voices_are_cut_where_they_part(n_first, n_second, share):
    assert same_cut(Voices(vectors(n_first, n_second)).divided(share), n_first)


def test_of_many_windows_some_are_linked_and_the_rest_follows(monkeypatch):
    sizes = []
    linked = voices._linked
    monkeypatch.setattr(voices, "_MOST_LINKED", 50)
    monkeypatch.setattr(voices, "_linked", lambda some, share: sizes.append(len(some)) or linked(some, share))
    assert same_cut(Voices(vectors(3000, 1000)).divided(0.1), 3000)
    assert sizes == [50]


def test_ratios_say_whose_a_window_is_and_how_surely():
    held = np.concatenate([vectors(30, 30), vectors(30, 30)[[0, -1]].mean(axis=0, keepdims=True)])
    ratios = Voices(held).ratios(np.arange(61) >= 30)
    assert (ratios[:30] < -5).all()
    assert (ratios[30:60] > 5).all()
    assert abs(ratios[60]) < abs(ratios[:60]).min() / 2


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("held", [np.ones((12, 192)), np.zeros((12, 192)), np.eye(192)[:12]])
def test_windows_that_do_not_differ_give_numbers_all_the_same(held, share):
    same = Voices(held.astype(np.float32))
    second = same.divided(share)
    assert second.shape == (12,)
    second[:6], second[6:] = False, True
    assert np.isfinite(same.ratios(second)).all()
    assert np.isfinite(same.apart([(np.arange(start, start + 3), start > 5) for start in range(0, 12, 3)]))


def judged_one_by_one(held: np.ndarray, runs) -> float:
    """As :meth:`Voices.apart`, run by run."""
    units = held / np.linalg.norm(held, axis=1, keepdims=True)
    units = units - units.mean(axis=0)
    places = {False: [], True: []}
    for number, (windows, label) in enumerate(runs):
        ends = []
        for side in (False, True):
            others = [each for place, (each, whose) in enumerate(runs) if place != number and whose == side]
            ends.append(units[np.concatenate(others)].mean(axis=0))
        along = (ends[1] - ends[0]) / np.linalg.norm(ends[1] - ends[0])
        places[label] += [(units[windows].mean(axis=0) - (ends[0] + ends[1]) / 2) @ along] * len(windows)
    return np.mean(places[True]) - np.mean(places[False])


@pytest.mark.parametrize("noise", [0.3, 3.0])
def test_how_far_apart_two_voices_are(noise):
    held = vectors(20, 16, noise=noise).astype(float)
    runs = [(np.arange(start, start + 4), start >= 20) for start in range(0, 36, 4)]
    assert Voices(held).apart(runs) == pytest.approx(judged_one_by_one(held, runs))


def test_one_voice_cut_in_two_is_not_apart():
    held = vectors(64, 0, noise=1.0)
    single, both = Voices(held), Voices(vectors(32, 32, noise=1.0))
    second = single.divided(0.1)
    cut = [(np.array([window]), bool(second[window])) for window in range(64)]
    parted = [(np.arange(start, start + 8), start >= 32) for start in range(0, 64, 8)]
    assert single.apart(cut) < 0.1 < 0.2 < both.apart(parted)


@pytest.mark.parametrize("labels", [[], [False], [False, True], [False, False, True], [True, True]])
def test_a_voice_heard_once_is_not_judged(labels):
    runs = [(np.arange(number, number + 1), label) for number, label in enumerate(labels)]
    assert Voices(vectors(3, 3)).apart(runs) == 0.0


@pytest.mark.parametrize("keep", [pickle.dumps, copy.copy, copy.deepcopy])
def test_voices_are_not_kept(keep):
    with pytest.raises(TypeError, match="neither copied nor stored"):
        keep(Voices(vectors(3, 3)))


def test_what_all_windows_have_in_common_is_taken_out():
    """A line or a room is no voice: without it, windows of two voices point in opposite directions."""
    held = Voices(vectors(30, 30, noise=0.1))
    likeness = held._around @ held._around.T
    assert likeness[:30, :30].min() > 0.9
    assert likeness[:30, 30:].max() < -0.9
