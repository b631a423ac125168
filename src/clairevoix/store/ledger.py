"""The ledger: what was done, one leaf an event, appended and never changed."""

import hashlib
import json
import secrets

import sqlalchemy as sa

from clairevoix.store.database import metadata, now

_ledger = sa.Table(
    "ledger",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("leaf", sa.String, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("payload", sa.String, nullable=False),
)


def append(engine: sa.Engine, event: str, **facts: str | int | float) -> None:
    """Adds a leaf to the ledger: an event, with identifiers and counts."""
    with engine.begin() as connection:
        append_within(connection, event, **facts)


def append_within(connection: sa.Connection, event: str, **facts: str | int | float) -> None:
    """The same in a transaction that is open: what is done and its leaf are kept together or not at all."""
    payload = json.dumps({"event": event, **facts, "at": now()}, sort_keys=True, ensure_ascii=False)
    salt = secrets.token_bytes(16)
    # The salt lets a payload be deleted in time without its leaf giving it away (RFC 9162 § 2.1.1 hashes 0x00 || leaf).
    leaf = hashlib.sha256(b"\x00" + salt + payload.encode()).hexdigest()
    connection.execute(_ledger.insert().values(leaf=leaf, salt=salt, payload=payload))


def leaves(engine: sa.Engine) -> tuple[dict[str, object], ...]:
    """The ledger's payloads, oldest first."""
    with engine.connect() as connection:
        return tuple(json.loads(row.payload) for row in connection.execute(sa.select(_ledger).order_by("number")))
