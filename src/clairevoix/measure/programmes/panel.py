"""A panel: what was measured in each place and period, and when a programme began there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import Code, InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
#: Where a programme never began: later than every period.
NEVER = np.iinfo(np.int64).max
#: Of the people of the middle period, those that a period must have not to count as held in part.
PART = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCell:
    """What ``n`` people of one place gave in one period: the sum of their values and of the squares."""

    place: str
    period: str
    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def sampling_variance(self) -> float:
        """Of the mean, were the people drawn again; not of what the place itself does from one period to the next."""
        if self.n < 2:
            return 0.0
        return max(0.0, self.squares - self.total**2 / self.n) / (self.n - 1) / self.n


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """``values`` has one row for each place, one column for each period, none missing; ``starts`` the column of the first
    period under the programme, or ``NEVER``. ``n`` counts the people behind each value, ``sampling`` is the variance that
    their number alone gives it. ``left_out`` are places with a hole.
    """

    places: tuple[str, ...]
    periods: tuple[str, ...]
    values: Floats
    starts: Integers
    n: Integers
    sampling: Floats
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = (len(self.places), len(self.periods))
        if not self.values.shape == self.n.shape == self.sampling.shape == shape or len(self.starts) != shape[0]:
            raise InputError(Code.BAD_VALUE, "panel")
        if not np.all(np.isfinite(self.values)) or len(set(self.places)) < len(self.places):
            raise InputError(Code.BAD_VALUE, "panel")

    @property
    def waves(self) -> tuple[int, ...]:
        """The columns in which the programme began somewhere, in order."""
        return tuple(sorted({int(start) for start in self.starts if start != NEVER}))

    @property
    def under_way(self) -> NDArray[np.bool_]:
        """Whether the programme had begun, by place and period."""
        return np.arange(len(self.periods))[None, :] >= self.starts[:, None]


def panel_of(cells: Iterable[OutcomeCell], starts: Mapping[str, str]) -> Panel:
    """The panel of some cells. ``starts`` names the first period under the programme of each place that has one.

    Periods with less than ``PART`` of the people of the middle one are held only in part, and left out. Then a place that
    lacks a period that another has is left out and named: a mean that is there only sometimes moves for that reason alone.
    A start before the first period, or after the last, is kept as such: see :func:`usable`.
    """
    found = {(cell.place, cell.period): cell for cell in cells if cell.n > 0}
    periods = _whole(found)
    found = {key: cell for key, cell in found.items() if key[1] in periods}
    counts = Counter(place for place, _ in found)
    places = tuple(sorted(place for place, n in counts.items() if n == len(periods)))
    rows = [[found[place, period] for period in periods] for place in places]
    shape = (len(places), len(periods))
    return Panel(
        places=places,
        periods=periods,
        values=np.array([[cell.mean for cell in row] for row in rows], dtype=np.float64).reshape(shape),
        starts=np.array([_column(starts.get(place), periods) for place in places], dtype=np.int64),
        n=np.array([[cell.n for cell in row] for row in rows], dtype=np.int64).reshape(shape),
        sampling=np.array([[cell.sampling_variance for cell in row] for row in rows], dtype=np.float64).reshape(shape),
        left_out=tuple(sorted(set(counts) - set(places))),
    )


def _whole(found: Mapping[tuple[str, str], OutcomeCell]) -> tuple[str, ...]:
    n = Counter[str]()
    for (_, period), cell in found.items():
        n[period] += cell.n
    middle = median(n.values()) if n else 0
    return tuple(sorted(period for period in n if n[period] >= PART * middle))


def _column(start: str | None, periods: tuple[str, ...]) -> int:
    """The first column that is not before the start. Beyond the last, the place is not yet treated in all of them."""
    if start is None:
        return NEVER
    later = [column for column, period in enumerate(periods) if period >= start]
    return later[0] if later else NEVER


def usable(panel: Panel) -> Panel:
    """Without the places that have no period before their start: what they were before is not known."""
    keep = panel.starts > 0
    if keep.all():
        return panel
    return Panel(
        places=tuple(place for place, kept in zip(panel.places, keep, strict=True) if kept),
        periods=panel.periods,
        values=panel.values[keep],
        starts=panel.starts[keep],
        n=panel.n[keep],
        sampling=panel.sampling[keep],
        left_out=tuple(sorted({*panel.left_out, *(p for p, kept in zip(panel.places, keep, strict=True) if not kept)})),
    )
