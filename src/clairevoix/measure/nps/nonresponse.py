"""Who did not answer, and what that could do to the score."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from clairevoix.model.errors import Code, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispositions:
    """How contacts with the people of a sample ended, in AAPOR's letters.

    I complete, P partial, R refusal or break-off, NC non-contact, O other, UH unknown whether in the sample's scope, UO
    unknown otherwise. ``eligible_share`` is e, the share of the unknown that would have been in scope.
    """

    complete: int
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown_scope: int = 0
    unknown_other: int = 0
    eligible_share: float = 1.0

    def __post_init__(self) -> None:
        counts = (self.complete, self.partial, self.refusal, self.non_contact, self.other)
        if min(*counts, self.unknown_scope, self.unknown_other) < 0 or not 0 <= self.eligible_share <= 1:
            raise InputError(Code.BAD_VALUE, "dispositions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How far invitations got: each count holds the next ones."""

    invited: int
    delivered: int
    opened: int
    started: int
    completed: int

    def __post_init__(self) -> None:
        if not 0 <= self.completed <= self.started <= self.opened <= self.delivered <= self.invited:
            raise InputError(Code.BAD_VALUE, "funnel")

    @property
    def dispositions(self) -> Dispositions:
        """The project's reading of a funnel.

        Started and not completed is partial, opened and not started a refusal, delivered and not opened a non-contact, not
        delivered unknown.
        """
        return Dispositions(
            complete=self.completed,
            partial=self.started - self.completed,
            refusal=self.opened - self.started,
            non_contact=self.delivered - self.opened,
            unknown_other=self.invited - self.delivered,
        )


def response_rates(found: Dispositions) -> dict[str, float | None]:
    """RR1 to RR6 (AAPOR, *Standard Definitions*): None where nobody is left to divide by.

    Even numbers count partial answers in. RR1 and RR2 take all the unknown as in scope, RR3 and RR4 the share e, RR5
    and RR6 none.

    >>> rates = response_rates(Dispositions(complete=50, partial=10, refusal=20, non_contact=20, unknown_other=100))
    >>> rates["RR1"], rates["RR2"], rates["RR5"], rates["RR6"]
    (0.25, 0.3, 0.5, 0.6)
    """
    return {name: part / whole if whole else None for name, (part, whole) in rate_counts(found).items()}


def rate_counts(found: Dispositions) -> dict[str, tuple[int, float]]:
    """Of each of the six rates, what is divided and by what."""
    in_scope = found.complete + found.partial + found.refusal + found.non_contact + found.other
    unknown = found.unknown_scope + found.unknown_other
    answered = (found.complete, found.complete + found.partial)
    below = (in_scope + unknown, in_scope + found.eligible_share * unknown, in_scope)
    return {f"RR{2 * pair + place + 1}": (answered[place], below[pair]) for pair in range(3) for place in range(2)}


def rates_by(strata: Mapping[str, Dispositions]) -> dict[str, dict[str, float | None]]:
    """The six rates of every channel or stratum."""
    return {key: response_rates(found) for key, found in strata.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Representativity:
    """``r_indicator`` is 1 where all strata answer alike, less where they do not; ``response`` is the overall rate."""

    r_indicator: float
    response: float

    def largest_bias(self, deviation: float) -> float:
        """The bound on the bias of a mean whose answers have this standard deviation, in its unit: (1 - R)·S(y) /
        (2·ρ̄).

        As the literature quotes Schouten, Cobben & Bethlehem (2009). It covers the bias that the strata can show, no
        other. For an NPS, S(y) is s in points.
        """
        return (1 - self.r_indicator) * deviation / (2 * self.response)


def representativity(strata: Mapping[str, tuple[int, int]]) -> Representativity | None:
    """R = 1 - 2·S(ρ), over people with the response rate ρ of their stratum (Schouten, Cobben & Bethlehem 2009, Survey
    Methodology 35(1)); ``strata`` gives people and answers of each. None if nobody answered.

    >>> round(representativity({"shop": (500, 300), "call": (500, 100)}).r_indicator, 3)
    0.6
    """
    people = sum(size for size, _ in strata.values())
    answers = sum(answered for _, answered in strata.values())
    if any(not 0 <= answered <= size for size, answered in strata.values()):
        raise InputError(Code.BAD_VALUE, "strata")
    if people < 2 or not answers:
        return None
    mean = answers / people
    squares = math.fsum(size * (answered / size - mean) ** 2 for size, answered in strata.values() if size)
    return Representativity(r_indicator=1 - 2 * math.sqrt(squares / (people - 1)), response=mean)


def score_of_all(score: float, response: float, gap: float) -> float:
    """r·NPS + (1 - r)·(NPS - gap), in points: the score of everybody if the silent stand ``gap`` points below.

    The silent cannot stand beyond the ends of the scale.

    >>> round(score_of_all(40, 0.2, 10), 6)
    32.0
    """
    if not 0 <= response <= 1:
        raise InputError(Code.BAD_VALUE, "response")
    return response * score + (1 - response) * min(100.0, max(-100.0, score - gap))


def sensitivity(
    score: float, response: float, gaps: tuple[float, ...] = (0, 5, 10, 20, 40)
) -> tuple[tuple[float, float], ...]:
    """The curve: each gap with the score that everybody would have."""
    return tuple((gap, score_of_all(score, response, gap)) for gap in gaps)


def gap_that_brings(score: float, response: float, to: float) -> float | None:
    """How far below the silent must stand for everybody's score to be ``to``; None if no gap on the scale does.

    >>> gap_that_brings(40, 0.2, 32)
    10.0
    """
    if not 0 <= response < 1:
        return None
    gap = (score - to) / (1 - response)
    return gap if -100 <= score - gap <= 100 else None
