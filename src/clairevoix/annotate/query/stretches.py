"""Stretches of words and of time, as sorted arrays, and how they lie to each other.

The results are the shortest ones: no stretch of a result contains another of it (the minimal intervals of Clarke, Cormack
& Burkowski 1995, *The Computer Journal* 38(1); a result is never longer than what it was made from).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """From ``first`` to ``last``, both included for words; from beginning to end for time. Sorted by both.

    ``at``: what each belongs to (its first word; the turn of an answer), -1 for nothing.
    """

    first: Whole
    last: Whole
    at: Whole

    def __len__(self) -> int:
        return len(self.first)

    def where(self, mask: Mask) -> "Stretches":
        return Stretches(first=self.first[mask], last=self.last[mask], at=self.at[mask])


def stretches(first: Whole, last: Whole, at: Whole | None = None) -> Stretches:
    """Sorted, each once."""
    belongs = first if at is None else at
    order = np.lexsort((belongs, last, first))
    first, last, belongs = first[order], last[order], belongs[order]
    fresh = np.ones(len(first), dtype=np.bool_)
    fresh[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1]) | (belongs[1:] != belongs[:-1])
    return Stretches(first=first[fresh], last=last[fresh], at=belongs[fresh])


def none() -> Stretches:
    empty = np.empty(0, dtype=np.int64)
    return Stretches(first=empty, last=empty, at=empty)


def shortest(found: Stretches) -> Stretches:
    """Without those that contain another."""
    begins = np.ones(len(found), dtype=np.bool_)
    begins[1:] = found.first[1:] != found.first[:-1]
    found = found.where(begins)
    kept = np.ones(len(found), dtype=np.bool_)
    if len(found) > 1:
        least_after = np.minimum.accumulate(found.last[::-1])[::-1]
        kept[:-1] = found.last[:-1] < least_after[1:]
    return found.where(kept)


def apart(found: Stretches) -> Stretches:
    """Without those that overlap one taken before, from the first on: what is counted and shown."""
    overlapping = np.flatnonzero(found.first[1:] <= found.last[:-1]) if len(found) else found.first
    if not len(overlapping):
        return found
    kept = np.ones(len(found), dtype=np.bool_)
    taken_until, place = -1, -1
    for each in overlapping.tolist():
        if each != place:  # what begins here overlaps nothing before it
            taken_until = int(found.last[each])
        place = each + 1
        kept[place] = found.first[place] > taken_until
        if kept[place]:
            taken_until = int(found.last[place])
    return found.where(kept)


def union(parts: Sequence[Stretches]) -> Stretches:
    return stretches(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
        np.concatenate([part.at for part in parts]),
    )


def followed(left: Stretches, right: Stretches, within: int, step: int) -> Stretches:
    """From a left one to a right one that begins at most ``within`` after its end.

    ``step``: how far apart neighbours are, 1 for words and 0 for time.
    """
    if not len(left) or not len(right):
        return none()
    by_end = np.lexsort((left.first, left.last))
    nearest = np.searchsorted(left.last[by_end], right.first - step, side="right") - 1
    before = by_end[np.maximum(nearest, 0)]
    near = (nearest >= 0) & (right.first - left.last[before] - step <= within)
    before = before[near]
    return shortest(stretches(left.first[before], right.last[near], left.at[before]))


def is_followed(left: Stretches, right: Stretches, until: Whole, step: int) -> Mask:
    """Whether a right one begins after each left one, at ``until`` at the latest."""
    following = np.searchsorted(right.first, left.last + step)
    begins = np.append(right.first, np.iinfo(np.int64).max)[following]
    return np.asarray(begins <= until)


def is_touched(low: Whole, high: Whole, right: Stretches) -> Mask:
    """Whether a right one reaches into ``low`` to ``high``, both included."""
    if not len(right):
        return np.zeros(len(low), dtype=np.bool_)
    furthest = np.maximum.accumulate(right.last)
    n_begun = np.searchsorted(right.first, high, side="right")
    return np.asarray((n_begun > 0) & (furthest[np.maximum(n_begun - 1, 0)] >= low))


def nearby(left: Stretches, right: Stretches, within: int) -> Stretches:
    """Each left one with the right one nearest in time, whoever says it and whichever comes first."""
    if not len(left) or not len(right):
        return none()
    places = np.arange(len(right))
    furthest = np.maximum.accumulate(right.last)
    # Of those that began before, the one that lasts longest; of the others, the first.
    holder = np.maximum.accumulate(np.where(right.last == furthest, places, 0))
    n_before = np.searchsorted(right.first, left.first)
    earlier = holder[np.maximum(n_before - 1, 0)]
    later = np.minimum(n_before, len(right) - 1)
    itself = (right.first[later] == left.first) & (right.last[later] == left.last) & (right.at[later] == left.at)
    has_later = n_before + itself < len(right)
    later = np.minimum(n_before + itself, len(right) - 1)
    far = np.iinfo(np.int64).max // 2
    since = np.where(n_before > 0, np.maximum(0, left.first - right.last[earlier]), far)
    until = np.where(has_later, np.maximum(0, right.first[later] - left.last), far)
    chosen = np.where(since < until, earlier, later)
    near = np.minimum(since, until) <= within
    left, chosen = left.where(near), chosen[near]
    first, last = np.minimum(left.first, right.first[chosen]), np.maximum(left.last, right.last[chosen])
    at = np.where(right.first[chosen] < left.first, right.at[chosen], left.at)
    return shortest(stretches(first, last, at))
