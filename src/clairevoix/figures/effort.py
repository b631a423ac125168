"""How much work customers had: asked, counted case by case, in having to come back, and what it goes with."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from clairevoix.charter.disclosure import Released
from clairevoix.figures.releasing import released_table
from clairevoix.measure.effort.cases import CASE_DAYS, EffortCell, burden_table, cost_tables, zero_by_month
from clairevoix.measure.effort.returning import WINDOWS, Clusters, WaitCell, happened, median_day
from clairevoix.measure.effort.scores import MARKS, effort_scores
from clairevoix.measure.linking import Events, Linkage, link
from clairevoix.model.measure import EstimateTable, Figure, NpsCell
from clairevoix.project import Project
from clairevoix.store import effort_cells
from clairevoix.store.effort_cells import CaseRow, LinkedCase, ReturnRow

#: Days within which a case is said to be resolved.
SOLVED = (1, 7, 30)
_LONGEST = 30
_RECENT = "recent"


class Linked(NamedTuple):
    """An answer after a case, as far as figures need it."""

    score: int
    answered_on: date
    case: LinkedCase


def released(project: Project) -> tuple[Released, ...]:
    """Every table by itself: they are different views of the same contacts, and none is the total of another."""
    return tuple(each for table in _tables(project) for each in released_table(project, table))


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """How far the log goes, and how much of it the figures stand on; None where too few are in it."""
    found = effort_cells.span(project.workspace)
    shown = any(isinstance(each, Figure) and each.measure == "effort" for each in figures)
    if found.n < project.charter.minimum_cell or not shown:
        return {"effort": None}
    linkage, _ = linked_answers(project)
    waits = _wait("resolved", *effort_cells.resolutions(project.workspace, _LONGEST), {})
    return {
        "effort": {
            "n_contacts": found.n,
            "without_case": found.n_without_case / found.n,
            "without_customer": found.n_without_customer / found.n,
            "first_on": str(found.first_on),
            "last_on": str(found.last_on),
            "case_days": CASE_DAYS,
            "median_day": median_day(waits) if waits.n >= project.charter.minimum_cell else None,
            "linked_share": None if linkage is None else linkage.rate,
        }
    }


def _tables(project: Project) -> Iterator[EstimateTable]:
    workspace, level = project.workspace, project.settings.measure.level
    for row in effort_cells.cases(workspace, CASE_DAYS):
        yield burden_table(_cell(row), _RECENT, level)
    months = tuple(_cell(row) for row in effort_cells.cases(workspace, CASE_DAYS, by_month=True))
    if months:
        yield zero_by_month(months, _RECENT, level)
    for cell in _returns(project):
        parts = tuple(happened(cell, window, level) for window in WINDOWS)
        yield EstimateTable(measure="effort", dimension="delay", period=cell.key, parts=parts)
    solved = _wait("resolved", *effort_cells.resolutions(workspace, _LONGEST), {})
    if solved.n:
        parts = tuple(happened(solved, window, level) for window in SOLVED)
        yield EstimateTable(measure="effort", dimension="delay", period="resolved", parts=parts)
    yield from _asked(project)
    yield from _cost(project)


def _cell(row: CaseRow) -> EffortCell:
    return EffortCell(key=row.key, n=row.n, n_zero=row.n_zero, totals=row.totals, squares=row.squares)


def _returns(project: Project) -> Iterator[WaitCell]:
    """After contacts for the same reason, and for any: the coding of reasons is unstable, the pair brackets the truth."""
    for key, same_reason in (("same", True), ("any", False)):
        found, n_people = effort_cells.returns(project.workspace, _LONGEST, same_reason=same_reason)
        clusters = {
            window: Clusters(
                **effort_cells.return_sums(project.workspace, _LONGEST, window, same_reason=same_reason)._asdict()
            )
            for window in WINDOWS
        }
        if found:
            yield _wait(key, found, n_people, clusters)


def _wait(key: str, found: Sequence[ReturnRow], n_people: int, clusters: Mapping[int, Clusters]) -> WaitCell:
    by_day = {row.day: row for row in found}
    days = [by_day.get(day, ReturnRow(day, 0, 0)) for day in range(_LONGEST + 1)]
    return WaitCell(
        key=key,
        events=tuple(row.events for row in days),
        left=tuple(row.left for row in days),
        n_people=n_people,
        clusters=dict(clusters),
    )


def _asked(project: Project) -> Iterator[EstimateTable]:
    """Effort as customers were asked about it, survey by survey: different questions are never counted together."""
    counts: dict[tuple[str, str], list[int]] = {}
    for survey_id, kind, mark, n in effort_cells.effort_marks(project.workspace):
        counts.setdefault((survey_id, kind), [0] * MARKS[kind])[mark - 1] = n
    for (survey_id, kind), marks in sorted(counts.items()):
        parts = effort_scores(kind, marks, project.settings.measure.level)
        yield EstimateTable(measure="effort", dimension="question", period=survey_id, parts=parts)


def _cost(project: Project) -> Iterator[EstimateTable]:
    linkage, answers = linked_answers(project)
    if linkage is None or not answers:
        return
    groups = [
        nps_cell(key, [each.score for each in answers if each.case.is_zero is is_zero])
        for key, is_zero in (("zero", True), ("some", False))
    ]
    yield from cost_tables(groups[0], groups[1], project.settings.measure.level)


def nps_cell(key: str, scores: Sequence[int]) -> NpsCell:
    return NpsCell(
        key=key,
        n_promoters=sum(score >= 9 for score in scores),
        n_passives=sum(7 <= score <= 8 for score in scores),
        n_detractors=sum(score <= 6 for score in scores),
    )


def linked_answers(project: Project, by: str = "area") -> tuple[Linkage | None, tuple[Linked, ...]]:
    """Answers with the case whose last contact they followed, by the customer's pseudonym and the days between."""
    survey_id = effort_cells.named_survey(project.workspace)
    if survey_id is None:
        return None, ()
    cases = effort_cells.linkable(project.workspace, CASE_DAYS, by)
    scores = effort_cells.named_scores(project.workspace, survey_id)
    events = Events(
        ids=[each.case_id for each in cases],
        customers=[each.customer for each in cases],
        days=[each.last_on for each in cases],
    )
    answers = Events(
        ids=[each[0] for each in scores], customers=[each[1] for each in scores], days=[each[2] for each in scores]
    )
    linkage = link(events, answers, level=project.settings.measure.level)
    by_case = {each.case_id: each for each in cases}
    by_answer = {each[0]: each for each in scores}
    found = (Linked(by_answer[pair.response_id][3], by_answer[pair.response_id][2], by_case[pair.contact_id])
             for pair in linkage.pairs)  # fmt: skip
    return linkage, tuple(found)
