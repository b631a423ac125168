"""What was annotated by which version of a label: each pass over contacts leaves its mark, and only marked passes count.

A contact is annotated when it is heard, and again whenever its history is: annotations of every pass stay, each under its
``pass_id``, so that both versions of a label can be told. Rows of a pass that left no mark do not exist for any reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from clairevoix.model.annotation import Coding
from clairevoix.model.measure import LabelCell
from clairevoix.store import lake
from clairevoix.store.workspace import Workspace

#: Contacts that were annotated for a label; ``''`` marks a pass whose codebook nobody kept, which counts for all.
ANNOTATED = """
    (SELECT contact_id, commit_id FROM passes
     WHERE $codebooks IS NULL OR codebook = '' OR list_contains($codebooks, codebook))
"""
#: Contacts in which that version of the label was found.
FOUND = """
    SELECT DISTINCT contact_id FROM annotations
    SEMI JOIN passes USING (commit_id, contact_id, pass_id) SEMI JOIN contacts USING (commit_id, contact_id)
    WHERE label = $label AND ($version IS NULL OR label_version = $version)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A stored contact, and the codebooks under which it was annotated."""

    contact_id: str
    commit_id: str
    month: str
    codebooks: frozenset[str]


def parameters(label: str, coding: Coding | None) -> dict[str, object]:
    """What ``ANNOTATED`` and ``FOUND`` ask for; without a coding, whatever version was applied last or first."""
    return {
        "label": label,
        "version": coding.version if coding else None,
        "codebooks": list(coding.codebooks) if coding else None,
    }


def stored(workspace: Workspace, oldest: date, purposes: Sequence[str]) -> tuple[Stored, ...]:
    """Every contact of these purposes and of ``oldest`` or later, with the passes that it had."""
    query = """
        SELECT contacts.contact_id, contacts.commit_id, contacts.month, list(DISTINCT codebook)
        FROM contacts LEFT JOIN passes USING (commit_id, contact_id)
        WHERE started_on >= ? AND list_contains(?, purpose) GROUP BY ALL ORDER BY ALL
    """
    return tuple(
        Stored(contact_id=contact_id, commit_id=commit_id, month=month, codebooks=frozenset(filter(None, found)))
        for contact_id, commit_id, month, found in lake.rows(workspace, query, [oldest, list(purposes)])
    )


def mark(workspace: Workspace, contacts: Sequence[Stored], pass_id: str, codebook: str) -> None:
    """Makes a pass over contacts count, in one commit."""
    n = len(contacts)
    columns = {
        "contact_id": [each.contact_id for each in contacts],
        "month": [each.month for each in contacts],
        "commit_id": [each.commit_id for each in contacts],
        "pass_id": [pass_id] * n,
        "codebook": [codebook] * n,
    }
    lake.write_table(workspace, "passes", pa.table(columns))


def coded(workspace: Workspace) -> dict[str, dict[str, bool]]:
    """For each label, whether humans coded it present in a contact; the latest coding counts."""
    query = """
        SELECT label, contact_id, arg_max(present, (coded_on, coder)) FROM reviews SEMI JOIN contacts USING (contact_id)
        GROUP BY ALL ORDER BY ALL
    """
    found: dict[str, dict[str, bool]] = {}
    for label, contact_id, present in lake.rows(workspace, query):
        found.setdefault(str(label), {})[str(contact_id)] = bool(present)
    return found


def sweep(workspace: Workspace) -> int:
    """Deletes annotations of passes that left no mark: those of a killed one. Returns how many passes were swept."""
    query = "SELECT DISTINCT pass_id FROM annotations ANTI JOIN passes USING (pass_id) WHERE pass_id IS NOT NULL"
    orphans = [str(row[0]) for row in lake.rows(workspace, query)]
    if orphans:
        lake.delete(workspace, "annotations", lake.among("pass_id", orphans))
    return len(orphans)


def months(
    workspace: Workspace, coding: Coding, oldest: date, purposes: Sequence[str], before: str
) -> tuple[LabelCell, ...]:
    """The counts of a version of a label in each month before ``before``, over the contacts that it annotated."""
    query = f"""
        WITH kept AS (
            SELECT contact_id, month FROM contacts SEMI JOIN {ANNOTATED} AS a USING (contact_id, commit_id)
            WHERE started_on >= $oldest AND list_contains($purposes, purpose) AND month < $before
        ), found AS ({FOUND}), coded AS (
            SELECT contact_id, arg_max(present, (coded_on, coder)) AS present FROM reviews
            WHERE label = $label GROUP BY contact_id
        ), joined AS (
            SELECT month, found.contact_id IS NOT NULL AS f, coded.present AS y
            FROM kept LEFT JOIN found USING (contact_id) LEFT JOIN coded USING (contact_id)
        )
        SELECT month, count(*), count(*) FILTER (f), count(*) FILTER (f AND y), count(*) FILTER (f AND NOT y),
               count(*) FILTER (NOT f AND y), count(*) FILTER (NOT f AND NOT y)
        FROM joined GROUP BY month ORDER BY month
    """
    wanted = {**parameters(coding.label, coding), "oldest": oldest, "purposes": list(purposes), "before": before}
    return tuple(
        LabelCell(
            key=month, n=n, n_found=n_found, n_both=n_both, n_false=n_false, n_missed=n_missed, n_neither=n_neither
        )
        for month, n, n_found, n_both, n_false, n_missed, n_neither in lake.rows(workspace, query, wanted)
    )
