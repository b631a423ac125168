"""Journeys counted slowly: one case after the other, one step after the other, as a person would. Shares no code with the store."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from clairevoix.model.journey import Fate, Journey, Role
from clairevoix.model.step import Step

_BROKEN = {"too_many_steps", "no_start", "before_order"}
_LEFT_OUT = {*_BROKEN, "withdrawn", "not_due", "too_recent"}


class Case:
    """A case looked at step by step."""

    def __init__(self, journey: Journey, steps: Sequence[Step], as_of: date, confirms: bool) -> None:
        self.journey, self.as_of, self.confirms = journey, as_of, confirms
        self.steps = sorted(steps, key=lambda step: (step.started_at, int(step.step_id, 16)))
        self.opening = self._first(Role.OPENING)
        self.attempt = self._first(Role.ATTEMPT)
        self.success = self._first(Role.SUCCESS)
        self.exit = self._first(Role.EXIT)
        self.lost = self._first(Role.LOST)
        self.deferred = self._first(Role.DEFERRED)
        booked = [step for step in self.steps if journey.plays(Role.APPOINTMENT, step)]
        self.is_booked = bool(booked)
        self.due = next((step.due_on for step in booked if step.due_on is not None), None)
        self.cohort = self.due
        if self.cohort is None and self.attempt is not None:
            self.cohort = self.steps[self.attempt].started_on
        self.area = next((step.area for step in self.steps if step.area is not None), None)
        self.nature = next((step.nature for step in self.steps if step.nature is not None), None)
        self.operator = next((step.operator for step in self.steps if step.operator is not None), None)

    def _first(self, role: Role) -> int | None:
        return next((n for n, step in enumerate(self.steps) if self.journey.plays(role, step)), None)

    def _before(self, one: int | None, other: int | None) -> bool:
        return one is not None and (other is None or one < other)

    def _later(self, role: Role) -> Step | None:
        """The first step of that role in the window after the first attempt."""
        if self.attempt is None:
            return None
        from_day = self.steps[self.attempt].started_on
        for step in self.steps[self.attempt + 1 :]:
            if self.journey.plays(role, step) and (step.started_on - from_day).days <= self.journey.window_days:
                return step
        return None

    @property
    def fate(self) -> str:
        steps, window = self.steps, self.journey.window_days
        if len(steps) > self.journey.max_steps:
            return "too_many_steps"
        if self.opening is None:
            return "no_start"
        if any(each is not None and each < self.opening for each in (self.attempt, self.exit)):
            return "before_order"
        if self._before(self._first(Role.WITHDRAWN), self.attempt):
            return "withdrawn"
        if self.cohort is None:
            return "not_due"
        if (self.as_of - self.cohort).days < window:
            return "too_recent"
        if self._before(self.lost, self.attempt):
            return "not_kept"
        if self.attempt is None:
            return "no_visit"
        first = steps[self.attempt]
        if (self.as_of - first.started_on).days < window:
            return "too_recent"
        if self.journey.plays(Role.NO_ACCESS, first):
            return "no_access"
        if not self.journey.plays(Role.SUCCESS, first):
            return "failed"
        for role, fate in (
            (Role.FAULT, "fault"),
            (Role.ATTEMPT, "second_visit"),
            (Role.NONCONFORMITY, "nonconformity"),
            (Role.CONTACT, "contact"),
        ):
            if self._later(role) is not None:
                return fate
        if self.confirms and self._later(Role.CONFIRMED) is None:
            return "not_confirmed"
        return "right"

    @property
    def done(self) -> bool:
        return self.attempt is not None and self.journey.plays(Role.SUCCESS, self.steps[self.attempt])

    @property
    def no_access(self) -> bool:
        return self.attempt is not None and self.journey.plays(Role.NO_ACCESS, self.steps[self.attempt])

    @property
    def ending(self) -> tuple[str, int, int]:
        """How it ended, after how many days, at which attempt."""
        opened = self.steps[self.opening].started_on
        if self._before(self.success, self.exit):
            at, end = self.success, "done"
        elif self.exit is not None:
            at, end = self.exit, "given_up"
        else:
            at, end = len(self.steps) - 1, "open"
        made = sum(self.journey.plays(Role.ATTEMPT, step) for step in self.steps[: at + 1])
        last = self.as_of if end == "open" else self.steps[at].started_on
        return end, (last - opened).days, made + (end == "given_up")

    @property
    def cause(self) -> tuple[str, str]:
        at: Step | None = None
        if self.fate == "not_kept":
            at = self.steps[self.lost]
        elif self.fate in {"no_access", "failed"}:
            at = self.steps[self.attempt]
        elif self.fate in {"fault", "nonconformity"}:
            found = [step for role in (Role.FAULT, Role.NONCONFORMITY) if (step := self._later(role)) is not None]
            causes = [step.cause for step in self._spoiling() if step.cause is not None]
            whose = [step.responsibility for step in self._spoiling() if step.responsibility is not None]
            return (causes[0] if found and causes else ""), (whose[0] if found and whose else "")
        return (at.cause or "" if at else ""), (at.responsibility or "" if at else "")

    def _spoiling(self) -> list[Step]:
        first = self.steps[self.attempt].started_on
        return [
            step
            for step in self.steps[self.attempt + 1 :]
            if (step.started_on - first).days <= self.journey.window_days
            and (self.journey.plays(Role.FAULT, step) or self.journey.plays(Role.NONCONFORMITY, step))
        ]

    @property
    def appointment(self) -> tuple[str, str]:
        """What became of the first one, and at whose hands."""
        came = {"lost": self.lost, "deferred": self.deferred, "attempt": self.attempt, "exit": self.exit}
        there = {name: place for name, place in came.items() if place is not None}
        if not there:
            return "open", ""
        match min(there, key=lambda name: there[name]):
            case "lost":
                return "lost", self.steps[self.lost].responsibility or ""
            case "deferred":
                return "deferred", "customer"
            case "attempt":
                return ("no_access" if self.no_access else "kept"), ""
        return "cancelled", ""

    def moves(self) -> list[tuple[int, int, int]]:
        states = [(self.journey.state_of(step), step.started_at) for step in self.steps]
        known = [each for each in states if each[0]]
        hours = [(a, b, int((at - since).total_seconds() // 3600)) for (a, since), (b, at) in pairwise(known)]
        return [(0, known[0][0], 0), *hours] if known else []


def counted(journey: Journey, steps: Sequence[Step]) -> dict[str, Counter]:
    """Everything that the store counts, by the same names."""
    found: dict[str, Counter] = defaultdict(Counter)
    by_case: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_case[step.case_id].append(step)
    as_of = max(step.started_on for step in steps)
    confirms = any(journey.plays(Role.CONFIRMED, step) for step in steps)
    for of_case in by_case.values():
        _count(Case(journey, of_case, as_of, confirms), found)
    return found


def _count(case: Case, found: dict[str, Counter]) -> None:
    fate = case.fate
    year = f"{case.cohort:%Y}" if case.cohort else ""
    keys = {
        "month": f"{case.cohort:%Y-%m}" if case.cohort else "",
        "area": case.area or "",
        "operator": case.operator or "",
        "nature": case.nature or "",
    }
    for by, key in keys.items():
        found["fates"][by, year, key, Fate(fate), case.done, case.no_access] += 1
    if fate not in _LEFT_OUT:
        if fate != "right":
            found["causes"][year, Fate(fate), *case.cause] += 1
        if case.is_booked:
            found["appointments"][year, *case.appointment] += 1
    if fate in _BROKEN:
        return
    end, days, attempts = case.ending
    opened = f"{case.steps[case.opening].started_on:%Y}"
    found["days"][opened, days, end] += 1
    found["attempts"][opened, attempts, end] += 1
    if end == "open":
        found["ages"][days,] += 1
    if end == "done":
        _count_delay(case, days, found)
    for move in case.moves():
        found["moves"][move] += 1
    _count_months(case, found)


def _count_delay(case: Case, days: int, found: dict[str, Counter]) -> None:
    done = case.steps[case.success]
    late = (done.started_on - case.due).days if case.due else None
    deferred = case.deferred is not None and case.deferred < case.success
    no_access = any(case.journey.plays(Role.NO_ACCESS, step) for step in case.steps)
    found["delays"][f"{done.started_on:%Y}", case.nature or "", days, late, deferred, no_access] += 1


def _count_months(case: Case, found: dict[str, Counter]) -> None:
    journey, area, months = case.journey, case.area or "", found["months"]
    for step in case.steps:
        month = f"{step.started_on:%Y-%m}"
        if journey.plays(Role.ATTEMPT, step):
            months[month, area, "attempts"] += 1
            months[month, area, "failed"] += not journey.plays(Role.SUCCESS, step)
        if journey.plays(Role.FAULT, step):
            months[month, area, "faults"] += 1
    if case.success is not None:
        on = case.steps[case.success].started_on
        months[f"{on:%Y-%m}", area, "lines"] += 1
        if (case.as_of - on).days >= journey.window_days:
            months[f"{on:%Y-%m}", area, "watched"] += 1
            later = case.steps[case.success + 1 :]
            months[f"{on:%Y-%m}", area, "early_faulty"] += any(
                journey.plays(Role.FAULT, step) and (step.started_on - on).days <= journey.window_days for step in later
            )
    checks = [step for step in case.steps if journey.plays(Role.CHECK, step)]
    if checks:
        month = f"{checks[0].started_on:%Y-%m}"
        months[month, area, "checked"] += 1
        months[month, area, "critical"] += any(journey.plays(Role.NONCONFORMITY, step) for step in case.steps)
