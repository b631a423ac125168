"""The ledger: appended by several at once, read by event and person, verified leaf by leaf."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from clairevoix import witness
from clairevoix.charter import notes
from clairevoix.charter.merkle import root_of
from clairevoix.charter.notes import SignatureType, SignerKey
from clairevoix.model.errors import StoreError
from clairevoix.store import checkpoints, database, ledger, ledger_verification
from clairevoix.store.ledger_verification import Fault, FaultKind, verified, verify
from ledgers import MOMENT, a_registry, at, exported, fill, rewritten, tampering


@pytest.fixture
def registry(tmp_path):
    return a_registry(tmp_path / "workspace")


def hashes(engine: sa.Engine) -> list[bytes]:
    with engine.connect() as connection:
        return [bytes.fromhex(leaf) for leaf in connection.execute(sa.select(ledger.table.c.leaf)).scalars()]


def test_the_head_is_that_of_the_leaves(registry):
    _, engine = registry
    for size in range(20):
        with engine.connect() as connection:
            frontier = ledger.frontier(connection)
        assert (frontier.size, frontier.root) == (size, root_of(hashes(engine)))
        ledger.append(engine, "run", done=size)


def test_a_change_that_is_rolled_back_leaves_no_leaf_and_no_gap(registry):
    _, engine = registry
    fill(engine, 3)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        ledger.append_within(connection, "run", done=1)
        _ = 1 / 0
    fill(engine, 2)
    assert [entry.number for entry in ledger.entries(engine)] == [1, 2, 3, 4, 5]
    assert verify(engine).is_sound


APPENDER = """
import sys
from pathlib import Path
from clairevoix.store import database, ledger
from clairevoix.store.workspace import Workspace
root = Path(sys.argv[1])
engine = database.connect(Workspace(root=root, keys=root / "keys"))
for number in range(40):
    ledger.append(engine, "run", who=int(sys.argv[2]), done=number)
