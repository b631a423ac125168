"""Did the programmes of the register change anything? Effects, what they are checked against, and what may be said."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import NamedTuple

from clairevoix.charter.disclosure import Released
from clairevoix.config import read_toml
from clairevoix.figures.effort import linked_answers
from clairevoix.figures.releasing import released_table
from clairevoix.measure.effort.cases import CASE_DAYS
from clairevoix.measure.programmes.effect import Bounded, ProgrammeEffect, programme_effect
from clairevoix.measure.programmes.panel import OutcomeCell, Panel, panel_of
from clairevoix.measure.programmes.register import FILE, Outcome, Programme, overlaps, read_register, unknown_places
from clairevoix.model.measure import Estimate, EstimateTable, Figure
from clairevoix.project import Project
from clairevoix.store import effort_cells

UNITS: Mapping[Outcome, str] = {
    Outcome.ZERO_EFFORT: "share",
    Outcome.CONTACTS_PER_CASE: "times",
    Outcome.FIRST_TIME_RIGHT: "share",
    Outcome.NPS: "points",
}
#: Of the places, those that may lack a month before quarters are taken.
MOST_LEFT_OUT = 0.25
_COLUMNS = {Outcome.ZERO_EFFORT: "is_zero", Outcome.CONTACTS_PER_CASE: "contacts"}


class Assessed(NamedTuple):
    """One programme and one measure, on the panel of its places."""

    programme: Programme
    outcome: Outcome
    panel: Panel
    effect: ProgrammeEffect
    period: str

    @property
    def name(self) -> str:
        return f"{self.programme.programme_id}:{self.outcome}"


def register(project: Project) -> tuple[Programme, ...]:
    """The programmes of the workspace. Raises SettingsError."""
    return read_register(read_toml(project.workspace.root / FILE))


def released(project: Project) -> tuple[Released, ...]:
    """For each programme its effects, the same from the last month before alone, with dates put early, and by month."""
    return tuple(
        each
        for programme in register(project)
        for table in _tables(programme, list(_assessed(project, programme)))
        for each in released_table(project, table)
    )


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """The register, and of each effect that was released what may be said of it."""
    judged = [each for each in figures if (each.measure, each.dimension) == ("programme", "programme")]
    shown = {(each.period, each.estimate.key) for each in judged if isinstance(each, Figure)}
    reading = "withheld" if judged else "undeclared"
    found = register(project)
    together = [asdict(each) for each in overlaps(found)]
    return {"programmes": [_told(project, each, shown, reading) for each in found], "overlaps": together}


def _assessed(project: Project, programme: Programme) -> Iterator[Assessed]:
    for outcome in programme.measures:
        panel, period = _panel(_cells(project, outcome, programme.by), programme.starts)
        effect = programme_effect(panel, level=project.settings.measure.level)
        yield Assessed(programme, outcome, panel, effect, period)


def _panel(cells: Sequence[OutcomeCell], starts: Mapping[str, date]) -> tuple[Panel, str]:
    """By month, or by quarter where too many places have a month without anybody.

    A period counts as under the programme from the one in which it began: its part before then weakens the effect.
    """
    months = panel_of(cells, {place: f"{on:%Y-%m}" for place, on in starts.items()})
    if len(months.left_out) <= MOST_LEFT_OUT * (len(months.places) + len(months.left_out)):
        return months, "month"
    quarters = panel_of(_by_quarter(cells), {place: _quarter(f"{on:%Y-%m}") for place, on in starts.items()})
    return (quarters, "quarter") if len(quarters.places) > len(months.places) else (months, "month")


def _quarter(month: str) -> str:
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


def _by_quarter(cells: Sequence[OutcomeCell]) -> list[OutcomeCell]:
    found: dict[tuple[str, str], OutcomeCell] = {}
    for cell in cells:
        key = (cell.place, _quarter(cell.period))
        known = found.get(key, OutcomeCell(place=key[0], period=key[1], n=0, total=0.0, squares=0.0))
        found[key] = replace(
            known, n=known.n + cell.n, total=known.total + cell.total, squares=known.squares + cell.squares
        )
    return list(found.values())


def _cells(project: Project, outcome: Outcome, by: str) -> list[OutcomeCell]:
    if outcome is Outcome.NPS:
        return list(_scores(project, by))
    if outcome is Outcome.FIRST_TIME_RIGHT:
        found = effort_cells.first_visits(project.workspace, CASE_DAYS)
    else:
        found = effort_cells.by_place(project.workspace, CASE_DAYS, by, _COLUMNS[outcome])
    return [
        OutcomeCell(place=row.place, period=row.month, n=row.n, total=row.total, squares=row.squares) for row in found
    ]


def _scores(project: Project, by: str) -> Iterator[OutcomeCell]:
    """Points of recommendation by the place of the case that an answer followed, of the months that have ended."""
    values = defaultdict[tuple[str, str], list[float]](list)
    for each in linked_answers(project, by)[1]:
        month = f"{each.answered_on:%Y-%m}"
        if each.case.place is not None and each.case.place != "unlisted" and month < f"{project.today:%Y-%m}":
            values[each.case.place, month].append(100.0 * ((each.score >= 9) - (each.score <= 6)))
    for (place, month), found in sorted(values.items()):
        squares = sum(value * value for value in found)
        yield OutcomeCell(place=place, period=month, n=len(found), total=sum(found), squares=squares)


def _tables(programme: Programme, found: Sequence[Assessed]) -> Iterator[EstimateTable]:
    """Views of the same people, each a table of its own."""
    views = {
        "programme": [_estimate(each, each.effect.effect, each.effect.method) for each in found],
        "window": [_estimate(each, each.effect.since_last, each.effect.method) for each in found],
        "before-after": [_estimate(each, each.effect.placebo, each.effect.method) for each in found],
    }
    for dimension, estimates in views.items():
        parts = tuple(each for each in estimates if dimension == "programme" or each.value is not None)
        if parts:
            yield EstimateTable(measure="programme", dimension=dimension, period=programme.programme_id, parts=parts)
    for each in found:
        if each.effect.study:
            yield _study(each)
        elif each.effect.series is not None:
            yield _series(each)


def _estimate(each: Assessed, bounded: Bounded | None, method: str) -> Estimate:
    """Without bounds there is no number either: a value alone would be taken for a finding."""
    known = bounded is not None and bounded.low is not None and bounded.high is not None
    return Estimate(
        key=each.outcome.value,
        value=bounded.value if known and bounded is not None else None,
        low=bounded.low if known and bounded is not None else None,
        high=bounded.high if known and bounded is not None else None,
        level=each.effect.level,
        n=each.effect.n_people,
        method=method,
        unit=UNITS[each.outcome],
    )


def _study(each: Assessed) -> EstimateTable:
    """By periods since the start, each with its own interval."""
    points = [(point, _estimate(each, point.bounded, each.effect.method)) for point in each.effect.study]
    parts = tuple(
        replace(estimate, key=str(point.since), n=point.n_people)
        for point, estimate in points
        if estimate.value is not None and point.n_under > 1
    )
    return EstimateTable(measure="programme", dimension="period", period=each.name, parts=parts)


def _series(each: Assessed) -> EstimateTable:
    """The mean of the places by month, with nothing but itself to compare it with."""
    panel = each.panel
    parts = tuple(
        Estimate(
            key=month,
            value=float(panel.values[:, number].mean()),
            low=None,
            high=None,
            level=each.effect.level,
            n=int(panel.n[:, number].sum()),
            method="mean of places",
            unit=UNITS[each.outcome],
        )
        for number, month in enumerate(panel.periods)
    )
    return EstimateTable(measure="programme", dimension="month", period=each.name, parts=parts)


def _told(project: Project, programme: Programme, shown: set[tuple[str, str]], otherwise: str) -> dict[str, object]:
    """``otherwise`` is the reading of what was not released."""
    starts = programme.starts
    found = list(_assessed(project, programme))
    places = {place for each in found for place in (*each.panel.places, *each.panel.left_out)}
    return {
        "id": programme.programme_id,
        "kind": programme.kind.value,
        "title": dict(programme.title),
        "aim": dict(programme.aim),
        "by": programme.by.value,
        "cost_eur": programme.cost_eur,
        "waves": [
            {"starts_on": str(on), "places": sorted(place for place in starts if starts[place] == on)}
            for on in sorted(set(starts.values()))
        ],
        "unknown": list(unknown_places(programme, places)),
        "outcomes": [
            _outcome(each)
            if (programme.programme_id, each.outcome.value) in shown
            else {"outcome": each.outcome.value, "unit": UNITS[each.outcome], "reading": otherwise}
            for each in found
        ],
    }


def _outcome(each: Assessed) -> dict[str, object]:
    told, panel = each.effect, each.panel
    return {
        "outcome": each.outcome.value,
        "unit": UNITS[each.outcome],
        "reading": told.reading.value,
        "design": None if told.design is None else told.design.value,
        "level": told.level,
        "method": told.method,
        "n_places": told.n_places,
        "n_under": told.n_under,
        "n_waves": told.n_waves,
        "n_left_out": len(told.left_out),
        "period": each.period,
        "first": panel.periods[0] if panel.periods else None,
        "last": panel.periods[-1] if panel.periods else None,
        "pre": None if told.pre is None else asdict(told.pre),
        "feigned": told.feigned,
        "placebo_lead": told.placebo_lead,
        "chance": told.chance,
        "series": None
        if told.series is None
        else {"start": panel.periods[told.series.n_before], "expected": [float(x) for x in told.series.expected]},
    }
