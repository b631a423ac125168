"""The redacted words of many contacts at once, in columns and in parts."""

import pyarrow as pa

from clairevoix.store import lake
from clairevoix.store.workspace import Workspace

#: So many words of a part fit well into the memory of any machine.
_WORDS_A_PART = 4_000_000
_QUERY = """
    SELECT contact_id, month, commit_id, language, duration_ms, turn, channel, party, start_ms, end_ms, text, score
    FROM words
    JOIN (SELECT contact_id, commit_id, language, duration_ms FROM contacts) AS own USING (contact_id, commit_id)
    WHERE hash(contact_id) % $n = $number
    ORDER BY language, party, contact_id, channel, turn, position
"""


def n_parts(workspace: Workspace, jobs: int) -> int:
    """Into how many parts the words of a workspace are read, for so many processes."""
    n = int(lake.rows(workspace, "SELECT count(*) FROM words")[0][0])
    wanted = -(-n // _WORDS_A_PART)
    return wanted if wanted <= 1 else max(wanted, jobs)


def spoken(workspace: Workspace, number: int, n: int) -> pa.Table:
    """The words of the contacts of one of ``n`` parts, voice by voice, as they were said."""
    wanted = {"number": number, "n": max(n, 1)}
    return lake.arrow(workspace, _QUERY, wanted, threads=1 if n > 1 else None)
