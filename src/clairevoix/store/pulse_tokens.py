"""Who was given a token of which month's pulse: so that nobody is given two. It is forgotten when no more are given.

That somebody fetched a token says neither that they answered nor what: the token itself never passed here unblinded.
"""

import sqlalchemy as sa

from clairevoix.model.errors import StoreError
from clairevoix.store.database import metadata

_given = sa.Table(
    "pulse_tokens_given",
    metadata,
    sa.Column("month", sa.String, primary_key=True),
    sa.Column("account_id", sa.String, primary_key=True),
)


def is_given(engine: sa.Engine, month: str, account_id: str) -> bool:
    with engine.connect() as connection:
        wanted = sa.select(_given).where(_given.c.month == month, _given.c.account_id == account_id)
        return connection.execute(wanted).first() is not None


def note(engine: sa.Engine, month: str, account_id: str) -> None:
    """Notes it before the token is signed. Raises StoreError where it was noted by another request at once."""
    try:
        with engine.begin() as connection:
            connection.execute(_given.insert().values(month=month, account_id=account_id))
    except sa.exc.IntegrityError:
        raise StoreError("a token of this month was given already") from None


def forget_month(engine: sa.Engine, month: str) -> int:
    """Deletes who was given a token, and returns how many were."""
    with engine.begin() as connection:
        return int(connection.execute(_given.delete().where(_given.c.month == month)).rowcount)


def months(engine: sa.Engine) -> frozenset[str]:
    """The months of which it is still known."""
    with engine.connect() as connection:
        return frozenset(connection.execute(sa.select(_given.c.month).distinct()).scalars())
