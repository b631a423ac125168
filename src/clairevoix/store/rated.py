"""What customers answered beside their recommendation, as columns: one row for each response, None where a question was not
answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: its kind, its scale, and what each response says to it, in their order."""

    question_id: str
    kind: str
    scale: tuple[int, int]
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The responses of a survey, one column each, and the other questions that it asked."""

    survey_id: str
    response_ids: tuple[str, ...]
    scores: tuple[int, ...]
    customers: tuple[str | None, ...]
    days: tuple[date, ...]
    sites: tuple[str | None, ...]
    channels: tuple[str | None, ...]
    questions: tuple[Asked, ...]


def surveys(workspace: Workspace, before: date) -> tuple[str, ...]:
    """Those that have answers of before a day, the one with most of them first."""
    query = "SELECT survey_id FROM responses WHERE answered_on < ? GROUP BY 1 ORDER BY count(*) DESC, 1"
    return tuple(str(row[0]) for row in rows(workspace, query, [before]))


def known_customers(workspace: Workspace, before: date) -> str | None:
    """The survey with most answers of before a day that say whose they are."""
    query = """
        SELECT survey_id FROM responses WHERE answered_on < ? AND customer IS NOT NULL
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
    """
    found = rows(workspace, query, [before])
    return str(found[0][0]) if found else None


def rated(workspace: Workspace, survey_id: str, before: date) -> Rated:
    """The responses of a survey of before a day, in the order of their identifiers."""
    query = """
        SELECT response_id, score, customer, answered_on, site, channel FROM responses
        WHERE survey_id = ? AND answered_on < ? ORDER BY response_id
    """
    found = rows(workspace, query, [survey_id, before])
    columns = tuple(tuple(row[place] for row in found) for place in range(6))
    ids, scores, customers, days, sites, channels = columns
    return Rated(
        survey_id=survey_id,
        response_ids=ids,
        scores=scores,
        customers=customers,
        days=days,
        sites=sites,
        channels=channels,
        questions=_questions(workspace, survey_id, before, ids),
    )


def _questions(workspace: Workspace, survey_id: str, before: date, ids: Sequence[str]) -> tuple[Asked, ...]:
    query = """
        SELECT question_id, kind, scale_min, scale_max, response_id, value FROM answers
        WHERE survey_id = ? AND answered_on < ? ORDER BY question_id
    """
    place = {response_id: number for number, response_id in enumerate(ids)}
    about: dict[str, tuple[str, tuple[int, int]]] = {}
    values: dict[str, list[int | None]] = {}
    for question_id, kind, low, high, response_id, value in rows(workspace, query, [survey_id, before]):
        about[question_id] = (kind, (low, high))
        column = values.setdefault(question_id, [None] * len(ids))
        if response_id in place:
            column[place[response_id]] = value
    return tuple(
        Asked(question_id=name, kind=kind, scale=scale, values=tuple(values[name]))
        for name, (kind, scale) in about.items()
    )
