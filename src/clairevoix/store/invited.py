"""How far invitations got, counted by group: what response rates rest on."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from clairevoix.model.measure import FunnelCell, NpsCell
from clairevoix.store.cells import UNSTATED
from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

#: Minutes from the sending to the end within which an answer is called hurried.
HURRIED_MINUTES = 2
#: What invitations can be grouped by: the way they went, the site, both.
_KEYS = {
    "channel": f"coalesce(channel, '{UNSTATED}')",
    "site": f"coalesce(site, '{UNSTATED}')",
    "both": f"coalesce(site, '{UNSTATED}') || '/' || coalesce(channel, '{UNSTATED}')",
}
#: When an invitation is first heard of.
_EARLIEST = "coalesce(sent_at, delivered_at, opened_at, started_at, completed_at) AT TIME ZONE 'UTC'"
#: A step that is known implies those before it, whether or not they were noted.
_REACHED = f"""
    SELECT channel, site, suppressed, sent_at, completed_at,
           CASE WHEN completed_at IS NOT NULL OR response_id IS NOT NULL THEN 4 WHEN started_at IS NOT NULL THEN 3
                WHEN opened_at IS NOT NULL THEN 2 WHEN delivered_at IS NOT NULL THEN 1 ELSE 0 END AS reached
    FROM invitations
    WHERE survey_id = $survey AND coalesce({_EARLIEST} < $before, true)
"""


class Asked(NamedTuple):
    """One survey with invitations, the days of the first and the last of them, and how many are out of order."""

    survey_id: str
    first_on: date
    last_on: date
    n: int
    n_out_of_order: int


def surveys(workspace: Workspace, before: date) -> tuple[Asked, ...]:
    """Those that sent invitations before a day, the one with most of them first."""
    query = """
        SELECT survey_id, min(sent_at AT TIME ZONE 'UTC')::DATE, max(sent_at AT TIME ZONE 'UTC')::DATE, count(*)::INT,
               (count(*) FILTER (NOT in_order))::INT
        FROM invitations WHERE sent_at AT TIME ZONE 'UTC' < $before GROUP BY 1 ORDER BY 4 DESC, 1
    """
    return tuple(Asked(*row) for row in rows(workspace, query, {"before": before}))


def funnels(workspace: Workspace, survey_id: str, by: str, before: date) -> tuple[FunnelCell, ...]:
    """Counts of a survey's invitations of before that day, ``by`` channel, site or both. Suppressed ones were never sent."""
    query = f"""
        SELECT {_KEYS[by]}, count(*)::INT, (count(*) FILTER (suppressed))::INT, (count(*) FILTER (NOT suppressed))::INT,
               {", ".join(f"(count(*) FILTER (NOT suppressed AND reached >= {step}))::INT" for step in (1, 2, 3, 4))},
               (count(*) FILTER (NOT suppressed AND completed_at < sent_at + INTERVAL {HURRIED_MINUTES} MINUTE))::INT
        FROM ({_REACHED}) GROUP BY 1 ORDER BY 1
    """
    return _cells(rows(workspace, query, {"survey": survey_id, "before": before}))


def answered(workspace: Workspace, survey_id: str, before: date) -> NpsCell:
    """The scores of the responses that a survey's invitations of before that day led to."""
    query = f"""
        WITH led AS (
            SELECT DISTINCT response_id FROM invitations
            WHERE survey_id = $survey AND NOT suppressed AND response_id IS NOT NULL AND {_EARLIEST} < $before
        )
        SELECT (count(*) FILTER (score >= 9))::INT, (count(*) FILTER (score IN (7, 8)))::INT,
               (count(*) FILTER (score <= 6))::INT
        FROM responses SEMI JOIN led USING (response_id) WHERE survey_id = $survey
    """
    promoters, passives, detractors = rows(workspace, query, {"survey": survey_id, "before": before})[0]
    return NpsCell(key="total", n_promoters=promoters, n_passives=passives, n_detractors=detractors)


def _cells(found: Sequence[tuple[Any, ...]]) -> tuple[FunnelCell, ...]:
    names = FunnelCell.__slots__
    return tuple(FunnelCell(**dict(zip(names, row, strict=True))) for row in found)
