"""Phrases: which words of an index stand in a row as a phrase says."""

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.index import Index, Whole
from clairevoix.annotate.query.sounds import alike
from clairevoix.annotate.query.stretches import Stretches, none, shortest, stretches
from clairevoix.annotate.query.syntax import Choice, Gap, How, Phrase, Term

_NOWHERE = np.empty(0, dtype=np.int64)


def rows(index: Index, phrase: Phrase) -> Stretches:
    """The shortest rows of words that a phrase covers, each said by one voice without a long pause.

    From left to right: for each word that a row may have reached, the latest beginning is kept, as every other row that
    ends there is longer.
    """
    first, end, gap = _NOWHERE, _NOWHERE, 0
    for place, item in enumerate(phrase.items):
        if isinstance(item, Gap):
            gap += item.at_most
            continue
        if place == 0:
            first, end = _begun(index, item)
        else:
            first, end = _continued(index, item, first, end, gap)
            if item.optional:
                continue  # the gap before it is still open
        gap = 0
        if not len(end):
            return none()
    together = index.runs(first) == index.runs(end - 1)
    return shortest(stretches(first[together], end[together] - 1))


def _begun(index: Index, item: Choice) -> tuple[Whole, Whole]:
    firsts, ends = [], []
    for way in item.ways:
        first = words(index, way[0])
        end = first + 1
        for term in way[1:]:
            first, end = _joined(index, (first, end), words(index, term), 0)
        firsts.append(first)
        ends.append(end)
    return _latest(np.concatenate(firsts), np.concatenate(ends))


def _continued(index: Index, item: Choice, first: Whole, end: Whole, gap: int) -> tuple[Whole, Whole]:
    firsts, ends = ([first], [end]) if item.optional else ([], [])
    for way in item.ways:
        reached, at = _joined(index, (first, end), words(index, way[0]), gap)
        for term in way[1:]:
            reached, at = _joined(index, (reached, at), words(index, term), 0)
        firsts.append(reached)
        ends.append(at)
    return _latest(np.concatenate(firsts), np.concatenate(ends))


def _joined(index: Index, reached: tuple[Whole, Whole], following: Whole, gap: int) -> tuple[Whole, Whole]:
    """Rows that end within ``gap`` words of a following word, with it; rows are sorted by their end.

    Of the rows within the gap, the one that begins last: not always the one that ends last.
    """
    first, end = reached
    if not len(end) or not len(following):
        return _NOWHERE, _NOWHERE
    if len(following) * (gap + 1) > index.n_words:
        best = _latest_within(index, first, end, gap)[following]
    else:
        best = np.full(len(following), -1, dtype=np.int64)
        for distance in range(gap + 1):
            place = np.minimum(np.searchsorted(end, following - distance), len(end) - 1)
            np.maximum(best, np.where(end[place] == following - distance, first[place], -1), out=best)
    found = best >= 0
    return best[found].astype(np.int64), following[found] + 1


def _latest_within(index: Index, first: Whole, end: Whole, gap: int) -> npt.NDArray[np.int32]:
    """For each word the latest beginning of the rows that end up to ``gap`` words before it, -1 for none.

    In as many steps as doubling takes to reach the gap.
    """
    best = np.full(index.n_words + 1, -1, dtype=np.int32)
    best[end] = first
    reach = 1
    while reach < gap + 1:
        step = min(reach, gap + 1 - reach)
        best[step:] = np.maximum(best[step:], best[:-step])
        reach += step
    return best


def _latest(first: Whole, end: Whole) -> tuple[Whole, Whole]:
    """For each end its latest beginning, sorted."""
    if np.all(end[1:] > end[:-1]):
        return first, end
    order = np.lexsort((first, end))
    first, end = first[order], end[order]
    last_of_end = np.ones(len(end), dtype=np.bool_)
    last_of_end[:-1] = end[1:] != end[:-1]
    return first[last_of_end], end[last_of_end]


def words(index: Index, term: Term) -> Whole:
    """The words of an index that a term finds, in order."""
    if term.how is How.SOUNDING:
        return alike.words(index, term.form)
    return index.words_of(index.vocabulary.meant(term))
