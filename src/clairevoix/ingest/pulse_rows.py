"""Answers of an anonymous staff survey that was asked elsewhere: ``month``, ``site``, ``asked``, and a mark for each item."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.ingest.tables import TextRow, read_rows, require
from clairevoix.model.errors import Code, InputError
from clairevoix.model.pulse import NO_SITE

#: Columns beside the items: the month, where people work, and of how many the month was asked.
PLACE_COLUMNS = ("month", "site", "asked")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfAnswers:
    """One row, as marks from 0 to 4; None for an item left out."""

    position: str
    month: str
    site: str
    asked: int | None
    marks: Mapping[str, int | None] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOfAnswers:
    """A whole file."""

    rows: tuple[RowOfAnswers, ...]

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(sorted({row.month for row in self.rows}))

    def of(self, month: str) -> tuple[RowOfAnswers, ...]:
        return tuple(row for row in self.rows if row.month == month)

    def n_asked(self, month: str) -> int | None:
        """How many people were asked: at least as many as answered; None where the file does not say."""
        asked = [row.asked for row in self.of(month) if row.asked is not None]
        return max(*asked, len(self.of(month))) if asked else None


def read_answers(path: Path, admit: Callable[[Collection[str]], None]) -> SheetOfAnswers:
    """A file whose columns ``admit`` does not refuse, which is asked before any cell is looked at.

    Raises InputError(unreadable, empty_file, missing_column, bad_date, bad_value): it is taken whole or not at all.
    """
    rows = list(read_rows(path))
    if not rows:
        raise InputError(Code.EMPTY_FILE)
    columns = tuple(rows[0])
    admit(columns)
    return SheetOfAnswers(rows=tuple(_row(f"row {number}", row, columns) for number, row in enumerate(rows, start=1)))


def _row(position: str, row: TextRow, columns: tuple[str, ...]) -> RowOfAnswers:
    require(row, ("month",))
    if not _MONTH.fullmatch(row["month"]):
        raise InputError(Code.BAD_DATE, position)
    asked = row.get("asked", "")
    if asked and not asked.isdigit():
        raise InputError(Code.BAD_VALUE, position)
    return RowOfAnswers(
        position=position,
        month=row["month"],
        site=row.get("site", "") or NO_SITE,
        asked=int(asked) if asked else None,
        marks={name: _mark(row.get(name, ""), position) for name in columns if name not in PLACE_COLUMNS},
    )


def _mark(text: str, position: str) -> int | None:
    """A whole mark; what is no number is for nobody to guess."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,2}", text):
        raise InputError(Code.BAD_VALUE, position)
    return int(text)
