"""Logs of contacts of every channel, without sound: CSV, Parquet, or JSON with an object on each line.

What the file's columns and words mean stands in a TOML file of the same name beside it, under ``[contacts]``: see
docs/reference/settings.md. Columns that are not listed there are not read: no column says who answered, and none may be
declared to.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from clairevoix.ingest.step_declaration import CODE, NAME, calendar_of, words_of, written_of
from clairevoix.ingest.step_rows import log_rows
from clairevoix.ingest.survey_sections import Section, refused
from clairevoix.ingest.survey_values import CHANNELS, Calendar, day, flag, folded, instant
from clairevoix.ingest.tables import MAX_ROWS, Written
from clairevoix.model.errors import Code, InputError
from clairevoix.model.logged import Direction, LoggedContact
from clairevoix.model.step import UNLISTED

Pseudonym = Callable[[str, str], str]
Unusable = tuple[str, Code]
#: Our columns. ``contact_id`` and ``started_at`` are needed.
COLUMNS = (
    *("contact_id", "case", "journey", "customer", "started_at", "channel", "direction", "reason", "resolved"),
    *("transfers", "reidentifications", "repetitions", "missed", "area", "site", "team"),
)
NEEDED = ("contact_id", "started_at")
_COUNT = re.compile(r"[0-9]{1,2}(?:[.,]0+)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDeclaration:
    """Everything that reading a log of contacts needs."""

    columns: dict[str, str] = field(repr=False)
    channels: dict[str, str] = field(repr=False)
    reasons: dict[str, str] = field(repr=False)
    areas: dict[str, str] = field(repr=False)
    directions: dict[str, str] = field(repr=False)
    journey: str
    empty: frozenset[str] = field(repr=False)
    calendar: Calendar
    written: Written
    strict: bool


def read_contact_declaration(path: Path) -> ContactDeclaration:
    """What is declared about the log of ``path``. Raises InputError: bad_declaration with its place, unreadable."""
    section = _section(path.with_suffix(".toml"))
    columns = section.names("columns")
    if not set(columns) <= set(COLUMNS) or (columns and not set(NEEDED) <= set(columns)):
        raise refused(section.at("columns"))
    journey = section.text("journey")
    if journey and (NAME.fullmatch(journey) is None or "journey" in columns):
        raise refused(section.at("journey"))
    declaration = ContactDeclaration(
        columns=columns or {name: name for name in COLUMNS},
        channels=words_of(section, "channel", CHANNELS),
        reasons=words_of(section, "reason", None),
        areas=words_of(section, "area", None),
        directions=_directions(section),
        journey=journey,
        empty=frozenset(map(folded, section.texts("empty"))),
        calendar=calendar_of(section),
        written=written_of(section),
        strict=bool(columns),
    )
    section.close()
    return declaration


def _section(beside: Path) -> Section:
    if not beside.is_file():
        return Section({}, "contacts")
    try:
        document = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise InputError(Code.UNREADABLE, "the declaration") from None
    for key in document:
        if key != "contacts":
            raise refused(key)
    return Section(document.get("contacts", {}), "contacts")


def _directions(section: Section) -> dict[str, str]:
    words = {folded(theirs): ours for theirs, ours in section.names("directions").items()}
    if not set(words.values()) <= set(Direction):
        raise refused(section.at("directions"))
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What ``organisation.toml`` declares: the sites and the teams that a log may name."""

    sites: Collection[str] = ()
    teams: Collection[str] = ()


