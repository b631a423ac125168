"""The score as it would be if answers came in the customers' own proportions, beside the raw one."""

from collections.abc import Sequence
from math import isfinite

from clairevoix.charter.disclosure import Released
from clairevoix.charter.measures import declared
from clairevoix.figures.releasing import released_table
from clairevoix.ingest.population import FILE, MARGINS, read_populations
from clairevoix.measure.nps.calibration import Weighting
from clairevoix.measure.weighting import change_of, share_tables, weigh, weighted_tables
from clairevoix.model.measure import Suppressed
from clairevoix.model.population import Population, population_of
from clairevoix.project import Project
from clairevoix.store import cells


def released(project: Project) -> tuple[Released, ...]:
    """Of the year to date, and of the same months of the year before; nothing where no population is declared."""
    survey_id, level = cells.headline_survey(project.workspace), project.settings.measure.level
    found: list[Released] = []
    for period, months, population in _periods(project, survey_id):
        crossed = cells.cross(project.workspace, survey_id or "", months)
        shares = [
            each
            for table in share_tables(period, crossed, MARGINS, population, level)
            for each in released_table(project, table)
        ]
        weighed = weigh(crossed, MARGINS, population, level)
        extremes = not any(isinstance(each, Suppressed) for each in shares)
        tables = weighted_tables(period, weighed, extremes=extremes, minimum=project.charter.minimum_cell)
        found += [*shares, *(each for table in tables for each in released_table(project, table))]
    return tuple(found)


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """What was declared, how the weights were found, and the change from the year before under weights."""
    survey_id, level = cells.headline_survey(project.workspace), project.settings.measure.level
    told = []
    for period, months, population in _periods(project, survey_id):
        weighed = weigh(cells.cross(project.workspace, survey_id or "", months), MARGINS, population, level)
        told.append(
            {
                "period": period,
                "first": months[0],
                "last": months[-1],
                "year": population.year,
                "source": population.source,
                "trim": population.trim,
                "margins": {name: dict(shares) for name, shares in population.margins.items()},
                "method": weighed.method,
                "refusal": None if weighed.refusal is None else weighed.refusal.value,
                "place": None if weighed.place is None else list(weighed.place),
                **_report(weighed.weighting),
            }
        )
    return {"weights": told, "weights_change": change_of(figures, [str(each["period"]) for each in told])}


def _report(found: Weighting | None) -> dict[str, object]:
    """Of how the margins were met; nothing of it tells how many answered what."""
    if found is None:
        return {"iterations": None, "largest_error": None, "has_converged": None}
    error = found.largest_error if isfinite(found.largest_error) else None
    return {"iterations": found.iterations, "largest_error": error, "has_converged": found.has_converged}


def _periods(project: Project, survey_id: str | None) -> list[tuple[str, Sequence[str], Population]]:
    """The last year first: its name, its months that have ended, and the customers whom they are to speak for.

    The year before is told over the same months, and only if each of them has answers.
    """
    populations = read_populations(project.workspace.root / FILE, project.sites)
    months = cells.months(project.workspace, survey_id, project.today)
    if not populations or not months or not declared(project.charter, "weighted", "year"):
        return []
    last = months[-1]
    this_year = [month for month in months if month[:4] == last[:4]]
    before = [f"{int(month[:4]) - 1}{month[4:]}" for month in this_year]
    wanted = [(last[:4], this_year)]
    wanted += [(f"{before[-1][:4]}-{last[5:]}", before)] if set(before) <= set(months) else []
    found = [(period, of_it, population_of(populations, period[:4])) for period, of_it in wanted]
    return [(period, of_it, population) for period, of_it, population in found if population is not None]
