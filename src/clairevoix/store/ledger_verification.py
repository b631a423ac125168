"""Whether the ledger is what it was: every leaf, their order, and every head that was signed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from clairevoix.charter import notes
from clairevoix.charter.merkle import Frontier
from clairevoix.charter.notes import Checkpoint, NoteError, VerifierKey
from clairevoix.model.errors import StoreError
from clairevoix.store import ledger
from clairevoix.store.checkpoints import installation_key, newest
from clairevoix.store.workspace import Workspace

_HASH = re.compile(rb"[0-9a-f]{64}")
#: An expiry younger than this was no expiry. The shortest year has 365 days.
TERM = timedelta(days=365)


class FaultKind(StrEnum):
    """What is wrong with the ledger."""

    GAP = "gap"
    LEAF = "leaf"
    EMPTIED = "emptied"
    EARLY_EXPIRY = "early_expiry"
    HEAD = "head"
    TRUNCATED = "truncated"
    CHECKPOINT = "checkpoint"
    SIGNATURE = "signature"
    COSIGNATURE = "cosignature"
    HEAD_FILE = "head_file"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, and at which leaf, or at the head of how many leaves."""

    kind: FaultKind
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """What verification found. ``root`` is that of the ``size`` leaves which are there, in hexadecimal."""

    size: int
    root: str
    n_expired: int
    n_checkpoints: int
    n_cosignatures: int
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        return not self.faults

    @property
    def behind(self) -> bool:
        """Whether the registry holds less than was signed before: an older one was put in its place."""
        return any(fault.kind in {FaultKind.BEHIND, FaultKind.TRUNCATED} for fault in self.faults)


def verified(workspace: Workspace, engine: sa.Engine) -> LedgerState:
    """Verifies against the installation's own key, and against the last head signed, from beside the keys."""
    key = installation_key(workspace).verifier()
    try:
        last = newest(workspace)
    except StoreError:
        found = verify(engine, key)
        return replace(found, faults=(*found.faults, Fault(kind=FaultKind.HEAD_FILE, number=found.size)))
    return verify(engine, key, last)


def verify(engine: sa.Engine, key: VerifierKey | None = None, last: Checkpoint | None = None) -> LedgerState:
    """Reads the whole ledger once. Signatures are judged if their ``key`` is given; ``last`` is the last head signed."""
    with engine.connect() as connection:
        signed = tuple(connection.execute(sa.select(ledger.checkpoints).order_by("size")))
        cosigned = tuple(connection.execute(sa.select(ledger.cosignatures).order_by("size")))
        walk = _Walk(sizes=frozenset([row.size for row in signed] + ([last.size] if last else [])))
        for number, leaf, salt, payload in _rows(connection):
            walk.step(number, leaf, salt, payload)
        faults = [*walk.faults, *_expiry_faults(walk), *_head_faults(connection, walk.frontier)]
    faults += [fault for row in signed for fault in _checkpoint_faults(row, walk.roots, key)]
    by_size = {row.size: row.note for row in signed}
    faults += [fault for row in cosigned for fault in _cosignature_faults(row, by_size.get(row.size, ""))]
    if last is not None and walk.roots.get(last.size) != last.root:
        faults.append(Fault(kind=FaultKind.BEHIND, number=last.size))
    return LedgerState(
        size=walk.frontier.size,
        root=walk.frontier.root.hex(),
        n_expired=len(walk.emptied),
        n_checkpoints=len(signed),
        n_cosignatures=len(cosigned),
        faults=tuple(dict.fromkeys(faults)),
    )


def is_leaf(leaf: bytes, salt: bytes, payload: bytes) -> bool:
    """Whether a leaf, as hexadecimal text, is that of its salt and payload; any hash is that of none.

    The salt has its one length: a byte that moved from one to the other would give the same hash.
    """
    if not salt and not payload:
        return _HASH.fullmatch(leaf) is not None
    return len(salt) == ledger.SALT_BYTES and ledger.leaf_of(salt, payload).encode() == leaf


