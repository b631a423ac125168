"""Columns of answers, from whatever library they come, to checked numbers; missing answers become NaN."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Columns = Mapping[str, Iterable[object]] | object
_NUMBERS = (int, float, np.integer, np.floating, np.bool_)


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
    w = np.ones(len(y)) if weights is None else _weights(weights, len(y))
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


def named_columns(columns: Columns) -> dict[str, Iterable[object]]:
    """Name to column, of a mapping, or of a table of pandas, polars or Arrow, without importing any of them."""
    pairs: list[tuple[object, Iterable[object]]]
    if (items := getattr(columns, "items", None)) is not None:
        pairs = list(items())
    elif (each := getattr(columns, "iter_columns", None)) is not None:  # polars
        pairs = [(column.name, column) for column in each()]
    elif (names := getattr(columns, "column_names", None)) is not None:  # Arrow
        pairs = list(zip(names, getattr(columns, "columns", ()), strict=True))
    else:
        raise InputError(Code.BAD_VALUE, "columns")
    named = {str(name): column for name, column in pairs}
    if len(named) != len(pairs):
        raise InputError(Code.BAD_VALUE, "columns")
    return named


def read_numbers(column: Iterable[object], name: str) -> Floats:
    """The column as numbers; None, NaN and NA become NaN, yes and no 1 and 0."""
    if isinstance(column, np.ma.MaskedArray):
        column = column.tolist()
    array = np.asarray(column) if hasattr(column, "__array__") else np.array(list(column), dtype=object)
    if array.ndim != 1:
        raise InputError(Code.BAD_VALUE, name)
    if array.dtype.kind not in "biuf":
        array = np.array([_number(value, name, place) for place, value in enumerate(array.tolist())])
    numbers: Floats = array.astype(np.float64)
    if np.isinf(numbers).any():
        place = int(np.isinf(numbers).argmax())
        raise InputError(Code.BAD_VALUE, f"{name} {place}")
    return numbers


def _number(value: object, name: str, place: int) -> float:
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return math.nan
    if not isinstance(value, _NUMBERS):
        raise InputError(Code.BAD_VALUE, f"{name} {place}")
    return float(value)


def _weights(weights: Iterable[object], n: int) -> Floats:
    numbers = read_numbers(weights, "weights")
    if len(numbers) != n or not np.all(numbers >= 0):
        raise InputError(Code.BAD_VALUE, "weights")
    return numbers
