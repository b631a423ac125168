"""The redacted words of many contacts at once, in columns and in parts."""

import os
from collections.abc import Sequence

import pyarrow as pa

from clairevoix.store import lake
from clairevoix.store.workspace import Workspace

#: So many words of a part fit well into the memory of any machine.
_WORDS_A_PART = 4_000_000
_QUERY = """
    SELECT contact_id, month, commit_id, language, channel, party, start_ms, end_ms, text
    FROM words JOIN (SELECT contact_id, commit_id, language FROM contacts) AS contacts USING (contact_id, commit_id)
    WHERE hash(contact_id) % $n = $number AND list_contains($parties, party)
    ORDER BY language, party, contact_id, channel, turn, position
"""


def n_parts(workspace: Workspace, jobs: int) -> int:
    """Into how many parts the words of a workspace are read, for so many processes (0: one for each core)."""
    n = int(lake.rows(workspace, "SELECT count(*) FROM words")[0][0])
    wanted = -(-n // _WORDS_A_PART)
    return wanted if wanted <= 1 else max(wanted, jobs or os.cpu_count() or 1)


def spoken(workspace: Workspace, number: int, n: int, parties: Sequence[str]) -> pa.Table:
    """The words of the contacts of one of ``n`` parts, said by these parties: contact by contact, as they were said."""
    wanted = {"number": number, "n": max(n, 1), "parties": list(parties)}
    return lake.arrow(workspace, _QUERY, wanted, threads=1 if n > 1 else None)
