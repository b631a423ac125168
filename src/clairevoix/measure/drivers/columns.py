"""The complete answers among columns of them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clairevoix.measure.columns import Columns, Floats, named_columns, read_numbers, read_weights
from clairevoix.model.errors import Code, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Complete answers: ``outcome`` and ``weights`` of n, ``drivers`` of n rows and one column for each of ``names``.

    ``n_missing`` counts, driver by driver, the answers that miss it; ``n_incomplete`` those left out for missing the
    outcome or any driver.
    """

    names: tuple[str, ...]
    outcome: Floats
    drivers: Floats
    weights: Floats
    n_missing: tuple[int, ...]
    n_incomplete: int
    is_weighted: bool

    @property
    def n(self) -> int:
        return len(self.outcome)


def read_answers(outcome: Iterable[object], columns: Columns, weights: Iterable[object] | None) -> Answers:
    """Answers with the outcome, every driver and a weight above 0; the others are left out, those with a gap counted.

    Raises InputError (``bad_value``, with the column's name, and the place where one value is at fault) for text,
    infinite numbers, columns of different lengths, no driver at all, and weights that are negative or missing.
    """
    named = named_columns(columns)
    if not named:
        raise InputError(Code.BAD_VALUE, "columns")
    y = read_numbers(outcome, "outcome")
    x = [read_numbers(column, name) for name, column in named.items()]
    for name, column in zip(named, x, strict=True):
        if len(column) != len(y):
            raise InputError(Code.BAD_VALUE, name)
    w = np.ones(len(y)) if weights is None else read_weights(weights, len(y))
    table = np.column_stack(x)
    is_complete = ~np.isnan(y) & ~np.isnan(table).any(axis=1)
    kept = is_complete & (w > 0)
    return Answers(
        names=tuple(named),
        outcome=y[kept],
        drivers=table[kept],
        weights=w[kept],
        n_missing=tuple(int(np.isnan(column).sum()) for column in x),
        n_incomplete=int((~is_complete).sum()),
        is_weighted=weights is not None,
    )
