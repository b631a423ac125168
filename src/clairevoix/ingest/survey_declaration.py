"""What somebody declared about a file of answers: its questions and their scales, its columns, dates, words and sheets.

A TOML file of the same name beside the answers. Everything in it is checked before a single answer is read; what it
may say is in docs/reference/settings.md.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoix.ingest.survey_profiles import PLAIN, PROFILES, Profile
from clairevoix.ingest.survey_sections import Section, refused
from clairevoix.ingest.survey_values import CHANNELS, NO, WAYS, YES, Calendar, folded
from clairevoix.ingest.tables import Written
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import CSAT_SCALE, SCALES, Question, QuestionKind, Survey

LANGUAGES = ("fr", "en")
#: Our columns of answers, and of invitations.
COLUMNS = ("response_id", "answered_on", "site", "channel", "finished", "score", "comment", "customer")
INVITATION_TIMES = ("sent_at", "delivered_at", "opened_at", "started_at", "completed_at")
INVITATION_COLUMNS = ("invitation_id", "response_id", "channel", "site", "suppressed", *INVITATION_TIMES)
_QUESTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where its answers stand; ``labels`` are its answers in words, folded, and what they stand for."""

    question: Question
    column: str = field(repr=False)
    labels: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Where the invitations stand: a file beside the declaration, or None for the file of the answers itself."""

    file: str | None = field(repr=False)
    columns: dict[str, str]
    channels: dict[str, str]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Everything that reading a file of answers needs. ``strict``: its columns were declared, so each must be there."""

    survey: Survey
    asked: tuple[Asked, ...]
    columns: dict[str, str]
    strict: bool = False
    profile: Profile = PLAIN
    finished: frozenset[str] = PLAIN.finished
    channels: dict[str, str]
    sites: dict[str, str]
    empty: frozenset[str] = frozenset()
    calendar: Calendar
    written: Written
    invited: Invited | None = None


def read_declaration(path: Path, scale: tuple[int, int] | None) -> Declaration:
    """What is declared about the answers of ``path``; ``scale`` is that of its NPS questions, from the command line.

    Raises InputError: no_scale when an NPS has no declared one, bad_scale for an NPS on any other than 0-10, wrong_scale
    for another question on a scale that is not its own, bad_declaration with its place, unreadable.
    """
    section = _section(path.with_suffix(".toml"))
    profile = PROFILES.get(section.text("profile", "plain"))
    if profile is None:
        raise refused(section.at("profile"))
    declared = section.names("columns")
    if not set(declared) <= set(COLUMNS):
        raise refused(section.at("columns"))
    default = profile.json_columns if path.suffix.lower() == ".json" else profile.columns
    columns = {ours: ours for ours in COLUMNS if ours != "finished"} | default | declared
    own = section.scale("scale") or _old_scale(section)
    asked = tuple(_asked(each, scale or own) for each in section.tables("questions"))
    strict = bool(asked or declared or profile is not PLAIN)
    if not asked:
        asked = _plain_questions(columns, scale or own, section)
    language = section.text("language", "fr")
    if language not in LANGUAGES:
        raise InputError(Code.BAD_LANGUAGE)
    empty = frozenset(map(folded, section.texts("empty"))) | profile.empty
    declaration = Declaration(
        survey=_survey(section, asked, language),
        asked=asked,
        columns=columns,
        strict=strict,
        profile=profile,
        finished=frozenset(map(folded, section.texts("finished"))) or profile.finished,
        channels=_named(section, "channels", CHANNELS),
        sites={folded(theirs): ours for theirs, ours in section.names("sites").items()},
        empty=empty,
        calendar=_calendar(section, profile),
        written=_written(section),
        invited=_invited(section.table("invitations"), empty),
    )
    section.close()
    return declaration


def _section(beside: Path) -> Section:
    if not beside.is_file():
        return Section({}, "survey")
    try:
        document = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        raise InputError(Code.UNREADABLE, "the declaration") from None
    for key in document:
        if key != "survey":
            raise refused(key)
    table = document.get("survey", {})
    return Section(table if isinstance(table, dict) else {}, "survey")


def _old_scale(section: Section) -> tuple[int, int] | None:
    """``scale_min`` and ``scale_max``, as simple declarations write it."""
    ends = section.pair("scale_min", "scale_max")
    if ends is None:
        return None
    low, high = ends
    if not isinstance(low, int) or not isinstance(high, int):
        raise InputError(Code.BAD_SCALE)
    return low, high


def _asked(section: Section, nps_scale: tuple[int, int] | None) -> Asked:
    question_id, word = section.text("id"), section.text("kind")
    if _QUESTION_ID.fullmatch(question_id) is None:
        raise refused(section.at("id"))
    if word not in list(QuestionKind):
        raise refused(section.at("kind"))
    kind, column = QuestionKind(word), section.text("column")
    if not column:
        raise refused(section.at("column"))
    low, high = _checked_scale(section, kind, section.scale("scale"), nps_scale)
    question = Question(
        question_id=question_id, kind=kind, scale_min=low, scale_max=high, wording=section.text("wording")
    )
    labels = _labels(section, question)
    section.close()
    return Asked(question=question, column=column, labels=labels)


