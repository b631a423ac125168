"""Terms, clocks and refusals at their very edges, one line each."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import TERM_MONTHS, ReadingPurpose, admit_reading, oldest_entry
from clairevoix.charter.admission import admit_processing
from clairevoix.charter.budget import BudgetTerms, admit_debit, day_at, period_of
from clairevoix.charter.clocks import Clock, Expert, days_left, has_run_out, last_day, started, stopped
from clairevoix.charter.consultation import after
from clairevoix.charter.measures import STRICTEST, admit_hearing, admit_measure, declared
from clairevoix.charter.objection import (
    Reason,
    admit_capture,
    admit_unobjected,
    may_link,
    may_name_agent,
    refusing_rule,
)
from clairevoix.charter.policy import Charter
from clairevoix.charter.retention import Kept, admit_age, day_of, epoch_ends, epoch_of, oldest_day
from clairevoix.charter.versions import Kind, State
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Drawn, Spent
from clairevoix.model.evaluation import Reason as Why
from consulted import a_version, event

TODAY = date(2025, 12, 31)
TERMS = Charter(recording_days=30, analysis_days=90, comment_days=60)
ONE = timedelta(days=1)


@pytest.mark.parametrize(("kept", "days"), [(Kept.RECORDING, 30), (Kept.ANALYSIS, 90), (Kept.COMMENT, 60)])
def test_a_thing_lives_its_days_and_none_more(kept, days):
    oldest = oldest_day(TERMS, kept, TODAY)
    assert (TODAY - oldest).days == days
    for made_on in (oldest, oldest + ONE, TODAY):
        admit_age(TERMS, kept, made_on, TODAY)
    with pytest.raises(CharterRefusal, match="R8"):
        admit_age(TERMS, kept, oldest - ONE, TODAY)


@pytest.mark.parametrize(("recording_days", "analysis_days"), [(30, 90), (90, 30)])
def test_a_waiting_recording_outlives_neither_term(recording_days, analysis_days):
    terms = Charter(recording_days=recording_days, analysis_days=analysis_days)
    admit_processing(charter=terms, recorded_on=TODAY - 30 * ONE, today=TODAY)
    with pytest.raises(CharterRefusal, match="R8"):
        admit_processing(charter=terms, recorded_on=TODAY - 31 * ONE, today=TODAY)


@pytest.mark.parametrize(
    ("today", "last_seen", "day"),
    [(TODAY, None, TODAY), (TODAY, TODAY - ONE, TODAY), (TODAY, TODAY, TODAY), (TODAY, TODAY + ONE, TODAY + ONE)],
)
def test_terms_are_judged_by_the_latest_day(today, last_seen, day):
    assert day_of(today, last_seen) == day


@pytest.mark.parametrize("days", [1, 30, 365])
def test_an_epoch_ends_where_the_next_begins(days):
    epoch = epoch_of(TODAY, days)
    last = epoch_ends(epoch)
    first = last - (days - 1) * ONE
    assert first <= TODAY <= last
    assert epoch == f"{first}-{days}"
    assert {epoch_of(first, days), epoch_of(last, days)} == {epoch}
    assert epoch_of(first - ONE, days) != epoch != epoch_of(last + ONE, days)


def test_what_somebody_refused_is_refused():
    assert admit_capture(neutralised=False) is None
    assert admit_unobjected(objected=False) is None
    with pytest.raises(CharterRefusal, match="R6"):
        admit_capture(neutralised=True)
    with pytest.raises(CharterRefusal, match="R7"):
        admit_unobjected(objected=True)


@pytest.mark.parametrize(
    ("purpose", "links", "names"),
    [
        (Purpose.IMPROVE_SERVICE, True, False),
        (Purpose.EVALUATE_WORK, False, True),
        (Purpose.TECHNICAL_TEST, False, False),
    ],
)
def test_what_a_contact_may_be_tied_to(purpose, links, names):
    assert (may_link(purpose), may_name_agent(purpose)) == (links, names)


@pytest.mark.parametrize(
    ("reason", "rule"),
    [(Reason.EXPIRED, "R8"), (Reason.ERASURE, "R8"), (Reason.NEUTRALISED, "R6"), (Reason.OBJECTION, "R7")],
)
def test_by_which_rule_it_stays_away(reason, rule):
    assert refusing_rule(reason) == rule


CLOCK = Clock(informed_on=date(2025, 1, 6), expert=Expert.NONE)


def test_a_clock_that_runs_is_started_as_it_is():
    assert started(CLOCK, TODAY) == CLOCK


def test_days_are_given_back_twice_for_two_stops():
    clock = CLOCK
    for day in (date(2025, 1, 10), date(2025, 1, 20)):
        clock = started(stopped(clock, day), day + 2 * ONE)
    assert clock.stopped_days == 6
    assert clock.stopped_on is None
    assert clock.extended_to is None
    assert last_day(clock) == last_day(CLOCK) + 6 * ONE


def test_a_clock_says_how_long():
    assert last_day(CLOCK) == date(2025, 2, 6)
    assert [days_left(CLOCK, date(2025, 2, day)) for day in (4, 5, 6, 7)] == [2, 1, 0, 0]
    assert [has_run_out(CLOCK, date(2025, 2, day)) for day in (5, 6, 7)] == [False, False, True]
    assert has_run_out(stopped(CLOCK, date(2025, 1, 7)), TODAY) is False


SPENT = {"period": date(2025, 12, 1), "n": 0, "n_chosen": 0, "n_all": 100, "n_all_chosen": 0}


def is_borne(drawn: Drawn, reason: Why | None, *, limit: int = 2, share: float = 0.1, **spent: int) -> bool:
    try:
        admit_debit(BudgetTerms(limit=limit, chosen_share=share), Spent(**(SPENT | spent)), drawn, reason)
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R5"
        return False
    return True


def test_nobody_is_evaluated_without_a_charter():
    with pytest.raises(CharterRefusal, match="R5"):
        admit_debit(BudgetTerms(), Spent(**SPENT), Drawn.RANDOM, None)
    assert BudgetTerms() == BudgetTerms(limit=0, days=30, chosen_share=0.0)


def test_a_budget_is_spent_at_its_limit():
    assert [is_borne(Drawn.RANDOM, None, n=n) for n in (0, 1, 2, 3)] == [True, True, False, False]


def test_a_chosen_one_is_the_first_and_has_a_reason():
    why = Why.CUSTOMER_COMPLAINT
    assert [is_borne(Drawn.CHOSEN, why, n_chosen=n) for n in (0, 1, 2)] == [True, False, False]
    assert not is_borne(Drawn.CHOSEN, None)
    assert not is_borne(Drawn.RANDOM, why)
    # A tenth of all, this one included: 9 and one make the tenth; 19 and 1 of them chosen, the second of twenty.
    assert [is_borne(Drawn.CHOSEN, why, n_all=n) for n in (0, 8, 9, 10)] == [False, False, True, True]
    assert [is_borne(Drawn.CHOSEN, why, n_all=n, n_all_chosen=1) for n in (18, 19)] == [False, True]


def test_a_period_begins_on_its_day():
    assert period_of(date(2024, 1, 1), 30) == period_of(date(2024, 1, 30), 30) == date(2024, 1, 1)
    assert period_of(date(2024, 1, 31), 30) == date(2024, 1, 31)
    assert period_of(date(2024, 1, 31), 30, date(2024, 1, 1)) == date(2024, 1, 31)
    assert period_of(date(2024, 1, 31), 30, date(2024, 3, 1)) == date(2024, 3, 1)


def test_a_day_is_that_of_the_place():
    late = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    assert day_at(late, timezone(timedelta(hours=2))) == date(2025, 7, 1)
    assert day_at(late, UTC) == date(2025, 6, 30)
    with pytest.raises(ValueError, match="time zone"):
        day_at(late.replace(tzinfo=None), UTC)


ASKED = {"account_id": "a", "role": Role.EVALUATOR, "purpose": "audit", "ticket": "T-1", "agent_id": "b"}


@pytest.mark.parametrize(
    "changes",
    [
        {"account_id": ""},
        {"agent_id": ""},
        {"purpose": None},
        {"purpose": "discipline"},
        {"ticket": None},
        {"ticket": ""},
        {"ticket": "T"},
        {"ticket": "T 1"},
        {"ticket": "1" * 33},
        {"ticket": "-1"},
    ],
)
def test_nothing_is_read_without_a_word(changes):
    assert admit_reading(**ASKED).purpose is ReadingPurpose.AUDIT
    assert admit_reading(**(ASKED | {"ticket": "1" * 32})).ticket == "1" * 32
    with pytest.raises(CharterRefusal, match="R15"):
        admit_reading(**(ASKED | changes))


def test_a_ledger_is_read_for_twelve_months():
    assert TERM_MONTHS == 12
    assert oldest_entry(date(2026, 2, 28)) == date(2025, 2, 28)
    assert oldest_entry(date(2028, 2, 29)) == date(2027, 2, 28)


def test_what_is_not_declared_is_not_measured():
    assert declared(STRICTEST, "nps", "month") is True
    admit_measure(STRICTEST, "nps", "month")
    for measure, dimension in (("nps", "site"), ("label", "month"), ("none", "none")):
        assert declared(STRICTEST, measure, dimension) is False
        with pytest.raises(CharterRefusal, match="R9"):
            admit_measure(STRICTEST, measure, dimension)


def test_what_was_not_consulted_on_is_not_heard():
    allowed = Charter(purposes=("improve-service",))
    admit_hearing(STRICTEST, "technical-test")
    admit_hearing(allowed, "improve-service")
    for charter, purpose in ((STRICTEST, "improve-service"), (allowed, "evaluate-work"), (allowed, "")):
        with pytest.raises(CharterRefusal, match="R9"):
            admit_hearing(charter, purpose)


NOTIFIED = a_version(State.NOTIFIED)  # its last day is 6 February 2025
IN_TIME = datetime(2025, 1, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "extends"), [(date(2025, 2, 5), False), (date(2025, 2, 6), False), (date(2025, 2, 7), True)]
)
def test_an_extension_is_longer_than_the_law(until, extends):
    extension = event(Kind.EXTEND, on=until)
    if extends:
        assert after(NOTIFIED, extension, IN_TIME).clock == replace(NOTIFIED.clock, extended_to=until)
        return
    with pytest.raises(CharterRefusal, match="R9"):
        after(NOTIFIED, extension, IN_TIME)


@pytest.mark.parametrize(("until", "extends"), [(IN_TIME.date(), False), (IN_TIME.date() + ONE, True)])
def test_a_clock_that_stands_still_is_extended_beyond_today(until, extends):
    still = replace(NOTIFIED, clock=stopped(NOTIFIED.clock, date(2025, 1, 15)))
    extension = event(Kind.EXTEND, on=until)
    if extends:
        assert after(still, extension, IN_TIME).clock.extended_to == until
        return
    with pytest.raises(CharterRefusal, match="R9"):
        after(still, extension, IN_TIME)
