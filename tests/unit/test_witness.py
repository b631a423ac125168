"""The works council's witness: what it signs, and what an employer cannot do without its seeing it."""

import ast
import json
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix import witness
from clairevoix.store import checkpoints, database, ledger
from clairevoix.store.ledger_verification import verified
from clairevoix.store.workspace import Workspace
from ledgers import MOMENT, a_registry, at, exported, fill, months, rewritten, rows_of, tampering


class Council:
    """The council's machine: its key, what it remembers, its calendar, and what it was told last."""

    def __init__(self, folder: Path, monkeypatch, capsys) -> None:
        self.folder, self.capsys, self.monkeypatch = folder, capsys, monkeypatch
        folder.mkdir()
        assert witness.main(["keygen", "--name", "cse", "--out", str(folder / "key"), "--lang", "en"]) == witness.SOUND
        self.public_key = json.loads((folder / "key").read_text())["public"]
        capsys.readouterr()

    def visit(self, bundle: Path, moment: datetime = MOMENT, *, lang: str = "en") -> tuple[int, list[str]]:
        self.monkeypatch.setattr(time, "time", moment.timestamp)
        options = ["--state", str(self.folder / "state"), "--key", str(self.folder / "key"), "--lang", lang]
        code = witness.main(["check", str(bundle), *options])
        return code, self.capsys.readouterr().out.splitlines()

    @property
    def visits(self) -> list[list[object]]:
        path = self.folder / "state"
        return json.loads(path.read_text())["visits"] if path.exists() else []


@pytest.fixture
def council(tmp_path, monkeypatch, capsys) -> Council:
    return Council(tmp_path / "council", monkeypatch, capsys)


@pytest.fixture
def employer(tmp_path):
    workspace, engine = a_registry(tmp_path / "employer")
    fill(engine, 20)
    return workspace, engine


def test_a_first_visit_shows_the_key_and_signs(employer, council, tmp_path):
    workspace, engine = employer
    code, said = council.visit(exported(workspace, engine, tmp_path / "bundle"))
    key = checkpoints.installation_key(workspace).verifier()
    assert (code, said[0]) == (0, f"First visit: 21 leaves. Check with the employer that its key is {key}")
    assert [size for _, size, _ in council.visits] == [21]
    checkpoints.add_witness(engine, council.public_key)
    signed, seen_at = checkpoints.add_cosignature(engine, (tmp_path / "bundle.signed").read_text())
    assert (signed.size, seen_at) == (21, MOMENT)


def test_a_second_visit_says_what_happened_since(employer, council, tmp_path):
    workspace, engine = employer
    council.visit(exported(workspace, engine, tmp_path / "bundle"))
    fill(engine, 6, MOMENT + timedelta(days=1))
    later = MOMENT + timedelta(days=2)
    code, said = council.visit(exported(workspace, engine, tmp_path / "bundle", later), later)
    assert code == 0
    assert said == [
        "The ledger is sound: 28 leaves, 7 of them since your visit of 2026-11-25.",
        "Since the last visit:",
        "  1 × ledger-export",
        "  2 × refusal",
        "  4 × run",
        "  1 × refusal by rule R0",
        "  1 × refusal by rule R3",
        f"Signed in {tmp_path}/bundle.signed. The employer enters it with: clairevoix ledger cosign {tmp_path}/bundle.signed",
    ]


def test_it_speaks_french(employer, council, tmp_path):
    _, said = council.visit(exported(*employer, tmp_path / "bundle"), lang="fr")
    assert said[0].startswith("Première visite : 21 feuilles.")


def test_without_a_key_it_checks_and_remembers_but_signs_nothing(employer, council, tmp_path):
    bundle = exported(*employer, tmp_path / "bundle")
    assert witness.main(["check", str(bundle), "--state", str(tmp_path / "state")]) == 0
    assert not (tmp_path / "bundle.signed").exists()
    assert (tmp_path / "state").exists()


# --- What an employer could do --------------------------------------------------------------------------------------


def seen_twice(employer, council, tmp_path) -> None:
    """The council saw 21 leaves, and a week later 28."""
    workspace, engine = employer
    council.visit(exported(workspace, engine, tmp_path / "bundle"))
    fill(engine, 6, MOMENT + timedelta(days=6))
    moment = MOMENT + timedelta(days=7)
    assert council.visit(exported(workspace, engine, tmp_path / "bundle", moment), moment)[0] == 0


NEXT = MOMENT + timedelta(days=14)


