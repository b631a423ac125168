"""What somebody declared about a log of steps: its columns, its words, its time zone, and which version of a row is true.

A TOML file of the same name beside the log. Everything in it is checked before a row is read; what it may say is in
docs/reference/settings.md.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoix.ingest.survey_sections import Section, refused
from clairevoix.ingest.survey_values import CHANNELS, Calendar, folded
from clairevoix.ingest.tables import Written
from clairevoix.model.errors import Code, InputError
from clairevoix.model.step import Outcome, Responsibility

#: Our columns. ``case``, ``step`` and one of the two times are needed.
COLUMNS = (
    *("case", "customer", "journey", "step", "started_at", "ended_at", "due_on", "channel", "outcome", "cause"),
    *("reason", "responsibility", "nature", "area", "operator", "revision"),
)
#: Columns whose words may be declared, each with the closed list of ours, or None where any code is one.
WORDS: dict[str, frozenset[str] | None] = {
    "journey": None,
    "step": None,
    "channel": CHANNELS,
    "outcome": frozenset(Outcome),
    "cause": None,
    "reason": None,
    "responsibility": frozenset(Responsibility),
    "nature": None,
    "area": None,
    "operator": None,
}
#: How a declaration names the words of a column.
_TABLES = {
    "journey": "journeys",
    "step": "steps",
    "channel": "channels",
    "outcome": "outcomes",
    "cause": "causes",
    "reason": "reasons",
    "responsibility": "responsibilities",
    "nature": "natures",
    "area": "areas",
    "operator": "operators",
}
#: What names a journey or a step: never a sentence.
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
#: What may stand for a cause, an area or an operator without a declaration. A word in small letters could be anybody's.
CODE = re.compile(r"[A-Z0-9][A-Z0-9_.-]{0,39}", re.ASCII)
_OF_OURS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDeclaration:
    """Everything that reading a log needs. ``key``: the columns that name an event, whichever its revision."""

    journey: str
    columns: dict[str, str] = field(repr=False)
    key: tuple[str, ...] = field(repr=False)
    words: dict[str, dict[str, str]] = field(repr=False)
    empty: frozenset[str] = field(repr=False)
    calendar: Calendar
    written: Written
    strict: bool


def read_log_declaration(path: Path) -> LogDeclaration:
    """What is declared about the log of ``path``. Raises InputError: bad_declaration with its place, unreadable."""
    section = _section(path.with_suffix(".toml"))
    declared = section.names("columns")
    if not set(declared) <= set(COLUMNS):
        raise refused(section.at("columns"))
    journey = section.text("journey")
    if journey and (NAME.fullmatch(journey) is None or "journey" in declared):
        raise refused(section.at("journey"))
    words = {column: words_of(section, column, known) for column, known in WORDS.items()}
    declaration = LogDeclaration(
        journey=journey,
        columns=declared or {name: name for name in COLUMNS},
        key=section.texts("key"),
        words=words,
        empty=frozenset(map(folded, section.texts("empty"))),
        calendar=calendar_of(section),
        written=written_of(section),
        strict=bool(declared),
    )
    section.close()
    if declared and not {"case", "step"} <= set(declared):
        raise refused(section.at("columns"))
    if declared and not journey and "journey" not in declared:
        raise refused(section.at("journey"))
    return declaration


def _section(beside: Path) -> Section:
    if not beside.is_file():
        return Section({}, "steps")
    try:
        document = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise InputError(Code.UNREADABLE, "the declaration") from None
    for key in document:
        if key != "steps":
            raise refused(key)
    return Section(document.get("steps", {}), "steps")


def words_of(section: Section, column: str, known: frozenset[str] | None) -> dict[str, str]:
    """Of a column: their words, folded, for ours. Two of theirs that fold to one must mean one of ours."""
    key = _TABLES[column]
    form = NAME if column in {"journey", "step"} else _OF_OURS
    words: dict[str, str] = {}
    for theirs, ours in section.names(key).items():
        is_ours = form.fullmatch(ours) is not None if known is None else ours in known
        if not is_ours or not folded(theirs) or words.setdefault(folded(theirs), ours) != ours:
            raise refused(section.at(key))
    return words


def calendar_of(section: Section) -> Calendar:
    """How the declared dates are written, and in which time zone. Raises InputError(bad_declaration)."""
    name = section.text("time_zone")
    try:
        zone = ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        raise refused(section.at("time_zone")) from None
    formats = section.texts("dates")
    if not all("%d" in each and "%m" in each and ("%Y" in each or "%y" in each) for each in formats):
        raise refused(section.at("dates"))
    return Calendar(formats=formats, zone=zone)


def written_of(section: Section) -> Written:
    """How the declared file is written. Raises InputError(bad_declaration)."""
    encoding, delimiter = section.text("encoding", "utf-8"), section.verbatim("delimiter")
    if encoding not in Written.ENCODINGS:
        raise refused(section.at("encoding"))
    if delimiter not in Written.DELIMITERS:
        raise refused(section.at("delimiter"))
    return Written(encoding=encoding, delimiter=delimiter)
