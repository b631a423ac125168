"""The bridge from a journey to what the same customers answered and called about, by their pseudonyms."""

from typing import NamedTuple

import duckdb

from clairevoix.model.contact import Purpose
from clairevoix.model.journey import LEFT_OUT, Fate, Journey
from clairevoix.model.journey_cells import JourneyCells
from clairevoix.model.measure import NpsCell
from clairevoix.store.journeys import cases, cells_of
from clairevoix.store.workspace import Workspace

#: An answer belongs to a case if it came in the days after its first attempt; of several, the first.
ANSWER_DAYS = 60
_JUDGED = ", ".join(f"'{fate}'" for fate in sorted(LEFT_OUT))
_OWNERS = """
    SELECT c.k, c.fate, c.attempt_day, c.cohort_on, o.customer FROM cases c JOIN (
        SELECT ('0x' || case_id)::UBIGINT AS k, min(customer) AS customer FROM steps
        WHERE journey = $journey AND customer IS NOT NULL GROUP BY 1
    ) o USING (k)
"""


class CallCell(NamedTuple):
    """Judged cases with a known customer, by their fate: how many, and with how many stored calls within the window."""

    fate: Fate
    n: int
    n_called: int


class Bridge(NamedTuple):
    """What lies beyond the journey: answers by fate, and calls by fate."""

    answers: tuple[NpsCell, ...]
    calls: tuple[CallCell, ...]


def cells_and_bridge(
    workspace: Workspace, journey: Journey, survey_id: str | None, purposes: tuple[Purpose, ...]
) -> tuple[JourneyCells | None, Bridge]:
    """A journey's counts, and answers to ``survey_id`` and stored calls after the first attempts of its judged cases."""
    with cases(workspace, journey, "responses", "contacts") as connection:
        if connection is None:
            return None, Bridge((), ())
        beyond = Bridge(_answers(connection, journey, survey_id), _calls(connection, journey, purposes))
        return cells_of(connection, journey), beyond


def _answers(connection: duckdb.DuckDBPyConnection, journey: Journey, survey_id: str | None) -> tuple[NpsCell, ...]:
    """One answer a case, and one case an answer: of several cases, the latest attempt before it."""
    found = connection.execute(
        f"""
        WITH owned AS ({_OWNERS}), paired AS (
            SELECT o.fate, o.k, r.response_id, r.score, o.attempt_day, r.answered_on
            FROM owned o JOIN responses r ON r.customer = o.customer AND r.survey_id = $survey
                AND r.answered_on - coalesce(o.attempt_day, o.cohort_on) BETWEEN 0 AND {ANSWER_DAYS}
            WHERE o.fate NOT IN ({_JUDGED})
            QUALIFY row_number() OVER (PARTITION BY r.response_id ORDER BY o.attempt_day DESC NULLS LAST, o.k) = 1
        ), first AS (
            SELECT * FROM paired QUALIFY row_number() OVER (PARTITION BY k ORDER BY answered_on, response_id) = 1
        )
        SELECT fate, count(*) FILTER (score >= 9), count(*) FILTER (score IN (7, 8)), count(*) FILTER (score <= 6)
        FROM first GROUP BY 1 ORDER BY 1
        """,
        {"journey": journey.name, "survey": survey_id},
    ).fetchall()
    return tuple(NpsCell(key=fate, n_promoters=p, n_passives=m, n_detractors=d) for fate, p, m, d in found)


def _calls(
    connection: duckdb.DuckDBPyConnection, journey: Journey, purposes: tuple[Purpose, ...]
) -> tuple[CallCell, ...]:
    found = connection.execute(
        f"""
        WITH owned AS ({_OWNERS})
        SELECT fate, count(*), count(*) FILTER (k IN (
            SELECT o.k FROM owned o JOIN contacts c ON c.customer = o.customer AND list_contains($purposes, c.purpose)
            WHERE c.started_on - coalesce(o.attempt_day, o.cohort_on) BETWEEN 0 AND {journey.window_days}
        )) FROM owned WHERE fate NOT IN ({_JUDGED}) GROUP BY 1 ORDER BY 1
        """,
        {"journey": journey.name, "purposes": [purpose.value for purpose in purposes]},
    ).fetchall()
    return tuple(CallCell(Fate(fate), n, n_called) for fate, n, n_called in found)
