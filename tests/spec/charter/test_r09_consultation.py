"""R9. Nothing is measured or heard that the works council was not informed of and consulted on: no pilot, no arrears."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import cells_of
from clairevoix.charter.catalogue import CATALOGUE, declared_name
from clairevoix.charter.clocks import Clock, Expert, days_left, has_run_out, last_day, months_after, started, stopped
from clairevoix.charter.consultation import after, in_force_at, state_of
from clairevoix.charter.measures import STRICTEST, admit_hearing, admit_measure, scope_digest
from clairevoix.charter.policy import parse_charter
from clairevoix.charter.signing import Act, Signatory
from clairevoix.charter.versions import Event, Kind, Opinion, Recorded, State, Suspender, Version
from clairevoix.measure.nps.distribution import CLASSES
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal
from consulted import (
    CHARTER,
    DPIA,
    EVENTS,
    KEY_RING,
    NOTICE,
    NOW,
    PROPOSED_ON,
    STRANGER,
    STRICTER,
    TODAY,
    a_version,
    signed,
)

#: From each state (column), each event (row) leads where the table says; a point is a refusal.
MOVES = """
|             | new   | draft     | notified  | consulted     | countersigned | active    | suspended | withdrawn |
|-------------|-------|-----------|-----------|---------------|---------------|-----------|-----------|-----------|
| propose     | draft | .         | .         | .             | .             | .         | .         | .         |
| amend       | .     | draft     | draft     | draft         | draft         | .         | .         | .         |
| assess      | .     | draft     | .         | .             | .             | .         | .         | .         |
| notify      | .     | notified  | .         | .             | .             | .         | .         | .         |
| extend      | .     | .         | notified  | .             | .             | .         | .         | .         |
| stop        | .     | .         | notified  | consulted     | countersigned | .         | .         | .         |
| restart     | .     | .         | notified  | consulted     | countersigned | .         | .         | .         |
| opinion     | .     | .         | consulted | .             | .             | .         | .         | .         |
| lapse       | .     | .         | consulted | .             | .             | .         | .         | .         |
| countersign | .     | .         | .         | countersigned | .             | .         | .         | .         |
| inform      | .     | draft     | notified  | consulted     | countersigned | .         | .         | .         |
| activate    | .     | .         | .         | .             | active        | .         | .         | .         |
| tighten     | .     | active    | .         | .             | .             | .         | .         | .         |
| suspend     | .     | .         | .         | .             | .             | suspended | .         | .         |
| resume      | .     | .         | .         | .             | .             | .         | active    | .         |
| withdraw    | .     | withdrawn | withdrawn | withdrawn     | withdrawn     | withdrawn | withdrawn | .         |
"""
HEAD, *ROWS = cells_of(MOVES)
EXPECTED = {(State(state), Kind(row[0])): cell for row in ROWS for state, cell in zip(HEAD[1:], row[1:], strict=True)}
LEGAL = [move for move, cell in EXPECTED.items() if cell != "."]

Case = tuple[Version, Event, datetime]


def ready(state: State, kind: Kind) -> Case:
    """A version and an event of which nothing is wrong, if the move is one at all."""
    version = a_version(state)
    if kind is Kind.RESTART and version.clock is not None:
        version = replace(version, clock=stopped(version.clock, date(2025, 2, 1)))
    return version, EVENTS[kind], NOW


def changed(**changes: object) -> Callable[[Case], Case]:
    return lambda case: (replace(case[0], **changes), case[1], case[2])


def said(**changes: object) -> Callable[[Case], Case]:
    return lambda case: (case[0], replace(case[1], **changes), case[2])


def on_clock(change: Callable[[Clock], Clock]) -> Callable[[Case], Case]:
    def applied(case: Case) -> Case:
        return (case[0] if case[0].clock is None else replace(case[0], clock=change(case[0].clock))), case[1], case[2]

    return applied


def by(act: Act, signatory: Signatory, **changes: object) -> Callable[[Case], Case]:
    return said(signed=signed(act, signatory, **changes))


BEFORE, TOMORROW = PROPOSED_ON - timedelta(days=1), TODAY + timedelta(days=1)
STANDS_STILL = on_clock(lambda clock: replace(clock, stopped_on=date(2025, 2, 1)))
RUNS_STILL = on_clock(lambda clock: replace(clock, expert=Expert.LOCAL))  # until 6 March
_SIGNED = EVENTS[Kind.COUNTERSIGN].signed
EARLIER = {"clock set back": changed(last_at=NOW + timedelta(seconds=1))}


def signatures(act: Act, right: Signatory, wrong: Signatory, too_early: date) -> dict[str, Callable[[Case], Case]]:
    """Every way in which a signature is none."""
    return {
        "no signature": said(signed=None),
        "the other side's": by(act, wrong),
        "a stranger's key": by(act, right, key=STRANGER),
        "for something else": by(Act.REPLACE_KEY, right),
        "over another scope": by(act, right, scope=scope_digest(STRICTER)),
        "of tomorrow": by(act, right, on=TOMORROW),
        "of too early": by(act, right, on=too_early),
        "nobody registered": changed(keys=()),
        "registered later": changed(keys=tuple(replace(key, since_at=NOW + timedelta(days=1)) for key in KEY_RING)),
    }


#: What can be wrong with each event, beside the state, and the rule that then refuses; R9 where none is said.
WRONG: dict[Kind, dict[str, Callable[[Case], Case]]] = {
    Kind.PROPOSE: {"no charter": said(charter=None), "no digest": said(scope_digest=None)},
    Kind.AMEND: {
        "no charter": said(charter=None),
        "the same text": said(charter=CHARTER, scope_digest=scope_digest(CHARTER)),
    },
    Kind.ASSESS: {
        "R11 no document": said(document=None),
        "R11 no name": said(document=replace(DPIA, document_id="")),
        "R11 a sentence": said(document=replace(DPIA, document_id="Camille a dit oui")),
        "R11 no digest": said(document=replace(DPIA, digest="")),
    },
    Kind.NOTIFY: {
        "R11 no assessment": changed(dpia=None),
        "no day": said(on=None),
        "no word on an expert": said(expert=None),
        "before the text existed": said(on=BEFORE),
        "tomorrow": said(on=TOMORROW),
    },
    Kind.EXTEND: {
        "no day": said(on=None),
        "no longer than before": said(on=date(2025, 2, 6)),
        "no clock": changed(clock=None),
    },
    Kind.STOP: {"stands still": STANDS_STILL, "no clock": changed(clock=None)},
    Kind.RESTART: {"runs": on_clock(lambda clock: replace(clock, stopped_on=None)), "no clock": changed(clock=None)},
    Kind.OPINION: {"none": said(opinion=None), "deemed": said(opinion=Opinion.DEEMED_NEGATIVE)},
    Kind.LAPSE: {"time left": RUNS_STILL, "stands still": STANDS_STILL, "no clock": changed(clock=None)},
    Kind.COUNTERSIGN: signatures(Act.CONSULTED, Signatory.COUNCIL, Signatory.EMPLOYER, date(2025, 2, 9))
    | {"used before": changed(signatures=(_SIGNED.signature,))},
    Kind.INFORM: {
        "R10 no notice": said(document=None),
        "R10 no digest": said(document=replace(NOTICE, digest="b" * 63)),
        "R10 no day": said(on=None),
        "R10 tomorrow": said(on=TOMORROW),
        "R10 before the text existed": said(on=BEFORE),
    },
    Kind.ACTIVATE: signatures(Act.ACTIVATE, Signatory.EMPLOYER, Signatory.COUNCIL, date(2025, 2, 10))
    | {"R11 no assessment": changed(dpia=None), "R10 no notice": changed(notice=None), "court": STANDS_STILL},
    Kind.TIGHTEN: {
        "R23 over nothing": said(over=None),
        "R23 over the same": said(over=CHARTER),
        "R23 over a stricter one": said(over=STRICTER),
        "no signature": said(signed=None),
        "a stranger's key": by(Act.TIGHTEN, Signatory.EMPLOYER, key=STRANGER),
        "over another scope": by(Act.TIGHTEN, Signatory.COUNCIL, scope=scope_digest(STRICTER)),
    },
    Kind.SUSPEND: {"by nobody": said(by=None)},
    Kind.RESUME: {
        "by nobody": said(by=None),
        "by another": said(by=Suspender.DPO),
        "no signature": said(signed=None),
        "a stranger's key": by(Act.RESUME, Signatory.COUNCIL, key=STRANGER),
        "signed before it was suspended": by(Act.RESUME, Signatory.COUNCIL, on=date(2025, 2, 19)),
    },
    Kind.WITHDRAW: {},
}


def refused(case: Case) -> str | None:
    """The rule that refuses; None if none does."""
    try:
        after(*case)
    except CharterRefusal as refusal:
        return refusal.rule_id
    return None


def test_the_table_names_every_state_and_event():
    assert set(EXPECTED) == {(state, kind) for state in State for kind in Kind}
    assert set(WRONG) == set(Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_event_from_every_state(kind):
    for state in State:
        case, expected = ready(state, kind), EXPECTED[state, kind]
        if expected == ".":
            assert refused(case) == "R9", state
        else:
            assert after(*case).state == expected, state


@pytest.mark.parametrize("kind", list(Kind))
def test_every_event_from_every_state_with_everything_that_can_be_wrong(kind):
    """All states, and all sets of one, two or three things that are wrong: none is accepted."""
    wrong = WRONG[kind] | EARLIER
    for state in State:
        for size in (1, 2, 3):
            for chosen in combinations(wrong.items(), size):
                case = ready(state, kind)
                for _, spoil in chosen:
                    case = spoil(case)
                assert refused(case) is not None, (state, [name for name, _ in chosen])


@pytest.mark.parametrize(("state", "kind"), LEGAL)
def test_each_refusal_says_its_rule(state, kind):
    for name, spoil in WRONG[kind].items():
        rule = name.split()[0] if name.startswith("R") and name[1:3].isdigit() else "R9"
        assert refused(spoil(ready(state, kind))) == rule, name


def test_an_amended_text_starts_again():
    version = after(a_version(State.COUNTERSIGNED), EVENTS[Kind.AMEND], NOW)
    assert version == Version(
        keys=KEY_RING,
        state=State.DRAFT,
        scope_digest=scope_digest(STRICTER),
        charter=STRICTER,
        proposed_on=TODAY,
        last_at=NOW,
    )


def test_a_signature_is_used_once():
    """Amended and amended back, the text is the same; what was signed of it before is spent."""
    version = after(a_version(State.CONSULTED), EVENTS[Kind.COUNTERSIGN], NOW)
    back = Event(kind=Kind.AMEND, charter=CHARTER, scope_digest=scope_digest(CHARTER))
    for each in (EVENTS[Kind.AMEND], back, *(EVENTS[kind] for kind in (Kind.ASSESS, Kind.NOTIFY, Kind.OPINION))):
        version = after(version, each, NOW)
    with pytest.raises(CharterRefusal, match="R9"):
        after(version, EVENTS[Kind.COUNTERSIGN], NOW)


#: Informed on, expert, and the last day of the council's time (Code du travail R2312-6).
LAST_DAYS = [
    (date(2025, 1, 31), Expert.NONE, date(2025, 2, 28)),
    (date(2024, 1, 31), Expert.NONE, date(2024, 2, 29)),
    (date(2025, 3, 31), Expert.NONE, date(2025, 4, 30)),
    (date(2025, 2, 28), Expert.NONE, date(2025, 3, 28)),
    (date(2025, 12, 31), Expert.LOCAL, date(2026, 2, 28)),
    (date(2025, 6, 15), Expert.LOCAL, date(2025, 8, 15)),
    (date(2025, 11, 30), Expert.CENTRAL, date(2026, 2, 28)),
    (date(2025, 10, 1), Expert.CENTRAL, date(2026, 1, 1)),
]


@pytest.mark.parametrize(("informed_on", "expert", "last"), LAST_DAYS)
def test_the_councils_time_is_counted_by_the_calendar(informed_on, expert, last):
    clock = Clock(informed_on=informed_on, expert=expert)
    assert last_day(clock) == last
    assert [has_run_out(clock, last + timedelta(days=days)) for days in (-1, 0, 1)] == [False, False, True]
    assert [days_left(clock, last + timedelta(days=days)) for days in (-1, 0, 1)] == [1, 0, 0]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 36))
def test_months_are_those_of_the_calendar(day, months):
    there = months_after(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there + timedelta(days=1)).day == 1


@given(st.integers(0, 60), st.integers(0, 60))
def test_time_that_stood_still_is_given_back(days_before, days_still):
    clock = Clock(informed_on=PROPOSED_ON, expert=Expert.LOCAL)
    stop = PROPOSED_ON + timedelta(days=days_before)
    still = stopped(clock, stop)
    assert last_day(still) is None
    assert not has_run_out(still, date(2099, 1, 1))
    assert days_left(still, stop) is None
    restarted = started(still, stop + timedelta(days=days_still))
    assert last_day(restarted) == last_day(clock) + timedelta(days=days_still + 1)


def test_an_extension_is_the_longer_of_the_two():
    clock = Clock(informed_on=PROPOSED_ON, expert=Expert.NONE, extended_to=date(2025, 1, 7))
    assert last_day(clock) == date(2025, 2, 6)
    extended = replace(clock, extended_to=date(2025, 5, 1))
    assert last_day(extended) == date(2025, 5, 1)
    assert last_day(started(stopped(extended, date(2025, 2, 1)), date(2025, 2, 10))) == date(2025, 5, 11)


#: Whatever a careless or dishonest operator might record, in any order.
ANYTHING = st.lists(
    st.tuples(
        st.sampled_from(list(Kind)),
        st.sampled_from(["whole", *sorted({name for wrong in WRONG.values() for name in wrong})]),
        st.integers(-1, 40),
    ),
    max_size=14,
)
USUAL = [Kind.PROPOSE, Kind.ASSESS, Kind.NOTIFY, Kind.OPINION, Kind.COUNTERSIGN, Kind.INFORM, Kind.ACTIVATE]


def happening(kind: Kind, scope: str, on: date) -> Event:
    """An event of that day, over the scope as it stands."""
    signing = {
        Kind.COUNTERSIGN: (Act.CONSULTED, Signatory.COUNCIL),
        Kind.ACTIVATE: (Act.ACTIVATE, Signatory.EMPLOYER),
        Kind.RESUME: (Act.RESUME, Signatory.COUNCIL),
    }
    found = EVENTS[kind]
    if kind in signing:
        found = replace(found, signed=signed(*signing[kind], scope=scope, on=on))
    if kind in (Kind.NOTIFY, Kind.INFORM):
        found = replace(found, on=on)
    return found


@settings(max_examples=400, deadline=None)
@given(ANYTHING, st.permutations(USUAL), st.booleans())
def test_no_order_of_events_leads_around(random_events, usual, in_order):
    """Whatever is tried, what is active went all the way: judged from the accepted events alone, not by the machine."""
    version, at = Version(keys=KEY_RING), datetime(2025, 1, 1, tzinfo=UTC)
    accepted: list[tuple[Kind, Event, date]] = []
    tried = [(kind, "whole", 1) for kind in (USUAL if in_order else usual)] + random_events
    for kind, wrong, days in tried:
        moment = at + timedelta(days=days)
        case = (version, happening(kind, version.scope_digest, moment.date()), moment)
        case = WRONG[kind].get(wrong, lambda same: same)(case)
        case = (version, case[1], case[2])  # only the event can be wrong: what is recorded stays
        try:
            version = after(*case)
        except CharterRefusal:
            continue
        at = moment
        accepted.append((kind, case[1], moment.date()))
        if version.state is State.ACTIVE:
            assert went_all_the_way(accepted, version.scope_digest)


def went_all_the_way(accepted: list[tuple[Kind, Event, date]], scope: str) -> bool:
    if any(kind is Kind.TIGHTEN for kind, *_ in accepted):
        return True  # R23 has its own chapter
    since = max(number for number, (kind, *_) in enumerate(accepted) if kind in (Kind.PROPOSE, Kind.AMEND))
    of_scope = {kind: (found, day) for kind, found, day in accepted[since:]}
    if accepted[since][1].scope_digest != scope or not {Kind.ASSESS, Kind.NOTIFY, Kind.INFORM} <= set(of_scope):
        return False
    notified = of_scope[Kind.NOTIFY][0]
    months = {Expert.NONE: 1, Expert.LOCAL: 2, Expert.CENTRAL: 3}[notified.expert]
    spoke = Kind.OPINION in of_scope
    ran_out = Kind.LAPSE in of_scope and of_scope[Kind.LAPSE][1] > months_after(notified.on, months)
    said_so = of_scope[Kind.COUNTERSIGN][0].signed.statement.scope_digest == scope
    return (spoke or ran_out) and said_so and Kind.ACTIVATE in of_scope


def test_that_judge_can_say_no():
    short = [(Kind.PROPOSE, EVENTS[Kind.PROPOSE], TODAY), (Kind.ACTIVATE, EVENTS[Kind.ACTIVATE], TODAY)]
    assert not went_all_the_way(short, scope_digest(CHARTER))


def day(number: int) -> datetime:
    return datetime(2025, 1, number, tzinfo=UTC)


def recorded(*rows: tuple[int, Kind, int]) -> list[Recorded]:
    return [
        Recorded(version_id=version_id, event=Event(kind=kind), at=day(number)) for version_id, kind, number in rows
    ]


LIVES = [
    ([], 5, None),
    ([(1, Kind.ACTIVATE, 3)], 2, None),  # recorded before: nothing is heard in arrears
    ([(1, Kind.ACTIVATE, 3)], 3, 1),
    ([(1, Kind.ACTIVATE, 3), (1, Kind.SUSPEND, 5)], 4, 1),
    ([(1, Kind.ACTIVATE, 3), (1, Kind.SUSPEND, 5)], 5, None),
    ([(1, Kind.ACTIVATE, 3), (1, Kind.SUSPEND, 5), (1, Kind.RESUME, 7)], 6, None),
    ([(1, Kind.ACTIVATE, 3), (1, Kind.SUSPEND, 5), (1, Kind.RESUME, 7)], 7, 1),
    ([(1, Kind.ACTIVATE, 3), (2, Kind.TIGHTEN, 5), (1, Kind.WITHDRAW, 5)], 6, 2),
    ([(1, Kind.ACTIVATE, 3), (2, Kind.ACTIVATE, 5), (1, Kind.WITHDRAW, 5), (2, Kind.WITHDRAW, 6)], 7, None),
]


@pytest.mark.parametrize(("life", "on", "expected"), LIVES)
def test_what_was_in_force_when(life, on, expected):
    assert in_force_at(recorded(*life), day(on)) == expected


def test_a_life_is_played_again_with_its_guards():
    events = [EVENTS[Kind.PROPOSE], EVENTS[Kind.ASSESS], EVENTS[Kind.NOTIFY], EVENTS[Kind.OPINION]]
    life = [Recorded(version_id=1, event=each, at=NOW) for each in events]
    assert state_of(life, KEY_RING).state is State.CONSULTED
    with pytest.raises(CharterRefusal):
        state_of([life[0], *life[2:]], KEY_RING)  # the row of the assessment was deleted


# What is declared.

#: Every table that the figures consist of, as its measure and dimension.
TOLD = [
    *(("nps", dimension) for dimension in ("month", "site", "window")),
    *(("mark", name) for name in CLASSES),
    ("mean", "mark"),
    ("label", "contacts"),
]


@pytest.mark.parametrize(("measure", "dimension"), TOLD)
def test_a_charter_that_names_no_measure_declares_those_that_were_always_told(measure, dimension):
    admit_measure(parse_charter({}), measure, dimension)


@pytest.mark.parametrize(("measure", "dimension"), TOLD)
def test_without_a_consultation_only_all_customers_together(measure, dimension):
    if (measure, dimension) in (("nps", "month"), ("nps", "window")):
        admit_measure(STRICTEST, measure, dimension)
        return
    with pytest.raises(CharterRefusal, match="R9"):
        admit_measure(STRICTEST, measure, dimension)


@pytest.mark.parametrize("measure", [name for name in CATALOGUE if name != "nps"])
def test_a_breakdown_is_declared_for_its_measure_alone(measure):
    with pytest.raises(CharterRefusal, match="R9"):
        admit_measure(STRICTEST, measure, "month")


@pytest.mark.parametrize("measure", list(CATALOGUE))
@pytest.mark.parametrize("dimension", ["agent", "agent_id", "person", "day", "hour", ""])
def test_no_measure_is_of_a_person(measure, dimension):
    assert declared_name(dimension) not in CATALOGUE[measure].dimensions


@pytest.mark.parametrize("purpose", [*Purpose, "evaluate-work", "discipline", ""])
def test_what_is_heard_for_which_purpose(purpose):
    usual = parse_charter({"purposes": {"improve-service": True}})
    for charter, allowed in ((STRICTEST, {"technical-test"}), (usual, {"technical-test", "improve-service"})):
        if purpose in allowed:
            admit_hearing(charter, purpose)
            continue
        with pytest.raises(CharterRefusal, match="R9"):
            admit_hearing(charter, purpose)
