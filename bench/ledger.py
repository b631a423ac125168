"""Is every single-byte change of a ledger of 10,000 leaves detected? All of them are tried.

    python bench/ledger.py                 each byte with each of its eight bits flipped
    python bench/ledger.py --values 255    each byte changed to each other value (half a milliard tries, many minutes)

A ledger is made, a tenth of it expired, sealed and exported. Then, leaf by leaf, every byte of hash, salt and payload is
changed, and the leaf's own verification must fail; what expired has no payload, so there the root must differ, computed
along the leaf's inclusion proof. That the verification of a leaf is what decides is shown by changing bytes of the registry's
file and of the bundle, drawn at random, and running the whole of ``ledger verify`` and of the witness on each.
"""

import argparse
import contextlib
import io
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import sqlalchemy as sa

from clairevoix import witness
from clairevoix.charter.merkle import inclusion_proof, is_included, root_of
from clairevoix.store import database, ledger, ledger_export
from clairevoix.store.ledger_verification import is_leaf, verified
from clairevoix.store.workspace import SETTINGS_FILE, Workspace

Fields = tuple[bytes, bytes, bytes]
NAMES = ("leaf", "salt", "payload")


class Tally(NamedTuple):
    """How many changes were tried, and how many went unnoticed."""

    tried: int
    missed: int


def main() -> int:
    options = parsed()
    with tempfile.TemporaryDirectory() as folder:
        workspace, engine = made(Path(folder) / "workspace", options.leaves)
        bundle = Path(folder) / "bundle"
        ledger_export.export(workspace, engine, bundle, datetime.now(UTC))
        rows = fields_of(workspace)
        n_bytes = sum(len(field) for row in rows for field in row)
        print(
            f"leaves {len(rows)}, expired {sum(not row[2] for row in rows)}, bytes of hashes, salts, payloads {n_bytes}"
        )
        found = {
            "leaf by leaf": timed(live_changes, rows, options.values, options.jobs),
            "expired leaves, by the root": timed(expired_changes, rows, options.values),
            "whole verifications of the registry": timed(registry_changes, workspace, engine, rows, options.samples),
            "whole verifications by the witness": timed(bundle_changes, bundle, options.samples),
        }
    for name, (tally, wall_s) in found.items():
        print(f"{name}: {tally.tried} changes, {tally.missed} unnoticed, {wall_s:.0f} s")
    return 1 if any(tally.missed for tally, _ in found.values()) else 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--leaves", type=int, default=10_000)
    parser.add_argument("--values", type=int, choices=[8, 255], default=8)
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def timed(work: object, *arguments: object) -> tuple[Tally, float]:
    started = time.perf_counter()
    return work(*arguments), time.perf_counter() - started


def made(root: Path, n_leaves: int) -> tuple[Workspace, sa.Engine]:
    """Leaves over fourteen months, of the kinds and lengths that clairevoix writes; the oldest tenth expired."""
    root.mkdir()
    (root / SETTINGS_FILE).touch()
    workspace = Workspace(root=root, keys=root / "keys")
    engine = database.connect(workspace)
    now = datetime.now(UTC)
    first = now - timedelta(days=365) * 10 / 9
    draw = random.Random(1)
    with engine.begin() as connection:
        for number in range(n_leaves - 2):
            moment = first + number * (now - first) / n_leaves
            with patch.object(ledger, "now", partial(moment.isoformat, timespec="seconds")):
                contact = f"{draw.getrandbits(64):016x}"
                ledger.append_within(connection, draw.choice(["refusal", "read", "erased"]), rule="R8", contact=contact)
        ledger.expire(connection, (now - timedelta(days=365)).date())
    return workspace, engine


def fields_of(workspace: Workspace) -> list[Fields]:
    with contextlib.closing(sqlite3.connect(workspace.registry)) as file:
        wanted = "SELECT CAST(leaf AS BLOB), salt, CAST(payload AS BLOB) FROM ledger ORDER BY number"
        return file.execute(wanted).fetchall()


