"""Mock mystery contacts: one table of the lake, without any text and without anybody who answered."""

from collections.abc import Sequence
from datetime import date

from clairevoix.model.mystery import MysteryTest
from clairevoix.store import lake
from clairevoix.store.workspace import Workspace

_FACTS = ("test_id", "channel", "tested_on", "confirmed_by", "confirmed_on")


def known_tests(workspace: Workspace) -> frozenset[str]:
    """The pseudonyms of those that are stored."""
    return frozenset(str(row[0]) for row in lake.rows(workspace, "SELECT DISTINCT test_id FROM mystery"))


def add_tests(workspace: Workspace, tests: Sequence[MysteryTest]) -> None:
    """Stores tests, one row for each note, in one commit."""
    rows = [
        {**{name: getattr(test, name) for name in _FACTS}, "criterion": criterion, "note": note}
        for test in tests
        for criterion, note in test.notes.items()
    ]
    lake.write(workspace, "mystery", rows)


def tests_since(workspace: Workspace, oldest: date) -> tuple[MysteryTest, ...]:
    """The tests of a day or later, in the order of their days."""
    columns = ", ".join(_FACTS)
    query = f"""
        SELECT {columns}, list((criterion, note) ORDER BY criterion) FROM mystery
        WHERE tested_on >= ? GROUP BY ALL ORDER BY tested_on, test_id
    """
    return tuple(
        MysteryTest(**dict(zip(_FACTS, facts, strict=True)), notes=dict(notes))
        for *facts, notes in lake.rows(workspace, query, [oldest])
    )


def drop_before(workspace: Workspace, oldest: date) -> int:
    """Deletes the tests of earlier days and the files that held them. Returns how many tests."""
    where = f"tested_on < DATE '{oldest.isoformat()}'"
    n = int(lake.rows(workspace, f"SELECT count(DISTINCT test_id) FROM mystery WHERE {where}")[0][0])
    if n:
        lake.delete(workspace, "mystery", where)
    return n
