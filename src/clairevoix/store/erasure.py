"""Erasing from every store, in one order: tombstones first, then what they stand for, then the registry and its receipt.

From the instant a tombstone lies on the disk, what it names is gone: every later opening deletes what of it is still there,
or there again, before anything reads (:func:`replay`). So it does not matter where a process was killed, nor which backup
of the rest was restored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import NamedTuple

import duckdb
import sqlalchemy as sa

from clairevoix.charter.objection import Reason
from clairevoix.model.errors import StoreError
from clairevoix.store import (
    beside,
    comments,
    epochs,
    evaluations,
    lake,
    linked,
    particulars,
    published,
    receipts,
    themes,
    tombstones,
    vault,
)
from clairevoix.store.checkpoints import installation_key
from clairevoix.store.database import metadata, now
from clairevoix.store.doomed import Erasure, Ids
from clairevoix.store.receipts import Receipt
from clairevoix.store.schema import FACTS
from clairevoix.store.tombstones import Kind, Tombstones
from clairevoix.store.workspace import Workspace, exclusive, write_whole

_APPLIED = ".tombstones"


class Holder(NamedTuple):
    """A store of the registry that holds something of contacts or of agents: which contacts it knows, and how to erase.

    ``erase`` runs in an open transaction, does nothing for what it does not hold, and counts what it deleted by name.
    """

    contact_ids: Callable[[sa.Connection], Iterable[str]]
    erase: Callable[[sa.Connection, Erasure], Mapping[str, int]]


def _jobs() -> sa.Table:
    return metadata.tables["jobs"]


def _erase_evaluations(connection: sa.Connection, erasure: Erasure) -> dict[str, int]:
    n = 0
    gone, agents = sorted(erasure.contact_ids), sorted(erasure.agent_ids)
    for start in range(0, max(len(gone), len(agents)), 500):
        n += evaluations.erase_within(connection, gone[start : start + 500], agents[start : start + 500])
    return {"evaluations": n} if n else {}


def _erase_beside(connection: sa.Connection, erasure: Erasure) -> dict[str, int]:
    n = beside.erase_within(connection, sorted(erasure.contact_ids))
    return {"codings": n} if n else {}


#: Stores that declare tables of their own about contacts.
HOLDERS: tuple[Holder, ...] = (
    Holder(contact_ids=evaluations.contact_ids, erase=_erase_evaluations),
    Holder(contact_ids=beside.contact_ids, erase=_erase_beside),
)


def bury(workspace: Workspace, engine: sa.Engine, erasure: Erasure, reason: Reason, on: date) -> Tombstones:
    """Writes the tombstones. What they name is gone from here on, whatever happens to this process."""
    gone = tuple(erasure.gone())
    return tombstones.add(workspace, engine, gone, reason, on) if gone else tombstones.read(workspace)


def erase(workspace: Workspace, erasure: Erasure) -> int:
    """Deletes from vault, keys and lake; doing it again does nothing. Returns how many comments went for their age."""
    for audio_object in sorted(erasure.audio_objects):
        vault.erase(workspace, audio_object)
    for epoch in erasure.epochs:
        epochs.destroy(workspace, epoch)
    lake.remove_contacts(workspace, sorted(erasure.contact_ids))
    themes.forget_drafts(workspace, erasure.contact_ids)
    if erasure.audio_objects:
        lake.blank(workspace, "contacts", ["audio_object"], lake.among("audio_object", sorted(erasure.audio_objects)))
    if erasure.response_ids:
        answered = lake.among("response_id", sorted(erasure.response_ids))
        lake.blank(workspace, "responses", ["comment", "customer"], answered)
        lake.blank(workspace, "answers", ["customer"], answered)
        logged = lake.among("entry_id", sorted(erasure.response_ids))
        lake.blank(workspace, "contact_log", ["customer"], logged)
    for some in _in_parts(sorted(erasure.case_ids)):
        lake.blank(workspace, "steps", ["customer"], lake.among("case_id", some))
    if erasure.comments_before is None:
        return 0
    return comments.drop_comments_before(workspace, erasure.comments_before)


def _in_parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + 5000] for start in range(0, len(values), 5000))


def erase_within(
    connection: sa.Connection, erasure: Erasure, holders: Sequence[Holder] | None = None
) -> dict[str, int]:
    """Deletes from the registry, in an open transaction. Counts what the holders deleted, by their names."""
    ids = sorted(erasure.contact_ids | erasure.job_ids)
    for table in (_jobs(), particulars.table):
        for start in range(0, len(ids), 500):
            connection.execute(table.delete().where(table.c.contact_id.in_(ids[start : start + 500])))
    # Particulars live as long as their job; a killed reading of a list may have left some without.
    without_job = particulars.table.c.contact_id.not_in(sa.select(_jobs().c.contact_id))
    connection.execute(particulars.table.delete().where(without_job))
    counts: dict[str, int] = {}
    for holder in HOLDERS if holders is None else holders:
        for name, n in holder.erase(connection, erasure).items():
            counts[name] = counts.get(name, 0) + n
    return counts


def settle(engine: sa.Engine) -> None:
    """Leaves no deleted row in the write-ahead log of SQLite."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def replay(workspace: Workspace, engine: sa.Engine, *, held: bool = False) -> int:
    """Deletes again whatever has a tombstone and is there: what a killed process left, or a backup brought back.

    To be called before anything of a workspace is read; ``held`` says that the caller holds the workspace. Returns how many
    things it found. Raises StoreError where the tombstones are missing or older than the registry, or where something is
    to be deleted while another command writes: nothing may be read then.
    """
    gone = tombstones.read(workspace)
    is_known = tombstones.check(gone, engine)
    if gone.size == 0:
        return 0
    found = there(workspace, engine, gone)
    is_shown = _is_shown(workspace, gone)
    if found == Erasure() and is_known and not is_shown and _is_applied(workspace, gone):
        return 0
    with nullcontext() if held else exclusive(workspace):
        if is_shown:
            workspace.snapshot.unlink(missing_ok=True)
        erase(workspace, found)
        with engine.begin() as connection:
            held_counts = erase_within(connection, found)
            tombstones.note_within(connection, gone)
            receipts.issue_within(connection, installation_key(workspace), _receipt(found, gone, held_counts))
        settle(engine)
        finish(workspace, gone)
    return len(tuple(found.gone())) + is_shown