def changes(value: bytes, n_values: int) -> Iterator[bytes]:
    """``value`` with one byte changed: by one bit, or to every other value."""
    masks = [1 << bit for bit in range(8)] if n_values == 8 else range(1, 256)
    changed = bytearray(value)
    for place, byte in enumerate(value):
        for mask in masks:
            changed[place] = byte ^ mask
            yield bytes(changed)
        changed[place] = byte


def live_changes(rows: list[Fields], n_values: int, jobs: int) -> Tally:
    live = [row for row in rows if row[2]]
    if jobs == 1:
        return added([changes_of(row, n_values) for row in live])
    with ProcessPoolExecutor(jobs) as pool:
        return added(list(pool.map(partial(changes_of, n_values=n_values), live, chunksize=50)))


def changes_of(row: Fields, n_values: int) -> Tally:
    leaf, salt, payload = row
    if not is_leaf(leaf, salt, payload):
        raise SystemExit("the ledger is not sound to begin with")
    found = [is_leaf(each, salt, payload) for each in changes(leaf, n_values)]
    found += [is_leaf(leaf, each, payload) for each in changes(salt, n_values)]
    found += [is_leaf(leaf, salt, each) for each in changes(payload, n_values)]
    return Tally(len(found), sum(found))


def expired_changes(rows: list[Fields], n_values: int) -> Tally:
    leaves = [bytes.fromhex(row[0].decode()) for row in rows]
    root = root_of(leaves)
    tallies = []
    for number, (leaf, salt, payload) in enumerate(rows):
        if payload:
            continue
        proof = inclusion_proof(leaves, number)
        if not is_included(leaves[number], number, len(leaves), proof, root):
            raise SystemExit("the ledger is not sound to begin with")
        found = [
            is_leaf(each, salt, payload) and is_included(bytes.fromhex(each.decode()), number, len(leaves), proof, root)
            for each in changes(leaf, n_values)
        ]
        tallies.append(Tally(len(found), sum(found)))
    return added(tallies)


def registry_changes(workspace: Workspace, engine: sa.Engine, rows: list[Fields], samples: int) -> Tally:
    """One byte of the file's columns at a time, put right again afterwards."""
    if not verified(workspace, engine).is_sound:
        raise SystemExit("the ledger is not sound to begin with")
    draw, missed = random.Random(2), 0
    with contextlib.closing(sqlite3.connect(workspace.registry, isolation_level=None)) as file:
        for _ in range(samples):
            number = draw.randrange(len(rows))
            column = draw.choice([place for place, field in enumerate(rows[number]) if field])
            value = rows[number][column]
            kind = "BLOB" if NAMES[column] == "salt" else "TEXT"
            update = f"UPDATE ledger SET {NAMES[column]} = CAST(? AS {kind}) WHERE number = ?"
            file.execute(update, (flipped(value, draw), number + 1))
            missed += verified(workspace, engine).is_sound
            file.execute(update, (value, number + 1))
    return Tally(samples, missed)


def bundle_changes(bundle: Path, samples: int) -> Tally:
    """One byte of the exported file at a time, at the witness' second visit."""
    content, state = bundle.read_bytes(), bundle.with_name("state")
    if visited(bundle, state) != witness.SOUND:
        raise SystemExit("the bundle is not sound to begin with")
    draw, missed, seen = random.Random(3), 0, state.read_bytes()
    for _ in range(samples):
        bundle.write_bytes(flipped(content, draw))
        missed += visited(bundle, state) == witness.SOUND
        state.write_bytes(seen)
    return Tally(samples, missed)


def visited(bundle: Path, state: Path) -> int:
    with contextlib.redirect_stdout(io.StringIO()):
        return witness.main(["check", str(bundle), "--state", str(state)])


def flipped(value: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(value))
    return value[:place] + bytes([value[place] ^ draw.randrange(1, 256)]) + value[place + 1 :]


def added(tallies: list[Tally]) -> Tally:
    return Tally(sum(each.tried for each in tallies), sum(each.missed for each in tallies))


if __name__ == "__main__":
    sys.exit(main())
