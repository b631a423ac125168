"""Annotators beside the codebook's own: what was learned, which are applied, and to which contacts they were.

Rows hold weights, identifiers, counts and yes or no. Where a label was found lies in the lake, with all other annotations.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Purpose
from clairevoix.store import lake
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within
from clairevoix.store.workspace import Workspace


class By(StrEnum):
    """What an annotator works by."""

    CLASSIFIER = "classifier"
    LANGUAGE_MODEL = "llm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An annotator of one label: its name, what was learned (JSON), and what is told of it."""

    label: str
    by: By
    name: str
    content: str = field(repr=False)
    told: Mapping[str, float]
    is_applied: bool


class Stored(NamedTuple):
    """A contact as it lies in the lake now."""

    contact_id: str
    commit_id: str
    month: str


_kept = sa.Table(
    "annotators",
    metadata,
    sa.Column("label", sa.String, primary_key=True),
    sa.Column("by", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("content", sa.String, nullable=False),
    sa.Column("told", sa.String, nullable=False),
    sa.Column("is_applied", sa.Boolean, nullable=False),
)
#: Contacts that an annotator was applied to, in the form that had ``commit_id``; those that it learned from have ``found``.
_contacts = sa.Table(
    "annotator_contacts",
    metadata,
    sa.Column("label", sa.String, primary_key=True),
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("contact_id", sa.String, primary_key=True, index=True),
    sa.Column("commit_id", sa.String, nullable=False),
    sa.Column("found", sa.Boolean),
)


def keep(engine: sa.Engine, kept: Kept, found: Mapping[str, bool]) -> None:
    """Stores an annotator in the place of the one before, with its out-of-fold decisions about what it learned from."""
    row = {
        "label": kept.label,
        "by": kept.by,
        "name": kept.name,
        "content": kept.content,
        "is_applied": kept.is_applied,
    }
    learned = [
        {"label": kept.label, "name": kept.name, "contact_id": each, "commit_id": "", "found": is_found}
        for each, is_found in sorted(found.items())
    ]
    with engine.begin() as connection:
        _forget_within(connection, kept.label, kept.by)
        connection.execute(_kept.insert().values({**row, "told": json.dumps(dict(kept.told))}))
        if learned:
            connection.execute(_contacts.insert(), learned)
        append_within(connection, "annotator", label=kept.label, annotator=kept.name, learned=len(learned))


def kept(engine: sa.Engine) -> tuple[Kept, ...]:
    """Every annotator, by label."""
    with engine.connect() as connection:
        found = connection.execute(sa.select(_kept).order_by(_kept.c.label, _kept.c.by))
        return tuple(
            Kept(
                label=row.label,
                by=By(row.by),
                name=row.name,
                content=row.content,
                told=json.loads(row.told),
                is_applied=row.is_applied,
            )
            for row in found
        )


def applied(engine: sa.Engine, each: Kept) -> None:
    """From now on it is applied to every contact before anything is published."""
    where = sa.and_(_kept.c.label == each.label, _kept.c.by == each.by)
    with engine.begin() as connection:
        connection.execute(_kept.update().where(where).values(is_applied=True))


def drop(engine: sa.Engine, workspace: Workspace, label: str, by: By) -> None:
    """Forgets an annotator, and deletes all that it found."""
    _delete_found(workspace, label, by)
    with engine.begin() as connection:
        _forget_within(connection, label, by)
        append_within(connection, "annotator-dropped", label=label, by=by.value)


def decided(engine: sa.Engine, each: Kept) -> dict[str, bool]:
    """What it says, out of fold, of the contacts that it learned from."""
    mine = sa.and_(_contacts.c.label == each.label, _contacts.c.name == each.name)
    with engine.connect() as connection:
        wanted = sa.select(_contacts.c.contact_id, _contacts.c.found).where(mine, _contacts.c.found.is_not(None))
        return {row.contact_id: row.found for row in connection.execute(wanted)}


def waiting(engine: sa.Engine, workspace: Workspace, each: Kept, purposes: Sequence[Purpose]) -> tuple[Stored, ...]:
    """Contacts of these purposes that it was not applied to yet, as they are now."""
    mine = sa.and_(_contacts.c.label == each.label, _contacts.c.name == each.name)
    with engine.connect() as connection:
        done = {(row.contact_id, row.commit_id) for row in connection.execute(sa.select(_contacts).where(mine))}
    query = "SELECT contact_id, commit_id, month FROM contacts WHERE list_contains(?, purpose) ORDER BY contact_id"
    found = lake.rows(workspace, query, [[purpose.value for purpose in purposes]])
    return tuple(each for each in (Stored(*row) for row in found) if each[:2] not in done)


def add_found(
    engine: sa.Engine, workspace: Workspace, each: Kept, contacts: Sequence[Stored], found: Iterable[Annotation]
) -> None:
    """Stores what it found in these contacts: the annotations, then that it was applied. Again, it changes nothing."""
    by_contact = {contact.contact_id: contact for contact in contacts}
    rows = [_row(annotation, by_contact[annotation.contact_id]) for annotation in found]
    names = lake.among("contact_id", sorted(by_contact))
    lake.write(workspace, "annotations", rows, f"{lake.among('annotator', [each.name])} AND {names}")
    with engine.begin() as connection:
        for contact in contacts:
            key = {"label": each.label, "name": each.name, "contact_id": contact.contact_id}
            mine = sa.and_(*(_contacts.c[name] == value for name, value in key.items()))
            done = connection.execute(_contacts.update().where(mine).values(commit_id=contact.commit_id))
            if not done.rowcount:
                connection.execute(_contacts.insert().values({**key, "commit_id": contact.commit_id}))


def delete_older(workspace: Workspace, each: Kept) -> None:
    """Deletes what annotators of the same kind and label, but of another name, found."""
    _delete_found(workspace, each.label, each.by, but=each.name)


def contact_ids(connection: sa.Connection) -> Iterable[str]:
    """Every contact that an annotator learned from or was applied to."""
    return tuple(connection.execute(sa.select(_contacts.c.contact_id).distinct()).scalars())


def erase_within(connection: sa.Connection, gone: Collection[str]) -> None:
    """Forgets contacts that go, in an open transaction. What was learned stays: weights, of at least thirty contacts."""
    connection.execute(_contacts.delete().where(_contacts.c.contact_id.in_(gone)))


def _forget_within(connection: sa.Connection, label: str, by: By) -> None:
    mine = sa.and_(_kept.c.label == label, _kept.c.by == by)
    names = sa.select(_kept.c.name).where(mine)
    connection.execute(_contacts.delete().where(_contacts.c.label == label, _contacts.c.name.in_(names)))
    connection.execute(_kept.delete().where(mine))


def _delete_found(workspace: Workspace, label: str, by: By, but: str = "") -> None:
    query = (
        "SELECT DISTINCT annotator FROM annotations WHERE label = ? AND starts_with(annotator, ?) AND annotator <> ?"
    )
    names = [str(row[0]) for row in lake.rows(workspace, query, [label, f"{by.value}/", but])]
    if names:
        lake.delete(workspace, "annotations", f"{lake.among('label', [label])} AND {lake.among('annotator', names)}")


def _row(found: Annotation, contact: Stored) -> dict[str, object]:
    return {
        **contact._asdict(),
        "pass_id": contact.commit_id,
        "channel": found.channel,
        "party": found.party.value,
        "start_ms": found.span.start_ms,
        "end_ms": found.span.end_ms,
        "label": found.label,
        "label_version": found.label_version,
        "annotator": found.annotator,
    }
