"""What human coding reads of the lake: which contacts can be drawn, and what the customer says in one."""

from collections.abc import Sequence
from datetime import date

from clairevoix.model.contact import Party, Purpose
from clairevoix.model.timespan import TimeSpan
from clairevoix.store.cells import UNSTATED
from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

#: What a draw may be spread over, and the columns that make a stratum of it.
STRATA = {
    "none": "''",
    "site": f"coalesce(site, '{UNSTATED}')",
    "month": "month",
    "site-month": f"coalesce(site, '{UNSTATED}') || '/' || month",
}


def uncoded(workspace: Workspace, label: str, strata: str, oldest: date, purposes: Sequence[Purpose]) -> dict[str, str]:
    """The stratum of every contact of ``oldest`` or later that nobody reviewed for a label."""
    query = f"""
        SELECT contact_id, {STRATA[strata]} FROM contacts
        WHERE started_on >= $oldest AND list_contains($purposes, purpose)
          AND contact_id NOT IN (SELECT contact_id FROM reviews WHERE label = $label)
    """
    given = {"oldest": oldest, "purposes": [purpose.value for purpose in purposes], "label": label}
    return dict(rows(workspace, query, given))


def said_by(workspace: Workspace, contact_id: str, party: Party) -> tuple[tuple[TimeSpan, str], ...]:
    """The redacted turns of one party of a contact, in their order; none if it is not there any more."""
    query = """
        SELECT start_ms, end_ms, text FROM turns SEMI JOIN contacts USING (commit_id, contact_id)
        WHERE contact_id = ? AND party = ? ORDER BY start_ms, turn
    """
    found = rows(workspace, query, [contact_id, party.value])
    return tuple((TimeSpan(start_ms, end_ms), text) for start_ms, end_ms, text in found)
