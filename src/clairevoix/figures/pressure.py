"""Evaluation pressure: acts of this program and of other systems, by month, site and team, as the charter lets them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clairevoix.charter.cube import Counted
from clairevoix.charter.disclosure import Released, is_sensitive, released_together, withheld
from clairevoix.charter.evaluation import drafted, replay
from clairevoix.charter.measures import declared
from clairevoix.charter.reading import must_read
from clairevoix.charter.republication import Republished
from clairevoix.charter.stamping import Confirmation, stamping
from clairevoix.figures.releasing import released_table
from clairevoix.measure.vigilance.pressure import (
    Row,
    counted,
    duration_table,
    merged,
    month_tables,
    place_tables,
    spread_table,
)
from clairevoix.model.evaluation import Action, Evaluation, Origin, Standing
from clairevoix.model.measure import Figure
from clairevoix.model.vigilance import UNSTATED, ActCell, ActKind, Spread
from clairevoix.project import Project
from clairevoix.store import acts, evaluations, publications

#: Days of confirmations that the look at stamping goes back.
STAMPING_DAYS = 90
_MONTHS_BY_PLACE = 12
#: The acts that are told by site and by team: the fewer tables, the less follows from them.
_BY_PLACE = (ActKind.EVALUATED, ActKind.BY_MACHINE, ActKind.BY_PEOPLE)
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One evaluation, and when it reached the employee."""

    evaluation: Evaluation
    delivered_at: datetime | None
    contested_at: datetime | None


def courses(project: Project) -> tuple[Course, ...]:
    """Every evaluation that is kept."""
    return tuple(_course(project, each) for each in evaluations.waiting(project.registry, tuple(Standing)))


def released(project: Project, known: Sequence[Course]) -> tuple[Released, ...]:
    """Acts by month, by site and by team; how many people were evaluated how often; and how long people waited."""
    this_month = f"{project.today:%Y-%m}"
    cells = [cell for cell in cells_of(project, known) if cell.month < this_month]
    found = [each for table in month_tables(cells) for each in released_table(project, table)]
    months = sorted({cell.month for cell in cells})[-_MONTHS_BY_PLACE:]
    for month in months:
        for act in _BY_PLACE:
            found += _by_place(project, [cell for cell in cells if (cell.month, cell.act) == (month, act)])
    return (*found, *_spread(project), *_durations(project, known))


def cells_of(project: Project, known: Sequence[Course]) -> tuple[ActCell, ...]:
    """What this program did and what other systems counted, together."""
    return merged((*acts.counted(project.workspace), *counted(_own_rows(project, known))))


def stamped(project: Project, known: Sequence[Course]) -> str | None:
    """Whether machines' drafts are only stamped: rings or quiet; None where too few were confirmed to say.

    The look is at all evaluators together; none of its numbers leaves, since they may be of few people.
    """
    since = max((each.evaluation.changed_at for each in known), default=None)
    if since is None:
        return None
    found = [each.evaluation for each in known if each.evaluation.draft.origin is Origin.MACHINE]
    confirmed = [
        Confirmation(
            evaluator=each.confirmed_by,
            unchanged=each.is_unchanged,
            reading_ms=each.reading_ms,
            evidence_ms=sum(span.end_ms - span.start_ms for span in must_read(each.draft)),
        )
        for each in found
        if each.confirmed_at is not None and each.confirmed_at >= since - timedelta(days=STAMPING_DAYS)
    ]
    state = stamping(confirmed, alarm_share=project.charter.unchanged_alarm, level=project.settings.measure.level)
    return None if state is None else ("rings" if state.is_alarm else "quiet")


def criteria_changes(known: Sequence[Course]) -> tuple[tuple[str, int], ...]:
    """Each version of a grid, with the month in which something was first evaluated by it."""
    first: dict[int, str] = {}
    for each in known:
        month, version = f"{each.evaluation.drafted_at:%Y-%m}", each.evaluation.draft.grid_version
        first[version] = min(first.get(version, month), month)
    return tuple(sorted((month, version) for version, month in first.items()))


def _course(project: Project, evaluation_id: str) -> Course:
    course = evaluations.course(project.registry, project.workspace, evaluation_id)
    events = course.events
    return Course(
        evaluation=replay(drafted(course.draft, course.terms, course.drafted_at), events),
        delivered_at=next((each.at for each in events if each.action is Action.DELIVER), None),
        contested_at=next((each.at for each in events if each.action is Action.CONTEST), None),
    )


