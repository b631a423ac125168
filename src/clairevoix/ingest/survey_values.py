"""Cells of a survey's file as values: days, instants, marks, and words in any language."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Question, QuestionKind

#: Where a customer was in contact. A closed list, so that no free text slips into a column.
CHANNELS = frozenset({"phone", "chat", "e-mail", "shop", "field", "web"})
#: By which way an invitation went.
WAYS = frozenset({"e-mail", "sms", "phone", "ivr", "web", "app", "post", "shop", "field"})
_FIRST_DAY = date(2000, 1, 1)
#: A whole number; spreadsheets add a decimal that is zero, French ones after a comma.
_WHOLE = re.compile(r"(0|[1-9][0-9]?)(?:[.,]0+)?", re.ASCII)
#: Some tools write the first hour of a day as its 24th.
_HOUR_24 = re.compile(r"(?<=[T ,])24(?=:[0-5][0-9])")
YES = frozenset({"1", "true", "yes", "y", "oui", "o", "vrai"})
NO = frozenset({"0", "false", "no", "n", "non", "faux"})


def folded(text: str) -> str:
    """A word as it is compared: without regard to case, to spaces around and inside, and to how accents are coded.

    >>> folded("  Très\N{NO-BREAK SPACE}Satisfait ") == folded("très satisfait")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a file writes its dates, beside ISO 8601, and where the times without a time zone were read off a clock."""

    formats: tuple[str, ...] = ()
    zone: ZoneInfo | None = None


def day(text: str, calendar: Calendar) -> date:
    """The day, in the declared time zone if there is one, else as written.

    Raises InputError: bad_date for what is none or could be two, or lies before 2000 or after tomorrow.
    """
    moment = written_at(text, calendar.formats)
    if moment.tzinfo is not None and calendar.zone is not None:
        moment = moment.astimezone(calendar.zone)
    return _plausible(moment.date())


def instant(text: str, calendar: Calendar) -> datetime:
    """The instant in UTC. Raises InputError as ``day`` does, and bad_date where no time zone is known."""
    moment = written_at(text, calendar.formats)
    if moment.tzinfo is None:
        if calendar.zone is None:
            raise InputError(Code.BAD_DATE)
        moment = moment.replace(tzinfo=calendar.zone)
    _plausible(moment.date())
    return moment.astimezone(UTC)


def written_at(text: str, formats: Collection[str]) -> datetime:
    """As it is written, with a time zone only where it has one. Raises InputError(bad_date), also for what could be two."""
    written = _HOUR_24.sub("00", text)
    found = {moment for moment in (_by_format(written, each) for each in formats) if moment is not None}
    if len(found) > 1:  # 03/04 is March here and April there
        raise InputError(Code.BAD_DATE)
    if found:
        return found.pop()
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise InputError(Code.BAD_DATE) from None


def _by_format(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007  (the caller knows the time zone)
    except ValueError:
        return None


def _plausible(found: date) -> date:
    if not _FIRST_DAY <= found <= datetime.now(UTC).date() + timedelta(days=1):
        raise InputError(Code.BAD_DATE)
    return found


def value(text: str, question: Question, labels: Mapping[str, int]) -> int:
    """The raw mark that a cell stands for: a declared label (folded), or a whole number on the question's scale.

    Raises InputError: bad_score for an NPS, off_scale for other questions.

    >>> fcr = Question(question_id="fcr", kind=QuestionKind.FCR, scale_min=0, scale_max=1)
    >>> value("Oui", fcr, {"oui": 1}), value("0", fcr, {"oui": 1})
    (1, 0)
    """
    labelled = labels.get(folded(text))
    if labelled is not None:
        return labelled
    whole = _WHOLE.fullmatch(text)
    low, high = question.scale_min, question.scale_max
    if whole is not None and low is not None and high is not None and low <= int(whole[1]) <= high:
        return int(whole[1])
    raise InputError(Code.BAD_SCORE if question.kind is QuestionKind.NPS else Code.OFF_SCALE)


def site(text: str, names: Mapping[str, str], sites: Collection[str]) -> str | None:
    """The site that a cell names, by its own identifier or a declared name. Raises InputError(unknown_site)."""
    if not text:
        return None
    named = names.get(folded(text), text)
    if named not in sites:
        raise InputError(Code.UNKNOWN_SITE)
    return named


def channel(text: str, names: Mapping[str, str], known: Collection[str] = CHANNELS) -> str | None:
    """The channel that a cell names, of a closed list. Raises InputError(bad_value)."""
    if not text:
        return None
    named = names.get(folded(text), text)
    if named not in known:
        raise InputError(Code.BAD_VALUE)
    return named


def flag(text: str) -> bool:
    """Yes or no; an empty cell is no. Raises InputError(bad_value)."""
    word = folded(text)
    if word and word not in YES | NO:
        raise InputError(Code.BAD_VALUE)
    return word in YES
