"""Survey answers: CSV or Parquet, with a scale that somebody declared.

The declaration is a TOML file of the same name beside the answers (``[survey]`` with ``id``, ``question``, ``scale_min``,
``scale_max`` and ``language``). The Net Promoter Score is defined on marks from 0 to 10 and on nothing else.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from clairevoix.ingest.tables import TextRow, read_rows, require
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Survey

LANGUAGES = ("fr", "en")
#: Characters; nobody writes more into a survey.
MAX_COMMENT = 10_000
#: A whole number from 0 to 10; spreadsheets add a decimal that is zero.
_MARK = re.compile(r"(?:[0-9]|10)(?:\.0+)?", re.ASCII)
COLUMNS = ("response_id", "answered_on", "score")
#: Where a customer was in contact. A closed list, so that no free text slips into a column.
CHANNELS = frozenset({"phone", "chat", "e-mail", "shop", "field", "web"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row, checked, its comment not redacted yet: lives in memory only."""

    position: str
    source_id: str = field(repr=False)
    answered_on: date
    score: int
    site: str | None
    channel: str | None
    comment: str = field(repr=False)


def read_survey(path: Path, scale: tuple[int, int] | None) -> Survey:
    """The survey that a file of answers belongs to.

    Raises InputError: no_scale when nobody declared one, bad_scale for any other than 0-10.
    """
    declaration: dict[str, object] = {}
    beside = path.with_suffix(".toml")
    if beside.is_file():
        try:
            table = tomllib.loads(beside.read_text(encoding="utf-8")).get("survey", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            raise InputError(Code.UNREADABLE) from None
        declaration = table if isinstance(table, dict) else {}
    if scale is not None:
        declaration = {**declaration, "scale_min": scale[0], "scale_max": scale[1]}
    if "scale_min" not in declaration or "scale_max" not in declaration:
        raise InputError(Code.NO_SCALE)
    if (declaration["scale_min"], declaration["scale_max"]) != (0, 10):
        raise InputError(Code.BAD_SCALE)
    language = str(declaration.get("language", "fr"))
    if language not in LANGUAGES:
        raise InputError(Code.BAD_LANGUAGE)
    return Survey(
        survey_id=str(declaration.get("id", "nps")),
        question=str(declaration.get("question", "")),
        scale_min=0,
        scale_max=10,
        language=language,
    )


def read_answers(path: Path, sites: Collection[str]) -> Iterator[Answer | tuple[str, Code]]:
    """Every answer, or the position and the code of a row that is none.

    Raises InputError when the file as a whole cannot be read.
    """
    rows = list(read_rows(path))
    for number, row in enumerate(rows, start=1):
        try:
            yield _answer(f"row {number}", row, sites)
        except InputError as error:
            yield f"row {number}", error.code


def _answer(position: str, row: TextRow, sites: Collection[str]) -> Answer:
    require(row, COLUMNS)
    if not row["response_id"]:
        raise InputError(Code.MISSING_ID)
    site, channel = row.get("site") or None, row.get("channel") or None
    if site is not None and site not in sites:
        raise InputError(Code.UNKNOWN_SITE)
    if channel is not None and channel not in CHANNELS:
        raise InputError(Code.BAD_VALUE)
    if len(row.get("comment", "")) > MAX_COMMENT:
        raise InputError(Code.BAD_VALUE)
    return Answer(
        position=position,
        source_id=row["response_id"],
        answered_on=_day(row["answered_on"]),
        score=_score(row["score"]),
        site=site,
        channel=channel,
        comment=row.get("comment", ""),
    )


def _day(text: str) -> date:
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        raise InputError(Code.BAD_DATE) from None
    if not date(2000, 1, 1) <= day <= datetime.now(UTC).date() + timedelta(days=1):
        raise InputError(Code.BAD_DATE)
    return day


def _score(text: str) -> int:
    """
    >>> _score("9"), _score("9.0")
    (9, 9)
    """
    if _MARK.fullmatch(text) is None:
        raise InputError(Code.BAD_SCORE)
    return int(float(text))
