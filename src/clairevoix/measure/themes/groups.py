"""Where to cut the tree of texts: where groups are the most compact and the farthest apart."""

import numpy as np

from clairevoix.measure.themes.tree import Labels, Tree
from clairevoix.measure.themes.vectors import Matrix

#: Heights that are tried.
_TRIED = 40
ALONE = -1


def grouped(distance: Matrix, joined: Tree, least: int) -> Labels:
    """The group of each text, or ALONE where it lies in a group of fewer than ``least``.

    Of the cuts tried, the one with the greatest mean silhouette (Rousseeuw 1987, J. Comput. Appl. Math. 20), in which a text
    that is alone counts 0: neither a few tight groups that leave most texts out, nor one that holds all, does well.
    """
    heights = np.unique(np.quantile(joined.heights, np.linspace(0, 1, _TRIED))) if len(joined.heights) else ()
    best, chosen = 0.0, np.full(joined.n, ALONE)
    for height in heights:
        labels = large(joined.cut(float(height)), least)
        value = silhouette(distance, labels)
        if value > best + 1e-9:
            best, chosen = value, labels
    return chosen


def large(labels: Labels, least: int) -> Labels:
    """The same groups without those of fewer than ``least``."""
    names, counts = np.unique(labels, return_counts=True)
    return np.where(np.isin(labels, names[counts >= least]), labels, ALONE)


def silhouette(distance: Matrix, labels: Labels) -> float:
    """The mean over all texts of (b - a) / max(a, b): a is how far the others of its group are, b the nearest other group."""
    names = np.unique(labels[labels != ALONE])
    if len(names) < 2:
        return 0.0
    own = labels[:, None] == names
    counts = own.sum(axis=0)
    order = np.argsort(labels, kind="stable")[(labels == ALONE).sum() :]
    sums = np.add.reduceat(distance[:, order], np.concatenate([[0], np.cumsum(counts)[:-1]]), axis=1)
    inside = np.where(own, sums / np.maximum(counts - 1, 1), 0).sum(axis=1)
    outside = np.where(own, np.inf, sums / counts).min(axis=1)
    greater = np.maximum(inside, outside)
    each = np.divide(outside - inside, greater, out=np.zeros_like(greater), where=greater > 0)
    return float(np.where(labels == ALONE, 0, each).mean())
