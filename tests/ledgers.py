"""Ledgers for tests: made quickly, dated as the test wants, tampered with as whoever holds the machine could."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import sqlalchemy as sa

from clairevoix.store import database, ledger, ledger_export
from clairevoix.store.workspace import SETTINGS_FILE, Workspace

#: The moment at which tests of the ledger happen.
MOMENT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def a_registry(root: Path) -> tuple[Workspace, sa.Engine]:
    """An empty registry, with its keys beside it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / SETTINGS_FILE).touch()
    workspace = Workspace(root=root, keys=root / "keys")
    return workspace, database.connect(workspace)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The ledger's clock, stopped."""
    with patch.object(ledger, "now", lambda: moment.isoformat(timespec="seconds")):
        yield


def fill(engine: sa.Engine, n: int, moment: datetime = MOMENT) -> None:
    """Adds ``n`` leaves of several kinds, in one transaction."""
    with at(moment), engine.begin() as connection:
        for number in range(n):
            if number % 3:
                ledger.append_within(connection, "run", done=number)
            else:
                ledger.append_within(connection, "refusal", rule=f"R{number % 7}", contact=f"{number:016x}")


def exported(workspace: Workspace, engine: sa.Engine, path: Path, moment: datetime = MOMENT) -> Path:
    with at(moment):
        ledger_export.export(workspace, engine, path, moment)
    return path


@contextmanager
def tampering(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    """The registry's file, opened past clairevoix."""
    connection = sqlite3.connect(workspace.registry)
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def rewritten(workspace: Workspace, payloads: Iterable[dict[str, object]]) -> sa.Engine:
    """The whole ledger made again with other contents, under the installation's own key: all that an operator can do."""
    for name in ("registry.sqlite", "registry.sqlite-wal", "registry.sqlite-shm", "keys/ledger.head"):
        (workspace.root / name).unlink(missing_ok=True)
    engine = database.connect(workspace)
    with engine.begin() as connection:
        for payload in payloads:
            facts = dict(payload)
            event, moment = facts.pop("event"), facts.pop("at")
            with at(datetime.fromisoformat(moment)):
                ledger.append_within(connection, event, **facts)
    return engine


def months(n: int) -> timedelta:
    return timedelta(days=31 * n)


def rows_of(bundle: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in bundle.read_text(encoding="utf-8").splitlines()]
