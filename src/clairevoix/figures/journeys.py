"""Journeys: which cases were right the first time, where the others were lost, how long it took, on which part of the log."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from clairevoix.charter.disclosure import Released, may_count
from clairevoix.figures.releasing import released_table
from clairevoix.measure.journeys import tables
from clairevoix.measure.journeys.binomial import share
from clairevoix.measure.journeys.definition import read_journeys
from clairevoix.measure.journeys.funnel import limits, overdispersion, place
from clairevoix.measure.tables import TOTAL, nps_table, summed
from clairevoix.model.contact import Purpose
from clairevoix.model.journey import Fate, Journey, Role
from clairevoix.model.journey_cells import JourneyCells
from clairevoix.model.measure import EstimateTable, Figure, NpsCell
from clairevoix.project import Project
from clairevoix.store import cells as counted
from clairevoix.store.journey_bridge import Bridge, cells_and_bridge
from clairevoix.store.journeys import journeys_in, log_end
from clairevoix.store.steps import log_counts

_RIGHT, _LOST = "right", "lost"
_FIBRE = "fibre_connection/"


def released(project: Project) -> tuple[Released, ...]:
    """Every figure of every journey that has steps, or its absence."""
    found: list[Released] = []
    for table in journey_tables(project):
        found += released_table(project, table)
    return tuple(found)


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """The definitions of the journeys that figures tell of, and up to which day their logs go."""
    told = {
        each.period
        for each in figures
        if isinstance(each, Figure) and (each.measure, each.dimension) == ("log_quality", "journey")
    }
    known = [journey for journey in _journeys(project) if journey.name in told]
    told_of = {"journeys": {journey.name: _told(project, journey) for journey in known}} if known else {}
    return {**told_of, **_funnel(figures)}


def _figures(figures: Sequence[Released], measure: str, dimension: str) -> list[Figure]:
    return [
        each for each in figures if isinstance(each, Figure) and (each.measure, each.dimension) == (measure, dimension)
    ]


def _funnel(figures: Sequence[Released]) -> dict[str, object]:
    """What chance explains of the areas' shares, from released figures alone."""
    of_areas = [
        each
        for each in figures
        if isinstance(each, Figure)
        and (each.measure, each.dimension) == (tables.RIGHT, "area")
        and each.period.startswith(_FIBRE)
    ]
    last = max((each.period for each in of_areas), default=None)
    own = [each.estimate for each in of_areas if each.period == last]
    common = next((each.value for each in own if each.key == TOTAL), None)
    areas = {
        each.key: (each.value, each.n)
        for each in own
        if each.key not in {TOTAL, tables.UNKNOWN} and each.value is not None
    }
    if common is None or not areas:
        return {}
    phi = overdispersion(common, list(areas.values()))
    most = max(n for _, n in areas.values())
    sizes = sorted({round(10 * (most / 10) ** (step / 40)) for step in range(41)} | {round(most * 1.08)})
    return {
        "funnel": {
            "common": common,
            "overdispersion": phi,
            "limits": [asdict(limits(common, n, phi)) for n in sizes if n >= 10],
            "places": {key: place(value, limits(common, n, phi)) for key, (value, n) in areas.items()},
        }
    }


def _told(project: Project, journey: Journey) -> dict[str, Any]:
    """No count: days and definitions."""
    as_of, confirms = log_end(project.workspace, journey)
    return {
        "title": dict(journey.title),
        "definition": dict(journey.definition),
        "version": journey.version,
        "digest": journey.digest,
        "window_days": journey.window_days,
        "max_steps": journey.max_steps,
        "as_of": as_of,
        "confirms": confirms,
        "states": [
            {"name": state.name, "title": dict(state.title), "after": list(state.after), "end": state.end.value}
            for state in journey.states
        ],
    }


def _journeys(project: Project) -> list[Journey]:
    there = journeys_in(project.workspace)
    return [journey for journey in read_journeys(project.workspace.journeys) if journey.name in there] if there else []


def journey_tables(project: Project) -> Iterator[EstimateTable]:
    """The tables of all journeys, as the charter is asked about them."""
    level = project.settings.measure.level
    logs = log_counts(project.workspace)
    if logs:
        yield tables.rows_read(logs, level)
    survey_id = counted.headline_survey(project.workspace)
    purposes = tuple(purpose for purpose in Purpose if may_count(purpose))
    for journey in _journeys(project):
        cells, beyond = cells_and_bridge(project.workspace, journey, survey_id, purposes)
        if cells is not None:
            yield from _of_journey(journey, cells, level)
            yield from _beyond(journey, beyond, level)


def _of_journey(journey: Journey, cells: JourneyCells, level: float) -> Iterator[EstimateTable]:
    yield tables.stands_on(cells, level)
    yield tables.oddities(cells, level)
    yield tables.moves(cells, journey, level)
    for year in tables.years(cells):
        yield from tables.variants(cells, year, "month", level)
        for by in ("area", "operator", "nature"):
            yield from (table for table in tables.variants(cells, year, by, level) if len(table.parts) > 1)
        yield from tables.chain(cells, year, level)
        yield from tables.curves(cells, year, level)
        yield from tables.delay_tables(cells, year, level)
        yield from tables.causes(cells, year, level)
        yield tables.appointments(cells, year, level)
        if Role.CHECK in journey.roles:
            yield from tables.line_rates(cells, year, level)


def _beyond(journey: Journey, found: Bridge, level: float) -> Iterator[EstimateTable]:
    """What the same customers answered and called about, by whether their case was right the first time."""
    if found.answers:
        parts = _by_outcome(found.answers)
        yield replace(nps_table("chain", journey.name, parts, summed(parts), level), measure="journey_nps")
    if any(cell.n_called for cell in found.calls):
        yield _calls(found, journey, level)


def _by_outcome(cells: Sequence[NpsCell]) -> list[NpsCell]:
    lost = summed([cell for cell in cells if cell.key != Fate.RIGHT])
    right = [cell for cell in cells if cell.key == Fate.RIGHT]
    return [
        NpsCell(key=key, n_promoters=cell.n_promoters, n_passives=cell.n_passives, n_detractors=cell.n_detractors)
        for key, cell in ((_RIGHT, summed(right)), (_LOST, lost))
    ]


def _calls(found: Bridge, journey: Journey, level: float) -> EstimateTable:
    called, n = Counter[str](), Counter[str]()
    for cell in found.calls:
        key = _RIGHT if cell.fate is Fate.RIGHT else _LOST
        n[key] += cell.n
        called[key] += cell.n_called
    parts = tuple(share(key, called[key], n[key], level, people=called[key]) for key in (_RIGHT, _LOST))
    whole = share(TOTAL, called.total(), n.total(), level, people=called.total())
    return EstimateTable(measure="journey_calls", dimension="chain", period=journey.name, parts=parts, total=whole)
