"""What people decided of themes, applied to the groups that are there now.

A decision names a theme by the key that it had. Since contacts come and go, words move: a key means the theme that has most
of its stems among its words, and at least two thirds of them.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from clairevoix.measure.themes.tree import Labels, distances, tree
from clairevoix.measure.themes.vectors import Matrix
from clairevoix.measure.themes.words import stem
from clairevoix.model.theme import ThemeDecisions

Names = dict[int, tuple[str, ...]]
_LEAST_COMMON = 2 / 3


def meant(key: str, named: Mapping[int, Sequence[str]]) -> int | None:
    """The group that a key means; None if its theme is not there any more."""
    stems = key.split("-")
    found: list[tuple[float, int, int]] = []
    for group, words in named.items():
        places = [stem(word) for word in words]
        common = [places.index(each) for each in stems if each in places]
        if len(common) >= _LEAST_COMMON * len(stems):
            found.append((-len(common), sum(common), group))
    return min(found)[2] if found else None


def changed(
    rows: Matrix, labels: Labels, named: Names, decisions: ThemeDecisions, name: Callable[[Labels], Names]
) -> tuple[Labels, Names]:
    """Groups after what was decided: first split, then merged, then left out. ``name`` names groups anew."""
    labels = labels.copy()
    after_split = named
    for key, parts in sorted(decisions.split.items()):
        group = meant(key, named)
        if group is not None:
            _split(rows, labels, group, parts)
    if decisions.split:
        after_split = name(labels)
    for keys in decisions.merged:
        groups = sorted({group for key in keys if (group := meant(key, after_split)) is not None})
        for group in groups[1:]:
            labels[labels == group] = groups[0]
    final = name(labels) if decisions.merged else after_split
    left_out = {meant(key, final) for key in decisions.ignored}
    return labels, {group: words for group, words in final.items() if group not in left_out}


def _split(rows: Matrix, labels: Labels, group: int, parts: int) -> None:
    """Into the parts that a tree of its own members has; each is named by its first member, as groups are."""
    inside = np.flatnonzero(labels == group)
    if 1 < parts <= len(inside):
        labels[inside] = inside[tree(distances(rows[inside])).parts(parts)]
