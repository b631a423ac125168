"""The Net Promoter Score by month and by site, its marks, and the road to the target."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from clairevoix.charter.disclosure import Released
from clairevoix.figures.organisation import site_cells
from clairevoix.figures.releasing import released_table
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.distribution import mark_tables, mean_table
from clairevoix.measure.nps.months import is_broken, months_to, released_in
from clairevoix.measure.nps.outlook import Quantity
from clairevoix.measure.nps.road import new_surveys, road
from clairevoix.measure.nps.trajectory import trajectory
from clairevoix.measure.tables import TOTAL, nps_table, summed
from clairevoix.model.measure import EstimateTable, Figure
from clairevoix.project import Project
from clairevoix.store import cells, registry


def released(project: Project) -> tuple[Released, ...]:
    """By month and by site for each year, the rolling window, and the marks.

    Of the months that have ended: a figure that moved with every answer would give each answer away.
    """
    survey_id = cells.headline_survey(project.workspace)
    if survey_id is None:
        return ()
    found: list[Released] = []
    level = project.settings.measure.level
    months = cells.months(project.workspace, survey_id, project.today)
    for year in sorted({month[:4] for month in months}):
        of_year = [month for month in months if month[:4] == year]
        by_month = cells.nps(project.workspace, survey_id, "month", of_year)
        found += released_table(project, nps_table("month", year, by_month, summed(by_month), level))
        period, alike = _alike(found, of_year, months)
        by_site = site_cells(project, survey_id, alike)
        whole = summed([cell for cell in by_month if cell.key in alike])
        found += released_table(project, nps_table("site", period, by_site.cells, whole, level), by_site.atoms)
    if months:
        found += _rolling(project, survey_id, months, found)
        found += _marks(project, survey_id, [month for month in months if month[:4] == months[-1][:4]])
    return tuple(found)


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """The target, how far the year has come, and which question was asked."""
    survey_id = cells.headline_survey(project.workspace)
    months = cells.months(project.workspace, survey_id, project.today)
    target, questions = project.settings.target, registry.questions(project.registry)
    return {
        "target": asdict(target) if target.points is not None else None,
        "breaks": [dict(each) for each in target.breaks],
        "last_month": months[-1] if months else None,
        "trajectory": _trajectory(project, months, figures),
        **road(figures, months[-1] if months else None, target),
        "survey": {"survey_id": survey_id, "question": questions.get(survey_id)} if survey_id else None,
    }


def _alike(found: Sequence[Released], of_year: Sequence[str], months: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The months of a year that its sites are counted over, and their name.

    Of the year before, those that this year has had too, so that sites can be compared: in the place of the whole year,
    never beside it, since the rest of the year could be subtracted; and only where each of these months was released.
    """
    year, last = of_year[0][:4], months[-1]
    same = [month for month in of_year if month[5:] <= last[5:]]
    this_year = {month[5:] for month in months if month[:4] == last[:4]}
    shown = {each.key for each in released_in(found, "month", year)}
    if int(year) != int(last[:4]) - 1 or {month[5:] for month in same} != this_year or not shown.issuperset(same):
        return year, of_year
    return f"{year}-{last[5:]}", same


def _rolling(project: Project, survey_id: str, months: Sequence[str], found: Sequence[Released]) -> Sequence[Released]:
    """The last months together, where each was released alone: it then tells nothing that they do not.

    Beside held-back months of two years, such a sum could be subtracted. None where it is the year to date.
    """
    wanted = months_to(months[-1], project.settings.target.window)
    shown = {each.key for each in released_in(found, "month")}
    of_year = tuple(month for month in months if month[:4] == months[-1][:4])
    if wanted == of_year or not shown.issuperset(wanted) or is_broken(wanted, new_surveys(project.settings.target)):
        return ()
    whole = summed(cells.nps(project.workspace, survey_id, "month", wanted))
    estimate = net_promoter_score(whole, project.settings.measure.level)
    table = EstimateTable(measure="nps", dimension="window", period=months[-1], parts=(), total=estimate)
    return released_table(project, table)


def _marks(project: Project, survey_id: str, months: Sequence[str]) -> list[Released]:
    """The distribution of the marks of these months, and their mean where no mark is held back.

    Of a class that is too small itself, not even which marks are empty is said: the score gives its number away.
    """
    counts, level = cells.marks(project.workspace, survey_id, months), project.settings.measure.level
    found: list[Released] = []
    for table in mark_tables(months[0][:4], counts, level):
        is_small = table.total is not None and 0 < table.total.n < project.charter.minimum_cell
        found += released_table(project, replace(table, parts=()) if is_small else table)
    if all(isinstance(each, Figure) for each in found):
        found += released_table(project, mean_table(months[0][:4], counts, level))
    return found


def _trajectory(project: Project, months: Sequence[str], figures: Sequence[Released]) -> Mapping[str, object] | None:
    target = project.settings.target
    if target.points is None or not months or target.quantity != Quantity.YEAR_TO_DATE:
        return None
    totals = {each.period: each for each in figures if isinstance(each, Figure) and _is_year(each)}
    current, before = totals.get(target.due[:4]), str(int(target.due[:4]) - 1)
    if current is None:
        return None
    road = trajectory(
        current=current,
        base=None
        if is_broken([f"{before}-01", months[-1]], new_surveys(project.settings.target))
        else totals.get(before),
        last_month=months[-1],
        target=target.points,
        due=target.due,
    )
    return asdict(road) if road is not None else None


def _is_year(figure: Figure) -> bool:
    return (figure.measure, figure.dimension, figure.estimate.key) == ("nps", "month", TOTAL)
