"""The search for themes among openings: laid out, joined, cut, changed as people decided, named, followed."""

from collections.abc import Sequence

import numpy as np

from clairevoix.measure.sampling import place
from clairevoix.measure.themes.decisions import changed
from clairevoix.measure.themes.groups import ALONE, grouped
from clairevoix.measure.themes.moves import moves
from clairevoix.measure.themes.naming import names
from clairevoix.measure.themes.tree import Labels, distances, tree
from clairevoix.measure.themes.vectors import Matrix, of_length_1, space
from clairevoix.measure.themes.words import stem, words
from clairevoix.model.theme import FoundThemes, Move, Opening, Theme, ThemeDecisions

#: Openings that the tree is made of; the others go to the group that they are nearest to.
MOST_IN_TREE = 2000
_CENTRAL = 3
#: A theme of fewer than one opening in so many is too small to be looked at.
_ONE_IN = 200
_SEARCHES = 3
_KEY_WORDS = 3
#: An opening beyond this quantile of its group's own distances to its middle belongs to none.
_FARTHEST = 0.95


def find_themes(
    openings: Sequence[Opening], *, least: int, last_month: str, decisions: ThemeDecisions, level: float = 0.95
) -> FoundThemes:
    """Themes of ``least`` contacts or more, those with most contacts without a label first.

    Nothing in it is drawn anew: the same openings and decisions, in any order, give the same themes. ``last_month`` is set
    against all months before it; later ones are left out of that.
    """
    given = sorted(openings, key=lambda each: place(each.contact_id))
    texts = [each.text for each in given]
    least = max(least, len(given) // _ONE_IN)
    rows, labels = _grouped(texts, least)
    named = _named(texts, labels, least)
    labels, named = changed(rows, labels, named, decisions, lambda new: _named(texts, new, least))
    themes, members = [], {}
    moved = _moves(given, labels, tuple(named), last_month, level)
    for (group, told), move in zip(named.items(), moved, strict=True):
        inside = np.flatnonzero(labels == group)
        middle = of_length_1(rows[inside].mean(axis=0, keepdims=True))[0]
        order = sorted(inside, key=lambda row: (-round(float(rows[row] @ middle), 6), given[row].contact_id))
        key = key_of(told)
        members[key] = tuple(given[row].contact_id for row in order)
        themes.append(
            Theme(
                key=key,
                words=told,
                n=len(inside),
                n_unlabelled=sum(not given[row].is_labelled for row in inside),
                central=members[key][:_CENTRAL],
                move=move,
            )
        )
    themes.sort(key=lambda each: (-each.n_unlabelled, -each.n, each.key))
    return FoundThemes(
        themes=tuple(themes), members=members, n=len(given), n_alone=len(given) - sum(each.n for each in themes)
    )


def key_of(told: Sequence[str]) -> str:
    """What a theme is called in decisions: the stems of its first words.

    >>> key_of(("factures", "prélevé", "double", "montant"))
    'factur-prelev-doubl'
    """
    return "-".join(stem(word) for word in told[:_KEY_WORDS])


def _grouped(texts: Sequence[str], least: int) -> tuple[Matrix, Labels]:
    """Every text's vector and group. Texts without a telling word are alone.

    Those that a search leaves alone are searched again among themselves: what is rare or new makes no direction of the whole.
    """
    rows, labels = _searched(texts, least)
    for _ in range(_SEARCHES - 1):
        alone = np.flatnonzero(labels == ALONE)
        found = _searched([texts[int(row)] for row in alone], least)[1]
        if (found == ALONE).all():
            break
        labels[alone] = np.where(found == ALONE, ALONE, alone[found])
    return rows, labels


def _searched(texts: Sequence[str], least: int) -> tuple[Matrix, Labels]:
    """One search; a group is named by the row of one of its texts."""
    telling = [row for row, text in enumerate(texts) if words(text)]
    labels = np.full(len(texts), ALONE)
    if len(telling) < max(3, 2 * least):
        return np.zeros((len(texts), 1)), labels
    in_tree = telling[:MOST_IN_TREE]
    laid_out = space([texts[row] for row in in_tree])
    rows = laid_out.of(texts)
    chosen = [row for row in in_tree if rows[row].any()]
    distance = distances(rows[chosen])
    # In a sample of the openings, groups are smaller by as much.
    fewest = max(3, round(least * len(chosen) / len(telling)))
    found = grouped(distance, tree(distance), fewest)
    labels[chosen] = np.where(found == ALONE, ALONE, np.array(chosen)[found])
    if len(telling) > len(in_tree):
        _assign(rows, labels, [row for row in telling[MOST_IN_TREE:] if rows[row].any()])
    return rows, labels


def _assign(rows: Matrix, labels: Labels, others: Sequence[int]) -> None:
    """Puts openings that are not in the tree into the nearest group, if they lie as near as its own members do."""
    groups = np.unique(labels[labels != ALONE])
    if not len(groups) or not len(others):
        return
    middles = of_length_1(np.array([rows[labels == group].mean(axis=0) for group in groups]))
    reach = np.array(
        [
            np.quantile(rows[labels == group] @ middle, 1 - _FARTHEST)
            for group, middle in zip(groups, middles, strict=True)
        ]
    )
    near = rows[list(others)] @ middles.T
    best = near.argmax(axis=1)
    inside = near[np.arange(len(best)), best] >= reach[best]
    labels[list(others)] = np.where(inside, groups[best], ALONE)


def _named(texts: Sequence[str], labels: Labels, least: int) -> dict[int, tuple[str, ...]]:
    """The words of each group of ``least`` texts or more; a group without a word of its own is no theme."""
    found: dict[int, tuple[str, ...]] = {}
    for group in sorted({int(each) for each in labels if each != ALONE}):
        inside = [text for text, label in zip(texts, labels, strict=True) if label == group]
        outside = [text for text, label in zip(texts, labels, strict=True) if label != group]
        told = names(inside, outside, least) if len(inside) >= least else ()
        if told and key_of(told) not in {key_of(each) for each in found.values()}:
            found[group] = told
    return found


def _moves(
    given: Sequence[Opening], labels: Labels, groups: Sequence[int], last_month: str, level: float
) -> tuple[Move | None, ...]:
    is_last = np.array([each.month == last_month for each in given])
    is_before = np.array([each.month < last_month for each in given])
    counts = [
        (int((is_last & (labels == group)).sum()), int((is_before & (labels == group)).sum())) for group in groups
    ]
    return moves(counts, int(is_last.sum()), int(is_before.sum()), level)
