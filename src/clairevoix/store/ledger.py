"""The ledger: what was done, one leaf an event, appended and never changed.

Leaves are numbered from 1 without a gap and form the Merkle tree of :mod:`clairevoix.charter.merkle`. A leaf is the hash
of a salt and the event's text, both of which are deleted after twelve months: the leaf stays, so that every proof still
holds, and without its salt nobody can guess what it said.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import Reading, ReadingPurpose, ReadOf, admit_reading
from clairevoix.charter.merkle import Frontier, frontier_of
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.store.database import metadata, now

SALT_BYTES = 16
EXPIRY = "ledger-expiry"
READ = "read"

#: ``salt`` and ``payload`` are empty once they expired.
table = sa.Table(
    "ledger",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("leaf", sa.String, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("payload", sa.String, nullable=False),
)
#: One row, which every appender must change: so they take turns, and numbers have no gap. Nodes are hexadecimal.
head = sa.Table(
    "ledger_head",
    metadata,
    sa.Column("head_id", sa.Integer, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("frontier", sa.String, nullable=False),
)
checkpoints = sa.Table(
    "ledger_checkpoints",
    metadata,
    sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("root", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
)
witnesses = sa.Table(
    "ledger_witnesses",
    metadata,
    sa.Column("verifier_key", sa.String, primary_key=True),
    sa.Column("added_at", sa.String, nullable=False),
)
cosignatures = sa.Table(
    "ledger_cosignatures",
    metadata,
    sa.Column("size", sa.Integer, sa.ForeignKey("ledger_checkpoints.size"), primary_key=True),
    sa.Column("verifier_key", sa.String, sa.ForeignKey("ledger_witnesses.verifier_key"), primary_key=True),
    sa.Column("line", sa.String, nullable=False),
    sa.Column("seen_at", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one leaf says, as long as it may be read."""

    number: int
    event: str
    at: datetime
    facts: dict[str, str | int | float]


def append(engine: sa.Engine, event: str, **facts: str | int | float) -> None:
    """Adds a leaf to the ledger: an event, with identifiers and counts."""
    with engine.begin() as connection:
        append_within(connection, event, **facts)


def append_within(connection: sa.Connection, event: str, **facts: str | int | float) -> None:
    """The same in a transaction that is open: what is done and its leaf are kept together or not at all."""
    before = _taken(connection)
    payload = json.dumps({"event": event, **facts, "at": now()}, sort_keys=True, ensure_ascii=False)
    salt = secrets.token_bytes(SALT_BYTES)
    leaf = leaf_of(salt, payload.encode())
    after = before.with_leaf(bytes.fromhex(leaf))
    connection.execute(table.insert().values(number=after.size, leaf=leaf, salt=salt, payload=payload))
    connection.execute(head.update().values(frontier=_written(after)))


def leaf_of(salt: bytes, payload: bytes) -> str:
    """SHA-256 of 0x00, salt and payload (RFC 9162, § 2.1.1), in hexadecimal."""
    return hashlib.sha256(b"\x00" + salt + payload).hexdigest()


def record_read(
    engine: sa.Engine, *, account_id: str, role: Role, purpose: str | None, ticket: str | None, agent_id: str
) -> ReadOf:
    """Writes to the ledger that somebody reads one employee's data. Nothing of it is shown before this returns.

    Raises CharterRefusal(R15) without a purpose and a ticket; the refusal is a leaf.
    """
    try:
        read = admit_reading(account_id=account_id, role=role, purpose=purpose, ticket=ticket, agent_id=agent_id)
    except CharterRefusal as refusal:
        append(engine, "refusal", rule=refusal.rule_id, account=account_id)
        raise
    who = {"account": read.account_id, "role": read.role.value, "agent": read.agent_id}
    append(engine, READ, purpose=read.purpose.value, ticket=read.ticket, **who)
    return read


def readings(engine: sa.Engine, agent_id: str, since: date) -> tuple[Reading, ...]:
    """Who read this employee's data, as the employee may see it, newest first."""
    found = entries(engine, event=READ, since=since, agent_id=agent_id)
    return tuple(
        Reading(
            read_on=entry.at.date(),
            purpose=ReadingPurpose(str(entry.facts["purpose"])),
            role=Role(str(entry.facts["role"])),
        )
        for entry in reversed(found)
    )


