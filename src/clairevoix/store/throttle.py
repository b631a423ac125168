"""Guesses at passwords are slowed down: for each account and for each place that they come from, longer each time.

A try is counted before it is judged, in one transaction, so that many at once gain nothing. Names and addresses are kept as
keyed pseudonyms; what nobody tried for a day is forgotten.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from clairevoix.store.accounts import moment
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within

_tries = sa.Table(
    "sign_in_tries",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("mark", sa.String, primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("free_at", sa.String, nullable=False),
    sa.Column("tried_at", sa.String, nullable=False),
)

#: How many tries cost nothing. A source may be an office of many people behind one address.
FREE: Mapping[str, int] = {"account": 3, "source": 20}
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class Slowed(Exception):
    """Too many tries: nothing was looked at. ``seconds`` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One guess. ``marks`` are pseudonyms by kind: ``account``, and ``source`` where it is known."""

    marks: Mapping[str, str]
    at: datetime


def delay(kind: str, n: int) -> timedelta:
    """How long to wait after the ``n``-th failure: a second, then twice as long each time, a quarter of an hour at most.

    >>> [delay("account", n).seconds for n in (3, 4, 5, 10, 40)]
    [0, 1, 2, 64, 900]
    """
    beyond = n - FREE[kind]
    return timedelta(0) if beyond <= 0 else min(LONGEST, timedelta(seconds=2 ** min(beyond - 1, 20)))


def reserve(engine: sa.Engine, guess: Try) -> None:
    """Counts a try. Raises Slowed, and does not count it, if it is too early."""
    with engine.connect() as connection, connection.begin() as transaction:
        waits = [_reserve(connection, kind, mark, guess.at) for kind, mark in sorted(guess.marks.items())]
        if any(waits):
            transaction.rollback()
            raise Slowed(max(waits))


def succeed(engine: sa.Engine, guess: Try) -> None:
    """The try was right: the account starts anew, the source gets its try back."""
    with engine.begin() as connection:
        connection.execute(_tries.delete().where(_is("account", guess.marks["account"])))
        if "source" in guess.marks:
            row = _is("source", guess.marks["source"])
            connection.execute(_tries.update().where(row).values(n=_tries.c.n - 1, free_at=moment(guess.at)))


def _reserve(connection: sa.Connection, kind: str, mark: str, at: datetime) -> int:
    """The row is written before it is read: whoever else writes it waits until this transaction ends."""
    now, row = moment(at), _is(kind, mark)
    connection.execute(_tries.delete().where(row, _tries.c.tried_at < moment(at - FORGOTTEN_AFTER)))
    if connection.execute(_tries.update().where(row).values(n=_tries.c.n + 1)).rowcount == 0:
        connection.execute(_tries.insert().values(kind=kind, mark=mark, n=1, free_at=now, tried_at=now))
    found = connection.execute(sa.select(_tries.c.n, _tries.c.free_at).where(row)).one()
    free_at = datetime.fromisoformat(found.free_at)
    if free_at > at:
        return math.ceil((free_at - at).total_seconds())
    waiting = delay(kind, found.n)
    connection.execute(_tries.update().where(row).values(free_at=moment(at + waiting), tried_at=now))
    if found.n == FREE[kind] + 1:
        append_within(connection, "sign-in-slowed", kind=kind)
    return 0


def _is(kind: str, mark: str) -> sa.ColumnElement[bool]:
    return sa.and_(_tries.c.kind == kind, _tries.c.mark == mark)
