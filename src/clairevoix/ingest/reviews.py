"""Human codings of contacts: CSV or Parquet with ``contact_id``, ``label``, ``present``, ``coder``, ``coded_on``."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clairevoix.ingest.tables import TextRow, read_rows, require
from clairevoix.model.errors import Code, InputError

COLUMNS = ("contact_id", "label", "present", "coder", "coded_on")
_PRESENT = {"1": True, "true": True, "yes": True, "oui": True, "0": False, "false": False, "no": False, "non": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One row, checked; identifiers still those of the source."""

    position: str
    source_id: str = field(repr=False)
    label: str
    present: bool
    coder: str = field(repr=False)
    coded_on: date


def read_codings(path: Path, labels: Collection[str]) -> Iterator[Coding | tuple[str, Code]]:
    """Every coding, or the position and the code of a row that is none."""
    rows = list(read_rows(path))
    for number, row in enumerate(rows, start=1):
        try:
            yield _coding(f"row {number}", row, labels)
        except InputError as error:
            yield f"row {number}", error.code


def _coding(position: str, row: TextRow, labels: Collection[str]) -> Coding:
    require(row, COLUMNS)
    if not row["contact_id"] or not row["coder"]:
        raise InputError(Code.MISSING_ID)
    if row["label"] not in labels:
        raise InputError(Code.UNKNOWN_LABEL)
    present = _PRESENT.get(row["present"].lower())
    if present is None:
        raise InputError(Code.BAD_VALUE)
    try:
        coded_on = date.fromisoformat(row["coded_on"])
    except ValueError:
        raise InputError(Code.BAD_DATE) from None
    return Coding(
        position=position,
        source_id=row["contact_id"],
        label=row["label"],
        present=present,
        coder=row["coder"],
        coded_on=coded_on,
    )
