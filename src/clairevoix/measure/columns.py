"""Columns from whatever library they come (lists, numpy, pandas, polars, Arrow), without importing any of them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Columns = Mapping[str, Iterable[object]] | object
#: How columns of numpy and pandas, polars, and Arrow turn into plain values.
_TO_PLAIN = ("tolist", "to_list", "to_pylist")
_NUMBERS = (int, float, np.integer, np.floating)


def plain(column: Iterable[object]) -> Sequence[object]:
    """The values one by one; of masked arrays, None where nothing is."""
    for name in _TO_PLAIN:
        if (convert := getattr(column, name, None)) is not None:
            return list(convert())
    return list(column)


def is_blank(value: object) -> bool:
    """None, NaN, and what pandas writes in their place."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, (float, np.floating)) and math.isnan(value)


def is_number(value: object) -> TypeGuard[float]:
    """Yes and no are none: a mark of ``True`` is a column read by mistake."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def read_numbers(column: Iterable[object], name: str) -> Floats:
    """The column as numbers; blanks become NaN, yes and no 1 and 0.

    Raises InputError (``bad_value``, with ``name`` and the place) for text and for infinite numbers.
    """
    array = np.asarray(column) if _is_numeric(column) else np.array(_numbers(plain(column), name), dtype=np.float64)
    if array.ndim != 1:
        raise InputError(Code.BAD_VALUE, name)
    numbers: Floats = array.astype(np.float64)
    if np.isinf(numbers).any():
        place = int(np.isinf(numbers).argmax())
        raise InputError(Code.BAD_VALUE, f"{name} {place}")
    return numbers


def read_weights(weights: Iterable[object], n: int) -> Floats:
    """``n`` numbers of 0 or more. Raises InputError (``bad_value``), with the place where one is at fault."""
    given = weights if _is_numeric(weights) else np.array(plain(weights), dtype=object)
    numbers = read_numbers(given, "weights")
    if len(numbers) != n:
        raise InputError(Code.BAD_VALUE, "weights")
    wrong = ~(numbers >= 0) | _is_truth(np.asarray(given))
    if wrong.any():
        place = int(wrong.argmax())
        raise InputError(Code.BAD_VALUE, f"weights {place}")
    return numbers


def named_columns(columns: Columns) -> dict[str, Iterable[object]]:
    """Name to column, of a mapping or of a table of pandas, polars or Arrow. Raises InputError (``bad_value``)."""
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


def _is_numeric(column: Iterable[object]) -> bool:
    """Whether the column is an array of numbers as it stands, so that nothing need be looked at one by one."""
    if isinstance(column, np.ma.MaskedArray) or not hasattr(column, "__array__"):
        return False
    return np.asarray(column).dtype.kind in "biuf"


def _is_truth(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are yes or no."""
    if values.dtype.kind != "O":
        return np.full(len(values), values.dtype.kind == "b")
    return np.array([isinstance(value, (bool, np.bool_)) for value in values], dtype=bool)


def _numbers(values: Sequence[object], name: str) -> list[float]:
    return [_number(value, name, place) for place, value in enumerate(values)]


def _number(value: object, name: str, place: int) -> float:
    if is_blank(value):
        return math.nan
    if not isinstance(value, (*_NUMBERS, np.bool_)):
        raise InputError(Code.BAD_VALUE, name if isinstance(value, (list, tuple)) else f"{name} {place}")
    return float(value)
