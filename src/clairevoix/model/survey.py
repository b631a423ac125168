"""Surveys and their answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Category(StrEnum):
    """The three classes of the Net Promoter Score (Reichheld 2003): 9-10, 7-8, 0-6."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One question asked to many, on a declared scale; ``language`` is that of the free comments."""

    survey_id: str
    question: str
    scale_min: int
    scale_max: int
    language: str = "fr"


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