"""


def test_several_processes_append_at_once(registry):
    workspace, engine = registry
    running = [
        subprocess.Popen([sys.executable, "-c", APPENDER, str(workspace.root), str(number)]) for number in range(4)
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    entries = ledger.entries(engine)
    assert [entry.number for entry in entries] == list(range(1, 161))
    for who in range(4):
        assert [entry.facts["done"] for entry in entries if entry.facts["who"] == who] == list(range(40))
    assert verify(engine).is_sound


def test_a_ledger_from_before_heads_were_kept_goes_on(registry):
    workspace, engine = registry
    fill(engine, 5)
    with tampering(workspace) as file:
        file.execute("DELETE FROM ledger_head")
    assert verify(engine).is_sound
    fill(engine, 5)
    assert verify(engine).is_sound
    assert verify(engine).size == 10


def test_entries_are_found_by_event_person_and_day(registry):
    _, engine = registry
    for day, event, agent in [(1, "read", "ab"), (2, "read", "abc"), (3, "erased", "ab"), (4, "read", "ab")]:
        with at(datetime(2026, 11, day, tzinfo=UTC)):
            ledger.append(engine, event, agent=agent)

    def found(**asked: object) -> list[int]:
        return [entry.number for entry in ledger.entries(engine, **asked)]

    assert found() == [1, 2, 3, 4]
    assert found(event="read") == [1, 2, 4]
    assert found(agent_id="ab") == [1, 3, 4]
    assert found(event="read", agent_id="ab", since=date(2026, 11, 2)) == [4]
    assert found(event="ab") == []
    assert found(agent_id="%") == []


# --- Verification ---------------------------------------------------------------------------------------------------


def sealed(registry, n: int = 12):
    workspace, engine = registry
    fill(engine, n)
    checkpoints.seal(workspace, engine, MOMENT)
    return workspace, engine


def faults(workspace, engine) -> set[tuple[str, int]]:
    return {(fault.kind.value, fault.number) for fault in verified(workspace, engine).faults}


def test_a_sound_ledger(registry):
    state = verified(*sealed(registry))
    assert (state.size, state.n_expired, state.n_checkpoints, state.faults) == (12, 0, 1, ())
    assert state.root == root_of(hashes(registry[1])).hex()
    assert verified(*a_registry(registry[0].root / "other")).is_sound  # nothing yet


#: What is done to the file, and what verification says.
TAMPERINGS = [
    ("UPDATE ledger SET payload = replace(payload, 'R3', 'R4') WHERE number = 4", {("leaf", 4)}),
    ("UPDATE ledger SET payload = payload || ' ' WHERE number = 12", {("leaf", 12)}),
    ("UPDATE ledger SET salt = zeroblob(16) WHERE number = 1", {("leaf", 1)}),
    ("UPDATE ledger SET payload = CAST(x'7bff7d' AS TEXT) WHERE number = 2", {("leaf", 2)}),  # no UTF-8
    ("UPDATE ledger SET payload = '' WHERE number = 5", {("leaf", 5)}),
    ("UPDATE ledger SET payload = '', salt = x'' WHERE number = 5", {("emptied", 5)}),
    (
        "UPDATE ledger SET leaf = upper(leaf) WHERE number = 5",
        {("leaf", 5), ("head", 12), ("checkpoint", 12), ("behind", 12)},
    ),
    (
        "UPDATE ledger SET leaf = (SELECT leaf FROM ledger WHERE number = 6) WHERE number = 5",
        {("leaf", 5), ("head", 12), ("checkpoint", 12), ("behind", 12)},
    ),
    ("DELETE FROM ledger WHERE number = 12", {("head", 11), ("truncated", 12), ("behind", 12)}),
    ("DELETE FROM ledger WHERE number = 1", {("gap", 1), ("head", 11), ("truncated", 12), ("behind", 12)}),
    ("DELETE FROM ledger", {("head", 0), ("truncated", 12), ("behind", 12)}),
    (
        "UPDATE ledger SET number = 99 WHERE number = 5",
        {("gap", 5), ("gap", 13), ("head", 12), ("checkpoint", 12), ("behind", 12)},
    ),
    ("UPDATE ledger SET number = 99 WHERE number = 12", {("gap", 12)}),
    ("UPDATE ledger_head SET size = 11", {("head", 12)}),
    ("UPDATE ledger_head SET frontier = replace(frontier, '1', '2')", {("head", 12)}),
    ("UPDATE ledger_checkpoints SET root = replace(root, '1', '2')", {("checkpoint", 12)}),
    ("UPDATE ledger_checkpoints SET note = replace(note, 'clairevoix/', 'clairevoix/0')", {("signature", 12)}),
    ("UPDATE ledger_checkpoints SET size = 11", {("checkpoint", 11)}),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERINGS, ids=[each[0] for each in TAMPERINGS])
def test_what_is_done_to_the_file_is_found(registry, statement, found):
    workspace, engine = sealed(registry)
    with tampering(workspace) as file:
        file.execute(statement)
    assert faults(workspace, engine) == found


def test_two_leaves_that_change_places_are_found(registry):
    workspace, engine = sealed(registry)
    with tampering(workspace) as file:
        file.execute("UPDATE ledger SET number = -1 WHERE number = 3")
        file.execute("UPDATE ledger SET number = 3 WHERE number = 7")
        file.execute("UPDATE ledger SET number = 7 WHERE number = -1")
    assert faults(workspace, engine) == {("head", 12), ("checkpoint", 12), ("behind", 12)}


def test_a_byte_that_moves_from_payload_to_salt_is_found(registry):
    """The hash of salt and payload together would be the same."""
    workspace, engine = sealed(registry)
    with tampering(workspace) as file:
        file.execute("UPDATE ledger SET salt = salt || x'7b', payload = substr(payload, 2) WHERE number = 4")
    assert faults(workspace, engine) == {("leaf", 4)}


def test_a_leaf_and_its_hash_rewritten_together_are_found(registry):
    workspace, engine = sealed(registry)
    salt, payload = bytes(16), json.dumps({"event": "run", "at": "2026-11-25T12:00:00+00:00"})
    with tampering(workspace) as file:
        leaf = ledger.leaf_of(salt, payload.encode())
        file.execute("UPDATE ledger SET salt = ?, payload = ?, leaf = ? WHERE number = 4", (salt, payload, leaf))
    assert faults(workspace, engine) == {("head", 12), ("checkpoint", 12), ("behind", 12)}


def test_every_bit_of_every_field_of_a_leaf(registry):
    workspace, _engine = sealed(registry, 4)
    with tampering(workspace) as file:
        leaf, salt, payload = file.execute("SELECT leaf, salt, payload FROM ledger WHERE number = 3").fetchone()
    fields = [leaf.encode(), salt, payload.encode()]
    assert ledger_verification.is_leaf(*fields)
    for place, value in enumerate(fields):
        for bit in range(8 * len(value)):
            changed = bytearray(value)
            changed[bit // 8] ^= 1 << bit % 8
            assert not ledger_verification.is_leaf(*fields[:place], bytes(changed), *fields[place + 1 :])


# --- Signed heads, and older registries -----------------------------------------------------------------------------


def test_a_head_is_signed_once(registry):
    workspace, engine = registry
    fill(engine, 3)
    first = checkpoints.seal(workspace, engine, MOMENT)
    assert checkpoints.seal(workspace, engine, MOMENT + timedelta(days=1)) == first
    fill(engine, 1)
    assert checkpoints.seal(workspace, engine, MOMENT).size == 4
    assert verified(workspace, engine).n_checkpoints == 2
    assert checkpoints.newest(workspace).size == 4
    assert (workspace.keys / checkpoints.HEAD).stat().st_mode & 0o777 == 0o600


def restored(workspace, engine, tmp_path) -> sa.Engine:
    """The registry of three leaves, in the place of the one of five."""
    fill(engine, 3)
    checkpoints.seal(workspace, engine, MOMENT)
    engine.dispose()
    shutil.copy(workspace.registry, tmp_path / "backup")
    fill(engine, 2)
    checkpoints.seal(workspace, engine, MOMENT)
    engine.dispose()
    shutil.copy(tmp_path / "backup", workspace.registry)
    return database.connect(workspace)


def test_an_older_registry_is_refused(registry, tmp_path):
    workspace, _ = registry
    engine = restored(*registry, tmp_path)
    assert verified(workspace, engine).behind
    assert faults(workspace, engine) == {("behind", 5)}
    with pytest.raises(StoreError, match="older one"):
        checkpoints.seal(workspace, engine, MOMENT)


def test_an_older_registry_is_refused_even_when_it_has_grown(registry, tmp_path):
    workspace, _ = registry
    engine = restored(*registry, tmp_path)
    fill(engine, 9)
    assert faults(workspace, engine) == {("behind", 5)}
    with pytest.raises(StoreError, match="older one"):
        checkpoints.seal(workspace, engine, MOMENT)


def test_a_restored_registry_goes_on_once_the_ledger_says_so(registry, tmp_path):
    workspace, _ = registry
    engine = restored(*registry, tmp_path)
    checkpoints.seal(workspace, engine, MOMENT, restored=True)
    assert verified(workspace, engine).is_sound
    assert ledger.entries(engine)[-1].event == "registry-restored"
    assert ledger.entries(engine)[-1].facts == {"signed": 5}


@pytest.mark.parametrize("content", [b"", b"\xff", b"clairevoix\n5\nAAAA\n\n"])
def test_a_damaged_head_file_is_said(registry, content):
    workspace, engine = sealed(registry)
    (workspace.keys / checkpoints.HEAD).write_bytes(content)
    assert faults(workspace, engine) == {("head_file", 12)}
    with pytest.raises(StoreError, match="damaged"):
        checkpoints.seal(workspace, engine, MOMENT)


def test_a_damaged_head_lets_nothing_be_appended(registry):
    workspace, engine = sealed(registry)
    with tampering(workspace) as file:
        file.execute("UPDATE ledger_head SET frontier = ''")
    with pytest.raises(StoreError, match="damaged"):
        ledger.append(engine, "run")


# --- Cosignatures ---------------------------------------------------------------------------------------------------

COUNCIL = SignerKey(name="cse", seed=bytes(range(32)))
COUNCIL_KEY = str(COUNCIL.verifier(SignatureType.COSIGNATURE))


def head_note(engine) -> str:
    with engine.connect() as connection:
        return connection.execute(sa.select(ledger.checkpoints.c.note)).scalars().one()


def answer_of(engine, key: SignerKey = COUNCIL, seen: int = 1_795_608_000) -> str:
    note = head_note(engine)
    return note + notes.cosigned(notes.text_of(note), key, seen)


def test_what_a_known_witness_signed_is_kept(registry):
    workspace, engine = sealed(registry)
    checkpoints.add_witness(engine, COUNCIL_KEY)
    signed, seen_at = checkpoints.add_cosignature(engine, answer_of(engine))
    assert (signed.size, seen_at) == (12, datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    assert checkpoints.witnessed(engine) == (12, seen_at)
    assert [entry.event for entry in ledger.entries(engine)][-2:] == ["witness-added", "cosignature"]
    checkpoints.add_cosignature(engine, answer_of(engine))  # twice is once
    state = verified(workspace, engine)
    assert (state.is_sound, state.n_cosignatures) == (True, 1)


def test_the_witness_program_signs_the_same(registry):
    _, engine = sealed(registry)
    assert witness.cosigned(head_note(engine), "cse", COUNCIL.seed, 1_795_608_000) == answer_of(engine)
    assert witness.key_text("cse", 4, witness.public_key(COUNCIL.seed)) == COUNCIL_KEY


def test_who_is_no_witness_signs_nothing(registry):
    _, engine = sealed(registry)
    with pytest.raises(StoreError, match="no known witness"):
        checkpoints.add_cosignature(engine, answer_of(engine))
    checkpoints.add_witness(engine, COUNCIL_KEY)
    other = SignerKey(name="cse", seed=bytes(32))
    for wrong in (answer_of(engine, other), head_note(engine), "", answer_of(engine).replace("\n12\n", "\n13\n")):
        with pytest.raises(StoreError, match="no known witness"):
            checkpoints.add_cosignature(engine, wrong)
    assert checkpoints.witnessed(engine) is None


def test_a_witness_signs_no_head_of_another_ledger(registry, tmp_path):
    _, engine = sealed(registry)
    checkpoints.add_witness(engine, COUNCIL_KEY)
    _, other = sealed(a_registry(tmp_path / "other"))
    with pytest.raises(StoreError, match="no head of this ledger"):
        checkpoints.add_cosignature(engine, answer_of(other))


@pytest.mark.parametrize("key", ["", "cse", "cse+00000000+AAAA", str(COUNCIL.verifier())])
def test_only_a_witness_key_is_one(registry, key):
    with pytest.raises(StoreError, match="public key of a witness"):
        checkpoints.add_witness(registry[1], key)


def test_a_changed_cosignature_is_found(registry):
    workspace, engine = sealed(registry)
    checkpoints.add_witness(engine, COUNCIL_KEY)
    checkpoints.add_cosignature(engine, answer_of(engine))
    with tampering(workspace) as file:
        file.execute("UPDATE ledger_cosignatures SET line = replace(line, 'A', 'B')")
    assert verified(workspace, engine).faults == (Fault(kind=FaultKind.COSIGNATURE, number=12),)


# --- The bundle -----------------------------------------------------------------------------------------------------


def test_the_bundle_holds_everything_up_to_a_fresh_head(registry, tmp_path):
    workspace, engine = sealed(registry)
    header, *rows = [
        json.loads(line) for line in exported(workspace, engine, tmp_path / "bundle").read_text().splitlines()
    ]
    assert set(header) == {"checkpoints", "format", "key", "size"}
    assert (header["size"], len(header["checkpoints"]), len(rows)) == (13, 2, 13)
    assert header["key"] == str(checkpoints.installation_key(workspace).verifier())
    assert [row["number"] for row in rows] == list(range(1, 14))
    assert json.loads(rows[-1]["payload"])["event"] == "ledger-export"
    assert root_of(bytes.fromhex(row["leaf"]) for row in rows).hex() == verify(engine).root
    assert (tmp_path / "bundle").stat().st_mode & 0o777 == 0o600


def test_a_rewritten_ledger_is_sound_to_itself(registry):
    """Whoever holds key and registry can rewrite everything: that is what a witness is for."""
    workspace, engine = sealed(registry)
    kept = [payload for payload in ledger.leaves(engine) if payload["event"] != "refusal"]
    engine.dispose()
    other = rewritten(workspace, kept)
    checkpoints.seal(workspace, other, MOMENT)
    assert verified(workspace, other).is_sound
