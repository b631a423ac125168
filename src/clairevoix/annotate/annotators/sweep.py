"""Finds labels in many contacts at once: the same as :mod:`clairevoix.annotate.annotators.phrases`, contact by contact.

Words become numbers, and for each distinct word it is known once where it stands. Of a phrase, only the places are
looked at where its rarest word is near, all of them together; a label none of whose phrases has its words there is skipped.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clairevoix.annotate.annotators.phrase_items import GAP_WORDS, MOST_WORDS, Item, forms, items
from clairevoix.model.annotation import Wording

SPREAD_MS = 10_000

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one party said in many contacts: ``code`` says which of ``texts`` a word is, ``stream`` in whose words it stands.

    Streams are numbered upwards in the order of the words; times are in ms.
    """

    texts: Sequence[str] = field(repr=False)
    code: Ints = field(repr=False)
    stream: Ints
    start_ms: Ints
    end_ms: Ints


class Hit(NamedTuple):
    """A label found: its place among the wordings, the stream, and the time of the words."""

    label: int
    stream: int
    start_ms: int
    end_ms: int


def sweep(words: Words, wordings: Sequence[Wording]) -> list[Hit]:
    """Every label found, by label and by place; none overlap within a label and stream."""
    heard = _Heard(words)
    return [
        Hit(number, int(heard.stream[first]), int(heard.start_ms[first]), heard.end_of(first, end))
        for number, wording in enumerate(wordings)
        for first, end in _found(heard, wording)
    ]


class _Heard:
    """Words as they are compared, and where each form of a word stands."""

    def __init__(self, words: Words) -> None:
        each = [forms(text) for text in words.texts]
        self.vocabulary = sorted({form for some in each for form in some})
        number = {form: place for place, form in enumerate(self.vocabulary)}
        counts = np.array([len(some) for some in each], dtype=np.int64)
        begins = np.concatenate(([0], np.cumsum(counts)))[:-1] if each else counts
        flat = np.array([number[form] for some in each for form in some], dtype=np.int32)
        n = counts[words.code] if each else np.zeros(0, dtype=np.int64)
        whose = np.repeat(np.arange(len(words.code)), n)
        within = np.arange(len(whose)) - np.repeat(np.cumsum(n) - n, n)
        ids = flat[begins[words.code][whose] + within] if len(whose) else np.zeros(0, dtype=np.int32)
        self.stream, self.start_ms, self.end_ms = words.stream[whose], words.start_ms[whose], words.end_ms[whose]
        self.n = len(ids)
        self._ends_ms: list[int] = self.end_ms.tolist()
        lasts = np.flatnonzero(np.diff(self.stream, append=np.int64(-1))) + 1
        #: For each word, how many follow it in its stream, itself included.
        self.remaining = np.repeat(lasts, np.diff(lasts, prepend=0)) - np.arange(self.n)
        self._order = np.argsort(ids, kind="stable")
        self._begins = np.searchsorted(ids[self._order], np.arange(len(self.vocabulary) + 1))
        self._flags = np.zeros(self.n, dtype=bool)
        self._places: dict[Item, Ints] = {}

    def end_of(self, first: int, end: int) -> int:
        """When the last of some words ends, in ms."""
        return max(self._ends_ms[first:end])

    def places(self, item: Item) -> Ints:
        """Where a word stands that an item means, in order."""
        if item not in self._places:
            self._places[item] = self._sorted([self._order[slice(*bounds)] for bounds in self._runs(item)])
        return self._places[item]

    def _sorted(self, runs: Sequence[Ints]) -> Ints:
        """Runs that share nothing, as one in order."""
        n = sum(map(len, runs))
        if n < self.n // 64:
            return np.sort(np.concatenate(runs)) if runs else np.zeros(0, dtype=np.int64)
        for run in runs:
            self._flags[run] = True
        found = np.flatnonzero(self._flags)
        self._flags[found] = False
        return found

    def _runs(self, item: Item) -> Iterator[tuple[int, int]]:
        """Where in ``_order`` the words lie that an item means, each once."""
        reached = 0
        for low, high in sorted(self._ranges(item)):
            if high > reached:
                yield int(self._begins[max(low, reached)]), int(self._begins[high])
                reached = high

    def near(self, places: Ints, back: range, among: Ints) -> Ints:
        """Of some words those that stand so many words before one of ``places``."""
        marked = [before[before >= 0] for before in (places - step for step in back)]
        for each in marked:
            self._flags[each] = True
        found = among[self._flags[among]]
        for each in marked:
            self._flags[each] = False
        return found

    def _ranges(self, item: Item) -> Iterator[tuple[int, int]]:
        for word in item.words:
            low = bisect_left(self.vocabulary, word)
            if low < len(self.vocabulary) and self.vocabulary[low] == word:
                yield low, low + 1
        for stem in item.stems:
            low, high = bisect_left(self.vocabulary, stem), bisect_left(self.vocabulary, stem + "\U0010ffff")
            if high > low:
                yield low, high

    def stands(self, item: Item, first: Ints, offsets: range) -> Bits:
        """For each start, a bit for each offset at which a word stands that the item means."""
        places, found = self.places(item), np.zeros(len(first), dtype=np.uint64)
        self._flags[places] = True
        for offset in offsets:
            at = first + offset
            stands = self._flags[np.minimum(at, self.n - 1)] & (self.remaining[first] > offset)
            found |= stands.astype(np.uint64) << np.uint64(offset)
        self._flags[places] = False
        return found


