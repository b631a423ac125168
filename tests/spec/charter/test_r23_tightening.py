"""R23. One key may only tighten; anything looser is a new version, consulted on and signed by both."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from charters import charters, one_step
from clairevoix.charter.catalogue import Finest, a_measure
from clairevoix.charter.consultation import after
from clairevoix.charter.policy import BOUNDS, Charter, Strata, parse_charter
from clairevoix.charter.signing import Act, Key, Signatory, Statement, admit_key, public_key, sign
from clairevoix.charter.tightening import admit_tightening, changed, looser, tighter
from clairevoix.charter.versions import Kind, State
from clairevoix.model.errors import CharterRefusal
from consulted import CHARTER, COUNCIL, EMPLOYER, EVENTS, KEY_RING, NOW, STRANGER, a_version, event, signed

#: A setting, its value in force, the value proposed, and whether that is at least as strict.
STEPS = [
    ("sampling_rate", 0.05, 0.04, True),
    ("sampling_rate", 0.05, 0.05, True),
    ("sampling_rate", 0.05, 0.06, False),
    ("minimum_cell", 20, 21, True),
    ("minimum_cell", 20, 19, False),
    ("minimum_answers", 10, 9, False),
    ("dominance", 0.85, 0.7, True),
    ("dominance", 0.7, 0.85, False),
    ("recording_days", 30, 29, True),
    ("recording_days", 30, 31, False),
    ("comment_days", 90, 91, False),
    ("analysis_days", 90, 91, False),
    ("evaluations_per_person", 2, 1, True),
    ("evaluations_per_person", 2, 3, False),
    ("budget_days", 30, 60, True),
    ("budget_days", 60, 30, False),
    ("chosen_share", 0.0, 0.1, False),
    ("embargo_days", 7, 8, True),
    ("embargo_days", 7, 6, False),
    ("contest_days", 60, 30, False),
    ("review_days", 15, 10, True),
    ("review_days", 15, 20, False),
    ("listening_coverage", 0.8, 1.0, True),
    ("listening_coverage", 1.0, 0.8, False),
    ("unchanged_alarm", 0.8, 0.7, True),
    ("unchanged_alarm", 0.8, 0.9, False),
    ("least_reading_s", 30, 60, True),
    ("least_reading_s", 30, 20, False),
    ("pulse_minimum", 10, 15, True),
    ("pulse_minimum", 15, 10, False),
    ("sampling_strata", Strata.NONE, Strata.SITE, False),  # another draw
    ("sampling_strata", Strata.SITE, Strata.NONE, False),
    ("purposes", ("evaluate-work", "improve-service"), ("improve-service",), True),
    ("purposes", ("improve-service",), (), True),
    ("purposes", ("improve-service",), ("evaluate-work",), False),
]


@pytest.mark.parametrize(("name", "before", "then", "is_tighter"), STEPS)
def test_which_way_each_setting_is_stricter(name, before, then, is_tighter):
    in_force, proposed = (replace(Charter(), **{name: value}) for value in (before, then))
    assert tighter(in_force, proposed) is is_tighter
    assert looser(in_force, proposed) == (() if is_tighter else (name,))


def test_every_number_has_a_row():
    assert {name for name, *_ in STEPS} >= set(BOUNDS)


WHY = "What customers say, and where."
NPS = a_measure("nps", ("month", "site"), WHY)
#: Declared and proposed measures, and whether nothing was added.
MEASURES = [
    ((NPS,), (NPS,), True),
    ((NPS,), (), True),
    ((NPS,), (a_measure("nps", ("month",), WHY),), True),
    ((NPS,), (a_measure("nps", ("month", "site", "window"), WHY),), False),
    ((NPS,), (replace(NPS, finest=Finest.WEEK),), False),
    ((replace(NPS, finest=Finest.WEEK),), (NPS,), True),
    ((NPS,), (NPS, a_measure("mean", ("mark",), WHY)), False),
    ((NPS,), (replace(NPS, why="For another reason altogether."),), False),  # what was consulted on is the reason too
    ((), (NPS,), False),
]


@pytest.mark.parametrize(("before", "then", "is_tighter"), MEASURES)
def test_measures_are_only_taken_away(before, then, is_tighter):
    assert tighter(replace(Charter(), measures=before), replace(Charter(), measures=then)) is is_tighter


def test_roles_only_lose_what_they_read():
    narrow = parse_charter({"roles": {"analyst": ["nps"], "operator": []}})
    assert tighter(CHARTER, replace(CHARTER, roles=narrow.roles))
    assert looser(replace(CHARTER, roles=narrow.roles), CHARTER) == ("roles",)


@given(charters())
def test_a_charter_is_as_strict_as_itself_but_no_tightening(charter):
    assert tighter(charter, charter)
    with pytest.raises(CharterRefusal, match="R23"):
        admit_tightening(charter, charter)


@given(charters(), charters())
def test_two_charters_that_are_each_stricter_than_the_other_are_the_same(one, other):
    assert not (tighter(one, other) and tighter(other, one)) or one == other


@given(charters(), st.lists(st.sampled_from(sorted(BOUNDS)), min_size=2, max_size=6, unique=True))
def test_stricter_than_the_stricter_is_stricter(charter, names):
    chain = [charter]
    for name in names:
        chain.append(one_step(chain[-1], name, stricter=True) or chain[-1])
    assert all(tighter(before, after) for number, before in enumerate(chain) for after in chain[number:])


@given(charters(), charters(), charters())
def test_the_order_is_transitive(one, two, three):
    assert not (tighter(one, two) and tighter(two, three)) or tighter(one, three)


@given(charters(), st.data())
def test_one_looser_setting_among_many_stricter_ones_is_refused(charter, data):
    names = data.draw(st.permutations(sorted(BOUNDS)))
    proposed = charter
    for name in names[1:]:
        proposed = one_step(proposed, name, stricter=True) or proposed
    assert tighter(charter, proposed)
    loosened = one_step(proposed, names[0], stricter=False)
    assume(loosened is not None)
    assert looser(charter, loosened) == (names[0],)
    with pytest.raises(CharterRefusal, match="R23"):
        admit_tightening(charter, loosened)


@given(charters(), charters())
def test_what_changed_holds_what_is_looser(one, other):
    assert set(looser(one, other)) <= set(changed(one, other))
    assert (changed(one, other) == ()) is (one == other)


@pytest.mark.parametrize("signatory", list(Signatory))
def test_either_key_alone_may_tighten(signatory):
    tightened = event(Kind.TIGHTEN, signed=signed(Act.TIGHTEN, signatory))
    assert after(a_version(State.DRAFT), tightened, NOW).state is State.ACTIVE


@pytest.mark.parametrize("name", [name for name in sorted(BOUNDS) if one_step(CHARTER, name, stricter=True)])
def test_neither_key_alone_may_loosen(name):
    over = one_step(CHARTER, name, stricter=True)
    for signatory in Signatory:
        loosened = event(Kind.TIGHTEN, signed=signed(Act.TIGHTEN, signatory), over=over)
        with pytest.raises(CharterRefusal, match="R23"):
            after(a_version(State.DRAFT), loosened, NOW)


def test_both_keys_loosen_only_by_the_whole_way():
    for kind in (Kind.COUNTERSIGN, Kind.ACTIVATE):
        with pytest.raises(CharterRefusal, match="R9"):
            after(a_version(State.DRAFT), EVENTS[kind], NOW)


# The keys themselves.

LATER = NOW + timedelta(days=1)
NEW = Key(signatory=Signatory.COUNCIL, public=public_key(STRANGER), since_at=LATER)


def by_old(key: str = COUNCIL, signatory: Signatory = Signatory.COUNCIL, public: str = NEW.public, on=LATER.date()):
    return sign(key, Statement(signatory=signatory, act=Act.REPLACE_KEY, scope_digest=public, on=on))


#: What comes with a new key of the council, and whether it is taken.
REPLACED = [
    (by_old(), None),
    (None, "R23"),
    (by_old(key=EMPLOYER), "R23"),  # the employer does not choose who countersigns
    (by_old(key=STRANGER), "R23"),  # nor does the new key
    (by_old(key=EMPLOYER, signatory=Signatory.EMPLOYER), "R23"),
    (by_old(public=public_key(EMPLOYER)), "R23"),
    (by_old(on=NOW.date()), "R23"),
]


@pytest.mark.parametrize(("proof", "rule"), REPLACED)
def test_a_key_is_replaced_by_its_own_signature_alone(proof, rule):
    if rule is None:
        admit_key(KEY_RING, NEW, proof)
        return
    with pytest.raises(CharterRefusal, match=rule):
        admit_key(KEY_RING, NEW, proof)


def test_a_first_key_needs_none():
    admit_key((), NEW)
    admit_key(KEY_RING[:1], NEW)


def test_one_key_does_not_sign_for_both():
    with pytest.raises(CharterRefusal, match="R22"):
        admit_key(KEY_RING[:1], replace(KEY_RING[0], signatory=Signatory.COUNCIL))


def test_a_key_set_back_in_time_is_no_first_one():
    earlier = replace(NEW, since_at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(CharterRefusal, match="R23"):
        admit_key(KEY_RING, earlier)
