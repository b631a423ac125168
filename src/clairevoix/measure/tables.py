"""Cells of one group to the table that the charter judges."""

from collections.abc import Sequence

from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.share import corrected_share
from clairevoix.model.measure import EstimateTable, LabelCell, NpsCell

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


def label_table(cells: Sequence[LabelCell], level: float) -> EstimateTable:
    """The corrected share of every label among the drawn contacts: labels overlap, so there is no total."""
    return EstimateTable(
        measure="label",
        dimension="contacts",
        period="recent",
        parts=tuple(corrected_share(cell, level) for cell in cells),
    )


def summed(cells: Sequence[NpsCell]) -> NpsCell:
    """All cells as one."""
    return NpsCell(
        key=TOTAL,
        n_promoters=sum(cell.n_promoters for cell in cells),
        n_passives=sum(cell.n_passives for cell in cells),
        n_detractors=sum(cell.n_detractors for cell in cells),
    )
