"""Both sides of the counter: pressure and pulse as figures, and what they are beside the customers' score."""

from collections.abc import Sequence
from dataclasses import asdict

from clairevoix.charter.disclosure import Released
from clairevoix.charter.questionnaire import OVERALL
from clairevoix.figures import pressure, pulse
from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.measure.tables import TOTAL
from clairevoix.measure.vigilance.alarm import LEAST, WINDOW, Reading, limit_of, standard_error, two_sides
from clairevoix.measure.vigilance.association import lagged
from clairevoix.model.measure import Figure
from clairevoix.model.vigilance import ActKind
from clairevoix.project import Project
from clairevoix.store import decisions


def released(project: Project) -> tuple[Released, ...]:
    """Pressure, then the pulse."""
    return (*pressure.released(project, pressure.courses(project)), *pulse.released(project))


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """What the page needs beside them. All that is reckoned here is reckoned from released figures."""
    known = pressure.courses(project)
    charter = project.charter
    return {
        "vigilance": {
            "budget": {"limit": charter.evaluations_per_person, "days": charter.budget_days},
            "pulse_minimum": max(charter.pulse_minimum, charter.minimum_cell),
            "months": pulse.months_told(project, figures),
            "reliability": pulse.reliability(project, figures),
            "alarm": _alarm(figures),
            "associations": [asdict(each) for each in lagged(_acts_by_site(figures), _pulse_by_site(figures))],
            "stamping": pressure.stamped(project, known),
            "criteria": [{"month": month, "version": version} for month, version in pressure.criteria_changes(known)],
            "decisions": [
                {**asdict(each), "on": each.on.isoformat()}
                for each in decisions.decisions(project.registry, project.workspace)
            ],
        }
    }


def _alarm(figures: Sequence[Released]) -> dict[str, object]:
    """The customers' score against the pulse of all, and of each site: so many pairs, so far a limit."""
    customers = [_reading(each, each.estimate.key) for each in _told(figures, "nps", "month") if _is_month(each)]
    staff: dict[str, list[Reading]] = {TOTAL: []}
    for each in _told(figures, "pulse", "site"):
        month, _, scale = each.period.partition("/")
        if scale == OVERALL:
            staff.setdefault(each.estimate.key, []).append(_reading(each, month))
    limit = limit_of(len(staff))
    found = {place: two_sides(customers, readings, limit) for place, readings in staff.items()}
    return {
        "limit": limit,
        "window": WINDOW,
        "least": LEAST,
        "pairs": [{"place": place, **asdict(each)} for place, each in found.items() if each is not None],
    }


def _told(figures: Sequence[Released], measure: str, dimension: str) -> list[Figure]:
    return [
        each
        for each in figures
        if isinstance(each, Figure) and (each.measure, each.dimension) == (measure, dimension)
        if each.estimate.value is not None
    ]


def _is_month(figure: Figure) -> bool:
    return figure.estimate.key != TOTAL


def _reading(figure: Figure, month: str) -> Reading:
    estimate = figure.estimate
    low, high = (0.0 if bound is None else bound for bound in (estimate.low, estimate.high))
    error = standard_error(low, high, critical_value(estimate.level))
    return Reading(month=_number(month), value=estimate.value or 0.0, error=error)


def _number(month: str) -> int:
    """
    >>> _number("2025-01") - _number("2024-12")
    1
    """
    return 12 * int(month[:4]) + int(month[5:7])


def _pulse_by_site(figures: Sequence[Released]) -> dict[tuple[str, int], float]:
    return {
        (each.estimate.key, _number(each.period)): each.estimate.value or 0.0
        for each in _told(figures, "pulse", "site")
        if each.estimate.key != TOTAL and each.period.endswith(f"/{OVERALL}")
    }


def _acts_by_site(figures: Sequence[Released]) -> dict[tuple[str, int], float]:
    """Evaluations for each person evaluated, by people and machines together."""
    return {
        (each.estimate.key, _number(each.period)): each.estimate.value or 0.0
        for each in _told(figures, "evaluation", "site")
        if each.estimate.key != TOTAL and each.period.endswith(f"/{ActKind.EVALUATED}")
    }
