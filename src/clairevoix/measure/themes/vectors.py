"""Texts as vectors in which those about the same thing lie close: weighted words, then the main directions of them.

tf-idf (Spärck Jones 1972, J. Documentation 28; logarithmic tf), each text of length 1, on the main directions of the whole
(latent semantic analysis: Deerwester, Dumais, Furnas, Landauer & Harshman 1990, J. Am. Soc. Inf. Sci. 41): words that come in
the same texts then count as near, so that two texts may be alike without a word in common. No model is needed.

How many directions there are is asked of the texts: those along which they differ more than texts would whose words were
dealt out anew (parallel analysis: Horn 1965, Psychometrika 30).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.themes.words import stem, words

Matrix = NDArray[np.float64]

#: A word of fewer texts joins nothing; one of more tells nothing.
_FEWEST_TEXTS, _MOST_TEXTS = 3, 0.4
#: Words kept at most, the most frequent; and directions.
_MOST_WORDS, _FEWEST_DIRECTIONS, _MOST_DIRECTIONS = 2000, 2, 100
_SEED = 1
_DECIMALS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What texts are laid out in: the stems that count, with their weights, and the directions (stems × directions)."""

    stems: tuple[str, ...]
    weights: Matrix
    directions: Matrix

    def of(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of length 1; of length 0 for a text without a word that counts."""
        weighted = _weighted([_counts(text) for text in texts], self.stems, self.weights)
        return of_length_1(weighted @ self.directions).round(_DECIMALS)


def space(texts: Sequence[str]) -> Space:
    """The space of these texts. In another order they have the same, but for what chance deals out."""
    counted = [_counts(text) for text in texts]
    n_texts = Counter(word for each in counted for word in each)
    most = max(_FEWEST_TEXTS, _MOST_TEXTS * len(texts))
    kept = sorted((word for word, n in n_texts.items() if _FEWEST_TEXTS <= n <= most), key=lambda w: (-n_texts[w], w))
    stems = tuple(sorted(kept[:_MOST_WORDS]))
    weights = np.log(len(texts) / np.array([n_texts[word] for word in stems], dtype=np.float64))
    return Space(stems=stems, weights=weights, directions=_directions(_weighted(counted, stems, weights)))


def of_length_1(rows: Matrix) -> Matrix:
    """The same directions, each row of length 1 or, where it was 0, 0."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9))


def _counts(text: str) -> Counter[str]:
    return Counter(stem(word) for word in words(text))


def _weighted(counted: Sequence[Counter[str]], stems: Sequence[str], weights: Matrix) -> Matrix:
    place = {word: column for column, word in enumerate(stems)}
    found = np.zeros((len(counted), len(stems)))
    for row, each in enumerate(counted):
        for word, n in each.items():
            if word in place:
                found[row, place[word]] = (1 + np.log(n)) * weights[place[word]]
    return of_length_1(found)


def _directions(rows: Matrix) -> Matrix:
    if not rows.shape[1]:
        return np.zeros((0, 1))
    dealt = np.random.default_rng(_SEED)
    chance = np.column_stack([dealt.permutation(column) for column in rows.T])
    spread, by_chance = (np.linalg.eigvalsh(np.cov(each.T).reshape(rows.shape[1], -1)) for each in (rows, chance))
    telling = int((spread > by_chance[-1]).sum())
    _, found = np.linalg.eigh(rows.T @ rows)
    return np.asarray(found[:, -min(_MOST_DIRECTIONS, max(_FEWEST_DIRECTIONS, telling)) :])
