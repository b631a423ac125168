"""R12. A draft has no effect until a person read enough of its evidence and confirmed it."""

from dataclasses import replace

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from clairevoix.charter.evaluation import STEPS, advance, drafted, may_use, shows_suggestions
from clairevoix.charter.reading import coverage, must_read
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, Actor, EvaluationTerms, Standing, Verdict
from clairevoix.model.timespan import TimeSpan
from courses import (
    AGENT,
    ANNE,
    BASILE,
    CHLOE,
    DAY,
    FOUND,
    GREETING,
    SECOND,
    START,
    SUMMARY,
    TERMS,
    WAYS,
    a_draft,
    an_evaluation,
    event,
    marks,
    standing,
)

#: Every standing (row) and action (column): where it leads, « = » for nowhere else, « . » for refused. Written by hand.
#: The moment is eight days after the draft: the days alone are over, no review is late, the term is not reached.
TABLE = """
               open read confirm discard deliver see comment accept contest take-up uphold amend annul lapse take-effect lose-evidence expire
drafted        =    .    .       void    .       .   .       .      .       .       .      .     .     .     .           void          .
evidence-read  <    =    conf    void    .       .   .       .      .       .       .      .     .     .     .           void          .
confirmed      .    .    .       void    with    .   .       .      .       .       .      .     .     .     .           void          .
with-employee  .    .    .       .       .       =   comm    acce   cont    .       .      .     .     .     effe        void          .
commented      .    .    .       .       .       =   =       acce   cont    .       .      .     .     .     effe        void          .
accepted       .    .    .       .       .       =   =       .      cont    .       .      .     .     .     effe        void          .
contested      .    .    .       .       .       =   =       .      .       unde    .      .     .     .     .           void          .
under-review   .    .    .       .       .       =   =       .      .       .       uphe   amen  void  .     .           void          .
upheld         .    .    .       .       .       =   =       .      .       .       .      .     .     .     .           void          .
amended        .    .    .       .       .       =   =       .      cont    .       .      .     .     .     .           void          .
effective      .    .    .       .       .       =   =       .      cont    .       .      .     .     .     .           void          .
void           .    .    .       .       .       .   .       .      .       .       .      .     .     .     .           .             .
expired        .    .    .       .       .       .   .       .      .       .       .      .     .     .     .           .             .
"""
_HEAD, *_ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (Standing(name), Action(action), cell) for name, *cells in _ROWS for action, cell in zip(_HEAD, cells, strict=True)
]


def test_the_table_is_whole():
    assert {(where, action) for where, action, _ in CELLS} == {
        (where, action) for where in Standing for action in Action
    }
    assert set(STEPS) == set(Action)


@pytest.mark.parametrize("where", Standing)
def test_each_standing_is_reached(where):
    assert standing(where).standing is where


@pytest.mark.parametrize(("where", "action", "cell"), CELLS, ids=[f"{where}-{action}" for where, action, _ in CELLS])
def test_what_leads_where(where, action, cell):
    before = standing(where)
    step = event(action, 8 * DAY)
    if cell == ".":
        with pytest.raises(CharterRefusal, match=r"R1[23]"):
            advance(before, step)
        return
    back_to_draft = {"=": where, "<": Standing.DRAFTED}
    wanted = back_to_draft.get(cell) or next(each for each in Standing if each.startswith(cell))
    assert advance(before, step).standing is wanted


@pytest.mark.parametrize(("where", "action", "cell"), [each for each in CELLS if each[2] != "."])
@pytest.mark.parametrize(
    "account",
    [
        (Actor.EVALUATOR, AGENT),
        (Actor.EVALUATOR, ""),
        (Actor.EMPLOYEE, ANNE),
        (Actor.REVIEWER, AGENT),
        (Actor.CLOCK, ANNE),
    ],
)
def test_nobody_acts_in_the_place_of_another(where, action, cell, account):
    by, account_id = account
    with pytest.raises(CharterRefusal):
        advance(standing(where), event(action, 8 * DAY, by=by, account_id=account_id))


