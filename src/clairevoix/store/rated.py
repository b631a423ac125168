"""What customers answered beside their recommendation, as columns: one row for each response, None where a question was not
answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log2

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


def known_customers(workspace: Workspace, since: date, before: date) -> str | None:
    """The survey with most answers of these days, the last one excluded, by customers who were heard, or who are known."""
    query = """
        SELECT survey_id FROM responses LEFT JOIN (SELECT DISTINCT customer FROM contacts) AS heard USING (customer)
        WHERE answered_on >= ? AND answered_on < ? AND customer IS NOT NULL
        GROUP BY 1 ORDER BY count(heard.customer) DESC, count(*) DESC, 1 LIMIT 1
    """
    found = rows(workspace, query, [since, before])
    return str(found[0][0]) if found else None


def rated(
    workspace: Workspace, survey_id: str, before: date, *, since: date = date.min, most: int | None = None
) -> Rated:
    """The responses of a survey of before a day, in the order of their identifiers; of more than ``most``, at random every
    second, every fourth and so on.

    Which they are depends on their identifiers alone, which are keyed digests: those that come later join them.
    """
    parameters: dict[str, object] = {"survey": survey_id, "since": since, "before": before}
    where = "survey_id = $survey AND answered_on >= $since AND answered_on < $before"
    chosen = f"SELECT response_id, score, customer, answered_on, site, channel FROM responses WHERE {where}"
    n = rows(workspace, f"SELECT count(*) FROM ({chosen})", parameters)[0][0] if most else 0
    halvings = max(0, ceil(log2(n / most))) if most and n else 0
    if halvings:
        chosen += f" AND ('0x' || substr(md5(response_id), 1, 8))::UBIGINT < {2**32 >> halvings}"
    found = rows(workspace, f"SELECT * FROM ({chosen}) ORDER BY response_id", parameters)
    ids, scores, customers, days, sites, channels = (tuple(row[place] for row in found) for place in range(6))
    return Rated(
        survey_id=survey_id,
        response_ids=ids,
        scores=scores,
        customers=customers,
        days=days,
        sites=sites,
        channels=channels,
        questions=_questions(workspace, chosen, parameters, ids),
    )


def _questions(
    workspace: Workspace, chosen: str, parameters: Mapping[str, object], ids: Sequence[str]
) -> tuple[Asked, ...]:
    query = f"""
        WITH chosen AS ({chosen})
        SELECT question_id, kind, scale_min, scale_max, response_id, value FROM answers SEMI JOIN chosen USING (response_id)
        WHERE survey_id = $survey ORDER BY question_id
    """
    place = {response_id: number for number, response_id in enumerate(ids)}
    about: dict[str, tuple[str, tuple[int, int]]] = {}
    values: dict[str, list[int | None]] = {}
    for question_id, kind, low, high, response_id, value in rows(workspace, query, parameters):
        about[question_id] = (kind, (low, high))
        values.setdefault(question_id, [None] * len(ids))[place[response_id]] = value
    return tuple(
        Asked(question_id=name, kind=kind, scale=scale, values=tuple(values[name]))
        for name, (kind, scale) in about.items()
    )
