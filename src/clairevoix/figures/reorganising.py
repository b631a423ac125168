"""A reorganisation tried on past data: which cells stay publishable, which series break, which groups stand out.

Nothing of it is stored or published, and no number comes out: whether a cell could be shown is what the charter's release
says of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clairevoix.charter.disclosure import release
from clairevoix.charter.measures import declared
from clairevoix.figures.organisation import BySite, site_cells, told_by
from clairevoix.measure.organisation.crosswalk import Succession, between, successions
from clairevoix.measure.organisation.exposure import Group, exposed
from clairevoix.measure.organisation.operations import Plan, planned
from clairevoix.measure.tables import TOTAL, nps_table, summed
from clairevoix.model.errors import SettingsError
from clairevoix.model.measure import Estimate, EstimateTable, Figure, Suppressed
from clairevoix.model.organisation import Organisation, OrganisationVersion, Tier
from clairevoix.project import Project
from clairevoix.store import cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Whether a cell can be published by the organisation in use and by the one tried; None where it has no such cell."""

    measure: str
    dimension: str
    period: str
    key: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What a reorganisation would do, without a number about anybody; series and groups by tier."""

    before: OrganisationVersion
    after: OrganisationVersion
    minimum: int
    cells: tuple[Fate, ...]
    series: Mapping[Tier, tuple[Succession, ...]]
    exposed: Mapping[Tier, tuple[Group, ...]]


def simulate(project: Project, plan: Plan | str) -> Simulation:
    """Tries a plan, or a version of organisation.toml by its id, consulted on or not. Raises SettingsError.

    It may be tried before the council is informed: that is what the council will want to know.
    """
    now = told_by(project)
    known = _with(project, now, plan)
    then = known.versions[-1]
    tiers = [tier for tier in Tier if then.units(tier)]
    walks = {tier: between(known, now, then, tier) for tier in tiers}
    minimum = project.charter.minimum_cell
    return Simulation(
        before=now,
        after=then,
        minimum=minimum,
        cells=(*_answers(project, known, now, then), *_work(project, now, then)),
        series={tier: successions(walk) for tier, walk in walks.items()},
        exposed={tier: exposed(walk, minimum) for tier, walk in walks.items()},
    )


def _with(project: Project, now: OrganisationVersion, plan: Plan | str) -> Organisation:
    versions = project.organisation.versions
    if isinstance(plan, Plan):
        day = project.today
        start = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return Organisation(versions=(*versions[: versions.index(now) + 1], planned(now, plan, start)))
    wanted = [place for place, each in enumerate(versions) if each.version_id == plan]
    if not wanted or wanted[0] <= versions.index(now):
        raise SettingsError(f"organisation.toml: no version {plan} after the one in use, which is {now.version_id}")
    return Organisation(versions=versions[: wanted[0] + 1])


def _answers(
    project: Project, known: Organisation, now: OrganisationVersion, then: OrganisationVersion
) -> Sequence[Fate]:
    """What customers answered, by site and year."""
    survey_id = cells.headline_survey(project.workspace)
    if survey_id is None:
        return ()
    months = cells.months(project.workspace, survey_id, project.today)
    found: list[Fate] = []
    for year in sorted({month[:4] for month in months}):
        of_year = [month for month in months if month[:4] == year]
        counted = [
            site_cells(project, survey_id, of_year, organisation=known, version=version) for version in (now, then)
        ]
        shown = [_released(project, year, each) for each in counted]
        found += _fates("nps", "site", year, shown[0], shown[1])
    return found


def _released(project: Project, year: str, counted: BySite) -> Sequence[Figure | Suppressed]:
    """As if nothing had been published before: what readers know already can only hold more back."""
    if not declared(project.charter, "nps", "site"):
        return ()
    table = nps_table("site", year, counted.cells, summed(counted.cells), project.settings.measure.level)
    return release(project.charter, table)


def _work(project: Project, now: OrganisationVersion, then: OrganisationVersion) -> Sequence[Fate]:
    """A figure about the work of everybody, by site and by team: it needs as many people as the charter says."""
    found: list[Fate] = []
    for tier in Tier:
        shown = [release(project.charter, _heads(version, tier)) for version in (now, then)]
        found += _fates("work", tier, "", shown[0], shown[1])
    return found


def _heads(version: OrganisationVersion, tier: Tier) -> EstimateTable:
    people: dict[str, int] = {unit.unit_id: 0 for unit in version.units(tier)}
    for unit in version.units(version.finest):
        people[unit.unit_id if tier is version.finest else unit.site or ""] += unit.people or 0
    parts = tuple(_of_people(key, n) for key, n in people.items())
    total = _of_people(TOTAL, sum(people.values()))
    return EstimateTable(measure="work", dimension=tier, period="", parts=parts, total=total)


def _of_people(key: str, n: int) -> Estimate:
    """A number that rests on so many people; which number it is does not matter."""
    return Estimate(key=key, value=0.0, low=None, high=None, level=0.95, n=n, method="none", unit="share", n_people=n)


def _fates(
    measure: str,
    dimension: str,
    period: str,
    before: Sequence[Figure | Suppressed],
    after: Sequence[Figure | Suppressed],
) -> Sequence[Fate]:
    one, other = _shown(before), _shown(after)
    return [
        Fate(measure=measure, dimension=dimension, period=period, key=key, before=one.get(key), after=other.get(key))
        for key in dict.fromkeys((*one, *other))
        if key != TOTAL
    ]


def _shown(table: Sequence[Figure | Suppressed]) -> dict[str, bool]:
    return {each.estimate.key if isinstance(each, Figure) else each.key: isinstance(each, Figure) for each in table}
