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
_MORE_WORDS = 1
#: What a word of a row gains at least, in hundredths of a sound: less than that is chance.
_LEAST_GAIN = 50
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
    first, last, gain = _candidates(index, spoken, sought)
    leeway = _leeway(index, first, last)
    kept = (gain >= sought.whole - sought.bound * leeway) & (index.runs(first) == index.runs(last))
    first, last, leeway = first[kept], last[kept], leeway[kept]
    cost = _costs(index, spoken, sought, first, last) / leeway
    close = cost <= sought.bound
    first, last, cost = first[close], last[close], cost[close]
    order = np.lexsort((last, first))
    return stretches(first, last), cost[order]


def _leeway(index: Index, first: Whole, last: Whole) -> Reals:
    """By how much more rows may differ, by the recogniser's scores of their first and last word."""
    score = (index.score[first].astype(np.float64) + index.score[last]) / (2 * 255)
    return 1 + DOUBT * (1 - score)


def _candidates(index: Index, spoken: _Spoken, sought: _Sought) -> tuple[Whole, Whole, Costs]:
    """Rows of words that could together gain enough, the first near the beginning and the last near the end; and what."""
    lost = sought.bound * (1 + DOUBT)
    enough = sought.whole - lost
    begins, within, ends = (_by_word(index, spoken, gains) for gains in _gains(spoken, sought, lost))
    alone = np.minimum(begins, ends)
    firsts = [np.flatnonzero(alone >= enough)]
    lasts, won = [firsts[0]], [alone[firsts[0]]]
    so_far = begins
    for n_more in range(1, min(sought.n_words, index.n_words)):
        if n_more > 1:
            so_far = np.maximum(so_far[:-1] + within[n_more - 1 :], _NEVER)
        together = so_far[:-1] + ends[n_more:]
        first = np.flatnonzero(together >= enough)
        firsts.append(first)
        lasts.append(first + n_more)
        won.append(together[first])
    return np.concatenate(firsts), np.concatenate(lasts), np.concatenate(won)


def _by_word(index: Index, spoken: _Spoken, gains: Costs) -> Costs:
    """The gains of all words of an index; a word that gains nothing has no place in a row."""
    useful = np.append(np.where(gains >= _LEAST_GAIN, gains, _NEVER), _NEVER).astype(
        np.int16
    )  # the last: another language
    return np.asarray(useful[spoken.of_entry][_entries(index)])


def _gains(spoken: _Spoken, sought: _Sought, lost: float) -> tuple[Costs, Costs, Costs]:
    """What each pronunciation could gain at most, by number: as the first word of a row, as another, as the last.

    A gain is what the sounds are worth that a word stands for, less what it gets wrong. Before the first word and after the
    last, no more is left out than may be ``lost``.
    """
    backwards = np.zeros_like(spoken.signs)
    for length in np.unique(spoken.lengths).tolist():
        same = spoken.lengths == length
        backwards[same, :length] = spoken.signs[same, :length][:, ::-1]
    signs = sought.signs
    return (
        _aligned(spoken.signs, spoken.lengths, signs, lost),
        _aligned(spoken.signs, spoken.lengths, signs, float(sought.whole)),
        _aligned(backwards, spoken.lengths, signs[::-1], lost),
    )


def _aligned(words_as_signs: Signs, lengths: Whole, sought: Signs, lost: float) -> Costs:
    """The greatest gain of each whole word in a part of what is sought that begins after no more than ``lost``."""
    worth = GAPS[sought]
    won = worth - SWAPS[:, sought]
    before = np.concatenate(([0], np.cumsum(worth)))
    gain = np.tile(np.where(before <= lost, 0, _NEVER).astype(np.int16), (len(lengths), 1))
    for step in range(int(lengths[0]) if len(lengths) else 0):
        n = int(np.searchsorted(-lengths, -step))  # so many are longer
        so_far, sign = gain[:n], words_as_signs[:n, step]
        after = so_far - GAPS[sign][:, None]
        np.maximum(after[:, 1:], so_far[:, :-1] + won[sign], out=after[:, 1:])
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
            sounds(form, language)[:_LONGEST] if spoken == language else "" for spoken, form in index.vocabulary.entries
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
