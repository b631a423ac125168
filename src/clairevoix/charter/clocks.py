"""The time that the law gives the works council, counted by the calendar.

Without an agreement the council is deemed consulted, with a negative opinion, after one month, two with an expert, three
with experts at the central and the local level (Code du travail R2312-6), from the day on which it was informed (R2312-5).
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Expert(StrEnum):
    """Whether the council called an expert, and at which level."""

    NONE = "none"
    LOCAL = "local"
    CENTRAL = "central"


MONTHS = {Expert.NONE: 1, Expert.LOCAL: 2, Expert.CENTRAL: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Started when the information was communicated. While ``stopped_on`` is set, it does not run.

    ``stopped_days`` is the time that it stood still before; an extension sets ``extended_to``, the new last day.
    """

    informed_on: date
    expert: Expert
    stopped_days: int = 0
    stopped_on: date | None = None
    extended_to: date | None = None


def months_after(day: date, n_months: int) -> date:
    """The day of the same number so many months later; the last of that month where there is none (art. 641 CPC).

    >>> months_after(date(2025, 1, 31), 1), months_after(date(2024, 1, 31), 1), months_after(date(2025, 11, 30), 3)
    (datetime.date(2025, 2, 28), datetime.date(2024, 2, 29), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n_months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(clock: Clock) -> date | None:
    """The last day of the council's time; None while the clock is stopped.

    >>> last_day(Clock(informed_on=date(2025, 1, 31), expert=Expert.NONE))
    datetime.date(2025, 2, 28)
    """
    if clock.stopped_on is not None:
        return None
    by_law = months_after(clock.informed_on, MONTHS[clock.expert]) + timedelta(days=clock.stopped_days)
    return by_law if clock.extended_to is None else max(by_law, clock.extended_to)


def has_run_out(clock: Clock, today: date) -> bool:
    """Whether the last day is over: on it, the council may still speak."""
    last = last_day(clock)
    return last is not None and last < today


def days_left(clock: Clock, today: date) -> int | None:
    """Whole days until the last one, 0 on it and after; None while the clock is stopped."""
    last = last_day(clock)
    return None if last is None else max(0, (last - today).days)


def stopped(clock: Clock, today: date) -> Clock:
    """The clock stands still from today, as while a court is asked."""
    return replace(clock, stopped_on=today)


def started(clock: Clock, today: date) -> Clock:
    """The clock runs again; the days that it stood still, the first and the last among them, are the council's."""
    if clock.stopped_on is None:
        return clock
    still = (today - clock.stopped_on).days + 1
    extended = None if clock.extended_to is None else clock.extended_to + timedelta(days=still)
    return replace(clock, stopped_on=None, stopped_days=clock.stopped_days + still, extended_to=extended)
