"""Any single byte of a ledger of 10,000 leaves that changes, is seen. ``bench/ledger.py`` tries them all."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.store import checkpoints
from clairevoix.store.ledger_verification import is_leaf, verified
from ledgers import MOMENT, a_registry, fill, tampering

N = 10_000
COLUMNS = ("leaf", "salt", "payload")


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    workspace, engine = a_registry(tmp_path_factory.mktemp("ledger"))
    fill(engine, N)
    checkpoints.seal(workspace, engine, MOMENT)
    return workspace, engine


@pytest.fixture(scope="module")
def rows(registry):
    with tampering(registry[0]) as file:
        wanted = "SELECT CAST(leaf AS BLOB), salt, CAST(payload AS BLOB) FROM ledger ORDER BY number"
        return file.execute(wanted).fetchall()


@settings(max_examples=500)
@given(number=st.integers(0, N - 1), column=st.integers(0, 2), place=st.integers(0, 10_000), other=st.integers(1, 255))
def test_a_leaf_is_no_leaf_with_another_byte(rows, number, column, place, other):
    fields = list(rows[number])
    assert is_leaf(*fields)
    changed = bytearray(fields[column])
    changed[place % len(changed)] ^= other
    fields[column] = bytes(changed)
    assert not is_leaf(*fields)


def test_the_whole_verification_sees_it(registry, rows):
    """The head and the column of the numbers included."""
    workspace, engine = registry
    assert verified(workspace, engine).is_sound
    draw = random.Random(1)
    with tampering(workspace) as file:
        file.isolation_level = None
        for _ in range(15):
            number, column = draw.randrange(N), draw.randrange(3)
            value = rows[number][column]
            place = draw.randrange(len(value))
            changed = value[:place] + bytes([value[place] ^ draw.randrange(1, 256)]) + value[place + 1 :]
            kind = "BLOB" if COLUMNS[column] == "salt" else "TEXT"
            update = f"UPDATE ledger SET {COLUMNS[column]} = CAST(? AS {kind}) WHERE number = ?"
            file.execute(update, (changed, number + 1))
            faults = verified(workspace, engine).faults
            assert ("leaf", number + 1) in {(fault.kind.value, fault.number) for fault in faults}
            file.execute(update, (value, number + 1))
    assert verified(workspace, engine).is_sound
