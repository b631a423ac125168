"""The registry's file: one SQLite database, opened here, whose tables are declared where they are used."""

from datetime import UTC, datetime

import sqlalchemy as sa

from clairevoix.store.workspace import Workspace

#: Every table of the registry. A module that declares one is imported by :mod:`clairevoix.store.registry`.
metadata = sa.MetaData()


def connect(workspace: Workspace) -> sa.Engine:
    """Opens the registry, making its tables if it is new. Write-ahead log, every commit on the disk, deleted rows zeroed."""
    engine = sa.create_engine(f"sqlite:///{workspace.registry}", connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _pragmas(connection: "sa.engine.interfaces.DBAPIConnection", _: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    metadata.create_all(engine)
    return engine


def now() -> str:
    """The moment, in UTC, as the registry writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
