"""Answers to questions beside the first NPS question, counted: how many persons gave which mark, by year."""

from collections.abc import Sequence

from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace


def marks_by_year(
    workspace: Workspace, questions: Sequence[str], before: str
) -> dict[str, tuple[tuple[int, float], ...]]:
    """Of the months before ``before`` (YYYY-MM), by year: how many persons have which mean mark over these questions.

    On scales from 0 to 10 alone, of persons who answered all of the questions, in the survey that most of them answered:
    answers of different surveys are never counted together.
    """
    query = """
        WITH asked AS (
            SELECT survey_id, response_id, month[:4] AS year, avg(value) AS mark FROM answers
            WHERE list_contains($questions, question_id) AND scale_min = 0 AND scale_max = 10 AND month < $before
            GROUP BY ALL HAVING count(DISTINCT question_id) = len($questions)
        ), chosen AS (SELECT survey_id FROM asked GROUP BY ALL ORDER BY count(*) DESC, survey_id LIMIT 1)
        SELECT year, count(*)::INT, mark FROM asked SEMI JOIN chosen USING (survey_id) GROUP BY ALL ORDER BY ALL
    """
    found: dict[str, list[tuple[int, float]]] = {}
    for year, n, mark in rows(workspace, query, {"questions": list(questions), "before": before}):
        found.setdefault(str(year), []).append((int(n), float(mark)))
    return {year: tuple(marks) for year, marks in found.items()}
