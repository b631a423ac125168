"""What happened to a customer's case: one step, with where it was, how it ended and whose part it was."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a step ended.

    OK: as it should. FAILED: not. NO_ACCESS: the customer gave no access at the agreed date and time (ETSI EG 202 057-1).
    POSTPONED: moved to another date. MISSED: nobody came. CANCELLED: given up. UNLISTED: a word that nobody declared.
    """

    OK = "ok"
    FAILED = "failed"
    NO_ACCESS = "no_access"
    POSTPONED = "postponed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    UNLISTED = "unlisted"


class Responsibility(StrEnum):
    """Whose part a step was. OI, OC and DISPUTE are those of Interop'Fibre's joint appraisal (ExpertiseConjointeProd).

    OI: the infrastructure operator. OC: the commercial operator. UNLISTED: a word that nobody declared.
    """

    OI = "oi"
    OC = "oc"
    DISPUTE = "dispute"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"
    UNLISTED = "unlisted"


#: What stands for a word that nobody declared and that is no code: it is counted, and not stored.
UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event of a case, its case and customer under pseudonyms. Times are instants; days are those of the place.

    ``step_id`` is that of the event, whichever its ``revision``: the greatest revision is the true one. ``started_at`` is
    its end where the log has no start. ``due_on`` is the day it was agreed or promised for. ``cause``, ``reason`` (why a
    customer was in contact), ``nature``, ``area`` and ``operator`` (of the infrastructure) are codes.
    """

    step_id: str
    case_id: str
    customer: str | None = field(default=None, repr=False)
    journey: str
    step: str
    started_at: datetime
    ended_at: datetime | None = None
    started_on: date
    due_on: date | None = None
    channel: str | None = None
    outcome: Outcome | None = None
    cause: str | None = None
    reason: str | None = None
    responsibility: Responsibility | None = None
    nature: str | None = None
    area: str | None = None
    operator: str | None = None
    revision: int = 0

    @property
    def month(self) -> str:
        """Of the day on which it began, where it began: ``2025-09``."""
        return f"{self.started_on:%Y-%m}"

    @property
    def is_backwards(self) -> bool:
        """Whether it ended before it began."""
        return self.ended_at is not None and self.ended_at < self.started_at