@dataclass(kw_only=True)
class _Walk:
    """What is known on the way from the first leaf to the last: the roots at ``sizes``, and what is wrong."""

    sizes: frozenset[int]
    frontier: Frontier = field(default_factory=Frontier)
    roots: dict[int, bytes] = field(default_factory=dict)
    emptied: list[int] = field(default_factory=list)
    expiries: list[tuple[int, int, date, date]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    last_number: int = 0

    def __post_init__(self) -> None:
        self._note_root()

    def step(self, number: int, leaf: bytes, salt: bytes, payload: bytes) -> None:
        if number != self.last_number + 1:
            self.faults.append(Fault(kind=FaultKind.GAP, number=self.last_number + 1))
        self.last_number = number
        if not is_leaf(leaf, salt, payload):
            self.faults.append(Fault(kind=FaultKind.LEAF, number=number))
        elif not payload:
            self.emptied.append(number)
        elif ledger.EXPIRY.encode() in payload:
            self._note_expiry(number, payload)
        self.frontier = self.frontier.with_leaf(bytes.fromhex(leaf.decode()) if _HASH.fullmatch(leaf) else bytes(32))
        self._note_root()

    def _note_root(self) -> None:
        if self.frontier.size in self.sizes:
            self.roots[self.frontier.size] = self.frontier.root

    def _note_expiry(self, number: int, payload: bytes) -> None:
        try:
            facts = json.loads(payload)
            if facts["event"] == ledger.EXPIRY:
                through, before = int(facts["through"]), date.fromisoformat(facts["before"])
                self.expiries.append((number, through, before, datetime.fromisoformat(facts["at"]).date()))
        except (ValueError, KeyError, TypeError):
            self.faults.append(Fault(kind=FaultKind.LEAF, number=number))


def _rows(connection: sa.Connection) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Texts as their bytes: what is no longer UTF-8 is a fault to be found, not an error of the reader."""
    is_sqlite = connection.dialect.name == "sqlite"
    texts = [
        sa.cast(each, sa.LargeBinary) if is_sqlite else sa.func.convert_to(each, "UTF8", type_=sa.LargeBinary)
        for each in (ledger.table.c.leaf, ledger.table.c.payload)
    ]
    salt = sa.cast(ledger.table.c.salt, sa.LargeBinary)
    wanted = sa.select(ledger.table.c.number, texts[0], salt, texts[1]).order_by(ledger.table.c.number)
    with connection.execution_options(yield_per=1000).execute(wanted) as rows:
        for number, leaf, salt_bytes, payload in rows:
            yield number, bytes(leaf), bytes(salt_bytes), bytes(payload)


def _expiry_faults(walk: _Walk) -> Iterator[Fault]:
    """What was emptied, must have been said to expire; and what expired, must have been twelve months old."""
    through = max((expiry[1] for expiry in walk.expiries), default=0)
    for number in walk.emptied:
        if number > through:
            yield Fault(kind=FaultKind.EMPTIED, number=number)
    for number, _, before, on in walk.expiries:
        if before > on - TERM:
            yield Fault(kind=FaultKind.EARLY_EXPIRY, number=number)


def _head_faults(connection: sa.Connection, found: Frontier) -> Iterator[Fault]:
    try:
        if ledger.frontier(connection) == found:
            return
    except (StoreError, ValueError):
        pass
    yield Fault(kind=FaultKind.HEAD, number=found.size)


def _checkpoint_faults(row: sa.Row[Any], roots: dict[int, bytes], key: VerifierKey | None) -> Iterator[Fault]:
    try:
        text = notes.text_of(row.note) if key is None else notes.opened(row.note, key)
        said = notes.parse_checkpoint(text)
    except NoteError:
        yield Fault(kind=FaultKind.SIGNATURE, number=row.size)
        return
    if row.size not in roots:
        yield Fault(kind=FaultKind.TRUNCATED, number=row.size)
    elif (said.size, said.root, row.root) != (row.size, roots[row.size], roots[row.size].hex()):
        yield Fault(kind=FaultKind.CHECKPOINT, number=row.size)


def _cosignature_faults(row: sa.Row[Any], note: str) -> Iterator[Fault]:
    try:
        notes.cosignature(note + row.line, notes.parse_verifier_key(row.verifier_key))
    except NoteError:
        yield Fault(kind=FaultKind.COSIGNATURE, number=row.size)
