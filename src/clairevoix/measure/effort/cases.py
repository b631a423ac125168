"""The work that a case was to its customer, and what it goes with in recommendation."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from clairevoix.measure.effort.scores import wilson
from clairevoix.measure.nps.confidence_interval import critical_value, net_promoter_score
from clairevoix.measure.nps.difference import difference
from clairevoix.model.measure import Estimate, EstimateTable, NpsCell

#: Days after its first contact in which a case's contacts count; younger cases are not counted yet.
CASE_DAYS = 30
#: What is counted of each case.
BURDENS = ("contacts", "switches", "transfers", "reidentifications", "repetitions", "missed", "action_days")
ZERO = "zero-effort"
_TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortCell:
    """``n`` cases of a group, ``n_zero`` of them without effort: one contact, no transfer, no switch of channel, no missed
    appointment. ``totals`` and ``squares`` are sums over cases of each burden and of its square.
    """

    key: str
    n: int
    n_zero: int
    totals: Mapping[str, float]
    squares: Mapping[str, float]


def burden_table(cell: EffortCell, period: str, level: float) -> EstimateTable:
    """The zero-effort share and the mean of each burden: different views of the same cases, so no total."""
    burdens = (mean_of(name, cell.n, cell.totals[name], cell.squares[name], level) for name in BURDENS)
    return EstimateTable(
        measure="effort",
        dimension="effort",
        period=period,
        parts=(wilson(ZERO, cell.n_zero, cell.n, level), *burdens),
    )


def zero_by_month(cells: tuple[EffortCell, ...], period: str, level: float) -> EstimateTable:
    """The zero-effort share by the month of the case's first contact, and over all."""
    return EstimateTable(
        measure="effort",
        dimension="month",
        period=period,
        parts=tuple(wilson(cell.key, cell.n_zero, cell.n, level) for cell in cells),
        total=wilson(_TOTAL, sum(cell.n_zero for cell in cells), sum(cell.n for cell in cells), level),
    )


def mean_of(key: str, n: int, total: float, squares: float, level: float) -> Estimate:
    """The mean of ``n`` numbers of which sum and sum of squares are known."""
    value = low = high = None
    if n:
        value = total / n
    if value is not None and n > 1:
        half = critical_value(level) * math.sqrt(max(0.0, squares - total * value) / (n - 1) / n)
        low, high = max(0.0, value - half), value + half
    return Estimate(key=key, value=value, low=low, high=high, level=level, n=n, method="normal", unit="times")


def cost_tables(effortless: NpsCell, others: NpsCell, level: float) -> tuple[EstimateTable, EstimateTable]:
    """The scores after cases without and with effort, and by how much the second lies below. An association, not an effect:
    cases that need more work are also harder, and their customers others.
    """
    found = difference(effortless, others, level=level)
    apart = Estimate(
        key="apart",
        value=found.value,
        low=found.low,
        high=found.high,
        level=level,
        n=min(effortless.n, others.n),
        method=found.method,
        unit="points",
    )
    both = tuple(net_promoter_score(cell, level) for cell in (effortless, others))
    return (
        EstimateTable(measure="effort", dimension="category", period="recent", parts=both),
        EstimateTable(measure="effort", dimension="driver", period="recent", parts=(apart,)),
    )
