"""Contacts made searchable: every word by its place and its time.

The words of a contact lie voice by voice (a channel and its party), in the order in which they were said, so that words
said in a row have numbers in a row whatever the other party says in between. Nothing of an index is ever written: it
is made from the lake, and what the lake forgets is gone with the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.vocabulary import Vocabulary
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

#: A voice that pauses longer than this begins anew: words on either side are no phrase.
PAUSE_MS = 10_000
PARTIES = tuple(Party)
#: Contacts lie on one clock, further apart than any distance that a query can ask for.
APART_MS = 2 * 24 * 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """What is known of each contact beside its words. Columns of one length; ``answer`` -1 where there is none.

    ``holds`` are stretches in which music is heard: the number of the contact, and when.
    """

    contact_id: Sequence[str]
    language: Sequence[str]
    duration_ms: Sequence[int]
    site: Sequence[str] = ()
    team: Sequence[str] = ()
    started_on: Sequence[date | None] = ()
    answer: Sequence[int] = ()
    holds: Sequence[tuple[int, TimeSpan]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words as columns, one row each, in the order of their contact, turn and place.

    ``contact`` is the number in :class:`Contacts`, ``party`` that in ``PARTIES``, ``text`` that in ``texts``.
    """

    contact: npt.NDArray[np.integer]
    turn: npt.NDArray[np.integer]
    channel: npt.NDArray[np.integer]
    party: npt.NDArray[np.integer]
    start_ms: npt.NDArray[np.integer]
    end_ms: npt.NDArray[np.integer]
    score: npt.NDArray[np.floating]
    text: npt.NDArray[np.integer]
    texts: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Words by number. ``*_first`` are the numbers with which turns, runs and contacts begin, in order.

    A run is what one voice says without a pause of ``PAUSE_MS``. ``order`` holds the words of entry ``n`` of the vocabulary
    from ``entry_first[n]`` on. ``clock`` is where each contact begins on the common clock, in milliseconds.
    """

    contacts: Contacts
    vocabulary: Vocabulary = field(repr=False)
    order: npt.NDArray[np.int32] = field(repr=False)
    entry_first: Whole = field(repr=False)
    start_ms: npt.NDArray[np.int32] = field(repr=False)
    length_ms: npt.NDArray[np.int32] = field(repr=False)
    score: npt.NDArray[np.uint8] = field(repr=False)
    turn_first: npt.NDArray[np.int32] = field(repr=False)
    turn_number: npt.NDArray[np.int32] = field(repr=False)
    turn_channel: npt.NDArray[np.int8] = field(repr=False)
    turn_party: npt.NDArray[np.int8] = field(repr=False)
    run_first: npt.NDArray[np.int32] = field(repr=False)
    contact_first: npt.NDArray[np.int32] = field(repr=False)
    clock: Whole = field(repr=False)
    #: What was derived from the rest when a query first asked for it.
    derived: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def n_words(self) -> int:
        return len(self.start_ms)

    def turns(self, words: Whole) -> Whole:
        """The turn of each word."""
        return np.searchsorted(self.turn_first, words, side="right") - 1

    def runs(self, words: Whole) -> Whole:
        return np.searchsorted(self.run_first, words, side="right") - 1

    def contact_of(self, words: Whole) -> Whole:
        # Contacts without words begin where the next one does: the last of them is meant.
        return np.searchsorted(self.contact_first, words, side="right") - 1

    def starts(self, words: Whole) -> Whole:
        """When words begin, on the common clock."""
        return self.clock[self.contact_of(words)] + self.start_ms[words]

    def ends(self, words: Whole) -> Whole:
        return self.starts(words) + self.length_ms[words]

    def contacts_at(self, moments: Whole) -> Whole:
        """The contact of each moment of the common clock."""
        return np.searchsorted(self.clock, moments, side="right") - 1

    def words_of(self, entries: npt.NDArray[np.int32]) -> Whole:
        """The words that are one of these entries, in order."""
        slices = [self.order[self.entry_first[entry] : self.entry_first[entry + 1]] for entry in entries.tolist()]
        if not slices:
            return np.empty(0, dtype=np.int64)
        if len(slices) == 1:
            return slices[0].astype(np.int64)
        n = sum(map(len, slices))
        if n < self.n_words // 64:
            return np.sort(np.concatenate(slices)).astype(np.int64)
        mask = np.zeros(self.n_words, dtype=np.bool_)
        for each in slices:
            mask[each] = True
        return np.flatnonzero(mask)