def _checked_scale(
    section: Section, kind: QuestionKind, declared: tuple[int, int] | None, nps_scale: tuple[int, int] | None
) -> tuple[int | None, int | None]:
    if kind is QuestionKind.TEXT:
        if declared is not None:
            raise refused(section.at("scale"))
        return None, None
    if kind is QuestionKind.NPS:
        found = declared or nps_scale
        if found is None:
            raise refused(section.at("scale"), Code.NO_SCALE)
        if found != SCALES[kind]:
            raise refused(section.at("scale"), Code.BAD_SCALE)
        return found
    found = declared or SCALES.get(kind, CSAT_SCALE)
    allowed = 0 <= found[0] < found[1] <= 10 if kind is QuestionKind.CSAT else found == SCALES[kind]
    if not allowed:
        raise refused(section.at("scale"), Code.WRONG_SCALE)
    return found


def _labels(section: Section, question: Question) -> dict[str, int]:
    """Each label folded. Two that fold to one word must mean one value, and each value lies on the scale."""
    labels: dict[str, int] = {}
    if question.kind is QuestionKind.FCR:
        labels = dict.fromkeys(YES, 1) | dict.fromkeys(NO, 0)
    declared: dict[str, int] = {}
    for text, number in section.numbers("labels").items():
        on_scale = question.scale_min is not None and question.scale_min <= number <= (question.scale_max or 0)
        if not on_scale or not folded(text) or declared.setdefault(folded(text), number) != number:
            raise refused(section.at("labels"))
    return labels | declared


def _plain_questions(columns: dict[str, str], scale: tuple[int, int] | None, section: Section) -> tuple[Asked, ...]:
    """A mark in the column ``score`` and a text in ``comment``: what a file holds of which nothing more is declared."""
    if scale is None:
        raise InputError(Code.NO_SCALE)
    if scale != SCALES[QuestionKind.NPS]:
        raise InputError(Code.BAD_SCALE)
    question = Question(question_id="nps", kind=QuestionKind.NPS, scale_min=0, scale_max=10)
    comment = Question(question_id="comment", kind=QuestionKind.TEXT)
    return (
        Asked(question=question, column=columns["score"], labels=_labels(section, question)),
        Asked(question=comment, column=columns["comment"], labels={}),
    )


def _survey(section: Section, asked: tuple[Asked, ...], language: str) -> Survey:
    questions = tuple(each.question for each in asked)
    names = [question.question_id for question in questions]
    kinds = {question.kind for question in questions}
    if len(set(names)) < len(names) or (QuestionKind.TEXT in kinds and QuestionKind.NPS not in kinds):
        raise refused(section.at("questions"))
    wording = next((each.wording for each in questions if each.kind is QuestionKind.NPS), questions[0].wording)
    survey_id = section.text("id", "nps")
    if not survey_id:
        raise refused(section.at("id"))
    return Survey(
        survey_id=survey_id,
        question=section.text("question", wording),
        scale_min=0,
        scale_max=10,
        language=language,
        questions=questions,
    )


def _named(section: Section, key: str, known: frozenset[str]) -> dict[str, str]:
    """Their words, folded, for values of a closed list of ours."""
    names = section.names(key)
    if not set(names.values()) <= known:
        raise refused(section.at(key))
    return {folded(theirs): ours for theirs, ours in names.items()}


def _calendar(section: Section, profile: Profile) -> Calendar:
    name = section.text("time_zone")
    try:
        zone = ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        raise refused(section.at("time_zone")) from None
    formats = section.texts("dates")
    if not all("%d" in each and "%m" in each and ("%Y" in each or "%y" in each) for each in formats):
        raise refused(section.at("dates"))
    return Calendar(formats=formats or profile.dates, zone=zone)


def _written(section: Section) -> Written:
    encoding, delimiter = section.text("encoding", "utf-8"), section.verbatim("delimiter")
    if encoding not in Written.ENCODINGS:
        raise refused(section.at("encoding"))
    if delimiter not in Written.DELIMITERS:
        raise refused(section.at("delimiter"))
    return Written(encoding=encoding, delimiter=delimiter, sheet=section.text("sheet"))


def _invited(section: Section | None, empty: frozenset[str]) -> Invited | None:
    if section is None:
        return None
    columns = section.names("columns")
    if not set(columns) <= set(INVITATION_COLUMNS) or "invitation_id" not in columns:
        raise refused(section.at("columns"))
    file = section.text("file")
    own = frozenset(map(folded, section.texts("empty")))
    invited = Invited(file=file or None, columns=columns, channels=_named(section, "channels", WAYS), empty=empty | own)
    section.close()
    return invited
