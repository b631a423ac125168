"""The log of contacts in the lake: each contact once, however often it was told."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from clairevoix.model.logged import LoggedContact
from clairevoix.store import lake
from clairevoix.store.schema import CONTACT_LOG
from clairevoix.store.workspace import Workspace

#: What is compared to tell the same contact from another under its name. Whose it is may have been forgotten since.
_TOLD = [name for name in CONTACT_LOG.names if name not in ("entry_id", "customer")]
_SAME = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in _TOLD)
_COLUMNS = ", ".join(f"a.{name}" for name in CONTACT_LOG.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How many were stored and known, and the places in the sequence of those that contradict one that came before."""

    stored: int
    already_known: int
    contradicting: tuple[int, ...]


def add(workspace: Workspace, contacts: Sequence[LoggedContact]) -> Added:
    """Stores what is not stored yet, in one commit."""
    columns = {name: [getattr(each, name) for each in contacts] for name in CONTACT_LOG.names}
    arrived = pa.table(columns, schema=CONTACT_LOG)
    arrived = arrived.append_column("position", pa.array(range(len(contacts)), pa.int64()))
    with lake.reading(workspace, "contact_log") as connection:
        connection.register("arrived", arrived)
        connection.execute(f"""
            CREATE TEMP TABLE firsts AS SELECT * FROM arrived
            QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY position) = 1;
            CREATE TEMP TABLE judged AS SELECT a.*, CASE
                WHEN s.entry_id IS NOT NULL AND {_SAME.replace("b.", "s.")} THEN 'known'
                WHEN s.entry_id IS NOT NULL THEN 'contradicting'
                WHEN a.position = b.position THEN 'stored'
                WHEN {_SAME} THEN 'known'
                ELSE 'contradicting' END AS fate
            FROM arrived a JOIN firsts b USING (entry_id) LEFT JOIN contact_log s USING (entry_id);
        """)
        counts = dict(connection.execute("SELECT fate, count(*) FROM judged GROUP BY 1").fetchall())
        places = connection.execute("SELECT position FROM judged WHERE fate = 'contradicting' ORDER BY 1").fetchall()
        new = connection.sql(f"SELECT {_COLUMNS} FROM judged a WHERE fate = 'stored' ORDER BY position")
        table = new.to_arrow_table().cast(CONTACT_LOG)
    if table.num_rows:
        lake.write_table(workspace, "contact_log", table)
    return Added(
        stored=counts.get("stored", 0),
        already_known=counts.get("known", 0),
        contradicting=tuple(int(row[0]) for row in places),
    )
