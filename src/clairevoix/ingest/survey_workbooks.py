"""XLSX workbooks, read as they stream, within bounds that a file cannot talk its way out of.

Cells are what was last computed, not formulas; a date is a date whatever it looks like. A merged cell is its first
one, the others are empty.
"""

import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from clairevoix.ingest.survey_sections import refused
from clairevoix.model.errors import Code, InputError

#: Bytes. A zip's own account of its sizes bounds what it may unpack to: more than that is a damaged file.
MAX_PACKED = 150 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_SHARED_TEXT = 100 * 1024 * 1024
MAX_PARTS = 2_000
#: The greatest row that a workbook has (ECMA-376, part 1, 18.3.1.73), and more columns than a survey.
_LAST_ROW = 1_048_576
_LAST_COLUMN = 2_000
# A SyntaxError is what both parsers of XML that openpyxl may use raise.
_DAMAGED = (
    *(BadZipFile, InvalidFileException, SyntaxError, NotImplementedError, EOFError, OverflowError),
    *(KeyError, IndexError, AttributeError, TypeError, RuntimeError),
)


def workbook_rows(path: Path, sheet: str) -> Generator[tuple[object, ...], None, None]:
    """The rows of one sheet, heading first: the one of that name, else the only one that is not hidden.

    Raises InputError: too_large, several_sheets; ValueError for a file that is no workbook.
    """
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which carry no answers
            _bounded(path)
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield from _cells(_chosen(workbook, sheet))
    except _DAMAGED:
        raise ValueError("not a workbook") from None


def _bounded(path: Path) -> None:
    if path.stat().st_size > MAX_PACKED:
        raise InputError(Code.TOO_LARGE)
    with ZipFile(path) as archive:
        parts = archive.infolist()
    shared = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or shared > MAX_SHARED_TEXT:
        raise InputError(Code.TOO_LARGE)


def _chosen(workbook: Any, name: str) -> Any:
    sheets = list(workbook.worksheets)
    if name:
        found = [each for each in sheets if each.title == name]
        if not found:
            raise refused("survey.sheet")
        return found[0]
    visible = [each for each in sheets if each.sheet_state == "visible"]
    if len(visible) != 1:
        raise InputError(Code.SEVERAL_SHEETS) if visible else ValueError("no sheet")
    return visible[0]


def _cells(sheet: Any) -> Iterator[tuple[object, ...]]:
    # Every bound is given: what the file says of its own size is not asked for.
    heading = next(sheet.iter_rows(max_row=1, max_col=_LAST_COLUMN, values_only=True), ())
    width = max((place for place, cell in enumerate(heading, start=1) if cell not in (None, "")), default=0)
    yield heading[:width]
    if width:
        yield from sheet.iter_rows(min_row=2, max_row=_LAST_ROW, max_col=width, values_only=True)
