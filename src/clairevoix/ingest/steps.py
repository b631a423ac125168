"""Logs of what happened to customers' cases, row by row: what each says in our words, or why it says nothing.

A row is refused where it cannot be known whose case it is, what happened or when. All else is kept: a word that nobody
declared becomes ``unlisted``, unless it is a code, and is counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from clairevoix.ingest.step_declaration import CODE, COLUMNS, NAME, WORDS, LogDeclaration
from clairevoix.ingest.step_rows import Cells, log_rows
from clairevoix.ingest.survey_values import Calendar, folded, written_at
from clairevoix.ingest.vocabulary import listed_causes
from clairevoix.model.errors import Code, InputError
from clairevoix.model.step import UNLISTED, Outcome, Responsibility, Step

Pseudonym = Callable[[str, str], str]
Unusable = tuple[str, Code]
_FIRST_DAY = date(2000, 1, 1)
#: How far ahead an appointment can be agreed.
_AHEAD = timedelta(days=2 * 366)
_CODES = ("cause", "reason", "nature", "area", "operator")
_CLOSED = {"channel": None, "outcome": UNLISTED, "responsibility": UNLISTED}


def read_steps(
    path: Path, declaration: LogDeclaration, pseudonym: Pseudonym, odd: Counter[str]
) -> Iterator[Step | Unusable]:
    """Every step of a log, or the position and the code of a row that is none.

    What is odd in rows that are taken is counted in ``odd``: ``unlisted_`` words by their column, ``no_start`` (its end is
    taken), ``backwards`` (it ended before it began), ``no_customer``. Raises InputError, also after the first rows, where
    the file as a whole cannot be read.
    """
    columns = declaration.columns
    wanted = [columns.get(name, "") for name in COLUMNS]
    key = list(declaration.key)
    needed = [*columns.values(), *key] if declaration.strict else [columns["case"], columns["step"], *key]
    read = _Reader(declaration, _remembered(pseudonym), odd)
    for number, row in enumerate(log_rows(path, [*wanted, *key], needed, declaration.written), start=1):
        try:
            yield read.step(row)
        except InputError as error:
            yield f"row {number}", error.code


def _remembered(pseudonym: Pseudonym) -> Pseudonym:
    """The steps of a case mostly follow each other."""
    return lru_cache(maxsize=200_000)(pseudonym)


class _Reader:
    """Cells of a row to a step. Words are looked up once for each of their spellings."""

    def __init__(self, declaration: LogDeclaration, pseudonym: Pseudonym, odd: Counter[str]) -> None:
        self._declaration, self._pseudonym, self._odd = declaration, pseudonym, odd
        self._words: dict[tuple[str, str], str | None] = {}

    def step(self, row: Cells) -> Step:
        """Raises InputError: ragged_row, missing_id, unknown_step, bad_date, bad_value for a revision."""
        if row is None:
            raise InputError(Code.RAGGED_ROW)
        cells = dict(zip(COLUMNS, map(self._text, row), strict=False))
        if not cells["case"]:
            raise InputError(Code.MISSING_ID)
        journey = self._name("journey", cells["journey"]) if cells["journey"] else self._declaration.journey
        if not journey:
            raise InputError(Code.UNKNOWN_STEP)
        start, end, day, has_start = self._times(cells["started_at"], cells["ended_at"])
        odd = self._odd
        made = Step(
            step_id=self._pseudonym("step", self._key(row, cells, journey)),
            case_id=self._pseudonym("case", f"{journey}\0{cells['case']}"),
            customer=self._pseudonym("customer", cells["customer"]) if cells["customer"] else None,
            journey=journey,
            step=self._name("step", cells["step"]),
            started_at=start,
            ended_at=end,
            started_on=day,
            due_on=_due(cells["due_on"], self._declaration.calendar),
            channel=self._word("channel", cells["channel"]),
            outcome=Outcome(outcome) if (outcome := self._word("outcome", cells["outcome"])) else None,
            responsibility=Responsibility(whose)
            if (whose := self._word("responsibility", cells["responsibility"]))
            else None,
            **{name: self._word(name, cells[name]) for name in _CODES},
            revision=_revision(cells["revision"]),
        )
        odd["no_start"] += not has_start
        odd["backwards"] += made.is_backwards
        odd["no_customer"] += made.customer is None
        return made

    def _text(self, cell: str) -> str:
        empty = self._declaration.empty
        return "" if empty and cell and folded(cell) in empty else cell

    def _key(self, row: Sequence[str], cells: Mapping[str, str], journey: str) -> str:
        """What names the event. Where no key is declared, an event is its case, its step and its start."""
        own = row[len(COLUMNS) :]
        if any(own):
            return "\0".join((journey, *own))
        return "\0".join((journey, cells["case"], cells["step"], cells["started_at"] or cells["ended_at"]))

    def _name(self, column: str, text: str) -> str:
        """A journey's or a step's name. Raises InputError(unknown_step)."""
        if (column, text) not in self._words:
            self._words[column, text] = self._declaration.words[column].get(folded(text), text)
        found = self._words[column, text]
        if not found or NAME.fullmatch(found) is None:
            raise InputError(Code.UNKNOWN_STEP)
        return found

    def _word(self, column: str, text: str) -> str | None:
        if not text:
            return None
        if (column, text) not in self._words:
            self._words[column, text] = _listed(column, text, self._declaration.words[column])
        found = self._words[column, text]
        self._odd[f"unlisted_{column}"] += found == UNLISTED or found is None or not self._is_known(column, text, found)
        return found

    def _is_known(self, column: str, text: str, found: str) -> bool:
        """Whether a cause is declared or on a public list; one that is neither is kept, and counted."""
        return column != "cause" or found in listed_causes() or folded(text) in self._declaration.words[column]

    def _times(self, started: str, ended: str) -> tuple[datetime, datetime | None, date, bool]:
        """Start, end, the day of the start where it was, and whether the log has a start. Raises InputError(bad_date)."""
        calendar = self._declaration.calendar
        end = _instant(ended, calendar) if ended else None
        begun = _instant(started, calendar) if started else end
        if begun is None:
            raise InputError(Code.BAD_DATE)
        day = begun.astimezone(calendar.zone).date() if calendar.zone is not None else begun.date()
        return begun.astimezone(UTC), end.astimezone(UTC) if end else None, day, bool(started)


def _listed(column: str, text: str, words: Mapping[str, str]) -> str | None:
    """Our word: a declared one, one of the closed list, or a code as it is written; else that it is none of these."""
    known = WORDS[column]
    found = words.get(folded(text), text)
    if known is not None:
        found = found if found in known else found.lower()  # OI, OC and DISPUTE are written so by Interop'Fibre
        return found if found in known else _CLOSED[column]
    return found if folded(text) in words or CODE.fullmatch(found) else UNLISTED


def _instant(text: str, calendar: Calendar) -> datetime:
    """With its time zone: its own, or the declared one. Raises InputError(bad_date)."""
    found = written_at(text, calendar.formats)
    if found.tzinfo is None:
        if calendar.zone is None:
            raise InputError(Code.BAD_DATE)
        found = found.replace(tzinfo=calendar.zone)
    if not _FIRST_DAY <= found.date() <= datetime.now(UTC).date() + timedelta(days=1):
        raise InputError(Code.BAD_DATE)
    return found


def _due(text: str, calendar: Calendar) -> date | None:
    """The day of an appointment or a promise, which may lie ahead. Raises InputError(bad_date)."""
    if not text:
        return None
    found = written_at(text, calendar.formats)
    if found.tzinfo is not None and calendar.zone is not None:
        found = found.astimezone(calendar.zone)
    if not _FIRST_DAY <= found.date() <= datetime.now(UTC).date() + _AHEAD:
        raise InputError(Code.BAD_DATE)
    return found.date()


def _revision(text: str) -> int:
    """A whole number, or an instant in ISO 8601 as microseconds; nothing is 0. Raises InputError(bad_value)."""
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(Code.BAD_VALUE) from None
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return (found - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
