"""The codebooks that were in force, each whole: the last good one stays in force whatever is written into the workspace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from clairevoix.store.database import metadata, now

_codebooks = sa.Table(
    "codebooks",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("adopted_at", sa.String, nullable=False),
    sa.Column("documents", sa.String, nullable=False),
    sa.Column("versions", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A codebook from the moment (UTC) at which it came into force: its files, and each label's version and meaning."""

    digest: str
    adopted_at: str
    documents: Mapping[str, str] = field(repr=False)
    versions: Mapping[str, tuple[int, str]] = field(repr=False)

    @property
    def texts(self) -> dict[str, bytes]:
        return {stem: text.encode() for stem, text in self.documents.items()}


def adopted(engine: sa.Engine) -> tuple[Adopted, ...]:
    """Every codebook that came into force, in order; the last one is in force."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(_codebooks).order_by(_codebooks.c.number)).all()
    return tuple(
        Adopted(
            digest=row.digest,
            adopted_at=row.adopted_at,
            documents=json.loads(row.documents),
            versions={name: (version, meaning) for name, (version, meaning) in json.loads(row.versions).items()},
        )
        for row in rows
    )


def adopt(
    engine: sa.Engine, digest: str, documents: Mapping[str, bytes], versions: Mapping[str, tuple[int, str]]
) -> bool:
    """Puts a codebook into force, unless it is, whole and in one transaction. Returns whether it was not."""
    with engine.begin() as connection:
        last = connection.execute(
            sa.select(_codebooks.c.digest).order_by(_codebooks.c.number.desc()).limit(1)
        ).scalar_one_or_none()
        if last == digest:
            return False
        connection.execute(
            _codebooks.insert().values(
                digest=digest,
                adopted_at=now(),
                documents=json.dumps({stem: text.decode() for stem, text in documents.items()}, ensure_ascii=False),
                versions=json.dumps(versions),
            )
        )
    return True


def known_meanings(books: tuple[Adopted, ...]) -> dict[tuple[str, int], str]:
    """What each version of each label meant."""
    return {(name, version): meaning for book in books for name, (version, meaning) in book.versions.items()}
