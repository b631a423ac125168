"""Signed heads of the ledger, and what witnesses signed beside them.

The newest one also lies beside the keys, so that an older registry put in the place of a newer one is seen.
"""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairevoix.charter import notes
from clairevoix.charter.merkle import frontier_of
from clairevoix.charter.notes import Checkpoint, NoteError, SignatureType, SignerKey, VerifierKey
from clairevoix.model.errors import StoreError
from clairevoix.store import ledger
from clairevoix.store.workspace import Workspace, secret, write_whole

KEY = "ledger.key"
HEAD = "ledger.head"
BEHIND = (
    "the registry holds less of the ledger than was signed before: an older one was put in its place; if that was meant, "
    "say so: clairevoix ledger checkpoint --restored"
)


def installation_key(workspace: Workspace) -> SignerKey:
    """The key under which this installation signs. Its name, the ledger's origin, says which key it is."""
    seed = secret(workspace, KEY)
    public_key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return SignerKey(name=f"clairevoix/{public_key[:8].hex()}", seed=seed)


def seal(workspace: Workspace, engine: sa.Engine, at: datetime, *, restored: bool = False) -> Checkpoint:
    """Signs the head of the ledger as it is now, and keeps it in the registry and beside the keys.

    Raises StoreError if the registry is older than the last head signed, unless it is said to be ``restored``: then the
    ledger says so too.
    """
    if is_behind(workspace, engine):
        if not restored:
            raise StoreError(BEHIND)
        last = newest(workspace)
        ledger.append(engine, "registry-restored", signed=last.size if last else 0)
    made = checkpoint(engine, installation_key(workspace), at)
    with engine.connect() as connection:
        note = _note_of(connection, made.size)
    write_whole(_head_file(workspace), note.encode(), mode=0o600)
    return made


def checkpoint(engine: sa.Engine, key: SignerKey, at: datetime) -> Checkpoint:
    """Signs the head of the ledger and keeps it; one that is there already stays as it is.

    Raises StoreError if a head of as many leaves has another root.
    """
    with engine.begin() as connection:
        found = ledger.frontier(connection)
        made = Checkpoint(origin=key.name, size=found.size, root=found.root)
        row = connection.execute(_of(made.size)).one_or_none()
        if row is not None and row.root != made.root.hex():
            raise StoreError("the ledger has another signed head of as many leaves; see: clairevoix ledger verify")
        if row is None:
            values = {"size": made.size, "root": made.root.hex(), "note": notes.signed(made.text, key)}
            connection.execute(ledger.checkpoints.insert().values(values | {"made_at": _moment(at)}))
    return made


def newest(workspace: Workspace) -> Checkpoint | None:
    """The last head that was signed here, from beside the keys. Raises StoreError if that file is damaged."""
    path = _head_file(workspace)
    if not path.exists():
        return None
    try:
        text = notes.opened(path.read_text(encoding="utf-8"), installation_key(workspace).verifier())
        return notes.parse_checkpoint(text)
    except (NoteError, UnicodeDecodeError):
        raise StoreError(f"the last signed head of the ledger, {HEAD} beside the keys, is damaged") from None


def is_behind(workspace: Workspace, engine: sa.Engine) -> bool:
    """Whether the registry no longer holds what was signed last."""
    last = newest(workspace)
    if last is None:
        return False
    with engine.connect() as connection:
        if ledger.frontier(connection).size < last.size:
            return True
        row = connection.execute(_of(last.size)).one_or_none()
        if row is not None and row.root == last.root.hex():
            return False
        rows = connection.execute(sa.select(ledger.table.c.leaf).order_by("number").limit(last.size))
        return frontier_of(bytes.fromhex(row.leaf) for row in rows).root != last.root


def add_witness(engine: sa.Engine, text: str) -> VerifierKey:
    """Keeps the public key of a witness, which is never taken away. A leaf says so.

    Raises StoreError if it is no key of a witness.
    """
    try:
        key = notes.parse_verifier_key(text.strip())
    except NoteError:
        raise StoreError("that is not the public key of a witness") from None
    if key.signature_type is not SignatureType.COSIGNATURE:
        raise StoreError("that is not the public key of a witness")
    with engine.begin() as connection:
        if str(key) not in _witnesses(connection):
            values = {"verifier_key": str(key), "added_at": _moment(datetime.now(UTC))}
            connection.execute(ledger.witnesses.insert().values(values))
            ledger.append_within(connection, "witness-added", key=key.key_id.hex())
    return key


def add_cosignature(engine: sa.Engine, note: str) -> tuple[Checkpoint, datetime]:
    """Keeps what a known witness signed beside a head of this ledger. Returns that head, and when the witness looked.

    Raises StoreError if the head is none of this ledger, or the signature none of a known witness.
    """
    with engine.begin() as connection:
        for text in _witnesses(connection):
            key = notes.parse_verifier_key(text)
            try:
                line, seen = notes.cosignature(note, key)
                seen_at = datetime.fromtimestamp(seen, UTC)
                found = notes.parse_checkpoint(notes.text_of(note))
            except (NoteError, ValueError, OverflowError, OSError):
                continue
            row = connection.execute(_of(found.size)).one_or_none()
            if row is None or not row.note.startswith(f"{found.text}\n"):
                raise StoreError("what the witness signed is no head of this ledger")
            place = (ledger.cosignatures.c.size == found.size) & (ledger.cosignatures.c.verifier_key == text)
            connection.execute(ledger.cosignatures.delete().where(place))
            values = {"size": found.size, "verifier_key": text, "line": line, "seen_at": _moment(seen_at)}
            connection.execute(ledger.cosignatures.insert().values(values))
            ledger.append_within(connection, "cosignature", size=found.size, key=key.key_id.hex())
            return found, seen_at
    raise StoreError("no known witness signed that; make its key known with --witness")


def witnessed(engine: sa.Engine) -> tuple[int, datetime] | None:
    """The greatest head that a witness signed, and when it looked."""
    wanted = sa.select(ledger.cosignatures.c.size, ledger.cosignatures.c.seen_at)
    with engine.connect() as connection:
        row = connection.execute(wanted.order_by(ledger.cosignatures.c.size.desc()).limit(1)).one_or_none()
    return None if row is None else (row.size, datetime.fromisoformat(row.seen_at))


def _head_file(workspace: Workspace) -> Path:
    return workspace.keys / HEAD


def _of(size: int) -> "sa.Select[tuple[str, str]]":
    wanted = sa.select(ledger.checkpoints.c.root, ledger.checkpoints.c.note)
    return wanted.where(ledger.checkpoints.c.size == size)


def _note_of(connection: sa.Connection, size: int) -> str:
    return str(connection.execute(_of(size)).one().note)


def _witnesses(connection: sa.Connection) -> tuple[str, ...]:
    return tuple(connection.execute(sa.select(ledger.witnesses.c.verifier_key)).scalars())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
