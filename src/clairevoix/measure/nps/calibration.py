"""Weights that make the answers look like the customers: post-stratification and raking, with what they cost."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Categories = Sequence[Hashable]
Target = Mapping[Hashable, float]
Margin = tuple[NDArray[np.int64], Floats]
_ROUNDS, _SLACK = 200, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Weights with mean 1, one for each answer in order, and how well they do what was asked.

    ``largest_error`` is the largest gap, over all categories of all margins, between the weighted share and the wanted
    one. ``n_trimmed`` weights were cut in the last round. ``has_converged`` tells whether ``largest_error`` is within
    the tolerance.
    """

    weights: Floats
    iterations: int
    largest_error: float
    has_converged: bool
    least: float
    greatest: float
    n_trimmed: int


def post_stratify(strata: Categories, totals: Target) -> Weighting:
    """w = N_h / n_h in stratum h, scaled to mean 1 (Holt & Smith 1979, J. R. Stat. Soc. A 142(1)).

    Raises InputError (``bad_value``) where a stratum has answers and no total, or people and no answer.

    >>> post_stratify(["shop", "call", "call"], {"shop": 500, "call": 500}).weights.tolist()
    [1.5, 0.75, 0.75]
    """
    return rake({"stratum": strata}, {"stratum": totals})


def rake(
    categories: Mapping[str, Categories],
    targets: Mapping[str, Target],
    *,
    start: Sequence[float] | None = None,
    counts: Sequence[int] | None = None,
    max_iterations: int = 100,
    tolerance: float = 1e-6,
    trim: float | None = None,
) -> Weighting:
    """Scales the weights to one margin after the other until all hold (Deming & Stephan 1940, Ann. Math. Stat. 11(4)).

    ``categories`` gives every answer's category for each margin; ``targets`` the people, or their shares, in each
    category. An answer whose ``start`` is 0, as in a replicate, keeps 0. With ``counts`` a row stands for so many alike
    answers, which share its weight. ``trim`` keeps every other weight within
    1/trim to trim of the mean after each round; margins that can then not be met show in ``largest_error``. Raises
    InputError (``bad_value``, with the margin's name) for a category without a target, or a target without an answer.
    """
    margins = _margins(categories, targets)
    if max_iterations < 1 or (trim is not None and trim <= 1):
        raise InputError(Code.BAD_VALUE, "trim" if max_iterations >= 1 else "max_iterations")
    sizes = _sizes(counts, len(margins[0][0]))
    weights = _scaled(np.ones(len(sizes)) if start is None else np.asarray(start, dtype=np.float64), sizes)
    error, iterations, n_trimmed = math.inf, 0, 0
    while error > tolerance and iterations < max_iterations:
        for codes, wanted in margins:
            found = np.bincount(codes, weights=weights * sizes, minlength=len(wanted)) / (weights @ sizes)
            weights = weights * (wanted / np.where(found > 0, found, 1))[codes]
        weights = _scaled(weights, sizes)
        weights, n_trimmed = (weights, 0) if trim is None else _trimmed(weights, trim, sizes)
        error, iterations = _largest_error(weights * sizes, margins), iterations + 1
    return Weighting(
        weights=weights,
        iterations=iterations,
        largest_error=error,
        has_converged=error <= tolerance,
        least=float(weights.min()),
        greatest=float(weights.max()),
        n_trimmed=n_trimmed,
    )


def indicators(categories: Mapping[str, Categories]) -> Floats:
    """One row for each answer, one column of 0 and 1 for each category of each margin: auxiliaries of calibration.

    >>> indicators({"channel": ["shop", "call", "call"]}).tolist()
    [[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]
    """
    columns = [
        [1.0 if value == category else 0.0 for value in values]
        for values in categories.values()
        for category in sorted(set(values), key=repr)
    ]
    return np.array(columns, dtype=np.float64).T


def _sizes(counts: Sequence[int] | None, n: int) -> Floats:
    sizes = np.ones(n) if counts is None else np.asarray(counts, dtype=np.float64)
    if len(sizes) != n or not np.all(sizes > 0):
        raise InputError(Code.BAD_VALUE, "counts")
    return sizes


def _margins(categories: Mapping[str, Categories], targets: Mapping[str, Target]) -> list[Margin]:
    margins = [_margin(name, categories[name], targets.get(name, {})) for name in categories]
    sizes = {len(codes) for codes, _ in margins}
    if len(sizes) != 1 or set(categories) != set(targets):
        raise InputError(Code.BAD_VALUE, "margins")
    return margins


def _margin(name: str, values: Categories, target: Target) -> Margin:
    """The number of each answer's category, and the wanted share of each category."""
    wanted = {category: share for category, share in target.items() if share}
    total = sum(wanted.values())
    if set(values) != set(wanted) or min(target.values(), default=0.0) < 0 or not total:
        raise InputError(Code.BAD_VALUE, name)
    number = {category: place for place, category in enumerate(wanted)}
    codes = np.array([number[value] for value in values], dtype=np.int64)
    return codes, np.array([share / total for share in wanted.values()])


def _largest_error(weights: Floats, margins: Sequence[Margin]) -> float:
    total = weights.sum()
    return max(
        float(np.abs(np.bincount(codes, weights=weights, minlength=len(wanted)) / total - wanted).max())
        for codes, wanted in margins
    )


def _trimmed(weights: Floats, trim: float, sizes: Floats) -> tuple[Floats, int]:
    """Cut to the bounds, and scaled to mean 1, until both hold: what is cut off moves the mean, and so the bounds."""
    cut = np.zeros(len(weights), dtype=bool)
    for _ in range(_ROUNDS):
        bounded = np.where(weights > 0, np.clip(weights, 1 / trim, trim), 0.0)
        is_cut = np.abs(bounded - weights) > _SLACK
        if not is_cut.any():
            break
        cut |= is_cut
        weights = _scaled(bounded, sizes)
    return weights, int(sizes[cut].sum())


def _scaled(weights: Floats, sizes: Floats) -> Floats:
    if len(weights) != len(sizes) or not np.all(np.isfinite(weights) & (weights >= 0)) or not weights.sum():
        raise InputError(Code.BAD_VALUE, "start")
    scaled: Floats = weights / ((weights @ sizes) / sizes.sum())
    return scaled
