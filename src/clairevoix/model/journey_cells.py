"""Counts of a journey's cases: all that its figures need, and nobody's case."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from clairevoix.model.journey import Fate


class Ending(StrEnum):
    """How far a case is: done at last, given up, or open when the log ends."""

    DONE = "done"
    GIVEN_UP = "given_up"
    OPEN = "open"


class FateCell(NamedTuple):
    """Cases of one group: ``by`` which breakdown, of which ``year`` and ``key``.

    ``done``: the first attempt did what was asked for; ``no_access``: it was given no access; both also where the
    appointment had not been kept before.
    """

    by: str
    year: str
    key: str
    fate: Fate
    done: bool
    no_access: bool
    n: int


class EndingCell(NamedTuple):
    """Cases opened in a year, by ``days`` or ``attempts`` until they ended, or until the log did."""

    year: str
    time: int
    ending: Ending
    n: int


class DelayCell(NamedTuple):
    """Cases done, by days since they were opened, and days after (below 0, before) the first day agreed on, if any.

    ``deferred``: the customer asked for a later day; ``no_access``: an attempt was given no access.
    """

    year: str
    nature: str
    days: int
    late: int | None
    deferred: bool
    no_access: bool
    n: int


class CauseCell(NamedTuple):
    """Lost cases by where, why and whose part it was; "" where the log does not say."""

    year: str
    fate: Fate
    cause: str
    responsibility: str
    n: int


class AppointmentCell(NamedTuple):
    """Judged cases with an appointment, by what became of the first one, and at whose hands."""

    year: str
    became: str
    responsibility: str
    n: int


class MoveCell(NamedTuple):
    """Moves from one state to another, by whole hours between; ``come_from`` 0 is the way in."""

    come_from: int
    to: int
    hours: int
    n: int


class MonthCell(NamedTuple):
    """What happened in a month, in an area ("" where none is given).

    ``attempts`` made, ``failed`` those that were no success; ``lines`` connected for the first time, ``early_faulty`` those
    with a fault in their window, and ``watched`` those whose window has ended; ``checked`` cases, and
    those found ``critical``; ``faults`` reported.
    """

    month: str
    area: str
    attempts: int
    failed: int
    lines: int
    watched: int
    early_faulty: int
    checked: int
    critical: int
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyCells:
    """All counts of one journey. ``as_of`` is the last day of its log.

    ``confirms``: the log says when customers note that it works. ``odd`` counts cases by what is odd in them, ``n_steps`` and
    ``n_cases`` all there are; ``resting`` cases by the state they are in at the end.
    """

    journey: str
    as_of: date
    confirms: bool
    n_steps: int
    n_cases: int
    fates: tuple[FateCell, ...]
    days: tuple[EndingCell, ...]
    attempts: tuple[EndingCell, ...]
    delays: tuple[DelayCell, ...]
    causes: tuple[CauseCell, ...]
    appointments: tuple[AppointmentCell, ...]
    moves: tuple[MoveCell, ...]
    months: tuple[MonthCell, ...]
    resting: tuple[tuple[int, int], ...]
    ages: tuple[tuple[int, int], ...]
    odd: tuple[tuple[str, int], ...]
