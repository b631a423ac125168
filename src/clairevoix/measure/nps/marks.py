"""A column of marks, from whatever library it comes, to checked whole marks; refuses what is no answer from 0 to 10."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.columns import is_blank, is_number, plain, read_weights
from clairevoix.model.errors import Code, InputError

#: The only scale on which the classes of an NPS are defined.
SCALE = (0, 10)


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
    marks = [_mark(value, place) for place, value in enumerate(plain(column))]
    kept = [place for place, mark in enumerate(marks) if mark is not None]
    return Marks(
        values=np.array([mark for mark in marks if mark is not None], dtype=np.int64),
        weights=None if weights is None else read_weights(weights, len(marks))[kept],
        n_blank=len(marks) - len(kept),
    )


def _mark(value: object, place: int) -> int | None:
    if is_blank(value):
        return None
    if not is_number(value) or not SCALE[0] <= value <= SCALE[1] or int(value) != value:
        raise InputError(Code.BAD_SCORE, str(place))
    return int(value)
