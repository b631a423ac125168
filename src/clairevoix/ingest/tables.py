"""Rows out of files: CSV, JSON, Parquet and XLSX, whatever their contents, as text."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from clairevoix.model.errors import Code, InputError

TextRow = Mapping[str, str]
#: What a table may hold: far more than a year of answers, far less than a machine's memory.
MAX_BYTES = 512 * 1024 * 1024
MAX_ROWS = 2_000_000
MAX_CHARACTERS = 400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a table was written, where its file cannot say so: by default UTF-8, and whichever delimiter makes columns."""

    ENCODINGS: ClassVar[frozenset[str]] = frozenset({"utf-8", "utf-16", "windows-1252", "iso-8859-15"})
    DELIMITERS: ClassVar[frozenset[str]] = frozenset({"", ",", ";", "\t", "|"})

    encoding: str = field(default="utf-8", repr=False)
    delimiter: str = field(default="", repr=False)
    sheet: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its heading, and its rows that are not empty. A row can be shorter than the heading, or longer."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


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


def read_sheet(path: Path, written: Written) -> Sheet:
    """A table as its cells stand: CSV, JSON, Parquet or XLSX, cells as stripped text.

    Raises InputError: unreadable, too_large, several_sheets; bad_declaration for a sheet that is not there.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(Code.TOO_LARGE)
        match path.suffix.lower():
            case ".csv":
                return _csv_sheet(path, written)
            case ".xlsx":
                from clairevoix.ingest.survey_workbooks import workbook_rows

                with closing(workbook_rows(path, written.sheet)) as rows:
                    return sheet_of(next(rows, ()), rows)
            case ".json":
                return _sheet_of_objects(_flattened(json.loads(path.read_bytes())))
            case ".parquet":
                return _parquet_sheet(path)
    except (OSError, UnicodeDecodeError, ValueError, csv.Error, ArrowException, RecursionError):
        pass
    raise InputError(Code.UNREADABLE)


def sheet_of(heading: Iterable[object], rows: Iterable[Iterable[object]]) -> Sheet:
    """Rows as text, within bounds; empty ones left out. Raises InputError(too_large)."""
    kept: list[tuple[str, ...]] = []
    n_characters = 0
    for row in rows:
        cells = tuple(map(text_of, row))
        n_row = sum(map(len, cells))
        if not n_row:
            continue
        n_characters += n_row
        if n_characters > MAX_CHARACTERS or len(kept) >= MAX_ROWS:
            raise InputError(Code.TOO_LARGE)
        kept.append(cells)
    return Sheet(heading=tuple(map(text_of, heading)), rows=tuple(kept))


def _csv_sheet(path: Path, written: Written) -> Sheet:
    encoding = "utf-8-sig" if written.encoding == "utf-8" else written.encoding
    text = path.read_bytes().decode(encoding)
    if not text.strip():
        raise ValueError("empty")
    delimiter = written.delimiter or _delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return sheet_of(next(rows), rows)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the heading into most columns; texts in quotation marks may hold the others."""
    found = {}
    for each in (",", ";", "\t"):
        try:
            found[each] = len(next(csv.reader(io.StringIO(text, newline=""), delimiter=each, strict=True)))
        except csv.Error:
            found[each] = 0
    return max(found, key=lambda each: found[each])


def _flattened(document: object) -> list[Mapping[str, object]]:
    """The objects of a list, under ``data`` or ``responses`` if there; an object's own ``data`` become its cells."""
    if isinstance(document, dict):
        inner = document.get("data", document.get("responses"))
        document = inner if isinstance(inner, list) else [document]
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise ValueError("not a list of objects")
    return [{**row, **row["data"]} if isinstance(row.get("data"), dict) else row for row in document]


def _sheet_of_objects(objects: Sequence[Mapping[str, object]]) -> Sheet:
    heading = tuple(dict.fromkeys(key for row in objects for key in row))
    return sheet_of(heading, ([row.get(key) for key in heading] for row in objects))


def _parquet_sheet(path: Path) -> Sheet:
    file = pq.ParquetFile(path)
    if file.metadata.num_rows > MAX_ROWS:
        raise InputError(Code.TOO_LARGE)
    rows = (tuple(row.values()) for batch in file.iter_batches(1000) for row in batch.to_pylist())
    return sheet_of(file.schema_arrow.names, rows)


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
    return {str(key): text_of(value) for key, value in row.items() if key is not None}


def text_of(value: object) -> str:
    """A cell as stripped text; nothing is "", the parts of a list have ``|`` between."""
    if isinstance(value, (list, tuple)):
        return "|".join(map(str, value))
    text = "" if value is None else str(value).strip()
    return text.encode(errors="replace").decode()  # JSON can spell half characters, which nothing can store


def require(row: TextRow, columns: Sequence[str]) -> None:
    """Raises InputError(missing_column) unless the row has all of ``columns``."""
    if not all(column in row for column in columns):
        raise InputError(Code.MISSING_COLUMN)
