"""Words that sound like what is looked for, however the recogniser wrote them and wherever it cut them.

What is looked for is compared, by a weighted edit distance of sounds, with words and with rows of words: ``en attente`` may
have become ``en a tante``. First every known pronunciation is compared with every part of it; then words are put together
from left to right, as long as each says more of it than it costs.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.index import Index, Mask, Whole
from clairevoix.annotate.query.sounds.distance import GAPS, SWAPS, sign_numbers
from clairevoix.annotate.query.sounds.pronouncing import sounds
from clairevoix.annotate.query.stretches import Stretches, none, shortest, stretches, union
from clairevoix.annotate.query.syntax import Alike
from clairevoix.annotate.query.words import written_forms

Costs = npt.NDArray[np.int32]

#: How close words must be, 0 to 1, where the query does not say.
CLOSENESS = 0.8
#: By how much more words may differ where the recogniser's score is 0: it was unsure itself.
_DOUBT = 0.5
_LONGEST = 20
_MORE_WORDS = 2
_NEVER = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """The pronunciations of a language in an index, the longest first, and which entry has which."""

    signs: npt.NDArray[np.int8]
    lengths: Whole
    of_entry: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sought:
    """What is looked for: its signs, what leaving out its beginning costs, and how much a match may cost."""

    signs: npt.NDArray[np.int8]
    left_out: Costs
    bound: float
    n_words: int


class _Rows(NamedTuple):
    """Rows of words so far: from word to word, and which of ``states`` each is in: its cost up to each place."""

    first: Whole
    last: Whole
    state: Whole
    states: Costs


def rows(index: Index, sought: Alike) -> Stretches:
    """The rows of words that sound like it."""
    return shortest(scored(index, sought.words, sought.closeness or CLOSENESS)[0])


def words(index: Index, form: str) -> Whole:
    """Single words that sound like one word."""
    found, _ = scored(index, (form,), CLOSENESS)
    return found.where(found.first == found.last).first


def scored(index: Index, looked_for: tuple[str, ...], closeness: float) -> tuple[Stretches, npt.NDArray[np.float64]]:
    """Rows of words that are at least so close, and how close each is: 1 for the same sounds.

    The recogniser's scores count: see ``_DOUBT``.
    """
    parts, close = [none()], [np.empty(0)]
    for language in dict.fromkeys(index.contacts.language):
        signs = sign_numbers("".join(sounds(form, language) for each in looked_for for form in written_forms(each)))
        if len(signs):
            left_out = np.concatenate(([0], np.cumsum(GAPS[signs], dtype=np.int32)))
            bound = (1 - closeness) * int(left_out[-1])
            sought = _Sought(signs=signs, left_out=left_out, bound=bound, n_words=len(looked_for) + _MORE_WORDS)
            found, cost = _found(index, language, sought)
            parts.append(found)
            close.append(1 - cost / left_out[-1])
    together = union(parts)
    order = np.lexsort([np.concatenate(ends) for ends in ([p.last for p in parts], [p.first for p in parts])])
    return together, np.concatenate(close)[order]


def _found(index: Index, language: str, sought: _Sought) -> tuple[Stretches, npt.NDArray[np.float64]]:
    spoken = _spoken(index, language)
    costs = _compared(spoken, sought)
    entry = _entries(index)
    bound = sought.bound * (1 + _DOUBT)
    states = _useful(costs[:, 0, :], sought.left_out, bound)
    firsts, lasts, paid = [], [], []
    first = _beginning(index, spoken, states, bound)
    last, state = first, spoken.of_entry[entry[first]].astype(np.int64)
    for _ in range(sought.n_words):
        whole = states[state, -1]
        done = whole <= bound
        firsts.append(first[done])
        lasts.append(last[done])
        paid.append(whole[done])
        first, last, state, states = _longer(index, spoken, costs, sought, _Rows(first, last, state, states))
        if not len(first):
            break
    return _weighed(index, sought, np.concatenate(firsts), np.concatenate(lasts), np.concatenate(paid))


def _beginning(index: Index, spoken: _Spoken, states: Costs, bound: float) -> Whole:
    """The words with which what is looked for may begin."""
    begins = np.append((states <= bound).any(axis=1), False)  # the last is that of other languages
    return index.words_of(np.flatnonzero(begins[spoken.of_entry]).astype(np.int32))


def _longer(index: Index, spoken: _Spoken, costs: Costs, sought: _Sought, rows: _Rows) -> _Rows:
    """The same rows with one more word, where that says more of what is looked for. Equal rows are compared once."""
    bound = sought.bound * (1 + _DOUBT)
    unfinished: Mask = np.any(rows.states[:, :-1] <= bound, axis=1)
    goes_on = unfinished[rows.state] & (rows.last + 1 < index.n_words)
    first, last, state = rows.first[goes_on], rows.last[goes_on] + 1, rows.state[goes_on]
    sound = spoken.of_entry[_entries(index)[last]].astype(np.int64)
    kept = (sound >= 0) & (index.runs(first) == index.runs(last))
    first, last, state, sound = first[kept], last[kept], state[kept], sound[kept]
    pairs, state = np.unique(state * len(spoken.lengths) + sound, return_inverse=True)
    before, added = rows.states[pairs // len(spoken.lengths)], pairs % len(spoken.lengths)
    longer, without = np.full_like(before, _NEVER), np.full_like(before, _NEVER)
    for place in range(before.shape[1]):
        so_far = before[:, place, None]
        np.minimum(longer, so_far + costs[added, place], out=longer)
        rest = so_far + (sought.left_out[place:] - sought.left_out[place])
        np.minimum(without[:, place:], rest, out=without[:, place:])
    longer = _useful(longer, without, bound)
    possible: Mask = np.any(longer <= bound, axis=1)
    alive = possible[state]
    return _Rows(first[alive], last[alive], state[alive], longer)


def _useful(costs: Costs, without: Costs, bound: float) -> Costs:
    """Costs where a word says more than it costs; what says nothing has no place in a row."""
    return np.where((costs < without) & (costs <= bound), costs, _NEVER)


def _weighed(
    index: Index, sought: _Sought, first: Whole, last: Whole, cost: Costs
) -> tuple[Stretches, npt.NDArray[np.float64]]:
    """Rows within the bound, which is wider where the recogniser was unsure."""
    score = np.mean([index.score[first], index.score[last]], axis=0) / 255 if len(first) else np.empty(0)
    weighed = cost / (1 + _DOUBT * (1 - score))
    kept = weighed <= sought.bound
    first, last, weighed = first[kept], last[kept], weighed[kept]
    order = np.lexsort((last, first))
    return stretches(first, last), weighed[order]


def _compared(spoken: _Spoken, sought: _Sought) -> Costs:
    """What each pronunciation costs against each part of what is looked for: by number, from a place, to a place."""
    signs, m = sought.signs, len(sought.signs)
    gaps = GAPS[signs].astype(np.int32)
    empty = np.full((m + 1, m + 1), _NEVER, dtype=np.int32)
    for place in range(m + 1):
        empty[place, place:] = sought.left_out[place:] - sought.left_out[place]
    costs = np.repeat(empty[None], len(spoken.lengths), axis=0)
    for step in range(spoken.signs.shape[1]):
        n = int(np.searchsorted(-spoken.lengths, -step))  # so many are longer
        if not n:
            break
        before, added = costs[:n], spoken.signs[:n, step]
        after = before + GAPS[added].astype(np.int32)[:, None, None]
        swapped = before[:, :, :-1] + SWAPS[added][:, signs].astype(np.int32)[:, None, :]
        np.minimum(after[:, :, 1:], swapped, out=after[:, :, 1:])
        for place in range(m):
            np.minimum(after[:, :, place + 1], after[:, :, place] + gaps[place], out=after[:, :, place + 1])
        costs[:n] = np.minimum(after, _NEVER)
    return costs


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
