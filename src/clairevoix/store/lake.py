"""The lake: redacted facts in Delta tables on disk, read by DuckDB through each table's list of active files.

How a contact is stored exactly once: its facts are appended under a fresh ``commit_id``, then its row in ``contacts``,
which carries that id, is written in one atomic commit. Facts whose ``commit_id`` no contact carries do not exist for
any reader; a run that is killed between the two leaves only such facts behind, and the next run sweeps them.
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from clairevoix.model.annotation import Review
from clairevoix.model.errors import StoreError
from clairevoix.model.survey import Response
from clairevoix.store import tombstones
from clairevoix.store.rows import Processed, contact_rows, response_row, review_row
from clairevoix.store.schema import FACTS, TABLES
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import Workspace, write_whole

Parameters = Sequence[object] | Mapping[str, object]

_ROOT_PARTITION = "month"
_MANY_FILES = 64
# Statistics of a column would copy its least and greatest text into the table's log, where no deletion reaches them.
_PROPERTIES: dict[str, str | None] = {"delta.dataSkippingNumIndexedCols": "0"}
# DuckDB would otherwise fetch an extension that it lacks from the network.
_IN_MEMORY: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "TimeZone": "UTC",
    "temp_directory": "",  # nothing of a query is spilled to a disk
    "enable_external_file_cache": False,  # nor kept in memory beyond it
}


def commit(workspace: Workspace, batch: Sequence[Processed]) -> None:
    """Stores contacts and all their facts; contacts stored before are replaced in the same commit.

    A contact that was forgotten while it was being heard is not stored.
    """
    gone = tombstones.read(workspace)
    batch = [each for each in batch if not gone.has(Kind.CONTACT, each.contact.contact_id)]
    if not batch:
        return
    commit_id = secrets.token_hex(8)
    made = [contact_rows(processed, commit_id) for processed in batch]
    for name in FACTS:
        write(workspace, name, [row for each in made for row in each[name]])
    known = {contact_id for contact_id, _ in committed(workspace)}
    ids = sorted({processed.contact.contact_id for processed in batch})
    # What replaces must match the predicate, so it names the whole batch, new contacts included.
    replacing = among("contact_id", ids) if known.intersection(ids) else None
    new = [row for each in made for row in each["contacts"]]
    write(workspace, "contacts", new, replacing)


def committed(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Every stored contact with the digest of the stages that made it."""
    return tuple(rows(workspace, "SELECT contact_id, stage_digest FROM contacts ORDER BY ALL"))


def sweep(workspace: Workspace) -> int:
    """Deletes facts that no contact carries, for good. Returns how many commits were swept."""
    swept: set[str] = set()
    for name in FACTS:
        orphans = [
            str(row[0])
            for row in rows(
                workspace, f"SELECT DISTINCT commit_id FROM {name} ANTI JOIN contacts USING (commit_id, contact_id)"
            )
        ]
        if orphans:
            current = "SELECT DISTINCT contact_id FROM contacts WHERE commit_id = ?"
            for orphan in orphans:
                kept = [str(row[0]) for row in rows(workspace, current, [orphan])]
                keep = f" AND NOT ({among('contact_id', kept)})" if kept else ""
                delete(workspace, name, f"commit_id = '{orphan}'{keep}")
            swept.update(orphans)
    return len(swept)


def vacuum(workspace: Workspace) -> None:
    """Removes every file that no table refers to, whatever left it behind."""
    for name in TABLES:
        table = _open(workspace, name)
        if table is not None:
            with _wrapped():
                _vacuum(table)
            _scrub(workspace, name)


def compact(workspace: Workspace) -> None:
    """Merges the small files that many batches leave behind, once there are enough of them to slow a reader down."""
    for name in TABLES:
        table = _open(workspace, name)
        if table is not None and len(table.file_uris()) > _MANY_FILES:
            table.optimize.compact()
            _vacuum(table)


def remove_contacts(workspace: Workspace, contact_ids: Sequence[str]) -> None:
    """Deletes contacts, then their facts and reviews, and the files that held them."""
    if contact_ids:
        for name in ("contacts", *FACTS, "reviews"):
            delete(workspace, name, among("contact_id", contact_ids))


def contacts_before(workspace: Workspace, oldest: date) -> tuple[tuple[str, str | None], ...]:
    """Contacts older than ``oldest``, each with its object in the vault, if it still has one."""
    query = "SELECT contact_id, audio_object FROM contacts WHERE started_on < ? ORDER BY ALL"
    return tuple(rows(workspace, query, [oldest]))


def blank(workspace: Workspace, name: str, columns: Sequence[str], predicate: str) -> int:
    """Empties columns of the rows for which a predicate holds, and deletes the files that held them. Returns how many."""
    filled = " OR ".join(f"{column} IS NOT NULL" for column in columns)
    where = f"({predicate}) AND ({filled})"
    n = int(rows(workspace, f"SELECT count(*) FROM {name} WHERE {where}")[0][0])
    table = _open(workspace, name) if n else None
    if table is not None:
        with _wrapped():
            table.update(updates=dict.fromkeys(columns, "NULL"), predicate=where)
            _vacuum(table)
        _scrub(workspace, name)
    return n


def audio_objects(workspace: Workspace) -> frozenset[str]:
    """The vault's objects that a contact refers to."""
    return frozenset(
        str(row[0]) for row in rows(workspace, "SELECT audio_object FROM contacts WHERE audio_object IS NOT NULL")
    )


def add_responses(
    workspace: Workspace, responses: Sequence[Response], customers: Mapping[str, str] | None = None
) -> None:
    """Stores responses; ``customers`` are pseudonyms by response."""
    named = customers or {}
    write(workspace, "responses", [response_row(response, named.get(response.response_id)) for response in responses])


