"""The published snapshot: one DuckDB file, replaced whole, opened read-only. All that the web can see of the facts."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from clairevoix.model.annotation import Label
from clairevoix.model.errors import StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.model.measure import Figure, Suppressed

_ROWS_AT_ONCE = 100
_SCHEMA = """
CREATE TABLE about (key VARCHAR PRIMARY KEY, value JSON NOT NULL);
CREATE TABLE figures (
    position INTEGER, measure VARCHAR, dimension VARCHAR, period VARCHAR, key VARCHAR,
    value DOUBLE, low DOUBLE, high DOUBLE, level DOUBLE, n INTEGER, n_coded INTEGER,
    method VARCHAR, unit VARCHAR, rule_id VARCHAR);
CREATE TABLE labels (name VARCHAR PRIMARY KEY, version INTEGER, party VARCHAR, title JSON, definition JSON);
CREATE TABLE excerpts (
    excerpt_id VARCHAR PRIMARY KEY, label VARCHAR, month VARCHAR, language VARCHAR, text VARCHAR,
    evidence_start INTEGER, evidence_end INTEGER, duration_ms INTEGER, cue_ms INTEGER, audio BLOB);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One published number, or, where ``rule_id`` is given, its absence and the rule behind it."""

    measure: str
    dimension: str
    period: str
    key: str
    value: float | None
    low: float | None
    high: float | None
    level: float | None
    n: int | None
    n_coded: int | None
    method: str | None
    unit: str | None
    rule_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelText:
    """A label as people read it; ``title`` and ``definition`` by language."""

    name: str
    version: int
    party: str
    title: Mapping[str, str]
    definition: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptText:
    """A released moment without its sound; see :class:`clairevoix.model.excerpt.Excerpt`."""

    excerpt_id: str
    label: str
    month: str
    language: str
    text: str = field(repr=False)
    evidence: tuple[int, int]
    duration_ms: int
    cue_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything published, but the sound."""

    about: Mapping[str, object]
    rows: tuple[Row, ...]
    labels: tuple[LabelText, ...]
    excerpts: tuple[ExcerptText, ...]

    def select(self, measure: str, dimension: str, period: str | None = None) -> tuple[Row, ...]:
        """The rows of one table, in their published order."""
        return tuple(
            row
            for row in self.rows
            if row.measure == measure and row.dimension == dimension and period in (None, row.period)
        )


def replace(
    path: Path,
    *,
    about: Mapping[str, object],
    released: Sequence[Figure | Suppressed],
    labels: Sequence[Label],
    excerpts: Sequence[Excerpt],
) -> None:
    """Writes a new snapshot beside the old one, then swaps it in: readers see the one or the other, never a mixture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for stale in path.parent.glob(f".{path.name}.*"):
        stale.unlink(missing_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with duckdb.connect(str(temporary)) as connection:
            connection.execute(_SCHEMA)
            _insert(connection, "about", [(key, json.dumps(value)) for key, value in about.items()])
            _insert(connection, "figures", [_figure(number, each) for number, each in enumerate(released)])
            _insert(connection, "labels", [_label(label) for label in labels])
            _insert(connection, "excerpts", [_excerpt(excerpt) for excerpt in excerpts])
            connection.execute("CHECKPOINT")
    except duckdb.Error:
        temporary.unlink(missing_ok=True)
        raise StoreError("the snapshot could not be written; is the disk full?") from None
    descriptor = os.open(temporary, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    temporary.replace(path)


def read(path: Path) -> Snapshot:
    """The snapshot in force. Raises StoreError if nothing was published yet."""
    with _open(path) as connection:
        return Snapshot(
            about={key: json.loads(value) for key, value in connection.execute("FROM about").fetchall()},
            rows=tuple(
                Row(**dict(zip(Row.__slots__, values[1:], strict=True)))
                for values in connection.execute("FROM figures ORDER BY position").fetchall()
            ),
            labels=tuple(
                LabelText(name=name, version=version, party=party, title=json.loads(title), definition=json.loads(text))
                for name, version, party, title, text in connection.execute("FROM labels ORDER BY name").fetchall()
            ),
            excerpts=tuple(
                ExcerptText(
                    excerpt_id=values[0],
                    label=values[1],
                    month=values[2],
                    language=values[3],
                    text=values[4],
                    evidence=(values[5], values[6]),
                    duration_ms=values[7],
                    cue_ms=values[8],
                )
                for values in connection.execute(
                    "SELECT * EXCLUDE (audio) FROM excerpts ORDER BY label, excerpt_id"
                ).fetchall()
            ),
        )


def audio(path: Path, excerpt_id: str) -> bytes | None:
    """The FLAC file of one released excerpt, or None if no such excerpt is released."""
    with _open(path) as connection:
        row = connection.execute("SELECT audio FROM excerpts WHERE excerpt_id = ?", [excerpt_id]).fetchone()
    return None if row is None else bytes(row[0])


def version(path: Path) -> tuple[int, int]:
    """Changes whenever the snapshot is replaced. Raises StoreError if nothing was published yet."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise StoreError("nothing is published yet; run: clairevoix publish") from None
    return status.st_ino, status.st_mtime_ns


def digest(path: Path) -> str:
    """SHA-256 of the whole snapshot: two readers who name the same one have the same figures."""
    version(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    version(path)
    return duckdb.connect(str(path), read_only=True)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Many rows a statement: DuckDB plans each anew, which takes longer than to write them."""
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        marks = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
        connection.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in some for value in row])


def _figure(position: int, released: Figure | Suppressed) -> tuple[object, ...]:
    place = (position, released.measure, released.dimension, released.period)
    if isinstance(released, Suppressed):
        return (*place, released.key, *[None] * 8, released.rule_id)
    estimate = released.estimate
    bounds = (estimate.value, estimate.low, estimate.high, estimate.level)
    return (*place, estimate.key, *bounds, estimate.n, estimate.n_coded, estimate.method, estimate.unit, None)


def _label(label: Label) -> tuple[object, ...]:
    return (label.name, label.version, label.party.value, json.dumps(label.title), json.dumps(label.definition))


def _excerpt(excerpt: Excerpt) -> tuple[object, ...]:
    start, end = excerpt.evidence
    place = (excerpt.excerpt_id, excerpt.label, excerpt.month, excerpt.language, excerpt.text)
    return (*place, start, end, excerpt.duration_ms, excerpt.cue_ms, excerpt.audio)
