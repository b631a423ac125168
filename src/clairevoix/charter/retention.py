"""How long each thing lives."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from clairevoix.charter.policy import Charter
from clairevoix.charter.rules import RETENTION
from clairevoix.model.errors import CharterRefusal


class Kept(StrEnum):
    """What has a term."""

    RECORDING = "recording"
    ANALYSIS = "analysis"
    COMMENT = "comment"


#: Days that each may be kept. What was made of a recording (words, annotations, codings, evaluations) is its analysis.
TERMS: Mapping[Kept, Callable[[Charter], int]] = {
    Kept.RECORDING: lambda charter: charter.recording_days,
    Kept.ANALYSIS: lambda charter: charter.analysis_days,
    Kept.COMMENT: lambda charter: charter.comment_days,
}


def oldest_day(charter: Charter, kept: Kept, today: date) -> date:
    """The first day whose things may still be kept.

    >>> oldest_day(Charter(recording_days=180), Kept.RECORDING, date(2025, 12, 31))
    datetime.date(2025, 7, 4)
    """
    return today - timedelta(days=TERMS[kept](charter))


def admit_age(charter: Charter, kept: Kept, made_on: date, today: date) -> None:
    """Raises CharterRefusal(R8) if a thing made on that day is past its term."""
    if made_on < oldest_day(charter, kept, today):
        raise CharterRefusal(RETENTION.rule_id)


def day_of(today: date, last_seen: date | None) -> date:
    """The day by which terms are judged: a clock that was set back brings nothing back.

    ``last_seen`` is the latest day by which anything was deleted.

    >>> day_of(date(2025, 1, 1), date(2025, 6, 1)), day_of(date(2025, 6, 2), date(2025, 6, 1))
    (datetime.date(2025, 6, 1), datetime.date(2025, 6, 2))
    """
    return today if last_seen is None else max(today, last_seen)


def epoch_of(day: date, days: int) -> str:
    """The epoch of a day: the period of so many days that it lies in, by its first day and its length.

    A pseudonym is made under the key of its epoch, and epochs last as long as what they name may be kept: what is older
    cannot be tied to what is newer.

    >>> epoch_of(date(2025, 10, 15), 365), epoch_of(date(2025, 12, 31), 365)
    ('2025-08-27-365', '2025-08-27-365')
    """
    first = date.fromordinal(day.toordinal() - day.toordinal() % days)
    return f"{first:%Y-%m-%d}-{days}"


def epoch_ends(epoch: str) -> date:
    """The last day of an epoch.

    >>> epoch_ends("2025-08-27-365")
    datetime.date(2026, 8, 26)
    """
    first, _, days = epoch.rpartition("-")
    return date.fromisoformat(first) + timedelta(days=int(days) - 1)