def _receipt(found: Erasure, gone: Tombstones, held: Mapping[str, int]) -> Receipt:
    """Of what had its tombstone, and was deleted at an opening."""
    counts = {
        "contacts": len(found.contact_ids),
        "sounds": len(found.audio_objects),
        "answers": len(found.response_ids),
        "cases": len(found.case_ids),
    }
    return Receipt(
        kind="replay",
        reason="unfinished",
        counts={**counts, **held},
        objects=receipts.digest_of(found.identifiers),
        terms={},
        charter="",
        day=gone.last_on.isoformat() if gone.last_on else "",
        at=now(),
        tombstones=gone.size,
    )


def finish(workspace: Workspace, gone: Tombstones) -> None:
    """Removes every file that no table refers to, and notes up to where the lake was searched in full."""
    lake.vacuum(workspace)
    if workspace.lake.is_dir():
        write_whole(workspace.lake / _APPLIED, _state(gone), mode=0o600)


def there(workspace: Workspace, engine: sa.Engine, gone: Tombstones) -> Erasure:
    """What has a tombstone and is there all the same."""
    objects = gone.names(Kind.OBJECT)
    # The many rows of facts are searched where the lake is not the one that was searched last.
    known = known_contacts(workspace, engine, () if _is_applied(workspace, gone) else FACTS)
    contacts = frozenset(each for each in known if gone.has(Kind.CONTACT, each))
    responses, cases, customers = _responses(workspace, gone), _cases(workspace, gone), Ids()
    if gone.has_any(Kind.CUSTOMER):
        named = linked.customers(workspace) | particulars.customers(engine)
        customers = frozenset(each for each in named if gone.reason(Kind.CUSTOMER, each) is Reason.OBJECTION)
        for each in customers:
            contacts |= linked.contacts_of(workspace, each) | particulars.of_customer(engine, each)
            responses |= linked.responses_of(workspace, each)
            cases |= linked.cases_of(workspace, each)
    oldest = gone.comments_before
    return Erasure(
        contact_ids=contacts,
        audio_objects=(objects & (frozenset(vault.object_ids(workspace)) | lake.audio_objects(workspace)))
        | linked.audio_of(workspace, sorted(contacts)),
        response_ids=responses,
        case_ids=cases,
        epochs=gone.names(Kind.EPOCH) & frozenset(epochs.existing(workspace)),
        comments_before=oldest if oldest is not None and comments.has_comments_before(workspace, oldest) else None,
    )


def known_contacts(workspace: Workspace, engine: sa.Engine, facts: Iterable[str] = ()) -> Ids:
    """Every contact that any store names; of the lake's facts, only those ``facts`` tables are searched."""
    jobs = _jobs()
    with engine.connect() as connection:
        tables = (jobs.c.contact_id, particulars.table.c.contact_id)
        found = {str(row.contact_id) for column in tables for row in connection.execute(sa.select(column))}
        for holder in HOLDERS:
            found.update(holder.contact_ids(connection))
    found.update(themes.drafted(workspace))
    for name in ("contacts", "reviews", *facts):
        found.update(str(row[0]) for row in lake.rows(workspace, f"SELECT DISTINCT contact_id FROM {name}"))
    return frozenset(found)


def _responses(workspace: Workspace, gone: Tombstones) -> Ids:
    if not gone.has_any(Kind.RESPONSE):
        return Ids()
    queries = (
        "SELECT response_id FROM responses WHERE comment IS NOT NULL OR customer IS NOT NULL",
        "SELECT DISTINCT response_id FROM answers WHERE customer IS NOT NULL",
        "SELECT entry_id FROM contact_log WHERE customer IS NOT NULL",
    )
    named = (str(row[0]) for query in queries for row in lake.rows(workspace, query))
    return frozenset(each for each in named if gone.has(Kind.RESPONSE, each))


def _cases(workspace: Workspace, gone: Tombstones) -> Ids:
    if not gone.has_any(Kind.CASE):
        return Ids()
    named = lake.rows(workspace, "SELECT DISTINCT case_id FROM steps WHERE customer IS NOT NULL")
    return frozenset(str(row[0]) for row in named if gone.has(Kind.CASE, str(row[0])))


def _is_shown(workspace: Workspace, gone: Tombstones) -> bool:
    """Whether the page is older than the last tombstone of something that it may show."""
    if not gone.shown or not workspace.snapshot.exists():
        return False
    try:
        known = published.read(workspace.snapshot).about.get("tombstones", 0)
    except (StoreError, duckdb.Error):
        return True
    return not isinstance(known, int) or known < gone.shown


def _state(gone: Tombstones) -> bytes:
    return f"{gone.size}\n".encode()


def _is_applied(workspace: Workspace, gone: Tombstones) -> bool:
    path = workspace.lake / _APPLIED
    if not workspace.lake.is_dir():
        return True
    return path.is_file() and path.read_bytes() == _state(gone)