#: What was taken in, the seconds after opening, who confirms, and whether it is a reading. 40 s of evidence, of which
#: nobody reads more than four times as fast as it was said, for at least half a minute.
READINGS = [
    ((GREETING, SUMMARY), 60, ANNE, True),
    ((GREETING, SUMMARY), 30, ANNE, True),
    ((GREETING, SUMMARY), 29, ANNE, False),  # less than the half minute that a reading takes
    ((GREETING, SUMMARY), 9, ANNE, False),  # not even then
    ((GREETING,), 60, ANNE, False),
    ((SUMMARY,), 60, ANNE, False),
    ((GREETING, TimeSpan(200_000, 229_999)), 60, ANNE, False),  # a millisecond is missing
    ((TimeSpan(0, 300_000),), 74, ANNE, False),  # five minutes in 74 seconds
    ((TimeSpan(0, 300_000),), 76, ANNE, True),
    ((TimeSpan(10_000, 200_000),), 60, ANNE, False),  # all but the evidence
    ((GREETING,) * 9, 60, ANNE, False),  # the same again
    ((), 60, ANNE, False),
    ((GREETING, SUMMARY), 60, BASILE, False),  # on another's reading
]


@pytest.mark.parametrize(("spans", "seconds", "confirmed_by", "is_reading"), READINGS)
def test_who_confirms_has_read(spans, seconds, confirmed_by, is_reading):
    steps = (
        event(Action.OPEN, SECOND),
        event(Action.READ, (seconds + 1) * SECOND, spans=spans),
        event(Action.CONFIRM, (seconds + 2) * SECOND, account_id=confirmed_by),
    )
    try:
        assert an_evaluation(*steps).standing is Standing.CONFIRMED
        done = True
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R12"
        done = False
    assert done is is_reading


def test_readings_add_up():
    steps = (
        event(Action.OPEN, SECOND),
        event(Action.READ, 20 * SECOND, spans=(GREETING,)),
        event(Action.READ, 50 * SECOND, spans=(SUMMARY,)),
    )
    assert an_evaluation(*steps).standing is Standing.EVIDENCE_READ


def test_a_second_evaluator_reads_from_the_start():
    taken_over = an_evaluation(*WAYS[Standing.EVIDENCE_READ], event(Action.OPEN, 100 * SECOND, account_id=CHLOE))
    assert (taken_over.standing, taken_over.read) == (Standing.DRAFTED, ())
    with pytest.raises(CharterRefusal, match="R12"):
        advance(taken_over, event(Action.READ, 200 * SECOND))  # Anne, who no longer has it open


def test_nothing_is_read_before_it_is_opened():
    with pytest.raises(CharterRefusal, match="R12"):
        an_evaluation(event(Action.READ, 60 * SECOND))


def test_that_something_is_missing_is_seen_only_in_the_whole():
    draft = a_draft(annotations=FOUND[:1])
    assert must_read(draft) == (TimeSpan(0, 300_000),)
    assert must_read(a_draft()) == (GREETING, SUMMARY)


def test_a_contact_without_a_length_is_no_draft():
    with pytest.raises(CharterRefusal, match="R12"):
        drafted(a_draft(annotations=(), duration_ms=0), TERMS, START)


@pytest.mark.parametrize(
    "judged",
    [(), marks()[:1], (*marks(), marks()[0]), (marks()[0], marks()[0])],
    ids=["none", "one of two", "three", "one twice"],
)
def test_every_criterion_is_judged_once(judged):
    with pytest.raises(CharterRefusal, match="R12"):
        advance(standing(Standing.EVIDENCE_READ), event(Action.CONFIRM, 90 * SECOND, marks=judged))


@pytest.mark.parametrize("where", Standing)
def test_evidence_is_seen_before_what_the_machine_suggests(where):
    assert shows_suggestions(standing(where)) is (where is not Standing.DRAFTED)


@pytest.mark.parametrize(
    ("verdicts", "unchanged"),
    [
        ((Verdict.MET, Verdict.MET), True),
        ((Verdict.MET, Verdict.NOT_MET), False),
        ((Verdict.NOT_APPLICABLE, Verdict.MET), False),
    ],
)
def test_a_confirmation_says_whether_it_changed_the_draft(verdicts, unchanged):
    confirmed = advance(standing(Standing.EVIDENCE_READ), event(Action.CONFIRM, 90 * SECOND, marks=marks(*verdicts)))
    assert confirmed.is_unchanged is unchanged
    assert not standing(Standing.EVIDENCE_READ).is_unchanged


