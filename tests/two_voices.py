"""Sections of a call as the networks hear them, from a script: two voices, of which nothing is but where they speak.

A letter is half a second: ``a`` or ``b`` speaks, ``x`` both do, ``.`` nobody.
"""

import numpy as np

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.speakers.activity import WINDOW_STEP, Activity, frame_at, n_frames_of
from clairevoix.transcribe.speakers.listening import HeardSection
from clairevoix.transcribe.speakers.pyannet import FRAME_SIZE, FRAME_STEP, N_CLASSES, N_FRAMES

LETTER_MS, LETTER_SAMPLES = 500, 8_000
_SURE = 0.94


def heard_section(script: str, *, start_ms: int = 0, apart: float = 1.0, seed: int = 0) -> HeardSection:
    """``apart``: how far from each other the voices are, against what varies in each."""
    n_frames = n_frames_of(len(script) * LETTER_SAMPLES)
    letters = np.array([script[_letter(frame, len(script))] for frame in range(n_frames)], dtype="U1")
    spoken = [place for place, letter in enumerate(script) if letter != "."]
    return HeardSection(
        TimeSpan(start_ms, start_ms + len(script) * LETTER_MS),
        Activity(_probabilities(letters), n_frames),
        letters != ".",
        np.minimum(frame_at(np.array(spoken, dtype=int) * LETTER_SAMPLES + LETTER_SAMPLES // 2), max(0, n_frames - 1)),
        _vectors([script[place] for place in spoken], apart, seed),
    )


def _letter(frame: int, n_letters: int) -> int:
    return min((frame * FRAME_STEP + FRAME_SIZE // 2) // LETTER_SAMPLES, n_letters - 1)


def _probabilities(letters: np.ndarray) -> np.ndarray:
    """A voice has another place in every other window: its place there says nothing."""
    windows = []
    for start in range(0, max(1, len(letters) - N_FRAMES + WINDOW_STEP), WINDOW_STEP):
        classes = {".": 0, "a": 1, "b": 2, "x": 4} if len(windows) % 2 else {".": 0, "a": 2, "b": 1, "x": 4}
        window = np.full((N_FRAMES, N_CLASSES), (1 - _SURE) / (N_CLASSES - 1), dtype=np.float32)
        inside = [classes[letter] for letter in letters[start : start + N_FRAMES]]
        inside += [0] * (N_FRAMES - len(inside))
        window[np.arange(N_FRAMES), inside] = _SURE
        windows.append(window)
    return np.stack(windows)


def _vectors(letters: list[str], apart: float, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    line, one, other = np.random.default_rng(99).normal(size=(3, 192))
    places = {"a": one, "b": other, "x": (one + other) / 2}
    rows = [3 * line + apart * places[letter] + 0.5 * draw.normal(size=192) for letter in letters]
    return np.array(rows, dtype=np.float32).reshape(-1, 192)
