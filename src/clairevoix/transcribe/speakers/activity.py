"""What the segmentation network heard: how many speak in each frame, and which local voices, ten seconds at a time.

A local voice has no name beyond its window. Windows overlap; where several heard a frame, those that heard it in their middle
count most.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoix.transcribe.speakers.pyannet import FRAME_SIZE, FRAME_STEP, N_CLASSES, N_FRAMES, RATE_HZ

#: Frames from one window to the next: every frame is heard about four times.
WINDOW_STEP = 150
#: A local voice of which little is known may be either speaker: it counts as so many frames of each.
_DOUBT = 5.0
#: Keeps logarithms finite, and a single window from being too sure.
_LEAST = 0.02
#: Log-likelihood ratios beyond this say no more.
_SURE = 8.0

Levels = NDArray[np.float64]
Mask = NDArray[np.bool_]
Frames = NDArray[np.int_]
#: Of the seven classes, (windows, 589, 7): nobody, one of three voices alone, two of them at once.
Probabilities = NDArray[np.float32]


def frame_at(samples: Frames) -> Frames:
    """The frames whose middles lie nearest to samples; never before the first."""
    found: Frames = np.maximum(0, (samples - FRAME_SIZE // 2 + FRAME_STEP // 2) // FRAME_STEP)
    return found


def n_frames_of(n_samples: int) -> int:
    """How many frames a sound has: its last sample lies in the last of them. None without sound."""
    return int(frame_at(np.array(n_samples - 1))) + 1 if n_samples else 0


def ms_at(frames: Frames) -> Frames:
    """Where frames begin to be nearer than those before them, in ms; the first begins at 0."""
    begins = (frames * FRAME_STEP + (FRAME_SIZE - FRAME_STEP) // 2) * 1000 // RATE_HZ
    found: Frames = np.where(frames > 0, begins, 0)
    return found


class Activity:
    """Who speaks, as local voices, over a sound of ``n_frames`` frames.

    ``spoken`` and ``doubled``, by frame: how likely somebody speaks, and two at once, 0 to 1.
    """

    __slots__ = ("_alone", "doubled", "n_frames", "spoken")

    def __init__(self, probabilities: Probabilities, n_frames: int) -> None:
        """The windows in order, one every ``WINDOW_STEP`` frames from the first."""
        self.n_frames = n_frames
        self._alone = np.ascontiguousarray(probabilities[:, :, 1:4])
        self.spoken = self._together(1 - probabilities[:, :, 0])
        self.doubled = self._together(probabilities[:, :, 4:].sum(axis=2))

    def leaning(self, ratios: Levels, speech: Mask) -> Levels:
        """How much more likely the second speaker is than the first, by frame, as the logarithm of a ratio.

        ``ratios`` is what is known by frame from the voices alone. Each local voice is the speaker that its own frames
        sound like, in proportion; then it brings its frames with it, the doubtful ones as well.
        """
        second = 1 / (1 + np.exp(-np.clip(ratios, -_SURE, _SURE)))
        is_first, is_second = (np.zeros(self._alone.shape[:2]) for _ in range(2))
        for number, (start, end) in enumerate(self._windows()):
            alone = self._alone[number]
            inside = alone[: end - start] * speech[start:end, None]
            n_second = (inside * second[start:end, None]).sum(axis=0)
            share = (n_second + _DOUBT) / (inside.sum(axis=0) + 2 * _DOUBT)
            is_first[number], is_second[number] = alone @ (1 - share), alone @ share
        found: Levels = np.log((self._together(is_second) + _LEAST) / (self._together(is_first) + _LEAST))
        return found

    def _windows(self) -> Iterator[tuple[int, int]]:
        for number in range(len(self._alone)):
            start = min(number * WINDOW_STEP, self.n_frames)
            yield start, min(start + N_FRAMES, self.n_frames)

    def _together(self, levels: NDArray[np.floating[Any]]) -> Levels:
        """Levels (windows, 589) as one a frame."""
        fade = np.hamming(N_FRAMES)
        total, weight = np.zeros(self.n_frames), np.full(self.n_frames, 1e-9)
        for level, (start, end) in zip(levels, self._windows(), strict=True):
            total[start:end] += (level * fade)[: end - start]
            weight[start:end] += fade[: end - start]
        found: Levels = total / weight
        return found


def no_activity(n_frames: int) -> Activity:
    """Of a sound in which nobody speaks."""
    return Activity(np.zeros((0, N_FRAMES, N_CLASSES), dtype=np.float32), n_frames)
