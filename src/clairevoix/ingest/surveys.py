"""Survey answers: CSV, XLSX, Parquet or JSON, on scales that somebody declared.

The declaration (:mod:`clairevoix.ingest.survey_declaration`) stands beside the answers. The Net Promoter Score is
defined on marks from 0 to 10 and on nothing else; every other question has its own scale.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clairevoix.ingest.survey_declaration import Asked, Declaration, read_declaration
from clairevoix.ingest.survey_profiles import Profile
from clairevoix.ingest.survey_values import channel, day, folded, site, value
from clairevoix.ingest.tables import Sheet, read_sheet
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Question, QuestionKind, Rating, Response, Survey

#: Characters; nobody writes more into a survey.
MAX_COMMENT = 10_000
#: What a simple file must have, by our names.
_NEEDED = ("response_id", "answered_on", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row, checked, its comment not redacted yet: lives in memory only.

    ``score`` is the mark of the first NPS question, None where it was left blank; ``ratings`` are the other questions
    that were answered. ``finished`` is False where the customer broke off: such a row is counted and not taken.
    """

    position: str
    source_id: str = field(repr=False)
    answered_on: date
    score: int | None
    site: str | None
    channel: str | None
    comment: str = field(repr=False)
    ratings: tuple[tuple[Question, int], ...] = ()
    finished: bool = True
    customer: str = field(default="", repr=False)

    @property
    def blank(self) -> bool:
        """Whether no question that has a scale was answered."""
        return self.score is None and not self.ratings


Unusable = tuple[str, Code]


def read_survey(path: Path, scale: tuple[int, int] | None) -> Survey:
    """The survey that a file of answers belongs to. Raises InputError as ``read_declaration`` does."""
    return read_declaration(path, scale).survey


def read_answers(
    path: Path, sites: Collection[str], declaration: Declaration | None = None
) -> Iterator[Answer | Unusable]:
    """Every answer, or the position and the code of a row that is none.

    Raises InputError when the file as a whole cannot be read, or when a declared column is not in it.
    """
    known = declaration or read_declaration(path, (0, 10))
    sheet = read_sheet(path, known.written)
    places = _places(sheet, known)
    for number, row in enumerate(sheet.rows, start=1):
        position = f"row {number}"
        try:
            yield _answer(position, _Row(row, places, known.empty, len(sheet.heading)), known, sites)
        except InputError as error:
            yield f"{position}, {error.position}" if error.position else position, error.code


class _Row:
    """Cells of one row by the name of their column; words that stand for nothing are "", a missing column too."""

    __slots__ = ("_cells", "_empty", "_places")

    def __init__(self, cells: Sequence[str], places: Mapping[str, int], empty: Collection[str], n_columns: int) -> None:
        if any(cells[n_columns:]):
            raise InputError(Code.RAGGED_ROW)
        self._cells, self._places, self._empty = cells, places, empty

    def __getitem__(self, column: str) -> str:
        place = self._places.get(column)
        text = self._cells[place] if place is not None and place < len(self._cells) else ""
        return "" if self._empty and folded(text) in self._empty else text

    def __contains__(self, column: str) -> bool:
        return column in self._places


def found_columns(heading: Sequence[str], wanted: Collection[str], profile: Profile) -> dict[str, int]:
    """Where each wanted column stands, by its whole name or, failing that, by what the profile makes of a heading.

    Raises InputError(ambiguous_column) with the name of a column that the heading has more than once.
    """
    short = [profile.shortened(each) for each in heading]
    places: dict[str, int] = {}
    for name in wanted:
        found = [number for number, each in enumerate(heading) if each == name]
        found = found or [number for number, each in enumerate(short) if each == name]
        if len(found) > 1:
            raise InputError(Code.AMBIGUOUS_COLUMN, f"the file, column {name}")
        if found:
            places[name] = found[0]
    return places


