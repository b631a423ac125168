"""Signed receipts of what was deleted: counts, terms and a digest of what went, under the key that signs the ledger.

A receipt is a C2SP signed note over one line of JSON, keys sorted: the works council checks it with the same verifier key
as the ledger's heads. Its digest stands in the ledger.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sa

from clairevoix.charter import notes
from clairevoix.charter.notes import NoteError, SignerKey, VerifierKey
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within

_receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one deletion did. ``objects`` is the digest of the identifiers that went; ``terms`` are days.

    ``day`` is the one by which terms were judged, ``at`` the moment in UTC; ``tombstones`` is how many there were then.
    """

    kind: str
    reason: str
    counts: Mapping[str, int]
    objects: str
    terms: Mapping[str, int]
    charter: str
    day: str
    at: str
    tombstones: int


def digest_of(identifiers: Iterable[str]) -> str:
    """SHA-256 of identifiers, each once, in order, one a line: whoever holds them can compute it again."""
    return hashlib.sha256("".join(f"{each}\n" for each in sorted(set(identifiers))).encode()).hexdigest()


def issue_within(connection: sa.Connection, key: SignerKey, receipt: Receipt) -> str:
    """Signs a receipt, keeps it and writes it in the ledger, in an open transaction. Returns the note."""
    text = json.dumps(asdict(receipt), sort_keys=True, separators=(",", ":")) + "\n"
    note = notes.signed(text, key)
    digest = hashlib.sha256(note.encode()).hexdigest()
    connection.execute(_receipts.insert().values(digest=digest, note=note))
    append_within(connection, receipt.kind, reason=receipt.reason, receipt=digest, **receipt.counts)
    return note


def verify_receipt(note: str, key: VerifierKey) -> Receipt:
    """What a receipt says. Raises NoteError unless that key signed it."""
    text = notes.opened(note, key)
    try:
        values = json.loads(text)
        return Receipt(**{each.name: values[each.name] for each in fields(Receipt)})
    except (ValueError, KeyError, TypeError):
        raise NoteError("the note is no receipt") from None


def receipts(engine: sa.Engine, last: int | None = None) -> tuple[str, ...]:
    """The notes of all receipts, or of the last ones, oldest first."""
    query = sa.select(_receipts.c.note).order_by(_receipts.c.number.desc()).limit(last)
    with engine.connect() as connection:
        return tuple(str(row.note) for row in connection.execute(query))[::-1]
