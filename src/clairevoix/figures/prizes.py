"""Prizes and rankings: our own marks by their methods, and what others published, with what is assumed about it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from clairevoix.charter.disclosure import Released
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.config import read_toml
from clairevoix.figures.releasing import released_table
from clairevoix.measure.prizes.assumptions import Assumptions, assumptions
from clairevoix.measure.prizes.election import cost_table, marks_table, pass_table
from clairevoix.measure.prizes.marks import arcep_table, podium_table
from clairevoix.measure.prizes.published import alerts, arcep_editions, breaks
from clairevoix.measure.prizes.ranks import chances
from clairevoix.model.errors import SettingsError
from clairevoix.model.measure import EstimateTable
from clairevoix.model.mystery import MysteryTest
from clairevoix.project import PRIZES_FILE, Project
from clairevoix.store import mystery, ratings


def released(project: Project) -> tuple[Released, ...]:
    """Arcep's question and the Podium's pillars by year, and the mock contacts: of months that have ended."""
    assumed = _assumed(project)
    tables = (*_marks(project, assumed), *_mystery(project, assumed))
    return tuple(each for table in tables for each in released_table(project, table))


def about(project: Project, _: Sequence[Released]) -> dict[str, object]:
    """What Arcep and others published, the chances of each rank, the grid, and which of it is assumed."""
    assumed = _assumed(project)
    return {
        "prizes": {
            "operator": assumed.operator,
            "arcep": _arcep(assumed),
            "alerts": [asdict(each) for each in alerts()],
            "election": asdict(assumed.grid),
            "podium": {"benchmark": assumed.benchmark, "pillars": dict(assumed.pillars)},
            "hypotheses": dict(assumed.hypotheses),
            "changed": assumed.changed,
        }
    }


def _assumed(project: Project) -> Assumptions:
    return assumptions(read_toml(project.workspace.root / PRIZES_FILE))


def _arcep(assumed: Assumptions) -> Mapping[str, object]:
    editions = arcep_editions()
    last = editions[-1]
    if not set(last.scores) <= set(assumed.asking.n):
        raise SettingsError(f"prizes.toml: arcep.n needs a number for each of {', '.join(last.scores)}")
    return {
        "editions": [asdict(each) for each in editions],
        "breaks": breaks(editions),
        "assumed": asdict(assumed.asking),
        "chances": asdict(chances(last.scores, assumed.asking, seed=last.year)),
    }


def _marks(project: Project, assumed: Assumptions) -> Sequence[EstimateTable]:
    level, before = project.settings.measure.level, f"{project.today:%Y-%m}"
    own = ratings.marks_by_year(project.workspace, [assumed.question], before)
    pillars = {
        name: ratings.marks_by_year(project.workspace, questions, before) for name, questions in assumed.pillars.items()
    }
    years = sorted({year for by_year in pillars.values() for year in by_year})
    tables = [arcep_table(year, marks, level) for year, marks in own.items()]
    for year in years:
        of_year = [(name, by_year[year]) for name, by_year in pillars.items() if year in by_year]
        tables.append(podium_table(year, of_year, level))
    return tables


def _mystery(project: Project, assumed: Assumptions) -> Sequence[EstimateTable]:
    """By the year of the tests: a name that stays, so that what was published of it before is known when more come."""
    tests, level = _tests(project, assumed), project.settings.measure.level
    tables: list[EstimateTable] = []
    for year in sorted({f"{test.tested_on:%Y}" for test in tests}):
        of_year = [test for test in tests if f"{test.tested_on:%Y}" == year]
        tables += [of(year, of_year, assumed.grid, level) for of in (marks_table, pass_table, cost_table)]
    return tables


def _tests(project: Project, assumed: Assumptions) -> Sequence[MysteryTest]:
    """Within their term, of months that have ended, and as the grid is today: what it no longer has does not count."""
    kept = mystery.tests_since(project.workspace, oldest_day(project.charter, Kept.ANALYSIS, project.today))
    criteria = assumed.grid.criteria
    return [
        test
        for test in kept
        if f"{test.tested_on:%Y-%m}" < f"{project.today:%Y-%m}"
        and set(test.notes) <= set(criteria.get(test.channel, ()))
    ]
