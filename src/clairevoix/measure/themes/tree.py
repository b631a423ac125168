"""A tree of texts: the two groups that are nearest on average are joined, again and again.

Average linkage (Sokal & Michener 1958, Univ. Kansas Sci. Bull. 38) by chains of nearest neighbours (Murtagh 1983, Computer
J. 26), in O(n²) time. It depends on distances alone: no start is drawn, so the same texts give the same tree.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.themes.vectors import Matrix

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Joins of ``n`` leaves in the order of their heights: two leaves of the groups joined, and the height."""

    n: int
    joins: tuple[tuple[int, int], ...]
    heights: NDArray[np.float64]

    def cut(self, height: float) -> Labels:
        """The group of each leaf when only joins up to ``height`` are made: groups are named by their first leaf."""
        return self._after(int(np.searchsorted(self.heights, height, side="right")))

    def parts(self, k: int) -> Labels:
        """The group of each leaf when ``k`` groups are left."""
        return self._after(max(0, self.n - k))

    def _after(self, n_joins: int) -> Labels:
        parent = np.arange(self.n)

        def root(leaf: int) -> int:
            while parent[leaf] != leaf:
                parent[leaf] = parent[parent[leaf]]
                leaf = int(parent[leaf])
            return leaf

        for one, other in self.joins[:n_joins]:
            first, second = sorted((root(one), root(other)))
            parent[second] = first
        return np.array([root(leaf) for leaf in range(self.n)], dtype=np.int64)


def distances(rows: Matrix) -> Matrix:
    """One minus the cosine, between all rows of length 1; 0 to 2."""
    return np.asarray(np.clip(1 - rows @ rows.T, 0, 2))


def tree(distance: Matrix) -> Tree:
    """Of a symmetric matrix of distances, which is left as it is."""
    n = len(distance)
    near = distance.astype(np.float64, copy=True)
    np.fill_diagonal(near, np.inf)
    size = np.ones(n)
    joins: list[tuple[float, int, int]] = []
    chain: list[int] = []
    alive = np.ones(n, dtype=bool)
    while len(joins) < n - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        last = chain[-1]
        nearest = int(np.argmin(near[last]))
        if len(chain) > 1 and near[last, chain[-2]] <= near[last, nearest]:
            nearest = chain[-2]
            del chain[-2:]
            _join(near, size, alive, (last, nearest), joins)
        else:
            chain.append(nearest)
    joins.sort()
    return Tree(
        n=n, joins=tuple((one, other) for _, one, other in joins), heights=np.array([each[0] for each in joins])
    )


def _join(
    near: Matrix, size: Matrix, alive: NDArray[np.bool_], pair: tuple[int, int], joins: list[tuple[float, int, int]]
) -> None:
    """The second group into the first: distances to it are the averages over its leaves (Lance & Williams 1967)."""
    kept, gone = sorted(pair)
    joins.append((float(near[kept, gone]), kept, gone))
    mean = (size[kept] * near[kept] + size[gone] * near[gone]) / (size[kept] + size[gone])
    near[kept] = near[:, kept] = mean
    near[gone] = near[:, gone] = np.inf
    near[kept, kept] = np.inf
    size[kept] += size[gone]
    alive[gone] = False
