"""Who was given a token of which month's pulse: so that nobody is given two. It is forgotten when no more are given.

That somebody fetched a token says neither that they answered nor what: the token itself never passed here unblinded.
"""

import hashlib

import sqlalchemy as sa

from clairevoix.model.errors import StoreError
from clairevoix.store.database import metadata

_given = sa.Table(
    "pulse_tokens_given",
    metadata,
    sa.Column("month", sa.String, primary_key=True),
    sa.Column("account_id", sa.String, primary_key=True),
    sa.Column("blinded_mark", sa.String, nullable=False),
)


def is_given(engine: sa.Engine, month: str, account_id: str, blinded: bytes | None = None) -> bool:
    """Whether somebody has a token; the very same request may be answered again, as after a broken connection."""
    with engine.connect() as connection:
        wanted = sa.select(_given.c.blinded_mark).where(_given.c.month == month, _given.c.account_id == account_id)
        mark = connection.execute(wanted).scalar_one_or_none()
    return mark is not None and (blinded is None or mark != _mark(blinded))


def note(engine: sa.Engine, month: str, account_id: str, blinded: bytes) -> None:
    """Notes it before the token is signed. Raises StoreError where another request was noted at once."""
    try:
        with engine.begin() as connection:
            row = {"month": month, "account_id": account_id, "blinded_mark": _mark(blinded)}
            connection.execute(_given.insert().values(row))
    except sa.exc.IntegrityError:
        if is_given(engine, month, account_id, blinded):
            raise StoreError("a token of this month was given already") from None


def forget_month(engine: sa.Engine, month: str) -> int:
    """Deletes who was given a token, and returns how many were."""
    with engine.begin() as connection:
        return int(connection.execute(_given.delete().where(_given.c.month == month)).rowcount)


def _mark(blinded: bytes) -> str:
    return hashlib.sha256(blinded).hexdigest()
