"""Rows of a log of steps, one after the other, however long it is: CSV, Parquet, or JSON with an object on each line."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from clairevoix.ingest.tables import Written, text_of
from clairevoix.model.errors import Code, InputError

#: Cells in the order of the wanted columns, "" where there is none; None for a row that cannot be read.
Cells = Sequence[str] | None
_AT_ONCE = 50_000
_LINE_BYTES = 1_000_000


def log_rows(path: Path, wanted: Sequence[str], needed: Sequence[str], written: Written) -> Iterator[Cells]:
    """The wanted columns of every row that is not empty.

    Raises InputError, at the first row or where the damage is: unreadable; missing_column for one that is ``needed``,
    ambiguous_column.
    """
    readers = {".csv": _csv, ".parquet": _parquet, ".jsonl": _json_lines, ".ndjson": _json_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(Code.UNREADABLE)
    try:
        yield from reader(path, wanted, needed, written)
    except (OSError, UnicodeDecodeError, csv.Error, ArrowException, StopIteration):
        raise InputError(Code.UNREADABLE) from None


def _places(heading: Sequence[str], wanted: Sequence[str], needed: Sequence[str]) -> list[int | None]:
    for name in wanted:
        if name and heading.count(name) > 1:
            raise InputError(Code.AMBIGUOUS_COLUMN, f"the file, column {name}")
    for name in needed:
        if name not in heading:
            raise InputError(Code.MISSING_COLUMN, f"the file, column {name}")
    return [heading.index(name) if name and name in heading else None for name in wanted]


def _csv(path: Path, wanted: Sequence[str], needed: Sequence[str], written: Written) -> Iterator[Cells]:
    encoding = "utf-8-sig" if written.encoding == "utf-8" else written.encoding
    with path.open(encoding=encoding, newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        found = written.delimiter or max((",", ";", "\t", "|"), key=first.count)
        rows = csv.reader(stream, delimiter=found, strict=True)
        heading = [cell.strip() for cell in next(rows, [])]
        if not any(heading):
            raise InputError(Code.UNREADABLE)
        places, width = _places(heading, wanted, needed), len(heading)
        for row in rows:
            if len(row) == width:
                yield [row[place].strip() if place is not None else "" for place in places]
            elif any(cell.strip() for cell in row):
                yield None


def _parquet(path: Path, wanted: Sequence[str], needed: Sequence[str], _: Written) -> Iterator[Cells]:
    file = pq.ParquetFile(path)
    places = _places(file.schema_arrow.names, wanted, needed)
    there = [name for name, place in zip(wanted, places, strict=True) if place is not None]
    for batch in file.iter_batches(_AT_ONCE, columns=there):
        columns = {name: map(text_of, batch.column(name).to_pylist()) for name in there}
        empty = [""] * batch.num_rows
        yield from zip(*(columns.get(name, empty) for name in wanted), strict=True)


def _json_lines(path: Path, wanted: Sequence[str], needed: Sequence[str], _: Written) -> Iterator[Cells]:
    lacking = set(needed)
    with path.open(encoding="utf-8-sig") as stream:
        while line := stream.readline(_LINE_BYTES):
            if not line.strip():
                continue
            row = _object(line)
            if row is not None:
                lacking.difference_update(row)
            yield None if row is None else [text_of(row.get(name)) for name in wanted]
    if lacking:
        raise InputError(Code.MISSING_COLUMN, f"the file, column {min(lacking)}")


def _object(line: str) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
