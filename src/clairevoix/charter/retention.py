"""How long each thing lives."""

from datetime import date, timedelta
from enum import StrEnum

from clairevoix.charter.policy import Charter
from clairevoix.charter.rules import RETENTION
from clairevoix.model.errors import CharterRefusal


class Kept(StrEnum):
    """What has a term."""

    RECORDING = "recording"
    COMMENT = "comment"


def oldest_day(charter: Charter, kept: Kept, today: date) -> date:
    """The first day whose things may still be kept.

    >>> oldest_day(Charter(recording_days=180), Kept.RECORDING, date(2025, 12, 31))
    datetime.date(2025, 7, 4)
    """
    days = charter.recording_days if kept is Kept.RECORDING else charter.comment_days
    return today - timedelta(days=days)


def admit_age(charter: Charter, kept: Kept, made_on: date, today: date) -> None:
    """Raises CharterRefusal(R8) if a thing made on that day is past its term."""
    if made_on < oldest_day(charter, kept, today):
        raise CharterRefusal(RETENTION.rule_id)
