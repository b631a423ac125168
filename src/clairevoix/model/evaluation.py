"""Evaluations of a person's work: how they come about, who acts on them, where they stand."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import EvaluatedContact
from clairevoix.model.timespan import TimeSpan


class Origin(StrEnum):
    """Who drafted an evaluation."""

    MACHINE = "machine"
    HUMAN = "human"


class Drawn(StrEnum):
    """How the contact of an evaluation came to be evaluated."""

    RANDOM = "random"
    CHOSEN = "chosen"


class Reason(StrEnum):
    """Why somebody chose a contact instead of the draw."""

    CUSTOMER_COMPLAINT = "customer-complaint"
    ONBOARDING = "onboarding"
    EMPLOYEE_ASKED = "employee-asked"


class Actor(StrEnum):
    """Who acts on an evaluation."""

    EVALUATOR = "evaluator"
    EMPLOYEE = "employee"
    REVIEWER = "reviewer"
    CLOCK = "clock"


class Viewer(StrEnum):
    """Who wants to read an evaluation."""

    EVALUATOR = "evaluator"
    EMPLOYEE = "employee"
    REVIEWER = "reviewer"
    COACH = "coach"


class Action(StrEnum):
    """What happens to an evaluation."""

    OPEN = "open"
    READ = "read"
    CONFIRM = "confirm"
    DISCARD = "discard"
    DELIVER = "deliver"
    SEE = "see"
    COMMENT = "comment"
    ACCEPT = "accept"
    CONTEST = "contest"
    TAKE_UP = "take-up"
    UPHOLD = "uphold"
    AMEND = "amend"
    ANNUL = "annul"
    LAPSE = "lapse"
    TAKE_EFFECT = "take-effect"
    LOSE_EVIDENCE = "lose-evidence"
    EXPIRE = "expire"


class Standing(StrEnum):
    """Where an evaluation stands. Only an effective one counts for anything."""

    DRAFTED = "drafted"
    EVIDENCE_READ = "evidence-read"
    CONFIRMED = "confirmed"
    WITH_EMPLOYEE = "with-employee"
    COMMENTED = "commented"
    ACCEPTED = "accepted"
    CONTESTED = "contested"
    UNDER_REVIEW = "under-review"
    UPHELD = "upheld"
    AMENDED = "amended"
    EFFECTIVE = "effective"
    VOID = "void"
    EXPIRED = "expired"


class Verdict(StrEnum):
    """What a person says of one criterion."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class Ground(StrEnum):
    """Why a review ended as it did."""

    EVIDENCE_HOLDS = "evidence-holds"
    MISHEARD = "misheard"
    CONTEXT_MISSING = "context-missing"
    NOT_APPLICABLE = "not-applicable"
    ANOTHER_PERSON = "another-person"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationTerms:
    """The numbers that one evaluation runs by, fixed when it is drafted. The defaults are the strictest.

    ``listening_coverage`` is the share (0 to 1) of the evidence, in time, that an evaluator must have read or heard, for
    ``least_reading_s`` seconds. The others are days. The employee reads alone for ``embargo_days`` and may contest for
    ``contest_days``, both from the first reading, or, unread, from ``unread_days`` after delivery; a contest is decided
    within ``review_days``; nothing is used after ``term_days``.
    """

    listening_coverage: float = 1.0
    least_reading_s: int = 30
    embargo_days: int = 7
    unread_days: int = 30
    contest_days: int = 60
    review_days: int = 15
    term_days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedText:
    """A comment, a contest or an outcome, from which personal data was taken out. Constructed where that is done."""

    text: str = field(repr=False)
    n_entities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether the evidence of one criterion was found in a contact, and where."""

    criterion: str
    found: bool
    suggested: Verdict
    spans: tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One contact that was heard to evaluate work, with the labels found in it: what a draft is made from."""

    contact: EvaluatedContact
    duration_ms: int
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was found in one contact, criterion by criterion. Without effect until a person confirms it."""

    evaluation_id: str
    agent_id: str
    contact_id: str
    origin: Origin
    drawn: Drawn
    reason: Reason | None = None
    grid_version: int
    grid_digest: str
    charter_digest: str
    duration_ms: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The verdict on one criterion."""

    criterion: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationEvent:
    """One thing that happened to an evaluation: what, by whom, when. ``account_id`` is empty for the clock."""

    action: Action
    by: Actor
    account_id: str = ""
    at: datetime
    spans: tuple[TimeSpan, ...] = ()
    marks: tuple[Mark, ...] = ()
    ground: Ground | None = None
    text: RedactedText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """An evaluation as its events made it. ``n_events`` counts them; ``changed_at`` is when the last happened."""

    draft: Draft
    terms: EvaluationTerms
    standing: Standing = Standing.DRAFTED
    n_events: int = 0
    drafted_at: datetime
    changed_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    opened_by: str = ""
    read: tuple[TimeSpan, ...] = ()
    reading_ms: int = 0
    evaluators: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    first_seen_at: datetime | None = None
    embargo_until: datetime | None = None
    contest_until: datetime | None = None
    is_contested: bool = False
    is_upheld: bool = False
    review_due: datetime | None = None
    reviewer: str = ""
    reviewers: frozenset[str] = frozenset()

    @property
    def is_over(self) -> bool:
        return self.standing in (Standing.VOID, Standing.EXPIRED)

    @property
    def is_unchanged(self) -> bool:
        """Whether the person who confirmed said what the draft suggested, on every criterion."""
        suggested = {finding.criterion: finding.suggested for finding in self.draft.findings}
        return bool(self.marks) and {mark.criterion: mark.verdict for mark in self.marks} == suggested


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a period already bore: evaluations of one person, of every origin, and of all; and the chosen ones among them.

    ``period`` is its first day.
    """

    period: date
    n: int = 0
    n_chosen: int = 0
    n_all: int = 0
    n_all_chosen: int = 0
