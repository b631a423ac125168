"""The registry of charters: what is in force is what was activated in it, whoever writes when."""

import json
import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clairevoix.charter.clocks import Expert
from clairevoix.charter.measures import STRICTEST, scope_digest
from clairevoix.charter.signing import Act, Signatory, public_key
from clairevoix.charter.versions import Event, Kind, Opinion, State, Suspender
from clairevoix.consulting import consult_and_activate
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.store import consultations, database, ledger
from clairevoix.store.workspace import Workspace
from consulted import CHARTER, COUNCIL, DPIA, EMPLOYER, KEYS, NOTICE, STRANGER, STRICTER, signed

AT = datetime(2025, 1, 6, 9, tzinfo=UTC)
LOOSER = replace(CHARTER, sampling_rate=0.1)
DAY = timedelta(days=1)


@pytest.fixture
def engine(tmp_path):
    return database.connect(Workspace(root=tmp_path, keys=tmp_path))


def events_of(engine) -> list[str]:
    return [str(leaf["event"]) for leaf in ledger.leaves(engine)]


def states(engine) -> dict[int, State]:
    return {number: version.state for number, version in consultations.consultations(engine).versions.items()}


def countersigned(engine, charter, at=AT) -> int:
    """A version that only the employer's signature is missing from."""
    consultations.register_key(engine, Signatory.EMPLOYER, public_key(EMPLOYER), at)
    consultations.register_key(engine, Signatory.COUNCIL, public_key(COUNCIL), at)
    number = consultations.propose(engine, charter, at)
    on, scope = at.date(), scope_digest(charter)
    for event in (
        Event(kind=Kind.ASSESS, document=DPIA),
        Event(kind=Kind.NOTIFY, on=on, expert=Expert.NONE),
        Event(kind=Kind.OPINION, opinion=Opinion.UNFAVOURABLE),
        Event(kind=Kind.COUNTERSIGN, signed=signed(Act.CONSULTED, scope=scope, on=on)),
        Event(kind=Kind.INFORM, document=NOTICE, on=on),
    ):
        consultations.record(engine, number, event, at)
    return number


def activation(charter, act=Act.ACTIVATE, at=AT, signatory=Signatory.EMPLOYER) -> Event:
    return Event(kind=Kind(act.value), signed=signed(act, signatory, scope=scope_digest(charter), on=at.date()))


def test_where_nothing_was_activated_the_strictest_profile_holds(engine):
    assert consultations.in_force(engine, AT) == STRICTEST
    consultations.propose(engine, CHARTER, AT)
    assert consultations.in_force(engine, AT) == STRICTEST
    countersigned(engine, CHARTER)
    assert consultations.in_force(engine, AT) == STRICTEST


def test_the_whole_way_into_force_and_into_the_ledger(engine):
    assert consult_and_activate(engine, CHARTER, KEYS, AT).state is State.ACTIVE
    assert consultations.in_force(engine, AT) == CHARTER
    assert events_of(engine) == [
        "charter-key",
        "charter-key",
        *(f"charter-{kind}" for kind in "propose assess notify opinion countersign inform activate".split()),
    ]
    leaf = ledger.leaves(engine)[-1]
    assert leaf["scope"] == scope_digest(CHARTER)
    assert leaf["version"] == 1
    assert leaf["signatory"] == "employer"