def _places(sheet: Sheet, declaration: Declaration) -> dict[str, int]:
    columns = declaration.columns
    wanted = {*columns.values(), *(asked.column for asked in declaration.asked)}
    places = found_columns(sheet.heading, wanted, declaration.profile)
    if declaration.strict:
        named = {columns[name] for name in ("response_id", "answered_on", "finished") if name in columns}
        declared = {columns[name] for name in ("site", "channel", "customer") if columns.get(name, name) != name}
        for name in (*sorted(named | declared), *(asked.column for asked in declaration.asked)):
            if name not in places and name != declaration.columns.get("comment"):
                raise InputError(Code.MISSING_COLUMN, f"the file, column {name}")
    return places


def _answer(position: str, row: _Row, declaration: Declaration, sites: Collection[str]) -> Answer:
    columns = declaration.columns
    if not declaration.strict and not all(columns[name] in row for name in _NEEDED):
        raise InputError(Code.MISSING_COLUMN)
    source_id = row[columns["response_id"]]
    if not source_id:
        raise InputError(Code.MISSING_ID)
    if not _is_finished(row, declaration):
        return _unfinished(position, source_id)
    place = site(row[columns["site"]], declaration.sites, sites)
    where = channel(row[columns["channel"]], declaration.channels)
    score, ratings = _marks(row, declaration)
    return Answer(
        position=position,
        source_id=source_id,
        answered_on=day(row[columns["answered_on"]], declaration.calendar),
        score=score,
        site=place,
        channel=where,
        comment=_comment(row, declaration.asked),
        ratings=ratings,
        customer=row[columns["customer"]],
    )


def _is_finished(row: _Row, declaration: Declaration) -> bool:
    column = declaration.columns.get("finished")
    if column is None:
        return True
    word = folded(row[column])
    return word in declaration.finished if declaration.finished else bool(word)


def _unfinished(position: str, source_id: str) -> Answer:
    """Nothing of a row that was broken off is looked at but that it was."""
    return Answer(
        position=position,
        source_id=source_id,
        answered_on=date.min,
        score=None,
        site=None,
        channel=None,
        comment="",
        finished=False,
    )


def _marks(row: _Row, declaration: Declaration) -> tuple[int | None, tuple[tuple[Question, int], ...]]:
    """The mark of the first NPS question, and those of the others. In a simple file, a mark may not be left blank."""
    found: list[tuple[Question, int]] = []
    for asked in declaration.asked:
        name = asked.column
        text = row[name]
        if asked.question.kind is QuestionKind.TEXT or (not text and declaration.strict):
            continue
        try:
            found.append((asked.question, value(text, asked.question, asked.labels)))
        except InputError as error:
            raise InputError(error.code, f"column {name}" if declaration.strict else "") from None
    first = first_nps([asked.question for asked in declaration.asked])
    score = next((mark for question, mark in found if question == first), None)
    return score, tuple(each for each in found if each[0] != first)


def first_nps(questions: Sequence[Question]) -> Question | None:
    """The question whose marks are the survey's responses."""
    return next((question for question in questions if question.kind is QuestionKind.NPS), None)


def _comment(row: _Row, asked: Sequence[Asked]) -> str:
    """The free texts of a row, one below the other."""
    texts = [row[each.column] for each in asked if each.question.kind is QuestionKind.TEXT]
    comment = "\n".join(filter(None, texts))
    if len(comment) > MAX_COMMENT:
        raise InputError(Code.BAD_VALUE)
    return comment


def as_rated(answer: Answer, survey: Survey, response_id: str) -> tuple[Response | None, tuple[Rating, ...]]:
    """An answer as it is stored under its pseudonym, without its comment."""
    response = None
    if answer.score is not None:
        response = Response(
            response_id=response_id,
            survey_id=survey.survey_id,
            answered_on=answer.answered_on,
            score=answer.score,
            site=answer.site,
            channel=answer.channel,
        )
    return response, tuple(
        Rating(
            response_id=response_id,
            survey_id=survey.survey_id,
            question=question,
            value=mark,
            answered_on=answer.answered_on,
            site=answer.site,
            channel=answer.channel,
        )
        for question, mark in answer.ratings
    )
