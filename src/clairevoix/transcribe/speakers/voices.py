"""Windows of one call compared with each other by voice.

The vectors that stand for a voice are personal data of the most sensitive kind where they identify somebody (GDPR, Art. 9
and 4(14)). Here they never do: they are compared with others of the same call only, live for as long as that call is heard,
and come out as labels and differences. What holds them can be neither copied, nor written, nor sent, nor printed.
"""

from collections.abc import Sequence
from typing import NoReturn, SupportsIndex

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.bool_]
Levels = NDArray[np.float64]
#: One row for each window, (windows, 192).
Vectors = NDArray[np.floating]

#: Windows are linked to so large a share of the others, those most like them, and to so many at least.
SHARES = (0.05, 0.1, 0.3)
_FEWEST_LINKS = 6
#: With more windows than this, as many are drawn at even steps and linked with each other; the rest follows by likeness.
_MOST_LINKED = 1200
_ROUNDS = 20


class Kept:
    """Stays in this process and is not copied: neither by ``copy`` and ``dataclasses.asdict`` nor for another process."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        """Raises TypeError: what would write or copy an object asks here."""
        raise TypeError("voices are neither copied nor stored")


class Voices(Kept):
    """The voices in the windows of one call."""

    __slots__ = ("_around", "_vectors")

    def __init__(self, vectors: Vectors) -> None:
        """Lengths are taken out of the vectors, then what all have in common, which is mostly the line."""
        units = _unit(vectors)
        self._vectors = units - units.mean(axis=0) if len(units) else units
        self._around = _unit(self._vectors)

    def __len__(self) -> int:
        """How many windows."""
        return len(self._vectors)

    def divided(self, share: float) -> Labels:
        """The windows in two, by spectral clustering, refined by k-means on the sphere: True for the second.

        Shi & Malik (2000), IEEE PAMI 22(8), with likenesses pruned as in Park et al. (2020), IEEE SPL 27. ``share`` is how
        many others each window is linked to. Takes two windows at least.
        """
        chosen = np.linspace(0, len(self) - 1, min(len(self), _MOST_LINKED)).astype(int)
        some = self._around[chosen]
        labels = np.zeros(len(self), dtype=np.bool_)
        centres = _centres(some, _halved(_linked(some, share)))
        for _ in range(_ROUNDS):
            nearer: Labels = self._around @ centres[1] > self._around @ centres[0]
            if nearer.all() or not nearer.any() or np.array_equal(nearer, labels):
                break
            labels, centres = nearer, _centres(self._around, nearer)
        return labels

    def ratios(self, second: Labels) -> Levels:
        """How much more likely each window is the second voice than the first, as the logarithm of a ratio.

        Both voices, of which each has a window, are normal along the line through their means, with one variance.
        """
        along = self._vectors @ _unit(self._vectors[second].mean(axis=0) - self._vectors[~second].mean(axis=0))
        low, high = along[~second].mean(), along[second].mean()
        variance = max(float(np.where(second, (along - high) ** 2, (along - low) ** 2).mean()), 1e-6)
        found: Levels = ((along - (low + high) / 2) * (high - low) / variance).astype(np.float64)
        return found

    def apart(self, runs: Sequence[tuple[NDArray[np.int_], bool]]) -> float:
        """How far apart two voices are: each run of windows is judged by the means of all the others.

        ``runs`` are windows and whether they are the second voice's. One voice cut in two is apart as well where the cut was
        made, but not where it was not seen. 0 if a voice has a single run.
        """
        second = np.array([label for _, label in runs], dtype=np.bool_)
        if min(np.count_nonzero(second), np.count_nonzero(~second)) < 2:
            return 0.0
        sums = np.stack([self._vectors[windows].sum(axis=0, dtype=np.float64) for windows, _ in runs])
        counts = np.array([len(windows) for windows, _ in runs], dtype=np.float64)[:, None]
        low, high = (_mean_of_others(sums, counts, second == side) for side in (False, True))
        placed = ((sums / counts - (low + high) / 2) * _unit(high - low)).sum(axis=1)
        ends = [np.average(placed[second == side], weights=counts[second == side, 0]) for side in (False, True)]
        return float(ends[1] - ends[0])


def _mean_of_others(sums: Vectors, counts: Vectors, mine: Labels) -> Vectors:
    """For each run, the mean of all the runs of one voice but itself."""
    own = mine[:, None]
    found: Vectors = (sums[mine].sum(axis=0) - sums * own) / (counts[mine].sum() - counts * own)
    return found


def _unit(vectors: Vectors) -> Vectors:
    found: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return found


def _centres(vectors: Vectors, second: Labels) -> tuple[Vectors, Vectors]:
    return _unit(vectors[~second].mean(axis=0)), _unit(vectors[second].mean(axis=0))


def _linked(vectors: Vectors, share: float) -> Vectors:
    """Likenesses, of each window with those most like it, (n, n), symmetric."""
    likeness = vectors @ vectors.T
    n_links = min(max(_FEWEST_LINKS, int(share * len(vectors))), len(vectors) - 1)
    least = np.partition(likeness, len(vectors) - n_links, axis=1)[:, len(vectors) - n_links, None]
    kept: Vectors = np.where(likeness >= least, likeness, 0)
    kept = np.maximum((kept + kept.T) / 2, 0)
    np.fill_diagonal(kept, 0)
    return kept


def _halved(links: Vectors) -> Labels:
    """The best cut of a graph in two: by the second eigenvector of its Laplacian, where two groups are tightest."""
    degrees = links.sum(axis=1) + 1e-9
    laplacian = np.eye(len(links)) - links / np.sqrt(degrees[:, None] * degrees)
    place = np.linalg.eigh(laplacian)[1][:, 1] / np.sqrt(degrees)
    order = np.argsort(place)
    ordered, count = place[order], np.arange(1, len(place))
    below, total = np.cumsum(ordered)[:-1], np.sum(ordered)
    between = below**2 / count + (total - below) ** 2 / (len(place) - count)
    second = np.zeros(len(place), dtype=np.bool_)
    second[order[np.argmax(between) + 1 :]] = True
    return second
