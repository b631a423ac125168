"""Rows out of files: CSV, JSON and Parquet, whatever their contents, as dictionaries of text."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from clairevoix.model.errors import Code, InputError

TextRow = Mapping[str, str]


def read_rows(path: Path) -> Iterator[TextRow]:
    """Each row of a table, cells as stripped text, missing cells as "".

    Raises InputError(unreadable) for a file that is not what its suffix says, before the first row.
    """
    readers = {".csv": _csv, ".json": _json, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(Code.UNREADABLE)
    try:
        rows = reader(path)
    except (OSError, UnicodeDecodeError, ValueError, csv.Error, ArrowException, RecursionError):
        raise InputError(Code.UNREADABLE) from None
    return iter(rows)


def _csv(path: Path) -> list[TextRow]:
    text = path.read_bytes().decode("utf-8-sig")
    if not text.strip():
        raise ValueError("empty")
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return [_texts(row) for row in reader]


def _json(path: Path) -> list[TextRow]:
    document = json.loads(path.read_bytes())
    rows = document if isinstance(document, list) else [document]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("not a list of objects")
    return [_texts(row) for row in rows]


def _parquet(path: Path) -> list[TextRow]:
    return [_texts(row) for row in pq.read_table(path).to_pylist()]


def _texts(row: Mapping[object, object]) -> TextRow:
    return {str(key): _text(value) for key, value in row.items() if key is not None}


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value))
    text = "" if value is None else str(value).strip()
    return text.encode(errors="replace").decode()  # JSON can spell half characters, which nothing can store


def require(row: TextRow, columns: Sequence[str]) -> None:
    """Raises InputError(missing_column) unless the row has all of ``columns``."""
    if not all(column in row for column in columns):
        raise InputError(Code.MISSING_COLUMN)
