"""Steps in the lake: one row for each event, the newest version of it, however often and in whichever order it was told."""

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from clairevoix.model.step import Step
from clairevoix.store import lake
from clairevoix.store.schema import STEPS
from clairevoix.store.workspace import Workspace

_BATCH = 100_000
#: Events are compared by the first digits of their pseudonyms, so that what is compared at once fits in memory.
_BUCKET_ROWS = 2_000_000
_NAMED_AT_ONCE = 5_000
_COLUMNS = ", ".join(STEPS.names)
_SAME = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in STEPS.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of the rows of a log: new events, newer versions of known ones, older versions, and repetitions."""

    stored: int = 0
    corrected: int = 0
    outdated: int = 0
    already_known: int = 0

    def __add__(self, other: "Merged") -> "Merged":
        return Merged(**{name: getattr(self, name) + getattr(other, name) for name in Merged.__slots__})


def merge(workspace: Workspace, steps: Iterable[Step]) -> Merged:
    """Stores the newest version of each event; of two with the same revision, the one that was read last.

    Nothing is stored if ``steps`` raises. Killed midway, what is stored is whole and the same log read again completes it.
    """
    with _waiting(workspace, steps) as (folder, n_rows):
        n_buckets = min(256, 16 ** len(f"{n_rows // _BUCKET_ROWS:x}")) if n_rows >= _BUCKET_ROWS else 1
        found = Merged()
        for bucket in range(n_buckets):
            found += _merge_bucket(workspace, folder, bucket, n_buckets)
    return found


@contextmanager
def _waiting(workspace: Workspace, steps: Iterable[Step]) -> Iterator[tuple[Path, int]]:
    """The steps as files, in the order in which they were read, and how many there are."""
    folder = workspace.root / f".steps.{secrets.token_hex(4)}.tmp"
    folder.mkdir(mode=0o700)
    try:
        n_rows, left = 0, iter(steps)
        while batch := list(islice(left, _BATCH)):
            columns = {name: [getattr(step, name) for step in batch] for name in STEPS.names}
            table = pa.table(columns, schema=STEPS)
            table = table.append_column("position", pa.array(range(n_rows, n_rows + len(batch)), pa.int64()))
            pq.write_table(table, folder / f"{n_rows:012}.parquet", compression="zstd")
            n_rows += len(batch)
        yield folder, n_rows
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _merge_bucket(workspace: Workspace, folder: Path, bucket: int, n_buckets: int) -> Merged:
    if not any(folder.iterdir()):
        return Merged()
    with lake.reading(workspace, "steps") as connection:
        _compare(connection, folder, bucket, n_buckets)
        counts = dict(connection.execute("SELECT fate, sum(n)::BIGINT FROM fates GROUP BY 1").fetchall())
        new, changed = (
            connection.sql(f"SELECT {_COLUMNS} FROM judged WHERE fate = '{fate}'").to_arrow_table().cast(STEPS)
            for fate in ("stored", "corrected")
        )
    ids: Sequence[str] = changed.column("step_id").to_pylist()
    for first in range(0, len(ids), _NAMED_AT_ONCE):
        named = lake.among("step_id", ids[first : first + _NAMED_AT_ONCE])
        lake.write_table(workspace, "steps", changed.slice(first, _NAMED_AT_ONCE), named)
    if new.num_rows:
        lake.write_table(workspace, "steps", new)
    return Merged(**counts)


def _compare(connection: duckdb.DuckDBPyConnection, folder: Path, bucket: int, n_buckets: int) -> None:
    """Makes ``judged``, the newest version of each event that was read, and ``fates``, how many rows went which way."""
    within = f"('0x' || left(step_id, 2))::INT % {n_buckets} = {bucket}" if n_buckets > 1 else "true"
    connection.execute(f"""
        CREATE TEMP TABLE arrived AS SELECT * FROM read_parquet('{folder}/*.parquet') WHERE {within};
        CREATE TEMP TABLE newest AS SELECT * FROM arrived
        QUALIFY row_number() OVER (PARTITION BY step_id ORDER BY revision DESC, position DESC) = 1;
        CREATE TEMP TABLE judged AS SELECT a.*, CASE
            WHEN b.step_id IS NULL THEN 'stored'
            WHEN {_SAME} THEN 'already_known'
            WHEN a.revision < b.revision THEN 'outdated'
            ELSE 'corrected' END AS fate
        FROM newest a LEFT JOIN (SELECT * FROM steps WHERE {within}) b USING (step_id);
        CREATE TEMP TABLE fates AS
        SELECT fate, count(*) AS n FROM judged GROUP BY 1
        UNION ALL
        SELECT CASE WHEN {_SAME} THEN 'already_known' ELSE 'outdated' END, count(*)
        FROM arrived a JOIN newest b ON a.step_id = b.step_id AND a.position <> b.position GROUP BY 1;
    """)


def note_log(workspace: Workspace, log_id: str, journey: str, read_on: date, counts: dict[str, int]) -> None:
    """Keeps what became of a log's rows, in place of what was kept of it when it was read before."""
    named = {"log_id": log_id, "journey": journey, "read_on": read_on}
    known = lake.rows(workspace, "SELECT count(*) FROM step_logs WHERE log_id = ?", [log_id])[0][0]
    rows = [{**named, "what": what, "n": n} for what, n in sorted(counts.items())]
    lake.write(workspace, "step_logs", rows, lake.among("log_id", [log_id]) if known else None)


def log_counts(workspace: Workspace) -> dict[str, int]:
    """What became of the rows of all logs, by name, as each was read last."""
    found = lake.rows(workspace, "SELECT what, sum(n)::BIGINT FROM step_logs GROUP BY 1 ORDER BY 1")
    return {str(what): int(n) for what, n in found}