def _own_rows(project: Project, known: Sequence[Course]) -> Iterator[Row]:
    """Every act of this program on somebody's work."""
    places: dict[str, tuple[str, str]] = {}
    for contact_id, month, site, team, agent in acts.heard(project.workspace):
        places[contact_id] = (site, team)
        yield from ((act, month, site, team, agent) for act in (ActKind.DRAWN, ActKind.ANALYSED))
    for each in known:
        made = each.evaluation.draft
        site, team = places.get(made.contact_id, (UNSTATED, UNSTATED))
        act = ActKind.BY_MACHINE if made.origin is Origin.MACHINE else ActKind.BY_PEOPLE
        moments = {
            ActKind.EVALUATED: each.evaluation.drafted_at,
            act: each.evaluation.drafted_at,
            ActKind.CONFIRMED: each.evaluation.confirmed_at,
            ActKind.CONTESTED: each.contested_at,
        }
        for kind, at in moments.items():
            if at is not None:
                yield kind, f"{at:%Y-%m}", site, team, made.agent_id


def _by_place(project: Project, cells: Sequence[ActCell]) -> list[Released]:
    """A month by site and by team, judged together once; what was told stays as it was told, as long as it may.

    A few acts that come in late, or are forgotten, would otherwise be what two pages differ by.
    """
    if not cells:
        return []
    tables, populations = place_tables(cells)
    told = [each for each in tables if declared(project.charter, "evaluation", each.table.dimension)]
    earlier = [_earlier(project, each) for each in told]
    if all(earlier):
        return [each for published in earlier for each in published]
    if not told:
        return []
    found = list(released_together(project.charter, told, populations))
    for each in told:
        n = {part.key: part.n_people or 0 for part in each.table.parts}
        judged = tuple(released for released in found if released.dimension == each.table.dimension)
        made = Republished(released=judged, kept={}, n=n, anew=judged)
        publications.record(project.registry, _name(each), made)
    return found


def _earlier(project: Project, table: Counted) -> tuple[Released, ...]:
    """What was published of a table, but what a charter that is stricter by now withholds."""
    published = publications.earlier(project.registry, _name(table))
    return tuple(
        each
        if not isinstance(each, Figure) or not is_sensitive(project.charter, each.estimate)
        else withheld(table.table, each.estimate)
        for each in (published[-1].released if published else ())
    )


def _name(table: Counted) -> tuple[str, str, str]:
    return table.table.measure, table.table.dimension, table.table.period


def _spread(project: Project) -> list[Released]:
    """Of the latest period of budgets that is over."""
    own, elsewhere = acts.own_spreads(project.registry), acts.spreads(project.workspace)
    found: list[Spread] = list(elsewhere) or list(own)
    ended = [each.period for each in found if _has_ended(project, each.period)]
    if not ended:
        return []
    latest = max(ended)
    return list(released_table(project, spread_table(latest, [each for each in found if each.period == latest])))


def _has_ended(project: Project, period: str) -> bool:
    if len(period) == len("2025-01"):
        return period < f"{project.today:%Y-%m}"
    return datetime.fromisoformat(period).date() + timedelta(days=project.charter.budget_days) <= project.today


def _durations(project: Project, known: Sequence[Course]) -> list[Released]:
    """From the act to its feedback, in days, and how long its evidence was read, over this and the last year."""
    found: list[Released] = []
    fed = [each for each in known if each.delivered_at is not None]
    for year in sorted({f"{each.evaluation.drafted_at:%Y}" for each in fed}):
        of_year = [each for each in fed if f"{each.evaluation.drafted_at:%Y}" == year]
        people = len({each.evaluation.draft.agent_id for each in of_year})
        waited = [_days(each.evaluation.drafted_at, each.delivered_at) for each in of_year]
        read = [each.evaluation.reading_ms / _DAY_MS for each in of_year]
        for name, days in (("feedback", waited), ("reading", read)):
            found += released_table(project, duration_table(name, year, days, people))
    return found


def _days(start: datetime, end: datetime | None) -> float:
    return 0.0 if end is None else (end - start).total_seconds() / 86_400
