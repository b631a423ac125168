"""A column of marks, from whatever library it comes, to checked whole marks; refuses what is no answer from 0 to 10."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import Code, InputError

#: The only scale on which the classes of an NPS are defined.
SCALE = (0, 10)
#: How columns of numpy and pandas, polars, and Arrow turn into plain values, without importing any of them.
_TO_PLAIN = ("tolist", "to_list", "to_pylist")
_NUMBERS = (int, float, np.integer, np.floating)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Marks 0 to 10 with their weights; blank answers are counted, not kept."""

    values: NDArray[np.int64]
    weights: NDArray[np.float64] | None
    n_blank: int

    @property
    def outcomes(self) -> NDArray[np.float64]:
        """+1 for promoters, 0 for passives, -1 for detractors."""
        return (self.values >= 9).astype(np.float64) - (self.values <= 6)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many answered 0, 1, … 10."""
        return tuple(int(count) for count in np.bincount(self.values, minlength=11))


def read_marks(column: Iterable[object], weights: Iterable[object] | None, scale: tuple[int, int]) -> Marks:
    """Checks every mark. Missing ones (None, NaN, NA) are blank answers.

    Raises InputError: ``bad_scale`` unless the declared scale is 0 to 10; ``bad_score`` with the place of the first
    mark that is no whole number from 0 to 10; ``bad_value`` for weights that are negative, missing or of another
    number.
    """
    if tuple(scale) != SCALE:
        raise InputError(Code.BAD_SCALE)
    marks = [_mark(value, place) for place, value in enumerate(_plain(column))]
    kept = [place for place, mark in enumerate(marks) if mark is not None]
    return Marks(
        values=np.array([mark for mark in marks if mark is not None], dtype=np.int64),
        weights=None if weights is None else _weights(weights, len(marks))[kept],
        n_blank=len(marks) - len(kept),
    )


def _plain(column: Iterable[object]) -> Sequence[object]:
    for name in _TO_PLAIN:
        if (convert := getattr(column, name, None)) is not None:
            return list(convert())
    return list(column)


def _is_blank(value: object) -> bool:
    is_missing_object = value is None or type(value).__name__ in {"NAType", "NaTType"}
    return is_missing_object or (isinstance(value, (float, np.floating)) and math.isnan(value))


def _mark(value: object, place: int) -> int | None:
    if _is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        raise InputError(Code.BAD_SCORE, str(place))
    if not SCALE[0] <= value <= SCALE[1] or int(value) != value:
        raise InputError(Code.BAD_SCORE, str(place))
    return int(value)


def _weights(weights: Iterable[object], n: int) -> NDArray[np.float64]:
    plain = _plain(weights)
    if len(plain) != n:
        raise InputError(Code.BAD_VALUE, "weights")
    for place, value in enumerate(plain):
        if isinstance(value, bool) or not isinstance(value, _NUMBERS) or not (math.isfinite(value) and value >= 0):
            raise InputError(Code.BAD_VALUE, f"weights {place}")
    return np.array(plain, dtype=np.float64)
