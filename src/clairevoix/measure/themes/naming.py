"""What tells a theme from the others: the words that it has more than they do, by how sure that is.

Log-odds ratio of a word in the theme against all other texts, with an informative Dirichlet prior that is the whole of the
texts, over its standard error (Monroe, Colaresi & Quinn 2008, « Fightin' Words », Political Analysis 16, § 3.5.1):

    δ = log((y_i + a) / (n_i + a0 - y_i - a)) - log((y_j + a) / (n_j + a0 - y_j - a)),   z = δ / √(1/(y_i + a) + 1/(y_j + a))
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from clairevoix.measure.themes.words import stem, words

#: The prior's weight, in words for each word of the whole: as much as a tenth of the texts.
_PRIOR = 0.1
#: Standard errors from which on a word is told: 1.96 is one in forty, on one side.
_LEAST_Z = 1.96


def scores(of_theme: Mapping[str, int], of_others: Mapping[str, int], prior: float = _PRIOR) -> dict[str, float]:
    """z of every word of the theme, from counts in it and in the others."""
    n_theme, n_others = sum(of_theme.values()), sum(of_others.values())
    a0 = prior * (n_theme + n_others)
    found: dict[str, float] = {}
    for word, y in of_theme.items():
        other = of_others.get(word, 0)
        a = prior * (y + other)
        odds = (
            math.log((y + a) / max(n_theme + a0 - y - a, 1e-9)),
            math.log((other + a) / max(n_others + a0 - other - a, 1e-9)),
        )
        found[word] = (odds[0] - odds[1]) / math.sqrt(1 / (y + a) + 1 / (other + a))
    return found


def names(texts: Sequence[str], others: Sequence[str], least: int, most: int = 8) -> tuple[str, ...]:
    """The most distinctive words of a theme as they are mostly written; each is in ``least`` texts of it or more.

    What fewer people said names nobody's matter but theirs, and is not told.
    """
    inside, outside = ([words(text) for text in side] for side in (texts, others))
    counts, counts_outside = (Counter(stem(word) for text in side for word in text) for side in (inside, outside))
    n_texts = Counter(each for text in inside for each in {stem(word) for word in text})
    forms: dict[str, Counter[str]] = {}
    for word in (word for text in inside for word in text):
        forms.setdefault(stem(word), Counter())[word] += 1
    rated = scores(counts, counts_outside)
    told = sorted(
        (word for word in rated if n_texts[word] >= least and rated[word] >= _LEAST_Z), key=lambda w: (-rated[w], w)
    )
    return tuple(min(forms[word].items(), key=lambda form: (-form[1], form[0]))[0] for word in told[:most])
