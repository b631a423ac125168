"""What goes with the recommendation: other questions of the same survey, and what the contact before the answer was about.

A pair of a contact and an answer says something about one employee. Pairs live here, between two lines; what leaves are
totals of them, of contacts that may be tied to what customers answer (:func:`clairevoix.charter.objection.may_link`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clairevoix.charter.disclosure import Released, may_count
from clairevoix.charter.measures import declared, told_before
from clairevoix.charter.objection import may_link
from clairevoix.figures.labels import label_names, oldest
from clairevoix.figures.releasing import released_table
from clairevoix.measure.drivers import Effort, Limit
from clairevoix.measure.driving import LEAST_EACH, Column, Driven, driven, driver_tables, performance_table, quarters
from clairevoix.measure.linking import Events, Linkage, link
from clairevoix.measure.linking_tables import linkage_tables, told_of
from clairevoix.model.contact import Purpose
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project
from clairevoix.store import linked, rated, registry

#: Answers beyond which so many drawn ones tell the same: their part of R² is known to a point or two.
_MOST = 20_000
#: Enough to know what the numbers cannot say.
_BRIEF = Effort(resamples=0)
#: The kinds of question whose marks say how well something went; of the first, less is better.
_LESS_IS_BETTER, _TOLD = "ces1", frozenset({"csat", "ces1", "ces2", "fcr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A survey with other questions, as columns, and what was found."""

    survey_id: str
    columns: Mapping[str, Column]
    scales: Mapping[str, tuple[float, float]]
    found: Driven


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    """A survey whose answers say whose they are, what of it follows a heard contact, and what was found."""

    answers: rated.Rated
    linkage: Linkage
    found: Driven


def released(project: Project) -> tuple[Released, ...]:
    """Of each survey with other questions; and of answers that follow a heard contact."""
    level = project.settings.measure.level
    tables: list[EstimateTable] = []
    for asked in _asked(project):
        tables += driver_tables(("driver", "question", asked.survey_id), asked.found, level)
        if asked.found.importance is not None:
            tables.append(performance_table(asked.survey_id, asked.columns, asked.scales, level))
    of_calls = _of_calls(project)
    if of_calls is not None:
        survey_id = of_calls.answers.survey_id
        tables += driver_tables(("heard-driver", "label", survey_id), of_calls.found, level)
        ids = {pair.response_id for pair in of_calls.linkage.pairs}
        tables += linkage_tables(survey_id, _facts(of_calls.answers), ids, level)
    return tuple(each for table in tables for each in released_table(project, table))


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """Questions in words, where they lie on the map, what the numbers cannot say, and why there are none."""
    questions = registry.questions(project.registry)
    return {
        "drivers": [
            {
                "survey_id": asked.survey_id,
                "question": questions.get(asked.survey_id),
                "wordings": registry.wordings(project.registry, asked.survey_id),
                "quarters": quarters(figures, asked.survey_id),
                **_limits(asked.found),
            }
            for asked in _asked(project, _BRIEF)
        ],
        "heard_drivers": _told(project, figures),
    }


def _told(project: Project, figures: Sequence[Released]) -> dict[str, object] | None:
    of_calls = _of_calls(project, _BRIEF)
    if of_calls is None:
        return None
    survey_id = of_calls.answers.survey_id
    return {
        "survey_id": survey_id,
        "question": registry.questions(project.registry).get(survey_id),
        "window_days": project.settings.measure.link_days,
        **told_of(figures, survey_id),
        **_limits(of_calls.found),
    }


def _limits(found: Driven) -> dict[str, object]:
    """Why there is nothing, or what the numbers cannot say. How many answers there are is not told here."""
    limits = () if found.importance is None else found.importance.limits
    is_told = found.importance is not None and found.importance.r_squared is not None
    return {
        "is_told": is_told,
        "n_drivers": found.n_wanted // LEAST_EACH if found.has_columns else 0,
        "n_wanted": found.n_wanted,
        "limits": [(Limit.NEVER_NEGATIVE if limit is Limit.NO_BOUNDS else limit).value for limit in limits],
    }


def _asked(project: Project, effort: Effort | None = None) -> list[_Asked]:
    if not declared(project.charter, "driver", "question"):
        return []
    before = told_before(project.charter, "driver", project.today)
    found = []
    for survey_id in rated.surveys(project.workspace, before):
        answers = rated.rated(project.workspace, survey_id, before, most=_MOST)
        told = [each for each in answers.questions if each.kind in _TOLD]
        if len(told) > 1:  # of one question alone, all that goes with the marks is its part
            columns = {each.question_id: each.values for each in told}
            scales = {each.question_id: _scale(each) for each in told}
            of_it = driven(answers.scores, columns, project.settings.measure.level, effort=effort)
            found.append(_Asked(survey_id=survey_id, columns=columns, scales=scales, found=of_it))
    return found


def _scale(asked: rated.Asked) -> tuple[float, float]:
    """The worst and the best mark."""
    low, high = asked.scale
    return (high, low) if asked.kind == _LESS_IS_BETTER else (low, high)


def _of_calls(project: Project, effort: Effort | None = None) -> _Linked | None:
    """None where nothing says whose an answer is, or where the charter does not declare that answers are tied to contacts."""
    if not declared(project.charter, "linkage", "category"):
        return None
    before = told_before(project.charter, "linkage", project.today)
    since = oldest(project)  # what was answered before cannot follow a contact that is still kept
    survey_id = rated.known_customers(project.workspace, since, before)
    if survey_id is None:
        return None
    answers = rated.rated(project.workspace, survey_id, before, since=since)
    purposes = [purpose for purpose in Purpose if may_link(purpose) and may_count(purpose)]
    contacts = _events(linked.contact_columns(project.workspace, since, purposes))
    responses = Events(ids=answers.response_ids, customers=answers.customers, days=answers.days)
    settings = project.settings.measure
    linkage = link(contacts, responses, window_days=settings.link_days, level=settings.level)
    columns, scores = _columns(project, answers, linkage)
    found = driven(scores, columns, settings.level, effort=effort)
    return _Linked(answers=answers, linkage=linkage, found=found)


def _columns(project: Project, answers: rated.Rated, linkage: Linkage) -> tuple[dict[str, Column], list[int]]:
    """For each linked answer, whether each label was found in its contact.

    Labels that too few of these contacts have, or nearly all, are left out: their part would be about those few.
    """
    score_of = dict(zip(answers.response_ids, answers.scores, strict=True))
    scores = [score_of[pair.response_id] for pair in linkage.pairs]
    contacts = [pair.contact_id for pair in linkage.pairs]
    names, least = label_names(project), project.charter.minimum_cell
    where = linked.labels_of(project.workspace, contacts, names)
    columns: dict[str, Column] = {name: [float(contact in where[name]) for contact in contacts] for name in names}
    shown = {name: column for name, column in columns.items() if least <= _n_with(column) <= len(column) - least}
    return shown, scores


def _n_with(column: Column) -> int:
    return round(sum(each or 0.0 for each in column))


def _events(columns: linked.Columns) -> Events:
    ids, customers, days = columns
    return Events(ids=ids, customers=customers, days=days)


def _facts(answers: rated.Rated) -> list[tuple[str, str | None, str | None, int]]:
    return list(zip(answers.response_ids, answers.sites, answers.channels, answers.scores, strict=True))
