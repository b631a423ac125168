"""The charters of a workspace: texts, what happened to each version, and the keys that sign. Only ever added to.

What is in force is what was activated here, never a file. Every reading plays all events again with their guards, so that
rows changed by hand are found; that rows were taken away, or an old registry put back, is found by the ledger's witness.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy as sa

from clairevoix.charter.consultation import after, in_force_at, state_of
from clairevoix.charter.measures import STRICTEST, digest_of, read_back, scope_digest
from clairevoix.charter.policy import Charter, canonical
from clairevoix.charter.signing import Key, Signatory, Signed, admit_key
from clairevoix.charter.versions import Event, Kind, Recorded, State, Version
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.store.consultation_rows import decoded, encoded, leaf_facts, signed_from, signed_to
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append, append_within
from clairevoix.store.ledger import table as leaf_table

T = TypeVar("T")

_texts = sa.Table(
    "charter_texts",
    metadata,
    sa.Column("scope_digest", sa.String, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
)
_events = sa.Table(
    "charter_events",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("recorded_at", sa.String, nullable=False),
    sa.Column("facts", sa.String, nullable=False),
)
_keys = sa.Table(
    "charter_keys",
    metadata,
    sa.Column("signatory", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("public_key", sa.String, nullable=False),
    sa.Column("since_at", sa.String, nullable=False),
    sa.Column("by_old", sa.String),
)

#: Who writes at the same moment as another tries again with what the other left.
_TRIES = 50
_ACTIVATIONS = (Kind.ACTIVATE, Kind.TIGHTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultations:
    """Everything that was recorded, in its order, and each version as it stands now."""

    recorded: tuple[Recorded, ...] = ()
    versions: Mapping[int, Version]
    keys: tuple[Key, ...] = ()

    def in_force(self, now: datetime) -> Charter:
        """The charter in force now; a clock set back brings nothing back."""
        return self.at(max([now, *(each.at for each in self.recorded)]))

    def at(self, moment: datetime) -> Charter:
        """The charter in force at a moment past; the strictest where none was."""
        version_id = self.version_at(moment)
        return STRICTEST if version_id is None else self.versions[version_id].charter

    def version_at(self, moment: datetime) -> int | None:
        """The number of the version in force at a moment."""
        return in_force_at(self.recorded, moment)


def consultations(engine: sa.Engine, trust: Callable[[sa.Engine], None] | None = None) -> Consultations:
    """Reads and checks everything. ``trust`` is asked first: it raises where the registry is not the witnessed one.

    Raises StoreError where rows were changed by hand, SettingsError where a text is beyond this version's bounds.
    """
    if trust is not None:
        trust(engine)
    with engine.connect() as connection:
        return _read(connection)


def in_force(engine: sa.Engine, now: datetime, trust: Callable[[sa.Engine], None] | None = None) -> Charter:
    """The charter that was activated and is in force now; the strictest profile where none is."""
    return consultations(engine, trust).in_force(now)


def history(engine: sa.Engine) -> tuple[Recorded, ...]:
    """What happened to all versions, oldest first."""
    return consultations(engine).recorded


def agree_with_ledger(engine: sa.Engine) -> None:
    """Raises StoreError unless what is recorded here and what the ledger's leaves still say are the same, to the end.

    A row taken away, a suspension for one, leaves a life that can be: its leaf gives it away, and the leaf's absence the
    witness. To be given as ``trust``.
    """
    wanted = sa.select(leaf_table.c.payload).where(leaf_table.c.payload.contains('"event": "charter-', autoescape=True))
    with engine.connect() as connection:
        payloads = [json.loads(row.payload) for row in connection.execute(wanted.order_by(leaf_table.c.number))]
        rows = connection.execute(sa.select(_events).order_by(_events.c.number)).all()
    said = [(each["event"], each["version"]) for each in payloads if "version" in each]
    held = [(f"charter-{row.kind}", row.version_id) for row in rows]
    if said != held[max(0, len(held) - len(said)) :]:
        raise StoreError("the charter's registry and the ledger tell two stories: rows were taken away by hand")


def propose(engine: sa.Engine, charter: Charter, at: datetime) -> int:
    """Writes a charter down as a draft; returns its version, which is the one that is already on its way, if it is."""
    digest = scope_digest(charter)

    def written(connection: sa.Connection) -> int:
        known = _read(connection)
        for version_id, version in known.versions.items():
            if version.scope_digest == digest and version.state is not State.WITHDRAWN:
                return version_id
        version_id = max(known.versions, default=0) + 1
        _record(connection, known, version_id, _over(Kind.PROPOSE, charter), at)
        return version_id

    return _alone(engine, written)


def amend(engine: sa.Engine, version_id: int, charter: Charter, at: datetime) -> Version:
    """Replaces the text of a version that is not active yet: it is a draft again, whatever was reached before."""
    return record(engine, version_id, _over(Kind.AMEND, charter), at)


def record(engine: sa.Engine, version_id: int, event: Event, at: datetime, *, replacing: int | None = None) -> Version:
    """Writes an event down with its leaf in one transaction; returns the version after it.

    An activation says which version it is ``replacing`` (None: the strictest profile): of two at once, one finds another
    in force than it thought, and is refused. A tightening is one of what is in force. Raises CharterRefusal, which is then
    in the ledger.
    """

    def written(connection: sa.Connection) -> Version:
        known = _read(connection)
        if event.kind not in _ACTIVATIONS:
            return _record(connection, known, version_id, event, at)
        current = known.version_at(_utc(at))
        if current != replacing:
            raise CharterRefusal("R9")
        tightened = known.versions[current] if event.kind is Kind.TIGHTEN and current is not None else None
        changed = _record(connection, known, version_id, event, at, tightened)
        _withdraw_others(connection, version_id, at)
        return changed

    return _alone(engine, written)


def register_key(
    engine: sa.Engine, signatory: Signatory, public: str, at: datetime, by_old: Signed | None = None
) -> None:
    """Writes down whose key signs from now on, with its leaf. Another one than before needs the signature of the old one.

    Raises CharterRefusal (R22: the other side's key; R23: a key replaced), which is then in the ledger.
    """
    new = Key(signatory=signatory, public=public, since_at=_utc(at))

    def written(connection: sa.Connection) -> None:
        keys = _read_keys(connection)
        held = [key for key in keys if key.signatory is signatory]
        if held and held[-1].public == public:
            return
        admit_key(keys, new, by_old)
        proof = None if by_old is None else json.dumps(signed_to(by_old), sort_keys=True)
        row = {"signatory": signatory, "number": len(held) + 1, "public_key": public}
        connection.execute(_keys.insert().values(**row, since_at=new.since_at.isoformat(), by_old=proof))
        append_within(connection, "charter-key", signatory=signatory.value, key=public, number=len(held) + 1)

    _alone(engine, written)


def _over(kind: Kind, charter: Charter) -> Event:
    return Event(kind=kind, charter=charter, scope_digest=scope_digest(charter))


def _withdraw_others(connection: sa.Connection, version_id: int, at: datetime) -> None:
    """One charter at a time: what was active or suspended gives way to the one that was activated."""
    known = _read(connection)
    for other, version in known.versions.items():
        if other != version_id and version.state in (State.ACTIVE, State.SUSPENDED):
            _record(connection, known, other, Event(kind=Kind.WITHDRAW), at)
            known = _read(connection)


def _record(
    connection: sa.Connection,
    known: Consultations,
    version_id: int,
    event: Event,
    at: datetime,
    tightened: Version | None = None,
) -> Version:
    """Adds a row, whose number is the next: whoever takes it first has it, the other starts again."""
    at = _utc(at)
    if known.recorded and at < known.recorded[-1].at:
        raise CharterRefusal("R9")
    if event.kind is not Kind.PROPOSE and version_id not in known.versions:
        raise StoreError(f"no version {version_id} of the charter; see: clairevoix charter show")
    event = replace(event, over=None if tightened is None else tightened.charter)
    changed = after(known.versions.get(version_id, Version(keys=known.keys)), event, at)
    if event.charter is not None:
        _keep_text(connection, changed.scope_digest, canonical(event.charter))
    facts = encoded(event) | ({} if tightened is None else {"over": tightened.scope_digest})
    row = {"version_id": version_id, "kind": event.kind, "recorded_at": at.isoformat()}
    number = len(known.recorded) + 1
    connection.execute(_events.insert().values(number=number, **row, facts=json.dumps(facts, sort_keys=True)))
    scope = changed.scope_digest
    append_within(connection, f"charter-{event.kind}", version=version_id, scope=scope, **leaf_facts(event))
    return changed


def _keep_text(connection: sa.Connection, digest: str, text: str) -> None:
    if digest_of(text) != digest:
        raise CharterRefusal("R9")
    found = connection.execute(sa.select(_texts.c.text).where(_texts.c.scope_digest == digest)).scalar_one_or_none()
    if found is None:
        connection.execute(_texts.insert().values(scope_digest=digest, text=text))


def _read(connection: sa.Connection) -> Consultations:
    charters = {row.scope_digest: _charter(row.scope_digest, row.text) for row in connection.execute(sa.select(_texts))}
    keys = _read_keys(connection)
    rows = connection.execute(sa.select(_events).order_by(_events.c.number)).all()
    try:
        if [row.number for row in rows] != list(range(1, len(rows) + 1)):
            raise KeyError
        recorded = tuple(
            Recorded(
                version_id=row.version_id,
                event=decoded(row.kind, json.loads(row.facts), charters),
                at=datetime.fromisoformat(row.recorded_at),
            )
            for row in rows
        )
        versions = {
            version_id: state_of([each for each in recorded if each.version_id == version_id], keys)
            for version_id in sorted({each.version_id for each in recorded})
        }
    except (CharterRefusal, KeyError, ValueError, TypeError):
        raise StoreError("the registry tells a life of the charter that cannot be: it was changed by hand") from None
    return Consultations(recorded=recorded, versions=versions, keys=keys)


def _charter(digest: str, text: str) -> Charter:
    if digest_of(text) != digest:
        raise StoreError("the text of a charter is not the one that was proposed: it was changed by hand")
    return read_back(text)


def _read_keys(connection: sa.Connection) -> tuple[Key, ...]:
    keys: list[Key] = []
    for row in connection.execute(sa.select(_keys).order_by(_keys.c.since_at, _keys.c.signatory, _keys.c.number)):
        since_at = datetime.fromisoformat(row.since_at)
        key = Key(signatory=Signatory(row.signatory), public=row.public_key, since_at=since_at)
        try:
            admit_key(keys, key, signed_from(json.loads(row.by_old)) if row.by_old else None)
        except CharterRefusal:
            raise StoreError("a key of the charter was changed by hand") from None
        keys.append(key)
    return tuple(keys)


def _alone(engine: sa.Engine, step: Callable[[sa.Connection], T]) -> T:
    """One step in one transaction, again from its start where another took the same number first."""
    for _ in range(_TRIES):
        try:
            with engine.begin() as connection:
                return step(connection)
        except sa.exc.IntegrityError:
            continue
        except CharterRefusal as refusal:
            append(engine, "refusal", rule=refusal.rule_id)
            raise
    raise StoreError("the charter is being changed by others; try again")


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
