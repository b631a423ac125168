"""Cells of one group to the table that the charter judges."""

from collections.abc import Sequence

from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.model.measure import EstimateTable, NpsCell

TOTAL = "total"


def nps_table(dimension: str, period: str, cells: Sequence[NpsCell], whole: NpsCell, level: float) -> EstimateTable:
    """The NPS of every part and of the whole, whose count may exceed the parts' where some answers name no part."""
    return EstimateTable(
        measure="nps",
        dimension=dimension,
        period=period,
        parts=tuple(net_promoter_score(cell, level) for cell in cells),
        total=net_promoter_score(whole, level),
    )


def summed(cells: Sequence[NpsCell]) -> NpsCell:
    """All cells as one."""
    return NpsCell(
        key=TOTAL,
        n_promoters=sum(cell.n_promoters for cell in cells),
        n_passives=sum(cell.n_passives for cell in cells),
        n_detractors=sum(cell.n_detractors for cell in cells),
    )
