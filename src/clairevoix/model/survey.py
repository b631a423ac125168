"""Surveys, their questions, their answers and their invitations."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Category(StrEnum):
    """The three classes of the Net Promoter Score (Reichheld 2003): 9-10, 7-8, 0-6."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


class QuestionKind(StrEnum):
    """What a question asks, which says on which scale it may be answered and which end of it is good.

    NPS: likelihood to recommend, 0 to 10. CSAT: satisfaction, more is better. CES1: the effort made, 1 to 5, **less is
    better** (Dixon, Freeman, Toman 2010). CES2: "it was made easy", 1 to 7, more is better. FCR: resolved at the first
    contact, asked: 1 yes, 0 no. TEXT: free text.
    """

    NPS = "nps"
    CSAT = "csat"
    CES1 = "ces1"
    CES2 = "ces2"
    FCR = "fcr"
    TEXT = "text"


#: The only scale of a kind of question. Satisfaction is asked on several; without a declaration, on five points.
SCALES = {
    QuestionKind.NPS: (0, 10),
    QuestionKind.CES1: (1, 5),
    QuestionKind.CES2: (1, 7),
    QuestionKind.FCR: (0, 1),
}
CSAT_SCALE = (1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a survey. Free text has no scale: both ends are None."""

    question_id: str
    kind: QuestionKind
    scale_min: int | None = None
    scale_max: int | None = None
    wording: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        scale = (self.scale_min, self.scale_max)
        if scale != SCALES.get(self.kind, (None, None) if self.kind is QuestionKind.TEXT else scale):
            raise ValueError("not the scale of this kind of question")
        if self.kind is QuestionKind.CSAT and not 0 <= (self.scale_min or 0) < (self.scale_max or 0) <= 10:
            raise ValueError("satisfaction is asked on a scale within 0 to 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One question asked to many, on a declared scale, and others beside it; ``language`` is that of the free comments."""

    survey_id: str
    question: str
    scale_min: int
    scale_max: int
    language: str = "fr"
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer. ``score`` is the raw mark, 0 to 10; ``comment`` is already redacted, or None."""

    response_id: str
    survey_id: str
    answered_on: date
    score: int
    site: str | None = None
    channel: str | None = None
    comment: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 10:
            raise ValueError("a mark lies between 0 and 10")

    @property
    def category(self) -> Category:
        """
        >>> [
        ...     Response(response_id="r", survey_id="s", answered_on=date(2025, 1, 1), score=score).category.value
        ...     for score in (6, 7, 8, 9)
        ... ]
        ['detractor', 'passive', 'passive', 'promoter']
        """
        if self.score >= 9:
            return Category.PROMOTER
        return Category.PASSIVE if self.score >= 7 else Category.DETRACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One answer to a question beside the survey's first NPS question: the raw ``value``, on the question's scale."""

    response_id: str
    survey_id: str
    question: Question
    value: int
    answered_on: date
    site: str | None = None
    channel: str | None = None

    def __post_init__(self) -> None:
        low, high = self.question.scale_min, self.question.scale_max
        if low is None or high is None or not low <= self.value <= high:
            raise ValueError("a value lies on the scale of its question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One customer who was, or should have been, asked to answer: how far it went, in UTC; None where nothing says so.

    ``response_id`` is the answer that it led to. ``suppressed``: drawn to be invited, and then not, whatever the reason.
    """

    invitation_id: str
    survey_id: str
    response_id: str | None = None
    channel: str | None = None
    site: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    suppressed: bool = False

    @property
    def in_order(self) -> bool:
        """Whether the times that are known follow each other: sent, delivered, opened, started, completed."""
        times = (self.sent_at, self.delivered_at, self.opened_at, self.started_at, self.completed_at)
        known = [time for time in times if time is not None]
        return known == sorted(known)
