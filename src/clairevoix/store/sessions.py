"""Who is signed in. A browser holds a random token; here is only its SHA-256, with which nobody can sign in."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from clairevoix.charter.access import Role
from clairevoix.store.accounts import Account, State, account_of, accounts, moment, roles_text
from clairevoix.store.credentials import hash_token, new_token
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within

_sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.String, primary_key=True),
    sa.Column("account_id", sa.String, nullable=False, index=True),
    sa.Column("opened_at", sa.String, nullable=False),
    sa.Column("seen_at", sa.String, nullable=False),
)

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in, with the account as it stands now. ``csrf`` stands in each of its forms."""

    account: Account
    csrf: str = field(repr=False)
    token_hash: str = field(repr=False)


def open_session(engine: sa.Engine, account: Account, at: datetime) -> str:
    """The token of a new session. Sessions past their limits are swept on the way."""
    token = new_token()
    with engine.begin() as connection:
        connection.execute(_sessions.delete().where(sa.not_(_is_alive(at))))
        row = {"account_id": account.account_id, "opened_at": moment(at), "seen_at": moment(at)}
        connection.execute(_sessions.insert().values(token_hash=hash_token(token), **row))
        _note(connection, "session-opened", account)
    return token


def session(engine: sa.Engine, token: str, at: datetime) -> Session | None:
    """The session of a token, if it is within its limits and its account is active. It is kept awake by being asked for."""
    hashed = hash_token(token)
    query = sa.select(accounts, _sessions.c.seen_at).join(_sessions, _sessions.c.account_id == accounts.c.account_id)
    alive = query.where(_sessions.c.token_hash == hashed, _is_alive(at), accounts.c.state == State.ACTIVE)
    with engine.connect() as connection:
        found = connection.execute(alive).one_or_none()
    if found is None:
        return None
    if at - datetime.fromisoformat(found.seen_at) >= _NOTED_EVERY:
        with engine.begin() as connection:
            row = _sessions.c.token_hash == hashed
            connection.execute(_sessions.update().where(row).values(seen_at=moment(at)))
    return Session(account=account_of(found), csrf=csrf_token(token), token_hash=hashed)


def close_session(engine: sa.Engine, closing: Session) -> None:
    with engine.begin() as connection:
        connection.execute(_sessions.delete().where(_sessions.c.token_hash == closing.token_hash))
        _note(connection, "session-closed", closing.account)


def revoke_within(connection: sa.Connection, account_id: str) -> None:
    """Ends every session of an account, in the transaction that changes it."""
    connection.execute(_sessions.delete().where(_sessions.c.account_id == account_id))


def csrf_token(token: str) -> str:
    """Derived from the session's token, which it does not give away: nothing more to keep."""
    return hmac.new(token.encode(), b"clairevoix/csrf/1", hashlib.sha256).hexdigest()


def is_csrf_token(opened: Session, given: str) -> bool:
    return hmac.compare_digest(opened.csrf.encode(), given.encode())


def _note(connection: sa.Connection, event: str, account: Account) -> None:
    """When an employee signs in or out is nobody's business: it would be a record of their hours (rule R16)."""
    if account.roles != frozenset({Role.EMPLOYEE}):
        append_within(connection, event, account=account.account_id, roles=roles_text(account.roles))


def _is_alive(at: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_sessions.c.seen_at > moment(at - IDLE), _sessions.c.opened_at > moment(at - LONGEST))
