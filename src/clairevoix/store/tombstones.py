"""What is gone and stays gone, in a file beside the keys: read before anything else, so that no backup brings it back.

A line is written, and lies on the disk, before anything is deleted: whatever is killed afterwards is finished at the next
opening. Contacts, answers, customers and agents stand in it as hashes of their pseudonyms under a salt of the file's own;
objects of the vault and epochs by their names, which say nothing. Back this file up apart from the rest, and restore it
never: the newest is the only true one.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

import sqlalchemy as sa

from clairevoix.charter.objection import Reason
from clairevoix.model.errors import StoreError
from clairevoix.store.database import metadata
from clairevoix.store.workspace import Workspace, settle, write_whole

_marks = sa.Table(
    "tombstones",
    metadata,
    sa.Column("mark_id", sa.Integer, primary_key=True),
    sa.Column("salt_digest", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
)


class Kind(StrEnum):
    """What is gone. ``comments``: those, with their customers, of answers from before a day."""

    CONTACT = "contact"
    OBJECT = "object"
    RESPONSE = "response"
    CUSTOMER = "customer"
    CASE = "case"
    AGENT = "agent"
    EPOCH = "epoch"
    COMMENTS = "comments"


_PLAIN = frozenset({Kind.OBJECT, Kind.EPOCH, Kind.COMMENTS})
#: What may have stood on the published page.
_SHOWN = frozenset({Kind.CONTACT, Kind.OBJECT})


class Gone(NamedTuple):
    """One thing that goes, by its pseudonym or name."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """All that is gone. ``size`` counts the lines; ``shown`` is the number of the last that the page may have shown.

    ``last_on`` is the latest day by which anything was judged.
    """

    salt: bytes = field(default=b"", repr=False)
    size: int = 0
    shown: int = 0
    reasons: Mapping[tuple[Kind, str], Reason] = field(default_factory=dict, repr=False)
    comments_before: date | None = None
    last_on: date | None = None

    def reason(self, kind: Kind, value: str) -> Reason | None:
        """Why it is gone; None if it is not."""
        return self.reasons.get((kind, _mark(self.salt, kind, value)))

    def has(self, kind: Kind, value: str) -> bool:
        return self.reason(kind, value) is not None

    def has_any(self, kind: Kind) -> bool:
        return any(each is kind for each, _ in self.reasons)

    def names(self, kind: Kind) -> frozenset[str]:
        """Objects of the vault or epochs that are gone."""
        return frozenset(name for each, name in self.reasons if each is kind)


def read(workspace: Workspace) -> Tombstones:
    """What is gone. Raises StoreError for a file that was altered."""
    path = _path(workspace)
    try:
        status = path.stat()
    except FileNotFoundError:
        return Tombstones()
    return _read(path, (status.st_ino, status.st_mtime_ns, status.st_size))


def prepare(workspace: Workspace, engine: sa.Engine) -> None:
    """Makes an empty file and lets the registry know it: an opening without the file is refused from then on."""
    path = _path(workspace)
    if not path.exists():
        with engine.connect() as connection:
            _check(read(workspace), connection)
        for folder in (workspace.keys, path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, _line({"salt": secrets.token_hex(32)}), mode=0o600)
    with engine.begin() as connection:
        note_within(connection, read(workspace))


def add(workspace: Workspace, engine: sa.Engine, gone: Iterable[Gone], reason: Reason, on: date) -> Tombstones:
    """Writes down what goes, once each, and returns when it lies on the disk: the one instant from which it is gone."""
    prepare(workspace, engine)
    path = _path(workspace)
    with path.open("r+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        _mend(stream)
        known = read(workspace)
        new = dict.fromkeys(each for each in gone if _is_new(known, each, reason))
        lines = [
            {"kind": each.kind, "mark": _mark(known.salt, *each), "reason": reason, "on": on.isoformat()}
            for each in new
        ]
        if lines:
            stream.writelines(map(_line, lines))
            settle(stream)
    return read(workspace)


def note_within(connection: sa.Connection, found: Tombstones) -> None:
    """Keeps in the registry how many there are, in an open transaction. Raises StoreError if it knew of more."""
    _check(found, connection)
    values = {"salt_digest": hashlib.sha256(found.salt).hexdigest(), "size": found.size}
    if connection.execute(_marks.update().values(values)).rowcount == 0:
        connection.execute(_marks.insert().values(mark_id=1, **values))


def check(found: Tombstones, engine: sa.Engine) -> bool:
    """Whether the registry knows of as many. Raises StoreError if it knows of more: the file is gone, or an older one."""
    with engine.connect() as connection:
        return _check(found, connection) == found.size


def _check(found: Tombstones, connection: sa.Connection) -> int:
    row = connection.execute(sa.select(_marks)).one_or_none()
    if row is None:
        return 0
    if found.size < row.size or hashlib.sha256(found.salt).hexdigest() != row.salt_digest:
        raise StoreError("the tombstones are missing or older than the registry: put back the newest keys/tombstones")
    return int(row.size)


def _is_new(known: Tombstones, gone: Gone, reason: Reason) -> bool:
    """An objection is written down even of what is gone already: it says more."""
    if gone.kind is Kind.COMMENTS:
        return known.comments_before is None or date.fromisoformat(gone.value) > known.comments_before
    before = known.reason(*gone)
    return before is None or (reason is Reason.OBJECTION and before is not Reason.OBJECTION)


def _path(workspace: Workspace) -> Path:
    return workspace.keys / "tombstones" / "tombstones.jsonl"


def _mark(salt: bytes, kind: Kind, value: str) -> str:
    if kind in _PLAIN:
        return value
    return hmac.digest(salt, f"{kind}\0{value}".encode(), "sha256").hex()[:32]


def _line(values: Mapping[str, str]) -> bytes:
    return json.dumps(values, sort_keys=True).encode() + b"\n"


def _mend(stream: BinaryIO) -> None:
    """Cuts off what a killed writer left of a line, and stands at the end: what was not whole did not happen."""
    content = stream.read()
    stream.truncate(content.rfind(b"\n") + 1)
    stream.seek(0, os.SEEK_END)


@lru_cache(maxsize=4)
def _read(path: Path, _: tuple[int, int, int]) -> Tombstones:
    lines = path.read_bytes().split(b"\n")[:-1]
    try:
        salt = bytes.fromhex(json.loads(lines[0])["salt"])
        reasons: dict[tuple[Kind, str], Reason] = {}
        shown, days, judged = 0, set[date](), set[date]()
        for number, line in enumerate(lines[1:], start=1):
            values = json.loads(line)
            kind = Kind(values["kind"])
            reasons[kind, str(values["mark"])] = Reason(values["reason"])
            shown = number if kind in _SHOWN else shown
            judged.add(date.fromisoformat(values["on"]))
            if kind is Kind.COMMENTS:
                days.add(date.fromisoformat(values["mark"]))
    except (ValueError, KeyError, IndexError, TypeError):
        raise StoreError("the tombstones are damaged: put back the newest keys/tombstones") from None
    return Tombstones(
        salt=salt,
        size=len(lines) - 1,
        shown=shown,
        reasons=reasons,
        comments_before=max(days, default=None),
        last_on=max(judged, default=None),
    )
