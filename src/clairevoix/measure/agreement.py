"""How far coders agree: Krippendorff's alpha for nominal codes, any number of coders, missing codes allowed.

A unit that m ≥ 2 coders coded has n_c codes of each value c. With n codes in all such units,

    alpha = 1 - observed / expected disagreement = 1 - (n - 1)·Σ_u Σ_c n_uc·(m_u - n_uc)/(m_u - 1) / Σ_c n_c·(n - n_c)

(Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*; 2019, *Content Analysis*, 4th ed., ch. 12). 1 is perfect
agreement, 0 what chance would give. Units with one code pair with nothing and are left out.

The confidence interval draws units again, with replacement: coders agree about whole contacts. Draws without variation have
no alpha and are left out. Where nobody ever disagreed
there is nothing to draw: then the lower bound is that of the disagreement of one unit of n which chance would still leave
unseen, the exact binomial one (Clopper & Pearson 1934, Biometrika 26).
"""

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.coding import Agreement
from clairevoix.model.errors import Code, InputError

RESAMPLES = 4_999
SEED = 1
_BATCH = 256


def krippendorff(
    units: Sequence[Sequence[Hashable | None]], *, level: float = 0.95, resamples: int = RESAMPLES, seed: int = SEED
) -> Agreement:
    """Alpha of units, each the codes that coders gave it; None is a missing code. The same units have the same interval.

    Raises InputError (``bad_value``) for a level that is none.

    >>> found = krippendorff([(0, 1), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 0), (1, 0), (0, 0)])
    >>> round(found.alpha, 3), found.n_units, found.n_agreed
    (0.095, 10, 6)
    """
    if not 0 < level < 1:
        raise InputError(Code.BAD_VALUE, "level")
    counts = _counts(units)
    size = counts.sum(axis=1)
    disagreement = (counts * (size[:, None] - counts)).sum(axis=1) / (size - 1)
    value = _alpha(np.ones((1, len(counts))), counts, disagreement)[0]
    low, high = (None, None) if np.isnan(value) else _bounds(counts, disagreement, level, (resamples, seed))
    return Agreement(
        alpha=None if np.isnan(value) else float(value),
        low=low,
        high=high,
        level=level,
        n_units=len(counts),
        n_agreed=int((disagreement == 0).sum()),
        n_codes=int(size.sum()),
    )


def _counts(units: Sequence[Sequence[Hashable | None]]) -> NDArray[np.float64]:
    """How often each value was given, unit by unit. Neither the order of units nor that of coders or values matters."""
    tallies = [Counter(code for code in unit if code is not None) for unit in units]
    pairable = [each for each in tallies if each.total() > 1]
    values = sorted({value for each in pairable for value in each}, key=repr)
    rows = sorted(tuple(each[value] for value in values) for each in pairable)
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(values))


def _alpha(
    weights: NDArray[np.float64], counts: NDArray[np.float64], disagreement: NDArray[np.float64]
) -> NDArray[np.float64]:
    """For each row of weights of units; nan where only one value occurs."""
    of_value = weights @ counts
    n = of_value.sum(axis=1)
    expected = (of_value * (n[:, None] - of_value)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 1 - (n - 1) * (weights @ disagreement) / expected
    return np.asarray(np.where(expected > 0, found, np.nan))


def _bounds(
    counts: NDArray[np.float64], disagreement: NDArray[np.float64], level: float, drawing: tuple[int, int]
) -> tuple[float | None, float | None]:
    n_units = len(counts)
    if not disagreement.any():
        unseen = 1 - (1 - level) ** (1 / n_units)
        typical = counts.sum(axis=1).mean()
        found = _alpha(np.ones((1, n_units)), counts, np.full(n_units, unseen * typical))
        return float(found[0]), 1.0
    resamples, seed = drawing
    draw = np.random.default_rng([seed, n_units, int(counts.sum())])
    drawn = np.concatenate(
        [
            _alpha(
                draw.multinomial(n_units, np.full(n_units, 1 / n_units), min(_BATCH, resamples - start)).astype(float),
                counts,
                disagreement,
            )
            for start in range(0, resamples, _BATCH)
        ]
    )
    varied = drawn[~np.isnan(drawn)]
    if not varied.size:
        return None, None
    low, high = np.quantile(varied, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
