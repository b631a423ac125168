"""The pulse's own store: one SQLite file in a folder of its own, opened here and nowhere else.

It shares no key, no identifier and no import with any other store. Of what people answer it keeps sums by month, site and
scale; no row is one person's. Nothing in it is dated finer than the month, and its rows have no order of arrival.
"""

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from clairevoix.charter.blinding import IssuingKey
from clairevoix.model.errors import StoreError
from clairevoix.model.pulse import ItemProducts, Round, ScaleSums

FILE = "wellbeing.sqlite"
#: Tables without a number of their own: SQLite would count rows as they come, and so keep their order.
SCHEMA = """
CREATE TABLE IF NOT EXISTS rounds (
    month TEXT PRIMARY KEY, issue_from TEXT NOT NULL, issue_until TEXT NOT NULL, answer_from TEXT NOT NULL,
    answer_until TEXT NOT NULL, modulus TEXT NOT NULL, n_issued INTEGER, n_eligible INTEGER, imported INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS used (token TEXT PRIMARY KEY, month TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sums (
    month TEXT, site TEXT, axis TEXT, n_answers INTEGER NOT NULL, total INTEGER NOT NULL, squares INTEGER NOT NULL,
    PRIMARY KEY (month, site, axis)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answered (
    month TEXT PRIMARY KEY, n_answers INTEGER NOT NULL, n_whole INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS totals (month TEXT, item TEXT, total INTEGER NOT NULL, PRIMARY KEY (month, item)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS products (
    month TEXT, item TEXT, other TEXT, total INTEGER NOT NULL, PRIMARY KEY (month, item, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS remarks (slot BLOB PRIMARY KEY, month TEXT NOT NULL, remark TEXT NOT NULL) WITHOUT ROWID;
"""


def open_round(folder: Path, found: Round, key: IssuingKey) -> None:
    """Keeps a round and its private key. Raises StoreError for a month that has one."""
    with _writing(folder) as connection:
        _add_round(connection, found, imported=False)
        _write_key(folder / f"{found.month}.key", key)


def add_imported(
    folder: Path,
    found: Round,
    n_eligible: int | None,
    answers: Sequence[tuple[Sequence[ScaleSums], ItemProducts | None]],
) -> None:
    """Keeps a month that was asked elsewhere, without tokens. Raises StoreError for a month that is there."""
    with _writing(folder) as connection:
        _add_round(connection, found, imported=True, n_eligible=n_eligible)
        for sums, products in answers:
            _add(connection, found.month, sums, products)


def rounds(folder: Path) -> tuple[Round, ...]:
    """Every round, by month."""
    query = "SELECT month, issue_from, issue_until, answer_from, answer_until, modulus FROM rounds ORDER BY month"
    with _reading(folder) as connection:
        return tuple(_round(row) for row in connection.execute(query))


def imported(folder: Path) -> frozenset[str]:
    """The months that were asked without tokens: nobody can say that everybody answered once."""
    with _reading(folder) as connection:
        return frozenset(row[0] for row in connection.execute("SELECT month FROM rounds WHERE imported"))


def issuing_key(folder: Path, month: str) -> IssuingKey | None:
    """The private key of a round, as long as tokens are given."""
    try:
        numbers = json.loads((folder / f"{month}.key").read_text())
        return IssuingKey(n=int(numbers["n"], 16), d=int(numbers["d"], 16))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError):
        raise StoreError("the key of this month's pulse is damaged") from None


def end_issue(folder: Path, month: str, *, n_issued: int, n_eligible: int) -> None:
    """Notes how many tokens were given, of how many people, and destroys the key: no further one can be made."""
    with _writing(folder) as connection:
        values = (n_issued, n_eligible, month)
        connection.execute("UPDATE rounds SET n_issued = ?, n_eligible = ? WHERE month = ?", values)
    (folder / f"{month}.key").unlink(missing_ok=True)


def counts(folder: Path) -> dict[str, tuple[int, int | None]]:
    """By month: how many answered, and of how many people, if it is known."""
    query = "SELECT month, coalesce(answered.n_answers, 0), n_eligible FROM rounds LEFT JOIN answered USING (month)"
    with _reading(folder) as connection:
        return {month: (n, n_eligible) for month, n, n_eligible in connection.execute(query)}


def is_used(folder: Path, digest: str) -> bool:
    with _reading(folder) as connection:
        return connection.execute("SELECT 1 FROM used WHERE token = ?", (digest,)).fetchone() is not None


def take(
    folder: Path,
    month: str,
    *,
    digest: str,
    sums: Sequence[ScaleSums],
    products: ItemProducts | None,
    remark: str | None = None,
) -> bool:
    """Adds one answer to the sums and notes its token as used, both or neither; False where another one used it first.

    ``remark`` is what was written beside, already redacted; it
    is kept beside no sum. The file then bears no time of its own.
    """
    with _writing(folder) as connection:
        if not connection.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (digest, month)).rowcount:
            return False
        _add(connection, month, sums, products)
        if remark:
            connection.execute("INSERT INTO remarks VALUES (?, ?, ?)", (secrets.token_bytes(16), month, remark))
    return True