def test_done_again_nothing_changes(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    before = ledger.leaves(engine)
    assert consult_and_activate(engine, CHARTER, KEYS, AT + DAY).state is State.ACTIVE
    assert ledger.leaves(engine) == before


def test_begun_and_killed_it_goes_on(engine):
    countersigned(engine, CHARTER)
    assert consult_and_activate(engine, CHARTER, KEYS, AT).state is State.ACTIVE
    assert events_of(engine).count("charter-propose") == 1


def test_what_was_recorded_before_is_under_what_was_in_force_then(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    consult_and_activate(engine, LOOSER, KEYS, AT + 2 * DAY)
    known = consultations.consultations(engine)
    moments = {-1: STRICTEST, 0: CHARTER, 1: CHARTER, 2: LOOSER, 3: LOOSER}
    assert {days: known.at(AT + days * DAY) for days in moments} == moments


def test_a_new_charter_takes_the_place_of_the_old_one(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    consult_and_activate(engine, LOOSER, KEYS, AT + DAY)
    assert states(engine) == {1: State.WITHDRAWN, 2: State.ACTIVE}


def test_a_suspension_holds_at_once_and_whoever_suspended_ends_it(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    consultations.record(engine, 1, Event(kind=Kind.SUSPEND, by=Suspender.COUNCIL), AT + DAY)
    assert consultations.in_force(engine, AT + DAY) == STRICTEST
    assert consultations.in_force(engine, AT) == STRICTEST  # a clock set back brings nothing back
    for by in (Suspender.DPO, Suspender.COUNCIL):  # the council with no key
        with pytest.raises(CharterRefusal, match="R9"):
            consultations.record(engine, 1, Event(kind=Kind.RESUME, by=by), AT + DAY)
    proof = signed(Act.RESUME, scope=scope_digest(CHARTER), on=(AT + DAY).date())
    consultations.record(engine, 1, Event(kind=Kind.RESUME, by=Suspender.COUNCIL, signed=proof), AT + DAY)
    assert consultations.in_force(engine, AT + DAY) == CHARTER


def test_the_clock_of_the_machine_set_back_is_refused(engine):
    consultations.propose(engine, CHARTER, AT)
    with pytest.raises(CharterRefusal, match="R9"):
        consultations.propose(engine, LOOSER, AT - timedelta(seconds=1))
    assert ledger.leaves(engine)[-1].items() >= {"event": "refusal", "rule": "R9"}.items()


@pytest.mark.parametrize("signatory", list(Signatory))
def test_a_tightening_takes_one_key_and_no_consultation(engine, signatory):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    number = consultations.propose(engine, STRICTER, AT + DAY)
    tightened = activation(STRICTER, Act.TIGHTEN, AT + DAY, signatory)
    assert consultations.record(engine, number, tightened, AT + DAY, replacing=1).state is State.ACTIVE
    assert consultations.in_force(engine, AT + DAY) == STRICTER
    assert states(engine) == {1: State.WITHDRAWN, 2: State.ACTIVE}
    assert "charter-tighten" in events_of(engine)


def test_a_loosening_by_one_key_is_refused_and_in_the_ledger(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    number = consultations.propose(engine, LOOSER, AT)
    forged = replace(
        activation(LOOSER, Act.TIGHTEN), over=replace(CHARTER, sampling_rate=0.2)
    )  # over what is not in force
    with pytest.raises(CharterRefusal, match="R23"):
        consultations.record(engine, number, forged, AT, replacing=1)
    assert consultations.in_force(engine, AT) == CHARTER
    assert ledger.leaves(engine)[-1]["rule"] == "R23"


def test_nothing_is_a_tightening_of_the_strictest_profile(engine):
    countersigned(engine, LOOSER)
    stricter = replace(STRICTEST, sampling_rate=0.01)
    number = consultations.propose(engine, stricter, AT)
    with pytest.raises(CharterRefusal, match="R23"):
        consultations.record(engine, number, activation(stricter, Act.TIGHTEN), AT)


def test_going_back_to_the_looser_charter_is_a_new_consultation(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    number = consultations.propose(engine, STRICTER, AT)
    consultations.record(engine, number, activation(STRICTER, Act.TIGHTEN), AT, replacing=1)
    with pytest.raises(CharterRefusal, match="R9"):
        consultations.record(engine, 1, activation(CHARTER), AT, replacing=2)
    assert consultations.propose(engine, CHARTER, AT) == 3
    assert states(engine)[3] is State.DRAFT


def test_a_scope_changed_after_the_councils_signature_is_a_draft_again(engine):
    number = countersigned(engine, CHARTER)
    consultations.amend(engine, number, LOOSER, AT)
    for charter in (CHARTER, LOOSER):
        with pytest.raises(CharterRefusal, match="R9"):
            consultations.record(engine, number, activation(charter), AT)
    assert consultations.in_force(engine, AT) == STRICTEST


def test_a_text_under_another_texts_digest_is_refused(engine):
    forged = Event(kind=Kind.AMEND, charter=LOOSER, scope_digest=scope_digest(STRICTER))
    number = consultations.propose(engine, CHARTER, AT)
    with pytest.raises(CharterRefusal, match="R9"):
        consultations.record(engine, number, forged, AT)
    assert consultations.consultations(engine).versions[number].charter == CHARTER


def test_the_councils_key_is_registered_once(engine):
    consultations.register_key(engine, Signatory.COUNCIL, public_key(COUNCIL), AT)
    consultations.register_key(engine, Signatory.COUNCIL, public_key(COUNCIL), AT + DAY)
    with pytest.raises(CharterRefusal, match="R23"):
        consultations.register_key(engine, Signatory.COUNCIL, public_key(STRANGER), AT + DAY)
    with pytest.raises(CharterRefusal, match="R22"):
        consultations.register_key(engine, Signatory.EMPLOYER, public_key(COUNCIL), AT + DAY)
    assert events_of(engine) == ["charter-key", "refusal", "refusal"]
    later = AT + 2 * DAY
    proof = signed(Act.REPLACE_KEY, scope=public_key(STRANGER), on=later.date())
    consultations.register_key(engine, Signatory.COUNCIL, public_key(STRANGER), later, proof)
    assert [key.public for key in consultations.consultations(engine).keys] == [
        public_key(COUNCIL),
        public_key(STRANGER),
    ]


def test_what_the_old_key_signed_still_holds_after_it_was_replaced(engine):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    proof = signed(Act.REPLACE_KEY, scope=public_key(STRANGER), on=(AT + DAY).date())
    consultations.register_key(engine, Signatory.COUNCIL, public_key(STRANGER), AT + DAY, proof)
    assert consultations.in_force(engine, AT + DAY) == CHARTER


def test_the_hook_of_the_ledger_is_asked_first(engine):
    """A registry that was put back from an old copy does not hold what the witness saw."""
    consult_and_activate(engine, CHARTER, KEYS, AT)

    def refuses(_):
        raise StoreError("not the witnessed registry")

    with pytest.raises(StoreError, match="witnessed"):
        consultations.in_force(engine, AT, refuses)
    asked = []
    assert consultations.in_force(engine, AT, asked.append) == CHARTER
    assert asked == [engine]


#: What somebody does to the registry's file with another program.
BY_HAND = [
    "UPDATE charter_texts SET text = replace(text, '0.05', '0.2')",
    "DELETE FROM charter_events WHERE kind = 'assess'",
    "DELETE FROM charter_events WHERE kind = 'countersign'",
    "DELETE FROM charter_events WHERE number = 1",
    "UPDATE charter_events SET version_id = 2 WHERE kind = 'opinion'",
    "UPDATE charter_events SET kind = 'inform' WHERE kind = 'notify'",
    "UPDATE charter_events SET recorded_at = '2025-01-05T00:00:00+00:00' WHERE kind = 'activate'",
    "UPDATE charter_events SET recorded_at = 'yesterday' WHERE kind = 'activate'",
    "UPDATE charter_events SET facts = replace(facts, '2025-01-06', '2025-01-05') WHERE kind = 'countersign'",
    "UPDATE charter_events SET facts = '[]' WHERE kind = 'notify'",
    "UPDATE charter_events SET facts = '{' WHERE kind = 'notify'",
    f"UPDATE charter_keys SET public_key = '{public_key(STRANGER)}' WHERE signatory = 'council'",
    "DELETE FROM charter_keys",
    "DELETE FROM charter_texts",
]


@pytest.mark.parametrize("statement", BY_HAND)
def test_rows_changed_by_hand_are_found(engine, tmp_path, statement):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    with sqlite3.connect(tmp_path / "registry.sqlite") as connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()
    with pytest.raises(StoreError, match="by hand"):
        consultations.in_force(engine, AT)


def test_a_suspension_taken_away_by_hand_is_found_by_its_leaf(engine, tmp_path):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    consultations.record(engine, 1, Event(kind=Kind.SUSPEND, by=Suspender.COUNCIL), AT)
    assert consultations.in_force(engine, AT, consultations.agree_with_ledger) == STRICTEST
    with sqlite3.connect(tmp_path / "registry.sqlite") as connection:
        connection.execute("DELETE FROM charter_events WHERE kind = 'suspend'")
    connection.close()
    assert consultations.in_force(engine, AT) == CHARTER  # a life that can be
    with pytest.raises(StoreError, match="two stories"):
        consultations.in_force(engine, AT, consultations.agree_with_ledger)


def by_hand(tmp_path, statement: str) -> None:
    with sqlite3.connect(tmp_path / "registry.sqlite") as connection:
        assert connection.execute(statement).rowcount > 0
    connection.close()


def test_a_suspension_taken_out_of_the_middle_leaves_a_gap(engine, tmp_path):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    for kind in (Kind.SUSPEND, Kind.RESUME):
        consultations.record(engine, 1, Event(kind=kind, by=Suspender.COURT), AT)
    consultations.propose(engine, LOOSER, AT)
    by_hand(tmp_path, "DELETE FROM charter_events WHERE kind IN ('suspend', 'resume')")
    with pytest.raises(StoreError, match="by hand"):
        consultations.in_force(engine, AT)


def test_a_key_added_by_hand_is_found(engine, tmp_path):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    row = f"'council', 2, '{public_key(STRANGER)}', '2025-02-01T00:00:00+00:00', NULL"
    by_hand(tmp_path, f"INSERT INTO charter_keys VALUES ({row})")
    with pytest.raises(StoreError, match="a key of the charter"):
        consultations.in_force(engine, AT)


def test_leaves_that_expired_are_not_missed(engine, tmp_path):
    consult_and_activate(engine, CHARTER, KEYS, AT)
    with sqlite3.connect(tmp_path / "registry.sqlite") as connection:
        connection.execute("UPDATE ledger SET payload = '', salt = x'' WHERE number <= 5")
    connection.close()
    consultations.agree_with_ledger(engine)


def test_an_unknown_version_is_said_to_be_unknown(engine):
    with pytest.raises(StoreError, match="no version 7"):
        consultations.record(engine, 7, Event(kind=Kind.WITHDRAW), AT)


def test_of_two_activations_at_once_one_wins(engine):
    numbers = {countersigned(engine, charter): charter for charter in (CHARTER, STRICTER, LOOSER)}

    def activated(number: int) -> bool:
        try:
            consultations.record(engine, number, activation(numbers[number]), AT, replacing=None)
        except CharterRefusal:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(activated, [*numbers, *numbers]))
    assert outcomes.count(True) == 1
    assert list(states(engine).values()).count(State.ACTIVE) == 1


def test_a_thousand_events_at_once_leave_a_life_that_can_be(engine):
    """Threads that try whatever comes; the rows, the ledger and the state agree with one another afterwards."""
    draw = random.Random(9)
    for charter in (CHARTER, STRICTER, LOOSER):
        countersigned(engine, charter)
    before = len(consultations.history(engine))
    texts = {1: CHARTER, 2: STRICTER, 3: LOOSER}
    tried = [(draw.choice(list(texts)), draw.choice(list(Kind)), draw.choice((None, 1, 2, 3))) for _ in range(1000)]

    def happens(case) -> int:
        number, kind, replacing = case
        acts = {Kind.ACTIVATE: Act.ACTIVATE, Kind.TIGHTEN: Act.TIGHTEN}
        event = activation(texts[number], acts[kind]) if kind in acts else Event(kind=kind, by=Suspender.COURT)
        try:
            consultations.record(engine, number, event, AT, replacing=replacing)
        except CharterRefusal:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        n_accepted = sum(pool.map(happens, tried))
    recorded = consultations.history(engine)
    in_force = [number for number, state in states(engine).items() if state is State.ACTIVE]
    assert len(recorded) >= before + n_accepted
    assert len(in_force) <= 1
    assert consultations.in_force(engine, AT) == (texts[in_force[0]] if in_force else STRICTEST)
    written = [event for event in events_of(engine) if event.startswith("charter-") and event != "charter-key"]
    assert written == [f"charter-{each.event.kind}" for each in recorded]
    assert events_of(engine).count("refusal") == 1000 - n_accepted


def test_rows_and_leaves_hold_no_sentence(engine):
    """Of the charter, the ledger holds digests and enums; why a measure is declared stands in the text alone."""
    consult_and_activate(engine, CHARTER, KEYS, AT)
    assert "recommend" not in json.dumps(ledger.leaves(engine))