def read_contact_log(
    path: Path, declaration: ContactDeclaration, places: Places, pseudonym: Pseudonym, odd: Counter[str]
) -> Iterator[LoggedContact | Unusable]:
    """Every contact of a log, or the position and the code of a row that is none.

    What is odd in rows that are taken is counted in ``odd``: ``unlisted_`` words by their column, ``no_case``,
    ``no_customer``. Raises InputError, also after the first rows, where the file as a whole cannot be read.
    """
    columns = declaration.columns
    wanted = [columns.get(name, "") for name in COLUMNS]
    needed = [*columns.values()] if declaration.strict else [columns[name] for name in NEEDED]
    read = _Reader(declaration, places, lru_cache(maxsize=200_000)(pseudonym), odd)
    for number, row in enumerate(log_rows(path, wanted, needed, declaration.written), start=1):
        if number > MAX_ROWS:
            raise InputError(Code.TOO_LARGE)
        try:
            if row is None:
                raise InputError(Code.RAGGED_ROW)
            yield read.contact(row)
        except InputError as error:
            yield f"row {number}", error.code


class _Reader:
    """Cells of a row to a contact."""

    def __init__(
        self, declaration: ContactDeclaration, places: Places, pseudonym: Pseudonym, odd: Counter[str]
    ) -> None:
        self._declared, self._places, self._pseudonym, self._odd = declaration, places, pseudonym, odd

    def contact(self, row: Sequence[str]) -> LoggedContact:
        """Raises InputError: missing_id, bad_date, bad_value, unknown_site."""
        cells = dict(zip(COLUMNS, map(self._text, row), strict=True))
        if not cells["contact_id"]:
            raise InputError(Code.MISSING_ID)
        declared, pseudonym = self._declared, self._pseudonym
        journey = cells["journey"] or declared.journey
        found = LoggedContact(
            entry_id=pseudonym("entry", cells["contact_id"]),
            case_id=pseudonym("case", f"{journey}\0{cells['case']}") if cells["case"] else None,
            customer=pseudonym("customer", cells["customer"]) if cells["customer"] else None,
            started_at=instant(cells["started_at"], declared.calendar),
            started_on=day(cells["started_at"], declared.calendar),
            channel=self._channel(cells["channel"]),
            direction=self._direction(cells["direction"]),
            reason=self._code("reason", cells["reason"], declared.reasons),
            resolved=flag(cells["resolved"]) if cells["resolved"] else None,
            transfers=_count(cells["transfers"]),
            reidentifications=_count(cells["reidentifications"]),
            repetitions=_count(cells["repetitions"]),
            missed=flag(cells["missed"]),
            area=self._code("area", cells["area"], declared.areas),
            site=_declared(cells["site"], self._places.sites, Code.UNKNOWN_SITE),
            team=_declared(cells["team"], self._places.teams, Code.BAD_VALUE),
        )
        self._odd["no_case"] += found.case_id is None
        self._odd["no_customer"] += found.customer is None
        return found

    def _text(self, cell: str) -> str:
        empty = self._declared.empty
        return "" if empty and cell and folded(cell) in empty else cell

    def _channel(self, text: str) -> str | None:
        if not text:
            return None
        found = self._declared.channels.get(folded(text), text)
        if found in CHANNELS:
            return found
        self._odd["unlisted_channel"] += 1
        return None

    def _direction(self, text: str) -> Direction:
        if not text:
            return Direction.INBOUND
        found = self._declared.directions.get(folded(text), text)
        if found not in set(Direction):
            raise InputError(Code.BAD_VALUE)
        return Direction(found)

    def _code(self, column: str, text: str, words: dict[str, str]) -> str | None:
        """A declared word, or a code as it is written; any other word might be anybody's name."""
        if not text:
            return None
        found = words.get(folded(text), text)
        if folded(text) in words or CODE.fullmatch(found):
            return found
        self._odd[f"unlisted_{column}"] += 1
        return UNLISTED


def _count(text: str) -> int:
    """How often, 0 to 99; a yes is once. Raises InputError(bad_value)."""
    if _COUNT.fullmatch(text):
        return int(re.split("[.,]", text)[0])
    return int(flag(text))


def _declared(text: str, known: Collection[str], code: Code) -> str | None:
    if text and text not in known:
        raise InputError(code)
    return text or None
