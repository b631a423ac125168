"""Acts of evaluation counted by other systems: ``month``, ``site``, ``team``, ``act``, ``n_acts``, ``n_people``, ``largest``.

Or, in a file of its own, how often people were evaluated in a period: ``period``, ``times``, ``n_people``. A file that has
any other column is refused: it could name people.
"""

import re
from collections.abc import Collection
from pathlib import Path

from clairevoix.ingest.tables import TextRow, read_rows
from clairevoix.model.errors import Code, InputError
from clairevoix.model.vigilance import UNSTATED, ActCell, ActKind, Spread

COLUMNS = ("month", "site", "team", "act", "n_acts", "n_people", "largest")
SPREAD_COLUMNS = ("period", "times", "n_people")
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_PERIOD = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-\d\d)?")
Counts = tuple[str, ActCell | Spread | Code]


def read_acts(path: Path, sites: Collection[str]) -> tuple[Counts, ...]:
    """Each row with its position, or why it is none. Raises InputError(unreadable, empty_file, missing_column, bad_value)."""
    rows = list(read_rows(path))
    if not rows:
        raise InputError(Code.EMPTY_FILE)
    columns = set(rows[0])
    wanted = SPREAD_COLUMNS if "times" in columns else COLUMNS
    if set(wanted) - columns:
        raise InputError(Code.MISSING_COLUMN)
    if columns - set(wanted):
        raise InputError(Code.BAD_VALUE, "the heading")
    return tuple(_checked(f"row {number}", row, wanted, sites) for number, row in enumerate(rows, start=1))


def _checked(position: str, row: TextRow, wanted: Collection[str], sites: Collection[str]) -> Counts:
    try:
        return position, _spread(row) if wanted == SPREAD_COLUMNS else _cell(row, sites)
    except InputError as error:
        return position, error.code


def _cell(row: TextRow, sites: Collection[str]) -> ActCell:
    if not _MONTH.fullmatch(row["month"]):
        raise InputError(Code.BAD_DATE)
    if row["site"] and row["site"] not in sites:
        raise InputError(Code.UNKNOWN_SITE)
    if row["act"] not in tuple(ActKind):
        raise InputError(Code.BAD_VALUE)
    n_acts, n_people = _whole(row["n_acts"]), _whole(row["n_people"])
    try:
        largest = float(row["largest"])
    except ValueError:
        raise InputError(Code.BAD_VALUE) from None
    if n_people > n_acts or not n_acts > 0 or not 1 / max(1, n_people) - 1e-3 <= largest <= 1:
        raise InputError(Code.BAD_VALUE)
    return ActCell(
        month=row["month"],
        site=row["site"] or UNSTATED,
        team=row["team"] or UNSTATED,
        act=ActKind(row["act"]),
        n_acts=n_acts,
        n_people=n_people,
        largest=largest,
    )


def _spread(row: TextRow) -> Spread:
    if not _PERIOD.fullmatch(row["period"]):
        raise InputError(Code.BAD_DATE)
    return Spread(period=row["period"], times=_whole(row["times"]), n_people=_whole(row["n_people"]))


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise InputError(Code.BAD_VALUE)
    return int(text)
