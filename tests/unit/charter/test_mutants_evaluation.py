"""The course of an evaluation at its very moments: what is counted, when a day is over, what is set and unset."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clairevoix.charter.evaluation import advance, may_use
from clairevoix.charter.reading import FASTEST_READING, is_plausible
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, Standing
from clairevoix.model.timespan import TimeSpan
from courses import DAY, GREETING, SECOND, SUMMARY, WAYS, an_evaluation, event, standing

MS = timedelta(milliseconds=1)


@pytest.mark.parametrize("where", Standing)
def test_every_event_is_counted_once(where):
    assert standing(where).n_events == len(WAYS[where])


def test_what_opening_sets_back():
    opened = advance(standing(Standing.EVIDENCE_READ), event(Action.OPEN, 70 * SECOND))
    assert (opened.reading_ms, opened.read, opened.standing) == (0, (), Standing.DRAFTED)


def test_only_an_upheld_evaluation_is_upheld():
    assert [each for each in Standing if standing(each).is_upheld] == [Standing.UPHELD]


@pytest.mark.parametrize(("least", "confirms"), [(29_999, False), (30_000, True), (30_001, True)])
def test_the_least_reading_is_whole_seconds(least, confirms):
    read = an_evaluation(event(Action.OPEN, 0 * SECOND), event(Action.READ, least * MS))
    assert read.reading_ms == least
    confirmation = event(Action.CONFIRM, 90 * SECOND)
    if confirms:
        assert advance(read, confirmation).standing is Standing.CONFIRMED
        return
    with pytest.raises(CharterRefusal, match="R12"):
        advance(read, confirmation)


@pytest.mark.parametrize(("off", "used"), [(-MS, False), (0 * MS, True), (MS, True)])
def test_it_is_used_from_the_moment_on_at_which_the_days_alone_end(off, used):
    effective = replace(standing(Standing.EFFECTIVE), embargo_until=standing(Standing.EFFECTIVE).changed_at + DAY)
    assert may_use(effective, effective.embargo_until + off) is used


@pytest.mark.parametrize(("off", "used"), [(-MS, True), (0 * MS, False), (MS, False)])
def test_it_is_not_used_from_the_moment_on_at_which_its_term_ends(off, used):
    effective = standing(Standing.EFFECTIVE)
    assert may_use(effective, effective.expires_at + off) is used


@pytest.mark.parametrize(("off_ms", "plausible"), [(-1, False), (0, True), (1, True)])
def test_nobody_reads_faster(off_ms, plausible):
    spoken = GREETING.duration_ms + SUMMARY.duration_ms
    elapsed = (spoken // FASTEST_READING + off_ms) * MS
    assert is_plausible((GREETING, SUMMARY, TimeSpan(0, 5000)), elapsed) is plausible
    assert FASTEST_READING == 4


def test_seeing_it_again_moves_no_day():
    seen = standing(Standing.WITH_EMPLOYEE)
    again = advance(seen, event(Action.SEE, 3 * DAY))
    assert (again.first_seen_at, again.embargo_until, again.contest_until) == (
        seen.first_seen_at,
        seen.embargo_until,
        seen.contest_until,
    )
