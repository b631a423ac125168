"""What a charter version still needs before it may be in force, and who has to do it."""

from datetime import date
from enum import StrEnum

from clairevoix.charter.clocks import has_run_out
from clairevoix.charter.versions import State, Version


class Step(StrEnum):
    """What is to be done next."""

    ASSESS = "assess"
    NOTIFY = "notify"
    OPINION = "opinion"
    LAPSE = "lapse"
    RESTART = "restart"
    COUNTERSIGN = "countersign"
    INFORM = "inform"
    ACTIVATE = "activate"
    RESUME = "resume"


def steps_left(version: Version, today: date) -> tuple[Step, ...]:
    """All that is missing, in the order of the work; empty for a version that is in force, or never will be.

    >>> steps_left(Version(state=State.DRAFT), date(2025, 10, 15))[:3]
    (<Step.ASSESS: 'assess'>, <Step.NOTIFY: 'notify'>, <Step.OPINION: 'opinion'>)
    """
    if version.state is State.SUSPENDED:
        return (Step.RESUME,)
    if version.state in (State.NEW, State.ACTIVE, State.WITHDRAWN):
        return ()
    clock = version.clock
    missing = {
        Step.ASSESS: version.dpia is None,
        Step.NOTIFY: clock is None,
        Step.RESTART: clock is not None and clock.stopped_on is not None,
        Step.LAPSE: version.opinion is None and clock is not None and has_run_out(clock, today),
        Step.OPINION: version.opinion is None and (clock is None or not has_run_out(clock, today)),
        Step.COUNTERSIGN: version.countersigned_on is None,
        Step.INFORM: version.notice is None,
        Step.ACTIVATE: True,
    }
    return tuple(step for step, is_missing in missing.items() if is_missing)
