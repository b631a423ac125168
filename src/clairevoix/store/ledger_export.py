"""The ledger as its witness takes it along: a bundle of JSON lines, each written in one way only.

The first line has ``format``, ``key`` (the installation's public key), ``size`` and ``checkpoints``, the signed heads.
Then comes one line a leaf, oldest first: ``number``, ``leaf`` and ``salt`` in hexadecimal, ``payload`` as text; the last
two are null once they expired.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from clairevoix.model.errors import StoreError
from clairevoix.store import checkpoints, ledger
from clairevoix.store.workspace import Workspace, write_whole

FORMAT = "clairevoix-ledger/1"


def export(workspace: Workspace, engine: sa.Engine, path: Path, at: datetime) -> int:
    """Writes the whole ledger under a fresh signed head; returns its number of leaves. That it was exported is a leaf.

    Raises StoreError if the file cannot be written, or if the registry is older than the last head that was signed.
    """
    ledger.append(engine, "ledger-export")
    size = checkpoints.seal(workspace, engine, at).size
    key = str(checkpoints.installation_key(workspace).verifier())
    try:
        with engine.connect() as connection:
            write_whole(path, lines(connection, key, size), mode=0o600)
    except OSError:
        raise StoreError("the bundle cannot be written there") from None
    except (sa.exc.OperationalError, UnicodeDecodeError):
        raise StoreError("a leaf is no text any more; see: clairevoix ledger verify") from None
    return size


def lines(connection: sa.Connection, key: str, size: int) -> Iterator[bytes]:
    """The bundle of the first ``size`` leaves."""
    signed = sa.select(ledger.checkpoints.c.note).where(ledger.checkpoints.c.size <= size)
    heads = list(connection.execute(signed.order_by(ledger.checkpoints.c.size)).scalars())
    yield _line({"format": FORMAT, "key": key, "size": size, "checkpoints": heads})
    wanted = sa.select(ledger.table).order_by(ledger.table.c.number).limit(size)
    with connection.execution_options(yield_per=1000).execute(wanted) as rows:
        for row in rows:
            said = {"salt": row.salt.hex(), "payload": row.payload} if row.payload else {"salt": None, "payload": None}
            yield _line({"number": row.number, "leaf": row.leaf, **said})


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
