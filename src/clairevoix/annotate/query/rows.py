"""Phrases: which words of an index stand in a row as a phrase says."""

import numpy as np

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
            first, end = _joined(first, end, words(index, term), 0)
        firsts.append(first)
        ends.append(end)
    return _latest(np.concatenate(firsts), np.concatenate(ends))


def _continued(index: Index, item: Choice, first: Whole, end: Whole, gap: int) -> tuple[Whole, Whole]:
    firsts, ends = ([first], [end]) if item.optional else ([], [])
    for way in item.ways:
        reached, at = _joined(first, end, words(index, way[0]), gap)
        for term in way[1:]:
            reached, at = _joined(reached, at, words(index, term), 0)
        firsts.append(reached)
        ends.append(at)
    return _latest(np.concatenate(firsts), np.concatenate(ends))


def _joined(first: Whole, end: Whole, following: Whole, gap: int) -> tuple[Whole, Whole]:
    """Rows that end within ``gap`` words of a following word, with it; rows are sorted by their end."""
    if not len(end) or not len(following):
        return _NOWHERE, _NOWHERE
    nearest = np.searchsorted(end, following, side="right") - 1
    ahead = np.maximum(nearest, 0)
    near = (nearest >= 0) & (following - end[ahead] <= gap)
    if gap == 0:
        return first[ahead[near]], following[near] + 1
    # The latest end is not always the latest beginning.
    best = np.full(len(following), -1, dtype=np.int64)
    for distance in range(gap + 1):
        place = np.minimum(np.searchsorted(end, following - distance), len(end) - 1)
        np.maximum(best, np.where(end[place] == following - distance, first[place], -1), out=best)
    return best[best >= 0], following[best >= 0] + 1


def _latest(first: Whole, end: Whole) -> tuple[Whole, Whole]:
    """For each end its latest beginning, sorted."""
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
