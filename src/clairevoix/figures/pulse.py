"""The pulse: its scales by month, all of them together by site; and, in words and bounds, what its numbers are worth."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from clairevoix.charter.disclosure import Released, release
from clairevoix.charter.measures import declared
from clairevoix.charter.people import admit_dimension
from clairevoix.charter.questionnaire import OVERALL, scales_of
from clairevoix.charter.wellbeing import charter_of_pulse
from clairevoix.measure.vigilance.pulse import (
    covariance,
    cronbach_alpha,
    mcdonald_omega,
    month_table,
    nonresponse_bounds,
    site_table,
)
from clairevoix.model.measure import EstimateTable, Figure
from clairevoix.model.pulse import ScaleSums
from clairevoix.project import Project, pulse_items
from clairevoix.store import wellbeing

#: Answers that left nothing out, from which reliability is told.
LEAST_WHOLE = 100


def released(project: Project) -> tuple[Released, ...]:
    """Of months that are over: a figure that moved with every answer would give each answer away."""
    scales, sums = scales_of(pulse_items(project)), _sums(project)
    found: list[Released] = []
    for year in sorted({month[:4] for month in sums}):
        for scale, names in scales.items():
            of_scale = {
                month: [each for each in of_month if each.scale == scale]
                for month, of_month in sums.items()
                if month[:4] == year
            }
            kept = {month: each for month, each in of_scale.items() if each}
            found += _released(project, month_table(scale, year, kept, len(names)))
    for month, of_month in sums.items():
        of_all = [each for each in of_month if each.scale == OVERALL]
        if of_all:
            found += _released(project, site_table(OVERALL, month, of_all, len(scales[OVERALL])))
    return tuple(found)


def months_told(project: Project, figures: Sequence[Released]) -> list[dict[str, object]]:
    """Of each month whose score was released: how many answered, of how many, and what non-response could do."""
    counts, imported = wellbeing.counts(project.workspace.wellbeing), wellbeing.imported(project.workspace.wellbeing)
    return [
        {
            "month": figure.estimate.key,
            "n": figure.estimate.n,
            "asked": counts[figure.estimate.key][1],
            "bounds": _bounds(figure, counts[figure.estimate.key][1]),
            "imported": figure.estimate.key in imported,
        }
        for figure in _overall(figures)
    ]


def reliability(project: Project, figures: Sequence[Released]) -> list[dict[str, object]]:
    """Alpha and omega of each scale over the months released, about each month's own means; none of too few answers."""
    folder = project.workspace.wellbeing
    found = [wellbeing.item_products(folder, figure.estimate.key) for figure in _overall(figures)]
    whole = [each for each in found if each is not None and each.n > 1]
    n = sum(each.n for each in whole)
    if n < LEAST_WHOLE:
        return []
    told: list[dict[str, object]] = []
    for scale, names in scales_of(pulse_items(project)).items():
        covered = [each for each in whole if set(names) <= set(each.totals)]
        if covered:
            weights = np.array([each.n - 1 for each in covered], dtype=float)
            pooled = np.average([covariance(each, names) for each in covered], axis=0, weights=weights)
            told.append({"scale": scale, "n": n, "alpha": cronbach_alpha(pooled), "omega": mcdonald_omega(pooled)})
    return told


def _sums(project: Project) -> dict[str, tuple[ScaleSums, ...]]:
    folder = project.workspace.wellbeing
    over = [each.month for each in wellbeing.rounds(folder) if project.today > each.answer_until]
    return {month: wellbeing.scale_sums(folder, month) for month in over}


def _released(project: Project, table: EstimateTable) -> tuple[Released, ...]:
    """Of no fewer answers than ``surveys.pulse`` says. A total below it tells nothing of its parts, nor which are empty."""
    admit_dimension(table.dimension)
    if not declared(project.charter, table.measure, table.dimension):
        return ()
    charter = charter_of_pulse(project.charter)
    is_small = table.total is not None and table.total.n < charter.minimum_cell
    return release(charter, replace(table, parts=()) if is_small else table)


def _overall(figures: Sequence[Released]) -> Iterator[Figure]:
    for each in figures:
        is_told = isinstance(each, Figure) and (each.measure, each.dimension) == ("pulse", "month")
        if isinstance(each, Figure) and is_told and each.period.endswith(f"/{OVERALL}"):
            yield each


def _bounds(figure: Figure, n_eligible: int | None) -> list[float] | None:
    value, n = figure.estimate.value, figure.estimate.n
    return None if value is None or not n_eligible else list(nonresponse_bounds(value, n, max(n, n_eligible)))
