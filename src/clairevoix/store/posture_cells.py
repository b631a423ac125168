"""Counts of acts in the work that was heard for evaluation: by site or team, never by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clairevoix.model.annotation import Coding
from clairevoix.model.contact import Purpose
from clairevoix.model.measure import LabelCell
from clairevoix.store.cells import UNSTATED
from clairevoix.store.codings import ANNOTATED, FOUND, parameters
from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

TOTAL = "total"
_KEYS = {"site": f"coalesce(site, '{UNSTATED}')", "team": f"coalesce(team, '{UNSTATED}')", TOTAL: f"'{TOTAL}'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCell:
    """One label in the contacts of a site or team: its counts, how many people's work it is, and the greatest part of one."""

    cell: LabelCell
    n_people: int
    largest: float


def postures(workspace: Workspace, by: str, oldest: date, coding: Coding) -> tuple[WorkCell, ...]:
    """The contacts of ``oldest`` or later that were heard to evaluate work, ``by`` site, team or all together.

    Those of no group are one. Nobody is in it by name: people are only counted.
    """
    query = f"""
        WITH kept AS (
            SELECT contact_id, {_KEYS[by]} AS key, agent FROM contacts
            SEMI JOIN {ANNOTATED} AS a USING (contact_id, commit_id)
            WHERE started_on >= $oldest AND purpose = $purpose AND agent IS NOT NULL
        ), found AS ({FOUND}), coded AS (
            SELECT contact_id, arg_max(present, (coded_on, coder)) AS present FROM reviews
            WHERE label = $label GROUP BY contact_id
        ), joined AS (
            SELECT key, agent, found.contact_id IS NOT NULL AS f, coded.present AS y
            FROM kept LEFT JOIN found USING (contact_id) LEFT JOIN coded USING (contact_id)
        ), of_people AS (SELECT key, agent, count(*) AS n FROM joined GROUP BY ALL),
        people AS (SELECT key, count(*) AS n_people, max(n) / sum(n) AS largest FROM of_people GROUP BY key)
        SELECT key, count(*)::INT, (count(*) FILTER (f))::INT, (count(*) FILTER (f AND y))::INT,
               (count(*) FILTER (f AND NOT y))::INT, (count(*) FILTER (NOT f AND y))::INT,
               (count(*) FILTER (NOT f AND NOT y))::INT, any_value(n_people)::INT, any_value(largest)::DOUBLE
        FROM joined JOIN people USING (key) GROUP BY key ORDER BY key
    """
    wanted: Mapping[str, object] = {
        **parameters(coding.label, coding),
        "oldest": oldest,
        "purpose": Purpose.EVALUATE_WORK.value,
    }
    return tuple(_cell(row) for row in rows(workspace, query, wanted))


def _cell(row: Sequence[object]) -> WorkCell:
    key, n, n_found, n_both, n_false, n_missed, n_neither, n_people, largest = row
    return WorkCell(
        cell=LabelCell(
            key=str(key),
            n=int(str(n)),
            n_found=int(str(n_found)),
            n_both=int(str(n_both)),
            n_false=int(str(n_false)),
            n_missed=int(str(n_missed)),
            n_neither=int(str(n_neither)),
        ),
        n_people=int(str(n_people)),
        largest=float(str(largest)),
    )