def third_visit(workspace, engine, council, tmp_path) -> tuple[int, str]:
    """The local verification finds nothing wrong; what does the witness say? It signs nothing, and forgets nothing."""
    before = council.visits
    checkpoints.seal(workspace, engine, NEXT)
    assert verified(workspace, engine).is_sound
    (tmp_path / "bundle.signed").unlink()
    code, said = council.visit(exported(workspace, engine, tmp_path / "bundle", NEXT), NEXT)
    assert not (tmp_path / "bundle.signed").exists()
    assert council.visits == before
    assert said[-1] == "Nothing was signed. Keep this file and your state file: they are the evidence."
    return code, said[0]


def test_a_refusal_is_taken_out_and_everything_signed_again(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    payloads = list(ledger.leaves(engine))
    del payloads[3]
    engine.dispose()
    other = rewritten(workspace, payloads)
    fill(other, 5, NEXT)
    assert third_visit(workspace, other, council, tmp_path) == (
        witness.REWRITTEN,
        "History was rewritten: the 21 leaves seen on 2026-11-25 were changed after leaf 0.",
    )


def test_only_what_came_after_the_first_visit_is_rewritten(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    with tampering(workspace) as file:  # the end goes, and another one is written
        file.execute("DELETE FROM ledger WHERE number > 24")
        file.execute("DELETE FROM ledger_head")
        file.execute("DELETE FROM ledger_checkpoints WHERE size > 24")
    (workspace.keys / checkpoints.HEAD).unlink()
    fill(engine, 9, NEXT)
    assert third_visit(workspace, engine, council, tmp_path) == (
        witness.REWRITTEN,
        "History was rewritten: the 28 leaves seen on 2026-12-02 were changed after leaf 21.",
    )


def test_the_end_is_cut_off(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    with tampering(workspace) as file:
        file.execute("DELETE FROM ledger WHERE number > 24")
        file.execute("DELETE FROM ledger_head")
        file.execute("DELETE FROM ledger_checkpoints WHERE size > 24")
    (workspace.keys / checkpoints.HEAD).unlink()
    assert third_visit(workspace, engine, council, tmp_path) == (
        witness.SHORTER,
        "The end is missing: 28 leaves seen on 2026-12-02, 25 now. The ledger was cut, or an older one put back.",
    )


def test_an_old_registry_is_put_back_with_its_keys(employer, council, tmp_path):
    workspace, engine = employer
    checkpoints.seal(workspace, engine, MOMENT)
    engine.dispose()
    shutil.copytree(workspace.root, tmp_path / "backup")
    seen_twice((workspace, database.connect(workspace)), council, tmp_path)
    old = Workspace(root=tmp_path / "backup", keys=tmp_path / "backup" / "keys")
    assert third_visit(old, database.connect(old), council, tmp_path) == (
        witness.SHORTER,
        "The end is missing: 28 leaves seen on 2026-12-02, 21 now. The ledger was cut, or an older one put back.",
    )


def test_another_key_signs_the_same_leaves(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    for name in (checkpoints.HEAD, checkpoints.KEY):
        (workspace.keys / name).unlink()
    with tampering(workspace) as file:
        file.execute("DELETE FROM ledger_checkpoints")
    code, said = third_visit(workspace, engine, council, tmp_path)
    key = checkpoints.installation_key(workspace).verifier()
    assert (code, said) == (witness.OTHER_KEY, f"The ledger is signed by another key: {key}")


def test_an_entry_is_dated_back(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    fill(engine, 1, MOMENT - timedelta(days=30))
    assert third_visit(workspace, engine, council, tmp_path) == (witness.ALTERED, "Leaf 29 bears an impossible date.")


def test_leaves_are_emptied_early_by_a_clock_that_lies(employer, council, tmp_path):
    """Two years ahead, expiry is right; the council's calendar says that it saw these leaves written last week."""
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    with at(MOMENT + months(24)), engine.begin() as connection:
        assert ledger.expire(connection, (MOMENT + months(12)).date()) == 28
    code, said = third_visit(workspace, engine, council, tmp_path)
    assert (code, said) == (witness.ALTERED, "Leaf 29 bears an impossible date.")


def test_an_expiry_that_never_was_is_claimed(employer, council, tmp_path):
    workspace, engine = employer
    seen_twice(employer, council, tmp_path)
    with at(NEXT), engine.begin() as connection:
        ledger.append_within(connection, ledger.EXPIRY, through=28, before="2025-11-01")
        connection.execute(ledger.table.update().where(ledger.table.c.number <= 28).values(payload="", salt=b""))
    assert third_visit(workspace, engine, council, tmp_path) == (
        witness.EMPTIED,
        "Leaf 22 was emptied before twelve months.",
    )


# --- Twelve months --------------------------------------------------------------------------------------------------


def test_what_expired_in_time_is_no_fault(employer, council, tmp_path):
    workspace, engine = employer
    council.visit(exported(workspace, engine, tmp_path / "bundle"))
    later = MOMENT + timedelta(days=367)
    with at(later), engine.begin() as connection:
        assert ledger.expire(connection, (later - timedelta(days=366)).date()) == 21
    code, said = council.visit(exported(workspace, engine, tmp_path / "bundle", later), later)
    assert (code, said[0]) == (0, "The ledger is sound: 23 leaves, 2 of them since your visit of 2026-11-25.")


def test_what_is_kept_too_long_is_said_and_signed(employer, council, tmp_path):
    workspace, engine = employer
    council.visit(exported(workspace, engine, tmp_path / "bundle"))
    (tmp_path / "bundle.signed").unlink()
    later = MOMENT + timedelta(days=400)
    code, said = council.visit(exported(workspace, engine, tmp_path / "bundle", later), later)
    assert (code, said[0]) == (witness.OVERDUE, "Leaf 1 should have been emptied.")
    assert (tmp_path / "bundle.signed").exists()


# --- The bundle itself ----------------------------------------------------------------------------------------------


def edited(bundle: Path, line: int, changes: dict[str, object]) -> None:
    """Changes one line, written as the export writes it."""
    lines = bundle.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[line]) | changes
    lines[line] = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bundle.write_text("\n".join(lines) + "\n", encoding="utf-8")


#: What is changed in which line of the bundle, the exit code, the first finding.
EDITS = [
    (4, {"payload": '{"at": "2026-11-25T12:00:00+00:00", "event": "run"}'}, 4, "Leaf 4 was changed."),
    (4, {"salt": "00" * 16}, 4, "Leaf 4 was changed."),
    (4, {"salt": "00" * 15}, 3, "The file cannot be read at line 5."),
    (4, {"leaf": "00" * 32}, 4, "Leaf 4 was changed."),
    (4, {"leaf": "AB" * 32}, 3, "The file cannot be read at line 5."),
    (4, {"payload": None}, 3, "The file cannot be read at line 5."),
    (4, {"payload": None, "salt": None}, 8, "Leaf 4 was emptied before twelve months."),
    (4, {"number": 5}, 4, "Leaf 4 is missing or out of its place."),
    (1, {"number": True}, 4, "Leaf 1 is missing or out of its place."),
    (0, {"size": 20}, 3, "The file cannot be read at line 23."),
    (0, {"checkpoints": []}, 4, "The leaves after 0 are not signed."),
    (0, {"checkpoints": ["a"]}, 4, "The signature over 0 leaves is false."),
    (0, {"key": "a"}, 3, "The file cannot be read at line 22."),
    (0, {"format": "clairevoix-ledger/2"}, 3, "The file cannot be read at line 1."),
]


@pytest.mark.parametrize(("line", "changes", "code", "finding"), EDITS)
def test_what_is_changed_in_the_bundle(employer, council, tmp_path, line, changes, code, finding):
    bundle = exported(*employer, tmp_path / "bundle")
    edited(bundle, line, changes)
    found, said = council.visit(bundle)
    assert (found, said[0]) == (code, finding)
    assert council.visits == []


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"{}\n", b"[]\n", b"\xff\n", b'{"format":1}\n', b"[" * 100_000 + b"\n"]
)
def test_what_is_no_bundle(council, tmp_path, content):
    (tmp_path / "bundle").write_bytes(content)
    assert council.visit(tmp_path / "bundle") == (
        witness.UNREADABLE,
        [
            "The file cannot be read at line 1.",
            "Nothing was signed. Keep this file and your state file: they are the evidence.",
        ],
    )


def test_a_file_that_is_not_there(council, tmp_path):
    code, (said,) = council.visit(tmp_path / "bundle")
    assert (code, said[:14]) == (witness.UNREADABLE, "Not possible: ")


#: The same content in other bytes; two programs might read it differently.
SPELLINGS = [
    (b'"leaf":', b'"leaf": '),
    (b'{"leaf"', b'{"number":9,"leaf"'),
    (b"\n", b"\r\n"),
    (b"refusal", b"refusa\\u006c"),
]


@pytest.mark.parametrize(("written", "other"), SPELLINGS)
def test_a_line_is_written_in_one_way_only(employer, council, tmp_path, written, other):
    bundle = exported(*employer, tmp_path / "bundle")
    header, first, rest = bundle.read_bytes().split(b"\n", 2)
    assert written in first + b"\n"
    bundle.write_bytes(header + b"\n" + (first + b"\n").replace(written, other) + rest)
    code, said = council.visit(bundle)
    assert (code, said[0]) == (witness.UNREADABLE, "The file cannot be read at line 2.")


def test_a_leaf_cut_out_of_the_bundle(employer, council, tmp_path):
    bundle = exported(*employer, tmp_path / "bundle")
    lines = bundle.read_text().splitlines(keepends=True)
    lines[0] = lines[0].replace('"size":21', '"size":20')
    bundle.write_text("".join(lines[:7] + lines[8:]))
    code, said = council.visit(bundle)
    assert (code, said[:2]) == (
        witness.ALTERED,
        ["Leaf 7 is missing or out of its place.", "The first 21 leaves are not those signed."],
    )


def test_two_leaves_of_the_bundle_changed_places(employer, council, tmp_path):
    bundle = exported(*employer, tmp_path / "bundle")
    rows = rows_of(bundle)
    edited(bundle, 4, rows[5] | {"number": 4})
    edited(bundle, 5, rows[4] | {"number": 5})
    code, said = council.visit(bundle)
    assert (code, said[0]) == (witness.ALTERED, "The first 21 leaves are not those signed.")


def test_every_byte_of_a_bundle(council, tmp_path):
    """Each byte of a small bundle changed, at a second visit: never sound."""
    workspace, engine = a_registry(tmp_path / "small")
    fill(engine, 2)
    bundle = exported(workspace, engine, tmp_path / "bundle")
    assert council.visit(bundle)[0] == 0
    content = bundle.read_bytes()
    for place in range(len(content)):
        bundle.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        code, said = council.visit(bundle)
        assert code != witness.SOUND, (place, said)


# --- Its own text ---------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 511))
def test_its_signatures_are_those_of_another_implementation(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    signature = key.sign(message)
    assert witness.public_key(seed) == public
    assert witness.sign(seed, message) == signature
    assert witness.is_signed(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not witness.is_signed(public, message, bytes(changed))


#: RFC 8032, section 5.1.7: what no signature may be, beside a false one.
@pytest.mark.parametrize(
    ("key", "signature"),
    [
        (bytes(32), bytes(63)),
        (b"\xff" * 32, bytes(64)),  # y is no number of the field
        (b"\x02" + bytes(31), bytes(64)),  # no point has that y
        (b"\x01" + bytes(30) + b"\x80", bytes(64)),  # x is zero, and no zero is negative
        (b"", bytes(64)),
    ],
)
def test_malformed_keys_and_signatures(key, signature):
    assert not witness.is_signed(key, b"", signature)


def test_a_scalar_beyond_the_order_is_no_second_signature():
    seed, message = bytes(32), b"message"
    signature = witness.sign(seed, message)
    malleable = int.from_bytes(signature[32:], "little") + witness.ORDER
    assert not witness.is_signed(witness.public_key(seed), message, signature[:32] + malleable.to_bytes(32, "little"))


SOURCE = Path(witness.__file__)


def test_it_is_one_file_of_the_standard_library():
    """And of Python 3.9: no syntax and no argument that came later."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    named = {word.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}
    assert named.isdisjoint({"strict", "slots", "kw_only"})
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not {
        name for name in called if name.rpartition(".")[2] in {"bit_count", "pairwise", "file_digest", "batched"}
    }


def test_it_runs_alone(tmp_path):
    """A copy, without clairevoix or anything else that is installed."""
    shutil.copy(SOURCE, tmp_path / "witness.py")
    workspace, engine = a_registry(tmp_path / "employer")
    today = datetime.now(UTC)
    fill(engine, 3, today)
    exported(workspace, engine, tmp_path / "bundle", today)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "witness.py", *arguments, "--lang", "fr"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run("keygen", "--name", "cse", "--out", "key").returncode == witness.SOUND
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert run("keygen", "--name", "cse", "--out", "key").returncode == witness.UNREADABLE  # never written over
    assert run("keygen", "--name", "le cse", "--out", "key2").returncode == witness.UNREADABLE
    done = run("check", "bundle", "--state", "state", "--key", "key")
    assert (done.returncode, done.stderr) == (witness.SOUND, "")
    assert "Signé dans bundle.signed." in done.stdout
    assert run("check").returncode == 2


def test_every_sentence_is_said_in_both_languages():
    for french, english in witness.SENTENCES.values():
        fields = [{part.split("}")[0] for part in text.split("{")[1:]} for text in (french, english)]
        assert fields[0] == fields[1]


def test_ten_thousand_leaves_take_seconds(council, tmp_path):
    workspace, engine = a_registry(tmp_path / "employer")
    fill(engine, 10_000)
    bundle = exported(workspace, engine, tmp_path / "bundle")
    started = time.process_time()
    assert council.visit(bundle)[0] == 0
    assert time.process_time() - started < 10