def scale_sums(folder: Path, month: str) -> tuple[ScaleSums, ...]:
    query = "SELECT month, site, axis, n_answers, total, squares FROM sums WHERE month = ? ORDER BY site, axis"
    names = ("month", "site", "scale", "n", "total", "squares")
    with _reading(folder) as connection:
        return tuple(ScaleSums(**dict(zip(names, row, strict=True))) for row in connection.execute(query, (month,)))


def item_products(folder: Path, month: str) -> ItemProducts | None:
    """Of the answers that left nothing out; None where there is none."""
    with _reading(folder) as connection:
        found = connection.execute("SELECT n_whole FROM answered WHERE month = ?", (month,)).fetchone()
        if found is None or not found[0]:
            return None
        totals = dict(connection.execute("SELECT item, total FROM totals WHERE month = ?", (month,)))
        rows = connection.execute("SELECT item, other, total FROM products WHERE month = ?", (month,))
        return ItemProducts(month=month, n=found[0], totals=totals, products={row[:2]: row[2] for row in rows})


def remarks(folder: Path, month: str) -> tuple[str, ...]:
    """What was written beside the answers of a month, in an order that says nothing."""
    with _reading(folder) as connection:
        found = [row[0] for row in connection.execute("SELECT remark FROM remarks WHERE month = ?", (month,))]
    secrets.SystemRandom().shuffle(found)
    return tuple(found)


def forget(folder: Path, *, remarks_before: str, tokens_before: str) -> None:
    """Deletes what was written before a month, and which tokens were used before another: their days are over."""
    if not (folder / FILE).exists():
        return
    with _writing(folder) as connection:
        connection.execute("DELETE FROM remarks WHERE month < ?", (remarks_before,))
        connection.execute("DELETE FROM used WHERE month < ?", (tokens_before,))


def _add_round(connection: sqlite3.Connection, found: Round, *, imported: bool, n_eligible: int | None = None) -> None:
    days = [getattr(found, name).isoformat() for name in ("issue_from", "issue_until", "answer_from", "answer_until")]
    values = (found.month, *days, f"{found.modulus:x}", None, n_eligible, imported)
    try:
        connection.execute("INSERT INTO rounds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    except sqlite3.IntegrityError:
        raise StoreError(f"the pulse of {found.month} is there already") from None


def _add(connection: sqlite3.Connection, month: str, sums: Sequence[ScaleSums], products: ItemProducts | None) -> None:
    connection.execute(
        "INSERT INTO answered VALUES (?, 1, ?) ON CONFLICT DO UPDATE "
        "SET n_answers = n_answers + 1, n_whole = n_whole + excluded.n_whole",
        (month, products is not None),
    )
    added = "n_answers = n_answers + excluded.n_answers, total = total + excluded.total, squares = squares + excluded.squares"
    query = f"INSERT INTO sums VALUES (:month, :site, :scale, :n, :total, :squares) ON CONFLICT DO UPDATE SET {added}"
    connection.executemany(query, [asdict(each) for each in sums])
    if products is not None:
        plus = "ON CONFLICT DO UPDATE SET total = total + excluded.total"
        rows = [(month, item, total) for item, total in products.totals.items()]
        connection.executemany(f"INSERT INTO totals VALUES (?, ?, ?) {plus}", rows)
        pairs = [(month, *pair, total) for pair, total in products.products.items()]
        connection.executemany(f"INSERT INTO products VALUES (?, ?, ?, ?) {plus}", pairs)


def _round(row: tuple[str, ...]) -> Round:
    month, *days, modulus = row
    issue_from, issue_until, answer_from, answer_until = map(date.fromisoformat, days)
    return Round(
        month=month,
        issue_from=issue_from,
        issue_until=issue_until,
        answer_from=answer_from,
        answer_until=answer_until,
        modulus=int(modulus, 16),
    )


def _write_key(path: Path, key: IssuingKey) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump({"n": f"{key.n:x}", "d": f"{key.d:x}"}, stream)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def _reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """Over what is there, or over nothing."""
    path = folder / FILE
    with closing(sqlite3.connect(path if path.exists() else ":memory:", timeout=30)) as connection:
        connection.executescript(SCHEMA)
        yield connection


@contextmanager
def _writing(folder: Path) -> Iterator[sqlite3.Connection]:
    """One transaction. Its journal goes with it, deleted rows are zeroed, and the file's own times say the year alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
        for pragma in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN IMMEDIATE")
        with connection:  # commits, or, whatever is raised, rolls back
            yield connection
    path.chmod(0o600)
    year = datetime(datetime.now(UTC).year, 1, 1, tzinfo=UTC).timestamp()
    os.utime(path, (year, year))
