"""A kind of case: the states it goes through, what counts as an attempt and as success, and how long it is watched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clairevoix.model.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Which steps are meant: all of that name, or those among them with one of the outcomes, causes and so on."""

    step: str
    outcomes: tuple[str, ...] = ()
    responsibilities: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()

    def matches(self, step: Step) -> bool:
        """Whether a step is one of them."""
        return step.step == self.step and all(
            not wanted or found in wanted
            for wanted, found in (
                (self.outcomes, step.outcome),
                (self.responsibilities, step.responsibility),
                (self.causes, step.cause),
                (self.natures, step.nature),
            )
        )


class Role(StrEnum):
    """What steps count as. A step can count as several things.

    OPENING opens a case. APPOINTMENT agrees on a day. LOST: the appointment was postponed or missed by the company.
    DEFERRED: postponed by the customer. ATTEMPT: somebody set out to do what was asked for; SUCCESS: and did it; NO_ACCESS:
    and was given no access. CONFIRMED: the customer noted that it works. FAULT, CONTACT and NONCONFORMITY spoil a success
    that they follow. CHECK: the work was looked at. EXIT ends a case without success; WITHDRAWN: the customer's doing.
    """

    OPENING = "opening"
    APPOINTMENT = "appointment"
    LOST = "lost"
    DEFERRED = "deferred"
    ATTEMPT = "attempt"
    SUCCESS = "success"
    NO_ACCESS = "no_access"
    CONFIRMED = "confirmed"
    FAULT = "fault"
    CONTACT = "contact"
    CHECK = "check"
    NONCONFORMITY = "nonconformity"
    EXIT = "exit"
    WITHDRAWN = "withdrawn"


class End(StrEnum):
    """How a state ends a case, if it does."""

    NO = ""
    SUCCESS = "success"
    EXIT = "exit"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case is since a step of ``entered_by``, coming from one of ``after``; the first state comes after none."""

    name: str
    title: Mapping[str, str]
    entered_by: tuple[Pattern, ...]
    after: tuple[str, ...] = ()
    end: End = End.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A journey's definition. ``window_days``: how long a success is watched, and younger cases are not judged.

    ``max_steps``: a case of more steps is no case, and is counted apart. ``digest`` is that of the definition's text.
    """

    name: str
    version: int
    title: Mapping[str, str]
    definition: Mapping[str, str]
    states: tuple[State, ...]
    roles: Mapping[Role, tuple[Pattern, ...]] = field(repr=False)
    window_days: int
    max_steps: int
    digest: str

    def plays(self, role: Role, step: Step) -> bool:
        """Whether a step counts as that."""
        return any(pattern.matches(step) for pattern in self.roles.get(role, ()))

    def state_of(self, step: Step) -> int:
        """The number of the state that a step brings its case to, from 1, or 0; of several, the first declared."""
        for number, state in enumerate(self.states, start=1):
            if any(pattern.matches(step) for pattern in state.entered_by):
                return number
        return 0


class Fate(StrEnum):
    """What became of a case, in the order in which it is asked. The first six are not judged, and are counted.

    The others are the links of the chain at which a case was lost, RIGHT that it held: the first attempt, on the day agreed,
    did what was asked for, and nothing spoiled it in the window.
    """

    TOO_MANY_STEPS = "too_many_steps"
    NO_START = "no_start"
    BEFORE_ORDER = "before_order"
    WITHDRAWN = "withdrawn"
    NOT_DUE = "not_due"
    TOO_RECENT = "too_recent"
    NOT_KEPT = "not_kept"
    NO_VISIT = "no_visit"
    NO_ACCESS = "no_access"
    FAILED = "failed"
    FAULT = "fault"
    SECOND_VISIT = "second_visit"
    NONCONFORMITY = "nonconformity"
    CONTACT = "contact"
    NOT_CONFIRMED = "not_confirmed"
    RIGHT = "right"


#: Broken cases: nothing can be said of them.
BROKEN = frozenset({Fate.TOO_MANY_STEPS, Fate.NO_START, Fate.BEFORE_ORDER})
#: Cases that are not judged, or not yet.
LEFT_OUT = BROKEN | {Fate.WITHDRAWN, Fate.NOT_DUE, Fate.TOO_RECENT}
#: The links of the chain, each with the losses at it.
CHAIN: Mapping[str, tuple[Fate, ...]] = {
    "kept": (Fate.NOT_KEPT, Fate.NO_VISIT),
    "access": (Fate.NO_ACCESS,),
    "done": (Fate.FAILED,),
    "held": (Fate.FAULT, Fate.SECOND_VISIT, Fate.NONCONFORMITY, Fate.CONTACT, Fate.NOT_CONFIRMED),
}