def _found(heard: _Heard, wording: Wording) -> list[tuple[int, int]]:
    """Half-open ranges of words that prove a label: the shortest matches, none overlapping, none barred."""
    found = sorted({match for phrase in wording.phrases for match in _matches(heard, phrase)})
    if not found:
        return []
    barred = sorted({match for phrase in wording.unless for match in _matches(heard, phrase)})
    starts, longest = [first for first, _ in barred], max((end - first for first, end in barred), default=0)
    spans, last = [], -1
    for first, end in found:
        if first <= last:
            continue
        near = barred[bisect_left(starts, first - longest) : bisect_left(starts, end)]
        if any(first < b_end and b_first < end for b_first, b_end in near):
            continue
        if heard.end_of(first, end) - int(heard.start_ms[first]) <= SPREAD_MS:
            spans.append((first, end))
            last = end - 1
    return spans


def _matches(heard: _Heard, phrase: str) -> list[tuple[int, int]]:
    """The shortest match for each start, by following every way at once: bit d of ``ends`` says « may end d words on »."""
    row = items(phrase)
    first = _starts(heard, row)
    if not len(first):
        return []
    within = _up_to(np.minimum(heard.remaining[first], MOST_WORDS))
    ends = np.ones(len(first), dtype=np.uint64)
    low, high = 0, 0
    for item in row:
        if item.is_gap:
            for _ in range(GAP_WORDS):
                ends |= ends << _ONE
            ends &= within
            high += GAP_WORDS
            continue
        moved = (ends & heard.stands(item, first, range(low, high + 1))) << _ONE
        ends = ends | moved if item.is_optional else moved
        low, high = low + (not item.is_optional), high + 1
        kept = ends != 0
        if not kept.all():
            first, ends, within = first[kept], ends[kept], within[kept]
        if not len(first):
            return []
    shortest = ends & (~ends + _ONE)
    lengths = np.log2(shortest.astype(np.float64)).astype(np.int64)
    return list(zip(first.tolist(), (first + lengths).tolist(), strict=True))


def _starts(heard: _Heard, row: Sequence[Item]) -> Ints:
    """Where a match may start: where one of the first items stands, and the rarest word of the phrase is not too far on."""
    needed = [item for item in row if not item.is_gap and not item.is_optional]
    rarest = min(needed, key=lambda item: len(heard.places(item)))
    places = heard.places(rarest)
    if not len(places):
        return places
    place = row.index(rarest)
    least = sum(not item.is_gap and not item.is_optional for item in row[:place])
    most = sum(GAP_WORDS if item.is_gap else 1 for item in row[:place])
    leading = next(number for number, item in enumerate(row) if not item.is_gap and not item.is_optional)
    firsts = heard.places(row[0])
    if leading:
        firsts = np.unique(np.concatenate([heard.places(item) for item in row[: leading + 1]]))
    return heard.near(places, range(least, most + 1), firsts)


def _up_to(n: Ints) -> Bits:
    """Bits 0 to n."""
    return (_ONE << (n.astype(np.uint64) + _ONE)) - _ONE