@pytest.mark.parametrize("where", Standing)
def test_only_an_effective_evaluation_is_used(where):
    assert may_use(standing(where), START + 20 * DAY) is (where is Standing.EFFECTIVE)


@pytest.mark.parametrize(
    "broken",
    [
        {"confirmed_by": ""},
        {"read": (GREETING,)},
        {"embargo_until": None},
        {"embargo_until": START + 21 * DAY},
        {"is_contested": True},
        {"expires_at": START + 20 * DAY},
        {"standing": Standing.UPHELD},
    ],
    ids=lambda broken: next(iter(broken)),
)
def test_each_condition_of_use_is_asked_by_itself(broken):
    effective = standing(Standing.EFFECTIVE)
    assert may_use(effective, START + 20 * DAY)
    assert not may_use(replace(effective, **broken), START + 20 * DAY)


WAY = WAYS[Standing.EFFECTIVE]
_ANY_STEP = st.builds(
    lambda action, account, seconds, changes: event(action, seconds * SECOND, **{**account, **changes}),
    st.sampled_from(Action),
    st.sampled_from(
        [{}, {}, {}, {"account_id": CHLOE}, {"account_id": AGENT}, {"by": Actor.EVALUATOR, "account_id": ANNE}]
    ),
    st.sampled_from([0, 2, 40, 95, 105, 86_400, 3 * 86_400, 10 * 86_400, 40 * 86_400]),
    st.sampled_from([{}, {}, {"spans": (GREETING,)}, {"spans": (SUMMARY,)}]),
)


@st.composite
def courses(draw):
    """The way to effect with steps left out and others put in, in any order of their times."""
    kept = [step for step in WAY if draw(st.integers(0, 9))]
    for step in draw(st.lists(_ANY_STEP, max_size=6)):
        kept.insert(draw(st.integers(0, len(kept))), step)
    return [*kept, event(Action.TAKE_EFFECT, 50 * DAY)] if draw(st.booleans()) else kept


def admitted(steps):
    """The evaluation after the steps that were not refused, and those steps, each at the moment that counts for it."""
    evaluation, done = drafted(a_draft(), TERMS, START), []
    for step in steps:
        try:
            evaluation = advance(evaluation, step)
        except CharterRefusal:
            continue
        done.append(replace(step, at=evaluation.changed_at))
    return evaluation, done


@settings(max_examples=1500)
@given(courses())
def test_no_sequence_leads_around_a_person(steps):
    """What may be used was read and confirmed by a person, lay alone with the employee, and no contest of it is open."""
    evaluation, done = admitted(steps)
    if not may_use(evaluation, evaluation.changed_at):
        return
    actions = [each.action for each in done]
    confirmed, handed_over = (
        next(each for each in done if each.action is action) for action in (Action.CONFIRM, Action.DELIVER)
    )
    opened = [each for each in done if each.action is Action.OPEN][-1]
    read = [
        span
        for each in done[done.index(opened) : done.index(confirmed)]
        if each.action is Action.READ
        for span in each.spans
    ]
    assert confirmed.by is Actor.EVALUATOR
    assert opened.account_id == confirmed.account_id != AGENT
    assert coverage(must_read(evaluation.draft), read) >= TERMS.listening_coverage
    effect = [each.at for each in done if each.action is Action.TAKE_EFFECT][-1]
    outcomes = [each.at for each in done if each.action in (Action.UPHOLD, Action.AMEND)]
    assert effect - max([handed_over.at, *outcomes]) >= TERMS.embargo_days * DAY
    assert actions.count(Action.CONTEST) == len(outcomes)
    assert not {Action.ANNUL, Action.LAPSE, Action.DISCARD, Action.LOSE_EVIDENCE} & set(actions)


def test_the_sequences_above_reach_effect():
    """Or they would prove nothing."""
    find(courses(), lambda steps: may_use(admitted(steps)[0], START + 60 * DAY) and len(steps) > len(WAY) + 3)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_the_share_to_be_read_is_the_charters(share):
    terms = EvaluationTerms(listening_coverage=share, least_reading_s=0)
    steps = [event(Action.OPEN, SECOND), event(Action.READ, 60 * SECOND, spans=(GREETING,))]  # 10 s of 40
    evaluation = an_evaluation(*steps, terms=terms)
    assert (evaluation.standing is Standing.EVIDENCE_READ) is (share <= 0.25)
