"""How customers open their contacts: what themes are found in."""

from collections.abc import Sequence
from datetime import date

from clairevoix.model.contact import Party, Purpose
from clairevoix.model.theme import Opening
from clairevoix.store.lake import among, rows
from clairevoix.store.workspace import Workspace

#: Of a contact, the customer's first turns up to this many words or turns.
_WORDS, _TURNS = 40, 6
_QUERY = """
    WITH kept AS (
        SELECT contact_id, commit_id, month FROM contacts
        WHERE started_on >= $oldest AND list_contains($purposes, purpose) AND {chosen}
    ), said AS (
        SELECT contact_id, kept.month, start_ms, turn, text, row_number() OVER place AS number,
               sum(len(string_split(text, ' '))) OVER place - len(string_split(text, ' ')) AS n_before
        FROM turns JOIN kept USING (commit_id, contact_id) WHERE party = $party
        WINDOW place AS (PARTITION BY contact_id ORDER BY start_ms, turn)
    ), labelled AS (
        SELECT DISTINCT contact_id FROM annotations SEMI JOIN kept USING (commit_id, contact_id) WHERE party = $party
    )
    SELECT contact_id, any_value(said.month), bool_or(labelled.contact_id IS NOT NULL),
           string_agg(text, ' ' ORDER BY start_ms, turn)
    FROM said LEFT JOIN labelled USING (contact_id)
    WHERE number <= $turns AND n_before < $words GROUP BY contact_id ORDER BY contact_id
"""


def openings(
    workspace: Workspace, oldest: date, purposes: Sequence[Purpose], contact_ids: Sequence[str] | None = None
) -> tuple[Opening, ...]:
    """The opening of every contact of ``oldest`` or later in which a customer says something; or of those ``contact_ids``."""
    chosen = "true" if contact_ids is None else among("contact_id", contact_ids) if contact_ids else "false"
    given = {
        "oldest": oldest,
        "purposes": [purpose.value for purpose in purposes],
        "party": Party.CUSTOMER.value,
        "turns": _TURNS,
        "words": _WORDS,
    }
    return tuple(
        Opening(contact_id=contact_id, month=month, is_labelled=is_labelled, text=text)
        for contact_id, month, is_labelled, text in rows(workspace, _QUERY.format(chosen=chosen), given)
    )
