"""R13. The employee reads first and alone, may contest, and is answered by somebody else in time, with reasons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clairevoix.charter.contests import admit_review
from clairevoix.charter.evaluation import admit_effect, admit_reader, advance, may_use
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, EvaluationTerms, RedactedText, Standing, Verdict, Viewer
from courses import (
    AGENT,
    ANNE,
    BASILE,
    CHLOE,
    DAY,
    SECOND,
    START,
    WAYS,
    an_evaluation,
    event,
    marks,
    standing,
)

MS = timedelta(milliseconds=1)


def refused(evaluation, step) -> bool:
    try:
        advance(evaluation, step)
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R13"
        return True
    return False


#: When the employee first read (days after the draft; None: never), and from when it may take effect. Delivered 100 s after
#: the draft, seven days alone from the first reading, thirty for who reads nothing.
EMBARGOES = [
    (timedelta(seconds=100), 7 * DAY + 100 * SECOND),
    (1 * DAY, 8 * DAY),
    (20 * DAY, 27 * DAY),
    (35 * DAY, 37 * DAY + 100 * SECOND),
    (None, 37 * DAY + 100 * SECOND),
]


@pytest.mark.parametrize(("seen", "free"), EMBARGOES)
def test_the_employee_reads_alone_for_the_days_of_the_charter(seen, free):
    steps = (*WAYS[Standing.CONFIRMED], event(Action.DELIVER, 100 * SECOND))
    evaluation = an_evaluation(*steps, *([event(Action.SEE, seen)] if seen is not None else []))
    assert refused(evaluation, event(Action.TAKE_EFFECT, free - MS))
    assert advance(evaluation, event(Action.TAKE_EFFECT, free)).standing is Standing.EFFECTIVE


def test_reading_again_and_accepting_change_no_day():
    again = advance(standing(Standing.WITH_EMPLOYEE), event(Action.SEE, 5 * DAY))
    accepted = advance(again, event(Action.ACCEPT, 5 * DAY))
    assert accepted.embargo_until == again.embargo_until == START + 8 * DAY
    assert refused(accepted, event(Action.TAKE_EFFECT, 8 * DAY - MS))


#: Who may read at each standing: the evaluator who has it, another evaluator, the employee, a colleague, the reviewer, another
#: reviewer, a coach. Twenty days after the draft.
READERS = {
    Standing.DRAFTED: "++.....",
    Standing.EVIDENCE_READ: "++.....",
    Standing.CONFIRMED: "+......",
    Standing.WITH_EMPLOYEE: "..+....",
    Standing.COMMENTED: "..+....",
    Standing.ACCEPTED: "..+....",
    Standing.CONTESTED: "..+....",
    Standing.UNDER_REVIEW: "..+.+..",
    Standing.UPHELD: "..+....",
    Standing.AMENDED: "..+....",
    Standing.EFFECTIVE: "..+...+",
    Standing.VOID: ".......",
    Standing.EXPIRED: ".......",
}
WHO = [
    (Viewer.EVALUATOR, ANNE),
    (Viewer.EVALUATOR, CHLOE),
    (Viewer.EMPLOYEE, AGENT),
    (Viewer.EMPLOYEE, "agent-2"),
    (Viewer.REVIEWER, BASILE),
    (Viewer.REVIEWER, CHLOE),
    (Viewer.COACH, CHLOE),
]


@pytest.mark.parametrize("where", Standing)
def test_who_may_read_when(where):
    found = ""
    for viewer, account_id in WHO:
        try:
            admit_reader(standing(where), viewer, account_id, START + 20 * DAY)
            found += "+"
        except CharterRefusal as refusal:
            assert refusal.rule_id == "R13"
            found += "."
    assert found == READERS[where]


@pytest.mark.parametrize("action", [each for each in Action if each not in (Action.SEE, Action.COMMENT)])
def test_a_contest_stops_every_use(action):
    contested = advance(standing(Standing.EFFECTIVE), event(Action.CONTEST, 9 * DAY))
    assert not may_use(contested, START + 10 * DAY)
    try:
        after = advance(contested, event(action, 10 * DAY))
    except CharterRefusal:
        return
    assert not may_use(after, START + 80 * DAY)


@pytest.mark.parametrize(
    ("later", "late"), [(59 * DAY, False), (60 * DAY - MS, False), (60 * DAY, True), (80 * DAY, True)]
)
def test_a_contest_is_possible_for_the_days_of_the_charter(later, late):
    assert refused(standing(Standing.EFFECTIVE), event(Action.CONTEST, 1 * DAY + later)) is late


def test_what_was_upheld_is_not_contested_again_but_what_was_amended_is():
    assert refused(standing(Standing.UPHELD), event(Action.CONTEST, 5 * DAY))
    again = advance(standing(Standing.AMENDED), event(Action.CONTEST, 5 * DAY))
    assert refused(again, event(Action.TAKE_UP, 6 * DAY))  # Basile decided the first one
    assert advance(again, event(Action.TAKE_UP, 6 * DAY, account_id=CHLOE)).reviewer == CHLOE


def test_nobody_reviews_their_own_evaluation():
    assert refused(standing(Standing.CONTESTED), event(Action.TAKE_UP, 3 * DAY, account_id=ANNE))


def test_who_only_opened_it_does_not_review_it_either():
    steps = (
        event(Action.OPEN, SECOND, account_id=CHLOE),
        *(replace(each, at=each.at + SECOND) for each in WAYS[Standing.CONTESTED]),
    )
    assert refused(an_evaluation(*steps), event(Action.TAKE_UP, 3 * DAY, account_id=CHLOE))


@pytest.mark.parametrize("action", [Action.UPHOLD, Action.AMEND, Action.ANNUL])
@pytest.mark.parametrize(
    "changes",
    [{"ground": None}, {"text": None}, {"text": RedactedText(text="  ", n_entities=0)}, {"account_id": CHLOE}],
    ids=["no ground", "no reasons", "empty reasons", "another reviewer"],
)
def test_an_outcome_has_reasons_and_is_its_reviewers(action, changes):
    assert refused(standing(Standing.UNDER_REVIEW), event(action, 4 * DAY, **changes))


@pytest.mark.parametrize("where", [Standing.CONTESTED, Standing.UNDER_REVIEW])
def test_a_review_that_is_late_voids_the_evaluation(where):
    # Contested after two days; fifteen for the review.
    assert refused(standing(where), event(Action.LAPSE, 17 * DAY - MS))
    assert advance(standing(where), event(Action.LAPSE, 17 * DAY)).standing is Standing.VOID
    late = {Standing.CONTESTED: Action.TAKE_UP, Standing.UNDER_REVIEW: Action.UPHOLD}[where]
    assert refused(standing(where), event(late, 17 * DAY))


_MET, _NOT, _NA = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE
#: The verdicts that were contested, those of the review, and whether they may stand.
AMENDMENTS = [
    ((_MET, _NOT), (_MET, _MET), True),
    ((_MET, _NOT), (_MET, _NA), True),
    ((_MET, _NOT), (_MET, _NOT), False),  # that is upholding
    ((_MET, _NOT), (_NOT, _MET), False),  # gives with one hand and takes with the other
    ((_MET, _NOT), (_NA, _MET), False),
    ((_NA, _NOT), (_MET, _NOT), True),
    ((_NA, _NOT), (_NOT, _MET), False),
    ((_NA, _NOT), (_NA, _MET), True),
    ((_NOT, _NOT), (_NA, _NA), True),
]


@pytest.mark.parametrize(("before", "after", "stands"), AMENDMENTS)
def test_a_contest_never_makes_it_worse(before, after, stands):
    evaluation = replace(standing(Standing.UNDER_REVIEW), marks=marks(*before))
    assert refused(evaluation, event(Action.AMEND, 4 * DAY, marks=marks(*after))) is not stands


@pytest.mark.parametrize("marked", [(), marks(_MET, _MET)[:1], (*marks(_MET, _MET), marks()[0])])
def test_an_amendment_judges_every_criterion(marked):
    with pytest.raises(CharterRefusal, match="R13"):
        admit_review(standing(Standing.UNDER_REVIEW), event(Action.AMEND, 4 * DAY, marks=marked))


@pytest.mark.parametrize("where", [Standing.UPHELD, Standing.AMENDED])
def test_the_outcome_too_is_read_alone_first(where):
    seen = advance(standing(where), event(Action.SEE, 5 * DAY))
    assert refused(seen, event(Action.TAKE_EFFECT, 12 * DAY - MS))
    assert advance(seen, event(Action.TAKE_EFFECT, 12 * DAY)).standing is Standing.EFFECTIVE


def test_nothing_is_used_after_its_term():
    effective = standing(Standing.EFFECTIVE)
    assert may_use(effective, START + 90 * DAY - MS)
    assert not may_use(effective, START + 90 * DAY)
    assert refused(effective, event(Action.COMMENT, 90 * DAY))
    assert advance(effective, event(Action.EXPIRE, 90 * DAY)).standing is Standing.EXPIRED


def test_a_clock_that_was_set_back_shortens_nothing_and_forgets_nothing():
    evaluation = advance(standing(Standing.WITH_EMPLOYEE), event(Action.COMMENT, -300 * DAY))
    assert evaluation.changed_at == START + 1 * DAY
    contested = advance(standing(Standing.WITH_EMPLOYEE), event(Action.CONTEST, -300 * DAY))
    assert contested.review_due == START + 16 * DAY


def test_no_number_takes_the_days_alone_away():
    none_at_all = EvaluationTerms(embargo_days=0, unread_days=0)
    steps = (*WAYS[Standing.CONFIRMED], event(Action.DELIVER, 100 * SECOND))
    assert an_evaluation(*steps, terms=none_at_all).embargo_until == START + 100 * SECOND
    assert not may_use(an_evaluation(*steps, terms=none_at_all), START + 9 * DAY)  # it still has to be let take effect


def test_an_open_contest_stops_effect_by_itself():
    assert standing(Standing.CONTESTED).is_contested
    assert not standing(Standing.UPHELD).is_contested
    admit_effect(standing(Standing.ACCEPTED), START + 20 * DAY)
    with pytest.raises(CharterRefusal, match="R13"):
        admit_effect(replace(standing(Standing.ACCEPTED), is_contested=True), START + 20 * DAY)
