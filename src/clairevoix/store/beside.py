"""What the registry holds of contacts beside their course: samples to code, middles of themes, what annotators saw."""

from collections.abc import Sequence

import sqlalchemy as sa

from clairevoix.store import annotators, coding, themes

_AT_ONCE = 500


def contact_ids(connection: sa.Connection) -> frozenset[str]:
    """Every contact that one of them names."""
    return frozenset().union(*(each.contact_ids(connection) for each in (coding, themes, annotators)))


def erase_within(connection: sa.Connection, gone: Sequence[str]) -> int:
    """Deletes contacts that go from all of them, in an open transaction. Returns how many places in samples to code."""
    n = 0
    for start in range(0, len(gone), _AT_ONCE):
        part = gone[start : start + _AT_ONCE]
        n += coding.erase_within(connection, part)
        themes.erase_within(connection, part)
        annotators.erase_within(connection, part)
    return n
