"""R16. The ledger watches the system, not the people: what its entries say is deleted after twelve months."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from clairevoix.charter.access_ledger import oldest_entry
from clairevoix.store import checkpoints, ledger
from clairevoix.store.ledger_verification import verified
from ledgers import a_registry, at, tampering

#: Today, and the first day whose entries may still be read.
TERMS = [
    (date(2026, 11, 25), date(2025, 11, 25)),
    (date(2026, 1, 1), date(2025, 1, 1)),
    (date(2028, 2, 29), date(2027, 2, 28)),
    (date(2029, 2, 28), date(2028, 2, 28)),
]


@pytest.mark.parametrize(("today", "oldest"), TERMS)
def test_term(today, oldest):
    assert oldest_entry(today) == oldest


def on(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


@pytest.fixture
def registry(tmp_path):
    return a_registry(tmp_path)


def written(engine: sa.Engine, *days: str) -> None:
    for number, day in enumerate(days):
        with at(on(day)):
            ledger.append(engine, "read", agent=f"agent-{number}", done=number)


def expired(engine: sa.Engine, today: str) -> int:
    with at(on(today)), engine.begin() as connection:
        return ledger.expire(connection, oldest_entry(on(today).date()))


def said(engine: sa.Engine) -> list[tuple[int, str]]:
    return [(entry.number, entry.event) for entry in ledger.entries(engine)]


def test_what_is_older_than_twelve_months_goes_and_the_rest_stays(registry):
    workspace, engine = registry
    written(engine, "2025-11-23", "2025-11-24", "2025-11-25", "2026-06-01")
    checkpoints.seal(workspace, engine, on("2026-06-01"))
    before = verified(workspace, engine)
    assert expired(engine, "2026-11-25") == 2
    assert said(engine) == [(3, "read"), (4, "read"), (5, "ledger-expiry")]
    after = verified(workspace, engine)
    assert (after.is_sound, after.n_expired, after.n_checkpoints) == (True, 2, before.n_checkpoints)
    assert ledger.entries(engine)[-1].facts == {"through": 2, "before": "2025-11-25"}


def test_the_leaves_stay_and_so_does_what_was_signed(registry):
    workspace, engine = registry
    written(engine, "2025-01-01", "2025-01-02", "2025-01-03")
    signed = checkpoints.seal(workspace, engine, on("2025-01-03"))
    expired(engine, "2026-11-25")
    with engine.connect() as connection:
        rows = connection.execute(sa.select(ledger.table).order_by("number").limit(3)).all()
    assert [(row.salt, row.payload, len(row.leaf)) for row in rows] == [(b"", "", 64)] * 3
    assert checkpoints.newest(workspace) == signed
    assert verified(workspace, engine).is_sound


def test_nothing_that_was_deleted_is_left_in_the_file(registry):
    workspace, engine = registry
    written(engine, "2025-01-01")
    with engine.connect() as connection:
        salt = connection.execute(sa.select(ledger.table.c.salt)).scalar_one()
    engine.dispose()
    assert b"agent-0" in workspace.registry.read_bytes()
    expired(engine, "2026-11-25")
    engine.dispose()  # the last connection empties the write-ahead log
    files = b"".join(path.read_bytes() for path in workspace.root.glob("registry.sqlite*"))
    assert b"agent-0" not in files
    assert salt not in files


def test_nothing_old_expires_nothing_and_says_nothing(registry):
    _, engine = registry
    written(engine, "2026-11-01")
    assert expired(engine, "2026-11-25") == 0
    assert said(engine) == [(1, "read")]


def test_each_expiry_reaches_further_and_the_last_one_still_says_how_far(registry):
    workspace, engine = registry
    written(engine, "2025-01-01", "2025-07-01", "2026-02-01")
    assert expired(engine, "2026-02-02") == 1  # leaf 4 says so
    assert expired(engine, "2027-02-03") == 3
    assert said(engine) == [(5, "ledger-expiry")]
    assert ledger.entries(engine)[-1].facts["through"] == 4
    assert verified(workspace, engine).is_sound


def test_a_clock_that_ran_ahead_holds_nothing_back_and_takes_nothing_early(registry):
    _, engine = registry
    written(engine, "2031-01-01", "2025-10-01", "2026-10-01", "2031-01-01")
    assert expired(engine, "2026-11-25") == 2  # what stands before an old leaf is as old
    assert [number for number, _ in said(engine)] == [3, 4, 5]


def test_emptied_before_its_term_is_found(registry):
    workspace, engine = registry
    written(engine, "2026-10-01", "2026-10-02")
    with tampering(workspace) as file:
        file.execute("UPDATE ledger SET payload = '', salt = x'' WHERE number = 1")
    assert {(fault.kind.value, fault.number) for fault in verified(workspace, engine).faults} == {("emptied", 1)}


def test_an_expiry_that_comes_early_is_found(registry):
    workspace, engine = registry
    written(engine, "2026-10-01", "2026-10-02")
    with at(on("2026-11-25")), engine.begin() as connection:
        ledger.expire(connection, date(2026, 11, 25) - timedelta(days=30))
    assert {(fault.kind.value, fault.number) for fault in verified(workspace, engine).faults} == {("early_expiry", 3)}