def entries(
    engine: sa.Engine, *, event: str | None = None, since: date | None = None, agent_id: str | None = None
) -> tuple[Entry, ...]:
    """What the leaves say that did not expire, oldest first: of one event, from one day (UTC) on, about one employee."""
    wanted = sa.select(table.c.number, table.c.payload).where(table.c.payload != "").order_by(table.c.number)
    for value in (event, agent_id):
        if value is not None:
            wanted = wanted.where(table.c.payload.contains(json.dumps(value, ensure_ascii=False), autoescape=True))
    with engine.connect() as connection:
        found = tuple(_entry(row.number, row.payload) for row in connection.execute(wanted))
    return tuple(
        entry
        for entry in found
        if (event is None or entry.event == event)
        and (since is None or entry.at.date() >= since)
        and (agent_id is None or entry.facts.get("agent") == agent_id)
    )


def leaves(engine: sa.Engine) -> tuple[dict[str, object], ...]:
    """The payloads that did not expire, oldest first."""
    wanted = sa.select(table.c.payload).where(table.c.payload != "").order_by(table.c.number)
    with engine.connect() as connection:
        return tuple(json.loads(row.payload) for row in connection.execute(wanted))


def expire(connection: sa.Connection, before: date) -> int:
    """Deletes what the leaves from before that day (UTC) said, and their salts. The leaves stay. Returns how many.

    Only a beginning of the ledger expires, so that what is missing elsewhere shows; a leaf dated in the future, by a
    clock that ran ahead, holds nothing back. The expiry is a leaf itself.
    """
    through, n_expired, n_waiting = 0, 0, 0
    moment = now()
    for number, at in _dated(connection):
        n_waiting += 1
        if at[:10] < before.isoformat():
            through, n_expired, n_waiting = number, n_expired + n_waiting, 0
        elif at <= moment:
            break
    if through:
        connection.execute(table.update().where(table.c.number <= through).values(payload="", salt=b""))
        append_within(connection, EXPIRY, through=through, before=before.isoformat())
    return n_expired


def frontier(connection: sa.Connection) -> Frontier:
    """Of all leaves that were appended."""
    row = connection.execute(sa.select(head.c.size, head.c.frontier)).one_or_none()
    return _frontier_of_leaves(connection) if row is None else _read(row.size, row.frontier)


def _dated(connection: sa.Connection) -> Iterator[tuple[int, str]]:
    wanted = sa.select(table.c.number, table.c.payload).where(table.c.payload != "").order_by(table.c.number)
    with connection.execute(wanted) as rows:
        for number, payload in rows:
            yield number, _entry(number, payload).at.astimezone(UTC).isoformat(timespec="seconds")


def _taken(connection: sa.Connection) -> Frontier:
    """The frontier to append to. Whoever else appends waits until this transaction ends."""
    longer = head.update().values(size=head.c.size + 1).returning(head.c.size, head.c.frontier)
    row = connection.execute(longer).one_or_none()
    if row is not None:
        return _read(row.size - 1, row.frontier)
    found = _frontier_of_leaves(connection)
    connection.execute(head.insert().values(head_id=1, size=found.size + 1, frontier=_written(found)))
    return found


def _frontier_of_leaves(connection: sa.Connection) -> Frontier:
    rows = connection.execute(sa.select(table.c.leaf).order_by(table.c.number))
    return frontier_of(bytes.fromhex(row.leaf) for row in rows)


def _written(found: Frontier) -> str:
    return "".join(node.hex() for node in found.nodes)


def _read(size: int, nodes: str) -> Frontier:
    if size < 0 or len(nodes) != 64 * size.bit_count():
        raise StoreError("the head of the ledger is damaged; see: clairevoix ledger verify")
    found = bytes.fromhex(nodes)
    return Frontier(size=size, nodes=tuple(found[start : start + 32] for start in range(0, len(found), 32)))


def _entry(number: int, payload: str) -> Entry:
    try:
        facts = json.loads(payload)
        return Entry(number=number, event=facts.pop("event"), at=datetime.fromisoformat(facts.pop("at")), facts=facts)
    except (ValueError, KeyError, AttributeError):
        raise StoreError(f"leaf {number} of the ledger is damaged; see: clairevoix ledger verify") from None
