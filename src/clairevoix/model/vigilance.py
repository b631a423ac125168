"""Acts of evaluation, counted; and decisions that were taken about them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: Of acts that name no team, or no site.
UNSTATED = "unstated"


class ActKind(StrEnum):
    """What is done to people's work so that it can be evaluated, in order. Evaluated is by machines and people together."""

    RECORDED = "recorded"
    DRAWN = "drawn"
    ANALYSED = "analysed"
    EVALUATED = "evaluated"
    BY_MACHINE = "by-machine"
    BY_PEOPLE = "by-people"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCell:
    """How many acts of one kind a team bore in a month, how many people did, and the part of the one who bore most."""

    month: str
    site: str
    team: str
    act: ActKind
    n_acts: int
    n_people: int
    largest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many people were evaluated so many times in a period: a distribution, of nobody."""

    period: str
    times: int
    n_people: int


class Remedy(StrEnum):
    """What was decided."""

    FEWER_EVALUATIONS = "fewer-evaluations"
    PAUSE = "pause"
    CRITERIA_CHANGED = "criteria-changed"
    TIME_GIVEN = "time-given"
    STAFF_MET = "staff-met"
    PROGRAMME_SLOWED = "programme-slowed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, by which role, for which site or for all, on which day, and why, redacted."""

    decision_id: str
    on: date
    step: Remedy
    role: str
    site: str | None
    reason: str = field(repr=False)
