"""A contact as a log tells it: that it was, by which channel and why, and what work it was to the customer. No sound."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Direction(StrEnum):
    """Who came to whom. PROMISED: a follow-up that the operator had promised, which is no repeat contact."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedContact:
    """One contact under pseudonyms; who answered it is not in it, by any name.

    ``case_id`` is None where the log names no case. ``resolved`` is what the log says, None where it says nothing.
    ``transfers`` counts how often the customer was passed on, ``reidentifications`` how often asked again who they were,
    ``repetitions`` how often they had to say it again. ``missed``: an appointment was missed by the operator.
    """

    entry_id: str
    case_id: str | None = None
    customer: str | None = field(default=None, repr=False)
    started_at: datetime
    started_on: date
    channel: str | None = None
    direction: Direction = Direction.INBOUND
    reason: str | None = None
    resolved: bool | None = None
    transfers: int = 0
    reidentifications: int = 0
    repetitions: int = 0
    missed: bool = False
    area: str | None = None
    site: str | None = None
    team: str | None = None

    @property
    def month(self) -> str:
        """Of the day on which it began, where it began: ``2025-09``."""
        return f"{self.started_on:%Y-%m}"
