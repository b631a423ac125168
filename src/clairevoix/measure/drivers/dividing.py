"""R² of answers divided among drivers, for the answers themselves and for every resample of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from clairevoix.measure.drivers import linear, ordinal, shapley
from clairevoix.measure.drivers.columns import Answers
from clairevoix.measure.drivers.shapley import Floats

#: Drivers up to which every resample of an ordinal model tries all sets; beyond, so many orders are drawn for each.
_RESAMPLED_EXACTLY, _ORDERS_OF_RESAMPLES = 10, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is computed, and from which seed.

    ``resamples`` of the bootstrap, 0 for none (as a rule 1,000, for the ordinal models and for drawn orders 200);
    ``exact_up_to`` drivers all sets are tried (as a rule 15), beyond that ``n_orders`` orders of entry are drawn.
    """

    resamples: int | None = None
    n_orders: int = 1000
    exact_up_to: int | None = None
    seed: int = 1


class Division(NamedTuple):
    """Parts of each replicate (B, p), Monte-Carlo errors of the first (p) or None, and whether all fits settled.

    ``is_drawn``: the first tried all sets, the others drew orders.
    """

    parts: Floats
    errors: Floats | None
    has_settled: bool
    is_drawn: bool = False


Divide = Callable[[Answers, Iterator[Floats], Effort], Division]


def _divide_linear(answers: Answers, replicates: Iterator[Floats], effort: Effort) -> Division:
    matrices = np.stack([linear.correlations(answers.outcome, answers.drivers, weights) for weights in replicates])
    n_drivers = len(answers.names)
    if n_drivers <= (effort.exact_up_to or 0):
        return Division(linear.of_all_sets(matrices) @ shapley.coefficients(n_drivers), None, has_settled=True)
    drawn = shapley.orders(n_drivers, effort.n_orders, effort.seed)
    first = linear.along_orders(matrices[:1], drawn)[0]
    parts = [linear.along_orders(matrix[None], drawn)[0].mean(axis=0) for matrix in matrices]
    return Division(np.stack(parts), shapley.monte_carlo_errors(first), has_settled=True)


def _divide_ordinal(answers: Answers, replicates: Iterator[Floats], effort: Effort, *, kind: str) -> Division:
    """All sets for the answers themselves, up to ``exact_up_to`` drivers; for resamples of many drivers, drawn orders.

    The same orders serve the answers and every resample, and only their difference is added to the exact parts: what is
    wrong with the orders drawn cancels, and the parts of a resample still add up to its R².
    """
    n_drivers = len(answers.names)
    is_exact = n_drivers <= (effort.exact_up_to or 0)
    along = not is_exact or n_drivers > _RESAMPLED_EXACTLY
    n_orders = min(effort.n_orders, _ORDERS_OF_RESAMPLES) if is_exact else effort.n_orders
    drawn = shapley.orders(n_drivers, n_orders, effort.seed) if along else None
    whole = [weights for weights in replicates if len(np.unique(answers.outcome[weights > 0])) > 1]
    gains, settled = zip(*(_gains(answers, weights, drawn, kind) for weights in whole), strict=True)
    parts = np.stack([each.mean(axis=0) for each in gains])
    if not is_exact:
        return Division(parts, shapley.monte_carlo_errors(gains[0]), has_settled=all(settled))
    if along:
        exact, has_settled = _gains(answers, whole[0], None, kind)
        parts, settled = exact + parts - parts[0], (*settled, has_settled)
    return Division(parts, None, has_settled=all(settled), is_drawn=along and len(parts) > 1)


def _gains(answers: Answers, weights: Floats, drawn: shapley.Sets | None, kind: str) -> tuple[Floats, bool]:
    """What each driver adds along each order (orders, p), or in the mean of all orders (1, p); and whether fits settled."""
    n_drivers = len(answers.names)
    sets = np.arange(2**n_drivers) if drawn is None else shapley.prefixes(drawn)
    distinct, where = np.unique(sets, return_inverse=True)
    fits = ordinal.fit_sets(answers.outcome, answers.drivers, weights, distinct)
    values = (fits.mcfadden if kind == "mcfadden" else fits.mckelvey_zavoina)[where].reshape(sets.shape)
    if drawn is None:
        return (values @ shapley.coefficients(n_drivers))[None], bool(fits.has_settled.all())
    return shapley.by_driver(np.diff(values, axis=1), drawn), bool(fits.has_settled.all())


#: Name of a model to how it divides, up to how many drivers all sets are tried, and how many resamples, as a rule.
MODELS: Mapping[str, tuple[Divide, int, int]] = {
    "linear": (_divide_linear, 15, 1000),
    "ordinal": (partial(_divide_ordinal, kind="mckelvey-zavoina"), 15, 200),
    "ordinal-mcfadden": (partial(_divide_ordinal, kind="mcfadden"), 15, 200),
}
