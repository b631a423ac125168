"""Mock mystery contacts: CSV or Parquet, one row for each criterion of a test, entered and confirmed by a human."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clairevoix.charter.people import admit_columns
from clairevoix.ingest.tables import TextRow, read_rows, require
from clairevoix.model.errors import Code, InputError

#: All that such a file may hold. There is no column for whoever answered, and one more column is refused.
COLUMNS = ("test_id", "channel", "tested_on", "criterion", "note", "confirmed_by", "confirmed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One test of a file, checked; identifiers still those of the source."""

    position: str
    source_id: str = field(repr=False)
    channel: str
    tested_on: date
    notes: Mapping[str, float]
    confirmed_by: str = field(repr=False)
    confirmed_on: date


def read_mystery(
    path: Path, criteria: Mapping[str, Collection[str]], today: date
) -> tuple[list[Noted], list[tuple[str, Code]]]:
    """The whole tests of a file, and the rows for which another is put aside: a test without one of its notes is another.

    ``criteria`` by channel. Raises CharterRefusal(R18) for a column that is not known, whatever it holds; InputError for a
    file that cannot be read.
    """
    tests: dict[str, list[tuple[str, TextRow]]] = {}
    aside: list[tuple[str, Code]] = []
    for number, row in enumerate(read_rows(path), start=1):
        admit_columns(row, COLUMNS)
        require(row, COLUMNS)
        if row["test_id"]:
            tests.setdefault(row["test_id"], []).append((f"row {number}", row))
        else:
            aside.append((f"row {number}", Code.MISSING_ID))
    found = []
    for source_id, rows in tests.items():
        try:
            found.append(_test(source_id, rows, criteria, today))
        except InputError as error:
            aside.append((error.position, error.code))
    return found, aside


def _test(
    source_id: str, rows: list[tuple[str, TextRow]], criteria: Mapping[str, Collection[str]], today: date
) -> Noted:
    position, first = rows[0]
    facts = ("channel", "tested_on", "confirmed_by", "confirmed_on")
    notes: dict[str, float] = {}
    for where, row in rows:
        if any(row[name] != first[name] for name in facts):
            raise InputError(Code.DUPLICATE_ID, where)
        if not row["confirmed_by"] or not row["confirmed_on"]:
            raise InputError(Code.NOT_CONFIRMED, where)
        if row["criterion"] not in criteria.get(row["channel"], ()):
            raise InputError(Code.BAD_VALUE, where)
        if row["criterion"] in notes:
            raise InputError(Code.DUPLICATE_ID, where)
        if row["note"]:
            notes[row["criterion"]] = _note(row["note"], where)
    if not notes:
        raise InputError(Code.BAD_VALUE, position)
    tested_on, confirmed_on = (_day(first[name], position) for name in ("tested_on", "confirmed_on"))
    if not tested_on <= confirmed_on <= today:
        raise InputError(Code.BAD_DATE, position)
    return Noted(
        position=position,
        source_id=source_id,
        channel=first["channel"],
        tested_on=tested_on,
        notes=notes,
        confirmed_by=first["confirmed_by"],
        confirmed_on=confirmed_on,
    )


def _note(text: str, where: str) -> float:
    """From 0, not at all, to 1, wholly; with a point or a comma."""
    try:
        note = float(text.replace(",", "."))
    except ValueError:
        raise InputError(Code.BAD_VALUE, where) from None
    if not 0 <= note <= 1:
        raise InputError(Code.BAD_VALUE, where)
    return note


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(Code.BAD_DATE, where) from None
