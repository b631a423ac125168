"""Words that sound like what is looked for, however the recogniser wrote them and wherever it cut them.

What is looked for is compared, by a weighted edit distance of sounds, with words and with rows of words: ``en attente`` may
have become ``en a tante``. What a word could gain at most, against leaving its sounds out, is known from its pronunciation
alone; only rows whose words could together gain enough are compared.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.index import Index, Whole
from clairevoix.annotate.query.sounds.distance import GAPS, SWAPS, sign_numbers
from clairevoix.annotate.query.sounds.pronouncing import sounds
from clairevoix.annotate.query.stretches import Stretches, none, shortest, stretches, union
from clairevoix.annotate.query.syntax import Alike
from clairevoix.annotate.query.words import written_forms

Costs = npt.NDArray[np.int16]
Signs = npt.NDArray[np.int8]
Reals = npt.NDArray[np.float64]

#: How close words must be, 0 to 1, where the query does not say.
CLOSENESS = 0.8
#: By how much more words may differ where the recogniser's score is 0: it was unsure itself.
DOUBT = 0.5
_LONGEST = 20
_MORE_WORDS = 2
#: What is looked for is cut here, so that no cost exceeds its type.
_LONGEST_SOUGHT = 60
_NEVER = -4000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """The pronunciations of a language in an index, the longest first; which each entry has, -1 for another language."""

    signs: Signs
    lengths: Whole
    of_entry: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """What is looked for: its signs, what leaving out all of it costs, how much a match may cost, of how many words."""

    signs: Signs
    whole: int
    bound: float
    n_words: int


def rows(index: Index, sought: Alike) -> Stretches:
    """The rows of words that sound like it."""
    return shortest(scored(index, sought.words, sought.closeness or CLOSENESS)[0])


def words(index: Index, form: str) -> Whole:
    """Single words that sound like one word."""
    found, _ = scored(index, (form,), CLOSENESS)
    return found.where(found.first == found.last).first


def scored(index: Index, looked_for: tuple[str, ...], closeness: float) -> tuple[Stretches, Reals]:
    """Rows of words that are at least so close, and how close each is: 1 for the same sounds.

    Closeness is 1 less the cost as a share of what leaving out every sound would cost. The recogniser's scores count: see
    ``DOUBT``.
    """
    parts, close = [none()], [np.empty(0)]
    for language in dict.fromkeys(index.contacts.language):
        forms = [form for each in looked_for for form in written_forms(each)]
        signs = sign_numbers("".join(sounds(form, language) for form in forms))[:_LONGEST_SOUGHT]
        whole = int(GAPS[signs].sum())
        if whole and index.n_words:
            bound = (1 - closeness) * whole
            found, cost = _found(
                index, language, _Sought(signs=signs, whole=whole, bound=bound, n_words=len(forms) + _MORE_WORDS)
            )
            parts.append(found)
            close.append(1 - cost / whole)
    order = np.lexsort([np.concatenate(ends) for ends in ([p.last for p in parts], [p.first for p in parts])])
    return union(parts), np.concatenate(close)[order]


def _found(index: Index, language: str, sought: _Sought) -> tuple[Stretches, Reals]:
    spoken = _spoken(index, language)
    first, last = _candidates(index, spoken, sought)
    kept = index.runs(first) == index.runs(last)
    first, last = first[kept], last[kept]
    score = np.mean([index.score[first], index.score[last]], axis=0) / 255 if len(first) else np.empty(0)
    cost = _costs(index, spoken, sought, first, last) / (1 + DOUBT * (1 - score))
    close = cost <= sought.bound
    first, last, cost = first[close], last[close], cost[close]
    order = np.lexsort((last, first))
    return stretches(first, last), cost[order]


def _candidates(index: Index, spoken: _Spoken, sought: _Sought) -> tuple[Whole, Whole]:
    """Rows of words, each of which could gain something, that could together gain enough."""
    enough = sought.whole - sought.bound * (1 + DOUBT)
    gains = np.append(_gains(spoken, sought), _NEVER).astype(np.int16)  # the last is that of other languages
    gains[gains <= 0] = _NEVER
    gain = gains[spoken.of_entry][_entries(index)]
    together = gain.copy()
    firsts, lasts = [], []
    for n_more in range(min(sought.n_words, index.n_words)):
        if n_more:
            together = together[:-1] + gain[n_more:]
            np.maximum(together, _NEVER, out=together)
        first = np.flatnonzero(together >= enough)
        firsts.append(first)
        lasts.append(first + n_more)
    return np.concatenate(firsts), np.concatenate(lasts)


def _gains(spoken: _Spoken, sought: _Sought) -> Costs:
    """What each pronunciation could gain at most, by number: the sounds that it stands for, less what it gets wrong.

    As a local alignment in what is looked for, but one of the whole word.
    """
    m = len(sought.signs)
    worth = GAPS[sought.signs]
    gain = np.zeros((len(spoken.lengths), m + 1), dtype=np.int16)
    for step in range(spoken.signs.shape[1]):
        n = int(np.searchsorted(-spoken.lengths, -step))  # so many are longer
        if not n:
            break
        before, sign = gain[:n], spoken.signs[:n, step]
        after = before - GAPS[sign][:, None]
        np.maximum(after[:, 1:], before[:, :-1] + worth - SWAPS[sign][:, sought.signs], out=after[:, 1:])
        gain[:n] = np.maximum.accumulate(after, axis=1)
    return np.asarray(gain[:, -1])


def _costs(index: Index, spoken: _Spoken, sought: _Sought, first: Whole, last: Whole) -> Reals:
    """What rows of words cost against all that is looked for. Equal rows are compared once."""
    if not len(first):
        return np.empty(0)
    entries = _entries(index)
    places = first[:, None] + np.arange(int((last - first).max()) + 1)
    said = spoken.of_entry[entries[np.minimum(places, index.n_words - 1)]]
    said[places > last[:, None]] = -1
    distinct, which = np.unique(said, axis=0, return_inverse=True)
    return _compared(_joined(spoken, distinct), sought.signs)[which.ravel()].astype(np.float64)


def _joined(spoken: _Spoken, said: npt.NDArray[np.int32]) -> Signs:
    """The signs of rows of pronunciations, one after the other, padded with 0."""
    lengths = np.append(spoken.lengths, 0)
    signs = np.append(spoken.signs, np.zeros((1, spoken.signs.shape[1]), dtype=np.int8), axis=0)
    width = int(lengths[said].sum(axis=1).max())
    joined = np.zeros((len(said), width + _LONGEST), dtype=np.int8)
    filled = np.zeros(len(said), dtype=np.int64)
    for place in range(said.shape[1]):
        np.put_along_axis(joined, filled[:, None] + np.arange(_LONGEST), signs[said[:, place]], axis=1)
        filled += lengths[said[:, place]]
    return joined[:, :width]


def _compared(rows_of_signs: Signs, sought: Signs) -> npt.NDArray[np.int32]:
    """The weighted edit distance of each row to what is looked for. Sign 0 is no sound: it costs nothing."""
    gaps = GAPS.astype(np.int32)
    gaps[0] = 0
    dropped = np.concatenate(([0], np.cumsum(gaps[sought])))
    cost = np.repeat(dropped[None].astype(np.int32), len(rows_of_signs), axis=0)
    for step in range(rows_of_signs.shape[1]):
        sign = rows_of_signs[:, step]
        after = cost + gaps[sign][:, None]
        swapped = cost[:, :-1] + np.where(sign[:, None] == 0, _LONGEST_SOUGHT * 200, SWAPS[sign][:, sought])
        np.minimum(after[:, 1:], swapped, out=after[:, 1:])
        # What follows a place costs at most what its sounds cost to leave out.
        cost = np.minimum.accumulate(after - dropped, axis=1) + dropped
    return np.asarray(cost[:, -1])


def _entries(index: Index) -> npt.NDArray[np.int32]:
    """The entry of each word."""
    found: npt.NDArray[np.int32] | None = index.derived.get("entries")
    if found is None:
        found = np.empty(index.n_words, dtype=np.int32)
        found[index.order] = np.repeat(np.arange(len(index.vocabulary), dtype=np.int32), np.diff(index.entry_first))
        index.derived["entries"] = found
    return found


def _spoken(index: Index, language: str) -> _Spoken:
    found: _Spoken | None = index.derived.get(f"sounds {language}")
    if found is None:
        said = [
            sounds(form, language)[:_LONGEST] if spoken == language else ""
            for spoken, form in index.vocabulary.entries
        ]
        distinct = sorted({each for each in said if each}, key=lambda each: (-len(each), each))
        number = {each: place for place, each in enumerate(distinct)}
        signs = np.zeros((len(distinct), _LONGEST), dtype=np.int8)
        for place, each in enumerate(distinct):
            signs[place, : len(each)] = sign_numbers(each)
        found = index.derived[f"sounds {language}"] = _Spoken(
            signs=signs,
            lengths=np.array([len(each) for each in distinct], dtype=np.int64),
            of_entry=np.array([number.get(each, -1) for each in said], dtype=np.int32),
        )
    return found