def add_reviews(workspace: Workspace, reviews: Sequence[Review]) -> None:
    write(workspace, "reviews", [review_row(review) for review in reviews])


def rows(workspace: Workspace, query: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """Runs one query over the lake. Tables are named as in :mod:`clairevoix.store.schema`."""
    with _asking(workspace, query) as connection:
        return connection.execute(query, parameters).fetchall()


def columns(workspace: Workspace, query: str, parameters: Parameters = ()) -> pa.Table:
    """The same as columns, for many rows."""
    with _asking(workspace, query) as connection:
        return connection.sql(query, params=parameters).to_arrow_table()


@contextmanager
def _asking(workspace: Workspace, query: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with _wrapped(), _engine(os.getpid()).cursor() as connection:
        for name in TABLES:
            if name in query:
                _view(connection, workspace, name)
        yield connection


@lru_cache(maxsize=1)
def _engine(_process: int) -> duckdb.DuckDBPyConnection:
    """DuckDB, started once in each process; every cursor has tables of its own."""
    return duckdb.connect(config=_IN_MEMORY)


@contextmanager
def reading(workspace: Workspace, *names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of its own with these tables of the lake as views, for queries that build on each other."""
    with _wrapped(), duckdb.connect(config=_IN_MEMORY) as connection:
        for name in names:
            _view(connection, workspace, name)
        yield connection


def _view(connection: duckdb.DuckDBPyConnection, workspace: Workspace, name: str) -> None:
    table = _open(workspace, name)
    files = table.file_uris() if table is not None else []
    if not files:
        connection.register(name, TABLES[name].empty_table())
        return
    listed = ", ".join("'" + uri.replace("'", "''") + "'" for uri in files)
    partitioned = "hive_partitioning = true, hive_types = {'month': VARCHAR}, " if _is_partitioned(name) else ""
    stored = f"SELECT * FROM read_parquet([{listed}], {partitioned}union_by_name = true)"
    if table is not None and set(TABLES[name].names) - {column.name for column in table.schema().fields}:
        # Written before a column was known: it is null there.
        connection.register(f"{name}_columns", TABLES[name].empty_table())
        stored = f"SELECT * FROM {name}_columns UNION ALL BY NAME {stored}"
    connection.execute(f"CREATE TEMP VIEW {name} AS {stored}")


def write(workspace: Workspace, name: str, rows: list[dict[str, object]], replacing: str | None = None) -> None:
    """Appends rows to a table in one commit; with ``replacing``, a predicate, in place of those for which it holds."""
    if rows:
        write_table(workspace, name, pa.Table.from_pylist(rows, schema=TABLES[name]), replacing)


def write_table(workspace: Workspace, name: str, data: pa.Table, replacing: str | None = None) -> None:
    """The same of columns that are put together already; others than the table's own are left out."""
    if not data.num_rows:
        return
    data = data.select(TABLES[name].names).cast(TABLES[name])
    path, partition = _path(workspace, name), [_ROOT_PARTITION] if _is_partitioned(name) else None
    with _wrapped():
        if replacing:
            write_deltalake(
                path, data, partition_by=partition, mode="overwrite", predicate=replacing, schema_mode="merge"
            )
            _scrub(workspace, name)
        else:
            write_deltalake(
                path, data, partition_by=partition, mode="append", schema_mode="merge", configuration=_PROPERTIES
            )


def arrow(workspace: Workspace, query: str, parameters: Parameters = (), *, threads: int | None = None) -> pa.Table:
    """The same as :func:`rows`, in columns; ``threads`` limits how many are used."""
    with _wrapped(), duckdb.connect(config=_IN_MEMORY | ({"threads": threads} if threads else {})) as connection:
        connection.execute("SET enable_progress_bar = false")
        for name in TABLES:
            if name in query:
                _view(connection, workspace, name)
        return connection.sql(query, params=parameters).to_arrow_table()


def delete(workspace: Workspace, name: str, predicate: str) -> None:
    """Deletes the rows for which a predicate holds, and the files that held them."""
    table = _open(workspace, name)
    if table is not None:
        with _wrapped():
            table.delete(predicate)
            _vacuum(table)
        _scrub(workspace, name)


@contextmanager
def _wrapped() -> Iterator[None]:
    """The libraries' messages may quote rows, so they go no further."""
    try:
        yield
    except (DeltaError, duckdb.Error):
        raise StoreError("the lake could not be read or written") from None


def _vacuum(table: DeltaTable) -> None:
    # No reader holds an old version: the web opens the published snapshot only. Full: files that a killed run wrote
    # and never committed are in no log, and go as well.
    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True)


def _scrub(workspace: Workspace, name: str) -> None:
    """Takes out of a table's log by which predicate rows went: it names them. No reader of Delta Lake needs it."""
    for path in (workspace.lake / name / "_delta_log").glob("*.json"):
        content = path.read_text(encoding="utf-8")
        if '"predicate"' not in content:
            continue
        actions = [json.loads(line) for line in content.splitlines()]
        for action in actions:
            action.get("commitInfo", {}).get("operationParameters", {}).pop("predicate", None)
        kept = "".join(json.dumps(action, separators=(",", ":"), ensure_ascii=False) + "\n" for action in actions)
        write_whole(path, kept.encode(), mode=0o600)


def _open(workspace: Workspace, name: str) -> DeltaTable | None:
    path = _path(workspace, name)
    return DeltaTable(path) if DeltaTable.is_deltatable(path) else None


def _path(workspace: Workspace, name: str) -> str:
    path: Path = workspace.lake / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return str(path)


def _is_partitioned(name: str) -> bool:
    return _ROOT_PARTITION in TABLES[name].names


def among(column: str, values: Sequence[str]) -> str:
    """The predicate of a column that has one of some values."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{column} IN ({listed})"
